// What event_log.h promises: each error, each limit, and what is unchanged after an error.
#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "eventstore/event_log.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/storage/database.h"
#include "eventstore/system/deadline.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const StreamId kPromisedAna = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000f1"));
const StreamId kPromisedBen = StreamId::Case(*Uuid::Parse("0b000000-0000-4000-8000-0000000000f2"));

class EventLogContractTest : public TestLog {
 protected:
  void ExpectNothingWritten() {
    EXPECT_EQ(log_->size(), 0u);
    EXPECT_EQ(log_->Head(kPromisedAna)->last_revision, std::nullopt);
  }
  std::map<std::string, std::string> Content(const std::string& directory) {
    std::map<std::string, std::string> content;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
      content[entry.path().string()] = entry.is_regular_file() ? *ReadSmallFile(entry.path().string()) : "";
    }
    return content;
  }

  const DataPaths paths_{directory_.path()};
};

TEST_F(EventLogContractTest, ANewLogIsEmptyAndHasTheGivenOrigin) {
  EXPECT_EQ(log_->size(), 0u);
  EXPECT_EQ(log_->origin(), "journal.test/wren");
  EXPECT_THAT(log_->verifier_key(), ::testing::StartsWith("journal.test/wren+"));
  EXPECT_THAT(*log_->ReadLog(0, {}), IsEmpty());
  EXPECT_THAT(*log_->ReadHeaders(0, 10), IsEmpty());
  EXPECT_TRUE(log_->Writable().ok());
}

TEST_F(EventLogContractTest, EachLogHasKeysOfItsOwn) {
  const TestDirectory other;
  ASSERT_TRUE(EventLog::Create(other.path(), "journal.test/wren").ok());
  const DataPaths others(other.path());

  EXPECT_NE(*ReadSmallFile(others.signing_key), *ReadSmallFile(paths_.signing_key));
  EXPECT_NE(*ReadSmallFile(others.master_key), *ReadSmallFile(paths_.master_key));
}

TEST_F(EventLogContractTest, CreatingItAgainChangesNothing) {
  ASSERT_TRUE(Append(kPromisedAna, {"a"}).ok());
  log_.reset();
  const auto before = Content(directory_.path());

  EXPECT_TRUE(absl::IsAlreadyExists(EventLog::Create(directory_.path(), "journal.test/other")));

  EXPECT_EQ(Content(directory_.path()), before);
}

TEST_F(EventLogContractTest, ADirectoryWithSomethingElseIsNotMadeALog) {
  const TestDirectory other;
  std::ofstream(other.path() + "/letter.txt") << "dear judge";

  const absl::Status created = EventLog::Create(other.path(), "journal.test/wren");

  EXPECT_TRUE(absl::IsFailedPrecondition(created)) << created;
  EXPECT_EQ(Content(other.path()).size(), 1u);
}

TEST_F(EventLogContractTest, AnOriginThatIsNoKeyNameIsRefusedAndTheCreationCanBeRepeated) {
  const TestDirectory other;
  for (const char* origin : {"", "two words", "plus+sign", "line\n"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(EventLog::Create(other.path(), origin))) << origin;
    EXPECT_TRUE(absl::IsNotFound(EventLog::Open({.directory = other.path()}).status()));
  }
  EXPECT_TRUE(EventLog::Create(other.path(), "journal.test/wren").ok());
}

TEST_F(EventLogContractTest, OpeningADirectoryWithoutALogMakesNothingThere) {
  const TestDirectory other;

  EXPECT_TRUE(absl::IsNotFound(EventLog::Open({.directory = other.path()}).status()));
  EXPECT_TRUE(absl::IsNotFound(EventLog::Open({.directory = other.path() + "/missing"}).status()));

  EXPECT_TRUE(std::filesystem::is_empty(other.path()));
}

TEST_F(EventLogContractTest, ACreationWhileTheLogIsOpenIsRefused) {
  EXPECT_TRUE(absl::IsUnavailable(EventLog::Create(directory_.path(), "journal.test/wren")));
}

TEST_F(EventLogContractTest, ItIsBeingMadeUntilThatIsFinished) {
  EXPECT_TRUE(log_->being_made());
  Reopen();
  EXPECT_TRUE(log_->being_made()) << "a restart finishes nothing";

  EXPECT_TRUE(log_->FinishMaking().ok());
  EXPECT_FALSE(log_->being_made());
  EXPECT_TRUE(log_->FinishMaking().ok()) << "finishing twice is finishing";
  Reopen();
  EXPECT_FALSE(log_->being_made());
}

