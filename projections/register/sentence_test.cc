#include "projections/register/sentence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "projections/words/phrase.h"
#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

// Fill every field of a message, so that every part of a sentence is rendered.
void Fill(Message& message, int depth = 0) {
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    const auto& options = OptionsOf(*field);
    const bool is_id = options.names() != 0 || options.introduces() != 0 || options.uuid();
    const std::string text = options.digest() ? std::string(32, 'd') : is_id ? Id(field->name()) : field->name();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      field->is_repeated() ? reflection.AddString(&message, field, text) : reflection.SetString(&message, field, text);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      field->is_repeated() ? reflection.AddEnumValue(&message, field, 1) : reflection.SetEnumValue(&message, field, 1);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && depth < 3) {
      Fill(field->is_repeated() ? *reflection.AddMessage(&message, field) : *reflection.MutableMessage(&message, field),
           depth + 1);
    }
  }
}

// A type added to the contract needs nothing else for a court to read it.
TEST(EventCatalogTest, EveryBodyHasASentenceWhoseFieldsExist) {
  const auto* bodies = CaseEvent::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies->field_count(); ++i) {
    const auto& type = *bodies->field(i)->message_type();
    EXPECT_NE(OptionsOf(type).sentence(), "") << type.name();
    EXPECT_THAT(CheckPhrase(OptionsOf(type).sentence(), type), IsOk());
    EXPECT_TRUE(absl::EndsWith(OptionsOf(type).sentence(), ".")) << OptionsOf(type).sentence();
  }
}

// A client that fills the parameters into the text of ListEventTypes says what the server says, but for the first
// letter and for words that the sentence does not repeat.
TEST(EventCatalogTest, ASentenceNamesItsTypeAndHasAParameterForEachPlaceInBraces) {
  const auto* bodies = CaseEvent::descriptor()->FindOneofByName("body");
  const v1::CasePlan plan = BuildAnaCase().built.record().plan();
  for (int i = 0; i < bodies->field_count(); ++i) {
    CaseEvent event = On("2025-03-01");
    Fill(*event.GetReflection()->MutableMessage(&event, bodies->field(i)));
    const Said said = SayEvent(event, Names({&plan}));

    EXPECT_EQ(said.says, Sentence(event, plan));
    EXPECT_EQ(said.wording.id(), EventTypeName(event));
    const std::string& form = OptionsOf(*BodyOf(event)->GetDescriptor()).sentence();
    EXPECT_EQ(said.wording.parameters_size(), std::count(form.begin(), form.end(), '{')) << form;
    int says = 0;
    for (const v1::WordingParameter& parameter : said.wording.parameters()) {
      EXPECT_THAT(form, HasSubstr(absl::StrCat("{", parameter.name(), "}")));
      // Of several that exclude each other, one says something.
      if (parameter.values().empty() && parameter.words().empty()) continue;
      ++says;
      for (const v1::FieldValue& value : parameter.values()) {
        EXPECT_NE(value.value_case(), v1::FieldValue::VALUE_NOT_SET) << form << parameter.name();
      }
    }
    EXPECT_TRUE(says > 0 || said.wording.parameters().empty()) << form;
  }
}

TEST(EventCatalogTest, NoSentenceHoldsAnIdOrALeftoverOfItsForm) {
  const auto* bodies = CaseEvent::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies->field_count(); ++i) {
    CaseEvent event = On("2025-03-01");
    Fill(*event.GetReflection()->MutableMessage(&event, bodies->field(i)));
    for (const v1::CasePlan& plan : {v1::CasePlan(), BuildAnaCase().built.record().plan()}) {
      const std::string sentence = Sentence(event, plan);
      EXPECT_NE(sentence, "");
      EXPECT_THAT(sentence, Not(ContainsRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-")));
      EXPECT_THAT(sentence, Not(ContainsRegex("[][{}]|\\.\\.|dddd")));
    }
  }
}

TEST(EventCatalogTest, EveryListOfThePlanHasAPhraseWhoseFieldsExist) {
  const auto* plan = v1::CasePlan::descriptor();
  for (int i = 0; i < plan->field_count(); ++i) {
    if (!plan->field(i)->is_repeated()) continue;
    const std::string& form = OptionsOf(*plan->field(i)).words();
    EXPECT_NE(form, "") << plan->field(i)->name();
    EXPECT_THAT(CheckPhrase(form, *plan->field(i)->message_type()), IsOk());
  }
}

class SentenceTest : public ::testing::Test {
 protected:
  std::string Read(const CaseEvent& event) const { return Sentence(event, plan()); }
  const v1::CasePlan& plan() const { return ana_.built.record().plan(); }

  const AnaCase ana_ = BuildAnaCase();
};

TEST_F(SentenceTest, NamesStandForIds) {
  EXPECT_EQ(Read(PlacementEnded("2025-03-01", "P1")),
            "The placement with the Miller foster home ended: moved to an aunt.");
  EXPECT_EQ(Read(Journalized("2025-04-10", ana_.version)),
            "Version 1.0 of the case plan was journalized under JV-2025-0117 as entry 12.");
}

TEST_F(SentenceTest, OptionalPartIsLeftOutWhenAFieldInItIsEmpty) {
  EXPECT_EQ(Read(NumberGiven("2025-02-04", "JV-1", "")), "Juvenile Court gave the number JV-1.");
  EXPECT_EQ(Read(NumberGiven("2025-02-04", "JV-1", "Ana")), "Juvenile Court gave the number JV-1 for Ana.");
}

TEST_F(SentenceTest, ListReadsWithCommasAndAnd) {
  CaseEvent event = ChildRemoved("2025-02-01", "Ana");
  event.mutable_child_removed()->add_circumstances(event::v1::REMOVAL_CIRCUMSTANCE_DOMESTIC_VIOLENCE);
  event.mutable_child_removed()->add_circumstances(event::v1::REMOVAL_CIRCUMSTANCE_HOMELESSNESS);

  EXPECT_THAT(Read(event), HasSubstr("neglect, domestic violence and homelessness."));
}

TEST_F(SentenceTest, WhatTheRecordDoesNotKnowIsSaidSo) {
  EXPECT_THAT(Read(ChildRemoved("2025-02-01", "nobody")),
              HasSubstr("Someone no longer in the record was removed (physical)"));
}

// Withdrawn entries are still readable for everyone who may read them.
TEST_F(SentenceTest, WithdrawnIntroductionIsReadWithItsOwnWords) {
  EXPECT_EQ(Read(ChildJoined("2025-07-20", "Ben")), "Ben became part of the case (child).");
}

TEST_F(SentenceTest, FullStopOfTheWriterIsNotDoubled) {
  CaseEvent event = PlacementEnded("2025-03-01", "P1");
  event.mutable_placement_ended()->set_reason("She moved to her aunt.");

  EXPECT_THAT(Read(event), ::testing::EndsWith("She moved to her aunt."));
}

TEST(JournalSentenceTest, EntryOfTheJournalItselfHasASentence) {
  event::v1::JournalEvent event;
  event.mutable_opened()->set_origin("journal.example");
  event.mutable_opened()->set_time_zone("America/New_York");

  EXPECT_EQ(Sentence(event), "The journal journal.example was opened; its days are those of America/New_York.");
}

}  // namespace
}  // namespace casejournal::projections
