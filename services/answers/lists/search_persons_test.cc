// What a client gets that searches for a person.
#include "services/answers/lists/search_persons.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "casejournal/v1/case_service.pb.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::CaseOpened;
using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NamesField;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

CaseEvent PersonJoined(absl::string_view word, absl::string_view name, absl::string_view born_on,
                       absl::string_view capacity = "CAPACITY_ADULT") {
  return EventFromText("2025-01-10", absl::StrCat("participant_joined { participant_id: '$", word, "' person_id: '",
                                                  Id(absl::StrCat("person ", word)), "' capacity: ", capacity,
                                                  " name: '", name, "' born_on: '", born_on, "' }"));
}

// Four persons in four cases of their own.
class SearchPersonsTest : public casejournal::testing::ServerTest {
 protected:
  SearchPersonsTest() { ShareServer(); }

  void TellStory() override {
    Record("one", {CaseOpened("2025-01-10"), PersonJoined("hector", "Héctor Vega", "1990-02-11")});
    Record("two", {CaseOpened("2025-01-10"), PersonJoined("hektor", "Hektor Wega", "1990-11-02")});
    Record("three", {CaseOpened("2025-01-10"), PersonJoined("maria", "María Vega Ruiz", "1987-06-23")});
    Record("four", {CaseOpened("2025-01-10"), PersonJoined("smith", "John Smith", "1970-01-01")});
  }

  absl::StatusOr<v1::SearchPersonsResponse> Search(absl::string_view name, absl::string_view more = "") {
    auto request = casejournal::testing::MessageFromText<v1::SearchPersonsRequest>(more);
    request.set_name(std::string(name));
    if (!request.has_min_position()) request.set_min_position(LastPosition());
    return Ask(request);
  }
  static std::vector<std::string> NamesIn(const absl::StatusOr<v1::SearchPersonsResponse>& found) {
    EXPECT_THAT(found, IsOk());
    std::vector<std::string> names;
    if (!found.ok()) return names;
    for (const v1::PersonMatch& match : found->matches()) names.push_back(match.name());
    return names;
  }
};

class SearchRecordedPersonsTest : public SearchPersonsTest {
 protected:
  SearchRecordedPersonsTest() { OwnServer(); }
};

TEST_F(SearchPersonsTest, TheBestMatchComesFirst) {
  const auto found = Search("hector vega");

  EXPECT_THAT(NamesIn(found), ElementsAre("Héctor Vega", "Hektor Wega", "María Vega Ruiz"));
  EXPECT_EQ(found->matches(0).name_match(), v1::NAME_MATCH_EXACT) << "without case and accents";
  EXPECT_EQ(found->matches(2).name_match(), v1::NAME_MATCH_SOME);
  EXPECT_EQ(found->as_of_position(), LastPosition());
}

TEST_F(SearchPersonsTest, AMatchNamesThePersonAndTheCases) {
  const auto found = Search("John Smith");

  ASSERT_THAT(found, IsOk());
  ASSERT_THAT(found->matches(), SizeIs(1));
  EXPECT_EQ(found->matches(0).person_id(), Id("person smith"));
  EXPECT_EQ(found->matches(0).born_on(), "1970-01-01");
  EXPECT_THAT(found->matches(0).case_ids(), ElementsAre(Id("four")));
  EXPECT_THAT(found->matches(0).other_person_ids(), IsEmpty());
}

TEST_F(SearchPersonsTest, NamesMayBeSwappedMisheardOrIncomplete) {
  EXPECT_EQ(Search("Vega, Héctor")->matches(0).name_match(), v1::NAME_MATCH_SWAPPED);
  EXPECT_EQ(Search("Hecktor Veega")->matches(0).name_match(), v1::NAME_MATCH_PHONETIC);
  EXPECT_EQ(Search("Veega Hecktor")->matches(0).name_match(), v1::NAME_MATCH_PHONETIC_SWAPPED);
  EXPECT_EQ(Search("maria vega")->matches(0).name_match(), v1::NAME_MATCH_PART);
  EXPECT_THAT(NamesIn(Search("Nobody Known")), IsEmpty());
}

