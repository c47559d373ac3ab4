// Reading one stream of a journal that is not trusted: what plan_replay.h promises of ReadProvedCase and
// ReadProvedAccess.
#include <gmock/gmock.h>

#include "eventstore/proofs/note.h"
#include "services/verify/plan_replay.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/memory_journal.h"

namespace casejournal::services {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using eventstore::RecordedEntry;
using eventstore::StreamId;
using ::testing::HasSubstr;

event::v1::StoredEvent DisclosureTo(const std::string& recipient) {
  event::v1::StoredEvent stored;
  stored.mutable_access_event()->mutable_disclosure_made()->set_recipient(recipient);
  return stored;
}

class ProvedCaseTest : public ::testing::Test {
 protected:
  ProvedCaseTest() {
    const CaseEvent other = NoteWritten("2025-03-10", "another family");
    journal_.Record(case_, {StoredOf(CaseOpened("2025-03-10")), StoredOf(ChildJoined("2025-03-10", "Ana"))});
    journal_.Record(StreamId::Case(*eventstore::Uuid::Parse(Id("other"))), {StoredOf(other)});
    journal_.Record(case_, {StoredOf(NoteWritten("2025-03-11", "a call"))});
    journal_.Record(StreamId::Access(case_.uuid), {DisclosureTo("the court")});
    journal_.Record(case_, {StoredOf(NoteWritten("2025-03-12", "a visit"))});
    journal_.Record(StreamId::Case(*eventstore::Uuid::Parse(Id("other"))), {StoredOf(other)});
  }

  absl::StatusOr<ProvedStream> Read(const std::string& key = "") {
    return ReadProvedCase(journal_, case_.uuid.ToString(), key);
  }

  // An entry of the case, by its revision.
  RecordedEntry& EntryAt(eventstore::Revision revision) {
    for (RecordedEntry& entry : journal_.entries()) {
      if (entry.header.stream == case_ && entry.header.revision == revision) return entry;
    }
    ADD_FAILURE() << "no revision " << revision;
    return journal_.entries().front();
  }

  // Change what the server sends of the entry at a revision of the case.
  void Change(eventstore::Revision revision, std::function<void(eventlog::v1::RecordedEvent&)> change) {
    const eventstore::Position position = EntryAt(revision).position;
    journal_.on_event = [position, change = std::move(change)](eventlog::v1::RecordedEvent& event) {
      if (event.position() == position) change(event);
    };
  }

  const StreamId case_ = StreamId::Case(*eventstore::Uuid::Parse(Id("case")));
  MemoryJournal journal_;
};

TEST_F(ProvedCaseTest, EntriesAreThoseOfTheCaseInOrderWithTheCheckpointOfTheirProof) {
  for (const size_t batch : {1, 2, 3, 100}) {
    journal_.batch = batch;
    const auto proved = Read();
    ASSERT_THAT(proved, IsOk());
    ASSERT_EQ(proved->entries.size(), 4U);
    for (size_t revision = 0; revision < 4; ++revision) {
      ASSERT_TRUE(proved->entries[revision].has_value());
      EXPECT_EQ(proved->entries[revision]->revision, revision);
      EXPECT_EQ(proved->entries[revision]->position, EntryAt(revision).position);
      EXPECT_EQ(proved->entries[revision]->recorded_at_us, EntryAt(revision).header.recorded_at_us);
    }
    EXPECT_EQ(proved->entries[3]->event().case_note_written().text(), "a visit");
    EXPECT_EQ(proved->checkpoint, journal_.CheckpointOf(journal_.entries().size()));
  }
}

TEST_F(ProvedCaseTest, KeyFromElsewhereIsRequiredOfTheCheckpointIfItIsGiven) {
  EXPECT_THAT(Read(journal_.verifier_key()), IsOk());
  EXPECT_THAT(Read(MemoryJournal().verifier_key()), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Read("no key"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--key")));
}

TEST_F(ProvedCaseTest, MalformedCaseIdIsAnsweredWithoutACall) {
  for (const char* id : {"", "23-JV-0117", "5C000000-0000-4000-8000-000000000001"}) {
    EXPECT_THAT(ReadProvedCase(journal_, id, ""), StatusIs(absl::StatusCode::kInvalidArgument)) << id;
    EXPECT_THAT(ReadProvedAccess(journal_, id, ""), StatusIs(absl::StatusCode::kInvalidArgument)) << id;
  }
  EXPECT_EQ(journal_.calls, 0U);
}

TEST_F(ProvedCaseTest, CaseWithoutEntriesIsNoCase) {
  EXPECT_THAT(ReadProvedCase(journal_, Id("nobody"), ""), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ProvedCaseTest, AccessStreamMayBeEmpty) {
  const auto none = ReadProvedAccess(journal_, Id("other"), "");
  ASSERT_THAT(none, IsOk());
  EXPECT_TRUE(none->entries.empty());

  const auto one = ReadProvedAccess(journal_, case_.uuid.ToString(), "");
  ASSERT_THAT(one, IsOk());
  ASSERT_EQ(one->entries.size(), 1U);
  EXPECT_EQ(one->entries[0]->stored->access_event().disclosure_made().recipient(), "the court");
}

// What the law destroyed leaves a header, which is proved like any other.
TEST_F(ProvedCaseTest, EntryWithoutContentIsKeptAsAProvedGap) {
  Change(2, [](auto& event) { event.clear_parts(); });

  const auto proved = Read();
  ASSERT_THAT(proved, IsOk());
  ASSERT_EQ(proved->entries.size(), 4U);
  EXPECT_FALSE(proved->entries[2].has_value());
  EXPECT_TRUE(proved->entries[3].has_value());
}

TEST_F(ProvedCaseTest, NoEntryMayBeMissingFromTheMiddleOrTheBeginning) {
  for (const eventstore::Revision missing : {0, 1, 2}) {
    SCOPED_TRACE(missing);
    MemoryJournal whole = journal_;
    journal_.entries().erase(journal_.entries().begin() + static_cast<ptrdiff_t>(EntryAt(missing).position));
    EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("does not follow")));
    journal_ = whole;
  }
}

// The last entry proves the chain before it, so a server can only show an older state: as of another day.
TEST_F(ProvedCaseTest, EntriesMayBeMissingAtTheEnd) {
  const eventstore::Position last = EntryAt(3).position;
  MemoryJournal shorter = journal_.BeginningOf(last);

  const auto proved = ReadProvedCase(shorter, case_.uuid.ToString(), "");
  ASSERT_THAT(proved, IsOk());
  EXPECT_EQ(proved->entries.size(), 3U);
}

TEST_F(ProvedCaseTest, ChangedContentIsFound) {
  Change(1, [](auto& event) { event.mutable_parts(0)->mutable_plaintext()->back() ^= 1; });
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("position 1")));
}

