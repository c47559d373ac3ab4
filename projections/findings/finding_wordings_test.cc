// The sentences of findings as data: their table, their parameters, and that a client can say them again.
#include "projections/findings/finding_wordings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "projections/findings/finding_catalogue.h"
#include "projections/findings/findings.h"
#include "projections/words/form.h"
#include "tests/support/findings_case.h"
#include "tests/support/golden_cases.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::ActivityWith;
using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::Id;
using casejournal::testing::kAnaFostered;
using casejournal::testing::kGoalOfAna;
using casejournal::testing::Named;
using casejournal::testing::ObjectiveWith;
using ::testing::Contains;
using ::testing::Not;

TEST(FindingWordingsTest, EachIsWellFormedAndHasAnIdOfItsOwn) {
  std::set<absl::string_view> ids;
  std::set<absl::string_view> texts;
  for (const WordingText& wording : FindingWordings()) {
    EXPECT_TRUE(CheckWordingText(wording).ok()) << CheckWordingText(wording);
    EXPECT_TRUE(ids.insert(wording.id).second) << wording.id;
    EXPECT_TRUE(texts.insert(wording.text).second) << wording.text;
  }
}

// The id of the finding, or that id with a suffix.
bool IsOf(absl::string_view wording, absl::string_view finding) {
  return wording == finding || absl::StartsWith(wording, absl::StrCat(finding, "."));
}

TEST(FindingWordingsTest, EveryFindingHasOneAndEveryOneHasAFinding) {
  for (const FindingText& finding : FindingCatalogue()) {
    EXPECT_TRUE(std::any_of(FindingWordings().begin(), FindingWordings().end(), [&](const WordingText& wording) {
      return IsOf(wording.id, finding.id);
    })) << finding.id;
  }
  for (const WordingText& wording : FindingWordings()) {
    EXPECT_TRUE(std::any_of(FindingCatalogue().begin(), FindingCatalogue().end(), [&](const FindingText& finding) {
      return IsOf(wording.id, finding.id);
    })) << wording.id;
  }
}

TEST(FindingWordingsTest, TheSentenceForWhatLacksIsFoundByWhatLacks) {
  const auto id = [](const WordingText* wording) { return wording == nullptr ? "" : std::string(wording->id); };

  EXPECT_EQ(Lacking(kActivityIncomplete, {false, false, false, false}), nullptr);
  EXPECT_EQ(id(Lacking(kActivityIncomplete, {true, false, false, false})), "activity.incomplete.party");
  EXPECT_EQ(id(Lacking(kActivityIncomplete, {false, true, false, true})), "activity.incomplete.place-due");
  EXPECT_EQ(id(Lacking(kActivityIncomplete, {true, true, true, true})), "activity.incomplete.party-place-start-due");
}

// One of several things that can lack: how ids and sentences name it.
struct Thing {
  std::string id;
  std::string words;
};

// The id and the text of a sentence of this kind name what lacks, and nothing else.
TEST(FindingWordingsTest, TablesOfWhatLacksAreInTheOrderOfBinaryNumbers) {
  const auto check = [](absl::Span<const WordingText> table, const std::vector<Thing>& things) {
    ASSERT_EQ(table.size() + 1, size_t{1} << things.size());
    for (size_t number = 1; number <= table.size(); ++number) {
      const WordingText& wording = table[number - 1];
      std::vector<std::string> lacks;
      for (size_t thing = 0; thing < things.size(); ++thing) {
        const bool lacking = (number >> thing) % 2 == 1;
        EXPECT_EQ(absl::StrContains(wording.text, things[thing].words), lacking) << wording.text;
        if (lacking) lacks.push_back(things[thing].id);
      }
      EXPECT_TRUE(absl::EndsWith(wording.id, absl::StrCat(".", absl::StrJoin(lacks, "-")))) << wording.id;
    }
  };

  check(kChildUncovered, {{"outcome", "no outcome sought"}, {"goal", "no goal"}, {"version", "no plan version"}});
  check(kObjectiveNotMeasurable, {{"measure", "no measure"}, {"target", "no target"}});
  check(kObjectiveNotAgreed, {{"family", "the family"}, {"caseworker", "the caseworker"}});
  check(kActivityIncomplete,
        {{"party", "no responsible party"}, {"place", "no place"}, {"start", "no start date"}, {"due", "no due date"}});
  check(kPlanNoSafetyOrPermanence, {{"safety", "of safety"}, {"permanence", "of permanence"}});
  check(kReviewPanelInsufficient,
        {{"members", "had {members} of at least {needed} members"}, {"independent", "had no member who is not"}});
}

