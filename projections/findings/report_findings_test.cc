// Reports of concern. Each finding exists while its condition holds, and then disappears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::FindingsCase;
using ::testing::Contains;
using ::testing::Not;

// Entry 4 reports a concern about Ana.
class ReportFindingsTest : public FindingsCase {
 protected:
  ReportFindingsTest() {
    Tell("2025-02-01", R"(concern_reported { allegations { child_id: "$ana" kind: ALLEGATION_KIND_NEGLECT }
                                             urgency: URGENCY_EMERGENCY summary: "left alone" })");
  }
};

TEST_F(ReportFindingsTest, AReportIsAssessedInTime) {
  EXPECT_THAT(NamesOn("2025-03-18"), Not(Contains("report.not-assessed/4"))) << "45 days";
  EXPECT_THAT(NamesOn("2025-03-19"), Contains("report.not-assessed/4"));

  Tell("2025-03-18", R"(assessment_completed { assessment_id: "$S" kind: ASSESSMENT_KIND_SAFETY })");

  EXPECT_THAT(NamesOn(), Not(Contains("report.not-assessed/4")));
}

TEST_F(ReportFindingsTest, AnAssessmentBeforeTheReportIsNoAnswerToIt) {
  Tell("2025-01-31", R"(assessment_completed { assessment_id: "$S" kind: ASSESSMENT_KIND_SAFETY })");

  EXPECT_THAT(NamesOn(), Contains("report.not-assessed/4"));
}

TEST_F(ReportFindingsTest, AReportThatIsScreenedOutNeedsNoAssessment) {
  Tell("2025-02-02", R"(report_screened { concern_revision: 4 decision: SCREENING_DECISION_SCREENED_OUT })");

  EXPECT_THAT(NamesOn(), Not(Contains("report.not-assessed/4")));
}

// Who suffers: a child whom nobody came to see.
TEST_F(ReportFindingsTest, SomebodySeesTheChildByTheDayThatTheScreeningSet) {
  Tell("2025-02-01", R"(report_screened { concern_revision: 4 decision: SCREENING_DECISION_SCREENED_IN
                                          answer_by: "2025-02-02" })");
  EXPECT_THAT(NamesOn("2025-02-02"), Not(Contains("report.not-answered/4"))) << "the day is not over";
  EXPECT_THAT(NamesOn("2025-02-03"), Contains("report.not-answered/4"));

  Tell("2025-02-03", R"(contact_made { kind: CONTACT_KIND_HOME_VISIT with_ids: "$ana"
                                       result: CONTACT_RESULT_TOOK_PLACE })");
  EXPECT_THAT(NamesOn(), Contains("report.not-answered/4")) << "a day late";

  TellOn("2025-02-04", casejournal::testing::EventFromText(
                           "2025-02-02", R"(contact_made { kind: CONTACT_KIND_HOME_VISIT with_ids: "$ana"
                                                           result: CONTACT_RESULT_TRIED })"));
  EXPECT_THAT(NamesOn(), Not(Contains("report.not-answered/4"))) << "somebody tried to";
}

}  // namespace
}  // namespace casejournal::projections
