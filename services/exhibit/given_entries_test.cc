#include "services/exhibit/given_entries.h"

#include <gmock/gmock.h>

#include "projections/versions/draw_up.h"
#include "projections/versions/plan_versions.h"
#include "services/exhibit/exhibit_view.h"
#include "tests/support/ana_case.h"
#include "tests/support/plan_texts.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using event::v1::Label;
using ::testing::ElementsAre;

CaseEvent Labeled(CaseEvent event, std::vector<Label> labels) {
  for (const Label label : labels) event.add_labels(label);
  return event;
}

CaseEvent Restricting(uint64_t revision, std::vector<Label> labels) {
  CaseEvent event = On("2025-03-05");
  event.mutable_entry_restricted()->set_revision(revision);
  for (const Label label : labels) event.mutable_entry_restricted()->add_labels(label);
  return event;
}

class GivenEntriesTest : public ::testing::Test {
 protected:
  GivenEntriesTest() {
    built_.Record("2025-03-01 09:00",
                  {CaseOpened("2025-03-01"), ChildJoined("2025-03-01", "Ana"), NoteWritten("2025-03-01", "two"),
                   Labeled(NoteWritten("2025-03-01", "three"), {event::v1::LABEL_HEALTH}),
                   Labeled(NoteWritten("2025-03-01", "four"), {event::v1::LABEL_HEALTH, event::v1::LABEL_PART2})});
  }

  void Add(CaseEvent event) { built_.Record("2025-03-06 09:00", {std::move(event)}); }

  std::string Given(std::vector<Label> with_labels = {}, RevisionRanges chosen = {},
                    std::optional<uint64_t> known = {}) const {
    const uint64_t last = known.value_or(built_.entries().size() - 1);
    return RangesText(ChooseGiven(built_.record(), last, chosen, with_labels).given);
  }

  CaseBuilder built_;
};

TEST_F(GivenEntriesTest, LabeledEntriesAreLeftOutUnlessAllOfTheirLabelsAreNamed) {
  EXPECT_EQ(Given(), "0 to 2");
  EXPECT_EQ(Given({event::v1::LABEL_HEALTH}), "0 to 3");
  EXPECT_EQ(Given({event::v1::LABEL_PART2}), "0 to 2");
  EXPECT_EQ(Given({event::v1::LABEL_PART2, event::v1::LABEL_HEALTH}), "0 to 4");
}

TEST_F(GivenEntriesTest, LabelsAreThoseOfToday) {
  Add(Restricting(2, {event::v1::LABEL_SEALED}));     // 5
  Add(Restricting(3, {event::v1::LABEL_EDUCATION}));  // 6

  EXPECT_EQ(Given(), "0 to 1");
  EXPECT_EQ(Given({event::v1::LABEL_SEALED}), "0 to 2, 5");
  EXPECT_EQ(Given({event::v1::LABEL_EDUCATION}), "0 to 1, 3, 6");
  EXPECT_EQ(Given({event::v1::LABEL_HEALTH}), "0 to 1") << "no longer its label";
  EXPECT_EQ(Given({event::v1::LABEL_HEALTH}, {}, 3), "0 to 1")
      << "labels apply as of now, whatever the exhibit is as of";
}

TEST_F(GivenEntriesTest, WhatCorrectsWithdrawsOrLabelsAnEntryIsLeftOutWithIt) {
  Add(Correcting(3, NoteWritten("2025-03-01", "three, without a label")));                        // 5
  Add(Retracting(4));                                                                             // 6
  Add(Correcting(2, Labeled(NoteWritten("2025-03-01", "now with"), {event::v1::LABEL_HEALTH})));  // 7
  Add(Restricting(6, {event::v1::LABEL_PART2}));                                                  // 8

  EXPECT_EQ(Given(), "0 to 1");
  EXPECT_EQ(Given({event::v1::LABEL_HEALTH}), "0 to 3, 5, 7");
  EXPECT_EQ(Given({event::v1::LABEL_HEALTH, event::v1::LABEL_PART2}), "0 to 8");
}

