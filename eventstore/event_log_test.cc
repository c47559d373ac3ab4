#include "eventstore/event_log.h"

#include <gmock/gmock.h>

#include <fstream>

#include "eventstore/commit/request_ring.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/note.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/system/deadline.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using EventLogTest = TestLog;

const StreamId kAna = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-000000000001"));
const StreamId kBen = StreamId::Case(*Uuid::Parse("0b000000-0000-4000-8000-000000000002"));

TEST_F(EventLogTest, ReadsBackWhatWasAppended) {
  ASSERT_TRUE(Append(kAna, {"opened", "joined"}).ok());
  ASSERT_TRUE(Append(kBen, {"opened"}).ok());
  ASSERT_TRUE(Append(kAna, {"goal"}).ok());

  EXPECT_THAT(PayloadsOf(kAna), ElementsAre("opened", "joined", "goal"));
  EXPECT_THAT(PayloadsOf(kBen), ElementsAre("opened"));
  const auto all = log_->ReadLog(0, {});
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->size(), 4);
  EXPECT_EQ((*all)[2].header.stream, kBen);
  EXPECT_EQ((*all)[3].header.revision, 2);
  EXPECT_EQ((*all)[3].header.prev_stream_leaf, LeafHash((*all)[1].header_bytes));
}

TEST_F(EventLogTest, GivesOneRequestConsecutivePositionsAndOneTime) {
  const absl::StatusOr<Appended> appended = Append(kAna, {"a", "b", "c"});

  ASSERT_TRUE(appended.ok());
  const auto entries = log_->ReadLog(appended->first_position, {});
  ASSERT_TRUE(entries.ok());
  for (size_t i = 0; i < 3; ++i) {
    const Header& header = (*entries)[i].header;
    EXPECT_EQ(header.index_in_request, i);
    EXPECT_EQ(header.events_in_request, 3);
    EXPECT_EQ(header.recorded_at_us, appended->recorded_at_us);
  }
}

// Two workers open the same plan. The second to save learns that the plan changed, and the first one's change stands.
TEST_F(EventLogTest, StaleHeadAbortsAndWritesNothing) {
  ASSERT_TRUE(Append(kAna, {"opened"}).ok());
  const StreamHead seen_by_both = *log_->Head(kAna);
  ASSERT_TRUE(AppendBehind(seen_by_both, kAna, {"first"}).ok());

  EXPECT_TRUE(absl::IsAborted(AppendBehind(seen_by_both, kAna, {"second"}).status()));

  EXPECT_THAT(PayloadsOf(kAna), ElementsAre("opened", "first"));
}

TEST_F(EventLogTest, RequestOverTwoStreamsIsAllOrNothing) {
  ASSERT_TRUE(Append(kAna, {"opened"}).ok());
  const StreamHead stale = *log_->Head(kAna);
  ASSERT_TRUE(Append(kAna, {"moved"}).ok());
  LogAppend request{.request_id = RandomUuid()};
  request.streams.push_back(Part(kBen, *log_->Head(kBen), {"opened"}));
  request.streams.push_back(Part(kAna, stale, {"late"}));

  EXPECT_TRUE(absl::IsAborted(AppendAndWait(*log_, request).status()));
  EXPECT_THAT(PayloadsOf(kBen), IsEmpty());

  request.streams[1].head = *log_->Head(kAna);
  const absl::StatusOr<Appended> appended = AppendAndWait(*log_, request);
  ASSERT_TRUE(appended.ok());
  EXPECT_EQ(appended->heads.size(), 2);
  EXPECT_THAT(PayloadsOf(kBen), ElementsAre("opened"));
  EXPECT_THAT(PayloadsOf(kAna), ElementsAre("opened", "moved", "late"));
}

TEST_F(EventLogTest, HeadsAfterAnAppendServeTheNextOne) {
  absl::StatusOr<Appended> appended = Append(kAna, {"opened"});
  ASSERT_TRUE(appended.ok());

  appended = AppendBehind(appended->heads[0], kAna, {"next"});

  ASSERT_TRUE(appended.ok());
  EXPECT_EQ(appended->heads[0].last_revision, 1);
  EXPECT_EQ(appended->heads[0].last_leaf, log_->Head(kAna)->last_leaf);
}

