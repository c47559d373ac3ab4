// Each section of the page of a plan, by itself.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/text_format.h"
#include "services/pages/plan/plan_page.h"
#include "services/pages/utf8.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// A plan with Ana, a child, and Maria, her mother.
v1::CasePlan SectionPlan(const std::string& text) {
  v1::CasePlan plan;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat(R"pb(
                     participants { participant_id: "ana" name: "Ana Lopez" capacity: CAPACITY_CHILD }
                     participants { participant_id: "maria" name: "Maria Lopez" capacity: CAPACITY_ADULT })pb",
                   text),
      &plan))
      << text;
  return plan;
}

std::string SectionPage(const std::string& section, const std::string& text, bool ids = false) {
  return PlanPage(SectionPlan(text), {.width = 200, .ids = ids, .only = {section}});
}

TEST(PlanSectionsTest, AreTheSectionsOfTheWholePageInTheirOrder) {
  EXPECT_THAT(SectionNames(), ElementsAre("header", "binds", "people", "engagement", "goals", "safety", "needs", "care",
                                          "health", "children", "conditions", "reviews", "versions", "court", "paper"));
  const uint64_t seed = testing::TestSeed();
  for (uint64_t i = 0; i < 20; ++i) {
    testing::RandomCase random(seed + i);
    const v1::CasePlan plan = testing::BuildCase(random.Events(40)).record().plan();
    const size_t width = 40 + random.Below(100);
    std::string parts;
    for (const std::string& name : SectionNames()) parts += PlanPage(plan, {.width = width, .only = {name}});
    EXPECT_EQ(PlanPage(plan, {.width = width}), parts);
  }
}

TEST(PlanSectionsTest, SeveralCanBeChosenInAnyOrder) {
  const v1::CasePlan plan = SectionPlan(R"pb(goals { goal_id: "g" statement: "Ana is safe" })pb");
  const std::string both = PlanPage(plan, {.only = {"goals", "people"}});
  EXPECT_EQ(both, PlanPage(plan, {.only = {"people"}}) + PlanPage(plan, {.only = {"goals"}}));
  EXPECT_EQ(PlanPage(plan, {.only = {"nothing"}}), "");
}

TEST(PlanSectionsTest, WithoutContentAreLeftOut) {
  for (const std::string& name : SectionNames()) {
    if (name != "header") {
      EXPECT_EQ(PlanPage(v1::CasePlan(), {.only = {name}}), "") << name;
    }
  }
  EXPECT_EQ(PlanPage(v1::CasePlan(), {}), "Case of a family\n  Status          not open\n");
}

// A page is read line by line: every title stands alone after an empty line, and no line ends with a space.
TEST(PlanSectionsTest, TitlesStandAlone) {
  const uint64_t seed = testing::TestSeed();
  for (uint64_t i = 0; i < 20; ++i) {
    testing::RandomCase random(seed + i);
    const std::string page = PlanPage(testing::BuildCase(random.Events(60)).record().plan(), {.width = 90});
    const std::vector<std::string> lines = absl::StrSplit(page, '\n');
    for (size_t at = 1; at < lines.size(); ++at) {
      EXPECT_THAT(lines[at], Not(::testing::EndsWith(" ")));
      const bool title = !lines[at].empty() && lines[at][0] != ' ';
      if (title) {
        EXPECT_EQ(lines[at - 1], "") << lines[at];
      }
    }
  }
}

TEST(PlanSectionsTest, IdsAreShownOnlyOnRequest) {
  const std::string text = R"pb(
    case_id: "the-case"
    goals { goal_id: "the-goal" statement: "Ana is safe" })pb";
  for (const char* section : {"header", "people", "goals"}) {
    EXPECT_THAT(SectionPage(section, text), Not(HasSubstr("[")));
    EXPECT_THAT(SectionPage(section, text, true), HasSubstr("["));
  }
  EXPECT_THAT(SectionPage("header", text, true), HasSubstr("the-case"));
  EXPECT_THAT(SectionPage("header", text), Not(HasSubstr("the-case")));
  EXPECT_THAT(SectionPage("goals", text, true), HasSubstr("Ana is safe [the-goal]"));
}

