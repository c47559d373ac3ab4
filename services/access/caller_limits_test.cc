#include "services/access/caller_limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/errors.pb.h"
#include "services/errors/detail_in.h"
#include "services/errors/error_details.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

class CallerLimitsTest : public ::testing::Test {
 protected:
  using Kind = CallerLimits::Kind;

  absl::StatusOr<CallerLimits::Share> Take(const std::string& subject = "u-1", size_t bytes = 10,
                                           Kind kind = Kind::kAppend) {
    return limits_.Take({.issuer = "wren.example", .subject = subject}, bytes, kind, now_);
  }

  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  CallerLimits limits_{{.calls_per_second = 10,
                        .calls_at_once = 20,
                        .calls = 3,
                        .streams = 2,
                        .request_bytes = 1'000,
                        .stream_requests = 4}};
};

TEST_F(CallerLimitsTest, GivesEachCallerAsManyCallsAsPassInTime) {
  for (int i = 0; i < 20; ++i) ASSERT_THAT(Take(), IsOk()) << i;
  const absl::Status refused = Take().status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(refused.message(), HasSubstr("10 calls a second"));
  EXPECT_THAT(Take("u-2"), IsOk());
  now_ += absl::Milliseconds(100);
  EXPECT_THAT(Take(), IsOk());
  EXPECT_THAT(Take(), StatusIs(absl::StatusCode::kResourceExhausted));
  now_ += absl::Hours(1);
  for (int i = 0; i < 20; ++i) ASSERT_THAT(Take(), IsOk()) << i;
  EXPECT_THAT(Take(), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(CallerLimitsTest, AClockThatStepsBackGivesNothing) {
  for (int i = 0; i < 20; ++i) ASSERT_THAT(Take(), IsOk()) << i;
  now_ -= absl::Hours(1);
  EXPECT_THAT(Take(), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(CallerLimitsTest, CountsStreamsUntilTheyAreOver) {
  std::optional<CallerLimits::Share> first(*Take("u-1", 10, Kind::kStream));
  const absl::StatusOr<CallerLimits::Share> second = Take("u-1", 10, Kind::kStream);
  EXPECT_THAT(second, IsOk());
  EXPECT_THAT(Take("u-1", 10, Kind::kStream), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(Take("u-1", 10), IsOk());
  first.reset();
  EXPECT_THAT(Take("u-1", 10, Kind::kStream), IsOk());
}

TEST_F(CallerLimitsTest, CountsBytesAndLetsOneLargeRequestPass) {
  {
    const absl::StatusOr<CallerLimits::Share> large = Take("u-1", 5'000);
    EXPECT_THAT(large, IsOk());
    EXPECT_THAT(Take("u-1", 1), StatusIs(absl::StatusCode::kResourceExhausted));
    EXPECT_THAT(Take("u-2", 900), IsOk());
  }
  EXPECT_THAT(Take("u-1", 900), IsOk());
}

// Who suffers: everybody else, while calls that wait for an entry that does not come have all threads of the server.
TEST_F(CallerLimitsTest, CountsCallsUntilTheyAreAnswered) {
  std::vector<CallerLimits::Share> waiting;
  for (int i = 0; i < 3; ++i) waiting.push_back(*Take("u-1", 10, Kind::kAnswer));
  const absl::Status refused = Take("u-1", 10, Kind::kAnswer).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(refused.message(), HasSubstr("3 calls at a time"));
  EXPECT_THAT(Take("u-2", 10, Kind::kAnswer), IsOk());
  EXPECT_THAT(Take("u-1", 10, Kind::kStream), IsOk());
  EXPECT_THAT(Take("u-1", 10, Kind::kAppend), IsOk()) << "which has no thread";
  waiting.pop_back();
  EXPECT_THAT(Take("u-1", 10, Kind::kAnswer), IsOk());
}

// Who suffers: a caseworker whose entry waits for room in the queue, because one import filled it.
TEST_F(CallerLimitsTest, CountsTheRequestsOfAllStreamsOfACaller) {
  const CallerLimits::Share one = *Take("u-1", 0, Kind::kStream);
  const CallerLimits::Share other = *Take("u-1", 0, Kind::kStream);
  std::vector<CallerLimits::Share> taken;
  for (int i = 0; i < 4; ++i) {
    absl::StatusOr<CallerLimits::Share> request = (i % 2 == 0 ? one : other).TakeRequest(10);
    ASSERT_THAT(request, IsOk()) << i;
    taken.push_back(*std::move(request));
  }
  const absl::Status refused = one.TakeRequest(10).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(refused.message(), HasSubstr("4 requests in streams"));
  EXPECT_THAT(Take("u-2", 0, Kind::kStream)->TakeRequest(10), IsOk());
  taken.pop_back();
  EXPECT_THAT(other.TakeRequest(10), IsOk()) << "and it is given back at once";
  EXPECT_THAT(other.TakeRequest(970), IsOk());
  EXPECT_THAT(other.TakeRequest(971), StatusIs(absl::StatusCode::kResourceExhausted)) << "30 bytes are in flight";
  EXPECT_THAT(Take("u-1", 971), StatusIs(absl::StatusCode::kResourceExhausted)) << "and count for other calls";
  taken.clear();
  EXPECT_THAT(other.TakeRequest(5'000), IsOk()) << "one alone always fits";
}

// 10 in a second, whichever stream they come in. So much as one may be made up for at once.
TEST_F(CallerLimitsTest, AllStreamsOfACallerTogetherHaveSoManyTurnsInASecond) {
  const CallerLimits::Share one = *Take("u-1", 0, Kind::kStream);
  const CallerLimits::Share other = *Take("u-1", 0, Kind::kStream);
  EXPECT_EQ(one.TakeTurn(now_), now_);
  EXPECT_EQ(other.TakeTurn(now_), now_);
  EXPECT_EQ(one.TakeTurn(now_), now_ + absl::Milliseconds(100));
  EXPECT_EQ(other.TakeTurn(now_), now_ + absl::Milliseconds(200));
  EXPECT_EQ(Take("u-2", 0, Kind::kStream)->TakeTurn(now_), now_) << "another caller";
  EXPECT_EQ(one.TakeTurn(now_ - absl::Hours(1)), now_ + absl::Milliseconds(300)) << "a clock that steps back";
  EXPECT_THAT(Take(), IsOk()) << "calls are counted apart";
  now_ += absl::Hours(1);
  EXPECT_EQ(one.TakeTurn(now_), now_);
  EXPECT_EQ(one.TakeTurn(now_), now_);
  EXPECT_EQ(one.TakeTurn(now_), now_ + absl::Milliseconds(100)) << "a pause saves up no more";
}

TEST_F(CallerLimitsTest, AShareOfNobodyIsNotLimited) {
  const CallerLimits::Share development;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(development.TakeTurn(now_), now_);
  for (int i = 0; i < 10; ++i) EXPECT_THAT(development.TakeRequest(5'000), IsOk());
}

TEST_F(CallerLimitsTest, CallersBeyondTheLimitShareOneCount) {
  for (size_t i = 0; i < CallerLimits::kCallersMax; ++i) ASSERT_THAT(Take(absl::StrCat("early-", i)), IsOk());
  int taken = 0;
  for (int i = 0; i < 100; ++i) taken += Take(absl::StrCat("late-", i)).ok() ? 1 : 0;
  EXPECT_EQ(taken, 20);
  now_ += absl::Minutes(1);
  EXPECT_THAT(Take("late-1"), IsOk());
}

}  // namespace
}  // namespace casejournal::services
