#include "services/grpc/call_slots.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "services/errors/error_details.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;

TEST(CallSlotsTest, ACallBeyondTheLimitMayComeAgainInASecond) {
  CallSlots slots(1, "one call is in progress; retry later");
  std::optional<absl::StatusOr<CallSlots::Slot>> first = slots.Take();
  ASSERT_THAT(*first, IsOk());

  const absl::StatusOr<CallSlots::Slot> second = slots.Take();
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kResourceExhausted, "one call is in progress; retry later"));
  EXPECT_EQ(second.status(),
            RetryAfter(absl::ResourceExhaustedError("one call is in progress; retry later"), absl::Seconds(1)));

  first.reset();
  EXPECT_THAT(slots.Take(), IsOk());
}

}  // namespace
}  // namespace casejournal::services
