#include "services/grpc/appends/backlog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <map>

#include "services/errors/error_details.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(1);

// A server that does one append after another, each in the same time, and a clock that goes only when it works.
class BacklogTest : public ::testing::Test {
 protected:
  bool Come(Backlog::CallerNumber caller, absl::Duration patience = kPatience) {
    const std::optional<Backlog::Place> place = backlog_.Take(caller, patience, now_);
    if (place) waiting_.push_back(*place);
    return place.has_value();
  }
  // Do the next one. Return how long it was there.
  absl::Duration Do(absl::Duration each) {
    now_ += each;
    const Backlog::Place done = waiting_.front();
    waiting_.pop_front();
    backlog_.Done(done, now_);
    return now_ - done.came;
  }
  // So many come at once, and are done.
  void Learn(absl::Duration each, int count = 1000) {
    for (int i = 0; i < count; ++i) {
      while (waiting_.size() < Backlog::kAlwaysTaken) ASSERT_TRUE(Come(0));
      Do(each);
    }
    while (!waiting_.empty()) Do(each);
  }

  Backlog backlog_;
  absl::Time now_ = absl::UnixEpoch();
  std::deque<Backlog::Place> waiting_;
};

TEST_F(BacklogTest, TakesEverythingBeforeItKnowsHowLongOneTakes) {
  for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(Come(1));
  EXPECT_EQ(backlog_.size(), 10'000);
  EXPECT_EQ(backlog_.ExpectedWait(), absl::ZeroDuration());
}

TEST_F(BacklogTest, ExpectsWhatTheLastOnesTook) {
  Learn(absl::Milliseconds(2));
  for (size_t i = 1; i < Backlog::kAlwaysTaken; ++i) ASSERT_TRUE(Come(1));
  EXPECT_NEAR(absl::ToDoubleMilliseconds(backlog_.ExpectedWait()), 2 * Backlog::kAlwaysTaken, 1);
  Learn(absl::Milliseconds(10));
  EXPECT_NEAR(absl::ToDoubleMilliseconds(backlog_.ExpectedWait()), 10, 0.1);
}

TEST_F(BacklogTest, RefusesWhatWouldTakeMoreThanAShareOfThePatience) {
  Learn(absl::Milliseconds(2));
  int taken = 0;
  while (Come(1)) ++taken;
  while (Come(2) || Come(1)) ++taken;
  EXPECT_NEAR(taken, 187, 2);
  EXPECT_TRUE(Come(1, absl::Seconds(2)));
  EXPECT_FALSE(Come(1, absl::Milliseconds(500)));
}

TEST_F(BacklogTest, WhoWaitsForeverIsTakenAsOneWhoWaitsTenSeconds) {
  Learn(absl::Milliseconds(50));
  Backlog::CallerNumber caller = 1;
  while (Come(caller, absl::InfiniteDuration())) ++caller;
  EXPECT_NEAR(static_cast<double>(caller), 100, 2);
}

// Who suffers: a caseworker who waits a second, beside an import that waits as long as it takes.
TEST_F(BacklogTest, WhoWaitsLongAndSendsMuchLeavesRoomForOthers) {
  Learn(absl::Milliseconds(2));
  while (Come(1, absl::InfiniteDuration())) {
  }
  EXPECT_NEAR(absl::ToDoubleMilliseconds(backlog_.ExpectedWait()), 750, 5);
  EXPECT_TRUE(Come(2, absl::Milliseconds(1'600)));
  while (Come(1, absl::InfiniteDuration()) || Come(2, absl::InfiniteDuration())) {
  }
  EXPECT_TRUE(Come(3, absl::Milliseconds(1'600)));
}

TEST_F(BacklogTest, TheFirstOfACallerIsTakenLonger) {
  Learn(absl::Milliseconds(2));
  while (Come(1)) {
  }
  int others = 0;
  while (Come(static_cast<Backlog::CallerNumber>(2 + others))) ++others;
  EXPECT_NEAR(others, 63, 2);
  Do(absl::ZeroDuration());
  EXPECT_FALSE(Come(1));
  EXPECT_FALSE(Come(2)) << "has one under way";
  EXPECT_TRUE(Come(1'000)) << "has none";
}

// The next one would take longer than anybody waits, but without it nobody would learn that this is over.
TEST_F(BacklogTest, TakesAFewWhateverItExpects) {
  Learn(absl::Seconds(10));
  int taken = 0;
  while (Come(1)) ++taken;
  EXPECT_EQ(taken, Backlog::kAlwaysTaken);
  Learn(absl::Milliseconds(1));
  while (Come(1)) ++taken;
  EXPECT_GT(taken, 300);
}

// One at a time takes as long as a sync. A hundred share it, so that says nothing of how long they take.
TEST_F(BacklogTest, AFewAtATimeTeachNothing) {
  Learn(absl::Milliseconds(1));
  const absl::Duration before = backlog_.ExpectedWait();
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(Come(1));
    Do(absl::Seconds(1));
  }
  EXPECT_EQ(backlog_.ExpectedWait(), before);
}

// Ten times what can be done comes, in equal parts from callers who wait a second: all that is taken is done in time,
// nothing is left undone that could be done, and each caller has a part.
TEST_F(BacklogTest, UnderTenTimesTheLoadWhatIsTakenIsInTime) {
  constexpr absl::Duration kEach = absl::Milliseconds(2);
  constexpr Backlog::CallerNumber kCallers = 50;
  std::map<Backlog::CallerNumber, int> done;
  Backlog::CallerNumber next = 0;
  for (int step = 0; step < 10'000; ++step) {
    for (int i = 0; i < 10; ++i) Come(next++ % kCallers);
    ASSERT_FALSE(waiting_.empty());
    const Backlog::CallerNumber caller = waiting_.front().caller;
    const absl::Duration took = Do(kEach);
    if (step < 1000) continue;  // it has to learn
    ASSERT_LE(took, kPatience) << step;
    ++done[caller];
  }
  EXPECT_EQ(done.size(), kCallers);
  for (const auto& [caller, count] : done) EXPECT_GT(count, 9'000 / kCallers / 4) << caller;
}

TEST_F(BacklogTest, SaysThatTheServerIsBusyAndWhenToComeAgain) {
  Learn(absl::Milliseconds(20));
  while (Come(1)) {
  }
  const absl::Status busy = backlog_.Busy();
  EXPECT_TRUE(absl::IsResourceExhausted(busy));
  EXPECT_EQ(ReasonOf(busy).reason(), "SERVER_BUSY");
  EXPECT_THAT(std::string(busy.message()), ::testing::HasSubstr("nothing was recorded; retry in 1"));
}

}  // namespace
}  // namespace casejournal::services
