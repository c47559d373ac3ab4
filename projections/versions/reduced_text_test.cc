// What is left of a text for a reader who may not see everything that it rests on.
#include "projections/versions/reduced_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "projections/versions/plan_text.h"

namespace casejournal::projections {
namespace {

using event::v1::Label;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::PlanDocument Document() {
  v1::PlanDocument document;
  document.mutable_header()->set_label("1.0");
  document.add_needs()->set_need_id("sleep");
  document.add_needs()->set_need_id("eyes");
  return document;
}

// The need "eyes" has the label for health: the last part.
event::v1::PlanText Text() {
  return PlanTextOf(
      Document(),
      [](const google::protobuf::FieldDescriptor&, const google::protobuf::Message& item) {
        const bool is_labeled = item.SerializeAsString().find("eyes") != std::string::npos;
        return is_labeled ? std::vector<Label>{event::v1::LABEL_HEALTH} : std::vector<Label>();
      },
      [](absl::string_view text) { return std::string(32, static_cast<char>('a' + text.size() % 26)); });
}

std::vector<int> Withheld(const std::vector<Label>& labels, const v1::PlanDocument& without) {
  const absl::StatusOr<std::vector<int>> parts = PartsToWithhold(Text(), labels, without);
  EXPECT_TRUE(parts.ok()) << parts.status();
  return parts.ok() ? *parts : std::vector<int>();
}

TEST(ReducedTextTest, APartWithALabelIsWithheldUnlessTheLabelIsOpened) {
  ASSERT_EQ(Text().parts_size(), 3);
  v1::PlanDocument without = Document();
  without.mutable_needs()->RemoveLast();

  EXPECT_THAT(Withheld({}, without), ElementsAre(2));
  EXPECT_THAT(Withheld({event::v1::LABEL_EDUCATION}, without), ElementsAre(2));
  EXPECT_THAT(Withheld({event::v1::LABEL_HEALTH}, Document()), IsEmpty());
}

// Who suffers: a child whose entry was labeled after the plan was drawn up.
TEST(ReducedTextTest, APartThatTheOpenEntriesDoNotSayIsWithheldWhateverItsLabels) {
  v1::PlanDocument without = Document();
  without.mutable_needs()->DeleteSubrange(0, 1);

  EXPECT_THAT(Withheld({event::v1::LABEL_HEALTH}, without), ElementsAre(1));
}

TEST(ReducedTextTest, TheRestHasTheSameDigest) {
  google::protobuf::RepeatedField<uint32_t> parts;
  parts.Add(1);
  parts.Add(2);
  parts.Add(77);
  const event::v1::PlanText rest = WithheldAt(Text(), parts);

  EXPECT_EQ(PlanTextDigest(rest), PlanTextDigest(Text()));
  EXPECT_FALSE(rest.parts(0).has_withheld());
  EXPECT_EQ(rest.parts(1).withheld(), PlanPartDigest(Text().parts(1)));
  EXPECT_TRUE(rest.parts(1).text().empty());
  EXPECT_TRUE(rest.parts(2).labels().empty());
}

}  // namespace
}  // namespace casejournal::projections
