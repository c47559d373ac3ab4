#include "services/admission/catalog/violation.h"
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CaseEvent DrawnUp(absl::string_view day, absl::string_view digest) {
  return EventFromText(day, absl::StrCat("plan_version_drawn_up { plan_id: \"$plan\" label: \"1.0\" "
                                         "kind: PLAN_KIND_CASE children_ids: \"$ana\" as_of_revision: 6 "
                                         "digest: \"@",
                                         digest, "\" }"));
}

CaseEvent TookEffect(absl::string_view day, absl::string_view basis, absl::string_view child = "ana",
                     absl::string_view digest = "d1") {
  return EventFromText(day, absl::StrCat("plan_took_effect { digest: \"@", digest, "\" children_ids: \"$", child,
                                         "\" basis: EFFECT_BASIS_", basis, " }"));
}

constexpr char kInHome[] = "SIGNATURES_IN_AN_IN_HOME_CASE";
constexpr char kSilence[] = "NO_ACTION_BY_THE_COURT_IN_TIME";
constexpr char kEmergency[] = "EMERGENCY";

// Version d1, for Ana alone, drawn up on 1 March by revision 7.
Story WithVersion() { return Story::OfAFamily().Given(DrawnUp("2025-03-01", "d1")); }

std::string Signed(absl::string_view who, absl::string_view agreement) {
  return absl::StrCat("plan_signed { digest: \"@d1\" participant_id: \"$", who, "\" agreement: AGREEMENT_", agreement,
                      " }");
}

// OAC 5101:2-38-01: an in-home plan is complete only when the parent signs.
TEST(EffectRulesTest, InHomePlanNeedsAParentsSignature) {
  Story story = WithVersion();
  EXPECT_THAT(story.Ask(TookEffect("2025-03-10", kInHome)),
              ElementsAre(By(Rule::kPlanNoBasis, "planTookEffect.basis", Ids{Hex(Digest("d1"))})));

  story.Given("2025-03-05", Signed("mother", "AGREES"));

  EXPECT_THAT(story.Ask(TookEffect("2025-03-10", kInHome)), IsEmpty());
  EXPECT_THAT(story.Ask(TookEffect("2025-03-04", kInHome)), ElementsAre(By(Rule::kPlanNoBasis)));
}

// 25 USC 1903(6): an Indian custodian has custody, so the signature counts like that of another custodian.
TEST(EffectRulesTest, SignatureOfAnIndianCustodianIsABasis) {
  Story story = WithVersion();
  story.Given("2025-03-02", R"(participant_joined { participant_id: "$aunt" capacity: CAPACITY_ADULT name: "Rosa" })");
  story.Given("2025-03-05", Signed("aunt", "AGREES"));
  EXPECT_THAT(story.Ask(TookEffect("2025-03-10", kInHome)), ElementsAre(By(Rule::kPlanNoBasis)));

  story.Given("2025-03-03", R"(relation_established { from_id: "$aunt" to_id: "$ana"
    relation: RELATION_INDIAN_CUSTODIAN kind: RELATION_KIND_LEGAL basis: "custom of the tribe" })");

  EXPECT_THAT(story.Ask(TookEffect("2025-03-10", kInHome)), IsEmpty());
}

TEST(EffectRulesTest, DisagreementAndTheChildsOwnSignatureAreNoBasis) {
  Story story = WithVersion();
  story.Given("2025-03-05", Signed("mother", "DISAGREES"));
  story.Given("2025-03-05", Signed("ben", "AGREES"));

  EXPECT_THAT(story.Ask(TookEffect("2025-03-10", kInHome)), ElementsAre(By(Rule::kPlanNoBasis)));
}

TEST(EffectRulesTest, ChildInCareIsNoInHomeCase) {
  Story story = WithVersion();
  story.Given("2025-03-05", Signed("mother", "AGREES"));
  story.Given("2025-03-06", R"(child_removed {
    removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL from_household_id: "$home"
    circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "private" })");

  EXPECT_THAT(story.Ask(TookEffect("2025-03-10", kInHome)),
              ElementsAre(By(Rule::kPlanNoBasis, "planTookEffect.basis", Ids{Id("R"), Id("ana")})));
  EXPECT_THAT(story.Ask(TookEffect("2025-03-05", kInHome)), IsEmpty());
}

// ORC 2151.412(F), to be confirmed by counsel: the court has fourteen days from the filing; from day fifteen the agency
// may act. The day of filing is not counted.
TEST(EffectRulesTest, CourtIsSilentOnlyAfterItsDays) {
  Story story = WithVersion();
  EXPECT_THAT(story.Ask(TookEffect("2025-03-20", kSilence)), ElementsAre(By(Rule::kPlanNoBasis)));

  story.Given("2025-03-05", R"(filed_with_court { what: FILING_KIND_PLAN_VERSION digest: "@d1"
                                                  court_numbers: "JV1" })");

  EXPECT_THAT(story.Ask(TookEffect("2025-03-19", kSilence)), ElementsAre(By(Rule::kPlanNoBasis)));
  EXPECT_THAT(story.Ask(TookEffect("2025-03-20", kSilence)), IsEmpty());
  story.context.court_silent_after_days = 15;
  EXPECT_THAT(story.Ask(TookEffect("2025-03-20", kSilence)), ElementsAre(By(Rule::kPlanNoBasis)));
}

