// The words for each kind of part, for values, and for names of people.
#include "projections/words/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "projections/words/person_name.h"
#include "projections/words/phrase.h"
#include "tests/support/any_event.h"
#include "tests/support/matchers.h"
#include "tests/support/plan_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Digest;
using casejournal::testing::EventFromText;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PartNamesTest : public casejournal::testing::PlanCase {
 protected:
  std::string Named(absl::string_view word) const { return Names({&plan()}).Find(Id(word)); }
};

TEST_F(PartNamesTest, PartsWithWordsOfTheirOwnAreCalledByThem) {
  Tell("2025-01-01", R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: " Ana Lopez " })");
  Tell("2025-01-01", R"(household_member_moved_in { household_id: "$H" household_name: "Elm Street"
                                                    participant_id: "$ana" })");
  Tell("2025-01-01", R"(barrier_identified { barrier_id: "$B" barrier: "no car" })");
  Tell("2025-01-01", R"(need_identified { need_id: "$N" of_id: "$ana" need: "rest" priority: PRIORITY_LOW })");
  Tell("2025-01-01", R"(strength_identified { strength_id: "$S" of_id: "$ana" strength: "kin nearby" })");
  Tell("2025-01-01", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "safe" })");
  Tell("2025-01-01", R"(activity_planned { activity_id: "$A" objective_id: "$O" terms { what: "group" } })");
  Tell("2025-01-01", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana" threat: "alone at night" })");
  Tell("2025-01-01", R"(return_condition_set { condition_id: "$C" child_id: "$ana" condition: "a lease" })");
  Tell("2025-01-01", R"(consent_given { consent_id: "$K" by_id: "$ana" scope: "school records" to: "school" })");
  Tell("2025-01-01", R"(document_referenced { document_id: "$D" sha256: "@d" title: "Report" })");

  EXPECT_EQ(Named("ana"), "Ana Lopez");
  EXPECT_EQ(Named("H"), "Elm Street");
  EXPECT_EQ(Named("B"), "no car");
  EXPECT_EQ(Named("N"), "rest");
  EXPECT_EQ(Named("S"), "kin nearby");
  EXPECT_EQ(Named("G"), "safe");
  EXPECT_EQ(Named("A"), "group");
  EXPECT_EQ(Named("T"), "alone at night");
  EXPECT_EQ(Named("C"), "a lease");
  EXPECT_EQ(Named("K"), "school records");
  EXPECT_EQ(Named("D"), "Report");
}

TEST_F(PartNamesTest, OtherPartsAreCalledByTheirKindAndDay) {
  Tell("2025-01-01", R"(assessment_completed { assessment_id: "$A" kind: ASSESSMENT_KIND_RISK })");
  Tell("2025-01-01", R"(assessment_completed { assessment_id: "$B" kind: ASSESSMENT_KIND_RISK_REASSESSMENT })");
  Tell("2025-01-02", R"(safety_plan_made { plan_id: "$S" })");
  Tell("2025-01-03", R"(hearing_held { hearing_id: "$H" kind: HEARING_KIND_PERMANENCY })");
  Tell("2025-01-04", R"(order_made { order_id: "$O" kind: ORDER_KIND_SHELTER_CARE })");
  Tell("2025-01-05", R"(absence_began { absence_id: "$X" kind: ABSENCE_KIND_RUNAWAY })");
  Tell("2025-01-06", R"(notice_sent { notice_id: "$N" of: NOTICE_OF_COPY_OF_A_PLAN })");
  Tell("2025-01-07", R"(plan_change_proposed { proposal_id: "$P" change: "c" })");
  Tell("2025-01-08", R"(visitation_arranged { visitation_id: "$V" })");
  Tell("2025-01-09", R"(review_held { meeting_id: "$M" kind: MEETING_KIND_CASE_REVIEW })");

  EXPECT_EQ(Named("A"), "risk assessment of 2025-01-01");
  EXPECT_EQ(Named("B"), "risk reassessment of 2025-01-01") << "it says already what it is";
  EXPECT_EQ(Named("S"), "safety plan of 2025-01-02");
  EXPECT_EQ(Named("H"), "permanency hearing of 2025-01-03");
  EXPECT_EQ(Named("O"), "shelter care order of 2025-01-04");
  EXPECT_EQ(Named("X"), "absence (runaway) of 2025-01-05");
  EXPECT_EQ(Named("N"), "copy of a plan of 2025-01-06");
  EXPECT_EQ(Named("P"), "proposed change of 2025-01-07");
  EXPECT_EQ(Named("V"), "visits of 2025-01-08");
  EXPECT_EQ(Named("M"), "case review of 2025-01-09");
}

