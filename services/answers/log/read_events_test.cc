// What an auditor gets that reads the log itself: entries, leaves, checkpoints, proofs, and its check.
#include "services/answers/log/read_events.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/v1/audit_service.pb.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/proofs/note.h"
#include "eventstore/proofs/proof.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::Correcting;
using casejournal::testing::EqualsMessage;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NamesField;
using casejournal::testing::NoteWritten;
using casejournal::testing::NumberGiven;
using casejournal::testing::StatusIs;
using eventlog::v1::RecordedEvent;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Entries = std::vector<RecordedEvent>;

std::vector<uint64_t> PositionsOf(const Entries& entries) {
  std::vector<uint64_t> positions;
  for (const RecordedEvent& entry : entries) positions.push_back(entry.position());
  return positions;
}

// Two entries of the journal (0, 1), then Ash (2, 3), Birch (4), and Ash again (5, 6).
class ReadLogTest : public casejournal::testing::ServerTest {
 protected:
  ReadLogTest() { OwnServer(); }  // reads are recorded, so each test has its own journal

  void TellStory() override {
    Record("ash", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana")});
    Record("birch", {CaseOpened("2025-01-11")});
    Record("ash", {NoteWritten("2025-01-12", "private"), NoteWritten("2025-01-12", "private")});
  }

  absl::StatusOr<Entries> Read(absl::string_view text = "") {
    const auto batches = AskFor<v1::ReadEventsRequest>(text);
    if (!batches.ok()) return batches.status();
    Entries entries;
    for (const v1::ReadEventsResponse& batch : *batches) {
      for (const v1::CaseEntry& entry : batch.entries()) entries.push_back(entry.opened().recorded());
    }
    return entries;
  }
  absl::StatusOr<std::vector<v1::CaseEntry>> Shown(absl::string_view text) {
    const auto batches = AskFor<v1::ReadEventsRequest>(text);
    if (!batches.ok()) return batches.status();
    std::vector<v1::CaseEntry> entries;
    for (const v1::ReadEventsResponse& batch : *batches)
      entries.insert(entries.end(), batch.entries().begin(), batch.entries().end());
    return entries;
  }
  std::vector<uint64_t> Positions(absl::string_view text) {
    const absl::StatusOr<Entries> entries = Read(text);
    EXPECT_THAT(entries, IsOk());
    return entries.ok() ? PositionsOf(*entries) : std::vector<uint64_t>();
  }
  absl::StatusOr<std::string> Leaves(uint64_t from, uint64_t to) {
    const auto batches = AskFor<v1::ReadLeavesRequest>(absl::StrCat("first_position: ", from, " end_position: ", to));
    if (!batches.ok()) return batches.status();
    std::string hashes;
    for (const v1::ReadLeavesResponse& batch : *batches) hashes += batch.hashes();
    return hashes;
  }
  static std::string LeafOf(const RecordedEvent& entry) {
    return std::string(eventstore::AsBytes(eventstore::LeafHash(entry.header())));
  }
  // The checkpoint that its signed note says, which must be signed with the key of the journal.
  eventstore::Checkpoint Opened(const eventlog::v1::Checkpoint& checkpoint) {
    const auto key = eventstore::NoteVerifier::FromVerifierKey(journal().log().verifier_key());
    const auto text = eventstore::OpenNote(checkpoint.note(), *key);
    EXPECT_THAT(text, IsOk());
    const auto parsed = eventstore::ParseCheckpoint(text.ok() ? *text : "");
    EXPECT_THAT(parsed, IsOk());
    if (!parsed.ok()) return {};
    EXPECT_EQ(parsed->size, checkpoint.size());
    EXPECT_EQ(eventstore::AsBytes(parsed->root), checkpoint.root());
    return *parsed;
  }
  static std::vector<eventstore::Hash> Hashes(const google::protobuf::RepeatedPtrField<std::string>& bytes) {
    std::vector<eventstore::Hash> hashes;
    for (const std::string& hash : bytes) hashes.push_back(*eventstore::HashFromBytes(hash));
    return hashes;
  }
};

class ReadGrowingLogTest : public ReadLogTest {
 protected:
  ReadGrowingLogTest() { OwnServer(); }

