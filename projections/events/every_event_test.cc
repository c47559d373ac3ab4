// Properties of all types of events: encoding, damage, unknown parts, and the schema that the journal records.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/unknown_field_set.h"
#include "projections/events/event_codec.h"
#include "projections/events/event_schema.h"
#include "projections/events/event_words.h"
#include "projections/events/naming_fields.h"
#include "tests/support/any_event.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::AnyEvent;
using casejournal::testing::BodyFields;
using casejournal::testing::EqualsMessage;
using casejournal::testing::Filled;
using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

event::v1::StoredEvent StoredOfType(std::mt19937_64& random, const FieldDescriptor& body, Filled filled) {
  event::v1::StoredEvent stored;
  *stored.mutable_case_event() = AnyEvent(random, filled).OfType(body, "2025-03-01");
  stored.mutable_admission()->set_schema_version(kSchemaVersion);
  return stored;
}

TEST(EveryEventTest, IsDecodedAsItWasEncoded) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (const Filled filled : {Filled::kRequired, Filled::kSome, Filled::kAll}) {
    for (const FieldDescriptor* body : BodyFields()) {
      const event::v1::StoredEvent stored = StoredOfType(random, *body, filled);
      const std::string bytes = EncodeStoredEvent(stored);
      const auto decoded = DecodeStoredEvent(bytes);

      ASSERT_THAT(decoded, IsOk()) << body->name();
      EXPECT_THAT(*decoded, EqualsMessage(stored));
      EXPECT_EQ(EncodeStoredEvent(*decoded), bytes) << body->name();
      EXPECT_EQ(EventTypeNameIn(bytes), EventTypeName(stored));
    }
  }
}

// The last member of a choice counts, as for a parser, and bytes that no parser takes have no name.
TEST(EveryEventTest, TheNameOfItsTypeIsReadFromItsBytesAsAParserReadsThem) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  std::string before;
  for (const FieldDescriptor* body : BodyFields()) {
    const std::string bytes = EncodeStoredEvent(StoredOfType(random, *body, Filled::kSome));
    for (size_t size = 0; size < bytes.size(); ++size) {
      event::v1::StoredEvent part;
      const bool parsed = part.ParseFromString(bytes.substr(0, size));
      const absl::string_view name = EventTypeNameIn(absl::string_view(bytes).substr(0, size));
      EXPECT_TRUE(parsed ? name == EventTypeName(part) : name.empty() || name == body->message_type()->name());
    }
    event::v1::StoredEvent both;
    ASSERT_TRUE(both.ParseFromString(before + bytes));
    EXPECT_EQ(EventTypeNameIn(before + bytes), EventTypeName(both));
    before = bytes;
  }
}

// A part of an event is never taken for the event.
TEST(EveryEventTest, IsNotReadFromAPartOfItsBytes) {
  const google::protobuf::LogSilencer silence;  // the parser reports each damaged field
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (const FieldDescriptor* body : BodyFields()) {
    const event::v1::StoredEvent stored = StoredOfType(random, *body, Filled::kAll);
    const std::string bytes = EncodeStoredEvent(stored);
    for (size_t length = 0; length < bytes.size(); length += 1 + bytes.size() / 40) {
      const auto decoded = DecodeStoredEvent(bytes.substr(0, length));
      if (!decoded.ok()) {
        EXPECT_THAT(decoded, AnyOf(StatusIs(absl::StatusCode::kDataLoss), StatusIs(absl::StatusCode::kUnimplemented)));
        continue;
      }
      EXPECT_THAT(*decoded, Not(EqualsMessage(stored))) << body->name();
    }
  }
}

TEST(EveryEventTest, DamagedBytesAreAnEventOrAnError) {
  const google::protobuf::LogSilencer silence;
  std::mt19937_64 random(casejournal::testing::TestSeed());
  const auto below = [&](size_t limit) { return std::uniform_int_distribution<size_t>(0, limit - 1)(random); };
  const std::vector<const FieldDescriptor*> bodies = BodyFields();
  for (int i = 0; i < 1000; ++i) {
    std::string bytes = EncodeStoredEvent(StoredOfType(random, *bodies[below(bodies.size())], Filled::kSome));
    for (size_t changes = 1 + below(4); changes > 0; --changes)
      bytes[below(bytes.size())] = static_cast<char>(below(256));
    const auto decoded = DecodeStoredEvent(bytes);
    if (decoded.ok()) {
      EXPECT_THAT(RefuseUnknown(*decoded), IsOk());
    } else {
      EXPECT_THAT(decoded, AnyOf(StatusIs(absl::StatusCode::kDataLoss), StatusIs(absl::StatusCode::kUnimplemented)));
    }
  }
}

// Add an unknown field to each message in `message`, one at a time, and call `check`.
template <typename Check>
void WithUnknownInEach(Message& message, const Check& check) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  reflection.MutableUnknownFields(&message)->AddVarint(19'777, 1);
  check(message.GetDescriptor()->name());
  reflection.MutableUnknownFields(&message)->Clear();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      WithUnknownInEach(*reflection.MutableMessage(&message, field), check);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i)
      WithUnknownInEach(*reflection.MutableRepeatedMessage(&message, field, i), check);
  }
}

