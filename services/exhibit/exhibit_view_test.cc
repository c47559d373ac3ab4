#include "services/exhibit/exhibit_view.h"

#include <gmock/gmock.h>

#include <random>

#include "projections/zone/zone_rules.h"
#include "tests/support/exhibit_story.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::HasSubstr;
using ::testing::IsNull;

class ExhibitViewTest : public ::testing::Test {
 protected:
  // The entry with another payload. Nothing here compares it with its header.
  static void Replace(ProvedEntry& proved, const event::v1::StoredEvent& stored) {
    proved.entry.parts[0].plaintext = projections::EncodeStoredEvent(stored);
  }

  static event::v1::StoredEvent SchemaAdopted(const std::string& schema) {
    event::v1::StoredEvent stored;
    stored.mutable_journal_event()->mutable_schema_adopted()->set_file_descriptor_set(schema);
    return stored;
  }

  ExhibitStory story_ = AnasExhibit();
};

TEST_F(ExhibitViewTest, ViewOfTheWholeCaseIsTheJournals) {
  const auto view = ViewExhibit(story_.Give());
  ASSERT_THAT(view, IsOk());
  EXPECT_EQ(view->case_id, Id("case"));
  EXPECT_EQ(view->schema, "a schema");
  ASSERT_TRUE(view->zone.has_value());
  EXPECT_EQ(projections::NameOfZone(*view->zone), "America/New_York");
  ASSERT_TRUE(view->record.has_value());
  EXPECT_EQ(view->record->entries().size(), 5U);
  ASSERT_TRUE(view->plan.has_value());
  EXPECT_EQ(view->disclosure().recipient(), "Wren County Juvenile Court");
  EXPECT_EQ(view->Names().Of(Id("Ana"), event::v1::PART_KIND_PARTICIPANT), "Ana");
}

TEST_F(ExhibitViewTest, PartOfTheCaseHasNamesButNoPlan) {
  const auto view = ViewExhibit(story_.Give(ExhibitStory::Range(1, 1)));
  ASSERT_THAT(view, IsOk());
  EXPECT_FALSE(view->record.has_value());
  EXPECT_FALSE(view->plan.has_value());
  EXPECT_EQ(view->Names().Of(Id("Ana"), event::v1::PART_KIND_PARTICIPANT), "Ana");
  EXPECT_THAT(view->Names().Of(Id("Maria"), event::v1::PART_KIND_PARTICIPANT), HasSubstr("not in this exhibit"));
}

TEST_F(ExhibitViewTest, TodayIsWhatTheDisclosureSays) {
  const auto view = ViewExhibit(story_.Give());
  ASSERT_THAT(view, IsOk());
  ASSERT_NE(view->Today(3), nullptr);
  EXPECT_EQ(view->Today(3)->corrected_by(), 4U);
  for (const eventstore::Revision revision : {0, 1, 2, 4, 5}) EXPECT_THAT(view->Today(revision), IsNull()) << revision;
}

// A page made from a correction without its original says nothing of the original.
TEST_F(ExhibitViewTest, WithdrawnEntriesAreMentionedButDoNotStand) {
  story_.Record({Retracting(2)});
  const auto view = ViewExhibit(story_.Give(ExhibitStory::Range(1, 5)));
  ASSERT_THAT(view, IsOk());
  EXPECT_EQ(view->mentioned.Count<v1::Participant>(), 2U);
  EXPECT_EQ(view->standing.participants_size(), 1);
}

TEST_F(ExhibitViewTest, EntryOfAnotherKindIsNamedByItsPosition) {
  const Exhibit whole = story_.Give();
  const event::v1::StoredEvent of_case = StoredOf(NoteWritten("2025-03-10", "a call"));
  Exhibit exhibit = whole;
  Replace(exhibit.disclosure, of_case);
  EXPECT_THAT(ViewExhibit(exhibit), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("disclosure")));
  exhibit = whole;
  Replace(exhibit.events[1], SchemaAdopted("x"));
  EXPECT_THAT(ViewExhibit(exhibit), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("position 3")));
  exhibit = whole;
  Replace(exhibit.journal[1], of_case);
  EXPECT_THAT(ViewExhibit(exhibit), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("position 1")));
}

TEST_F(ExhibitViewTest, EntryThatCannotBeReadIsNamedByItsPosition) {
  const Exhibit whole = story_.Give();
  Exhibit exhibit = whole;
  exhibit.events[2].entry.parts[0].plaintext = "\xff\xff";
  EXPECT_THAT(ViewExhibit(exhibit), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("position 4")));

  event::v1::StoredEvent later = StoredOf(NoteWritten("2030-03-10", "a call"));
  later.mutable_admission()->set_schema_version(projections::kSchemaVersion + 1);
  exhibit = whole;
  Replace(exhibit.events[2], later);
  EXPECT_THAT(ViewExhibit(exhibit), StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("position 4")));
  exhibit = whole;
  Replace(exhibit.disclosure, later);
  EXPECT_THAT(ViewExhibit(exhibit), StatusIs(absl::StatusCode::kUnimplemented));
}