TEST_F(EventLogContractTest, ACleanStopLeavesNoWriteAheadLogWithAGroup) {
  ASSERT_TRUE(Append(kPromisedAna, {"a"}).ok());
  log_.reset();

  for (const std::string& directory : {paths_.log, paths_.keys}) {
    for (const auto& file : std::filesystem::directory_iterator(directory)) {
      EXPECT_TRUE(file.path().extension() != ".log" || file.file_size() == 0) << file.path();
    }
  }
}

TEST_F(EventLogContractTest, OpeningRemovesThePermissionsOfOthers) {
  log_.reset();
  std::filesystem::permissions(paths_.master_key, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  Reopen();

  EXPECT_EQ(std::filesystem::status(paths_.master_key).permissions() & std::filesystem::perms::others_all,
            std::filesystem::perms::none);
}

TEST_F(EventLogContractTest, TheLimitOfEventsIsAccepted) {
  const auto appended = Append(kPromisedAna, std::vector<std::string>(kAppendEventsMax, "x"));

  ASSERT_TRUE(appended.ok()) << appended.status();
  EXPECT_EQ(log_->size(), kAppendEventsMax);
  EXPECT_EQ(appended->heads[0].last_revision, kAppendEventsMax - 1);
}

// The limit is for the request, not for each of its streams.
TEST_F(EventLogContractTest, TheEventsOfAllStreamsCountTogether) {
  LogAppend request{.request_id = RandomUuid()};
  request.streams.push_back(Part(kPromisedAna, {}, std::vector<std::string>(kAppendEventsMax - 1, "x")));
  request.streams.push_back(Part(kPromisedBen, {}, {"x", "x"}));

  EXPECT_TRUE(absl::IsInvalidArgument(AppendAndWait(*log_, std::move(request)).status()));
  ExpectNothingWritten();
}

TEST_F(EventLogContractTest, TheLimitOfOnePayloadIsAccepted) {
  ASSERT_TRUE(Append(kPromisedAna, {std::string(kPayloadBytesMax, 'x')}).ok());

  EXPECT_EQ(PayloadsOf(kPromisedAna)[0].size(), kPayloadBytesMax);
}

TEST_F(EventLogContractTest, TheLimitOfBytesIsForTheWholeRequest) {
  constexpr size_t kEach = kAppendBytesMax / 8;
  static_assert(kEach <= kPayloadBytesMax);
  std::vector<std::string> payloads(8, std::string(kEach, 'x'));
  payloads.push_back("x");
  const absl::Status refused = Append(kPromisedAna, payloads).status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr(absl::StrCat(kAppendBytesMax)));
  ExpectNothingWritten();

  payloads.pop_back();
  EXPECT_TRUE(Append(kPromisedAna, payloads).ok());
}

TEST_F(EventLogContractTest, AStreamWithoutEventsSpoilsTheWholeRequest) {
  LogAppend request{.request_id = RandomUuid()};
  request.streams.push_back(Part(kPromisedAna, {}, {"opened"}));
  request.streams.push_back(Part(kPromisedBen, {}, {}));

  EXPECT_TRUE(absl::IsInvalidArgument(AppendAndWait(*log_, std::move(request)).status()));
  ExpectNothingWritten();
}

TEST_F(EventLogContractTest, AnEmptyPayloadIsAnEvent) {
  ASSERT_TRUE(Append(kPromisedAna, {""}).ok());

  EXPECT_THAT(PayloadsOf(kPromisedAna), ElementsAre(""));
}

TEST_F(EventLogContractTest, TheLabelOfAnEventIsReadBack) {
  LogAppend request{.request_id = RandomUuid()};
  request.streams.push_back({.stream = kPromisedAna, .events = {{.label = 0x8001, .payload = "a"}, {.payload = "b"}}});
  ASSERT_TRUE(AppendAndWait(*log_, std::move(request)).ok());

  const auto entries = log_->ReadStream(kPromisedAna, 0, {});
  ASSERT_TRUE(entries.ok());
  EXPECT_EQ((*entries)[0].parts[0].label, 0x8001);
  EXPECT_EQ((*entries)[1].parts[0].label, 0);
}