// For any streams, and across a restart.
TEST_F(EventLogTest, RecordsARequestIdOnce) {
  LogAppend request{.request_id = RandomUuid()};
  request.streams.push_back(Part(kAna, *log_->Head(kAna), {"opened"}));
  request.streams.push_back(Part(kBen, *log_->Head(kBen), {"opened"}));
  ASSERT_TRUE(AppendAndWait(*log_, request).ok());
  LogAppend elsewhere{.request_id = request.request_id};
  elsewhere.streams.push_back(Part(StreamId::Case(RandomUuid()), {}, {"opened"}));

  for (int restarts = 0; restarts < 2; ++restarts) {
    EXPECT_TRUE(absl::IsAlreadyExists(AppendAndWait(*log_, elsewhere).status()));
    EXPECT_EQ(log_->FindRequest(request.request_id)->first, std::optional<Position>(0));
    EXPECT_EQ(log_->FindRequest(RandomUuid())->first, std::nullopt);
    EXPECT_EQ(log_->size(), 2);
    Reopen();
  }
}

// Both writers searched before either had recorded.
TEST_F(EventLogTest, TellsAWriterThatAnotherRecordedTheRequestMeanwhile) {
  ASSERT_TRUE(Append(kBen, {"opened"}).ok());
  LogAppend one{.request_id = RandomUuid()};
  one.absent_at = log_->FindRequest(one.request_id)->looked_at;
  LogAppend other = one;
  one.streams.push_back(Part(kAna, *log_->Head(kAna), {"opened"}));
  other.streams.push_back(Part(kBen, *log_->Head(kBen), {"note"}));

  ASSERT_TRUE(AppendAndWait(*log_, one).ok());
  EXPECT_TRUE(absl::IsAborted(AppendAndWait(*log_, other).status()));
  EXPECT_EQ(log_->FindRequest(one.request_id)->first, std::optional<Position>(1));
  EXPECT_THAT(PayloadsOf(kBen), ElementsAre("opened"));
}

// A search that is older than the sequencer's memory is repeated, not trusted.
TEST(RequestRingTest, BelievesNoLookThatIsOlderThanWhatItHolds) {
  RequestRing ring(2, 10);
  const Uuid first = RandomUuid();
  EXPECT_TRUE(ring.IsNew(first, 10));
  EXPECT_FALSE(ring.IsNew(first, 9));
  ring.Put(first, 10);
  ring.Put(RandomUuid(), 11);
  EXPECT_FALSE(ring.IsNew(first, 11));
  ring.Put(RandomUuid(), 12);
  EXPECT_FALSE(ring.IsNew(RandomUuid(), 10));
  EXPECT_TRUE(ring.IsNew(RandomUuid(), 11));
}

