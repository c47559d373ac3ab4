#include "services/client/reading/history_text.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace casejournal::services {
namespace {

v1::HistoryRow Row(const char* text) {
  v1::HistoryRow row;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &row));
  return row;
}

HistoryStyle Wide(size_t width) { return {.width = width}; }

TEST(HistoryText, ShowsAnEntryWithItsFieldsUnderTheirPart) {
  const v1::HistoryRow met =
      Row(R"pb(revision: 11
               kind: ENTRY_KIND_CORRECTION
               settles_revision: 8
               effective_on: "2025-04-28"
               effective_was_on: "2025-04-18"
               recorded_at { seconds: 1747742400 }
               actor { name: "Gail" }
               on_behalf_of: "Maren"
               reason: "wrong day"
               change { path: "objective “counselling”, met on" before: "2025-04-18" after: "2025-04-28" })pb");
  v1::HistoryRow evidence = met;
  evidence.mutable_change()->set_path("objective “counselling”, evidence");
  evidence.mutable_change()->set_before("");
  evidence.mutable_change()->set_after("the log");

  EXPECT_EQ(HistoryEntryText({met, evidence}, "", Wide(100)),
            "r11    2025-04-28 (not 2025-04-18)  correction of r8  recorded 2025-05-20 by Gail; for Maren\n"
            "       why: wrong day\n"
            "       objective “counselling”\n"
            "         met on: 2025-04-18 -> 2025-04-28\n"
            "         evidence: the log\n");
}

TEST(HistoryText, SaysTheDayOfARetractionAndOfWhatItWithdrew) {
  const std::string text = HistoryEntryText({Row(R"pb(revision: 182
                                                      kind: ENTRY_KIND_RETRACTION
                                                      settles_revision: 179
                                                      effective_on: "2023-07-06"
                                                      effective_was_on: "2023-06-26"
                                                      recorded_at { seconds: 1752588000 }
                                                      change { path: "entry 179" before: "a screen" })pb")},
                                            "", Wide(120));

  EXPECT_THAT(text, ::testing::HasSubstr("2023-07-06 (of 2023-06-26)  retraction of r179"));
}

TEST(HistoryText, SaysAReasonOnceWhereThePlanKeepsIt) {
  const std::string text =
      HistoryEntryText({Row(R"pb(revision: 3
                                 effective_on: "2025-03-10"
                                 recorded_at { seconds: 1741600000 }
                                 reason: "her aunt asks for it"
                                 change { path: "Ana, reason" after: "her aunt asks for it" })pb")},
                       "", Wide(100));

  EXPECT_THAT(text, ::testing::HasSubstr("  reason: her aunt asks for it\n"));
  EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("why:")));
}

TEST(HistoryText, SaysWhatOvertookALateEntry) {
  const std::string text = HistoryEntryText({Row(R"pb(revision: 18
                                                      kind: ENTRY_KIND_LATE_ENTRY
                                                      effective_on: "2025-03-10"
                                                      recorded_at { seconds: 1752588000 }
                                                      actor { name: "Gail" }
                                                      days_late: 127
                                                      overtaken_by: 17
                                                      overtaken_on: "2025-07-10"
                                                      change { path: "Ana, outcome sought" after: "returned" })pb")},
                                            "", Wide(120));

  EXPECT_THAT(text, ::testing::HasSubstr("late entry  recorded 2025-07-15 by Gail, 127 days after its day"));
  EXPECT_THAT(text, ::testing::HasSubstr("outcome sought: returned (overtaken by r17 from 2025-07-10)"));
}

TEST(HistoryText, ShowsTheJournalsDayOfRecording) {
  const v1::HistoryRow row = Row(R"pb(revision: 3
                                      effective_on: "2025-03-09"
                                      recorded_at { seconds: 1741577400 }
                                      change { path: "Ana, name" after: "Ana" })pb");  // 2025-03-10 03:30 UTC
  absl::TimeZone new_york;
  ASSERT_TRUE(absl::LoadTimeZone("America/New_York", &new_york));

  EXPECT_THAT(HistoryEntryText({row}, "", {.zone = new_york}), ::testing::HasSubstr("recorded 2025-03-09 by"));
  EXPECT_THAT(HistoryEntryText({row}, "", Wide(100)), ::testing::HasSubstr("recorded 2025-03-10 by"));
}

TEST(HistoryText, SaysTheClaimInsteadOfHowLateItIs) {
  const std::string text = HistoryEntryText({Row(R"pb(revision: 4
                                                      effective_on: "2025-03-10"
                                                      recorded_at { seconds: 1752588000 }
                                                      actor { name: "Gail" }
                                                      source: "the old system"
                                                      days_late: 127
                                                      claim: "recorded by SACWIS on 2025-03-11"
                                                      claimed_at { seconds: 1741694400 }
                                                      labels: LABEL_HEALTH
                                                      labels: LABEL_PART2
                                                      change { path: "Ana, name" after: "Ana" })pb")},
                                            "", Wide(120));

  EXPECT_THAT(text, ::testing::HasSubstr("by Gail; the old system, first on 2025-03-11 by its claim\n"));
  EXPECT_THAT(text, ::testing::HasSubstr("       labels: "));
  EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("after its day")));
}

