// The order of effect and the states on the way, entry by entry, compared with their definitions.
#include "projections/state/folded_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/items/plan_view.h"
#include "projections/state/plan_fold.h"
#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::ElementsAreArray;

v1::CasePlan PlanOf(const CaseState& state) { return PlanView(state).plan(); }

std::vector<eventstore::Revision> Revisions(const FoldedOrder& order) {
  std::vector<eventstore::Revision> revisions;
  for (size_t at = 0; at < order.size(); ++at) revisions.push_back(order[at].revision);
  return revisions;
}

// Everything that the order says after the first `count` entries, of which `known` are known.
void ExpectAsDefined(const FoldedOrder& order, const EntryList& entries, const KnownSet& known, size_t count,
                     const std::string& day) {
  const std::vector<Standing> standing = StandingEntries(entries, known, count);
  ASSERT_EQ(order.size(), standing.size());
  for (size_t at = 0; at < standing.size(); ++at) {
    ASSERT_EQ(order[at].revision, standing[at].revision());
    ASSERT_EQ(order[at].content, standing[at].content->stored);
  }
  EXPECT_EQ(order.last_day(), standing.empty() ? "" : standing.back().effective_on());
  const std::vector<bool> undone = UndoneEntries(entries, known, count);
  for (size_t r = 0; r < count; ++r) {
    if (!known.Holds(entries[r])) continue;
    ASSERT_EQ(order.Undone(r), undone[r]) << r;
  }
  const std::string& id = order.head().fields().case_id();
  ASSERT_THAT(PlanOf(order.head()), EqualsMessage(FoldPlan(id, standing)));
  ASSERT_THAT(PlanOf(order.StateOn(day)), EqualsMessage(FoldPlan(id, standing, day)));
}

TEST(FoldedOrderTest, SaysAtEachEntryWhatTheDefinitionsSay) {
  const uint64_t seed = TestSeed();
  for (uint64_t i = 0; i < 12; ++i) {
    std::mt19937_64 random(seed + i);
    RandomCase events(seed + i);
    const CaseBuilder built = BuildCase(events.Events(70));
    FoldedOrder order(built.case_id());
    for (const Entry& entry : built.entries()) {
      const FoldedOrder before = order;
      const std::vector<eventstore::Revision> revisions = Revisions(before);
      order.Add(entry);
      const std::string day = built.entries()[random() % built.entries().size()].event().effective_on();
      ExpectAsDefined(order, built.entries(), KnownSet::All(), entry.revision + 1, day);
      ASSERT_THAT(Revisions(before), ElementsAreArray(revisions)) << "a copy does not change";
    }
    for (size_t count = 0; count <= order.size(); ++count) {
      const std::vector<Standing> standing = StandingEntries(built.entries(), KnownSet::All());
      ASSERT_THAT(PlanOf(order.StateAfter(count)),
                  EqualsMessage(FoldPlan(built.case_id(), absl::MakeSpan(standing).subspan(0, count))));
    }
  }
}

// Entries by claim: a correction can be known before the entry that it corrects.
TEST(FoldedOrderTest, TheStateOfAnEarlierRevisionIsThatOfTheEntriesUpToIt) {
  const uint64_t seed = TestSeed();
  for (uint64_t i = 0; i < 12; ++i) {
    const CaseBuilder built = BuildCase(RandomCase(seed + i).Events(70));
    FoldedOrder order(built.case_id());
    for (const Entry& entry : built.entries()) order.Add(entry);
    for (size_t count = 1; count <= built.entries().size(); ++count) {
      const std::vector<Standing> standing = StandingEntries(built.entries(), KnownSet::All(), count);
      ASSERT_THAT(PlanOf(order.StateKnownTo(count - 1)), EqualsMessage(FoldPlan(built.case_id(), standing))) << count;
    }
  }
}

TEST(FoldedOrderTest, EntriesThatAreNotKnownArePassedOver) {
  const uint64_t seed = TestSeed();
  for (uint64_t i = 0; i < 12; ++i) {
    RandomCase random(seed + i);
    std::vector<CaseEvent> events = random.Events(50);
    for (CaseEvent& event : events) {
      event = Claimed(std::move(event), absl::StrCat(random.Day(), " 09:00"), "another system");
    }
    const CaseBuilder built = BuildCase(events);
    v1::AsOf as_of;
    as_of.set_day(random.Day());
    as_of.set_basis(v1::BASIS_CLAIMED);
    const auto known = ResolveKnown(as_of, NewYork());
    ASSERT_TRUE(known.ok()) << known.status();
    FoldedOrder order(built.case_id());
    for (const Entry& entry : built.entries()) {
      if (known->Holds(entry)) {
        order.Add(entry);
      } else {
        order.PassOver(entry);
      }
    }
    ExpectAsDefined(order, built.entries(), *known, built.entries().size(), "2025-03-10");
  }
}

TEST(FoldedOrderTest, AnEntryTellsWhatItChanged) {
  CaseBuilder built = BuildCase({NoteWritten("2025-01-01", "one"), NoteWritten("2025-01-05", "two")});
  built.Record("2025-02-01 09:00", {Correcting(0, NoteWritten("2025-01-09", "one, right"))});
  built.Record("2025-02-02 09:00", {Retracting(2)});
  built.Record("2025-02-03 09:00", {Retracting(0)});
  const EntryList& entries = built.entries();
  FoldedOrder order(built.case_id());

  OrderChange change = order.Add(entries[0]);
  EXPECT_EQ(change.was, nullptr);
  EXPECT_EQ(change.is, entries[0].stored);
  order.Add(entries[1]);
  change = order.Add(entries[2]);
  EXPECT_EQ(change.original, 0U);
  EXPECT_EQ(change.was, entries[0].stored);
  EXPECT_EQ(change.is, entries[2].stored);
  EXPECT_THAT(Revisions(order), ElementsAreArray({1, 0})) << "the correction moves it behind the other";
  change = order.Add(entries[3]);
  EXPECT_EQ(change.original, 0U);
  EXPECT_EQ(change.is, entries[0].stored) << "without its correction it says what it said";
  EXPECT_TRUE(order.Undone(2));
  change = order.Add(entries[4]);
  EXPECT_EQ(change.is, nullptr);
  EXPECT_TRUE(order.Undone(0));
  EXPECT_FALSE(order.Undone(1));
  EXPECT_THAT(Revisions(order), ElementsAreArray({1}));
}

}  // namespace
}  // namespace casejournal::projections
