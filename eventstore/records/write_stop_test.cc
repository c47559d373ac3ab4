#include "eventstore/records/write_stop.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/cord.h"

namespace casejournal::eventstore {
namespace {

constexpr WriteStop kEveryStop[] = {WriteStop::kClock, WriteStop::kDisk, WriteStop::kKeys, WriteStop::kFailedWrite,
                                    WriteStop::kFork};

TEST(WriteStopTest, TheReasonIsReadBackFromTheStatus) {
  for (const WriteStop why : kEveryStop) {
    const absl::Status status = WriteStopError(why, "4096 bytes are free");
    EXPECT_FALSE(status.ok());
    EXPECT_EQ(WriteStopOf(status), why);
    EXPECT_EQ(status.message(), "4096 bytes are free");
  }
}

// Clients decide by the code whether a retry can help.
TEST(WriteStopTest, EachReasonHasItsCode) {
  EXPECT_TRUE(absl::IsFailedPrecondition(WriteStopError(WriteStop::kClock, "")));
  EXPECT_TRUE(absl::IsResourceExhausted(WriteStopError(WriteStop::kDisk, "")));
  EXPECT_TRUE(absl::IsFailedPrecondition(WriteStopError(WriteStop::kKeys, "")));
  EXPECT_TRUE(absl::IsFailedPrecondition(WriteStopError(WriteStop::kFailedWrite, "")));
  EXPECT_TRUE(absl::IsDataLoss(WriteStopError(WriteStop::kFork, "")));
}

TEST(WriteStopTest, OtherStatusesHaveNoReason) {
  EXPECT_EQ(WriteStopOf(absl::OkStatus()), std::nullopt);
  EXPECT_EQ(WriteStopOf(absl::FailedPreconditionError("the rules reject it")), std::nullopt);
  EXPECT_EQ(WriteStopOf(absl::DataLossError("position 5 is missing")), std::nullopt);
  EXPECT_EQ(WriteStopOf(absl::ResourceExhaustedError("the queue is full")), std::nullopt);
}

// A layer that adds words must take the payload along. Without it, the status is about something else.
TEST(WriteStopTest, TheReasonIsInThePayloadAndNotInTheWords) {
  const absl::Status stop = WriteStopError(WriteStop::kDisk, "full");
  const absl::Status words_only(stop.code(), stop.message());
  absl::Status forwarded(stop.code(), "recording: full");
  forwarded.SetPayload(kWriteStopPayload, *stop.GetPayload(kWriteStopPayload));

  EXPECT_EQ(WriteStopOf(words_only), std::nullopt);
  EXPECT_EQ(WriteStopOf(forwarded), WriteStop::kDisk);
}

TEST(WriteStopTest, APayloadThatIsNoNumberIsNoReason) {
  for (const char* text : {"", "disk", "2x", "99999999999999999999"}) {
    absl::Status status = absl::ResourceExhaustedError("full");
    status.SetPayload(kWriteStopPayload, absl::Cord(text));
    EXPECT_EQ(WriteStopOf(status), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace casejournal::eventstore
