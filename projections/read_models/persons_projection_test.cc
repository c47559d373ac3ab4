#include "projections/read_models/persons_projection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/words/person_name.h"
#include "tests/support/case_builder.h"

namespace casejournal::projections {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases

CaseEvent PersonJoined(absl::string_view participant, absl::string_view person, absl::string_view name) {
  CaseEvent event = AdultJoined("2025-03-01", participant);
  event.mutable_participant_joined()->set_name(std::string(name));
  event.mutable_participant_joined()->set_born_on("1990-02-11");
  if (!person.empty()) event.mutable_participant_joined()->set_person_id(Id(person));
  return event;
}

CaseEvent DetailsLearned(absl::string_view participant, absl::string_view name, absl::string_view other_name) {
  CaseEvent event = On("2025-03-02");
  event.mutable_person_details_learned()->set_participant_id(Id(participant));
  event.mutable_person_details_learned()->mutable_details()->set_name(std::string(name));
  event.mutable_person_details_learned()->mutable_details()->add_other_names(std::string(other_name));
  return event;
}

CaseEvent RecognisedAs(absl::string_view participant, absl::string_view person, absl::string_view other) {
  CaseEvent event = On("2025-03-03");
  event.mutable_same_person_recognised()->set_participant_id(Id(participant));
  event.mutable_same_person_recognised()->set_person_id(Id(person));
  event.mutable_same_person_recognised()->set_other_person_id(Id(other));
  event.mutable_same_person_recognised()->set_basis("the birth certificate");
  return event;
}

// What a search would find in the rows of one case, made in one batch.
class PersonRows {
 public:
  explicit PersonRows(const std::vector<CaseEvent>& events) {
    CaseBuilder built;
    for (const CaseEvent& event : events) built.Record("2025-04-01 09:00", {event});
    PersonsProjection().Apply(built.record(), 0,
                              [&](std::string key, std::string value) { rows_[std::move(key)] = std::move(value); });
  }

  bool LeadsTo(absl::string_view word, absl::string_view person) const {
    return rows_.contains(absl::StrCat(SoundRowPrefix(Soundex(NameWords(word).front())), Id(person)));
  }
  std::vector<std::string> NamesOf(absl::string_view person) const {
    v1::SearchPersonsResponse names;
    EXPECT_TRUE(names.ParseFromString(rows_.at(absl::StrCat(PersonRowPrefix(Id(person)), Id("case")))));
    std::vector<std::string> found;
    for (const v1::PersonMatch& name : names.matches()) found.push_back(name.name());
    return found;
  }
  // "1", "0", or "-" if there is no row.
  std::string Same(absl::string_view person, absl::string_view other) const {
    const auto row =
        rows_.find(absl::StrCat(SameRowPrefix(Id(person)), Id(other), absl::string_view("\0", 1), Id("case")));
    return row == rows_.end() ? "-" : row->second;
  }
  std::string Beside(absl::string_view person, absl::string_view other) const {
    const auto row =
        rows_.find(absl::StrCat(SideBySideRowPrefix(Id(person)), Id(other), absl::string_view("\0", 1), Id("case")));
    return row == rows_.end() ? "-" : row->second;
  }
  bool empty() const { return rows_.empty(); }