TEST_F(SearchPersonsTest, ABirthDateRanksAndNeverHides) {
  EXPECT_THAT(NamesIn(Search("vega")), ElementsAre("Héctor Vega", "María Vega Ruiz"));
  const auto found = Search("vega", "born_on: '1987-06-23'");

  EXPECT_THAT(NamesIn(found), ElementsAre("María Vega Ruiz", "Héctor Vega"));
  EXPECT_EQ(found->matches(0).born(), v1::BIRTH_DATE_MATCH_SAME);
  EXPECT_EQ(found->matches(1).born(), v1::BIRTH_DATE_MATCH_OTHER);
  EXPECT_EQ(Search("smith", "born_on: '1970-01-02'")->matches(0).born(), v1::BIRTH_DATE_MATCH_NEAR);
}

TEST_F(SearchPersonsTest, AtMostTheLimitIsReturned) {
  EXPECT_THAT(NamesIn(Search("vega", "limit: 1")), ElementsAre("Héctor Vega"));
  EXPECT_THAT(NamesIn(Search("vega", "limit: 2")), SizeIs(2));
  EXPECT_THAT(NamesIn(Search("vega", "limit: 100")), SizeIs(2));
  EXPECT_THAT(Search("vega", "limit: 101"), NamesField("limit"));
}

TEST_F(SearchPersonsTest, MalformedFieldsAreNamedWithoutAPersonsWords) {
  for (const std::string& name : {std::string(), std::string("1234 !"), std::string(201, 'x')}) {
    const auto rejected = Search(name);
    EXPECT_THAT(rejected, NamesField("name")) << name;
    if (name.empty()) continue;
    EXPECT_THAT(rejected.status().message(), ::testing::Not(HasSubstr(name)));
  }
  EXPECT_THAT(Search(std::string(200, 'x')), IsOk());
  EXPECT_THAT(Search("Vega", "born_on: '2014-02-30'"), NamesField("bornOn"));
}

TEST_F(SearchPersonsTest, APositionThatIsNotRecordedEndsWithTheDeadlineOfTheCall) {
  patience_ = absl::Milliseconds(50);

  EXPECT_THAT(Search("Vega", absl::StrCat("min_position: ", LogSize())), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(SearchRecordedPersonsTest, ACorrectedNameIsFoundAndTheWrongOneIsNot) {
  RecordNow("four", {Correcting(1, PersonJoined("smith", "Jon Smythe", "1970-01-01"))});

  EXPECT_EQ(Search("Jon Smythe")->matches(0).name_match(), v1::NAME_MATCH_EXACT);
  EXPECT_EQ(Search("John Smith")->matches(0).name_match(), v1::NAME_MATCH_PHONETIC) << "as it sounds";
  EXPECT_THAT(NamesIn(Search("John Smith")), ElementsAre("Jon Smythe"));
}

TEST_F(SearchRecordedPersonsTest, AnotherNameOfAPersonIsFound) {
  Record("three", {EventFromText("2025-01-10", R"(person_details_learned {
      participant_id: '$maria' details { name: 'María Vega Ruiz' other_names: 'Mary Gutierrez' } })")});

  const auto found = Search("gutierrez");

  ASSERT_THAT(found, IsOk());
  ASSERT_THAT(found->matches(), SizeIs(1));
  EXPECT_EQ(found->matches(0).person_id(), Id("person maria"));
}

TEST_F(SearchRecordedPersonsTest, OneHumanIsOneMatchOnceSomebodyRecognisedIt) {
  Record("two",
         {EventFromText("2025-01-10", absl::StrCat("same_person_recognised { participant_id: '$hektor' person_id: '",
                                                   Id("person hektor"), "' other_person_id: '", Id("person hector"),
                                                   "' basis: 'the certificate' }"))});

  const auto found = Search("hector vega");

  EXPECT_THAT(NamesIn(found), ElementsAre("Héctor Vega", "María Vega Ruiz"));
  EXPECT_EQ(found->matches(0).person_id(), Id("person hector"));
  EXPECT_THAT(found->matches(0).other_person_ids(), ElementsAre(Id("person hektor")));
  EXPECT_THAT(found->matches(0).case_ids(), UnorderedElementsAre(Id("one"), Id("two")));
}

TEST_F(SearchRecordedPersonsTest, APersonOfTwoCasesIsOneMatchWithBoth) {
  Record("two", {PersonJoined("smith", "John Smith", "1970-01-01")});

  const auto found = Search("John Smith");

  ASSERT_THAT(found, IsOk());
  ASSERT_THAT(found->matches(), SizeIs(1));
  EXPECT_THAT(found->matches(0).case_ids(), UnorderedElementsAre(Id("two"), Id("four")));
}

}  // namespace
}  // namespace casejournal::services
