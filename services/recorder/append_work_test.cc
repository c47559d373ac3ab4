#include "services/recorder/append_work.h"

#include <gmock/gmock.h>

#include <vector>

#include "tests/support/case_builder.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseBuilder;
using casejournal::testing::CaseEvent;
using casejournal::testing::CaseOpened;
using casejournal::testing::Correcting;
using casejournal::testing::NoteWritten;
using casejournal::testing::Retracting;

// A case with one entry on each day from the first to the twentieth of the month.
class AppendWorkTest : public ::testing::Test {
 protected:
  static std::string Day(int day) { return absl::StrCat("2025-05-", day < 10 ? "0" : "", day); }

  AppendWorkTest() {
    built_.Record("2025-05-20 09:00", {CaseOpened(Day(1))});
    for (int day = 2; day <= 20; ++day) built_.Record("2025-05-20 10:00", {NoteWritten(Day(day), "a note")});
  }

  static v1::CaseAppend Part(const std::vector<CaseEvent>& events) {
    v1::CaseAppend part;
    for (const CaseEvent& event : events) *part.add_events() = event;
    return part;
  }
  uint64_t Work(const std::vector<CaseEvent>& events) const { return WorkOf(built_.record(), Part(events)); }
  uint64_t AtMost(const std::vector<CaseEvent>& events) const { return WorkAtMost(built_.record(), Part(events)); }

  CaseBuilder built_;
};

TEST_F(AppendWorkTest, EventsThatTakeEffectLastCountOneEach) {
  const std::vector<CaseEvent> events = {NoteWritten(Day(20), "a"), NoteWritten(Day(21), "b"),
                                         NoteWritten(Day(21), "c")};
  EXPECT_EQ(Work(events), 3);
  EXPECT_EQ(AtMost(events), 3);
}

TEST_F(AppendWorkTest, ALateEventCountsWhatTakesEffectAfterIt) {
  EXPECT_EQ(Work({NoteWritten(Day(15), "late")}), 1 + 5);
  EXPECT_EQ(Work({NoteWritten(Day(15), "late"), NoteWritten(Day(14), "later still")}), 1 + 5 + 1 + 7);
  EXPECT_EQ(AtMost({NoteWritten(Day(15), "late")}), 1 + 20);
}

TEST_F(AppendWorkTest, ACorrectionCountsFromTheEarlierOfItsDayAndThatOfItsOriginal) {
  EXPECT_EQ(Work({Correcting(14, NoteWritten(Day(15), "same day"))}), 1 + 6);
  EXPECT_EQ(Work({Correcting(14, NoteWritten(Day(18), "it was later"))}), 1 + 6);
  EXPECT_EQ(Work({Correcting(14, NoteWritten(Day(11), "it was earlier"))}), 1 + 10);
}

TEST_F(AppendWorkTest, ARetractionCountsFromWhatItIsAbout) {
  CaseEvent retraction = Retracting(4, "not so");
  retraction.set_effective_on(Day(20));
  EXPECT_EQ(Work({retraction}), 1 + 16);
  built_.Record("2025-05-20 11:00", {retraction});
  CaseEvent of_the_retraction = Retracting(20, "it was so");
  of_the_retraction.set_effective_on(Day(20));
  EXPECT_EQ(Work({of_the_retraction}), 1 + 17);
}

TEST_F(AppendWorkTest, WhatNamesNoEarlierEntryCountsLikeAnyOther) {
  EXPECT_EQ(Work({Correcting(99, NoteWritten(Day(21), "of nothing"))}), 1);
}

}  // namespace
}  // namespace casejournal::services