 private:
  std::map<std::string, std::string> rows_;
};

TEST(PersonsProjectionTest, EveryNameLeadsToThePerson) {
  const PersonRows rows(
      {PersonJoined("Hector", "P1", "Héctor Vega"), DetailsLearned("Hector", "Héctor Vega", "Tito Ruiz")});

  EXPECT_TRUE(rows.LeadsTo("vega", "P1"));
  EXPECT_TRUE(rows.LeadsTo("hektor", "P1"));
  EXPECT_TRUE(rows.LeadsTo("ruiz", "P1"));
  EXPECT_THAT(rows.NamesOf("P1"), ElementsAre("Héctor Vega", "Tito Ruiz"));
}

TEST(PersonsProjectionTest, WhoHasNoPersonIdIsNotFound) {
  EXPECT_TRUE(PersonRows({PersonJoined("The clinic", "", "Wren Clinic")}).empty());
}

TEST(PersonsProjectionTest, ANameThatWasCorrectedIsNoNameOfThePerson) {
  const PersonRows rows(
      {PersonJoined("John", "P1", "John Smith"), Correcting(0, PersonJoined("John", "P1", "Jon Baker"))});

  EXPECT_THAT(rows.NamesOf("P1"), ElementsAre("Jon Baker"));
  EXPECT_TRUE(rows.LeadsTo("baker", "P1"));
}

TEST(PersonsProjectionTest, WhoNeverWasInTheCaseHasNoNamesThere) {
  const PersonRows rows({PersonJoined("John", "P1", "John Smith"), Retracting(0)});

  EXPECT_THAT(rows.NamesOf("P1"), IsEmpty());
}

// Who suffers: the child who has a record that is not found after the read models were rebuilt.
TEST(PersonsProjectionTest, APersonIdThatWasCorrectedAndPutBackIsFound) {
  const PersonRows rows({PersonJoined("John", "P1", "John Smith"),
                         Correcting(0, PersonJoined("John", "P2", "John Smith")), Retracting(1)});

  EXPECT_TRUE(rows.LeadsTo("smith", "P1"));
  EXPECT_THAT(rows.NamesOf("P1"), ElementsAre("John Smith"));
  EXPECT_THAT(rows.NamesOf("P2"), IsEmpty());
}

TEST(PersonsProjectionTest, BothIdsOfOneHumanLeadToEachOther) {
  const std::vector<CaseEvent> events = {PersonJoined("John", "P1", "John Smith"), RecognisedAs("John", "P1", "P2")};
  std::vector<CaseEvent> withdrawn = events;
  withdrawn.push_back(Retracting(1));

  EXPECT_EQ(PersonRows(events).Same("P1", "P2"), "1");
  EXPECT_EQ(PersonRows(events).Same("P2", "P1"), "1");
  EXPECT_EQ(PersonRows(withdrawn).Same("P1", "P2"), "0");
  EXPECT_EQ(PersonRows(withdrawn).Same("P2", "P1"), "0");
}

CaseEvent PersonLeft(absl::string_view participant) {
  CaseEvent event = On("2025-03-04");
  event.mutable_participant_left()->set_participant_id(Id(participant));
  return event;
}

CaseEvent PersonJoinedAs(event::v1::Capacity capacity, absl::string_view participant, absl::string_view person) {
  CaseEvent event = PersonJoined(participant, person, participant);
  event.mutable_participant_joined()->set_capacity(capacity);
  return event;
}

// Who suffers: a child who is found under another's name, and so not at all.
TEST(PersonsProjectionTest, TwoWhoStandSideBySideAreNotOne) {
  for (const event::v1::Capacity capacity : {event::v1::CAPACITY_CHILD, event::v1::CAPACITY_ADULT}) {
    const std::vector<CaseEvent> events = {PersonJoinedAs(capacity, "Ana", "P1"), PersonJoinedAs(capacity, "Ben", "P2"),
                                           RecognisedAs("Ana", "P1", "P2")};
    std::vector<CaseEvent> left = events;
    left.push_back(PersonLeft("Ben"));

    EXPECT_EQ(PersonRows(events).Same("P1", "P2"), "0");
    EXPECT_EQ(PersonRows(events).Same("P2", "P1"), "0");
    EXPECT_EQ(PersonRows(left).Same("P1", "P2"), "1") << "who was entered twice may leave";
  }
}

TEST(PersonsProjectionTest, OneInTwoCapacitiesIsOne) {
  const PersonRows rows({PersonJoinedAs(event::v1::CAPACITY_ADULT, "Aunt", "P1"),
                         PersonJoinedAs(event::v1::CAPACITY_PROVIDER, "Foster mother", "P2"),
                         RecognisedAs("Aunt", "P1", "P2")});

  EXPECT_EQ(rows.Same("P1", "P2"), "1");
}

TEST(PersonsProjectionTest, ChildrenOfOneCaseCannotBeOneByWayOfAnother) {
  const std::vector<CaseEvent> events = {PersonJoinedAs(event::v1::CAPACITY_CHILD, "Ana", "P1"),
                                         PersonJoinedAs(event::v1::CAPACITY_CHILD, "Ben", "P2"),
                                         PersonJoined("John", "P3", "John")};
  std::vector<CaseEvent> withdrawn = events;
  withdrawn.push_back(Retracting(1));

  EXPECT_EQ(PersonRows(events).Beside("P1", "P2"), "1");
  EXPECT_EQ(PersonRows(events).Beside("P2", "P1"), "1");
  EXPECT_EQ(PersonRows(events).Beside("P1", "P3"), "-");
  EXPECT_EQ(PersonRows(withdrawn).Beside("P1", "P2"), "0");
}

// Who suffers: two people who are taken for one, because a participant once had another's id.
TEST(PersonsProjectionTest, WhoIsTheSameFollowsAPersonIdThatIsCorrected) {
  const PersonRows rows({PersonJoined("John", "P1", "John Smith"), RecognisedAs("John", "P1", "P2"),
                         Correcting(0, PersonJoined("John", "P3", "John Smith"))});

  EXPECT_EQ(rows.Same("P1", "P2"), "0");
  EXPECT_EQ(rows.Same("P3", "P2"), "1");
}

TEST(PersonsProjectionTest, NobodyIsTheSameAsAnIdThatWasPutBack) {
  const PersonRows rows({PersonJoined("John", "P1", "John Smith"), RecognisedAs("John", "P1", "P2"),
                         Correcting(0, PersonJoined("John", "P3", "John Smith")), Retracting(2)});

  EXPECT_EQ(rows.Same("P1", "P2"), "1");
  EXPECT_EQ(rows.Same("P3", "P2"), "0");
}

}  // namespace
}  // namespace casejournal::projections
