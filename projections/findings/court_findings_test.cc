// What the court finds, and inquiry and notice under the Indian Child Welfare Act. Each finding exists while its
// condition holds, and then disappears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::kAnaRemoved;
using casejournal::testing::Named;
using ::testing::Contains;
using ::testing::Not;

class CourtFindingsTest : public FindingsCase {};

// 45 CFR 1356.21(c): in the first order; (b)(1): within sixty days. 25 CFR 23.107: everyone is asked.
TEST_F(CourtFindingsTest, ARemovalHasItsFindingsAndAnInquiry) {
  Tell("2025-02-01", kAnaRemoved);
  Tell("2025-02-02",
       R"(order_made { order_id: "$S" child_id: "$ana" kind: ORDER_KIND_SHELTER_CARE entry_number: "1" })");
  Tell("2025-02-09", R"(court_finding_made { child_id: "$ana" kind: COURT_FINDING_KIND_CONTRARY_TO_WELFARE })");
  const std::string contrary = Named("court.finding-missing", "R") + "/contrary-to-welfare";
  const std::string efforts = Named("court.finding-missing", "R") + "/efforts-to-prevent";
  EXPECT_THAT(NamesOn(), Contains(contrary)) << "a later order does not cure the first";
  EXPECT_THAT(NamesOn("2025-04-02"), Not(Contains(efforts))) << "sixty days";
  EXPECT_THAT(NamesOn("2025-04-03"), Contains(efforts));
  EXPECT_THAT(NamesOn(), Contains(Named("icwa.no-inquiry", "ana") + "/inquiry"));

  TellOn("2025-02-10", EventFromText("2025-02-02", R"(court_finding_made { child_id: "$ana" order_id: "$S"
      kind: COURT_FINDING_KIND_CONTRARY_TO_WELFARE })"));
  Tell("2025-03-01",
       R"(tribal_inquiry_made { child_id: "$ana" asked: "Maria" answer: TRIBAL_INQUIRY_ANSWER_REASON_TO_KNOW
                                              tribes { name: "a tribe" } })");
  EXPECT_THAT(NamesOn(), Not(Contains(contrary)));
  EXPECT_THAT(NamesOn(), Contains(Named("icwa.no-inquiry", "ana") + "/notice"));

  Tell("2025-03-03",
       R"(notice_sent { notice_id: "$N" of: NOTICE_OF_NOTICE_TO_A_TRIBE to_ids: "$mother" means: "registered"
                                      child_id: "$ana" })");
  EXPECT_THAT(NamesOn("2025-03-13"), Not(Contains(Named("icwa.no-inquiry", "ana") + "/receipt")));
  EXPECT_THAT(NamesOn("2025-03-14"), Contains(Named("icwa.no-inquiry", "ana") + "/receipt"));
}

// 45 CFR 1356.21(b)(1): within sixty days of the removal.
TEST_F(CourtFindingsTest, EffortsToPreventARemovalAreFoundInSixtyDays) {
  const std::string name = Named("court.finding-missing", "R") + "/efforts-to-prevent";
  Tell("2025-02-01", kAnaRemoved);
  Tell("2025-04-03", R"(court_finding_made { child_id: "$ana"
      kind: COURT_FINDING_KIND_REASONABLE_EFFORTS_TO_PREVENT_REMOVAL })");
  EXPECT_EQ(The(name).says(),
            "Within 60 days of the removal of Ana on 2025-02-01, the court made no finding on reasonable efforts to "
            "prevent it.")
      << "a day too late";

  TellOn("2025-04-04", Correcting(last(), EventFromText("2025-04-02", R"(court_finding_made { child_id: "$ana"
      kind: COURT_FINDING_KIND_REASONABLE_EFFORTS_TO_PREVENT_REMOVAL })")));
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

// ORC 2151.412: a disposition adopts a case plan.
TEST_F(CourtFindingsTest, ADispositionAdoptsACasePlan) {
  const std::string name = Named("court.finding-missing", "H") + "/case-plan";
  Tell("2025-03-01", R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0"
                                                children_ids: "$ana" digest: "@d1" })");
  Tell("2025-04-01", R"(hearing_held { hearing_id: "$H" child_id: "$ana" court_number: "JV1"
                                       kind: HEARING_KIND_DISPOSITIONAL })");
  EXPECT_EQ(The(name).says(), "No case plan was adopted at the dispositional hearing on 2025-04-01 for Ana.");

  Tell("2025-04-02", R"(plan_journalized { digest: "@d1" court_number: "JV1" entry_number: "7" })");
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

// 25 CFR 23.11: notice, and its receipt or the tribe's answer.
TEST_F(CourtFindingsTest, ATribesAnswerEndsTheNeedOfANotice) {
  const std::string name = Named("icwa.no-inquiry", "ana") + "/notice";
  Join("tribe", "the tribe", "CAPACITY_TRIBE");
  Tell("2025-02-01", kAnaRemoved);
  EXPECT_EQ(The(Named("icwa.no-inquiry", "ana") + "/inquiry").says(),
            "No one was asked whether Ana may be an Indian child.");
  Tell("2025-02-02", R"(tribal_inquiry_made { child_id: "$ana" asked: "Maria"
                                              answer: TRIBAL_INQUIRY_ANSWER_REASON_TO_KNOW })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("icwa.no-inquiry", "ana") + "/inquiry")));
  EXPECT_THAT(NamesOn(), Contains(name));

  Tell("2025-02-20", R"(tribe_responded { child_id: "$ana" tribe_id: "$tribe"
                                          answer: TRIBE_ANSWER_NOT_A_MEMBER_NOR_ELIGIBLE })");
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

}  // namespace
}  // namespace casejournal::projections
