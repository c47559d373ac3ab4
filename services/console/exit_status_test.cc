#include "services/console/exit_status.h"

#include <gmock/gmock.h>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/records/write_stop.h"
#include "services/console/local_failure.h"

namespace casejournal::services {
namespace {

using ::testing::HasSubstr;

TEST(ExitStatusTest, EachCodeOfACallHasTheExitCodeOfTheHelp) {
  const std::pair<absl::StatusCode, ExitStatus> codes[] = {
      {absl::StatusCode::kOk, ExitStatus::kOk},
      {absl::StatusCode::kCancelled, ExitStatus::kFailure},
      {absl::StatusCode::kUnknown, ExitStatus::kFailure},
      {absl::StatusCode::kInvalidArgument, ExitStatus::kMalformed},
      {absl::StatusCode::kDeadlineExceeded, ExitStatus::kUnavailable},
      {absl::StatusCode::kNotFound, ExitStatus::kNotFound},
      {absl::StatusCode::kAlreadyExists, ExitStatus::kRequestIdTaken},
      {absl::StatusCode::kPermissionDenied, ExitStatus::kNotPermitted},
      {absl::StatusCode::kResourceExhausted, ExitStatus::kUnavailable},
      {absl::StatusCode::kFailedPrecondition, ExitStatus::kRefused},
      {absl::StatusCode::kAborted, ExitStatus::kConflict},
      {absl::StatusCode::kOutOfRange, ExitStatus::kNotFound},
      {absl::StatusCode::kUnimplemented, ExitStatus::kFailure},
      {absl::StatusCode::kInternal, ExitStatus::kFailure},
      {absl::StatusCode::kUnavailable, ExitStatus::kUnavailable},
      {absl::StatusCode::kDataLoss, ExitStatus::kDataLoss},
      {absl::StatusCode::kUnauthenticated, ExitStatus::kNotPermitted},
  };
  for (const auto& [code, exit] : codes) EXPECT_EQ(ExitStatusOf(static_cast<int>(code)), exit) << code;
  for (const int unknown : {-1, 17, 1000}) EXPECT_EQ(ExitStatusOf(unknown), ExitStatus::kFailure) << unknown;
}

// Only success is success: a script that tests for 0 must not be misled by a code that a later version adds.
TEST(ExitStatusTest, NothingButOkIsZero) {
  for (int code = 1; code < 100; ++code) EXPECT_NE(ExitStatusOf(code), ExitStatus::kOk) << code;
}

TEST(ExitStatusTest, HelpHasOneLineForEachCodeInOrder) {
  const std::vector<std::string> lines = absl::StrSplit(ExitStatusHelp(), '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), static_cast<size_t>(ExitStatus::kOutOfMemory) + 2);
  for (size_t code = 0; code + 1 < lines.size(); ++code)
    EXPECT_THAT(lines[code + 1], ::testing::StartsWith(absl::StrFormat("  %2d  ", code)));
}

TEST(LocalFailureTest, DataDirectoryHasExitCodesOfItsOwn) {
  const std::pair<absl::Status, ExitStatus> failures[] = {
      {absl::UnavailableError("data is in use by another process"), ExitStatus::kDirectoryInUse},
      {absl::UnavailableError("input/output error"), ExitStatus::kUnavailable},
      {absl::FailedPreconditionError("format 9"), ExitStatus::kUnknownFormat},
      {absl::UnimplementedError("format 9"), ExitStatus::kUnknownFormat},
      {absl::PermissionDeniedError("read-only"), ExitStatus::kReadOnly},
      {absl::ResourceExhaustedError("no space"), ExitStatus::kDiskFull},
      {eventstore::ErrnoStatus(ENOSPC, "writing FORMAT"), ExitStatus::kDiskFull},
      {absl::DataLossError("damaged"), ExitStatus::kDataLoss},
      {absl::NotFoundError("no journal"), ExitStatus::kNotFound},
      {absl::InternalError("a fault"), ExitStatus::kFailure},
      {eventstore::WriteStopError(eventstore::WriteStop::kClock, "the clock stepped"), ExitStatus::kUnavailable},
      {eventstore::WriteStopError(eventstore::WriteStop::kKeys, "no keys"), ExitStatus::kUnavailable},
      {eventstore::WriteStopError(eventstore::WriteStop::kDisk, "no space"), ExitStatus::kDiskFull},
      {eventstore::WriteStopError(eventstore::WriteStop::kFork, "another history"), ExitStatus::kDataLoss},
  };
  for (const auto& [failure, exit] : failures) {
    ::testing::internal::CaptureStderr();
    EXPECT_EQ(ExplainLocalFailure(failure), exit) << failure;
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "casejournal: " + std::string(failure.message()) + "\n");
  }
}

// What could not be stored because the disk is full is unavailable to a caller, and a full disk to an operator.
TEST(LocalFailureTest, AFullDiskIsOneWhereverItIsMet) {
  absl::Status wrapped = absl::UnavailableError("outcome unknown: writing the log");
  wrapped.SetPayload(eventstore::kDiskFullPayload, absl::Cord());
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(ExplainLocalFailure(wrapped), ExitStatus::kDiskFull);
  EXPECT_EQ(ExplainFileFailure(eventstore::ErrnoStatus(ENOSPC, "writing x.zip")), ExitStatus::kDiskFull);
  EXPECT_EQ(ExplainFileFailure(eventstore::ErrnoStatus(EACCES, "writing x.zip")), ExitStatus::kFailure);
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "casejournal: outcome unknown: writing the log\n"
            "casejournal: writing x.zip: No space left on device\n"
            "casejournal: writing x.zip: Permission denied\n");
}

}  // namespace
}  // namespace casejournal::services
