#include "services/cli/history_text.h"

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace casejournal::services {
namespace {

v1::HistoryRow Row(const char* text) {
  v1::HistoryRow row;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &row));
  return row;
}

TEST(HistoryText, SaysNoneForNothing) {
  EXPECT_EQ(ChangeText(Row(R"pb(change { to: "2025-04-18" })pb").change()), "none -> 2025-04-18");
  EXPECT_EQ(ChangeText(Row(R"pb(change { from: "open" })pb").change()), "open -> none");
}

TEST(HistoryText, SaysWhoAndOnWhoseAccount) {
  EXPECT_EQ(AuthorText(Row(R"pb(actor { name: "Gail" }
                                on_behalf_of: "Maren"
                                source: "told by Ana")pb")),
            "Gail; for Maren; told by Ana");
}

TEST(HistoryText, SaysWhatIsUnusualAboutAnEntry) {
  EXPECT_EQ(KindText(Row(R"pb(kind: ENTRY_KIND_ENTRY)pb")), "");
  EXPECT_EQ(
      KindText(Row(R"pb(kind: ENTRY_KIND_CORRECTION settles_revision: 8 reason: "wrong day")pb")),
      "wrong day\ncorrection of r8");
  EXPECT_EQ(KindText(Row(R"pb(kind: ENTRY_KIND_LATE_ENTRY
                              days_late: 127
                              overtaken_by: 17
                              overtaken_on: "2025-07-10")pb")),
            "late entry\nlate by 127 days\novertaken by r17 from 2025-07-10");
}

}  // namespace
}  // namespace casejournal::services