TEST_F(GivenEntriesTest, ADocumentThatSupportsALabeledEntryIsLeftOutWithItsCorrections) {
  const auto document = [](uint64_t supports) {
    CaseEvent event = On("2025-03-02");
    event.mutable_document_referenced()->set_document_id(Id("document"));
    event.mutable_document_referenced()->add_supports_revisions(supports);
    return event;
  };
  Add(document(3));                 // 5
  Add(document(2));                 // 6
  Add(Correcting(6, document(2)));  // 7
  Add(Correcting(6, document(4)));  // 8
  EXPECT_EQ(Given(), "0 to 2");
  EXPECT_EQ(Given({event::v1::LABEL_HEALTH}), "0 to 3, 5");
  EXPECT_EQ(Given({event::v1::LABEL_HEALTH, event::v1::LABEL_PART2}), "0 to 8");
}

// The text of a version holds what a labeled entry said.
TEST_F(GivenEntriesTest, APlanVersionIsLeftOutIfItsTextWouldBeAnotherWithoutALabeledEntry) {
  const auto version = [](const std::string& child, char digest, uint64_t as_of) {
    CaseEvent event = On("2025-03-04");
    event::v1::PlanVersionDrawnUp& drawn = *event.mutable_plan_version_drawn_up();
    drawn.set_plan_id(Id("plan"));
    drawn.set_kind(event::v1::PLAN_KIND_CASE);
    drawn.add_children_ids(Id(child));
    drawn.set_as_of_revision(as_of);
    drawn.set_digest(std::string(32, digest));
    return event;
  };
  Add(GoalEstablished("2025-03-02", "goal", "Ana is safe at home"));  // 5
  Add(version("Ana", 'a', 5));                                        // 6
  Add(Labeled(ObjectiveAdded("2025-03-03", "objective", "goal", "The clinic, every week"),
              {event::v1::LABEL_PART2}));  // 7
  Add(version("Ana", 'b', 5));             // 8
  Add(version("Ana", 'c', 7));             // 9

  EXPECT_EQ(Given(), "0 to 2, 5 to 6, 8");
  EXPECT_EQ(Given({event::v1::LABEL_PART2}), "0 to 2, 5 to 9");
  const GivenEntries given = ChooseGiven(built_.record(), 9, {}, {});
  ASSERT_EQ(given.left_out.back().reason(), v1::LEFT_OUT_REASON_RESTS_ON_LABELED);
  EXPECT_THAT(given.left_out.back().labels(), ::testing::Contains(event::v1::LABEL_PART2));
}

TEST_F(GivenEntriesTest, EachRevisionIsGivenOrLeftOutForOneReason) {
  Add(NoteWritten("2025-03-01", "five"));
  RevisionRanges chosen;
  chosen.Add()->set_last(0);
  chosen.Add()->set_first(2);
  chosen.Mutable(1)->set_last(3);
  const GivenEntries given = ChooseGiven(built_.record(), 4, chosen, {});

  EXPECT_EQ(RangesText(given.given), "0, 2");
  std::vector<std::pair<std::string, v1::LeftOutReason>> reasons;
  for (const v1::LeftOut& each : given.left_out) {
    RevisionRanges range;
    *range.Add() = each.revisions();
    reasons.emplace_back(RangesText(range), each.reason());
  }
  EXPECT_THAT(
      reasons,
      ElementsAre(std::pair("1", v1::LEFT_OUT_REASON_NOT_CHOSEN), std::pair("3", v1::LEFT_OUT_REASON_LABELED),
                  std::pair("4", v1::LEFT_OUT_REASON_NOT_CHOSEN), std::pair("5", v1::LEFT_OUT_REASON_NOT_KNOWN)));
}

TEST_F(GivenEntriesTest, TodaySaysWhatWasCorrectedWithdrawnAndRelabeled) {
  Add(Correcting(2, NoteWritten("2025-03-01", "due")));  // 5
  Add(Restricting(3, {event::v1::LABEL_PART2}));         // 6
  Add(Retracting(4));                                    // 7
  RevisionRanges all;
  all.Add()->set_last(7);
  const auto today = EntriesToday(built_.entries(), all);

  ASSERT_EQ(today.size(), 3);
  EXPECT_EQ(today[0].revision(), 2U);
  EXPECT_EQ(today[0].corrected_by(), 5U);
  EXPECT_THAT(today[1].labels(), ElementsAre(event::v1::LABEL_PART2));
  EXPECT_EQ(today[2].withdrawn_by(), 7U);
  EXPECT_THAT(LabelsOfGiven(built_.entries(), all), ElementsAre(event::v1::LABEL_PART2, event::v1::LABEL_HEALTH));
}

