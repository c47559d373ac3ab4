// OAC 5101:2-33-21: a reporter's identity is released to few; 45 CFR 164 and 20 USC 1232g: so are health and school
// records.
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CaseEvent Labelled(CaseEvent event, event::v1::Label label) {
  event.add_labels(label);
  return event;
}

// The concern is revision 7.
Story Reported() {
  return Story::OfAFamily().Given("2025-01-02", R"(concern_reported { summary: "private" urgency: URGENCY_EMERGENCY
      allegations { child_id: "$ana" kind: ALLEGATION_KIND_NEGLECT } })");
}

TEST(LabelRulesTest, AReporterIsAlwaysLabelled) {
  const CaseEvent reporter =
      EventFromText("2025-01-02", R"(reporter_identified { concern_revision: 7 reporter: "private" mandated: true })");

  EXPECT_THAT(Reported().Ask(reporter), ElementsAre(By(Rule::kLabelMissing, "labels")));
  EXPECT_THAT(Reported().Ask(Labelled(reporter, event::v1::LABEL_HEALTH)),
              ElementsAre(By(Rule::kLabelMissing, "labels")));
  EXPECT_THAT(Reported().Ask(Labelled(reporter, event::v1::LABEL_REPORTER_IDENTITY)), IsEmpty());
}

TEST(LabelRulesTest, AReporterIsThatOfAConcern) {
  const CaseEvent of_another = Labelled(
      EventFromText("2025-01-02", R"(reporter_identified { concern_revision: 3 reporter: "private" mandated: true })"),
      event::v1::LABEL_REPORTER_IDENTITY);

  EXPECT_THAT(Reported().Ask(of_another),
              ElementsAre(By(Rule::kRefWrongKind, "reporterIdentified.concernRevision", Ids{"3"})));
}

TEST(LabelRulesTest, OnlyAProtectedAddressNeedsTheLabel) {
  const auto address = [](absl::string_view confidential) {
    return EventFromText("2025-01-02", absl::StrCat(R"(contact_details_learned { participant_id: "$mother"
        kind: CONTACT_DETAIL_KIND_HOME_ADDRESS value: "private" confidential: )",
                                                    confidential, " }"));
  };

  EXPECT_THAT(Reported().Ask(address("false")), IsEmpty());
  EXPECT_THAT(Reported().Ask(address("true")), ElementsAre(By(Rule::kLabelMissing, "labels")));
  EXPECT_THAT(Reported().Ask(Labelled(address("true"), event::v1::LABEL_PROTECTED_ADDRESS)), IsEmpty());
}

TEST(LabelRulesTest, HealthAndSchoolHaveTheirOwnLabels) {
  const CaseEvent medicine = EventFromText("2025-01-02", R"(health_or_school_fact_learned {
      child_id: "$ana" kind: HEALTH_OR_SCHOOL_KIND_MEDICATION fact: "private" })");
  const CaseEvent grade = EventFromText("2025-01-02", R"(health_or_school_fact_learned {
      child_id: "$ana" kind: HEALTH_OR_SCHOOL_KIND_GRADE_LEVEL fact: "private" })");

  EXPECT_THAT(Reported().Ask(medicine), ElementsAre(By(Rule::kLabelMissing)));
  EXPECT_THAT(Reported().Ask(Labelled(medicine, event::v1::LABEL_PART2)), IsEmpty());
  EXPECT_THAT(Reported().Ask(Labelled(grade, event::v1::LABEL_HEALTH)), ElementsAre(By(Rule::kLabelMissing)));
  EXPECT_THAT(Reported().Ask(Labelled(grade, event::v1::LABEL_EDUCATION)), IsEmpty());
}

}  // namespace
}  // namespace casejournal::services
