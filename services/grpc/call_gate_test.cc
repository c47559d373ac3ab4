// Whether a call that lasts may go on.
#include "services/grpc/call_gate.h"

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/time/clock.h"
#include "tests/support/access_journal.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

// Ada, the auditor, sees every case and no label; a grant in "ash" lets her see what is about treatment.
class LongCallTest : public casejournal::testing::AccessJournal {
 protected:
  void SetUp() override {
    AccessJournal::SetUp();
    role_ = Give("u-ada", event::v1::ROLE_AUDITOR);
    Tell("ash", CaseOpened("2025-01-10"));
    event::v1::CaseEvent grant = Granted("2025-01-10", "grant", "u-ada", event::v1::ROLE_AUDITOR);
    grant.mutable_access_granted()->add_opens(event::v1::LABEL_PART2);
    Tell("ash", grant);
    gate_.emplace(*callers_, limits_, refusals_, *sources_);
  }

  Admitted Call(Act act) const { return {As("u-ada"), act, event::v1::ROLE_AUDITOR, CallerLimits::Share()}; }

  const std::unique_ptr<Callers> callers_ = Callers::Development(Person("u-ada"));
  CallerLimits limits_{{}};
  Refusals refusals_{[](const event::v1::CallsRefused&) {}};
  std::optional<CallGate> gate_;
  std::string role_;
};

// Who suffers: a mother whose consent is withdrawn while her treatment is read out.
TEST_F(LongCallTest, EndsWhenALabelThatItBeganWithIsNoLongerOpen) {
  const Admitted call = Call(Act::kReadRecord);
  LongCall replay(*gate_, call, Id("ash"));
  const projections::LabelSet began_with = gate_->LabelsOpen(call, Id("ash"));
  EXPECT_TRUE(began_with.Has(event::v1::LABEL_PART2));
  ASSERT_THAT(gate_->MayGoOn(call, Id("ash"), began_with), IsOk());

  Tell("ash", AccessEnded("2025-01-10", "grant"));

  EXPECT_THAT(gate_->MayGoOn(call, Id("ash"), began_with),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("a part of this case")));
  absl::SleepFor(LongCall::kEvery);
  EXPECT_THAT(replay.Check(), StatusIs(absl::StatusCode::kPermissionDenied));
  // Without the label, the same caller goes on.
  LongCall again(*gate_, call, Id("ash"));
  absl::SleepFor(LongCall::kEvery);
  EXPECT_THAT(again.Check(), IsOk());
}

// docs/SECURITY.md and docs/ACCESS.md promise 5 seconds.
TEST_F(LongCallTest, NoneOutlivesTheRightToItByMoreThanIsPromised) {
  EXPECT_LT(LongCall::kEvery + LongCall::kEveryWhileItWaits, absl::Seconds(5));
}

TEST_F(LongCallTest, OneOfNoCaseEndsWhenTheRolesOpenLess) {
  const std::string pipeline = Give("u-ada", event::v1::ROLE_PIPELINE);
  const std::string court = Give("u-ada", event::v1::ROLE_COURT);
  const Admitted call = Call(Act::kFollow);
  const projections::LabelSet began_with = gate_->LabelsOpen(call);
  End(pipeline);
  EXPECT_THAT(gate_->MayGoOn(call, "", began_with), IsOk()) << "it opened no label";
  End(court);
  EXPECT_THAT(gate_->MayGoOn(call, "", began_with), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(LongCallTest, EndsWithTheRightToTheCase) {
  Give("u-ada", event::v1::ROLE_OPERATOR);
  const Admitted call = Call(Act::kReadRecord);
  Tell("ash", AccessEnded("2025-01-10", "grant"));
  End(role_);
  EXPECT_THAT(gate_->MayGoOn(call, Id("ash")), StatusIs(absl::StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace casejournal::services
