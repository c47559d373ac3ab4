#include "services/pages/plan/comparison_page.h"

#include <gmock/gmock.h>

namespace casejournal::services {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

void AddChange(v1::ComparePlansResponse& comparison, const char* field, const char* path, const char* before,
               const char* after) {
  v1::Change& change = *comparison.add_changes();
  change.set_field(field);
  change.set_path(path);
  change.set_before(before);
  change.set_after(after);
}

TEST(ComparisonPageTest, SaysWhichTextsSayTheSame) {
  EXPECT_THAT(ComparisonPage(v1::ComparePlansResponse(), "version 1.0", "the plan as it stands", {}),
              StartsWith("Both say the same: version 1.0, and the plan as it stands.\n\nRests on"));
}

TEST(ComparisonPageTest, GroupsFieldsByPartAndPartsByWhatBecameOfThem) {
  v1::ComparePlansResponse comparison;
  AddChange(comparison, "goals[1].statement", "goal “safe”, statement", "", "safe");
  AddChange(comparison, "goals[1].area", "goal “safe”, area", "", "safety");
  AddChange(comparison, "activities[2].what", "activity “class”, what", "class", "");
  AddChange(comparison, "activities[3].due_on", "activity “visits”, due on", "2025-03-01", "2025-04-01");
  AddChange(comparison, "activities[3].referrals[x].answer", "activity “visits”, referral to Oak, answer", "", "yes");
  EXPECT_THAT(ComparisonPage(comparison, "1.0", "1.1", {.width = 100}),
              StartsWith("From 1.0 to 1.1: 3 parts differ (1 changed, 1 new, 1 no longer there).\n"
                         "\n"
                         "Changed\n"
                         "  activity “visits”\n"
                         "    due on: 2025-03-01 -> 2025-04-01\n"
                         "    referral to Oak, answer: yes\n"
                         "\n"
                         "New in 1.1\n"
                         "  goal “safe”\n"
                         "    statement: safe\n"
                         "    area: safety\n"
                         "\n"
                         "Only in 1.0\n"
                         "  activity “class”\n"
                         "\n"));
  EXPECT_EQ(ChangedParts(comparison.changes()), 3u);
}

TEST(ComparisonPageTest, WhatIsInNoListIsOnePart) {
  v1::ComparePlansResponse comparison;
  AddChange(comparison, "header.label", "heading, label", "1.0", "1.1");
  AddChange(comparison, "header.supersedes_label", "heading, supersedes label", "0.9", "1.0");
  EXPECT_THAT(ComparisonPage(comparison, "1.0", "1.1", {.width = 100}),
              HasSubstr("Changed\n  heading\n    label: 1.0 -> 1.1\n    supersedes label: 0.9 -> 1.0\n"));
  EXPECT_EQ(ChangedParts(comparison.changes()), 1u);
}

TEST(ComparisonPageTest, HasColorsOnlyIfAsked) {
  v1::ComparePlansResponse comparison;
  AddChange(comparison, "status", "case, status", "open", "closed");
  EXPECT_THAT(ComparisonPage(comparison, "r1", "r2", {}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(ComparisonPage(comparison, "r1", "r2", {.color = true}), HasSubstr("\x1b[1mChanged\x1b[0m\n  case\n"));
}

}  // namespace
}  // namespace casejournal::services