// One stale stream: nothing of the request is recorded, also not for the stream that was current.
TEST_F(EventLogContractTest, ARequestIsRecordedForAllOfItsStreamsOrForNone) {
  ASSERT_TRUE(Append(kPromisedBen, {"opened"}).ok());
  LogAppend request{.request_id = RandomUuid()};
  request.streams.push_back(Part(kPromisedAna, *log_->Head(kPromisedAna), {"opened"}));
  request.streams.push_back(Part(kPromisedBen, {}, {"opened, too"}));

  EXPECT_TRUE(absl::IsAborted(AppendAndWait(*log_, request).status()));
  EXPECT_EQ(log_->size(), 1u);
  EXPECT_THAT(PayloadsOf(kPromisedAna), IsEmpty());
  EXPECT_EQ(log_->FindRequest(request.request_id)->first, std::nullopt);

  request.streams[1].head = *log_->Head(kPromisedBen);
  const auto appended = AppendAndWait(*log_, request);
  ASSERT_TRUE(appended.ok()) << "the id was not used up: " << appended.status();
  ASSERT_THAT(appended->heads, SizeIs(2));
  EXPECT_EQ(appended->first_position, 1u);
  EXPECT_EQ(appended->heads[0].last_revision, 0u);
  EXPECT_EQ(appended->heads[1].last_revision, 1u);
  for (const auto& [stream, head] :
       {std::pair(kPromisedAna, appended->heads[0]), std::pair(kPromisedBen, appended->heads[1])}) {
    EXPECT_EQ(head.last_leaf, log_->Head(stream)->last_leaf);
    EXPECT_EQ(head.key_id, log_->Head(stream)->key_id);
  }
}

// A head with the right revision and the leaf of another event is of another history.
TEST_F(EventLogContractTest, TheLeafOfTheHeadMustBeThatOfTheLog) {
  ASSERT_TRUE(Append(kPromisedAna, {"opened"}).ok());
  StreamHead head = *log_->Head(kPromisedAna);
  head.last_leaf[0] ^= 1;

  EXPECT_TRUE(absl::IsAborted(AppendBehind(head, kPromisedAna, {"next"}).status()));
  EXPECT_EQ(log_->size(), 1u);
}

TEST_F(EventLogContractTest, AHeadThatWasReadBeforeAnyEventIsForANewStream) {
  EXPECT_EQ(log_->Head(kPromisedAna)->next(), 0u);
  EXPECT_EQ(log_->Head(kPromisedAna)->key_id, 0u);
  ASSERT_TRUE(AppendBehind({}, kPromisedAna, {"opened"}).ok());

  EXPECT_TRUE(absl::IsAborted(AppendBehind({}, kPromisedAna, {"opened again"}).status()));
  EXPECT_THAT(PayloadsOf(kPromisedAna), ElementsAre("opened"));
}

TEST_F(EventLogContractTest, EachStreamHasAKeyOfItsOwn) {
  std::set<uint64_t> ids;
  for (int i = 0; i < 20; ++i) {
    const StreamId stream = StreamId::Case(RandomUuid());
    ASSERT_TRUE(Append(stream, {"opened"}).ok());
    ASSERT_TRUE(Append(stream, {"next"}).ok());
    ids.insert(log_->Head(stream)->key_id);
  }

  EXPECT_THAT(ids, SizeIs(20));
  EXPECT_EQ(ids.count(0), 0u);
}

// After a restart, what a writer read before it is no longer known to be current.
TEST_F(EventLogContractTest, AHeadFromBeforeARestartMayHaveToBeReadAgain) {
  ASSERT_TRUE(Append(kPromisedAna, {"opened"}).ok());
  ASSERT_TRUE(Append(kPromisedBen, {"opened"}).ok());
  StreamHead old = *log_->Head(kPromisedAna);
  old.observed_at = 1;
  Reopen();

  EXPECT_EQ(log_->head_floor(), 2u);
  EXPECT_TRUE(absl::IsAborted(AppendBehind(old, kPromisedAna, {"next"}).status()));
  EXPECT_TRUE(Append(kPromisedAna, {"next"}).ok());
}

TEST_F(EventLogContractTest, ALookFromBeforeARestartMayHaveToBeRepeated) {
  ASSERT_TRUE(Append(kPromisedAna, {"opened"}).ok());
  LogAppend request{.request_id = RandomUuid(), .absent_at = 0};
  request.streams.push_back(Part(kPromisedBen, *log_->Head(kPromisedBen), {"opened"}));
  Reopen();

  EXPECT_TRUE(absl::IsAborted(AppendAndWait(*log_, request).status()));
  request.absent_at = log_->FindRequest(request.request_id)->looked_at;
  EXPECT_EQ(request.absent_at, 1u);
  EXPECT_TRUE(AppendAndWait(*log_, request).ok());
}

