// A grant of access says by which right somebody sees the record, and it ends.
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// The story is told on 2025-06-15.
std::string Granted(absl::string_view role, absl::string_view rest, absl::string_view subject = "ext-1") {
  return absl::StrCat(R"(access_granted { grant_id: "$grant" holder { issuer: "wren" subject: ")", subject,
                      R"(" name: "private" } role: ROLE_)", role, " ", rest, " }");
}

std::vector<v1::Violation> Ask(absl::string_view role, absl::string_view rest) {
  return Story::OfAFamily().Ask("2025-06-15", Granted(role, rest));
}

TEST(AccessRulesTest, ACaseGivesTheRolesThatItCanGive) {
  EXPECT_THAT(Ask("CASEWORKER", ""), IsEmpty());
  EXPECT_THAT(Ask("COURT", ""), IsEmpty());
  EXPECT_THAT(Ask("AUDITOR", ""), IsEmpty());
  EXPECT_THAT(Ask("REVIEWER", R"(until: "2025-07-01")"), IsEmpty());
  EXPECT_THAT(Ask("COUNSEL", R"(for_id: "$mother")"), IsEmpty());
  EXPECT_THAT(Ask("GUARDIAN_AD_LITEM", R"(for_id: "$ana")"), IsEmpty());
  for (const char* role : {"ADMINISTRATOR", "OPERATOR", "SUPERVISOR", "PIPELINE"}) {
    EXPECT_THAT(Ask(role, ""), ElementsAre(By(Rule::kAccessWrongTerms, "accessGranted.role"))) << role;
  }
}

TEST(AccessRulesTest, MoreLabelsThanTheRoleOpensNeedAnAuthority) {
  EXPECT_THAT(Ask("REVIEWER", "opens: LABEL_PART2"),
              ElementsAre(By(Rule::kAccessWrongTerms, "accessGranted.authority")));
  EXPECT_THAT(Ask("REVIEWER", R"(opens: LABEL_PART2 authority: "private")"), IsEmpty());
}

TEST(AccessRulesTest, AnEmergencyHasAReasonAndLastsUntilTheNextDay) {
  EXPECT_THAT(Ask("EMERGENCY", R"(until: "2025-06-16" reason: "private")"), IsEmpty());
  EXPECT_THAT(Ask("EMERGENCY", R"(until: "2025-06-16")"),
              ElementsAre(By(Rule::kAccessWrongTerms, "accessGranted.reason")));
  EXPECT_THAT(Ask("EMERGENCY", R"(until: "2025-06-17" reason: "private")"),
              ElementsAre(By(Rule::kAccessWrongTerms, "accessGranted.until")));
  EXPECT_THAT(Ask("EMERGENCY", R"(reason: "private")"),
              ElementsAre(By(Rule::kAccessWrongTerms, "accessGranted.until")));
}

// Who suffers: everyone whose sealed entries somebody opens by naming an authority that nobody checked.
TEST(AccessRulesTest, AnEmergencyOpensNoMoreLabels) {
  EXPECT_THAT(Ask("EMERGENCY", R"(until: "2025-06-16" reason: "private" opens: LABEL_SEALED authority: "private")"),
              ElementsAre(By(Rule::kAccessWrongTerms, "accessGranted.opens")));
}

TEST(AccessRulesTest, AGrantIsNotOverBeforeItIsRecorded) {
  EXPECT_THAT(Ask("REVIEWER", R"(until: "2025-06-14")"),
              ElementsAre(By(Rule::kAccessWrongTerms, "accessGranted.until")));
  EXPECT_THAT(Ask("REVIEWER", R"(until: "2025-06-15")"), IsEmpty());
}

TEST(AccessRulesTest, CounselAndAGuardianAdLitemAreSomebodys) {
  EXPECT_THAT(Ask("COUNSEL", ""), ElementsAre(By(Rule::kAccessWrongTerms, "accessGranted.forId")));
  EXPECT_THAT(Ask("GUARDIAN_AD_LITEM", ""), ElementsAre(By(Rule::kAccessWrongTerms, "accessGranted.forId")));
  EXPECT_THAT(Ask("GUARDIAN_AD_LITEM", R"(for_id: "$mother")"),
              ElementsAre(By(Rule::kRefWrongKind, "accessGranted.forId")));
  EXPECT_THAT(Ask("COUNSEL", R"(for_id: "$nobody")"), ElementsAre(By(Rule::kRefUnknown, "accessGranted.forId")));
}

TEST(AccessRulesTest, AGrantEndsOnce) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-02", Granted("COURT", ""));
  const std::string ended = R"(access_ended { grant_id: "$grant" reason: "private" })";
  EXPECT_THAT(story.Ask("2025-03-01", ended), ElementsAre(By(Rule::kIntervalReversed, "accessEnded.grantId")));

  story.Given("2025-03-09", ended);
  EXPECT_THAT(story.Ask("2025-03-10", ended), ElementsAre(By(Rule::kIntervalNotOpen, "accessEnded.grantId")));
  EXPECT_THAT(story.Ask("2025-03-10", R"(access_ended { grant_id: "$other" })"),
              ElementsAre(By(Rule::kRefUnknown, "accessEnded.grantId")));
}

TEST(AccessRulesTest, ACorrectionGivesAccessToNobodyElse) {
  Story story = Story::OfAFamily();
  story.Given("2025-06-15", Granted("COUNSEL", R"(for_id: "$mother")"));
  EXPECT_THAT(story.Ask(Replacing(7, "2025-06-15", Granted("COUNSEL", R"(for_id: "$ana")"))), IsEmpty());
  EXPECT_THAT(
      story.Ask(Replacing(7, "2025-06-15", Granted("EMERGENCY", R"(until: "2025-06-15" reason: "private")", "ext-2"))),
      UnorderedElementsAre(By(Rule::kAccessWrongTerms, "accessGranted.holder"),
                           By(Rule::kAccessWrongTerms, "accessGranted.role")));
}

