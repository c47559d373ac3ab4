#include "projections/events/event_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/events/event_schema.h"
#include "projections/events/visit_body.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases

TEST(EventWordsTest, EnumValueLosesThePrefixOfItsEnum) {
  EXPECT_EQ(EnumWords(event::v1::PLACEMENT_TYPE_FOSTER_HOME), "foster home");
  EXPECT_EQ(EnumWords(event::v1::NOTICE_OF_NOTICE_OF_A_PLAN), "notice of a plan");
  EXPECT_EQ(EnumWords(event::v1::SAFETY_PLAN_KEPT_KEPT_IN_PART), "kept in part");
  EXPECT_EQ(EnumWords(event::v1::PLACEMENT_TYPE_PRE_ADOPTIVE_HOME), "pre-adoptive home");
  EXPECT_EQ(EnumWords(event::v1::PLACEMENT_TYPE_UNSPECIFIED), "");
}

TEST(EventWordsTest, FieldWordsAreItsNameWithoutId) {
  const auto* objective = event::v1::ObjectiveMet::descriptor();

  EXPECT_EQ(FieldWords(*objective->FindFieldByName("objective_id")), "objective");
  EXPECT_EQ(FieldWords(*objective->FindFieldByName("agreed_by_ids")), "agreed by");
}

TEST(EventWordsTest, TypeIsNamedAfterTheMessageOfTheBody) {
  EXPECT_EQ(EventTypeName(GoalEstablished("2025-03-10", "G", "x")), "GoalEstablished");
  EXPECT_EQ(EventTypeName(On("2025-03-10")), "");
  event::v1::StoredEvent stored;
  stored.mutable_journal_event()->mutable_opened()->set_origin("journal.example");
  EXPECT_EQ(EventTypeName(stored), "JournalOpened");
  EXPECT_EQ(EventTypeNameIn(stored.SerializeAsString()), "JournalOpened");
  stored.mutable_access_event()->mutable_disclosure_made();
  EXPECT_EQ(EventTypeNameIn(stored.SerializeAsString()), "DisclosureMade");
  stored.mutable_access_event()->clear_body();
  EXPECT_EQ(EventTypeNameIn(stored.SerializeAsString()), "");
  EXPECT_EQ(EventTypeNameIn(""), "");
  EXPECT_EQ(EventTypeNameIn("no event"), "");
}

// The switch knows every type of the contract.
TEST(VisitBodyTest, VisitsEveryBodyOfTheOneofAsItsOwnType) {
  const auto* bodies = event::v1::CaseEvent::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies->field_count(); ++i) {
    CaseEvent event;
    event.GetReflection()->MutableMessage(&event, bodies->field(i));
    const google::protobuf::Descriptor* visited = nullptr;

    EXPECT_THAT(VisitBody(event, [&](const auto& body) { visited = body.GetDescriptor(); }), IsOk());

    EXPECT_EQ(visited, bodies->field(i)->message_type());
  }
}

TEST(VisitBodyTest, EventWithoutABodyIsNotVisited) {
  EXPECT_THAT(VisitBody(CaseEvent(), [](const auto&) { FAIL(); }), StatusIs(absl::StatusCode::kUnimplemented));
}

// A reader who has only the journal must be able to read it: files come after the files that they import.
TEST(EventSchemaTest, HoldsEveryFileThatStoredEventsNeed) {
  const google::protobuf::FileDescriptorSet schema = StoredEventSchema();
  google::protobuf::DescriptorPool pool;
  for (const auto& file : schema.file()) {
    ASSERT_NE(pool.BuildFile(file), nullptr) << file.name();
    EXPECT_FALSE(file.has_source_code_info());
  }

  const auto* stored = pool.FindMessageTypeByName("casejournal.event.v1.StoredEvent");
  ASSERT_NE(stored, nullptr);
  EXPECT_EQ(StoredEventSchemaBytes(), StoredEventSchemaBytes());
}

}  // namespace
}  // namespace casejournal::projections
