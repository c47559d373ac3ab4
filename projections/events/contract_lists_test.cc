#include "projections/events/contract_lists.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "projections/events/code_lists.h"

namespace casejournal::projections {
namespace {

using ::testing::HasSubstr;

v1::EventType TypeNamed(const std::string& name) {
  const v1::ListEventTypesResponse listed = ListedEventTypes();
  for (const v1::EventType& type : listed.types()) {
    if (type.name() == name) return type;
  }
  ADD_FAILURE() << name << " is not listed";
  return {};
}

v1::EventField FieldOf(const std::string& type, const std::string& path) {
  const v1::EventType described = TypeNamed(type);
  for (const v1::EventField& field : described.fields()) {
    if (field.path() == path) return field;
  }
  ADD_FAILURE() << type << " has no field " << path;
  return {};
}

TEST(ContractListsTest, EachTypeOfTheContractIsListedOnceWithItsSentenceAndFields) {
  std::set<std::string> names;
  const v1::ListEventTypesResponse listed = ListedEventTypes();
  for (const v1::EventType& type : listed.types()) {
    EXPECT_TRUE(names.insert(type.name()).second) << type.name();
    EXPECT_NE(type.sentence(), "") << type.name();
    EXPECT_GT(type.fields_size(), 0) << type.name();
    for (const v1::EventField& field : type.fields()) {
      EXPECT_NE(field.kind(), v1::EVENT_FIELD_KIND_UNSPECIFIED) << type.name() << " " << field.path();
      EXPECT_EQ(field.code_list().empty(), field.kind() != v1::EVENT_FIELD_KIND_CODE) << field.path();
    }
  }
  const auto& bodies = *event::v1::CaseEvent::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies.field_count(); ++i) {
    EXPECT_TRUE(names.contains(bodies.field(i)->message_type()->name())) << bodies.field(i)->name();
  }
  EXPECT_TRUE(names.contains("DisclosureMade"));
  EXPECT_TRUE(names.contains("JournalOpened"));
}

TEST(ContractListsTest, ATypeSaysHowItIsStoredAndShown) {
  const v1::EventType goal = TypeNamed("GoalEstablished");
  EXPECT_EQ(goal.field_name(), "goal_established");
  EXPECT_EQ(goal.number(), static_cast<uint32_t>(event::v1::CaseEvent::kGoalEstablishedFieldNumber));
  EXPECT_EQ(goal.stream(), v1::EVENT_STREAM_CASE);
  EXPECT_THAT(goal.sentence(), HasSubstr("{statement}"));

  EXPECT_EQ(TypeNamed("ReporterIdentified").label(), event::v1::LABEL_REPORTER_IDENTITY);
  EXPECT_TRUE(TypeNamed("OrderMade").in_register());
  EXPECT_TRUE(TypeNamed("CaseNoteWritten").after_closing());
  EXPECT_EQ(TypeNamed("DisclosureMade").stream(), v1::EVENT_STREAM_ACCESS);
  EXPECT_EQ(TypeNamed("JournalOpened").stream(), v1::EVENT_STREAM_JOURNAL);
  EXPECT_EQ(TypeNamed("EntriesDisclosed").stream(), v1::EVENT_STREAM_READER);
}

TEST(ContractListsTest, AFieldSaysWhatAFormMustAskFor) {
  const v1::EventField goal = FieldOf("GoalEstablished", "goal_id");
  EXPECT_EQ(goal.kind(), v1::EVENT_FIELD_KIND_ID);
  EXPECT_EQ(goal.introduces(), event::v1::PART_KIND_GOAL);
  EXPECT_EQ(goal.json_path(), "goalId");
  EXPECT_TRUE(goal.required());

  EXPECT_EQ(FieldOf("ObjectiveAdded", "goal_id").names(), event::v1::PART_KIND_GOAL);
  EXPECT_EQ(FieldOf("ObjectiveAdded", "terms").kind(), v1::EVENT_FIELD_KIND_GROUP);
  EXPECT_EQ(FieldOf("ObjectiveAdded", "terms.statement").kind(), v1::EVENT_FIELD_KIND_TEXT);
  EXPECT_TRUE(FieldOf("ObjectiveAdded", "terms.statement").required());
  EXPECT_EQ(FieldOf("PlacementBegan", "type").code_list(), "PlacementType");
  EXPECT_EQ(FieldOf("ContactDetailsLearned", "confidential").kind(), v1::EVENT_FIELD_KIND_YES_NO);
  EXPECT_FALSE(FieldOf("ContactDetailsLearned", "confidential").required()) << "no is an answer";
  EXPECT_FALSE(FieldOf("ContactDetailsLearned", "detail").required());
  EXPECT_TRUE(FieldOf("PlanVersionDrawnUp", "text").server_made());
}

// Both are made from the same lists; the golden file of the release has the text.
TEST(ContractListsTest, CodesAreThoseOfTheRelease) {
  const v1::ListCodesResponse codes = ListedCodes();
  EXPECT_EQ(codes.code_lists_version(), kCodeListsVersion);
  std::string text = absl::StrCat("# Code lists, release ", codes.code_lists_version(), "\n");
  for (const v1::CodeList& list : codes.lists()) {
    absl::StrAppend(&text, "\n## ", list.name(), "\n\n");
    for (const v1::CodeValue& code : list.codes()) {
      absl::StrAppend(&text, "- ", code.number(), " `", code.name(), "` ", code.words(), "\n");
    }
  }
  EXPECT_EQ(text, CodeListsText());
}

}  // namespace
}  // namespace casejournal::projections