// For any record: given entries never have a label that was not named, and every revision is counted once.
TEST(GivenEntriesRandomTest, NothingLabeledIsGivenUnnamed) {
  const uint64_t seed = TestSeed();
  for (uint64_t i = 0; i < 100; ++i) {
    RandomCase random(seed + i);
    std::vector<CaseEvent> events = random.Events(50);
    for (CaseEvent& event : events) {
      event.clear_labels();
      if (random.Below(4) == 0) event.add_labels(static_cast<Label>(1 + random.Below(7)));
    }
    const CaseBuilder built = BuildCase(events);
    const std::vector<Label> with = {static_cast<Label>(1 + random.Below(7)), static_cast<Label>(1 + random.Below(7))};
    const auto given = ChooseGiven(built.record(), built.entries().size() - 1, {}, with);
    for (const Label label : LabelsOfGiven(built.entries(), given.given)) EXPECT_THAT(with, ::testing::Contains(label));
    size_t count = 0;
    for (const auto& range : given.given) count += range.last() - range.first() + 1;
    for (const auto& each : given.left_out) count += each.revisions().last() - each.revisions().first() + 1;
    EXPECT_EQ(count, built.entries().size());
    // What became of a given entry never points to one that is left out.
    for (const auto& today : EntriesToday(built.entries(), given.given)) {
      for (const uint64_t by : {today.corrected_by(), today.withdrawn_by()}) {
        const bool is_given = by == 0 || std::any_of(given.given.begin(), given.given.end(), [&](const auto& range) {
                                return range.first() <= by && by <= range.last();
                              });
        EXPECT_TRUE(is_given) << today.ShortDebugString();
      }
    }
  }
}

// Of a version that is left out only for what it rests on, the rest of the text is given.
TEST_F(GivenEntriesTest, TheRestOfATextIsGiven) {
  Add(GoalEstablished("2025-03-02", "goal", "Ana is safe at home"));  // 5
  Add(Labeled(ObjectiveAdded("2025-03-03", "objective", "goal", "The clinic, every week"),
              {event::v1::LABEL_PART2}));  // 6
  CaseEvent event = On("2025-03-04");
  event::v1::PlanVersionDrawnUp& drawn = *event.mutable_plan_version_drawn_up();
  drawn.set_plan_id(Id("plan"));
  drawn.set_kind(event::v1::PLAN_KIND_CASE);
  drawn.add_children_ids(Id("Ana"));
  drawn.set_as_of_revision(6);
  *drawn.mutable_text() =
      projections::DrawUp(built_.record(), drawn, [](absl::string_view part) { return Sha256Of(part); }).text;
  const int parts = drawn.text().parts_size();
  Add(event);                                      // 7
  Add(Labeled(event, {event::v1::LABEL_SEALED}));  // 8

  const GivenEntries given = ChooseGiven(built_.record(), 8, {}, {});
  ASSERT_EQ(given.texts.size(), 1U) << "and none of an entry that has a label itself";
  EXPECT_EQ(given.texts[0].revision, 7U);
  EXPECT_THAT(given.texts[0].withheld, ElementsAre(parts - 1));
  EXPECT_TRUE(ChooseGiven(built_.record(), 8, {}, {event::v1::LABEL_PART2}).texts.empty()) << "the entry is given";

  Add(Restricting(5, {event::v1::LABEL_SEALED}));  // 9
  const GivenEntries later = ChooseGiven(built_.record(), 9, {}, {});
  ASSERT_EQ(later.texts.size(), 1U);
  EXPECT_GT(later.texts[0].withheld.size(), 1U) << "the goal was sealed after the text was drawn up";
}

}  // namespace
}  // namespace casejournal::services