TEST(PlanSectionsTest, StatusSaysHowTheCaseStands) {
  EXPECT_THAT(SectionPage("header", R"pb(status: CASE_STATUS_OPEN opened_on: "2025-01-15" episode: 1)pb"),
              HasSubstr("open since 2025-01-15\n"));
  EXPECT_THAT(SectionPage("header", R"pb(
                status: CASE_STATUS_OPEN
                opened_on: "2025-01-15"
                episode: 2
                reopened_on: "2025-09-01"
                reopened_reason: "a new report"
                earlier_episodes {
                  number: 1
                  opened_on: "2025-01-15"
                  closed_on: "2025-06-30"
                  closed {
                    reason: CASE_CLOSE_REASON_RISK_REDUCED
                    outcomes { child_id: "ana" outcome: PERMANENCY_OUTCOME_REMAIN_WITH_OWN_FAMILY }
                  }
                })pb"),
              ::testing::AllOf(HasSubstr("open since 2025-01-15; episode 2; reopened 2025-09-01; a new report\n"),
                               HasSubstr("episode 1: 2025-01-15 to 2025-06-30, risk reduced; Ana Lopez: remain")));
  EXPECT_THAT(SectionPage("header", R"pb(
                status: CASE_STATUS_CLOSED
                opened_on: "2025-01-15"
                closed_on: "2025-06-30"
                closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED summary: "to another state" })pb"),
              ::testing::AllOf(HasSubstr("  Closed          2025-06-30: family moved\n"),
                               HasSubstr("  In words        to another state\n"),
                               HasSubstr("  Was open        2025-01-15 to 2025-06-30\n")));
  EXPECT_THAT(SectionPage("header", R"pb(
                status: CASE_STATUS_HANDED_OVER
                opened_on: "2025-01-15"
                handed_over { on: "2025-06-30" to_agency: "Finch County" reason: "the family moved" })pb"),
              HasSubstr("transferred to Finch County 2025-06-30; the family moved; had been open since 2025-01-15\n"));
  EXPECT_THAT(SectionPage("header", R"pb(
                status: CASE_STATUS_HANDED_OVER
                handed_over { on: "2025-06-30" joined_to_case_id: "other" })pb"),
              HasSubstr("joined to another case 2025-06-30\n"));
  EXPECT_THAT(SectionPage("header", R"pb(
                            status: CASE_STATUS_HANDED_OVER
                            handed_over { on: "2025-06-30" joined_to_case_id: "other" })pb",
                          true),
              HasSubstr("joined to another case [other] 2025-06-30\n"));
  EXPECT_THAT(SectionPage("header", R"pb(joined { other_case_id: "other" on: "2025-06-30" })pb", true),
              HasSubstr("another case [other] was joined to this one, 2025-06-30\n"));
}

TEST(PlanSectionsTest, HeaderTellsThoseResponsibleNowFromThoseBefore) {
  const std::string page = SectionPage("header", R"pb(
    assignments {
      staff { name: "Dana Reed" }
      part: ASSIGNMENT_PART_CASEWORKER
      since: "2025-01-15"
      until: "2025-03-01"
    }
    assignments {
      staff { subject: "s-17" }
      part: ASSIGNMENT_PART_CASEWORKER
      unit: "North"
      since: "2025-03-01"
    })pb");
  EXPECT_THAT(page, HasSubstr("  Responsible     s-17 (caseworker, unit North, since 2025-03-01)\n"));
  EXPECT_THAT(page, HasSubstr("  Before          Dana Reed (caseworker, since 2025-01-15, until 2025-03-01)\n"));
}

