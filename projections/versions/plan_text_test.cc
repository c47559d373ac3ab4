// The text of a version as parts: what a part holds, which order parts have, and what a reader gets who may not see
// all.
#include "projections/versions/plan_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "absl/strings/escaping.h"
#include "tests/support/any_event.h"
#include "tests/support/matchers.h"
#include "tests/support/plan_texts.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::AnyEvent;
using casejournal::testing::EqualsMessage;
using casejournal::testing::Filled;
using casejournal::testing::IsOk;
using casejournal::testing::Sha256Of;
using casejournal::testing::TextSaying;
using event::v1::Label;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Salt(absl::string_view part) { return Sha256Of(part); }

std::vector<Label> LabelsOf(const event::v1::PlanPart& part) {
  std::vector<Label> labels;
  for (const int label : part.labels()) labels.push_back(static_cast<Label>(label));
  return labels;
}

v1::PlanDocument TwoGoals() {
  v1::PlanDocument document;
  document.mutable_header()->set_label("1.0");
  document.add_goals()->set_goal_id("open");
  document.add_goals()->set_goal_id("secret");
  return document;
}

std::vector<Label> SecretGoals(const FieldDescriptor& field, const Message& item) {
  if (field.name() != "goals" || static_cast<const v1::Goal&>(item).goal_id() != "secret") return {};
  return {event::v1::LABEL_PART2};
}

// The vectors were computed with Python's hashlib from the description in plan_version_events.proto.
TEST(PlanTextTest, DigestsAreThoseOfTheContract) {
  event::v1::PlanText text;
  event::v1::PlanPart& first = *text.add_parts();
  first.set_text("{\"a\": 1}");
  first.set_salt(std::string(32, '\x01'));
  event::v1::PlanPart& second = *text.add_parts();
  second.set_text("{}");
  second.set_salt(std::string(32, '\x02'));
  second.add_labels(event::v1::LABEL_PART2);
  second.add_labels(event::v1::LABEL_EDUCATION);

  EXPECT_EQ(absl::BytesToHexString(PlanPartDigest(first)),
            "d556965dd9b6fabf025a26cc1732613f03374bf65eb70e7fd2b3daf4b2bfa881");
  EXPECT_EQ(absl::BytesToHexString(PlanPartDigest(second)),
            "07ccc9cef2d6427cb694ba0bde68cd1fa266a9287c4d167f8d31b2533e060091");
  EXPECT_EQ(absl::BytesToHexString(PlanTextDigest(text)),
            "18c140554f7a63c2fce63a5dff4b316b77f1f22d11cd780c7786cb74d661a39b");
}

TEST(PlanTextTest, ALabeledItemIsAPartOfItsOwnBehindTheOthers) {
  const event::v1::PlanText text = PlanTextOf(TwoGoals(), SecretGoals, Salt);

  ASSERT_THAT(text.parts(), SizeIs(3));
  EXPECT_THAT(text.parts(0).text(), HasSubstr("\"header\""));
  EXPECT_THAT(text.parts(1).text(), HasSubstr("\"open\""));
  EXPECT_THAT(text.parts(2).text(), HasSubstr("\"secret\""));
  EXPECT_THAT(LabelsOf(text.parts(2)), ElementsAre(event::v1::LABEL_PART2));
}

// Who suffers: a child whose sealed record is guessed at from the place of a part that is not shown.
TEST(PlanTextTest, LabeledPartsAreInTheOrderOfTheirDigests) {
  v1::PlanDocument document;
  for (const char* goal : {"a", "b", "c", "d", "e"}) document.add_goals()->set_goal_id(goal);
  document.add_needs()->set_need_id("n");
  int label = 0;
  const event::v1::PlanText text = PlanTextOf(
      document,
      [&](const FieldDescriptor&, const Message&) { return std::vector<Label>{static_cast<Label>(1 + label++ % 7)}; },
      Salt);

  ASSERT_THAT(text.parts(), SizeIs(6));
  std::vector<std::string> digests;
  for (const event::v1::PlanPart& part : text.parts()) digests.push_back(PlanPartDigest(part));
  EXPECT_TRUE(std::is_sorted(digests.begin(), digests.end()));
}

TEST(PlanTextTest, AReaderWhoMayNotSeeAPartGetsItsDigestAndNothingElse) {
  const event::v1::PlanText text = PlanTextOf(TwoGoals(), SecretGoals, Salt);
  const event::v1::PlanText rest = WithheldExcept(text, {event::v1::LABEL_HEALTH});

  EXPECT_EQ(PlanTextDigest(rest), PlanTextDigest(text));
  ASSERT_THAT(rest.parts(), SizeIs(3));
  event::v1::PlanPart only_digest;
  only_digest.set_withheld(PlanPartDigest(text.parts(2)));
  EXPECT_THAT(rest.parts(2), EqualsMessage(only_digest));
  const auto document = ReadPlanText(rest);
  ASSERT_THAT(document, IsOk());
  EXPECT_THAT(document->goals(), SizeIs(1));
  EXPECT_THAT(WithheldExcept(text, {event::v1::LABEL_PART2}), EqualsMessage(text));
}

TEST(PlanTextTest, APartWithSeveralLabelsNeedsThemAll) {
  event::v1::PlanText text;
  text.add_parts()->add_labels(event::v1::LABEL_PART2);
  text.mutable_parts(0)->add_labels(event::v1::LABEL_SEALED);
  EXPECT_TRUE(WithheldExcept(text, {event::v1::LABEL_PART2}).parts(0).has_withheld());
  EXPECT_FALSE(WithheldExcept(text, {event::v1::LABEL_PART2, event::v1::LABEL_SEALED}).parts(0).has_withheld());
}

TEST(PlanTextTest, EveryByteOfAPartCounts) {
  const event::v1::PlanText text = PlanTextOf(TwoGoals(), SecretGoals, Salt);
  for (int i = 0; i < text.parts_size(); ++i) {
    event::v1::PlanText other = text;
    other.mutable_parts(i)->mutable_text()->back() = ' ';
    EXPECT_NE(PlanTextDigest(other), PlanTextDigest(text));
    other = text;
    other.mutable_parts(i)->mutable_salt()->front() ^= 1;
    EXPECT_NE(PlanTextDigest(other), PlanTextDigest(text));
    other = text;
    other.mutable_parts(i)->add_labels(event::v1::LABEL_SEALED);
    EXPECT_NE(PlanTextDigest(other), PlanTextDigest(text));
    other = text;
    other.mutable_parts()->DeleteSubrange(i, 1);
    EXPECT_NE(PlanTextDigest(other), PlanTextDigest(text));
  }
}

TEST(PlanTextTest, AnyDocumentIsReadAsItWasWritten) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int round = 0; round < 20; ++round) {
    v1::PlanDocument document;
    AnyEvent(random, round % 2 == 0 ? Filled::kAll : Filled::kSome).Fill(document, 0);
    const auto read = ReadPlanText(TextSaying(document));
    if (document.ByteSizeLong() == 0) continue;
    ASSERT_THAT(read, IsOk());
    EXPECT_THAT(*read, EqualsMessage(document));
  }
}

TEST(PlanTextTest, ATextOfANewerBuildIsNotReadInPart) {
  event::v1::PlanText text = TextSaying(TwoGoals());
  text.add_parts()->set_text(R"({"inventedField": 1})");
  EXPECT_EQ(ReadPlanText(text).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(ReadPlanText(text).status().message()), HasSubstr("part 3 of 3"));
  EXPECT_EQ(ReadPlanText(event::v1::PlanText()).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace casejournal::projections
