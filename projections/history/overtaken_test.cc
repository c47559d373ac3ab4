// Which entry changed a field again, compared with a fold of every entry that takes effect later.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "projections/history/history.h"
#include "projections/state/plan_fold.h"
#include "projections/words/plan_difference.h"
#include "tests/support/ana_case.h"
#include "tests/support/case_builder.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::BuildCase;
using casejournal::testing::CaseBuilder;
using casejournal::testing::RandomCase;

constexpr uint64_t kCases = 20;
constexpr size_t kEvents = 120;  // several times what lies between two kept states

using Overtakers = std::map<std::string, eventstore::Revision>;

// For each field, the first entry after `day` that changes it.
Overtakers ChangedAfter(const FoldedOrder& order, const std::string& day) {
  Overtakers first;
  CaseState state(casejournal::testing::Id("case"));
  for (size_t at = 0; at < order.size(); ++at) {
    const CaseState before = state;
    FoldEntry(state, order[at].event(), order[at].revision);
    if (order[at].day() <= day) continue;
    for (const std::string& field : ChangedFields(before, state)) first.try_emplace(field, order[at].revision);
  }
  return first;
}

// D* of docs/AS_OF.md.
std::string DayOf(const OrderChange& change) {
  const auto day = [](const auto& said) { return said == nullptr ? "" : said->case_event().effective_on(); };
  return std::max<std::string>(day(change.was), day(change.is));
}

TEST(OvertakenTest, IsWhatAFoldOfEachLaterEntrySays) {
  size_t overtaken = 0;
  size_t lasting = 0;
  const uint64_t seed = casejournal::testing::TestSeed();
  for (uint64_t i = 0; i < kCases; ++i) {
    RandomCase random(seed + i);
    const CaseBuilder built = BuildCase(i % 4 == 0 ? random.EventsOfEpisodes(kEvents) : random.Events(kEvents));
    FoldedOrder order(built.case_id());
    for (History history(built.case_id(), built.entries(), KnownSet::All(), casejournal::testing::NewYork());
         !history.AtEnd();) {
      const std::vector<v1::HistoryRow> rows = history.Next();
      const OrderChange change = order.Add(history.entry());
      if (rows.empty()) continue;
      const Overtakers expected = ChangedAfter(order, DayOf(change));
      for (const v1::HistoryRow& row : rows) {
        if (absl::StartsWith(row.change().field(), "entries[")) continue;
        const auto by = expected.find(row.change().field());
        ASSERT_EQ(row.has_overtaken_by(), by != expected.end()) << row.ShortDebugString();
        if (by == expected.end()) {
          ++lasting;
          continue;
        }
        ASSERT_EQ(row.overtaken_by(), by->second) << row.ShortDebugString();
        ++overtaken;
      }
    }
  }
  EXPECT_GT(overtaken, 100U);
  EXPECT_GT(lasting, 100U);
}

// Progress on an objective that the plan does not have yet stands by itself until the objective is added: between two
// kept states it comes and goes.
TEST(OvertakenTest, IsFoundWhereAnItemCameAndWent) {
  using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the case
  std::vector<CaseEvent> events = {CaseOpened("2025-03-01"),
                                   ProgressOn("2025-03-05", "O", event::v1::PROGRESS_EXTENT_SOME),
                                   ProgressOn("2025-03-10", "O", event::v1::PROGRESS_EXTENT_SOME),
                                   ObjectiveAdded("2025-03-11", "O", "G", "every week"), Retracting(1)};
  const CaseBuilder built = BuildCase(events);
  std::vector<v1::HistoryRow> rows;
  for (History history(built.case_id(), built.entries(), KnownSet::All(), NewYork()); !history.AtEnd();) {
    rows = history.Next();
  }

  ASSERT_FALSE(rows.empty());
  for (const v1::HistoryRow& row : rows) {
    EXPECT_TRUE(absl::StartsWith(row.change().field(), "stray_progress[")) << row.ShortDebugString();
    EXPECT_EQ(row.overtaken_by(), 2U) << row.ShortDebugString();
  }
}

}  // namespace
}  // namespace casejournal::projections
