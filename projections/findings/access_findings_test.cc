// Access in an emergency is shown until somebody answers for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::Named;
using ::testing::Contains;
using ::testing::Not;

std::string Taken(absl::string_view role, absl::string_view reason = "the child is missing") {
  return absl::StrCat(
      R"(access_granted { grant_id: "$grant" holder { issuer: "wren" subject: "cw-9" name: "Jonah Pell" }
                         role: )",
      role, R"( until: "2025-03-02" reason: ")", reason, R"(" })");
}

class AccessFindingsTest : public FindingsCase {
 protected:
  void Answer() {
    Tell("2025-03-05", absl::StrCat(R"(finding_answered { finding: ")", name_,
                                    R"(" explanation: "the supervisor spoke with him" })"));
  }

  const std::string name_ = Named("access.emergency", "grant");
};

TEST_F(AccessFindingsTest, IsShownWithItsReasonUntilItIsAnswered) {
  Tell("2025-03-01", Taken("ROLE_EMERGENCY"));
  EXPECT_EQ(The(name_).says(),
            "On 2025-03-01, Jonah Pell took access to this case in an emergency: the child is missing.");
  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_OPEN);

  Tell("2025-03-02", R"(access_ended { grant_id: "$grant" reason: "she was found" })");
  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_OPEN);

  Answer();
  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_ANSWERED);
  EXPECT_EQ(The(name_).explanation(), "the supervisor spoke with him");
}

TEST_F(AccessFindingsTest, AnAnswerIsToTheReasonThatWasGiven) {
  Tell("2025-03-01", Taken("ROLE_EMERGENCY"));
  const eventstore::Revision taken = last();
  Answer();
  TellOn("2025-03-06", Correcting(taken, EventFromText("2025-03-01", Taken("ROLE_EMERGENCY", "I wanted to know"))));
  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_OPEN);
}

TEST_F(AccessFindingsTest, IsShownForACaseThatIsClosed) {
  Tell("2025-02-01", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }");
  Tell("2025-03-01", Taken("ROLE_EMERGENCY"));
  EXPECT_THAT(NamesOn(), Contains(name_));
}

TEST_F(AccessFindingsTest, OtherAccessIsNone) {
  Tell("2025-03-01", Taken("ROLE_COURT"));
  EXPECT_THAT(NamesOn(), Not(Contains(name_)));
}

}  // namespace
}  // namespace casejournal::projections
