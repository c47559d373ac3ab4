#include "services/client/evidence/exhibit_words.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace casejournal::services {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ExhibitWordsTest, EachClassOfRecipientsHasOneName) {
  std::set<event::v1::RecipientClass> classes;
  for (const std::string& name : RecipientClassNames()) classes.insert(RecipientClassOf(name));
  EXPECT_EQ(classes.size(), RecipientClassNames().size());
  EXPECT_EQ(classes.size(), static_cast<size_t>(event::v1::RecipientClass_descriptor()->value_count()) - 1);
  EXPECT_FALSE(classes.contains(event::v1::RECIPIENT_CLASS_UNSPECIFIED));
  EXPECT_EQ(RecipientClassOf("court"), event::v1::RECIPIENT_CLASS_COURT);
  for (const char* none : {"", "Court", "courts", "unspecified"})
    EXPECT_EQ(RecipientClassOf(none), event::v1::RECIPIENT_CLASS_UNSPECIFIED) << none;
}

TEST(ExhibitWordsTest, EachLabelHasOneName) {
  EXPECT_EQ(LabelNames().size(), static_cast<size_t>(event::v1::Label_descriptor()->value_count()) - 1);
  EXPECT_THAT(LabelNames(), Contains("protected-address"));
  std::set<event::v1::Label> labels;
  for (const std::string& name : LabelNames()) {
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos) << name;
    labels.insert(LabelOf(name));
  }
  EXPECT_EQ(labels.size(), LabelNames().size());
  for (const char* none : {"", "LABEL_HEALTH", "Health", "unspecified"})
    EXPECT_EQ(LabelOf(none), event::v1::LABEL_UNSPECIFIED) << none;
}

void LeaveOut(v1::ExhibitContents& contents, uint64_t first, uint64_t last, v1::LeftOutReason reason) {
  v1::LeftOut& left_out = *contents.add_left_out();
  left_out.mutable_revisions()->set_first(first);
  left_out.mutable_revisions()->set_last(last);
  left_out.set_reason(reason);
}

TEST(ContentsTextTest, CountsWhatIsGiven) {
  v1::ExhibitContents contents;
  contents.add_given();
  contents.set_plan(true);
  contents.set_bytes_max(1'234'567);
  EXPECT_EQ(ContentsText(contents),
            "given        revisions 0 (1 entry), with the plan\nsize         at most 1,234,567 bytes");
  contents.add_given()->set_first(3);
  contents.mutable_given(1)->set_last(12);
  contents.set_plan(false);
  EXPECT_THAT(ContentsText(contents), HasSubstr("revisions 0, 3 to 12 (11 entries), without a plan"));
}

TEST(ContentsTextTest, EachRangeThatIsLeftOutHasItsReason) {
  v1::ExhibitContents contents;
  LeaveOut(contents, 1, 1, v1::LEFT_OUT_REASON_NOT_CHOSEN);
  LeaveOut(contents, 3, 5, v1::LEFT_OUT_REASON_NOT_KNOWN);
  LeaveOut(contents, 7, 7, v1::LEFT_OUT_REASON_LABELED);
  contents.mutable_left_out(2)->add_labels(event::v1::LABEL_HEALTH);
  contents.mutable_left_out(2)->add_labels(event::v1::LABEL_PART2);
  LeaveOut(contents, 9, 9, v1::LEFT_OUT_REASON_RESTS_ON_LABELED);
  contents.mutable_left_out(3)->add_labels(static_cast<event::v1::Label>(99));
  LeaveOut(contents, 11, 11, static_cast<v1::LeftOutReason>(99));
  const std::string text = ContentsText(contents);
  EXPECT_THAT(text, HasSubstr("\nleft out     1: not chosen\n"));
  EXPECT_THAT(text, HasSubstr("\nleft out     3 to 5: recorded later\n"));
  EXPECT_THAT(text, HasSubstr("\nleft out     7: labeled health, part2\n"));
  EXPECT_THAT(text, HasSubstr("entries labeled label 99\n"));
  EXPECT_THAT(text, HasSubstr("\nleft out     11: for another reason\n"));
}

TEST(ContentsTextTest, LongListIsCutAndCounted) {
  v1::ExhibitContents contents;
  for (uint64_t i = 0; i < 100; ++i) LeaveOut(contents, 2 * i, 2 * i, v1::LEFT_OUT_REASON_NOT_CHOSEN);
  EXPECT_THAT(ContentsText(contents), Not(HasSubstr("more range")));
  LeaveOut(contents, 500, 500, v1::LEFT_OUT_REASON_NOT_CHOSEN);
  EXPECT_THAT(ContentsText(contents), HasSubstr("and 1 more range;"));
  LeaveOut(contents, 502, 502, v1::LEFT_OUT_REASON_NOT_CHOSEN);
  const std::string text = ContentsText(contents);
  EXPECT_THAT(text, HasSubstr("and 2 more ranges;"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 102);
}

// A number of one child opens the record of the others, too: the command asks first.
TEST(ChildrenBesidesTest, NumberOfOneChildLeavesOthersBesides) {
  v1::CasePlan plan;
  const auto add = [&](const char* id, event::v1::Capacity capacity) {
    plan.add_participants()->set_participant_id(id);
    plan.mutable_participants(plan.participants_size() - 1)->set_capacity(capacity);
  };
  add("ana", event::v1::CAPACITY_CHILD);
  add("maria", event::v1::CAPACITY_ADULT);
  plan.add_numbers()->set_number("25JU-7");
  plan.mutable_numbers(0)->set_child_id("ana");
  plan.add_numbers()->set_number("118");
  plan.add_complaints()->set_court_number("25JU-9");
  EXPECT_EQ(ChildrenBesides(plan, "25JU-7"), 0) << "she is the only child";
  add("ben", event::v1::CAPACITY_CHILD);
  add("cleo", event::v1::CAPACITY_CHILD);
  EXPECT_EQ(ChildrenBesides(plan, "25JU-7"), 2);
  EXPECT_EQ(ChildrenBesides(plan, "25JU-9"), 2) << "a complaint is about one child";
  EXPECT_EQ(ChildrenBesides(plan, "118"), 0) << "the number of the case";
  EXPECT_EQ(ChildrenBesides(plan, "unknown"), 0);
}

}  // namespace
}  // namespace casejournal::services
