#include "services/server/call_log.h"

#include "gtest/gtest.h"

namespace casejournal::services {
namespace {

constexpr char kRequest[] = "0b8ab66e-4f50-4a6a-9a0b-3a3ae0e3b0a1";
constexpr char kCase[] = "cc5b606b-0394-4695-bb50-e7c72cf3e2ef";

TEST(CallLogTest, ACallThatIsAnsweredInTimeIsNotLogged) {
  EXPECT_EQ(
      CallLine("GetCasePlan", {.request_id = "", .case_ids = {kCase}}, grpc::Status::OK, absl::Milliseconds(1999)), "");
}

TEST(CallLogTest, ASlowCallIsLoggedWithItsIds) {
  EXPECT_EQ(
      CallLine("GetCasePlan", {.request_id = "", .case_ids = {kCase}}, grpc::Status::OK, absl::Milliseconds(2500)),
      "slow: GetCasePlan case cc5b606b-0394-4695-bb50-e7c72cf3e2ef: 2500 ms");
}

TEST(CallLogTest, ARefusedCallIsLoggedWithItsCodeAndWithoutItsMessage) {
  EXPECT_EQ(CallLine("Append", {.request_id = kRequest, .case_ids = {kCase}},
                     grpc::Status(grpc::FAILED_PRECONDITION, "Maren Oyelaran is not assigned"), absl::Milliseconds(3)),
            "refused: Append request 0b8ab66e-4f50-4a6a-9a0b-3a3ae0e3b0a1, case cc5b606b-0394-4695-bb50-e7c72cf3e2ef: "
            "FAILED_PRECONDITION, 3 ms");
}

TEST(CallLogTest, WhatIsNoIdIsNotRepeated) {
  const std::string line = CallLine("Append", {.request_id = "Maren Oyelaran", .case_ids = {"Tannery Street 218"}},
                                    grpc::Status(grpc::INVALID_ARGUMENT, ""), absl::Milliseconds(0));
  EXPECT_EQ(line, "refused: Append request with an id that is no UUID: INVALID_ARGUMENT, 0 ms");
}

TEST(CallLogTest, ManyCasesAreCounted) {
  const std::string line =
      CallLine("Append", {.request_id = kRequest, .case_ids = {kCase, kCase, kCase, kCase, kCase, kCase}},
               grpc::Status(grpc::ABORTED, ""), absl::Milliseconds(0));
  EXPECT_NE(line.find(", 2 more cases: ABORTED"), std::string::npos) << line;
}

// A client that is refused a thousand times a second does not fill the disk.
TEST(LineLimitTest, AFloodIsCountedAndNotWritten) {
  LineLimit limit;
  const absl::Time began = absl::FromUnixSeconds(1'700'000'000);
  int written = 0;
  for (int call = 0; call < 1000; ++call) written += limit.Admit("refused", began).empty() ? 0 : 1;
  EXPECT_EQ(written, LineLimit::kLinesPerSecond);
  EXPECT_EQ(limit.Admit("refused", began + absl::Seconds(1)), "refused (lines left out before this one: 950)");
  EXPECT_EQ(limit.Admit("refused", began + absl::Seconds(1)), "refused");
}

}  // namespace
}  // namespace casejournal::services