TEST_F(PartNamesTest, AHearingOrMeetingThatWasNotHeldIsCalledByTheDayThatWasSet) {
  Tell("2025-01-01", R"(hearing_set { hearing_id: "$H" kind: HEARING_KIND_REVIEW held_on: "2025-03-01" })");
  Tell("2025-01-01", R"(meeting_called { meeting_id: "$M" kind: MEETING_KIND_CASE_REVIEW held_on: "2025-03-02" })");
  Tell("2025-01-01", R"(hearing_vacated { hearing_id: "$X" })");

  EXPECT_EQ(Named("H"), "review hearing of 2025-03-01");
  EXPECT_EQ(Named("M"), "case review of 2025-03-02");
  EXPECT_EQ(Named("X"), "hearing") << "known only by its end";
}

// The annotation `called` of a state message names each part that an event can introduce.
TEST(PartNamesContractTest, EveryPartThatAnEventIntroducesIsCalledSomething) {
  std::set<std::string> called;
  for (int i = 0; i < v1::CasePlan::descriptor()->field_count(); ++i) {
    const auto* items = v1::CasePlan::descriptor()->field(i)->message_type();
    for (int j = 0; items != nullptr && j < items->field_count(); ++j) {
      const std::string& form = OptionsOf(*items->field(j)).called();
      if (form.empty()) continue;
      EXPECT_THAT(CheckPhrase(form, *items), IsOk()) << items->full_name();
      called.insert(items->field(j)->name());
    }
  }
  std::set<std::string> introduced = {"digest"};
  for (const google::protobuf::FieldDescriptor* body : casejournal::testing::BodyFields()) {
    for (int i = 0; i < body->message_type()->field_count(); ++i) {
      const auto& field = *body->message_type()->field(i);
      if (OptionsOf(field).introduces() != event::v1::PART_KIND_UNSPECIFIED) introduced.insert(field.name());
    }
  }
  EXPECT_EQ(called, introduced);
}

// A part that only a fact without support created has no words, and no id is shown instead.
TEST_F(PartNamesTest, APartWithoutWordsIsNotFoundAndItsIdIsNotShown) {
  Tell("2025-01-01", R"(objective_met { objective_id: "$O" evidence: "e" })");
  Tell("2025-01-01", R"(participant_left { participant_id: "$ana" why: LEAVE_REASON_DIED })");
  const Names names({&plan()});

  EXPECT_EQ(Named("O"), "");
  EXPECT_EQ(names.Of(Id("O"), event::v1::PART_KIND_OBJECTIVE), "something no longer in the record");
  EXPECT_EQ(names.Of(Id("ana"), event::v1::PART_KIND_PARTICIPANT), "someone no longer in the record");
  EXPECT_EQ(names.OfVersion(Digest("v1")), "a plan version no longer in the record");
}

TEST_F(PartNamesTest, TheFirstPlanThatKnowsAPartNamesIt) {
  v1::CasePlan older;
  older.add_participants()->set_participant_id(Id("ana"));
  older.mutable_participants(0)->set_name("Anna");
  Tell("2025-01-01", R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" })");

  EXPECT_EQ(Names({&plan(), &older}).Find(Id("ana")), "Ana");
  EXPECT_EQ(Names({&older, &plan()}).Find(Id("ana")), "Anna");
  EXPECT_EQ(Names({&older}).And(&plan()).Find(Id("ana")), "Anna");
  EXPECT_EQ(Names({}).Find(Id("ana")), "");
}

