// The limits of known sets: instants, positions, days, and claims.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "projections/entries/known_set.h"
#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::AsOf OfInstant(int64_t seconds, int32_t nanos) {
  v1::AsOf as_of;
  as_of.mutable_instant()->set_seconds(seconds);
  as_of.mutable_instant()->set_nanos(nanos);
  return as_of;
}

// The revisions that the set holds.
std::vector<eventstore::Revision> HeldRevisions(const CaseBuilder& built, const KnownSet& known) {
  std::vector<eventstore::Revision> held;
  for (const Entry& entry : built.entries()) {
    if (known.Holds(entry)) held.push_back(entry.revision);
  }
  return held;
}

TEST(KnownInstantsTest, AnInstantHasTheLimitsOfATimestamp) {
  for (const auto& good : {OfInstant(-62135596800, 0), OfInstant(253402300799, 999'999'999)})
    EXPECT_THAT(ResolveKnown(good, NewYork()), IsOk());
  for (const auto& wrong : {OfInstant(-62135596801, 0), OfInstant(253402300800, 0), OfInstant(0, 1'000'000'000)})
    EXPECT_THAT(ResolveKnown(wrong, NewYork()), StatusIs(absl::StatusCode::kInvalidArgument));
}

// Entries have whole microseconds: within one, every instant means the same.
TEST(KnownInstantsTest, AnInstantIncludesItsWholeMicrosecond) {
  CaseBuilder built;
  built.Record("2025-05-05 09:30:00.000001", {NoteWritten("2025-01-01", "a")});
  const int64_t seconds = absl::ToUnixSeconds(Local("2025-05-05 09:30"));

  EXPECT_THAT(HeldRevisions(built, *ResolveKnown(OfInstant(seconds, 999), NewYork())), IsEmpty());
  EXPECT_THAT(HeldRevisions(built, *ResolveKnown(OfInstant(seconds, 1000), NewYork())), ElementsAre(0));
  EXPECT_THAT(HeldRevisions(built, *ResolveKnown(OfInstant(seconds, 1999), NewYork())), ElementsAre(0));
}

TEST(KnownInstantsTest, EveryKindOfLimitIncludesTheEntryThatItNames) {
  const AnaCase ana = BuildAnaCase();
  const eventstore::Position position = ana.built.entries()[4].position;

  EXPECT_THAT(HeldRevisions(ana.built, KnownSet::UpToRevision(0)), ElementsAre(0));
  EXPECT_THAT(HeldRevisions(ana.built, KnownSet::UpToPosition(position)), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(HeldRevisions(ana.built, KnownSet::UpToPosition(0)), IsEmpty());
  EXPECT_EQ(HeldRevisions(ana.built, KnownSet::All()).size(), ana.built.entries().size());
  EXPECT_THAT(HeldRevisions(ana.built, *ResolveKnown(KnownDay("2025-01-10"), NewYork())), ElementsAre(0, 1));
  EXPECT_THAT(HeldRevisions(ana.built, *ResolveKnown(KnownDay("2025-01-09"), NewYork())), IsEmpty());
}

TEST(KnownInstantsTest, AnAsOfThatNamesNothingHoldsEverything) {
  const AnaCase ana = BuildAnaCase();
  const auto known = ResolveKnown({}, NewYork());

  ASSERT_THAT(known, IsOk());
  EXPECT_EQ(HeldRevisions(ana.built, *known).size(), ana.built.entries().size());
  EXPECT_EQ(known->Closes(), std::nullopt);
  EXPECT_FALSE(known->by_claims());
}

TEST(KnownInstantsTest, AClaimCountsOnlyWhereItIsAskedFor) {
  CaseBuilder built;
  built.Record("2026-01-15 10:00", {Claimed(NoteWritten("2023-01-01", "a"), "2023-02-01 09:00", "X")});
  const Entry& entry = built.entries()[0];

  EXPECT_EQ(KnownAt(entry, /*by_claims=*/false), Local("2026-01-15 10:00"));
  EXPECT_EQ(KnownAt(entry, /*by_claims=*/true), Local("2023-02-01 09:00"));
  EXPECT_THAT(HeldRevisions(built, *ResolveKnown(KnownDay("2025-01-01"), NewYork())), IsEmpty());
  EXPECT_THAT(HeldRevisions(built, *ResolveKnown(Claims(KnownDay("2025-01-01")), NewYork())), ElementsAre(0));
}

TEST(KnownInstantsTest, ARevisionIsARevisionAlsoWithClaims) {
  CaseBuilder built;
  built.Record("2026-01-15 10:00",
               {Claimed(NoteWritten("2023-01-01", "a"), "2023-02-01 09:00", "X"), NoteWritten("2023-01-01", "b")});
  v1::AsOf as_of;
  as_of.set_revision(0);
  const auto known = ResolveKnown(Claims(as_of), NewYork());

  ASSERT_THAT(known, IsOk());
  EXPECT_THAT(HeldRevisions(built, *known), ElementsAre(0));
  EXPECT_TRUE(known->by_claims());
}

TEST(KnownInstantsTest, AnAnswerCountsClaimsProofsAndSystems) {
  CaseEvent proven = Claimed(NoteWritten("2023-01-01", "b"), "2023-02-01 09:00", "SACWIS");
  proven.mutable_claim()->set_proof("a checkpoint");
  CaseBuilder built;
  built.Record("2026-01-15 10:00",
               {Claimed(NoteWritten("2023-01-01", "a"), "2023-02-01 09:00", "paper"), proven,
                Claimed(NoteWritten("2023-01-01", "c"), "2023-02-01 09:00", "SACWIS"), NoteWritten("2023-01-01", "d")});
  const v1::AsOf asked = Claims(KnownDay("2024-01-01"));
  const v1::AnsweredAsOf answered = DescribeKnown(*ResolveKnown(asked, NewYork()), built.entries(), asked);

  EXPECT_EQ(answered.claimed_entries(), 3U);
  EXPECT_EQ(answered.proven_claims(), 1U);
  EXPECT_THAT(answered.claim_systems(), ElementsAre("SACWIS", "paper"));
  EXPECT_EQ(DescribeKnown(KnownSet::All(), built.entries(), {}).claimed_entries(), 0U) << "not without being asked";
}

TEST(KnownInstantsTest, KnownSinceHasTheFractionOfItsSecondAlsoBefore1970) {
  CaseBuilder built;
  built.Record("2025-05-05 09:30:00.000001", {NoteWritten("2025-01-01", "a")});
  EXPECT_EQ(DescribeKnown(KnownSet::All(), built.entries(), {}).known_since().nanos(), 1000);

  EntryList old;
  Entry entry = built.entries()[0];
  entry.recorded_at_us = -1;
  old.Append(entry);
  const v1::AnsweredAsOf answered = DescribeKnown(KnownSet::All(), old, {});
  EXPECT_EQ(answered.known_since().seconds(), -1);
  EXPECT_EQ(answered.known_since().nanos(), 999'999'000);
}

}  // namespace
}  // namespace casejournal::projections