  // Record more than a connection takes in before its client reads.
  void RecordMuch() {
    for (int i = 0; i < 3; ++i) {
      RecordNow("ash", std::vector<CaseEvent>(10, NoteWritten("2025-01-12", std::string(200'000, 'x'))));
    }
  }
  // A client for which gRPC takes in 64 KiB of a stream ahead of it, and never more.
  std::unique_ptr<v1::AuditService::Stub> SlowAuditor() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    return v1::AuditService::NewStub(grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", own_->server->port()),
                                                               grpc::InsecureChannelCredentials(), arguments));
  }
};

// Typed out as typed in: a client needs no second look at the bytes.
TEST_F(ReadLogTest, AnEntryHasItsExactBytesAndTheEventDecoded) {
  const auto entries = Shown("");
  ASSERT_THAT(entries, IsOk());
  for (const v1::CaseEntry& entry : *entries) {
    ASSERT_TRUE(entry.has_opened());
    event::v1::StoredEvent decoded;
    ASSERT_TRUE(decoded.ParseFromString(entry.opened().recorded().parts(0).plaintext()));
    EXPECT_THAT(entry.opened().stored(), casejournal::testing::EqualsMessage(decoded));
  }
  EXPECT_TRUE(entries->front().opened().stored().journal_event().has_opened());
  EXPECT_EQ(entries->back().opened().stored().case_event().case_note_written().text(), "private");
}

TEST_F(ReadLogTest, AReaderThatStoresEntriesGetsTheirBytesAlone) {
  const auto whole = Shown("limit: 7");
  const auto bytes = Shown("limit: 7 exact_bytes_only: true");
  ASSERT_THAT(whole, IsOk());
  ASSERT_THAT(bytes, IsOk());
  ASSERT_EQ(whole->size(), bytes->size());
  for (size_t i = 0; i < whole->size(); ++i) {
    EXPECT_FALSE((*bytes)[i].opened().has_stored());
    EXPECT_THAT((*bytes)[i].opened().recorded(), casejournal::testing::EqualsMessage((*whole)[i].opened().recorded()));
  }
}

TEST_F(ReadLogTest, NothingSetReadsTheWholeJournal) {
  const auto entries = Read();

  ASSERT_THAT(entries, IsOk());
  EXPECT_THAT(PositionsOf(*entries), ElementsAre(0, 1, 2, 3, 4, 5, 6));
  EXPECT_EQ((*entries)[0].stream_kind(), 3);
  EXPECT_EQ((*entries)[2].stream_kind(), 1);
  EXPECT_EQ((*entries)[2].stream_id(), Id("ash"));
  EXPECT_EQ((*entries)[2].type(), "CaseOpened");
  for (const RecordedEvent& entry : *entries) {
    EXPECT_EQ(entry.sentence(), "") << "nobody asked for it";
    EXPECT_EQ(entry.header().size(), 118);
    ASSERT_THAT(entry.parts(), SizeIs(1));
    EXPECT_EQ(entry.parts(0).salt().size(), 32);
  }
}

TEST_F(ReadLogTest, AnEntryIsReadAsItWasSent) {
  const auto entries = Read("case_stream { case_id: '$ash' revision: 1 } limit: 1");

  ASSERT_THAT(entries, IsOk());
  event::v1::StoredEvent stored;
  ASSERT_TRUE(stored.ParseFromString(entries->front().parts(0).plaintext()));
  EXPECT_EQ(stored.case_event().participant_joined().name(), "Ana");
  EXPECT_EQ(stored.admission().actor().subject(), "u-1");
}

TEST_F(ReadLogTest, EachEntryHasItsSentenceIfSentencesAreAskedFor) {
  const auto plain = Read("limit: 7");
  auto entries = Read("limit: 7 with_sentences: true");

  ASSERT_THAT(plain, IsOk());
  ASSERT_THAT(entries, IsOk());
  ASSERT_EQ(entries->size(), plain->size());
  for (size_t i = 0; i < entries->size(); ++i) {
    EXPECT_NE((*entries)[i].sentence(), "") << i;
    (*entries)[i].clear_sentence();
    EXPECT_THAT((*entries)[i], EqualsMessage((*plain)[i])) << "nothing else differs";
  }
}

// A subscriber that gets an entry again gets the same.
TEST_F(ReadGrowingLogTest, ASentenceNamesThingsAsTheyWereKnownAtItsEntry) {
  RecordNow("ash", {NumberGiven("2025-01-12", "JV1", "Ana")});
  const auto before = Read("case_stream { case_id: '$ash' } with_sentences: true");
  CaseEvent corrected = ChildJoined("2025-01-10", "Ana");
  corrected.mutable_participant_joined()->set_name("Anna");
  RecordNow("ash", {Correcting(1, corrected)});
  RecordNow("ash", {NumberGiven("2025-01-12", "JV2", "Ana")});

  const auto after = Read("case_stream { case_id: '$ash' } with_sentences: true");

  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(after, IsOk());
  ASSERT_THAT(*after, SizeIs(before->size() + 2));
  for (size_t i = 0; i < before->size(); ++i) EXPECT_THAT((*after)[i], EqualsMessage((*before)[i]));
  EXPECT_THAT(before->back().sentence(), HasSubstr("for Ana."));
  EXPECT_THAT(after->back().sentence(), HasSubstr("for Anna."));
}

// The same entries, whether the read begins with them or before them, and whichever cases lie between.
TEST_F(ReadLogTest, ASentenceDoesNotDependOnWhereTheReadBegins) {
  const auto all = Read("with_sentences: true");
  ASSERT_THAT(all, IsOk());
  for (size_t from = 0; from < all->size(); ++from) {
    const auto some = Read(absl::StrCat("with_sentences: true limit: 1 position: ", from));
    ASSERT_THAT(some, IsOk());
    EXPECT_THAT(some->front(), EqualsMessage((*all)[from]));
  }
}

TEST_F(ReadLogTest, EntriesOfOneRequestHaveItsIdAndItsTime) {
  const auto entries = Read("case_stream { case_id: '$ash' }");

  ASSERT_THAT(entries, IsOk());
  ASSERT_THAT(*entries, SizeIs(4));
  EXPECT_EQ((*entries)[0].request_id(), (*entries)[1].request_id());
  EXPECT_EQ((*entries)[0].recorded_at().seconds(), (*entries)[1].recorded_at().seconds());
  EXPECT_NE((*entries)[1].request_id(), (*entries)[2].request_id());
}

TEST_F(ReadLogTest, AReadBeginsAtItsPositionOrRevision) {
  EXPECT_THAT(Positions("position: 4 limit: 3"), ElementsAre(4, 5, 6));
  EXPECT_THAT(Positions("case_stream { case_id: '$ash' }"), ElementsAre(2, 3, 5, 6));
  EXPECT_THAT(Positions("case_stream { case_id: '$ash' revision: 2 }"), ElementsAre(5, 6));
  EXPECT_THAT(Positions("case_stream { case_id: '$birch' }"), ElementsAre(4));
}

TEST_F(ReadLogTest, AReadEndsAtItsLimit) {
  EXPECT_THAT(Positions("limit: 100"), SizeIs(7));
  EXPECT_THAT(Positions("position: 1 limit: 1"), ElementsAre(1));
  EXPECT_THAT(Positions("limit: 3"), ElementsAre(0, 1, 2));
  EXPECT_THAT(Positions("case_stream { case_id: '$ash' } limit: 3"), ElementsAre(2, 3, 5));
}

TEST_F(ReadLogTest, AReadPastTheEndIsEmpty) {
  EXPECT_THAT(Positions("position: 7"), IsEmpty());
  EXPECT_THAT(Positions("position: 18446744073709551615"), IsEmpty());
  EXPECT_THAT(Positions("case_stream { case_id: '$ash' revision: 4 }"), IsEmpty());
  EXPECT_THAT(Positions("case_stream { case_id: '$ash' revision: 18446744073709551615 }"), IsEmpty());
  EXPECT_THAT(Positions("access_stream { case_id: '$ash' }"), IsEmpty()) << "nothing was disclosed";
}

TEST_F(ReadLogTest, AReadOfAnUnknownCaseIsNotFound) {
  EXPECT_THAT(Read("case_stream { case_id: '$nobody' }"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read("access_stream { case_id: '$nobody' }"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read("case_stream { case_id: 'ash' }"), NamesField("caseId"));
  EXPECT_THAT(Read("case_stream { }"), NamesField("caseId"));
}

TEST_F(ReadGrowingLogTest, AReadOfManyEntriesComesInBatchesWithoutGaps) {
  for (int i = 0; i < 3; ++i) {
    RecordNow("ash", std::vector<CaseEvent>(1000, NoteWritten("2025-01-12", "private")));
  }

  const auto batches = AskFor<v1::ReadEventsRequest>("position: 2");

  ASSERT_THAT(batches, IsOk());
  EXPECT_GT(batches->size(), 1);
  uint64_t next = 2;
  for (const v1::ReadEventsResponse& batch : *batches) {
    EXPECT_GT(batch.entries_size(), 0);
    for (const v1::CaseEntry& entry : batch.entries()) EXPECT_EQ(entry.opened().recorded().position(), next++);
  }
  EXPECT_EQ(next, LogSize());
  EXPECT_THAT(Positions("case_stream { case_id: '$ash' revision: 4 } limit: 2500"), SizeIs(2500));
}

TEST_F(ReadGrowingLogTest, ADisclosureIsReadFromTheAccessStream) {
  ASSERT_THAT(AskFor<v1::GetExhibitRequest>("case_id: '$ash' recipient: 'the court' purpose: 'hearing'"), IsOk());

  const auto entries = Read("access_stream { case_id: '$ash' }");

  ASSERT_THAT(entries, IsOk());
  ASSERT_THAT(*entries, SizeIs(1));
  EXPECT_EQ(entries->front().stream_kind(), 2);
  EXPECT_EQ(entries->front().revision(), 0);
  EXPECT_EQ(entries->front().type(), "DisclosureMade");
}

TEST_F(ReadLogTest, LeavesAreTheHashesOfTheHeaders) {
  const auto entries = Read();
  ASSERT_THAT(entries, IsOk());
  std::string leaves;
  for (const RecordedEvent& entry : *entries) leaves += LeafOf(entry);

  EXPECT_EQ(*Leaves(0, 7), leaves);
  EXPECT_EQ(*Leaves(2, 4), leaves.substr(64, 64));
  EXPECT_EQ(*Leaves(3, 3), "");
  EXPECT_EQ(*Leaves(7, 7), "");
}

TEST_F(ReadLogTest, LeavesThatAreNotThereAreOutOfRange) {
  EXPECT_THAT(Leaves(0, 8), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Leaves(4, 3), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Leaves(8, 8), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Leaves(~uint64_t{0}, ~uint64_t{0}), StatusIs(absl::StatusCode::kOutOfRange));
}

TEST_F(ReadLogTest, ACheckpointCoversAtLeastWhatIsAskedFor) {
  for (const uint64_t size : {0, 1, 7}) {
    const auto answer = AskFor<v1::GetCheckpointRequest>(absl::StrCat("min_size: ", size));
    ASSERT_THAT(answer, IsOk());
    EXPECT_GE(Opened(answer->checkpoint()).size, size);
    EXPECT_EQ(answer->verifier_key(), journal().log().verifier_key());
  }
}

TEST_F(ReadLogTest, ACheckpointOfMoreThanTheLogIsOutOfRange) {
  EXPECT_THAT(AskFor<v1::GetCheckpointRequest>("min_size: 8"), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(AskFor<v1::GetCheckpointRequest>("min_size: 18446744073709551615"),
              StatusIs(absl::StatusCode::kOutOfRange));
}

TEST_F(ReadLogTest, AWitnessedCheckpointNeedsWitnesses) {
  EXPECT_THAT(AskFor<v1::GetCheckpointRequest>("witnessed: true"), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(ReadLogTest, EachEntryIsProvedToBeInTheLog) {
  const auto entries = Read();
  ASSERT_THAT(entries, IsOk());
  for (const RecordedEvent& entry : *entries) {
    const auto answer = AskFor<v1::GetInclusionProofRequest>(absl::StrCat("position: ", entry.position()));
    ASSERT_THAT(answer, IsOk());
    const eventlog::v1::InclusionProof& proof = answer->proof();
    EXPECT_EQ(proof.position(), entry.position());
    EXPECT_EQ(proof.leaf_hash(), LeafOf(entry));
    const eventstore::Checkpoint checkpoint = Opened(proof.checkpoint());
    EXPECT_THAT(
        eventstore::VerifyInclusion(entry.position(), checkpoint.size, *eventstore::HashFromBytes(proof.leaf_hash()),
                                    Hashes(proof.hashes()), checkpoint.root),
        IsOk());
    EXPECT_THAT(proof.tlog_proof(), HasSubstr(proof.checkpoint().note()));
  }
}

TEST_F(ReadLogTest, AnEntryThatIsNotThereHasNoProof) {
  EXPECT_THAT(AskFor<v1::GetInclusionProofRequest>("position: 7"), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(AskFor<v1::GetInclusionProofRequest>("position: 18446744073709551615"),
              StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(AskFor<v1::GetConsistencyProofRequest>("first_size: 8"), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(AskFor<v1::GetConsistencyProofRequest>("first_size: 18446744073709551615"),
              StatusIs(absl::StatusCode::kOutOfRange));
}

TEST_F(ReadGrowingLogTest, EveryEarlierSizeIsProvedToBeAPrefix) {
  std::vector<eventstore::Checkpoint> earlier;
  for (int i = 0; i < 5; ++i) {
    earlier.push_back(Opened(AskFor<v1::GetCheckpointRequest>(absl::StrCat("min_size: ", LogSize()))->checkpoint()));
    RecordNow("birch", {NoteWritten("2025-01-12", "private")});
  }
  for (const eventstore::Checkpoint& first : earlier) {
    const auto answer = AskFor<v1::GetConsistencyProofRequest>(absl::StrCat("first_size: ", first.size));
    ASSERT_THAT(answer, IsOk());
    EXPECT_EQ(answer->proof().first_size(), first.size);
    const eventstore::Checkpoint now = Opened(answer->proof().checkpoint());
    EXPECT_THAT(
        eventstore::VerifyConsistency(first.size, now.size, Hashes(answer->proof().hashes()), first.root, now.root),
        IsOk());
  }
}

TEST_F(ReadGrowingLogTest, ACheckOfASoundLogFindsNothingAndEndsAtItsEnd) {
  ASSERT_THAT(AskFor<v1::GetCheckpointRequest>("min_size: 7"), IsOk());
  RecordNow("birch", {NoteWritten("2025-01-12", "private")});

  const auto steps = AskFor<v1::CheckLogRequest>("bytes_per_second: 1");

  ASSERT_THAT(steps, IsOk());
  ASSERT_FALSE(steps->empty());
  const v1::CheckLogResponse& last = steps->back();
  EXPECT_THAT(last.findings(), IsEmpty());
  EXPECT_EQ(last.done(), 8);
  EXPECT_EQ(last.total(), 8);
  EXPECT_EQ(last.streams(), 3);
  EXPECT_GT(last.checkpoints(), 0);
}

// A client that does not read holds a place, and not more. Other calls are answered.
TEST_F(ReadGrowingLogTest, The65thLongReadIsRejectedUntilAPlaceIsFree) {
  RecordMuch();
  const auto auditor = SlowAuditor();
  struct Unread {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::ReadEventsResponse>> reader;
  };
  std::vector<std::unique_ptr<Unread>> unread;
  v1::ReadEventsResponse batch;
  for (int i = 0; i < 64; ++i) {
    unread.push_back(std::make_unique<Unread>());
    unread.back()->reader = auditor->ReadEvents(&unread.back()->context, v1::ReadEventsRequest());
    ASSERT_TRUE(unread.back()->reader->Read(&batch)) << i;
  }

  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(Leaves(0, 7), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(AskFor<v1::GetHistoryRequest>("case_id: '$ash'"), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(AskFor<v1::GetCheckpointRequest>(""), IsOk());
  RecordNow("birch", {NoteWritten("2025-01-12", "private")});

  for (const auto& each : unread) each->context.TryCancel();
  for (const auto& each : unread) {
    while (each->reader->Read(&batch)) {
    }
    EXPECT_EQ(each->reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  absl::Status again;
  for (int i = 0; i < 300 && !(again = Read().status()).ok(); ++i) absl::SleepFor(absl::Milliseconds(100));
  EXPECT_THAT(again, IsOk()) << "the places are free again";
}

TEST_F(ReadGrowingLogTest, ALongReadEndsWithUnavailableWhenTheServerStops) {
  RecordMuch();
  const auto auditor = SlowAuditor();
  grpc::ClientContext context;
  const auto reader = auditor->ReadEvents(&context, v1::ReadEventsRequest());
  v1::ReadEventsResponse batch;
  ASSERT_TRUE(reader->Read(&batch));

  own_->server.reset();

  while (reader->Read(&batch)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ReadGrowingLogTest, OnlyOneCheckRunsAtATime) {
  // At the lowest speed, 1 MiB a second, the first check takes seconds.
  RecordMuch();
  grpc::ClientContext context;
  v1::CheckLogRequest slowly;
  slowly.set_bytes_per_second(1);
  const auto first = own_->audit->CheckLog(&context, slowly);
  v1::CheckLogResponse step;
  ASSERT_TRUE(first->Read(&step));

  EXPECT_THAT(AskFor<v1::CheckLogRequest>(""), StatusIs(absl::StatusCode::kResourceExhausted));

  context.TryCancel();
  while (first->Read(&step)) {
  }
  EXPECT_EQ(first->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

}  // namespace
}  // namespace casejournal::services
