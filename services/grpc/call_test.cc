// What an operator is told of the errors that clients get.
#include "services/grpc/call.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "casejournal/v1/case_service.pb.h"
#include "eventstore/records/write_stop.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AnswerTest : public ::testing::Test {
 protected:
  FailureReport report_ = [this](const absl::Status& status) { reported_.push_back(status); };
  std::vector<absl::Status> reported_;
};

TEST_F(AnswerTest, EveryErrorKeepsItsCodeAndItsText) {
  for (int code = 1; code <= 16; ++code) {
    const grpc::Status answer = Answer(absl::Status(static_cast<absl::StatusCode>(code), "position 7"), report_);
    EXPECT_EQ(answer.error_code(), static_cast<grpc::StatusCode>(code));
    EXPECT_EQ(answer.error_message(), "position 7");
    EXPECT_NE(answer.error_details(), "") << "each error has its reason";
  }
}

TEST_F(AnswerTest, AnOperatorIsToldOfDamageAndOfWhatTheProgramDoesNotKnow) {
  for (const absl::Status& status : {absl::DataLossError("damaged"), absl::InternalError("internal"),
                                     absl::UnknownError("unknown"), absl::UnimplementedError("an unknown event")}) {
    reported_.clear();
    EXPECT_FALSE(Answer(status, report_).ok());
    EXPECT_THAT(reported_, ElementsAre(status));
  }
}

TEST_F(AnswerTest, AnOperatorIsNotToldOfWhatOnlyTheClientCanChange) {
  for (const absl::Status& status :
       {absl::OkStatus(), absl::InvalidArgumentError("malformed"), absl::NotFoundError("no case"),
        absl::FailedPreconditionError("a rule"), absl::AbortedError("a conflict"), absl::UnavailableError("stopping"),
        absl::ResourceExhaustedError("full"), absl::DeadlineExceededError("late"), absl::CancelledError("gone")}) {
    EXPECT_EQ(Answer(status, report_).ok(), status.ok());
  }
  EXPECT_THAT(reported_, IsEmpty());
}

// It was reported when it began; each append would report it again.
TEST_F(AnswerTest, ARejectedWriteIsNotReportedAgain) {
  const absl::Status forked = eventstore::WriteStopError(eventstore::WriteStop::kFork, "another history");

  EXPECT_EQ(Answer(forked, report_).error_code(), grpc::StatusCode::DATA_LOSS);
  EXPECT_THAT(reported_, IsEmpty());
}

TEST_F(AnswerTest, AResponseIsFilledInOnlyIfThereIsOne) {
  v1::ListCasesResponse answered;
  answered.set_as_of_position(7);
  v1::ListCasesResponse response;

  EXPECT_TRUE(Answer(absl::StatusOr<v1::ListCasesResponse>(answered), &response, report_).ok());
  EXPECT_EQ(response.as_of_position(), 7);
  EXPECT_FALSE(Answer(absl::StatusOr<v1::ListCasesResponse>(absl::NotFoundError("no case")), &response, report_).ok());
  EXPECT_EQ(response.as_of_position(), 7);
}

}  // namespace
}  // namespace casejournal::services