TEST(ShortenedTest, SixtyBytesAreKeptAndLongerTextIsCutAtTheLastSpace) {
  const std::string sixty(60, 'x');
  EXPECT_EQ(Shortened(""), "");
  EXPECT_EQ(Shortened(sixty), sixty);
  EXPECT_EQ(Shortened(sixty + "y"), sixty + "…");
  EXPECT_EQ(Shortened(sixty + " y"), sixty + "…");
  EXPECT_EQ(Shortened(std::string(40, 'x') + " " + std::string(40, 'y')), std::string(40, 'x') + "…");
  EXPECT_EQ(Shortened(std::string(29, 'x') + " " + std::string(40, 'y')),
            std::string(29, 'x') + " " + std::string(30, 'y') + "…")
      << "a space in the first half is too early";
}

class ValuesInWordsTest : public casejournal::testing::PlanCase {
 protected:
  static std::string Told(absl::string_view form, absl::string_view text, const v1::CasePlan& plan) {
    return Phrase(form, EventFromText("2025-01-01", text), Names({&plan}));
  }
};

TEST_F(ValuesInWordsTest, IdsReadAsNamesAndListsAsSentencesDo) {
  for (const char* name : {"Ana", "Ben", "Cara"}) {
    Tell("2025-01-01", absl::StrCat("participant_joined { participant_id: \"$", name,
                                    "\" capacity: CAPACITY_CHILD name: \"", name, "\" }"));
  }
  const auto told = [&](const std::string& ids) {
    return Told("{contact_made.with_ids}", absl::StrCat("contact_made { ", ids, " }"), plan());
  };
  EXPECT_EQ(told(""), "");
  EXPECT_EQ(told("with_ids: \"$Ana\""), "Ana");
  EXPECT_EQ(told("with_ids: \"$Ana\" with_ids: \"$Ben\""), "Ana and Ben");
  EXPECT_EQ(told("with_ids: \"$Ana\" with_ids: \"$Ben\" with_ids: \"$Cara\""), "Ana, Ben and Cara");
}

TEST_F(ValuesInWordsTest, EachKindOfValueHasItsWords) {
  EXPECT_EQ(Told("{contact_details_learned.confidential}", "contact_details_learned { confidential: true }", plan()),
            "yes");
  EXPECT_EQ(Told("{contact_details_learned.confidential}", "contact_details_learned { }", plan()), "no");
  EXPECT_EQ(Told("{document_referenced.size_bytes}", "document_referenced { size_bytes: 12 }", plan()), "12");
  EXPECT_EQ(Told("{document_referenced.supports_revisions}",
                 "document_referenced { supports_revisions: 4 "
                 "supports_revisions: 7 }",
                 plan()),
            "4 and 7");
  EXPECT_EQ(Told("{case_assigned.staff}", R"(case_assigned { staff { subject: "cw-1" name: "Dana Reed" } })", plan()),
            "Dana Reed");
  EXPECT_EQ(Told("{case_assigned.staff}", R"(case_assigned { staff { subject: "cw-1" } })", plan()), "cw-1");
  EXPECT_EQ(
      Told("{complaint_filed.allegation_codes}",
           R"(complaint_filed { allegation_codes { code: "N" display: "neglect" } allegation_codes { code: "A" } })",
           plan()),
      "neglect and A");
  EXPECT_EQ(Told("{case_linked.other_case_id}", R"(case_linked { other_case_id: "$other" })", plan()), Id("other"))
      << "a plain UUID is shown";
  EXPECT_EQ(Told("{document_referenced.sha256}", R"(document_referenced { sha256: "\001\377" })", plan()), "01ff");
}

