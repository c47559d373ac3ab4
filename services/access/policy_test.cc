#include "services/access/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/access/access_document.h"

namespace casejournal::services {
namespace {

using event::v1::Label;
using event::v1::Role;
using projections::LabelSet;

std::filesystem::path Repository() { return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path(); }

std::string TextOfFile(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// tests/golden/access.golden: table, row, and column -> cell.
struct Expected {
  std::map<std::string, std::map<std::string, std::map<std::string, std::string>>> tables;
};

Expected ReadExpected() {
  Expected expected;
  std::vector<std::string> columns;
  std::string table;
  for (const absl::string_view line :
       absl::StrSplit(TextOfFile(Repository() / "tests" / "golden" / "access.golden"), '\n')) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (words.empty()) {
      table.clear();
    } else if (words[0] == "#") {
      continue;
    } else if (table.empty()) {
      table = words[0];
      columns = {words.begin() + 1, words.end()};
    } else {
      for (size_t i = 0; i < columns.size(); ++i)
        expected.tables[table][words[0]][columns[i]] = i + 1 < words.size() ? words[i + 1] : "missing";
    }
  }
  return expected;
}

const Expected& Golden() {
  static const auto& golden = *new Expected(ReadExpected());
  return golden;
}

// "x" or "."; anything else, also a missing row or column, fails the test.
bool Says(const std::string& table, const std::string& row, const std::string& column) {
  const auto& tables = Golden().tables;
  const auto rows = tables.find(table);
  if (rows == tables.end() || !rows->second.contains(row) || !rows->second.at(row).contains(column)) {
    ADD_FAILURE() << "tests/golden/access.golden has no " << table << " " << row << " " << column;
    return false;
  }
  const std::string& cell = rows->second.at(row).at(column);
  EXPECT_TRUE(cell == "x" || cell == ".") << table << " " << row << " " << column << ": " << cell;
  return cell == "x";
}

std::string GoldenName(Role role) {
  return absl::AsciiStrToLower(absl::StripPrefix(event::v1::Role_Name(role), "ROLE_"));
}
std::string GoldenName(Label label) { return std::string(absl::StripPrefix(event::v1::Label_Name(label), "LABEL_")); }

std::vector<Role> AllRoles() {
  std::vector<Role> roles;
  for (int i = 0; i < event::v1::Role_descriptor()->value_count(); ++i) {
    const int number = event::v1::Role_descriptor()->value(i)->number();
    if (number != 0) roles.push_back(static_cast<Role>(number));
  }
  return roles;
}

std::vector<Label> AllLabels() {
  std::vector<Label> labels;
  for (int i = 0; i < event::v1::Label_descriptor()->value_count(); ++i) {
    const int number = event::v1::Label_descriptor()->value(i)->number();
    if (number != 0) labels.push_back(static_cast<Label>(number));
  }
  return labels;
}

constexpr char kToday[] = "2025-06-15";
const Holder& Ann() {
  static const auto& ann = *new Holder{"wren.example", "u-1"};
  return ann;
}

event::v1::Staff StaffOf(const Holder& holder, const std::string& name = "Ann Lee") {
  event::v1::Staff staff;
  staff.set_issuer(holder.issuer);
  staff.set_subject(holder.subject);
  staff.set_name(name);
  return staff;
}

v1::GivenRole Given(Role role, const std::string& unit = "", const std::string& until = "",
                    const Holder& holder = Ann()) {
  v1::GivenRole given;
  *given.mutable_holder() = StaffOf(holder);
  given.set_role(role);
  given.set_unit(unit);
  given.set_until(until);
  return given;
}

v1::Assignment Assigned(event::v1::AssignmentPart part, const std::string& unit = "", const Holder& holder = Ann()) {
  v1::Assignment assignment;
  *assignment.mutable_staff() = StaffOf(holder);
  assignment.set_part(part);
  assignment.set_unit(unit);
  assignment.set_since("2025-01-01");
  return assignment;
}

v1::AccessGrant Granted(Role role, const std::string& until = "", const Holder& holder = Ann()) {
  v1::AccessGrant grant;
  grant.set_grant_id("grant");
  *grant.mutable_holder() = StaffOf(holder);
  grant.set_role(role);
  grant.set_since("2025-01-01");
  grant.set_until(until);
  return grant;
}

std::vector<Role> RolesIn(const std::vector<v1::GivenRole>& journal, const CaseAccess* of_case,
                          const std::string& day = kToday, const Holder& holder = Ann()) {
  std::vector<Role> roles;
  for (const HeldRole& held : RolesOf(holder, journal, of_case, day)) roles.push_back(held.role);
  return roles;
}

constexpr auto kAsCaseworker = event::v1::ASSIGNMENT_PART_CASEWORKER;
constexpr auto kAsSupervisor = event::v1::ASSIGNMENT_PART_SUPERVISOR;

TEST(PolicyTest, EveryRoleHasOneRowInOrder) {
  std::vector<Role> rows;
  for (const RolePolicy& policy : RolePolicies()) rows.push_back(policy.role);
  EXPECT_EQ(rows, AllRoles());
}

// Each role, with each act and each label, is what the table written by hand says; every other combination is denied.
TEST(PolicyTest, WholeMatrixIsAsWrittenByHand) {
  size_t decisions = 0;
  for (const Role role : AllRoles()) {
    const bool by_journal = Says("places", "journal:no-case", GoldenName(role));
    for (const ActText& text : ActTexts()) {
      // As the journal gives it, in a case that is assigned to the holder; or as that case grants it.
      std::vector<v1::GivenRole> journal;
      CaseAccess of_case;
      const bool needs_case = GoldenName(role) != "operator";
      if (by_journal) {
        journal.push_back(Given(role));
        if (role == event::v1::ROLE_CASEWORKER) of_case.assignments.push_back(Assigned(kAsCaseworker));
      } else {
        of_case.grants.push_back(Granted(role, "2025-06-16"));
        if (role == event::v1::ROLE_EMERGENCY) journal.push_back(Given(event::v1::ROLE_CASEWORKER));
      }
      const Decision decision = Decide(RolesOf(Ann(), journal, needs_case ? &of_case : nullptr, kToday), text.act);

      const std::string act(text.name);
      EXPECT_EQ(decision.allowed, Says("acts", act, GoldenName(role))) << GoldenName(role) << " " << act;
      EXPECT_EQ(decision.under, decision.allowed ? role : event::v1::ROLE_UNSPECIFIED);
      for (const Label label : AllLabels()) {
        ++decisions;
        const bool sees = Says("labels", GoldenName(label), GoldenName(role)) && Says("acts", act, GoldenName(role));
        EXPECT_EQ(decision.sees.Has(label), sees) << GoldenName(role) << " " << act << " " << GoldenName(label);
      }
    }
  }
  EXPECT_EQ(decisions, AllRoles().size() * ActTexts().size() * AllLabels().size());
}

// The hand-written table has no row or column that the program does not know.
TEST(PolicyTest, TableWrittenByHandHasNothingMore) {
  EXPECT_EQ(Golden().tables.at("acts").size(), ActTexts().size());
  EXPECT_EQ(Golden().tables.at("labels").size(), AllLabels().size());
  EXPECT_EQ(Golden().tables.at("acts").at("describe").size(), AllRoles().size());
  EXPECT_EQ(Golden().tables.at("labels").at("SEALED").size(), AllRoles().size());
}

TEST(PolicyTest, EveryRoleCountsWhereTheTableSays) {
  CaseAccess other;
  other.assignments.push_back(Assigned(kAsCaseworker, "", {"wren.example", "u-2"}));
  CaseAccess assigned;
  assigned.assignments.push_back(Assigned(kAsCaseworker));
  CaseAccess north;
  north.assignments.push_back(Assigned(kAsSupervisor, "north", {"wren.example", "u-2"}));
  for (const Role role : AllRoles()) {
    const std::string name = GoldenName(role);
    CaseAccess granted;
    granted.grants.push_back(Granted(role, "2025-06-16"));
    const std::vector<v1::GivenRole> caseworker = {Given(event::v1::ROLE_CASEWORKER)};
    const auto counts = [&](const std::vector<v1::GivenRole>& journal, const CaseAccess* of_case) {
      return !RolesOf(Ann(), journal, of_case, kToday).empty();
    };

    EXPECT_EQ(counts({Given(role)}, nullptr), Says("places", "journal:no-case", name)) << name;
    EXPECT_EQ(counts({Given(role)}, &other), Says("places", "journal:other", name)) << name;
    // A supervisor of another unit has this case only by the assignment.
    EXPECT_EQ(counts({Given(role, role == event::v1::ROLE_SUPERVISOR ? "south" : "")}, &assigned),
              Says("places", "journal:assigned", name))
        << name;
    EXPECT_EQ(counts({Given(role, "north")}, &north), Says("places", "journal:unit", name)) << name;
    EXPECT_EQ(counts({Given(role, "south")}, &north), Says("places", "journal:other-unit", name)) << name;
    EXPECT_EQ(counts({}, nullptr), Says("places", "granted:no-case", name)) << name;
    EXPECT_EQ(counts(caseworker, &other), Says("places", "granted:other", name)) << name;
    EXPECT_EQ(counts(caseworker, &granted), Says("places", "granted:there", name)) << name;
  }
}

TEST(PolicyTest, NobodyWithoutARoleMayDoAnything) {
  CaseAccess of_case;
  of_case.assignments.push_back(Assigned(kAsCaseworker));
  for (const ActText& text : ActTexts()) {
    EXPECT_FALSE(Decide({}, text.act).allowed) << text.name;
    EXPECT_FALSE(Decide(RolesOf(Ann(), {}, &of_case, kToday), text.act).allowed) << text.name;
    EXPECT_FALSE(Decide(std::vector<HeldRole>{{.role = static_cast<Role>(99)}}, text.act).allowed) << text.name;
  }
}

TEST(PolicyTest, EveryCallOfTheContractIsTheActOfTheTable) {
  size_t calls = 0;
  const std::regex rpc("\\n  rpc (\\w+)\\(");
  for (const auto& file : std::filesystem::recursive_directory_iterator(Repository() / "proto")) {
    if (file.path().extension() != ".proto") continue;
    const std::string text = TextOfFile(file.path());
    for (std::sregex_iterator it(text.begin(), text.end(), rpc), end; it != end; ++it) {
      const std::string method = (*it)[1];
      const std::optional<Act> act = ActOf(method);
      ASSERT_TRUE(act.has_value()) << method << " has no act";
      const auto row = Golden().tables.at("calls").find(method);
      ASSERT_NE(row, Golden().tables.at("calls").end()) << method;
      EXPECT_EQ(ActTexts().at(static_cast<size_t>(*act)).name, row->second.at("act")) << method;
      EXPECT_THAT(AccessMarkdown(), ::testing::HasSubstr(absl::StrCat(" | ", method, " | ")));
      ++calls;
    }
  }
  EXPECT_EQ(calls, Golden().tables.at("calls").size());
  EXPECT_EQ(ActOf("GetEverything"), std::nullopt);
  EXPECT_EQ(ActOf(""), std::nullopt);
}

// A stranger with a token is told what journal this is and gets proofs, and each case as one that does not exist.
TEST(PolicyTest, CaseCouldAllowWhatIsAboutOneCase) {
  std::set<std::string> could;
  for (const ActText& text : ActTexts()) {
    if (CaseCouldAllow(text.act)) could.emplace(text.name);
  }
  EXPECT_THAT(could, ::testing::ElementsAre("describe", "disclosures", "give", "prove", "read-plan", "read-record",
                                            "record", "who-may"));
}

TEST(PolicyTest, HolderIsIssuerAndSubject) {
  const std::vector<v1::GivenRole> journal = {Given(event::v1::ROLE_AUDITOR)};
  EXPECT_THAT(RolesIn(journal, nullptr), ::testing::ElementsAre(event::v1::ROLE_AUDITOR));
  EXPECT_THAT(RolesIn(journal, nullptr, kToday, {"heron.example", "u-1"}), ::testing::IsEmpty());
  EXPECT_THAT(RolesIn(journal, nullptr, kToday, {"wren.example", "u-11"}), ::testing::IsEmpty());
  CaseAccess of_case;
  of_case.grants.push_back(Granted(event::v1::ROLE_REVIEWER));
  EXPECT_THAT(RolesIn({}, &of_case, kToday, {"heron.example", "u-1"}), ::testing::IsEmpty());
}

TEST(PolicyTest, LastDayCountsInFull) {
  CaseAccess of_case;
  of_case.grants.push_back(Granted(event::v1::ROLE_REVIEWER, kToday));
  EXPECT_THAT(RolesIn({}, &of_case, kToday), ::testing::ElementsAre(event::v1::ROLE_REVIEWER));
  EXPECT_THAT(RolesIn({}, &of_case, "2025-06-16"), ::testing::IsEmpty());
  const std::vector<v1::GivenRole> journal = {Given(event::v1::ROLE_COURT, "", kToday)};
  EXPECT_THAT(RolesIn(journal, nullptr, kToday), ::testing::ElementsAre(event::v1::ROLE_COURT));
  EXPECT_THAT(RolesIn(journal, nullptr, "2025-06-16"), ::testing::IsEmpty());
}

// A dismissal is the end of one role.
TEST(PolicyTest, EndOfTheRoleClosesAssignmentsAndEmergencies) {
  std::vector<v1::GivenRole> journal = {Given(event::v1::ROLE_CASEWORKER)};
  CaseAccess of_case;
  of_case.assignments.push_back(Assigned(kAsCaseworker));
  of_case.grants.push_back(Granted(event::v1::ROLE_EMERGENCY, "2025-06-16"));
  EXPECT_THAT(RolesIn(journal, &of_case),
              ::testing::ElementsAre(event::v1::ROLE_CASEWORKER, event::v1::ROLE_EMERGENCY));

  journal[0].mutable_ended_at()->set_seconds(1);

  EXPECT_THAT(RolesIn(journal, &of_case), ::testing::IsEmpty());
  EXPECT_THAT(RolesIn({}, &of_case), ::testing::IsEmpty());
}

TEST(PolicyTest, AssignmentGivesNoMoreThanTheJournal) {
  CaseAccess of_case;
  of_case.assignments.push_back(Assigned(kAsSupervisor));
  EXPECT_THAT(RolesIn({Given(event::v1::ROLE_CASEWORKER)}, &of_case),
              ::testing::ElementsAre(event::v1::ROLE_CASEWORKER));
  EXPECT_THAT(RolesIn({Given(event::v1::ROLE_AUDITOR, "", "2025-06-01")}, &of_case), ::testing::IsEmpty());
  EXPECT_THAT(RolesIn({Given(event::v1::ROLE_SUPERVISOR, "south")}, &of_case),
              ::testing::ElementsAre(event::v1::ROLE_SUPERVISOR));
}

TEST(PolicyTest, AnotherAssignmentEndsTheFirst) {
  CaseAccess of_case;
  of_case.assignments.push_back(Assigned(kAsCaseworker));
  of_case.assignments[0].set_until("2025-06-30");
  EXPECT_THAT(RolesIn({Given(event::v1::ROLE_CASEWORKER)}, &of_case), ::testing::IsEmpty());
}

// Who suffers: a family whose case moved to another office, where the supervisor of the first still reads it.
TEST(PolicyTest, EndedAssignmentInAUnitLeavesTheCaseOfTheUnit) {
  CaseAccess of_case;
  of_case.assignments.push_back(Assigned(kAsCaseworker, "north", {"wren.example", "u-2"}));
  of_case.assignments.push_back(Assigned(kAsCaseworker, "south", {"wren.example", "u-3"}));
  const std::vector<v1::GivenRole> journal = {Given(event::v1::ROLE_SUPERVISOR, "north")};
  EXPECT_THAT(RolesIn(journal, &of_case), ::testing::ElementsAre(event::v1::ROLE_SUPERVISOR));
  of_case.assignments[0].set_until("2025-06-14");
  EXPECT_THAT(RolesIn(journal, &of_case), ::testing::IsEmpty());
}

TEST(PolicyTest, AssignmentWithoutAPartGivesNothing) {
  CaseAccess of_case;
  of_case.assignments.push_back(Assigned(event::v1::ASSIGNMENT_PART_UNSPECIFIED));
  EXPECT_THAT(RolesIn({Given(event::v1::ROLE_CASEWORKER)}, &of_case), ::testing::IsEmpty());
}

// What a newer program recorded gives nothing here.
TEST(PolicyTest, RoleThatIsNotKnownGivesNothing) {
  const Role unknown = static_cast<Role>(99);
  CaseAccess of_case;
  of_case.grants.push_back(Granted(unknown));
  EXPECT_THAT(RolesIn({Given(unknown)}, &of_case), ::testing::IsEmpty());
  EXPECT_THAT(RolesIn({Given(unknown)}, nullptr), ::testing::IsEmpty());
}

// An assignment lasts as long as the roles that it needs: one of two is enough for the work of a caseworker.
TEST(PolicyTest, AssignmentLastsAsLongAsTheRolesThatItNeeds) {
  constexpr char kJuly[] = "2025-07-01";
  constexpr char kAugust[] = "2025-08-01";
  const auto lasts = [&](event::v1::AssignmentPart part, const std::vector<v1::GivenRole>& journal) -> std::string {
    CaseAccess of_case;
    of_case.assignments.push_back(Assigned(part));
    const std::vector<HeldRole> held = RolesOf(Ann(), journal, &of_case, kToday);
    return held.size() == 1 ? held[0].until : absl::StrCat(held.size(), " roles");
  };
  const auto caseworker = [](const std::string& until) { return Given(event::v1::ROLE_CASEWORKER, "", until); };
  // Of another unit, so that it counts in the case only by the assignment.
  const auto supervisor = [](const std::string& until) { return Given(event::v1::ROLE_SUPERVISOR, "south", until); };
  EXPECT_EQ(lasts(kAsCaseworker, {caseworker(kJuly)}), kJuly);
  EXPECT_EQ(lasts(kAsCaseworker, {supervisor(kJuly)}), kJuly);
  EXPECT_EQ(lasts(kAsCaseworker, {caseworker(kAugust), supervisor(kJuly)}), kAugust);
  EXPECT_EQ(lasts(kAsCaseworker, {caseworker(kJuly), supervisor(kAugust)}), kAugust);
  EXPECT_EQ(lasts(kAsCaseworker, {caseworker(""), supervisor(kAugust)}), "");
  EXPECT_EQ(lasts(kAsCaseworker, {caseworker(kJuly), caseworker(kAugust)}), kAugust);
  EXPECT_EQ(lasts(kAsSupervisor, {caseworker(kAugust), supervisor(kJuly)}), kJuly);
  EXPECT_EQ(lasts(kAsSupervisor, {caseworker(kAugust)}), kAugust);
}

TEST(PolicyTest, RolesAreInOrderWhateverWasGivenFirst) {
  CaseAccess of_case;
  of_case.grants.push_back(Granted(event::v1::ROLE_COUNSEL));
  of_case.grants.push_back(Granted(event::v1::ROLE_REVIEWER));
  const std::vector<v1::GivenRole> journal = {Given(event::v1::ROLE_AUDITOR), Given(event::v1::ROLE_COURT)};
  EXPECT_THAT(RolesIn(journal, &of_case), ::testing::ElementsAre(event::v1::ROLE_COURT, event::v1::ROLE_AUDITOR,
                                                                 event::v1::ROLE_REVIEWER, event::v1::ROLE_COUNSEL));
  EXPECT_EQ(Decide(RolesOf(Ann(), journal, &of_case, kToday), Act::kReadPlan).under, event::v1::ROLE_COURT);
}

TEST(PolicyTest, EndedGrantDoesNotCountWhateverDayTheEndNames) {
  CaseAccess of_case;
  of_case.grants.push_back(Granted(event::v1::ROLE_REVIEWER));
  of_case.grants[0].set_ended_on("2030-01-01");
  EXPECT_THAT(RolesIn({}, &of_case), ::testing::IsEmpty());
}

TEST(PolicyTest, EmergencyNeedsALastDay) {
  CaseAccess of_case;
  of_case.grants.push_back(Granted(event::v1::ROLE_EMERGENCY));
  EXPECT_THAT(RolesIn({Given(event::v1::ROLE_SUPERVISOR, "south")}, &of_case), ::testing::IsEmpty());
}

TEST(PolicyTest, GrantOpensLabelsInItsCaseOnly) {
  CaseAccess of_case;
  of_case.grants.push_back(Granted(event::v1::ROLE_COUNSEL));
  of_case.grants[0].add_opens(event::v1::LABEL_PART2);
  const Decision there = Decide(RolesOf(Ann(), {}, &of_case, kToday), Act::kReadPlan);
  EXPECT_EQ(there.sees, LabelSet({event::v1::LABEL_PART2}));
  // Not for an act that another role allows.
  const std::vector<v1::GivenRole> journal = {Given(event::v1::ROLE_AUDITOR)};
  EXPECT_EQ(Decide(RolesOf(Ann(), journal, &of_case, kToday), Act::kReadRecord).sees, LabelSet());
  EXPECT_EQ(Decide(RolesOf(Ann(), journal, &of_case, kToday), Act::kReadPlan).sees, LabelSet({event::v1::LABEL_PART2}));
}

TEST(PolicyTest, SaysWhatARoleFollowsFrom) {
  const std::vector<v1::GivenRole> journal = {Given(event::v1::ROLE_COURT, "", "", {"wren.example", "u-2"}),
                                              Given(event::v1::ROLE_AUDITOR)};
  CaseAccess of_case;
  of_case.grants.push_back(Granted(event::v1::ROLE_REVIEWER, "", {"wren.example", "u-2"}));
  of_case.grants.push_back(Granted(event::v1::ROLE_REVIEWER, "2025-07-01"));
  const std::vector<HeldRole> held = RolesOf(Ann(), journal, &of_case, kToday);
  ASSERT_EQ(held.size(), 2U);
  EXPECT_EQ(held[0].by, HeldRole::By::kJournal);
  EXPECT_EQ(held[0].index, 1U);
  EXPECT_EQ(held[1].by, HeldRole::By::kGrant);
  EXPECT_EQ(held[1].index, 1U);
  EXPECT_EQ(held[1].until, "2025-07-01");
}

// A disclosure records what gave the right.
TEST(PolicyTest, DecisionSaysWhatItFollowsFrom) {
  std::vector<v1::GivenRole> journal = {Given(event::v1::ROLE_AUDITOR, "", "", {"wren.example", "u-2"}),
                                        Given(event::v1::ROLE_AUDITOR), Given(event::v1::ROLE_PIPELINE)};
  journal[1].set_position(17);
  journal[2].set_position(18);
  CaseAccess of_case;
  of_case.assignments.push_back(Assigned(kAsCaseworker, "", {"wren.example", "u-2"}));
  of_case.grants.push_back(Granted(event::v1::ROLE_REVIEWER, "", {"wren.example", "u-2"}));
  of_case.grants.push_back(Granted(event::v1::ROLE_COUNSEL));
  const Decision by_journal = Decide(RolesOf(Ann(), journal, &of_case, kToday), Act::kReadRecord);
  EXPECT_EQ(by_journal.under, event::v1::ROLE_AUDITOR);
  EXPECT_EQ(by_journal.by, HeldRole::By::kJournal);
  EXPECT_EQ(by_journal.index, 1U) << "of the first role that allows it";
  EXPECT_EQ(by_journal.given_at, 17U);
  const Decision by_case = Decide(RolesOf(Ann(), {}, &of_case, kToday), Act::kReadPlan);
  EXPECT_EQ(by_case.under, event::v1::ROLE_COUNSEL);
  EXPECT_EQ(by_case.by, HeldRole::By::kGrant);
  EXPECT_EQ(by_case.index, 1U);
  EXPECT_EQ(by_case.given_at, std::nullopt);
}

// docs/ACCESS.md is generated from the table. After a change, run this test once with UPDATE_DOCS=1 in the environment.
TEST(PolicyTest, DocumentIsThisTable) {
  const std::filesystem::path document = Repository() / "docs" / "ACCESS.md";
  if (const char* update = std::getenv("UPDATE_DOCS"); update != nullptr && *update == '1') {
    std::ofstream(document) << AccessMarkdown();
  }
  EXPECT_EQ(TextOfFile(document), AccessMarkdown())
      << "Run this test with UPDATE_DOCS=1 in the environment, and read the difference.";
}

}  // namespace
}  // namespace casejournal::services
