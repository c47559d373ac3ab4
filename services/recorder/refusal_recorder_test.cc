#include "services/recorder/refusal_recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/synchronization/notification.h"
#include "projections/events/event_codec.h"
#include "tests/support/access_journal.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

class RefusalRecorderTest : public casejournal::testing::AccessJournal {};

TEST_F(RefusalRecorderTest, ManyRefusedCallsOfACallerAreAnEntryOfTheJournal) {
  const uint64_t before = journal_->log().size();
  absl::Notification told;
  absl::Status recorded;
  RefusalRecorder refusals(journal_->log(), [&](const event::v1::CallsRefused&, const absl::Status& outcome) {
    recorded = outcome;
    told.Notify();
  });

  for (uint32_t i = 0; i < Refusals::kCallsMax; ++i)
    refusals.counted().Count(Person("u-curious"), "GetCasePlan", absl::FromUnixSeconds(1'700'000'000));
  told.WaitForNotification();

  EXPECT_THAT(recorded, casejournal::testing::IsOk());
  ASSERT_EQ(journal_->log().size(), before + 1);
  const auto entries = journal_->log().ReadLog(before, {});
  ASSERT_THAT(entries, casejournal::testing::IsOk());
  const auto stored = projections::DecodeStoredEvent(entries->front().payload());
  ASSERT_THAT(stored, casejournal::testing::IsOk());
  const event::v1::CallsRefused& refused = stored->journal_event().calls_refused();
  EXPECT_EQ(refused.caller().subject(), "u-curious");
  EXPECT_EQ(refused.calls(), Refusals::kCallsMax);
  EXPECT_THAT(refused.methods(), ::testing::ElementsAre("GetCasePlan"));
}

}  // namespace
}  // namespace casejournal::services