TEST(PhraseFormsTest, BracketsNeedAllTheirFields) {
  const auto event = EventFromText("2025-01-01", R"(case_note_written { occasion: "a call" })");
  const auto told = [&](absl::string_view form) { return Phrase(form, event, Names({})); };

  EXPECT_EQ(told("[{case_note_written.occasion} and {case_note_written.text}]"), "");
  EXPECT_EQ(told("[no field]"), "no field");
  EXPECT_EQ(told("{case_note_written.text}, {nothing}."), ", .");
  EXPECT_EQ(told(""), "");
  EXPECT_EQ(told("A [b]"), "A b");
}

TEST(PhraseFormsTest, TheFirstFieldThatIsNotEmptyIsSaidOrElseTheWordInQuotes) {
  const auto event = EventFromText("2025-01-01", R"(case_note_written { occasion: "a call" })");
  const auto told = [&](absl::string_view form) { return Phrase(form, event, Names({})); };

  EXPECT_EQ(told("{case_note_written.text|case_note_written.occasion}"), "a call");
  EXPECT_EQ(told("{case_note_written.occasion|'a note'}"), "a call");
  EXPECT_EQ(told("{case_note_written.text|'a note'}"), "a note");
  EXPECT_EQ(told("note[ of {case_note_written.text|nothing}]"), "note");
}

TEST(PhraseFormsTest, DotsInBracesShortenWhatIsSaid) {
  const std::string words = absl::StrCat(std::string(50, 'x'), " ", std::string(50, 'y'));
  event::v1::CaseNoteWritten note;
  note.set_text(words);

  EXPECT_EQ(Phrase("{text}", note, Names({})), words);
  EXPECT_EQ(Phrase("“{text...}”", note, Names({})), absl::StrCat("“", std::string(50, 'x'), "…”"));
  EXPECT_THAT(CheckPhrase("{text...|occasion}", *note.descriptor()), StatusIs(absl::StatusCode::kInvalidArgument));
}

// A person's own words keep all of theirs: only what we put together is not said twice.
TEST(PhraseFormsTest, AWordThatAnEnumValueEndsWithIsNotSaidAgain) {
  v1::Assessment assessment;
  assessment.mutable_terms()->set_kind(event::v1::ASSESSMENT_KIND_RISK_REASSESSMENT);
  EXPECT_EQ(Phrase("{terms.kind} assessment, now", assessment, Names({})), "risk reassessment, now");
  assessment.mutable_terms()->set_kind(event::v1::ASSESSMENT_KIND_RISK);
  EXPECT_EQ(Phrase("{terms.kind} assessment, now", assessment, Names({})), "risk assessment, now");

  event::v1::CaseNoteWritten note;
  note.set_text("a photo");
  EXPECT_EQ(Phrase("{text} to follow", note, Names({})), "a photo to follow");
}

TEST(PhraseFormsTest, AFormThatDoesNotCloseIsFound) {
  const auto& note = *event::v1::CaseNoteWritten::descriptor();
  for (const char* wrong : {"{text", "text}", "[text", "{occasion}]", "{}", "{text.more}", "{Text}"})
    EXPECT_THAT(CheckPhrase(wrong, note), StatusIs(absl::StatusCode::kInvalidArgument)) << wrong;
  EXPECT_THAT(CheckPhrase("", note), IsOk());
}

// Every sentence of the contract can be filled, from an event with everything and from one with only what is required.
TEST(PhraseFormsTest, EverySentenceOfTheContractIsWellFormedAndFilled) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (const google::protobuf::FieldDescriptor* body : casejournal::testing::BodyFields()) {
    const google::protobuf::Descriptor& type = *body->message_type();
    const std::string& sentence = OptionsOf(type).sentence();
    EXPECT_THAT(CheckPhrase(sentence, type), IsOk()) << type.name();
    for (const auto filled : {casejournal::testing::Filled::kAll, casejournal::testing::Filled::kRequired}) {
      const auto event = casejournal::testing::AnyEvent(random, filled).OfType(*body, "2025-01-01");
      const std::string told = Phrase(sentence, *BodyOf(event), Names({}));
      EXPECT_EQ(told.find_first_of("{}[]"), std::string::npos) << type.name() << ": " << told;
      EXPECT_EQ(told.empty(), sentence.empty()) << type.name();
    }
  }
}

