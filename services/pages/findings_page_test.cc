#include "services/pages/findings_page.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Finding FindingOf(const std::string& id, const std::string& says, const std::string& source,
                      const std::string& day = "") {
  v1::Finding finding;
  finding.set_id(id);
  finding.set_finding(absl::StrCat(id, "/x"));
  finding.set_says(says);
  finding.set_source(source);
  finding.set_state(v1::FINDING_STATE_OPEN);
  if (!day.empty()) finding.mutable_wording()->add_parameters()->add_values()->set_day(day);
  return finding;
}

std::vector<NumberedFinding> Numbered(const std::vector<v1::Finding>& findings) {
  std::vector<NumberedFinding> numbered;
  for (size_t i = 0; i < findings.size(); ++i) numbered.push_back({static_cast<int>(i) + 1, &findings[i]});
  return numbered;
}

TEST(FindingsPageTest, GroupsByKindAndNamesEachSourceOnce) {
  std::vector<v1::Finding> findings = {FindingOf("entry.late", "One is late.", "Practice", "2025-01-01"),
                                       FindingOf("entry.late", "Two is late.", "Practice", "2025-03-01"),
                                       FindingOf("plan.old", "The plan is old.", "OAC 1")};
  findings[0].set_state(v1::FINDING_STATE_ANSWERED);
  findings[0].set_answered_by(12);
  findings[0].set_explanation("The office was closed.");
  EXPECT_EQ(FindingsPage(KindsOf(Numbered(findings)), {.width = 60}),
            "plan.old: 1 open [1]\n"
            "  f3   The plan is old.\n"
            "entry.late: 1 open, 1 explained [2]\n"
            "  f2   Two is late.\n"
            "  f1   One is late. (explained, r12)\n"
            "       Explained: The office was closed.\n"
            "\n"
            "[1]  OAC 1\n"
            "[2]  Practice\n");
}

TEST(FindingsPageTest, ManyFindingsOfAKindDoNotBuryTheRest) {
  std::vector<v1::Finding> findings;
  for (int i = 0; i < 3000; ++i) findings.push_back(FindingOf("entry.late", absl::StrCat("Number ", i), "Practice"));
  findings.push_back(FindingOf("plan.old", "The plan is old.", "OAC 1"));
  const std::vector<FindingKind> kinds = KindsOf(Numbered(findings));
  EXPECT_EQ(kinds.front().id, "plan.old");
  const std::string page = FindingsPage(kinds, {.of_kind_max = 10});
  EXPECT_THAT(page, HasSubstr("  f10  Number 9\n       and 2990 more: --kind entry.late\n"));
  EXPECT_THAT(page, Not(HasSubstr("Number 10")));
  EXPECT_THAT(FindingsPage(kinds, {}), HasSubstr("Number 2999"));
}

TEST(FindingsPageTest, NamesWithoutLineBreaks) {
  const std::vector<v1::Finding> findings = {FindingOf("plan.old", "Old.", "")};
  EXPECT_EQ(FindingsPage(KindsOf(Numbered(findings)), {.width = 40, .ids = true}),
            "plan.old: 1 open\n  f1   Old.\n       plan.old/x\n");
}

TEST(FindingsPageTest, SaysWhichExplanationLapsed) {
  v1::Finding finding = FindingOf("plan.old", "Old.", "");
  EXPECT_EQ(FindingStateWords(finding), "open");
  finding.set_lapsed_answer(9);
  EXPECT_EQ(FindingStateWords(finding), "open; the explanation r9 lapsed");
}

TEST(FindingsPageTest, DifferentSourcesOfAKindStandAtTheFindings) {
  const std::vector<v1::Finding> findings = {FindingOf("a.b", "One.", "A"), FindingOf("a.b", "Two.", "B")};
  EXPECT_EQ(FindingsPage(KindsOf(Numbered(findings)), {}),
            "a.b: 2 open\n  f1   One. [1]\n  f2   Two. [2]\n\n[1]  A\n[2]  B\n");
}

}  // namespace
}  // namespace casejournal::services
