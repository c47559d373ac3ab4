#include "services/pages/change_text.h"

#include <gtest/gtest.h>

namespace casejournal::services {
namespace {

v1::Change ChangeOf(const char* before, const char* after) {
  v1::Change change;
  change.set_before(before);
  change.set_after(after);
  return change;
}

TEST(ChangeTextTest, SaysNoneForWhatIsGone) {
  EXPECT_EQ(ChangeText(ChangeOf("", "2025-04-18")), "2025-04-18");
  EXPECT_EQ(ChangeText(ChangeOf("open", "")), "open -> none");
  EXPECT_EQ(ChangeText(ChangeOf("open", "closed")), "open -> closed");
}

TEST(ChangeTextTest, LongTextsAreComparedWordByWord) {
  EXPECT_EQ(ChangeText(ChangeOf("Two random observed screens a week at the county laboratory",
                                "Two random screens a week at the county laboratory, without notice")),
            "Two random [-observed-] screens a week at the county [-laboratory-]{+laboratory, without notice+}");
  EXPECT_EQ(ChangeText(ChangeOf("two random screens", "two observed screens")),
            "two random screens -> two observed screens");
}

TEST(ChangeTextTest, TheFieldIsTheLastOfThePath) {
  EXPECT_EQ(PartAndField("Ana, engagement, contacts"),
            std::make_pair(std::string("Ana, engagement"), std::string("contacts")));
  EXPECT_EQ(PartAndField("status"), std::make_pair(std::string(), std::string("status")));
}

}  // namespace
}  // namespace casejournal::services