TEST_F(EventLogTest, RefusesRequestsOverTheLimits) {
  const StreamHead head = *log_->Head(kAna);
  EXPECT_TRUE(absl::IsInvalidArgument(AppendAndWait(*log_, {.request_id = RandomUuid()}).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(AppendBehind(head, kAna, {}).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(AppendBehind(head, kAna, std::vector<std::string>(kAppendEventsMax + 1, "x")).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(AppendBehind(head, kAna, {std::string(kPayloadBytesMax + 1, 'x')}).status()));
  LogAppend twice{.request_id = RandomUuid()};
  twice.streams = {Part(kAna, head, {"a"}), Part(kAna, head, {"b"})};
  EXPECT_TRUE(absl::IsInvalidArgument(AppendAndWait(*log_, twice).status()));

  EXPECT_EQ(log_->size(), 0);
}

TEST_F(EventLogTest, ReadsInPagesOfTheLimit) {
  ASSERT_TRUE(Append(kAna, {"a", "b", "c", "d", "e"}).ok());

  EXPECT_EQ(log_->ReadLog(1, {.events_max = 2})->size(), 2);
  EXPECT_EQ(log_->ReadStream(kAna, 3, {.events_max = 10})->size(), 2);
  EXPECT_EQ(log_->ReadLog(0, {.events_max = 10, .bytes_max = 1})->size(), 1);
  EXPECT_THAT(*log_->ReadLog(5, {}), IsEmpty());
  EXPECT_THAT(*log_->ReadLog(500, {}), IsEmpty());
  EXPECT_THAT(*log_->ReadStream(kAna, 5, {}), IsEmpty());
}

TEST_F(EventLogTest, SurvivesReopening) {
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(Append(kAna, {std::to_string(i)}).ok());
  const Hash root = log_->Checkpoint(300)->root;

  Reopen();

  EXPECT_EQ(log_->size(), 300);
  EXPECT_EQ(log_->Checkpoint(300)->root, root);
  ASSERT_TRUE(Append(kAna, {"after"}).ok());
  EXPECT_EQ(PayloadsOf(kAna).size(), 301);
}

TEST_F(EventLogTest, ProofsVerifyAtEverySizeAcrossTiles) {
  constexpr uint64_t kEvents = 600;
  CompactRange reference;
  std::vector<Hash> roots = {reference.Root()};
  std::vector<std::string> payloads(100, "x");
  for (uint64_t i = 0; i < kEvents; i += 100) ASSERT_TRUE(Append(kAna, payloads).ok());
  const auto entries = log_->ReadLog(0, {.events_max = kEvents, .bytes_max = 1 << 30});
  ASSERT_TRUE(entries.ok());
  for (const RecordedEntry& entry : *entries) {
    reference.Append(LeafHash(entry.header_bytes));
    roots.push_back(reference.Root());
  }

  EXPECT_EQ(log_->Checkpoint(kEvents)->root, roots[kEvents]);
  for (uint64_t size = 1; size <= kEvents; size += 7) {
    for (uint64_t position : {uint64_t{0}, size / 2, size - 1}) {
      const auto proof = log_->InclusionProof(position, size);
      ASSERT_TRUE(proof.ok()) << proof.status();
      EXPECT_TRUE(
          VerifyInclusion(position, size, LeafHash((*entries)[position].header_bytes), *proof, roots[size]).ok());
    }
    const auto consistency = log_->ConsistencyProof(size, kEvents);
    ASSERT_TRUE(consistency.ok()) << consistency.status();
    EXPECT_TRUE(VerifyConsistency(size, kEvents, *consistency, roots[size], roots[kEvents]).ok());
  }
  EXPECT_TRUE(absl::IsOutOfRange(log_->InclusionProof(5, 5).status()));
  EXPECT_TRUE(absl::IsOutOfRange(log_->InclusionProof(0, kEvents + 1).status()));
  EXPECT_TRUE(absl::IsOutOfRange(log_->ConsistencyProof(0, kEvents + 1).status()));
}

TEST_F(EventLogTest, CheckpointIsASignedNoteUnderItsOwnKey) {
  ASSERT_TRUE(Append(kAna, {"opened"}).ok());
  const absl::StatusOr<SignedCheckpoint> checkpoint = log_->Checkpoint(1);
  ASSERT_TRUE(checkpoint.ok());

  const auto verifier = NoteVerifier::FromVerifierKey(log_->verifier_key());
  ASSERT_TRUE(verifier.ok());
  const auto text = OpenNote(checkpoint->note, *verifier);
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(ParseCheckpoint(*text)->origin, "journal.test/wren");
  EXPECT_EQ(*ReadSmallFile(DataPaths(directory_.path()).latest), checkpoint->note);
  EXPECT_TRUE(absl::IsOutOfRange(log_->Checkpoint(2).status()));
}

TEST_F(EventLogTest, RecordedTimeNeverRunsBackwards) {
  now_us_ = 1'000'000'000;
  Reopen();
  const int64_t first = Append(kAna, {"a"})->recorded_at_us;
  now_us_ -= 3'000'000;

  EXPECT_EQ(Append(kAna, {"b"})->recorded_at_us, first);
}

// A clock that jumped would date every later entry wrongly, forever.
TEST_F(EventLogTest, ClockStepStopsAppendsUntilConfirmed) {
  now_us_ = 1'000'000'000;
  Reopen();
  ASSERT_TRUE(Append(kAna, {"a"}).ok());
  now_us_ += 3600'000'000;

  const absl::Status stopped = Append(kAna, {"b"}).status();
  EXPECT_EQ(WriteStopOf(stopped), WriteStop::kClock);
  EXPECT_TRUE(absl::IsFailedPrecondition(stopped)) << "nothing was recorded";
  EXPECT_THAT(std::string(stopped.message()), HasSubstr("--confirm-clock"));
  EXPECT_THAT(PayloadsOf(kAna), ElementsAre("a"));
}

TEST_F(EventLogTest, ClockFarBehindTheLogStopsAppendsUntilConfirmed) {
  now_us_ = 1'000'000'000;
  Reopen();
  ASSERT_TRUE(Append(kAna, {"a"}).ok());
  now_us_ -= 61'000'000;
  Reopen();

  EXPECT_EQ(WriteStopOf(Append(kAna, {"b"}).status()), WriteStop::kClock);

  clock_step_confirmed_ = true;
  Reopen();
  EXPECT_EQ(Append(kAna, {"b"})->recorded_at_us, 1'000'000'000);
}

TEST_F(EventLogTest, NothingIsRecordedAtOrBeforeAClosedInstant) {
  now_us_ = 1'000'000'000;
  Reopen();
  EXPECT_TRUE(absl::IsFailedPrecondition(log_->CloseInstant(now_us_)));
  ASSERT_TRUE(log_->CloseInstant(now_us_ - 1).ok());
  now_us_ -= 2'000'000;

  EXPECT_GT(Append(kAna, {"a"})->recorded_at_us, 1'000'000'000 - 1);
}

// An answer for yesterday must not change because a clock was set back overnight.
TEST_F(EventLogTest, AClosedInstantStaysClosedAfterARestartWithTheClockSetBack) {
  now_us_ = 1'000'000'000;
  Reopen();
  ASSERT_TRUE(log_->CloseInstant(now_us_ - 1).ok());
  now_us_ -= 30'000'000;
  Reopen();

  EXPECT_GE(Append(kAna, {"a"})->recorded_at_us, 1'000'000'000);
}

TEST_F(EventLogTest, ClockFarBehindAClosedInstantStopsAppends) {
  now_us_ = 10'000'000'000;
  Reopen();
  ASSERT_TRUE(log_->CloseInstant(now_us_ - 1).ok());
  now_us_ -= 3600'000'000;
  Reopen();

  EXPECT_EQ(WriteStopOf(Append(kAna, {"a"}).status()), WriteStop::kClock);
}

// A restart alone does not confirm a clock that jumped.
TEST_F(EventLogTest, AStoppedClockStaysStoppedUntilAnOperatorConfirmsIt) {
  now_us_ = 1'000'000'000;
  Reopen();
  now_us_ += 3600'000'000;
  ASSERT_EQ(WriteStopOf(Append(kAna, {"a"}).status()), WriteStop::kClock);
  Reopen();

  const absl::Status stopped = Append(kAna, {"a"}).status();
  EXPECT_EQ(WriteStopOf(stopped), WriteStop::kClock);
  EXPECT_THAT(std::string(stopped.message()), HasSubstr("stepped forward by 3600000 ms"));

  clock_step_confirmed_ = true;
  Reopen();
  ASSERT_TRUE(Append(kAna, {"a"}).ok());
  clock_step_confirmed_ = false;
  Reopen();
  EXPECT_TRUE(Append(kAna, {"b"}).ok());
}

TEST_F(EventLogTest, RefusesADamagedMarkOfTheClock) {
  now_us_ = 1'000'000'000;
  Reopen();
  ASSERT_TRUE(log_->CloseInstant(now_us_ - 1).ok());
  log_.reset();
  const std::string path = DataPaths(directory_.path()).clock;
  std::string bytes = *ReadSmallFile(path);
  bytes[3] = static_cast<char>(bytes[3] ^ 1);
  std::ofstream(path) << bytes;

  const absl::Status opened = EventLog::Open(Options()).status();
  EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
  EXPECT_THAT(std::string(opened.message()), HasSubstr(path));
}

// Keys given out twice would open two families' records with one key.
TEST_F(EventLogTest, RefusesKeysThatAreOlderThanTheLog) {
  const DataPaths paths(directory_.path());
  log_.reset();
  const TestDirectory older;
  std::filesystem::copy(paths.keys, older.path() + "/keys", std::filesystem::copy_options::recursive);
  Reopen();
  ASSERT_TRUE(Append(kAna, {"a"}).ok());
  log_.reset();
  std::filesystem::remove_all(paths.keys);
  std::filesystem::copy(older.path() + "/keys", paths.keys, std::filesystem::copy_options::recursive);

  const absl::Status opened = EventLog::Open(Options()).status();
  EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
  EXPECT_THAT(std::string(opened.message()), HasSubstr("Restore its newest backup"));
}

TEST_F(EventLogTest, ReadsHeadersWithoutOpeningPayloads) {
  ASSERT_TRUE(Append(kAna, {"a", "b"}).ok());
  ASSERT_TRUE(Append(kBen, {"c"}).ok());
  const auto entries = log_->ReadLog(0, {});
  ASSERT_TRUE(entries.ok());

  const auto headers = log_->ReadHeaders(1, 10);

  ASSERT_TRUE(headers.ok()) << headers.status();
  ASSERT_EQ(headers->size(), 2);
  EXPECT_EQ((*headers)[0].position, 1);
  EXPECT_EQ((*headers)[0].header, (*entries)[1].header);
  EXPECT_EQ((*headers)[1].header, (*entries)[2].header);
  EXPECT_EQ(log_->ReadHeaders(0, 1)->size(), 1);
  EXPECT_THAT(*log_->ReadHeaders(3, 10), IsEmpty());
}

// Memory is limited in bytes: a few thousand requests may have as many gigabytes.
TEST_F(EventLogTest, RefusesMoreBytesThanMayWait) {
  queue_bytes_max_ = 1000;
  Reopen();

  const absl::Status refused = Append(kAna, {std::string(2000, 'x')}).status();

  EXPECT_TRUE(absl::IsResourceExhausted(refused)) << refused;
  EXPECT_EQ(log_->size(), 0);
  EXPECT_TRUE(Append(kAna, {"x"}).ok());
}

TEST_F(EventLogTest, FullDiskRefusesAndRecordsNothing) {
  disk_reserve_bytes_ = ~uint64_t{0};
  Reopen();

  const absl::Status full = Append(kAna, {"a"}).status();

  EXPECT_TRUE(absl::IsResourceExhausted(full)) << full;
  EXPECT_EQ(WriteStopOf(full), WriteStop::kDisk);
  EXPECT_EQ(log_->size(), 0);
}

// An operator reads one line when it begins, and one when it ends, whatever is rejected in between.
TEST_F(EventLogTest, TellsOnceThatItTakesNoWritesAndOnceThatItDoesAgain) {
  std::vector<absl::Status> told;
  on_writes_ = [&told](const absl::Status& writes) { told.push_back(writes); };
  now_us_ = 1'000'000'000;
  Reopen();
  ASSERT_TRUE(log_->Writable().ok());
  EXPECT_THAT(told, IsEmpty());

  // A step that is reversed before the next append has no effect.
  now_us_ += 6'000'000;
  EXPECT_EQ(WriteStopOf(log_->Writable()), WriteStop::kClock);
  EXPECT_EQ(WriteStopOf(log_->Writable()), WriteStop::kClock);
  ASSERT_EQ(told.size(), 1);
  now_us_ -= 6'000'000;
  ASSERT_TRUE(log_->Writable().ok());
  ASSERT_EQ(told.size(), 2);
  EXPECT_TRUE(told[1].ok());
  ASSERT_TRUE(Append(kAna, {"a"}).ok());

  // A step that an append detected stays.
  now_us_ += 6'000'000;
  EXPECT_EQ(WriteStopOf(Append(kAna, {"b"}).status()), WriteStop::kClock);
  EXPECT_EQ(WriteStopOf(Append(kBen, {"b"}).status()), WriteStop::kClock);
  now_us_ -= 6'000'000;
  EXPECT_EQ(WriteStopOf(log_->Writable()), WriteStop::kClock);
  ASSERT_EQ(told.size(), 3);
  EXPECT_EQ(WriteStopOf(told[2]), WriteStop::kClock);
  log_.reset();
}

TEST_F(EventLogTest, TakesNoWritesOnceAnotherHistoryIsKnown) {
  std::vector<absl::Status> told;
  on_writes_ = [&told](const absl::Status& writes) { told.push_back(writes); };
  Reopen();
  log_->StopWriting(absl::DataLossError("a witness has more"));
  log_->StopWriting(absl::DataLossError("another, too"));

  const absl::Status refused = Append(kAna, {"a"}).status();

  EXPECT_TRUE(absl::IsDataLoss(refused));
  EXPECT_EQ(WriteStopOf(refused), WriteStop::kFork);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("a witness has more"));
  EXPECT_EQ(told.size(), 1);
  EXPECT_EQ(log_->size(), 0);
  log_.reset();
}

TEST_F(EventLogTest, SecondOpenOfTheSameDirectoryFails) {
  const auto second = EventLog::Open(Options());

  EXPECT_TRUE(absl::IsUnavailable(second.status()));
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("in use"));
}

// Who suffers: a family whose withheld part of a plan is guessed at by someone without the key.
TEST_F(EventLogTest, AKeyedHashIsTheStreamsOwnAndTheSameEachTime) {
  const StreamHead nothing = *log_->Head(kAna);
  EXPECT_NE(*log_->Keyed(nothing, "part"), *log_->Keyed(nothing, "part")) << "a stream without a key has no secret";
  ASSERT_TRUE(Append(kAna, {"a"}).ok());
  ASSERT_TRUE(Append(kBen, {"b"}).ok());
  const Hash hash = *log_->Keyed(*log_->Head(kAna), "part");
  EXPECT_EQ(*log_->Keyed(*log_->Head(kAna), "part"), hash);
  EXPECT_NE(*log_->Keyed(*log_->Head(kAna), "parts"), hash);
  EXPECT_NE(*log_->Keyed(*log_->Head(kBen), "part"), hash);
}

TEST_F(EventLogTest, RefusesANewerFormatAndTouchesNothing) {
  log_.reset();
  std::ofstream(DataPaths(directory_.path()).format) << "casejournal 2\n";

  EXPECT_TRUE(absl::IsFailedPrecondition(EventLog::Open(Options()).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(EventLog::Create(directory_.path(), "x")));
  EXPECT_EQ(*ReadSmallFile(DataPaths(directory_.path()).format), "casejournal 2\n");
}

TEST_F(EventLogTest, RefusesALogThatIsShorterThanItsPublishedCheckpoint) {
  ASSERT_TRUE(Append(kAna, {"a"}).ok());
  log_.reset();
  const DataPaths paths(directory_.path());
  const TestDirectory older;
  std::filesystem::copy(paths.log, older.path() + "/log", std::filesystem::copy_options::recursive);
  Reopen();
  ASSERT_TRUE(Append(kAna, {"b"}).ok());
  ASSERT_TRUE(log_->Checkpoint(2).ok());
  log_.reset();

  std::filesystem::remove_all(paths.log);
  std::filesystem::copy(older.path() + "/log", paths.log, std::filesystem::copy_options::recursive);
  std::filesystem::remove(paths.acked);

  const absl::Status opened = EventLog::Open(Options()).status();
  EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
  EXPECT_THAT(std::string(opened.message()), HasSubstr("published"));
}

TEST_F(EventLogTest, WakesThoseWhoWaitForASize) {
  EXPECT_FALSE(log_->WaitForSize(1, Deadline::In(absl::Milliseconds(1))));
  ASSERT_TRUE(Append(kAna, {"a"}).ok());
  EXPECT_TRUE(log_->WaitForSize(1, Deadline::Passed()));
}

}  // namespace
}  // namespace casejournal::eventstore