TEST_F(EventLogContractTest, EachAppendIsAnsweredOnce) {
  std::atomic<int> answers = 0;
  for (int i = 0; i < 50; ++i) {
    LogAppend request{.request_id = RandomUuid()};
    // Some are recorded, some have no event, some are stale.
    request.streams.push_back(
        Part(kPromisedAna, {}, i % 5 == 1 ? std::vector<std::string>{} : std::vector{std::string("x")}));
    log_->Append(std::move(request), [&](const absl::StatusOr<Appended>&) { ++answers; });
  }
  log_.reset();  // answers those that wait

  EXPECT_EQ(answers, 50);
}

TEST_F(EventLogContractTest, ReadsGoOnAfterWritesWereStopped) {
  ASSERT_TRUE(Append(kPromisedAna, {"a"}).ok());
  log_->StopWriting(absl::DataLossError("another history"));

  EXPECT_EQ(WriteStopOf(log_->Writable()), WriteStop::kFork);
  EXPECT_THAT(PayloadsOf(kPromisedAna), ElementsAre("a"));
  EXPECT_TRUE(log_->Checkpoint(1).ok());
  EXPECT_TRUE(log_->InclusionProof(0, 1).ok());
  EXPECT_EQ(WriteStopOf(Append(kPromisedBen, {"b"}).status()), WriteStop::kFork) << "also for a new stream";
  Reopen();
  EXPECT_TRUE(Append(kPromisedAna, {"b"}).ok()) << "until a restart";
}

TEST_F(EventLogContractTest, AWaitForASizeThatIsThereReturnsAtOnce) {
  EXPECT_TRUE(log_->WaitForSize(0, Deadline::Passed()));
  EXPECT_FALSE(log_->WaitForSize(1, Deadline::Passed()));
}

TEST_F(EventLogContractTest, AWaitEndsWithTheAppendThatReachesTheSize) {
  bool reached = false;
  std::thread waiter([&] { reached = log_->WaitForSize(2, Deadline::Never()); });
  ASSERT_TRUE(Append(kPromisedAna, {"a"}).ok());
  ASSERT_TRUE(Append(kPromisedAna, {"b"}).ok());
  waiter.join();

  EXPECT_TRUE(reached);
}

// A stop of the server must not wait for events that will not come.
TEST_F(EventLogContractTest, AStopEndsWaitsAndLetsNobodyWait) {
  bool reached = true;
  std::thread waiter([&] { reached = log_->WaitForSize(5, Deadline::Never()); });
  EXPECT_FALSE(log_->waits_ended());
  log_->EndWaits();
  waiter.join();

  EXPECT_FALSE(reached);
  EXPECT_TRUE(log_->waits_ended());
  EXPECT_FALSE(log_->WaitForSize(5, Deadline::Never()));
}

// Who suffers: whoever waits for an entry, and is told that it did not come in time, because somebody else subscribed.
TEST_F(EventLogContractTest, WhatWakesOthersDoesNotEndAWait) {
  std::atomic<bool> ended = false;
  bool reached = false;
  std::thread waiter([&] {
    reached = log_->WaitForSize(1, Deadline::Never());
    ended = true;
  });
  for (int i = 0; i < 50; ++i) {
    log_->WakeWaiters();
    absl::SleepFor(absl::Milliseconds(1));  // the waiter has time to end, if a wake ends it
    EXPECT_FALSE(ended);
  }
  ASSERT_TRUE(Append(kPromisedAna, {"a"}).ok());
  waiter.join();

  EXPECT_TRUE(reached);
}