TEST(PlanSectionsTest, HeaderTellsWhoWasGivenAccess) {
  const std::string page = SectionPage("header", R"pb(
    access {
      holder { subject: "gal-1" name: "Ines Varga" }
      role: ROLE_GUARDIAN_AD_LITEM
      since: "2025-03-01"
      until: "2025-12-31"
      for_id: "ana"
      opens: LABEL_PROTECTED_ADDRESS
      opens: LABEL_PART2
      authority: "order of 1 March"
      ended_on: "2025-06-01"
      end_reason: "another was appointed"
    })pb");
  EXPECT_THAT(page, HasSubstr("  Given access    Ines Varga (guardian ad litem, for Ana Lopez, since 2025-03-01, "));
  EXPECT_THAT(page, HasSubstr("including protected address and"));
  EXPECT_THAT(page, HasSubstr("ended 2025-06-01: another was appointed)"));
}

TEST(PlanSectionsTest, NumberOfAChildNamesTheChild) {
  const std::string page = SectionPage("header", R"pb(
    numbers { system: "Juvenile Court" number: "25JU-7" child_id: "ana" since: "2025-01-15" }
    numbers { system: "SACWIS" number: "118" since: "2025-01-15" })pb");
  EXPECT_THAT(page, HasSubstr("25JU-7 (Juvenile Court, for Ana Lopez, since 2025-01-15)\n"));
  EXPECT_THAT(page, HasSubstr("118 (SACWIS, since 2025-01-15)\n"));
}

// Pages are printed and left on desks.
TEST(PlanSectionsTest, ProtectedAddressIsNotShown) {
  const std::string address = R"pb(
    contact_details {
      participant_id: "maria"
      kind: CONTACT_DETAIL_KIND_HOME_ADDRESS
      value: "12 Elm Street"
      confidential: true
      since: "2025-01-15"
    }
    contact_details { participant_id: "maria" kind: CONTACT_DETAIL_KIND_TELEPHONE value: "555 0117" })pb";
  const std::string page = SectionPage("people", address);
  EXPECT_THAT(page, HasSubstr("Maria Lopez, home address: protected, since 2025-01-15\n"));
  EXPECT_THAT(page, HasSubstr("Maria Lopez, telephone: 555 0117\n"));
  EXPECT_THAT(PlanPage(SectionPlan(address), {.ids = true}), Not(HasSubstr("Elm Street")));
}

TEST(PlanSectionsTest, RelationsOfOneKindAreToldTogether) {
  EXPECT_THAT(SectionPage("people", R"pb(
                participants { participant_id: "ben" name: "Ben Lopez" capacity: CAPACITY_CHILD }
                relations { from_id: "maria" to_id: "ana" relation: RELATION_MOTHER kind: RELATION_KIND_LEGAL }
                relations { from_id: "maria" to_id: "ben" relation: RELATION_MOTHER kind: RELATION_KIND_LEGAL })pb"),
              HasSubstr("mother (legal) of Ana Lopez, Ben Lopez\n"));
}

TEST(PlanSectionsTest, HouseholdNamesItsMembersWithTheirDays) {
  EXPECT_THAT(SectionPage("people", R"pb(
                households {
                  household_id: "h"
                  name: "Maria Lopez"
                  members {
                    participant_id: "ana"
                    moved_in_on: "2025-01-15"
                    moved_out_on: "2025-02-01"
                    why_moved_out: "removed"
                  }
                })pb"),
              HasSubstr("Household of Maria Lopez: Ana Lopez (since 2025-01-15 until 2025-02-01: removed)\n"));
}

TEST(PlanSectionsTest, ContactsSayWhetherTheChildWasSeenAlone) {
  const auto engagement = [](const std::string& more) {
    return SectionPage("engagement", absl::StrCat(R"pb(engagements { participant_id: "ana")pb", more, " }"));
  };
  EXPECT_THAT(engagement(""), HasSubstr("Ana Lopez  none\n"));
  const std::string one =
      R"pb(contacts: 1 first_on: "2025-03-02" last_on: "2025-03-02" last_kind: CONTACT_KIND_CALL)pb";
  EXPECT_THAT(engagement(one), HasSubstr("1 contact, on 2025-03-02\n"));
  EXPECT_THAT(engagement(one), Not(HasSubstr("alone"))) << "nobody said so";
  EXPECT_THAT(engagement(one + " last_seen_alone: true"), HasSubstr("the child was seen alone"));
  EXPECT_THAT(engagement(one + " last_seen_alone: false"), HasSubstr("the child was not seen alone"));
  EXPECT_THAT(engagement(R"pb(contacts: 3 first_on: "2025-01-15" last_on: "2025-03-02")pb"),
              HasSubstr("3 contacts, 2025-01-15 to 2025-03-02\n"));
}

