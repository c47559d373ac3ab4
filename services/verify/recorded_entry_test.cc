#include "services/verify/recorded_entry.h"

#include <gmock/gmock.h>

#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/memory_journal.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::MemoryJournal;
using casejournal::testing::NoteWritten;
using casejournal::testing::StatusIs;
using casejournal::testing::StoredOf;
using ::testing::HasSubstr;

class RecordedEntryTest : public ::testing::Test {
 protected:
  RecordedEntryTest() {
    const auto stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(Id("case")));
    journal_.Record(stream, {StoredOf(CaseOpened("2025-03-10"))});
    journal_.Record(stream, {StoredOf(NoteWritten("2025-03-10", "a call"))});
    event_ = journal_.Event(journal_.entries()[1]);
  }

  // The event with other parts, to which its header is committed.
  void CommitTo(const std::vector<eventstore::OpenedPart>& parts) {
    eventstore::Header header = journal_.entries()[1].header;
    std::vector<eventstore::Hash> hashes;
    event_.clear_parts();
    for (const eventstore::OpenedPart& part : parts) {
      hashes.push_back(
          eventstore::PartCommitment(static_cast<uint8_t>(hashes.size()), part.label, part.salt, part.plaintext));
      auto& sent = *event_.add_parts();
      sent.set_label(part.label);
      sent.set_salt(std::string(part.salt.begin(), part.salt.end()));
      sent.set_plaintext(part.plaintext);
    }
    header.payload_commitment = eventstore::PayloadCommitment(hashes);
    event_.set_header(eventstore::EncodeHeader(header));
  }

  void ExpectLost(const char* what) {
    EXPECT_THAT(RecordedEntryOf(event_), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("position 1"))) << what;
  }

  MemoryJournal journal_;
  eventlog::v1::RecordedEvent event_;
};

TEST_F(RecordedEntryTest, HasThePositionTheHeaderAndTheParts) {
  const auto entry = RecordedEntryOf(event_);
  ASSERT_THAT(entry, IsOk());
  EXPECT_EQ(entry->position, 1U);
  EXPECT_EQ(entry->header, journal_.entries()[1].header);
  EXPECT_EQ(entry->header_bytes, journal_.entries()[1].header_bytes);
  ASSERT_EQ(entry->parts.size(), 1U);
  EXPECT_EQ(entry->payload(), journal_.entries()[1].payload());
  EXPECT_EQ(entry->parts[0].salt, journal_.entries()[1].parts[0].salt);
}

TEST_F(RecordedEntryTest, EntryWithoutPartsKeepsItsHeader) {
  event_.clear_parts();
  const auto entry = RecordedEntryOf(event_);
  ASSERT_THAT(entry, IsOk());
  EXPECT_TRUE(entry->parts.empty());
  EXPECT_EQ(entry->header, journal_.entries()[1].header);
}

TEST_F(RecordedEntryTest, EachOfSeveralPartsIsInTheCommitmentAtItsPlace) {
  eventstore::OpenedPart first{.label = 0, .salt = {}, .plaintext = "words"};
  eventstore::OpenedPart second{.label = 0xFFFF, .salt = {}, .plaintext = ""};
  second.salt.fill(7);
  CommitTo({first, second});
  ASSERT_THAT(RecordedEntryOf(event_), IsOk());
  EXPECT_EQ(RecordedEntryOf(event_)->parts[1].label, 0xFFFF);

  event_.mutable_parts()->SwapElements(0, 1);
  ExpectLost("parts in another order");
  event_.mutable_parts()->SwapElements(0, 1);
  event_.mutable_parts()->RemoveLast();
  ExpectLost("a part too few");
}

TEST_F(RecordedEntryTest, ChangeOfAnyPieceIsFound) {
  const eventlog::v1::RecordedEvent whole = event_;
  const std::pair<const char*, std::function<void()>> changes[] = {
      {"plaintext", [this] { event_.mutable_parts(0)->mutable_plaintext()->push_back('x'); }},
      {"salt", [this] { event_.mutable_parts(0)->mutable_salt()->back() ^= 1; }},
      {"label", [this] { event_.mutable_parts(0)->set_label(1); }},
      {"another part", [this] { event_.add_parts()->set_salt(std::string(32, 's')); }},
      {"commitment", [this] { event_.mutable_header()->back() ^= 1; }},
  };
  for (const auto& [what, change] : changes) {
    event_ = whole;
    change();
    ExpectLost(what);
  }
}

TEST_F(RecordedEntryTest, SaltHas32BytesAndLabelHas16Bits) {
  const eventlog::v1::RecordedEvent whole = event_;
  for (const size_t bytes : {0, 31, 33}) {
    event_.mutable_parts(0)->mutable_salt()->resize(bytes);
    ExpectLost("a salt of another size");
  }
  event_ = whole;
  // The low 16 bits are those of the label that was recorded.
  event_.mutable_parts(0)->set_label(0x10000);
  ExpectLost("a label of 17 bits");
}

TEST_F(RecordedEntryTest, HasAtMost255Parts) {
  CommitTo(std::vector<eventstore::OpenedPart>(255));
  EXPECT_THAT(RecordedEntryOf(event_), IsOk());
  event_.add_parts()->set_salt(std::string(32, '\0'));
  ExpectLost("256 parts");
}

}  // namespace
}  // namespace casejournal::services