TEST(EffectRulesTest, CourtThatDecidedIsNotSilent) {
  Story story = WithVersion();
  story.Given("2025-03-05", R"(filed_with_court { what: FILING_KIND_PLAN_VERSION digest: "@d1"
                                                  court_numbers: "JV1" })");
  story.Given("2025-03-12", R"(court_decided { court_number: "JV1" digest: "@d1"
                                               decision: COURT_DECISION_NOT_APPROVED })");

  EXPECT_THAT(story.Ask(TookEffect("2025-04-01", kSilence)), ElementsAre(By(Rule::kPlanNoBasis)));
}

// An emergency is stated: by a threat, a removal, or a change of placement, or by the entry that caused it.
TEST(EffectRulesTest, EmergencyIsInTheRecord) {
  Story story = WithVersion();
  EXPECT_THAT(story.Ask(TookEffect("2025-03-10", kEmergency)), ElementsAre(By(Rule::kPlanNoBasis)));

  CaseEvent with_cause = TookEffect("2025-03-10", kEmergency);
  with_cause.add_caused_by()->set_case_id(Id("case"));
  with_cause.mutable_caused_by(0)->set_revision(6);
  EXPECT_THAT(story.Ask(with_cause), IsEmpty());

  story.Given("2025-03-03", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana"
                                                          threat: "private" })");
  EXPECT_THAT(story.Ask(TookEffect("2025-03-10", kEmergency)), IsEmpty());
  EXPECT_THAT(story.Ask(TookEffect("2025-03-11", kEmergency)), ElementsAre(By(Rule::kPlanNoBasis)));
}

TEST(EffectRulesTest, AProposalMarkedAsAnEmergencyStatesOne) {
  Story story = WithVersion().Given(DrawnUp("2025-06-01", "d2"));
  EXPECT_THAT(story.Ask(TookEffect("2025-06-03", kEmergency, "ana", "d2")), ElementsAre(By(Rule::kPlanNoBasis)));

  story.Given("2025-06-02", R"(plan_change_proposed { proposal_id: "$X" by_id: "$mother" from_digest: "@d1"
                                                      to_digest: "@d2" change: "private" emergency: true })");

  EXPECT_THAT(story.Ask(TookEffect("2025-06-03", kEmergency, "ana", "d2")), IsEmpty());
}

// The hard case "emergency change": moved, a version drawn up, and acted on at once.
TEST(EffectRulesTest, EmergencyMoveIsActedOnInOneRequest) {
  Story story = WithVersion();
  story.Given("2025-03-02", R"(placement_began {
    placement_id: "$P1" child_id: "$ana" with_whom: "private" reason: "private"
    type: PLACEMENT_TYPE_FOSTER_HOME })");

  EXPECT_THAT(story.AskAll({EventFromText("2025-06-01", R"(placement_ended { placement_id: "$P1"
                                                            reason: "private" })"),
                            EventFromText("2025-06-01", R"(placement_began {
                      placement_id: "$P2" child_id: "$ana" with_whom: "private" reason: "private"
                      type: PLACEMENT_TYPE_RELATIVE_HOME })"),
                            DrawnUp("2025-06-01", "d2"), TookEffect("2025-06-01", kEmergency, "ana", "d2")}),
              IsEmpty());
}

TEST(EffectRulesTest, VersionBindsOnlyTheChildrenThatItCovers) {
  Story story = WithVersion();
  story.Given("2025-03-05", Signed("mother", "AGREES"));
  story.Given("2025-03-05", R"(relation_established {
    from_id: "$mother" to_id: "$ben" relation: RELATION_MOTHER kind: RELATION_KIND_LEGAL
    basis: "private" })");

  EXPECT_THAT(
      story.Ask(TookEffect("2025-03-10", kInHome, "ben")),
      ElementsAre(By(Rule::kPlanWrongVersion, "planTookEffect.childrenIds[0]", Ids{Hex(Digest("d1")), Id("ben")})));
}

TEST(EffectRulesTest, SupersededVersionTakesNoEffect) {
  Story story = WithVersion();
  story.Given("2025-03-05", Signed("mother", "AGREES"));
  story.Given(DrawnUp("2025-04-01", "d2"));
  story.Given("2025-04-10", R"(plan_journalized { digest: "@d2" court_number: "JV1"
                                                  entry_number: "12" })");

  EXPECT_THAT(story.Ask(TookEffect("2025-04-11", kInHome)),
              ElementsAre(By(Rule::kPlanWrongVersion, "planTookEffect.childrenIds[0]")));
  EXPECT_THAT(story.Ask(TookEffect("2025-04-09", kInHome)), IsEmpty());
}

TEST(EffectRulesTest, VersionIsDrawnUpBeforeItTakesEffect) {
  EXPECT_THAT(WithVersion().Ask(TookEffect("2025-02-28", kInHome)), ElementsAre(By(Rule::kPlanNoBasis)));
}

}  // namespace
}  // namespace casejournal::services