TEST(PhraseFormsTest, TheIdsOfAFormAreThoseOfItsFields) {
  const auto event = EventFromText("2025-01-01", R"(plan_signed { digest: "@v1" participant_id: "$maria"
                                                    statement: "x" })");

  EXPECT_THAT(IdsInPhrase("{plan_signed.participant_id} signed[ {plan_signed.digest}]", event),
              ElementsAre(Id("maria"), Digest("v1")));
  EXPECT_THAT(IdsInPhrase("{plan_signed.statement}{plan_signed.agreement}{nothing}", event), IsEmpty());
}

TEST(PhraseFormsTest, PeoplesWordsEndASentenceOnce) {
  EXPECT_EQ(EndOfSentence("He came"), "He came.");
  EXPECT_EQ(EndOfSentence("He came!"), "He came!");
  EXPECT_EQ(EndOfSentence(""), ".");
}

// No name is a better match for another than it is for itself, and a match by words does not depend on their order.
TEST(NameMatchesTest, EveryNameMatchesItselfAndItsWordsInAnyOrder) {
  const std::vector<std::string> people = {"Héctor Vega-Ruiz", "Maria Lopez", "O'Brien, Siobhán", "Łukasz Çelik", "Ana",
                                           "Anh Nguyễn Tran",  "李 小龙",     "Ёлкин Пётр"};
  for (const std::string& person : people) {
    std::vector<std::string> words = NameWords(person);
    ASSERT_FALSE(words.empty()) << person;
    EXPECT_EQ(MatchNames(words, words), v1::NAME_MATCH_EXACT) << person;
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    if (words.size() == 1) continue;
    EXPECT_EQ(MatchNames(reversed, words), v1::NAME_MATCH_SWAPPED) << person;
    reversed.pop_back();
    EXPECT_EQ(MatchNames(reversed, words), v1::NAME_MATCH_PART) << person;
  }
}

TEST(NameMatchesTest, ASoundIsALetterAndThreeDigits) {
  for (const char* word : {"a", "hhh", "aeiouy", "bfpv", "lopez", "schwarzenegger"}) {
    const std::string sound = Soundex(word);
    ASSERT_EQ(sound.size(), 4U) << word;
    EXPECT_EQ(sound.find_first_not_of("0123456789", 1), std::string::npos) << sound;
  }
  EXPECT_EQ(Soundex(""), "");
  EXPECT_EQ(Soundex("bfpv"), "B000") << "one code in a row counts once";
  EXPECT_EQ(Soundex("rupert"), Soundex("robert"));
}

TEST(NameMatchesTest, AWordThatOccursTwiceIsAskedForTwice) {
  EXPECT_EQ(MatchNames({"ana", "ana"}, {"ana", "lopez"}), v1::NAME_MATCH_SOME);
  EXPECT_EQ(MatchNames({"ana", "ana"}, {"ana", "lopez", "ana"}), v1::NAME_MATCH_PART);
}

TEST(NameMatchesTest, TwoPartsOfABirthDateAreNearAndOneIsNot) {
  EXPECT_EQ(MatchBirthDates("2014-05-09", "2014-05-10"), v1::BIRTH_DATE_MATCH_NEAR);
  EXPECT_EQ(MatchBirthDates("2014-05-09", "2014-06-09"), v1::BIRTH_DATE_MATCH_NEAR);
  EXPECT_EQ(MatchBirthDates("2015-09-05", "2014-05-09"), v1::BIRTH_DATE_MATCH_OTHER) << "swapped, in another year";
  EXPECT_EQ(MatchBirthDates("2014-05-09", ""), v1::BIRTH_DATE_MATCH_UNSPECIFIED);
}

}  // namespace
}  // namespace casejournal::projections
