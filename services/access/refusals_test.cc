#include "services/access/refusals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

event::v1::Staff Someone(const std::string& subject) {
  event::v1::Staff staff;
  staff.set_issuer("wren.example");
  staff.set_subject(subject);
  return staff;
}

class RefusalsTest : public ::testing::Test {
 protected:
  void Refuse(const std::string& subject, uint32_t times, const char* method = "GetCasePlan") {
    for (uint32_t i = 0; i < times; ++i) refusals_.Count(Someone(subject), method, now_);
  }

  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  std::vector<event::v1::CallsRefused> told_;
  Refusals refusals_{[this](event::v1::CallsRefused refused) { told_.push_back(std::move(refused)); }};
};

TEST_F(RefusalsTest, TellsOnceOfACallerWithManyRefusedCalls) {
  Refuse("u-1", Refusals::kCallsMax - 1);
  EXPECT_THAT(told_, IsEmpty());
  Refuse("u-1", 1, "GetHistory");
  ASSERT_THAT(told_, SizeIs(1));
  EXPECT_EQ(told_[0].caller().subject(), "u-1");
  EXPECT_EQ(told_[0].calls(), Refusals::kCallsMax);
  EXPECT_THAT(told_[0].methods(), ElementsAre("GetCasePlan", "GetHistory"));
  Refuse("u-1", 5 * Refusals::kCallsMax);
  EXPECT_THAT(told_, SizeIs(1));
}

TEST_F(RefusalsTest, CountsEachCallerAlone) {
  for (uint32_t i = 0; i < 5 * Refusals::kCallsMax; ++i) Refuse(absl::StrCat("u-", i % 10), 1);
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(RefusalsTest, BeginsAgainAfterTheWindow) {
  Refuse("u-1", Refusals::kCallsMax - 1);
  now_ += Refusals::kWindow;
  Refuse("u-1", Refusals::kCallsMax - 1);
  EXPECT_THAT(told_, IsEmpty());
  Refuse("u-1", 1);
  EXPECT_THAT(told_, SizeIs(1));
}

TEST_F(RefusalsTest, CountsCallersBeyondTheLimitAsOne) {
  for (size_t i = 0; i < Refusals::kCallersMax; ++i) Refuse(absl::StrCat("early-", i), 1);
  for (uint32_t i = 0; i < Refusals::kCallsMax; ++i) Refuse(absl::StrCat("late-", i), 1);
  EXPECT_THAT(told_, SizeIs(1));
}

}  // namespace
}  // namespace casejournal::services
