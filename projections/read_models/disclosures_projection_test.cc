#include "projections/read_models/disclosures_projection.h"

#include <gmock/gmock.h>

#include <limits>
#include <string>
#include <vector>

namespace casejournal::projections {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<std::string> KeysOf(const event::v1::StoredEvent& stored, eventstore::Position position) {
  std::vector<std::string> keys;
  DisclosuresProjection().ApplyAccess(stored, position, [&](std::string key, std::string value) {
    EXPECT_EQ(value, "");
    keys.push_back(std::move(key));
  });
  return keys;
}

TEST(DisclosuresProjectionTest, EachDisclosureHasARowForItsActorAndForEachWordOfItsRecipient) {
  event::v1::StoredEvent of_case;
  of_case.mutable_admission()->mutable_actor()->set_subject("u-7");
  of_case.mutable_access_event()->mutable_disclosure_made()->set_recipient("Dana Reed, Dana");
  event::v1::StoredEvent of_range;
  of_range.mutable_admission()->mutable_actor()->set_subject("u-8");
  of_range.mutable_reader_event()->mutable_entries_disclosed()->set_recipient("a pipeline");

  EXPECT_THAT(KeysOf(of_case, 5), UnorderedElementsAre(GivenBySubjectPrefix("u-7") + DisclosurePlace(5),
                                                       GivenToWordPrefix("dana") + DisclosurePlace(5),
                                                       GivenToWordPrefix("reed") + DisclosurePlace(5)));
  EXPECT_THAT(KeysOf(of_range, 6), UnorderedElementsAre(GivenBySubjectPrefix("u-8") + DisclosurePlace(6),
                                                        GivenToWordPrefix("a") + DisclosurePlace(6),
                                                        GivenToWordPrefix("pipeline") + DisclosurePlace(6)));
}

// Plans that the program attested are in the same streams.
TEST(DisclosuresProjectionTest, WhatGivesNothingHasNoRow) {
  event::v1::StoredEvent attested;
  attested.mutable_admission()->mutable_actor()->set_subject("u-7");
  attested.mutable_access_event()->mutable_plan_attested();

  EXPECT_THAT(KeysOf(attested, 5), IsEmpty());
}

TEST(DisclosuresProjectionTest, TheNewestPlaceIsTheFirst) {
  const eventstore::Position last = std::numeric_limits<eventstore::Position>::max();
  for (const eventstore::Position position : {eventstore::Position{0}, eventstore::Position{255}, last - 1}) {
    EXPECT_GT(DisclosurePlace(position), DisclosurePlace(position + 1));
    EXPECT_EQ(PositionInDisclosureKey(GivenBySubjectPrefix("u") + DisclosurePlace(position)), position);
  }
  EXPECT_EQ(PositionInDisclosureKey("s"), std::nullopt);
}

TEST(DisclosuresProjectionTest, WordsAreFoundWithoutCaseAndAccents) {
  EXPECT_THAT(WordsOfRecipient("Héctor O'Neil, wren.example/U-7"),
              ElementsAre("7", "example", "hector", "neil", "o", "u", "wren"));
  EXPECT_THAT(WordsOfRecipient("Иван"), ElementsAre("ivan"));
  EXPECT_THAT(WordsOfRecipient(" - "), IsEmpty());
}

}  // namespace
}  // namespace casejournal::projections