// A value with its kind: "day 2025-02-01".
std::string ValueText(const v1::FieldValue& value) {
  switch (value.value_case()) {
    case v1::FieldValue::kText:
      return absl::StrCat("text ", value.text());
    case v1::FieldValue::kId:
      return absl::StrCat("id ", value.id());
    case v1::FieldValue::kDay:
      return absl::StrCat("day ", value.day());
    case v1::FieldValue::kCode:
      return absl::StrCat("code ", value.code());
    case v1::FieldValue::kNumber:
      return absl::StrCat("number ", value.number());
    case v1::FieldValue::kData:
      return absl::StrCat("digest of ", value.data().size(), " bytes");
    default:
      return "of another kind";
  }
}

// The id of a sentence and its parameters, one in each string: "child: id 5c… = Ana".
std::vector<std::string> DataOf(const v1::Finding& finding) {
  std::vector<std::string> data = {finding.wording().id()};
  for (const v1::WordingParameter& parameter : finding.wording().parameters()) {
    std::vector<std::string> values;
    for (const v1::FieldValue& value : parameter.values()) values.push_back(ValueText(value));
    data.push_back(absl::StrCat(parameter.name(), ": ", absl::StrJoin(values, ", "),
                                parameter.words().empty() ? "" : absl::StrCat(" = ", parameter.words())));
  }
  return data;
}

class FindingDataTest : public FindingsCase {
 protected:
  std::vector<std::string> DataOfThe(absl::string_view name) const { return DataOf(The(name)); }
};

using Data = std::vector<std::string>;

TEST_F(FindingDataTest, APlacementGivesTheChildTheHomeTheDayAndItsType) {
  Tell("2025-02-01", kAnaFostered);

  const Data placed = {absl::StrCat("child: id ", Id("ana"), " = Ana"), "with_whom: text the Millers",
                       "began_on: day 2025-02-01"};
  Data expected = {"care.no-authority"};
  expected.insert(expected.end(), placed.begin(), placed.end());
  EXPECT_EQ(DataOfThe(Named("care.no-authority", "P")), expected);
  expected.front() = "care.no-alternative-explored";
  expected.push_back("type: code PLACEMENT_TYPE_FOSTER_HOME = foster home");
  expected.push_back("since: ");
  EXPECT_EQ(DataOfThe(Named("care.no-alternative-explored", "P")), expected);
}

TEST_F(FindingDataTest, AnOptionalPartIsSaidWithItsValue) {
  Tell("2025-02-01", kAnaFostered);
  Tell("2025-03-01", R"(placement_began { placement_id: "$Q" child_id: "$ana" with_whom: "the Smiths"
        type: PLACEMENT_TYPE_FOSTER_HOME reason: "nearer" })");

  const v1::Finding again = The(Named("care.no-alternative-explored", "Q"));
  EXPECT_EQ(again.says(),
            "The placement of Ana with the Smiths from 2025-03-01 (foster home) began when no relative, friend, or "
            "known person had been explored since the placement of 2025-02-01.");
  EXPECT_THAT(DataOf(again), Contains("since: day 2025-02-01"));
}

TEST_F(FindingDataTest, AHomeFarAwayGivesMilesOrWhere) {
  Tell("2025-02-01", R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "the Millers"
        type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else" miles_from_home: 120 })");
  Tell("2025-02-01", R"(placement_began { placement_id: "$Q" child_id: "$ana" with_whom: "the Smiths"
        type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else" location: PLACEMENT_LOCATION_OUT_OF_STATE })");

  const v1::Finding far = The(Named("care.siblings-apart", "P") + "/far");
  EXPECT_EQ(far.says(),
            "The placement of Ana with the Millers from 2025-02-01 is 120 miles from home, and no reason is recorded.");
  EXPECT_EQ(far.wording().id(), "care.siblings-apart.far");
  EXPECT_THAT(DataOf(far), Contains("miles: number 120"));
  const v1::Finding elsewhere = The(Named("care.siblings-apart", "Q") + "/far");
  EXPECT_EQ(elsewhere.wording().id(), "care.siblings-apart.elsewhere");
  EXPECT_THAT(DataOf(elsewhere), Contains(::testing::HasSubstr("location: code PLACEMENT_LOCATION_OUT_OF_STATE = ")));
}