TEST(AccessRulesTest, ACorrectionMakesAnEmergencyNoLonger) {
  Story story = Story::OfAFamily();
  story.Given("2025-06-15", Granted("EMERGENCY", R"(until: "2025-06-15" reason: "private")"));
  story.context.today = "2025-06-20";
  EXPECT_THAT(story.Ask(Replacing(7, "2025-06-15", Granted("EMERGENCY", R"(until: "2025-06-16" reason: "private")"))),
              IsEmpty());
  EXPECT_THAT(story.Ask(Replacing(7, "2025-06-15", Granted("EMERGENCY", R"(until: "2025-06-20" reason: "private")"))),
              ElementsAre(By(Rule::kAccessWrongTerms, "accessGranted.until")));
}

CaseEvent Labeled(CaseEvent event) {
  event.add_labels(event::v1::LABEL_SEALED);
  return event;
}

constexpr char kAssigned[] = R"(case_assigned { part: ASSIGNMENT_PART_CASEWORKER
                                                staff { issuer: "wren" subject: "cw-1" name: "private" } })";

// Who suffers: a family that is not told who saw its record, and whoever reads `who-may` as the whole answer.
TEST(AccessRulesTest, WhoMaySeeTheCaseBearsNoLabels) {
  Story story = Story::OfAFamily();
  const std::string emergency = Granted("EMERGENCY", R"(until: "2025-06-16" reason: "private")");
  for (const std::string& text : {emergency, Granted("COURT", ""), std::string(kAssigned)}) {
    EXPECT_THAT(story.Ask("2025-06-15", text), IsEmpty());
    EXPECT_THAT(story.Ask(Labeled(EventFromText("2025-06-15", text))),
                ElementsAre(By(Rule::kAccessWrongTerms, "labels")));
  }
  story.Given("2025-06-15", Granted("COURT", ""));
  EXPECT_THAT(story.Ask(Labeled(EventFromText("2025-06-15", R"(access_ended { grant_id: "$grant" })"))),
              ElementsAre(By(Rule::kAccessWrongTerms, "labels")));
  EXPECT_THAT(story.Ask(Labeled(Replacing(7, "2025-06-15", Granted("COURT", R"(reason: "private")")))),
              ElementsAre(By(Rule::kAccessWrongTerms, "labels")));
}

std::string Restricting(eventstore::Revision revision) {
  return absl::StrCat("entry_restricted { revision: ", revision, R"( labels: LABEL_SEALED reason: "private" })");
}

TEST(AccessRulesTest, WhoMaySeeTheCaseIsNotRestrictedLater) {
  Story story = Story::OfAFamily();
  story.Given("2025-06-15", Granted("COURT", "")).Given("2025-06-15", kAssigned).Given("2025-06-15", kNote);
  story.Given(Replacing(7, "2025-06-15", Granted("COURT", R"(reason: "private")"))).Given(Retracting(10));
  for (const eventstore::Revision revision : {7, 8, 10, 11}) {
    EXPECT_THAT(story.Ask("2025-06-15", Restricting(revision)),
                ElementsAre(By(Rule::kAccessWrongTerms, "entryRestricted.labels")))
        << revision;
  }
  EXPECT_THAT(story.Ask("2025-06-15", Restricting(9)), IsEmpty());
  // A restriction of a note that is corrected to be one of a grant.
  story.Given("2025-06-15", Restricting(9));
  EXPECT_THAT(story.Ask(Replacing(12, "2025-06-15", Restricting(7))),
              ElementsAre(By(Rule::kAccessWrongTerms, "entryRestricted.labels")));
}

TEST(AccessRulesTest, AWithdrawalOfAGrantBearsNoLabels) {
  Story story = Story::OfAFamily();
  story.Given("2025-06-15", Granted("COURT", "")).Given("2025-06-15", kNote);
  EXPECT_THAT(story.Ask(Labeled(Retracting(7))), ElementsAre(By(Rule::kAccessWrongTerms, "labels")));
  EXPECT_THAT(story.Ask(Labeled(Retracting(8))), IsEmpty());
  EXPECT_THAT(story.Ask(Retracting(7)), IsEmpty());
}

// The finding that asks for an answer would be gone with the entry.
TEST(AccessRulesTest, AccessInAnEmergencyIsNotWithdrawn) {
  Story story = Story::OfAFamily();
  story.Given("2025-06-15", Granted("EMERGENCY", R"(until: "2025-06-16" reason: "private")"));
  story.Given(Replacing(7, "2025-06-15", Granted("EMERGENCY", R"(until: "2025-06-15" reason: "private")")));
  EXPECT_THAT(story.Ask(Retracting(7)), ElementsAre(By(Rule::kAccessWrongTerms, "entryRetracted.revision")));
  EXPECT_THAT(story.Ask(Retracting(8)), IsEmpty()) << "the correction alone";
  EXPECT_THAT(story.Ask("2025-06-15", R"(access_ended { grant_id: "$grant" })"), IsEmpty());
}

// The record stays where it is, and so does the question who may see it.
TEST(AccessRulesTest, AccessIsGivenAndEndedAfterTheCaseWasClosedOrHandedOver) {
  for (const char* end : {"case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }",
                          R"(cases_joined { other_case_id: "$other" part: JOIN_PART_ENDS reason: "private" })"}) {
    Story story = Story::OfAFamily();
    story.Given("2025-03-01", end).Given("2025-06-15", Granted("COURT", ""));
    story.Given("2025-06-15", R"(access_ended { grant_id: "$grant" })");
  }
}

}  // namespace
}  // namespace casejournal::services