TEST(PlanSectionsTest, SignatureSaysWhetherAndHow) {
  const std::string page = SectionPage("versions", R"pb(
    versions {
      digest: "01234567890123456789012345678901"
      label: "1.0"
      kind: PLAN_KIND_CASE
      children_ids: "ana"
      drawn_up_on: "2025-03-01"
      signatures { participant_id: "maria" on: "2025-03-02" agreement: AGREEMENT_DISAGREES statement: "too soon" }
      signatures {
        participant_id: "ana"
        on: "2025-03-03"
        not_signed: NOT_SIGNED_REASON_NOT_ABLE
        attempts: "asked twice"
      }
    })pb");
  EXPECT_THAT(page, HasSubstr("ersion 1.0 of the case plan for Ana Lopez, drawn up 2025-03-01\n"));
  EXPECT_THAT(page, HasSubstr("    - Maria Lopez signed and disagrees, 2025-03-02, too soon\n"));
  EXPECT_THAT(page, HasSubstr("    - Ana Lopez did not sign: not able, 2025-03-03, asked twice\n"));
}

TEST(PlanSectionsTest, EndOfAPlanIsShownWithItsLastVersion) {
  const std::string page = SectionPage("versions", R"pb(
    versions { digest: "a1234567890123456789012345678901" plan_id: "p" label: "1.0" kind: PLAN_KIND_CASE }
    versions { digest: "b1234567890123456789012345678901" plan_id: "p" label: "2.0" kind: PLAN_KIND_CASE }
    plan_ends { plan_id: "p" child_id: "ana" on: "2025-09-01" reason: "she is at home" })pb");
  const size_t second = page.find("2.0");
  ASSERT_NE(second, std::string::npos);
  EXPECT_EQ(page.find("ended for Ana Lopez"), page.rfind("ended for Ana Lopez"));
  EXPECT_GT(page.find("ended for Ana Lopez, 2025-09-01"), second);
}

TEST(PlanSectionsTest, ProposalShowsWhatFollowedFromIt) {
  const std::string page = SectionPage("versions", R"pb(
    proposals {
      proposal_id: "p"
      proposed_on: "2025-04-01"
      terms { by_id: "maria" change: "visits twice a week" emergency: true filed_on: "2025-04-02" }
      objections { by_id: "ana" on: "2025-04-03" hearing_asked: true grounds: "school" }
      decisions { court_number: "25JU-7" on: "2025-04-10" decision: COURT_DECISION_NOT_APPROVED }
    })pb");
  EXPECT_THAT(page, StartsWith("\nProposed changes\n  2025-04-01: Maria Lopez proposed to change "));
  EXPECT_THAT(page, HasSubstr("(emergency)\n    - visits twice a week\n    - filed 2025-04-02\n"));
  EXPECT_THAT(page, HasSubstr("    - Ana Lopez objected, 2025-04-03, asks for a hearing, school\n"));
  EXPECT_THAT(page, HasSubstr("    - not approved under 25JU-7, 2025-04-10\n"));
}

TEST(PlanSectionsTest, HearingThatWasHeldHasTheNumberUnderWhichItWasHeld) {
  const std::string hearing = R"pb(
    hearings { hearing_id: "h" child_id: "ana" kind: HEARING_KIND_REVIEW
               set { court_number: "25JU-7" held_on: "2025-06-01" held_at: "09:30" }
               set_on: "2025-03-10")pb";
  const std::string only_set = SectionPage("court", hearing + "}");
  EXPECT_THAT(only_set, HasSubstr("set for 2025-06-01 09:30"));
  EXPECT_THAT(only_set, HasSubstr("25JU-7"));
  EXPECT_THAT(only_set, Not(HasSubstr("held 20")));
  const std::string held =
      SectionPage("court", hearing + R"( held_on: "2025-06-02" terms { court_number: "25JU-8" } })");
  EXPECT_THAT(held, HasSubstr("held 2025-06-02"));
  EXPECT_THAT(held, HasSubstr("25JU-8"));
  EXPECT_THAT(held, Not(HasSubstr("25JU-7")));
}

