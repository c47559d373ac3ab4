// A journal that was restored to an older state, and continues as a new log that says so.
#include "services/journal/continue_journal.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "eventstore/event_log.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/note.h"
#include "eventstore/proofs/note_key.h"
#include "projections/events/event_codec.h"
#include "services/journal/foundations.h"
#include "services/journal/journal.h"
#include "services/recorder/journal_recorder.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::EqualsMessage;
using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;

// A journal of 2 entries, restored from a backup; its last published checkpoint covers 3.
class ContinueJournalTest : public ::testing::Test {
 protected:
  void SetUp() override {
    options_.log.directory = how_.directory = directory_.path() + "/journal";
    options_.log.disk_reserve_bytes = 0;
    how_.reason = "the disk was lost";
    ASSERT_THAT(Journal::Create(options_.log, {.origin = "wren.example/juvenile", .time_zone = "America/New_York"}),
                IsOk());
    const std::string backup = directory_.path() + "/backup";
    std::filesystem::copy(how_.directory, backup, std::filesystem::copy_options::recursive);
    {
      const auto journal = Journal::Open(options_);
      ASSERT_THAT(journal, IsOk());
      ASSERT_THAT(AppendToJournalStream((*journal)->log(), {JournalEntry(SchemaAdoption())}), IsOk());
      how_.checkpoint = (*journal)->log().Checkpoint(3)->note;
      earlier_key_ = (*journal)->log().verifier_key();
    }
    std::filesystem::remove_all(how_.directory);
    std::filesystem::rename(backup, how_.directory);
  }

  void Continue() {
    const auto plan = PlanContinuedJournal(how_);
    ASSERT_THAT(plan, IsOk());
    ASSERT_THAT(ContinueJournal(how_, *plan), IsOk());
  }
  std::string EntryFile() const { return how_.directory + "/continued"; }

  eventstore::TestDirectory directory_;
  JournalOptions options_;
  ContinueOptions how_;
  std::string earlier_key_;
};

TEST_F(ContinueJournalTest, APlanSaysWhatIsKeptAndWhatIsLost) {
  const auto plan = PlanContinuedJournal(how_);

  ASSERT_THAT(plan, IsOk());
  EXPECT_EQ(plan->earlier_origin(), "wren.example/juvenile");
  EXPECT_EQ(plan->origin(), "wren.example/juvenile/r1");
  EXPECT_EQ(plan->earlier_verifier_key(), earlier_key_);
  EXPECT_EQ(plan->earlier_checkpoint(), how_.checkpoint);
  EXPECT_EQ(plan->earlier_size(), 3);
  EXPECT_EQ(plan->kept_size(), 2);
  EXPECT_EQ(plan->kept_root().size(), 32);
  EXPECT_EQ(plan->reason(), "the disk was lost");
}

TEST_F(ContinueJournalTest, APlanChangesNothing) {
  ASSERT_THAT(PlanContinuedJournal(how_), IsOk());

  EXPECT_FALSE(std::filesystem::exists(EntryFile()));
  const auto journal = Journal::Open(options_);
  ASSERT_THAT(journal, IsOk());
  EXPECT_EQ((*journal)->log().origin(), "wren.example/juvenile");
  EXPECT_EQ((*journal)->log().size(), 2);
}

TEST_F(ContinueJournalTest, TheEntryIsRecordedOnceAtTheNextOpening) {
  Continue();
  for (int start = 0; start < 2; ++start) {
    const auto journal = Journal::Open(options_);
    ASSERT_THAT(journal, IsOk());
    EXPECT_EQ((*journal)->log().origin(), "wren.example/juvenile/r1");
    EXPECT_NE((*journal)->log().verifier_key(), earlier_key_);
    EXPECT_EQ((*journal)->log().size(), 3);
    EXPECT_EQ((*journal)->foundations().origin, "wren.example/juvenile/r1");
    EXPECT_THAT((*journal)->foundations().positions, ElementsAre(0, 1, 2));
    EXPECT_FALSE(std::filesystem::exists(EntryFile()));
  }
}

// The power failed after the new key was written, before the journal was opened again.
TEST_F(ContinueJournalTest, AnInterruptedContinuationHasTheSamePlan) {
  const auto plan = PlanContinuedJournal(how_);
  ASSERT_THAT(plan, IsOk());
  ASSERT_THAT(ContinueJournal(how_, *plan), IsOk());

  const auto again = PlanContinuedJournal(how_);

  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(*again, EqualsMessage(*plan));
  EXPECT_EQ((*Journal::Open(options_))->log().size(), 3);
}

TEST_F(ContinueJournalTest, ADamagedEntryFileIsDataLoss) {
  Continue();
  std::ofstream(EntryFile(), std::ios::trunc) << "damaged";

  EXPECT_THAT(Journal::Open(options_), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(PlanContinuedJournal(how_), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ContinueJournalTest, AJournalThatWasNotContinuedRecordsNothing) {
  const auto journal = Journal::Open(options_);
  ASSERT_THAT(journal, IsOk());

  EXPECT_THAT(RecordContinuation((*journal)->log(), how_.directory), IsOk());

  EXPECT_EQ((*journal)->log().size(), 2);
}

TEST_F(ContinueJournalTest, AJournalThatHasAllItsEntriesIsNotContinued) {
  how_.checkpoint = (*Journal::Open(options_))->log().Checkpoint(2)->note;

  EXPECT_THAT(PlanContinuedJournal(how_), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(ContinueJournalTest, ACheckpointOfAnotherJournalIsMalformed) {
  const auto another = eventstore::NoteSigner::Generate("wren.example/juvenile");
  how_.checkpoint = eventstore::SignNote(
      eventstore::FormatCheckpoint({.origin = "wren.example/juvenile", .size = 3, .root = {}}), *another);

  EXPECT_THAT(PlanContinuedJournal(how_), StatusIs(absl::StatusCode::kInvalidArgument));
  how_.checkpoint = "nonsense";
  EXPECT_THAT(PlanContinuedJournal(how_), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace casejournal::services
