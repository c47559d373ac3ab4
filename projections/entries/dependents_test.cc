#include "projections/entries/dependents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/ana_case.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<eventstore::Revision> RestingOn(const CaseBuilder& built, eventstore::Revision revision) {
  return DependentsOf(StandingEntries(built.entries(), KnownSet::All()), revision);
}

// The household stays known as long as an entry of one of its members stands.
TEST(DependentsTest, NothingRestsOnAnEntryWhoseIdAnotherIntroducesToo) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {AdultJoined("2025-01-10", "Maria"), ChildJoined("2025-01-10", "Ana"),
                                    MovedIn("2025-01-10", "home", "Maria"), MovedIn("2025-01-10", "home", "Ana"),
                                    MovedOut("2025-02-10", "home", "Ana")});

  EXPECT_THAT(RestingOn(built, 2), IsEmpty());
  EXPECT_THAT(RestingOn(built, 1), ElementsAre(4, 3));
  built.Record("2025-02-11 09:00", {Retracting(2)});
  EXPECT_THAT(RestingOn(built, 3), ElementsAre(4));
}

// Two entries introduce the household. Both depend on the same person, and the household falls with them.
TEST(DependentsTest, WhatSeveralMakeKnownFallsWithTheLast) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {AdultJoined("2025-01-10", "Maria"), MovedIn("2025-01-10", "home", "Maria"),
                                    MovedOut("2025-02-10", "home", "Maria"), MovedIn("2025-03-10", "home", "Maria")});

  EXPECT_THAT(RestingOn(built, 0), ElementsAre(2, 3, 1)) << "what names the household, before both that make it known";
}

// An early entry that was corrected to name a later one comes before the later one.
TEST(DependentsTest, ACorrectedEntryComesBeforeWhatItNamesNow) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00",
               {GoalEstablished("2025-01-10", "G1", "x"), ObjectiveAdded("2025-01-10", "O", "G1", "y"),
                ChildJoined("2025-01-10", "Ana"), GoalEstablished("2025-01-10", "G2", "z")});
  built.Record("2025-01-11 09:00", {Correcting(1, ObjectiveAdded("2025-01-10", "O", "G2", "y"))});

  EXPECT_THAT(RestingOn(built, 0), IsEmpty());
  EXPECT_THAT(RestingOn(built, 3), ElementsAre(1));
}

TEST(DependentsTest, AllRestsOnTheOpening) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana"),
                                    NoteWritten("2025-01-10", "Called."), MovedIn("2025-01-10", "home", "Ana")});

  EXPECT_THAT(RestingOn(built, 0), ElementsAre(3, 2, 1));
}

// One withdrawal in a long case is computed without walking the case again for each entry.
TEST(DependentsTest, ALongChainHasNoLimit) {
  std::vector<CaseEvent> events = {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana")};
  for (int i = 0; i < 20'000; ++i) events.push_back(MovedIn("2025-01-10", absl::StrCat("home ", i), "Ana"));
  EntryList entries;
  for (size_t i = 0; i < events.size(); ++i) {
    auto stored = std::make_shared<event::v1::StoredEvent>();
    *stored->mutable_case_event() = events[i];
    entries.Append({.revision = i, .position = i, .stored = std::move(stored)});
  }

  EXPECT_THAT(DependentsOf(StandingEntries(entries, KnownSet::All()), 1), SizeIs(20'000));
}

}  // namespace
}  // namespace casejournal::projections