TEST_F(ProvedCaseTest, ChangedHeaderIsFoundByTheNextEntryOrByTheProof) {
  for (eventstore::Revision revision = 0; revision < 4; ++revision) {
    Change(revision, [](auto& event) {
      eventstore::Header header = *eventstore::DecodeHeader(event.header());
      header.recorded_at_us -= 1;
      event.set_header(eventstore::EncodeHeader(header));
    });
    EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kDataLoss)) << revision;
  }
}

TEST_F(ProvedCaseTest, EntryOfAnotherCaseIsFound) {
  RecordedEntry other;
  for (const RecordedEntry& entry : journal_.entries()) {
    if (entry.header.stream != case_ && entry.header.revision == 0) other = entry;
  }
  Change(0, [&](auto& event) { event = journal_.Event(other); });
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("does not follow")));
}

TEST_F(ProvedCaseTest, MalformedHeaderIsFound) {
  for (const size_t size : {0, 117, 119}) {
    Change(0, [size](auto& event) { event.mutable_header()->resize(size); });
    EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("position 0"))) << size;
  }
}

TEST_F(ProvedCaseTest, ReadingStopsAtTheFirstFault) {
  journal_.batch = 1;
  Change(1, [](auto& event) { event.clear_header(); });
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(journal_.batches, 2U);
}

TEST_F(ProvedCaseTest, EventOfALaterProgramIsNotMistakenForAFalseOne) {
  event::v1::StoredEvent later;
  later.mutable_case_event()->set_effective_on("2030-01-01");
  later.mutable_admission()->set_schema_version(projections::kSchemaVersion + 1);
  journal_.Record(case_, {later});

  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("position 7")));
}

TEST_F(ProvedCaseTest, InclusionProofMustBeThatOfTheLastEntryInASignedTree) {
  const std::pair<const char*, std::function<void(eventlog::v1::InclusionProof&)>> lies[] = {
      {"a changed hash", [](auto& proof) { proof.mutable_hashes(0)->front() ^= 1; }},
      {"a malformed hash", [](auto& proof) { proof.mutable_hashes(0)->pop_back(); }},
      {"a hash too few", [](auto& proof) { proof.mutable_hashes()->RemoveLast(); }},
      {"a hash too many", [](auto& proof) { proof.add_hashes(std::string(32, 'x')); }},
      {"a note without its signature", [](auto& proof) { proof.mutable_checkpoint()->mutable_note()->resize(40); }},
      {"a note of another size", [this](auto& proof) { proof.mutable_checkpoint()->set_note(journal_.Note(4)); }},
      {"no note", [](auto& proof) { proof.clear_checkpoint(); }},
  };
  for (const auto& [what, lie] : lies) {
    journal_.on_inclusion = [&, &lie = lie](v1::GetInclusionProofResponse& response) {
      lie(*response.mutable_proof());
    };
    EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kDataLoss)) << what;
  }
}

TEST_F(ProvedCaseTest, FailedCallsKeepTheirCodes) {
  journal_.stream_failure = absl::NotFoundError("no such case");
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kNotFound));
  journal_.failure = absl::UnavailableError("connection refused");
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace casejournal::services