TEST_F(ExhibitViewTest, EntriesAreInOrderWithoutRepeats) {
  const Exhibit whole = story_.Give();
  Exhibit exhibit = whole;
  std::swap(exhibit.events[1], exhibit.events[2]);
  EXPECT_THAT(ViewExhibit(exhibit), StatusIs(absl::StatusCode::kDataLoss));
  exhibit = whole;
  exhibit.events.insert(exhibit.events.begin(), exhibit.events.front());
  EXPECT_THAT(ViewExhibit(exhibit), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ExhibitViewTest, ExactlyOneEntryAdoptsASchema) {
  const Exhibit whole = story_.Give();
  Exhibit exhibit = whole;
  exhibit.journal.pop_back();
  EXPECT_THAT(ViewExhibit(exhibit), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("schema")));
  exhibit = whole;
  exhibit.journal.push_back(exhibit.journal.back());
  EXPECT_THAT(ViewExhibit(exhibit), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("schema")));
}

TEST_F(ExhibitViewTest, OffsetsThatWereAdoptedLaterAreTheZone) {
  event::v1::StoredEvent adopted;
  *adopted.mutable_journal_event()->mutable_time_zone_rules_adopted() = projections::ZoneRulesOf("America/Chicago", [] {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone("America/Chicago", &zone));
    return zone;
  }());
  story_.journal.Record(eventstore::StreamId::Journal(), {adopted});
  const auto view = ViewExhibit(story_.Give());
  ASSERT_THAT(view, IsOk());
  EXPECT_EQ(projections::NameOfZone(*view->zone), "America/Chicago");
}

TEST_F(ExhibitViewTest, ZoneThatThisComputerDoesNotKnowIsNoFault) {
  Exhibit exhibit = story_.Give();
  event::v1::StoredEvent opened;
  opened.mutable_journal_event()->mutable_opened()->set_time_zone("Nowhere/Town");
  Replace(exhibit.journal[0], opened);
  const auto view = ViewExhibit(exhibit);
  ASSERT_THAT(view, IsOk());
  EXPECT_FALSE(view->zone.has_value());

  opened.mutable_journal_event()->mutable_opened()->add_offsets()->set_utc_offset(1'000'000);
  Replace(exhibit.journal[0], opened);
  EXPECT_THAT(ViewExhibit(exhibit), StatusIs(absl::StatusCode::kDataLoss)) << "offsets that are none are a fault";
}

TEST(RangesTextTest, NamesOneRevisionOrARun) {
  RevisionRanges ranges;
  EXPECT_EQ(RangesText(ranges), "none");
  ranges.Add();
  EXPECT_EQ(RangesText(ranges), "0");
  ranges.Add()->set_first(2);
  ranges.Mutable(1)->set_last(12);
  ranges.Add()->set_first(14);
  ranges.Mutable(2)->set_last(14);
  EXPECT_EQ(RangesText(ranges), "0, 2 to 12, 14");
}

TEST(LeftOutTest, IsWhatNoRangeHas) {
  RevisionRanges ranges;
  EXPECT_EQ(RangesText(LeftOut(ranges, 0)), "0");
  EXPECT_EQ(RangesText(LeftOut(ranges, 7)), "0 to 7");
  ranges.Add()->set_last(7);
  EXPECT_EQ(RangesText(LeftOut(ranges, 7)), "none");
  EXPECT_EQ(RangesText(LeftOut(ranges, 8)), "8");
  ranges.Mutable(0)->set_first(3);
  EXPECT_EQ(RangesText(LeftOut(ranges, 9)), "0 to 2, 8 to 9");
}

// Against a set of revisions, for any ranges: each revision is given or left out, and never both.
TEST(LeftOutTest, EachRevisionIsOnOneSide) {
  std::mt19937_64 random(TestSeed());
  for (int round = 0; round < 200; ++round) {
    const uint64_t last = random() % 20;
    RevisionRanges given;
    std::vector<int> sides(last + 1);
    for (uint64_t next = random() % 3; next <= last; next += 2 + random() % 3) {
      event::v1::RevisionRange& range = *given.Add();
      range.set_first(next);
      next = std::min(last, next + random() % 4);
      range.set_last(next);
      for (uint64_t at = range.first(); at <= next; ++at) ++sides[at];
    }
    for (const event::v1::RevisionRange& range : LeftOut(given, last)) {
      ASSERT_LE(range.first(), range.last());
      for (uint64_t at = range.first(); at <= range.last(); ++at) ++sides.at(at);
    }
    EXPECT_THAT(sides, ::testing::Each(1)) << RangesText(given);
  }
}

}  // namespace
}  // namespace casejournal::services