TEST_F(FindingDataTest, CodesGiveEachValueOfTheList) {
  Tell("2025-02-01",
       R"(child_removed { removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
      from_household_id: "$home" circumstances: [REMOVAL_CIRCUMSTANCE_RUNAWAY, REMOVAL_CIRCUMSTANCE_WHEREABOUTS_UNKNOWN]
      authority: "order" })");

  EXPECT_THAT(DataOfThe(Named("care.circumstances-exclusive", "R") + "/1"),
              Contains("circumstances: code REMOVAL_CIRCUMSTANCE_RUNAWAY, code "
                       "REMOVAL_CIRCUMSTANCE_WHEREABOUTS_UNKNOWN = runaway, whereabouts unknown"));
}

TEST_F(FindingDataTest, OutcomesGiveTheirTracks) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", R"(outcome_chosen { child_id: "$ana" track: OUTCOME_TRACK_PRIMARY
      outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY reason: "she wants to" })");
  const Data one = {"outcome.no-goal.one", absl::StrCat("child: id ", Id("ana"), " = Ana"),
                    "outcome: code PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY = returned to own family",
                    "track: code OUTCOME_TRACK_PRIMARY = primary"};
  EXPECT_EQ(DataOfThe(Named("outcome.no-goal", "ana")), one);

  Tell("2025-02-01", R"(outcome_chosen { child_id: "$ana" track: OUTCOME_TRACK_CONCURRENT
      outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED reason: "in case" })");
  const v1::Finding two = The(Named("outcome.no-goal", "ana"));
  EXPECT_EQ(
      two.says(),
      "No goal for Ana serves “returned to own family” (primary track) and “legally adopted” (concurrent track).");
  Data expected = one;
  expected.front() = "outcome.no-goal.two";
  expected.push_back("other_outcome: code PERMANENCY_OUTCOME_LEGALLY_ADOPTED = legally adopted");
  expected.push_back("other_track: code OUTCOME_TRACK_CONCURRENT = concurrent");
  EXPECT_EQ(DataOf(two), expected);
}

TEST_F(FindingDataTest, AnActivityGivesItselfWithoutQuotationMarksAndListsWithThem) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-02-01", R"(activity_planned { activity_id: "$B" objective_id: "$O" terms { what: "Intake" } })");
  Tell("2025-02-01", R"(activity_planned { activity_id: "$C" objective_id: "$O" terms { what: "Test" } })");
  Tell("2025-02-01", ActivityWith(R"(after_ids: ["$B", "$C"] begins_on: "2025-03-01" due_on: "2025-12-01")"));
  EXPECT_EQ(DataOfThe(Named("activity.over-six-months", "A")),
            (Data{"activity.over-six-months", absl::StrCat("activity: id ", Id("A"), " = Counselling"),
                  "begins_on: day 2025-03-01", "due_on: day 2025-12-01", "months: number 6"}));
  EXPECT_EQ(DataOfThe(Named("activity.incomplete", "A")),
            (Data{"activity.incomplete.party-place", absl::StrCat("activity: id ", Id("A"), " = Counselling")}));

  Tell("2025-03-01", R"(activity_completed { activity_id: "$A" })");
  EXPECT_EQ(DataOfThe(Named("activity.out-of-sequence", "A")),
            (Data{"activity.out-of-sequence", absl::StrCat("activity: id ", Id("A"), " = Counselling"),
                  "completed_on: day 2025-03-01",
                  absl::StrCat("activities: id ", Id("B"), ", id ", Id("C"), " = “Intake” and “Test”")}));
}

TEST_F(FindingDataTest, AVersionGivesItsDigest) {
  Tell("2025-02-01", R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0"
      digest: "@v1" children_ids: "$ana" })");

  const v1::Finding missing = The(absl::StrCat(Named("plan.party-missing", "plan"), "/", Id("mother")));
  EXPECT_EQ(DataOf(missing),
            (Data{"plan.party-missing", absl::StrCat("party: id ", Id("mother"), " = Maria"),
                  absl::StrCat("version: digest of 32 bytes = ", missing.wording().parameters(1).words())}));
  EXPECT_EQ(missing.wording().parameters(1).values(0).data(), casejournal::testing::Digest("v1"));
  EXPECT_EQ(DataOfThe(Named("plan.no-safety-or-permanence", "plan") + "/" + Id("ana")).front(),
            "plan.no-safety-or-permanence.safety");
}