TEST(PlanSectionsTest, ReviewNamesThePanelAndWhoWasAbsent) {
  const std::string page = SectionPage("reviews", R"pb(
    meetings {
      meeting_id: "m"
      kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
      held_on: "2025-07-01"
      review {
        panel {
          staff { name: "Lee Park" }
          responsible_for_plan: true
        }
        panel { staff { name: "Kim Cole" } }
        present_ids: "maria"
        absences { participant_id: "ana" reason: "at school" }
      }
    })pb");
  EXPECT_THAT(page, HasSubstr("held 2025-07-01"));
  EXPECT_THAT(page, HasSubstr("Lee Park (responsible for the plan), Kim Cole (not responsible for the plan)"));
  EXPECT_THAT(page, HasSubstr("present: Maria Lopez"));
  EXPECT_THAT(page, HasSubstr("absent: Ana Lopez: at school"));
}

TEST(PlanSectionsTest, DocumentHasItsWholeDigest) {
  EXPECT_THAT(SectionPage("paper", R"pb(
                documents {
                  document_id: "d"
                  referenced_on: "2025-03-02"
                  terms {
                    title: "Report"
                    media_type: "application/pdf"
                    size_bytes: 812
                    sha256: "01234567890123456789012345678901"
                    kept_where: "the file room"
                    supports_revisions: 0
                    supports_revisions: 7
                  }
                })pb"),
              ::testing::AllOf(HasSubstr("Report (application/pdf, 812 bytes, SHA-256 "
                                         "3031323334353637383930313233343536373839303132333435363738393031)"),
                               HasSubstr("r0, r7")));
}

TEST(PlanSectionsTest, BindingNamesCorrectionsOfWhatAVersionWasDrawnFrom) {
  v1::GetCasePlanResponse response;
  *response.mutable_plan() =
      SectionPlan(R"pb(versions { digest: "01234567890123456789012345678901" label: "1.0" kind: PLAN_KIND_CASE })pb");
  v1::InForce& binds = *response.add_in_force();
  binds.set_child_id("ana");
  binds.set_digest("01234567890123456789012345678901");
  binds.set_basis("took effect");
  const PageStyle style{.width = 200, .only = {"binds"}};
  EXPECT_THAT(PlanPage(response, style), Not(HasSubstr("corrected")));
  binds.add_corrected_since(13);
  binds.add_corrected_since(16);
  EXPECT_THAT(PlanPage(response, style),
              HasSubstr("  Since version 1.0 of the case plan was drawn, r13, r16 corrected"));
  EXPECT_THAT(InForcePage(response, style), HasSubstr("r13, r16"));
}

TEST(PlanSectionsTest, PageOfAVersionBeginsWithItsName) {
  v1::PlanDocument document;
  document.mutable_header()->set_kind(event::v1::PLAN_KIND_CASE);
  document.mutable_header()->set_label("1.0");
  document.mutable_header()->add_children()->set_name("Ana Lopez");
  document.mutable_header()->add_children()->set_name("Ben Lopez");
  document.add_goals()->set_statement("Ana is safe");
  v1::PlanVersion version;
  version.set_drawn_up_on("2025-03-01");
  version.set_as_of_revision(12);
  version.set_digest(std::string(32, '\xab'));
  const std::string page = VersionPage(version, document, 0, v1::CasePlan(), {.width = 100});
  EXPECT_THAT(page, StartsWith("Case plan 1.0 for Ana Lopez, Ben Lopez\n  Drawn up        2025-03-01\n"
                               "  From            revision 12\n  Digest          abababab"));
  EXPECT_THAT(page, HasSubstr("Ana is safe"));
  EXPECT_THAT(page, Not(HasSubstr("In force")));
}

}  // namespace
}  // namespace casejournal::services
