#include "google/protobuf/util/time_util.h"
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Story WithLimit() {
  Story story = Story::OfAFamily();
  story.context.late_after_days = 30;
  return story;
}

CaseEvent Claimed(CaseEvent event, absl::Time at) {
  *event.mutable_claim()->mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(at));
  event.mutable_claim()->set_system("private");
  return event;
}

absl::Time Utc(int year, int month, int day, int hour) {
  return absl::FromCivil(absl::CivilHour(year, month, day, hour), absl::UTCTimeZone());
}

// The day itself is the last that needs no reason: 2025-05-16 is 30 days before 2025-06-15.
TEST(TimeRulesTest, LateBeyondTheLimitNeedsAReason) {
  const Story story = WithLimit();

  EXPECT_THAT(story.Ask("2025-05-16", kNote), IsEmpty());
  EXPECT_THAT(story.Ask("2025-05-15", kNote), ElementsAre(By(Rule::kLateNoReason, "lateReason", Ids{})));
}

TEST(TimeRulesTest, ReasonMakesItAdmissible) {
  CaseEvent note = EventFromText("2025-01-15", kNote);
  note.set_late_reason("private");

  EXPECT_THAT(WithLimit().Ask(note), IsEmpty());
}

// Written offline in a car, sent at night: the claim is in time.
TEST(TimeRulesTest, ClaimInTimeNeedsNoReason) {
  const Story story = WithLimit();
  const CaseEvent note = EventFromText("2025-02-01", kNote);

  EXPECT_THAT(story.Ask(Claimed(note, Utc(2025, 3, 3, 12))), IsEmpty());
  EXPECT_THAT(story.Ask(Claimed(note, Utc(2025, 3, 4, 12))), ElementsAre(By(Rule::kLateNoReason)));
}

// A civil day is in the journal's time zone: 02:00 UTC on 4 March is still 3 March in New York.
TEST(TimeRulesTest, DayOfAClaimIsTheJournals) {
  Story story = WithLimit();
  story.context.zone = testing::NewYork();

  EXPECT_THAT(story.Ask(Claimed(EventFromText("2025-02-01", kNote), Utc(2025, 3, 4, 2))), IsEmpty());
}

// A correction carries its own reason, and a withdrawal has no day of its own.
TEST(TimeRulesTest, CorrectionAndWithdrawalNeedNoLateReason) {
  Story story = WithLimit();
  story.Given("2025-06-01", kNote);
  CaseEvent withdrawal = Retracting(7);
  withdrawal.set_effective_on("2025-01-02");

  EXPECT_THAT(story.Ask(Replacing(7, "2025-01-02", kNote)), IsEmpty());
  EXPECT_THAT(story.Ask(withdrawal), IsEmpty());
}

TEST(TimeRulesTest, NobodyWroteItDownTomorrow) {
  const Story story = WithLimit();
  const absl::Time now = absl::FromUnixMicros(story.context.now_us);

  EXPECT_THAT(story.Ask(Claimed(EventFromText("2025-06-01", kNote), now)), IsEmpty());
  EXPECT_THAT(story.Ask(Claimed(EventFromText("2025-06-01", kNote), now + absl::Microseconds(1))),
              ElementsAre(By(Rule::kClaimImpossible, "claim.recordedAt", Ids{})));
}

// Otherwise, by claims, the correction would be known before what it corrects.
TEST(TimeRulesTest, CorrectionIsNotClaimedBeforeItsOriginal) {
  Story story = WithLimit();
  story.Given(Claimed(EventFromText("2025-06-01", kNote), Utc(2025, 6, 2, 9)));
  const CaseEvent correction = Replacing(7, "2025-05-31", kNote);

  EXPECT_THAT(story.Ask(Claimed(correction, Utc(2025, 6, 2, 8))),
              ElementsAre(By(Rule::kClaimImpossible, "claim.recordedAt", Ids{"7"})));
  EXPECT_THAT(story.Ask(Claimed(correction, Utc(2025, 6, 2, 10))), IsEmpty());
  EXPECT_THAT(story.Ask(Claimed(Retracting(7), Utc(2025, 6, 2, 8))),
              ElementsAre(By(Rule::kClaimImpossible, "claim.recordedAt", Ids{"7"})));
}

}  // namespace
}  // namespace casejournal::services
