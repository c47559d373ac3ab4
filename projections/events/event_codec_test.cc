#include "projections/events/event_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/unknown_field_set.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::HasSubstr;

event::v1::StoredEvent Stored(CaseEvent event) {
  event::v1::StoredEvent stored;
  *stored.mutable_case_event() = std::move(event);
  stored.mutable_admission()->set_schema_version(kSchemaVersion);
  return stored;
}

absl::Status Decoded(const event::v1::StoredEvent& stored) {
  return DecodeStoredEvent(EncodeStoredEvent(stored)).status();
}

TEST(EventCodecTest, DecodesWhatItEncoded) {
  const event::v1::StoredEvent stored = Stored(ObjectiveAdded("2025-03-12", "O", "G", "counselling every week"));

  const auto decoded = DecodeStoredEvent(EncodeStoredEvent(stored));

  ASSERT_THAT(decoded, IsOk());
  EXPECT_THAT(*decoded, EqualsMessage(stored));
  EXPECT_EQ(EncodeStoredEvent(*decoded), EncodeStoredEvent(stored));
}

TEST(EventCodecTest, BytesThatDoNotParseAreDataLoss) {
  EXPECT_THAT(DecodeStoredEvent("\x0a\xff"), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(EventCodecTest, HigherSchemaVersionStops) {
  event::v1::StoredEvent stored = Stored(CaseOpened("2025-01-10"));
  stored.mutable_admission()->set_schema_version(kSchemaVersion + 1);

  EXPECT_THAT(Decoded(stored), StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("2")));
}

// A field that a newer writer added can change the meaning of all others.
TEST(EventCodecTest, UnknownFieldAtDepthStopsAndIsNamed) {
  event::v1::StoredEvent stored = Stored(ObjectiveAdded("2025-03-12", "O", "G", "x"));
  auto* terms = stored.mutable_case_event()->mutable_objective_added()->mutable_terms();
  terms->GetReflection()->MutableUnknownFields(terms)->AddVarint(77, 1);

  EXPECT_THAT(Decoded(stored), StatusIs(absl::StatusCode::kUnimplemented,
                                        HasSubstr("caseEvent.objectiveAdded.terms: ObjectiveTerms has no field 77")));
}

TEST(EventCodecTest, EnumNumberWithoutANameStopsAndIsNamed) {
  CaseEvent event = OutcomeChosen("2025-03-12", "Ana", static_cast<event::v1::PermanencyOutcome>(99));

  EXPECT_THAT(Decoded(Stored(event)), StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("outcomeChosen.outcome")));
}

TEST(EventCodecTest, EnumNumberWithoutANameInAListStops) {
  CaseEvent event = CaseOpened("2025-01-10");
  event.add_labels(event::v1::LABEL_HEALTH);
  event.add_labels(static_cast<event::v1::Label>(99));

  EXPECT_THAT(Decoded(Stored(event)), StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("caseEvent.labels[1]")));
}

// An older reader sees a newer type as an event without a body and with an unknown field.
TEST(EventCodecTest, EventWithoutABodyStops) {
  EXPECT_THAT(Decoded(Stored(On("2025-01-10"))), StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(Decoded(event::v1::StoredEvent()), StatusIs(absl::StatusCode::kUnimplemented));
}

// The text can appear in a log.
TEST(EventCodecTest, RefusalHoldsNothingOfTheContent) {
  event::v1::StoredEvent stored = Stored(ObjectiveAdded("2025-03-12", "O", "G", "Ana Lopez"));
  auto* terms = stored.mutable_case_event()->mutable_objective_added()->mutable_terms();
  terms->GetReflection()->MutableUnknownFields(terms)->AddLengthDelimited(77, "secret");

  const std::string text(Decoded(stored).message());

  EXPECT_THAT(text, Not(HasSubstr("secret")));
  EXPECT_THAT(text, Not(HasSubstr("Ana")));
}

}  // namespace
}  // namespace casejournal::projections