TEST(HistoryText, ShowsWholeClaimsIfAsked) {
  const v1::HistoryRow row = Row(R"pb(revision: 4
                                      effective_on: "2025-03-10"
                                      recorded_at { seconds: 1752588000 }
                                      actor { name: "Gail" }
                                      claim: "recorded by SACWIS on 2025-03-11"
                                      claimed_at { seconds: 1741694400 }
                                      change { path: "Ana, name" after: "Ana" })pb");
  const std::string text = HistoryEntryText({row}, "", {.width = 120, .claims = true});

  EXPECT_THAT(text, ::testing::HasSubstr("by Gail\n       claim: recorded by SACWIS on 2025-03-11\n"));
  EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("by its claim")));
}

TEST(HistoryText, BeginsWithWhatTheEntrySays) {
  const v1::HistoryRow row = Row(R"pb(revision: 13
                                      kind: ENTRY_KIND_CORRECTION
                                      settles_revision: 8
                                      effective_on: "2025-03-10"
                                      recorded_at { seconds: 1741600000 }
                                      actor { name: "Gail" }
                                      labels: LABEL_HEALTH
                                      change { path: "Ana, engagement, contacts" after: "1" })pb");
  const std::string sentence = "Home visit with Ms. Lopez: took place. She was open about it.";
  EXPECT_EQ(HistoryEntryText({row}, sentence, Wide(100)),
            "r13    Home visit with Ms. Lopez: took place.\n"
            "       2025-03-10  correction of r8  recorded 2025-03-10 by Gail\n"
            "       labels: health\n"
            "       Ana, engagement\n"
            "         contacts: 1\n");
  EXPECT_EQ(HistoryLine({row}, sentence, Wide(200)),
            "r13   2025-03-10  Home visit with Ms. Lopez: took place. (correction of r8; labels: health)\n");
  EXPECT_EQ(HistoryLine({row}, sentence, Wide(40)), "r13   2025-03-10  Home visit with Ms. L…\n");
  EXPECT_EQ(HistoryLine({row}, "", Wide(100)),
            "r13   2025-03-10  Ana, engagement; Gail (correction of r8; labels: health)\n");
  EXPECT_THAT(HistoryLine({row}, sentence, {.color = true}), ::testing::StartsWith("\x1b[33mr13   \x1b[0m2025"));
}

TEST(HistoryText, TheFirstSentenceEndsWithItsFullStop) {
  EXPECT_EQ(HeadSentence("Progress on “Ms. Lopez calls. She visits.”: some. It grows."),
            "Progress on “Ms. Lopez calls. She visits.”: some.");
  EXPECT_EQ(HeadSentence("The case was opened"), "The case was opened");
  EXPECT_EQ(HeadSentence("Entry 2023-J.14 was made by J. Doe. So."), "Entry 2023-J.14 was made by J. Doe.");
  EXPECT_EQ(HeadSentence(""), "");
}

TEST(HistoryText, WordDifferencesHaveColors) {
  v1::Change change;
  change.set_before("Two random observed screens a week at the county laboratory");
  change.set_after("Two random screens a week at the county laboratory");
  change.set_path("objective “x”, measure");
  EXPECT_EQ(ChangesText({{change, "overtaken by r9"}}, 2, {.width = 200, .color = true}),
            "  objective “x”\n    measure: Two random \x1b[31m[-observed-]\x1b[0m screens a week at the county "
            "laboratory (overtaken by r9)\n");
}

TEST(HistoryText, OneDayIsADay) {
  v1::HistoryRow row = Row(R"pb(revision: 4
                                effective_on: "2025-03-10"
                                recorded_at { seconds: 1741600000 }
                                days_late: 1
                                change { path: "status" after: "open" })pb");
  EXPECT_THAT(HistoryEntryText({row}, "", Wide(100)), ::testing::HasSubstr(", 1 day after its day"));
  row.set_days_late(2);
  EXPECT_THAT(HistoryEntryText({row}, "", Wide(100)), ::testing::HasSubstr(", 2 days after its day"));
  row.set_days_late(0);
  EXPECT_THAT(HistoryEntryText({row}, "", Wide(100)), ::testing::Not(::testing::HasSubstr("after its day")));
}

TEST(HistoryText, NamesEachPartOnceWhileItsFieldsFollowEachOther) {
  std::vector<v1::HistoryRow> rows;
  for (const char* path : {"goal “G”, area", "goal “G”, statement", "status", "goal “G”, reached on"}) {
    rows.push_back(Row(R"pb(revision: 4
                            effective_on: "2025-03-10"
                            recorded_at { seconds: 1741600000 })pb"));
    rows.back().mutable_change()->set_path(path);
    rows.back().mutable_change()->set_after("x");
  }
  EXPECT_THAT(HistoryEntryText(rows, "", Wide(100)),
              ::testing::EndsWith("       goal “G”\n         area: x\n         statement: x\n\n         status: x\n"
                                  "       goal “G”\n         reached on: x\n"));
}

// The number of a revision is never cut, at any width.
TEST(HistoryText, RevisionBeginsTheFirstLine) {
  v1::HistoryRow row = Row(R"pb(effective_on: "2025-03-10"
                                recorded_at { seconds: 1741600000 }
                                change { path: "status" after: "open" })pb");
  for (const uint64_t revision : {uint64_t{0}, uint64_t{99999}, uint64_t{100000}, uint64_t{18446744073709551615U}}) {
    row.set_revision(revision);
    for (const size_t width : {0, 1, 10, 40, 200}) {
      EXPECT_THAT(HistoryEntryText({row}, "", Wide(width)), ::testing::StartsWith("r" + std::to_string(revision) + " "))
          << width;
    }
  }
}

}  // namespace
}  // namespace casejournal::services
