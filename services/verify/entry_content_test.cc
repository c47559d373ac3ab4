#include "services/verify/entry_content.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

TEST(EntryContentTest, AnOpenedEntryHasItsBytes) {
  v1::CaseEntry entry;
  entry.mutable_opened()->mutable_recorded()->set_position(7);

  EXPECT_EQ(PositionOf(entry), 7u);
  EXPECT_EQ(WhyNotOpened(entry), "");
  const auto opened = OpenedIn(entry);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(*opened, &entry.opened().recorded());
}

// No server sends these yet. A client that is written today must not take them for something else.
TEST(EntryContentTest, AWithheldEntryHasItsPlaceAndItsLeafAlone) {
  v1::CaseEntry entry;
  entry.mutable_withheld()->set_position(8);
  entry.mutable_withheld()->set_leaf_hash(std::string(32, 'l'));

  EXPECT_EQ(PositionOf(entry), 8u);
  EXPECT_EQ(WhyNotOpened(entry), "withheld from this reader");
  EXPECT_THAT(OpenedIn(entry), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("position 8: ")));
  EXPECT_EQ(v1::WithheldEntry::descriptor()->field_count(), 2) << "nothing else tells what kind of entry it is";
}

TEST(EntryContentTest, ADestroyedEntryNamesWhatRecordsItsDestruction) {
  v1::CaseEntry entry;
  entry.mutable_destroyed()->set_position(9);
  entry.mutable_destroyed()->set_tombstone_position(12);

  EXPECT_EQ(PositionOf(entry), 9u);
  EXPECT_EQ(WhyNotOpened(entry), "destroyed, as position 12 records");
  EXPECT_THAT(OpenedIn(entry), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("position 9: ")));
}

TEST(EntryContentTest, AnEntryOfALaterKindIsNotTakenForAnother) {
  v1::CaseEntry entry;
  ASSERT_TRUE(entry.ParseFromString("\x22\x02\x08\x07")) << "field 4, which only a later contract has";

  EXPECT_EQ(WhyNotOpened(entry), "of a kind that this program does not know");
  EXPECT_THAT(OpenedIn(entry), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace casejournal::services
