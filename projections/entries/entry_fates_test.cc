#include "projections/entries/entry_fates.h"

#include <gmock/gmock.h>

#include "projections/entries/standing.h"
#include "tests/support/ana_case.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases

TEST(EntryFatesTest, NamesWhatCorrectedAndWhatWithdrewAnEntry) {
  CaseBuilder built;
  built.Record("2025-03-01 09:00", {CaseOpened("2025-03-01"), NoteWritten("2025-03-01", "one"),
                                    NoteWritten("2025-03-01", "two"), Correcting(1, NoteWritten("2025-03-01", "uno")),
                                    Correcting(1, NoteWritten("2025-03-01", "eins")), Retracting(2), Retracting(4)});
  const EntryFates fates(built.entries());

  EXPECT_EQ(fates.Of(0), EntryFate{});
  EXPECT_EQ(fates.Of(1), EntryFate{.corrected_by = 3}) << "the second correction was withdrawn";
  EXPECT_EQ(fates.Of(2), EntryFate{.withdrawn_by = 5});
  EXPECT_EQ(fates.Of(3), EntryFate{});
  EXPECT_EQ(fates.Of(4), EntryFate{.withdrawn_by = 6});
  EXPECT_EQ(fates.WordsOf(1), 3U);
  EXPECT_EQ(fates.WordsOf(2), 2U);
}

TEST(EntryFatesDeathTest, AnEntryThatIsNotOneOfThemHasNone) {
  CaseBuilder built;
  built.Record("2025-03-01 09:00", {CaseOpened("2025-03-01"), NoteWritten("2025-03-01", "one")});
  const EntryFates fates(built.entries(), KnownSet::All(), 1);

  EXPECT_DEATH(fates.Of(1), "revision");
}

TEST(EntryFatesTest, AWithdrawnOriginalTakesItsCorrectionsWithItAndKeepsItsLastWords) {
  CaseBuilder built;
  built.Record("2025-03-01 09:00", {CaseOpened("2025-03-01"), NoteWritten("2025-03-01", "one"),
                                    Correcting(1, NoteWritten("2025-03-01", "uno")), Retracting(1)});
  const EntryFates fates(built.entries());

  EXPECT_EQ(fates.Of(1), EntryFate{.withdrawn_by = 3});
  EXPECT_EQ(fates.Of(2), EntryFate{.withdrawn_by = 3});
  EXPECT_EQ(fates.WordsOf(1), 2U);
}

// The fates agree with the standing entries and their contents.
TEST(EntryFatesTest, AgreesWithWhatStands) {
  const uint64_t seed = TestSeed();
  for (uint64_t i = 0; i < 300; ++i) {
    RandomCase random(seed + i);
    const CaseBuilder built = BuildCase(random.Events(40));
    const size_t count = random.Below(41);
    const EntryFates fates(built.entries(), KnownSet::All(), count);
    std::vector<std::optional<eventstore::Revision>> content(count);
    for (const Standing& standing : StandingEntries(built.entries(), KnownSet::All(), count))
      content[standing.revision()] = standing.content->revision;
    for (size_t at = 0; at < count; ++at) {
      if (RoleOf(built.entries()[at]) != EntryRole::kOriginal) continue;
      EXPECT_EQ(content[at].has_value(), !fates.Of(at).withdrawn_by.has_value()) << at;
      if (content[at]) {
        EXPECT_EQ(fates.WordsOf(at), *content[at]) << at;
        EXPECT_EQ(fates.Of(at).corrected_by, *content[at] == at ? std::nullopt : content[at]) << at;
      }
    }
  }
}

}  // namespace
}  // namespace casejournal::projections