// Who suffers: a family, if a later program adds a field that changes the meaning of the others and this one skips it.
TEST(EveryEventTest, IsRejectedWithAnUnknownFieldInAnyOfItsMessages) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (const FieldDescriptor* body : BodyFields()) {
    event::v1::StoredEvent stored = StoredOfType(random, *body, Filled::kAll);
    WithUnknownInEach(stored, [&](const std::string& type) {
      EXPECT_THAT(RefuseUnknown(stored),
                  StatusIs(absl::StatusCode::kUnimplemented, HasSubstr(absl::StrCat(type, " has no field 19777"))));
    });
    EXPECT_THAT(RefuseUnknown(stored), IsOk());
  }
}

TEST(EveryEventTest, NamesItsTypeInWordsAndAsAMessage) {
  std::set<std::string> names;
  for (const FieldDescriptor* body : BodyFields()) {
    casejournal::testing::CaseEvent event;
    event.GetReflection()->MutableMessage(&event, body);
    EXPECT_TRUE(names.insert(EventTypeName(event)).second) << body->name();
    EXPECT_EQ(BodyField(event), body);
    EXPECT_EQ(BodyOf(event)->GetDescriptor(), body->message_type());
    EXPECT_NE(FieldWords(*body), "");
  }
  EXPECT_EQ(BodyOf(casejournal::testing::CaseEvent()), nullptr);
}

TEST(EveryEventTest, HasWordsForEachOfItsValues) {
  std::set<const google::protobuf::EnumDescriptor*> seen;
  for (const FieldDescriptor* body : BodyFields()) {
    for (int i = 0; i < body->message_type()->field_count(); ++i) {
      const google::protobuf::EnumDescriptor* type = body->message_type()->field(i)->enum_type();
      if (type == nullptr || !seen.insert(type).second) continue;
      std::set<std::string> words;
      EXPECT_EQ(EnumWords(*type->value(0)), "") << type->name();
      for (int value = 1; value < type->value_count(); ++value) {
        EXPECT_TRUE(words.insert(EnumWords(*type->value(value))).second)
            << "two values of " << type->name() << " read the same";
      }
      EXPECT_EQ(words.count(""), 0U) << type->name();
    }
  }
}

TEST(ParentsPlaceTest, IsThatOfParentsGuardiansAndCustodians) {
  for (const auto relation : {event::v1::RELATION_MOTHER, event::v1::RELATION_FATHER, event::v1::RELATION_GUARDIAN,
                              event::v1::RELATION_CUSTODIAN, event::v1::RELATION_INDIAN_CUSTODIAN}) {
    EXPECT_TRUE(IsInParentsPlace(relation)) << event::v1::Relation_Name(relation);
  }
  for (const auto relation : {event::v1::RELATION_UNSPECIFIED, event::v1::RELATION_SIBLING, event::v1::RELATION_PARTNER,
                              event::v1::RELATION_CAREGIVER}) {
    EXPECT_FALSE(IsInParentsPlace(relation)) << event::v1::Relation_Name(relation);
  }
  EXPECT_FALSE(IsInParentsPlace(static_cast<event::v1::Relation>(99)));
}

TEST(NamingFieldsWalkTest, RefersToTheValueWhereItIs) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (const FieldDescriptor* body : BodyFields()) {
    const auto event = AnyEvent(random, Filled::kAll).OfType(*body, "2025-03-01");
    std::set<std::string> paths;
    VisitNamingFields(event, [&](const NamingValue& named) {
      EXPECT_TRUE(paths.insert(named.path.Text()).second) << named.path.Text();
      EXPECT_FALSE(named.value.empty());
      EXPECT_EQ(named.field.containing_type(), named.holder.GetDescriptor());
      EXPECT_EQ(&named.options, &OptionsOf(named.field));
    });
  }
}

// Someone who has only the journal reads an event with the schema that the journal records.
TEST(RecordedSchemaTest, ReadsEveryEventWithoutThisProgram) {
  google::protobuf::DescriptorPool pool;
  google::protobuf::FileDescriptorSet schema;
  ASSERT_TRUE(schema.ParseFromString(StoredEventSchemaBytes()));
  for (const auto& file : schema.file()) ASSERT_NE(pool.BuildFile(file), nullptr) << file.name();
  google::protobuf::DynamicMessageFactory factory(&pool);
  const Message& prototype = *factory.GetPrototype(pool.FindMessageTypeByName("casejournal.event.v1.StoredEvent"));
  std::mt19937_64 random(casejournal::testing::TestSeed());

  for (const FieldDescriptor* body : BodyFields()) {
    const event::v1::StoredEvent stored = StoredOfType(random, *body, Filled::kAll);
    const std::unique_ptr<Message> read(prototype.New());
    ASSERT_TRUE(read->ParseFromString(EncodeStoredEvent(stored))) << body->name();
    EXPECT_EQ(read->DebugString(), stored.DebugString());
    EXPECT_THAT(RefuseUnknown(*read), IsOk());
  }
}

}  // namespace
}  // namespace casejournal::projections
