// Properties of every record whose entries were all admitted, whatever was proposed.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "projections/entries/known_set.h"
#include "projections/entries/references.h"
#include "projections/entries/standing.h"
#include "services/admission/proposal/care_intervals.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

constexpr int kCases = 60;
constexpr int kProposals = 120;

using ::testing::IsEmpty;

// Every standing entry names what another standing entry introduced.
void ExpectReferencesHold(const projections::CaseRecord& record) {
  const auto standing = projections::StandingEntries(record.entries(), projections::KnownSet::All());
  std::map<std::string, int> introduced;
  for (const projections::Standing& each : standing) {
    for (const auto& introduction : projections::IntroductionsIn(each.event())) {
      introduced[introduction.id] += introduction.may_recur ? 0 : 1;
    }
  }
  for (const projections::Standing& each : standing) {
    for (const auto& reference : projections::ReferencesIn(each.event())) {
      EXPECT_TRUE(introduced.contains(reference.id)) << "entry " << each.revision();
    }
  }
  for (const auto& [id, times] : introduced) EXPECT_LE(times, 1) << id;
}

// Entries are proposed at random, and recorded if they are admitted.
TEST(AdmittedRecordTest, ReferencesHoldAndNobodyIsInTwoPlaces) {
  const uint64_t seed = testing::TestSeed();
  for (int i = 0; i < kCases; ++i) {
    testing::RandomCase random(seed + i);
    AdmitContext context{.today = "2025-06-15", .now_us = 1'750'000'000'000'000};
    context.late_after_days = 100'000;
    projections::CaseRecord record(Id("case"));
    record = With(record, testing::CaseOpened("2025-01-01"), context.now_us);
    // The generator makes no openings, so it must not correct one.
    std::vector<CaseEvent> recorded = {Retracting(0)};

    for (int j = 0; j < kProposals; ++j) {
      const CaseEvent proposed = random.Any(recorded, false);
      if (!Admit(record, proposed, context).empty()) continue;
      record = With(record, proposed, context.now_us);
      recorded.push_back(proposed);
    }

    ExpectReferencesHold(record);
    EXPECT_THAT(OverlapsIn(record.state(), context), IsEmpty());
    ASSERT_FALSE(::testing::Test::HasFailure()) << "seed=" << seed << ", case " << i;
  }
}

}  // namespace
}  // namespace casejournal::services