TEST_F(EventLogContractTest, APageHasAtLeastOneEventHoweverLarge) {
  ASSERT_TRUE(Append(kPromisedAna, {std::string(10'000, 'x'), "b", "c"}).ok());

  EXPECT_THAT(*log_->ReadStream(kPromisedAna, 0, {.events_max = 10, .bytes_max = 0}), SizeIs(1));
  EXPECT_THAT(*log_->ReadStream(kPromisedAna, 0, {.events_max = 10, .bytes_max = 9'000}), SizeIs(1));
  EXPECT_THAT(*log_->ReadStream(kPromisedAna, 1, {.events_max = 10, .bytes_max = 9'000}), SizeIs(2));
  EXPECT_THAT(*log_->ReadLog(0, {.events_max = 0}), SizeIs(1));
}

TEST_F(EventLogContractTest, PagesOfAStreamFollowEachOtherWithoutGapOrRepetition) {
  for (int i = 0; i < 25; ++i) {
    ASSERT_TRUE(Append(i % 2 == 0 ? kPromisedAna : kPromisedBen, {absl::StrCat(i), absl::StrCat(i, "+")}).ok());
  }
  std::vector<std::string> paged;
  for (Revision from = 0;;) {
    const auto page = log_->ReadStream(kPromisedAna, from, {.events_max = 3});
    ASSERT_TRUE(page.ok());
    if (page->empty()) break;
    for (const RecordedEntry& entry : *page) {
      EXPECT_EQ(entry.header.revision, from++);
      EXPECT_EQ(entry.header.stream, kPromisedAna);
      paged.push_back(entry.payload());
    }
  }

  EXPECT_EQ(paged, PayloadsOf(kPromisedAna));
  EXPECT_THAT(paged, SizeIs(26));
}

TEST_F(EventLogContractTest, ADamagedEventIsNamedAndNotServed) {
  ASSERT_TRUE(Append(kPromisedAna, {"a", "b", "c"}).ok());
  log_.reset();
  {
    const auto database = Database::OpenLog(paths_.log, Database::Mode::kReadWrite);
    ASSERT_TRUE(database.ok());
    std::string value = **(*database)->Get(Family::kLog, LogKey(1));
    value.back() = static_cast<char>(value.back() ^ 1);
    ASSERT_TRUE((*database)->db().Put({}, (*database)->family(Family::kLog), LogKey(1), value).ok());
  }
  Reopen();

  for (const absl::Status& read : {log_->ReadLog(0, {}).status(), log_->ReadStream(kPromisedAna, 1, {}).status()}) {
    EXPECT_TRUE(absl::IsDataLoss(read)) << read;
    EXPECT_THAT(std::string(read.message()), HasSubstr("position 1"));
  }
  EXPECT_THAT(*log_->ReadLog(2, {}), Each(Field(&RecordedEntry::position, 2u)));
  EXPECT_THAT(*log_->ReadHeaders(0, 10), SizeIs(3)) << "its header is sound";
}

TEST_F(EventLogContractTest, ProofsBetweenEqualAndEmptySizesAreEmpty) {
  ASSERT_TRUE(Append(kPromisedAna, {"a", "b", "c"}).ok());

  EXPECT_THAT(*log_->ConsistencyProof(0, 3), IsEmpty());
  EXPECT_THAT(*log_->ConsistencyProof(3, 3), IsEmpty());
  EXPECT_THAT(*log_->ConsistencyProof(0, 0), IsEmpty());
  EXPECT_TRUE(absl::IsOutOfRange(log_->ConsistencyProof(3, 2).status()));
  EXPECT_THAT(*log_->InclusionProof(0, 1), IsEmpty());
  EXPECT_TRUE(absl::IsOutOfRange(log_->InclusionProof(0, 0).status()));
}

TEST_F(EventLogContractTest, AnInstantIsClosedOnlyWhenItIsOver) {
  now_us_ = 1'000'000'000;
  Reopen();

  EXPECT_TRUE(absl::IsFailedPrecondition(log_->CloseInstant(now_us_ + 1)));
  EXPECT_TRUE(log_->CloseInstant(0).ok());
  EXPECT_TRUE(log_->CloseInstant(now_us_ - 1).ok());
  EXPECT_TRUE(log_->CloseInstant(now_us_ - 1).ok()) << "closed is closed";
  ASSERT_TRUE(Append(kPromisedAna, {"a"}).ok());
}

TEST_F(EventLogContractTest, ACheckOfTheLogInUseChangesNothingAndSeesWhatIsCommitted) {
  ASSERT_TRUE(Append(kPromisedAna, {"a", "b"}).ok());
  ASSERT_TRUE(Append(kPromisedBen, {"c"}).ok());
  uint64_t last_done = 0, last_total = 0;

  const auto report = log_->CheckStored(
      [&](uint64_t done, uint64_t total) {
        last_done = done;
        last_total = total;
      },
      [](uint64_t bytes) { return bytes > 0; });

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->events, 3u);
  EXPECT_EQ(report->streams, 2u);
  EXPECT_EQ(report->root, log_->Checkpoint(3)->root);
  EXPECT_EQ(last_done, 3u);
  EXPECT_EQ(last_total, 3u);
  EXPECT_TRUE(Append(kPromisedAna, {"d"}).ok());
}

}  // namespace
}  // namespace casejournal::eventstore