TEST_F(FindingDataTest, AConferenceGivesNumbersWithTheirWords) {
  Tell("2025-03-01", R"(conference_held { meeting_id: "$C" present_ids: "$mother" progress: "some"
      decided { what: "another counselor" due_on: "2025-03-15" } decided { what: "a bus pass" due_on: "2025-04-01" } })");

  const v1::Finding not_done = The(Named("conference.not-carried-out", "C"));
  EXPECT_EQ(not_done.says(),
            "Of the decisions of the conference on 2025-03-01, 2 were due by 2025-04-01, and 0 entries name it as the "
            "cause.");
  EXPECT_EQ(DataOf(not_done),
            (Data{"conference.not-carried-out", "held_on: day 2025-03-01", "decisions: number 2 = 2 were",
                  "due_by: day 2025-04-01", "entries: number 0 = 0 entries name"}));
}

TEST_F(FindingDataTest, AnEntryGivesItsRevisionAndTypeAndAPersonsOwnWords) {
  casejournal::testing::CaseEvent closed =
      EventFromText("2025-04-01", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }");
  closed.add_overrides()->set_rule_id("case.close-blocked");
  closed.mutable_overrides(0)->set_reason("the court agrees");
  TellOn("2025-04-01", closed);

  EXPECT_EQ(
      DataOfThe(absl::StrCat("rule.overridden/", last(), "/case.close-blocked")),
      (Data{"rule.overridden", absl::StrCat("entry: number ", last()), "entry_type: code CaseClosed = case closed",
            "rule: text case.close-blocked", "reason: text the court agrees = the court agrees."}));
}

TEST_F(FindingDataTest, ASentenceWithoutValuesHasNoParameters) {
  EXPECT_EQ(DataOfThe("parent.not-engaged/extended-family"), Data{"parent.not-engaged.extended-family"});
}

// What a client says for a parameter.
std::string SaidFor(const v1::WordingParameter& parameter) {
  if (!parameter.words().empty() || parameter.values().empty()) return parameter.words();
  const v1::FieldValue& value = parameter.values(0);
  if (value.has_number()) return absl::StrCat(value.number());
  return value.has_day() ? value.day() : value.text();
}

// Say a sentence as a client does, from the text of its id and from its parameters.
std::string SayAgain(const v1::Wording& wording) {
  const auto table = FindingWordings();
  const auto text = std::find_if(table.begin(), table.end(), [&](const auto& each) { return each.id == wording.id(); });
  if (text == table.end()) return absl::StrCat("unknown: ", wording.id());
  std::map<absl::string_view, std::string> said;
  for (const v1::WordingParameter& parameter : wording.parameters()) said[parameter.name()] = SaidFor(parameter);
  std::string sentence;
  VisitParts(text->text, [&](absl::string_view part, bool is_optional) {
    std::string filled;
    bool has_all = true;
    VisitPieces(
        part, [&](absl::string_view piece) { absl::StrAppend(&filled, piece); },
        [&](absl::string_view name) {
          EXPECT_TRUE(said.contains(name)) << wording.id() << ": nothing for {" << name << "}";
          has_all = has_all && !said[name].empty();
          absl::StrAppend(&filled, said[name]);
        });
    if (!is_optional || has_all) absl::StrAppend(&sentence, filled);
  });
  return sentence;
}

void ExpectSaidAgain(const std::string& case_id, const EntryList& entries) {
  for (const v1::Finding& finding :
       FindingsOf(case_id, entries, {.day = "2026-12-31", .zone = casejournal::testing::NewYork()})) {
    EXPECT_EQ(SayAgain(finding.wording()), finding.says()) << finding.finding();
    EXPECT_TRUE(IsOf(finding.wording().id(), finding.id())) << finding.finding();
  }
}

TEST(FindingWordingsPropertyTest, AClientSaysFindingsOfAnyCaseAgain) {
  const uint64_t seed = casejournal::testing::TestSeed();
  for (uint64_t i = 0; i < 40; ++i) {
    casejournal::testing::RandomCase random(seed + i);
    const casejournal::testing::CaseBuilder built = casejournal::testing::BuildCase(random.Events(60));
    ExpectSaidAgain(built.case_id(), built.entries());
  }
}

TEST(FindingWordingsPropertyTest, AClientSaysFindingsOfTheGoldenCasesAgain) {
  const auto folder =
      std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "tests" / "golden" / "fold";
  const auto set = casejournal::testing::ReadGoldenSet(folder);
  ASSERT_TRUE(set.ok()) << set.status();
  for (const casejournal::testing::GoldenCase& golden : set->cases) {
    EntryList entries;
    for (const Entry& entry : golden.entries) entries.Append(entry);
    ExpectSaidAgain(golden.case_id, entries);
  }
}

}  // namespace
}  // namespace casejournal::projections
