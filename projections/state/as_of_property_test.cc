// The properties of docs/AS_OF.md, compared with a slow implementation of its definitions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "projections/history/history.h"
#include "projections/items/plan_view.h"
#include "projections/state/plan_fold.h"
#include "projections/words/plan_difference.h"
#include "tests/support/ana_case.h"
#include "tests/support/event_text.h"
#include "tests/support/matchers.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases

constexpr int kCases = 60;
constexpr size_t kEvents = 40;

using InKnown = std::function<bool(const Entry&)>;

// The definitions, literally and without regard to speed. K is the set of those among the first `count` entries that
// `in_known` accepts.
class Definitions {
 public:
  Definitions(
      const EntryList& entries, size_t count, InKnown in_known = [](const Entry&) { return true; })
      : entries_(entries), count_(count), in_known_(std::move(in_known)) {}

  // The day of effect of the original `e`. Empty if it does not stand.
  std::string DayOfEffect(size_t e) const {
    return !in_known_(entries_[e]) || Undone(e) ? "" : entries_[Content(e)].event().effective_on();
  }

  bool Undone(size_t e) const {
    for (size_t r = 0; r < count_; ++r) {
      const CaseEvent& retraction = entries_[r].event();
      if (in_known_(entries_[r]) && retraction.has_entry_retracted() && retraction.entry_retracted().revision() == e &&
          !Undone(r)) {
        return true;
      }
    }
    return false;
  }
  size_t Content(size_t e) const {
    for (size_t c = count_; c-- > 0;) {
      const CaseEvent& correction = entries_[c].event();
      if (in_known_(entries_[c]) && correction.has_corrects() && correction.corrects().revision() == e && !Undone(c)) {
        return c;
      }
    }
    return e;
  }
  v1::CasePlan State(const std::string& day = "9999-12-31") const {
    std::vector<std::pair<std::string, size_t>> order;
    for (size_t e = 0; e < count_; ++e) {
      const CaseEvent& event = entries_[e].event();
      if (!in_known_(entries_[e]) || event.has_corrects() || event.has_entry_retracted() || Undone(e)) continue;
      order.emplace_back(entries_[Content(e)].event().effective_on(), e);
    }
    std::sort(order.begin(), order.end());
    CaseState state(Id("case"));
    for (const auto& [effective_on, e] : order) {
      if (effective_on > day) continue;
      FoldEntry(state, entries_[Content(e)].event(), entries_[e].revision);
    }
    return PlanView(state).plan();
  }

 private:
  const EntryList& entries_;
  size_t count_;
  InKnown in_known_;
};

// Field -> whether there was a value before and after. Not which value: its words can change with it.
using Shown = std::map<std::string, std::pair<bool, bool>>;
Shown ShownBy(const std::vector<v1::HistoryRow>& rows) {
  Shown shown;
  for (const v1::HistoryRow& row : rows) {
    shown[row.change().field()] = {!row.change().before().empty(), !row.change().after().empty()};
  }
  return shown;
}

// Property 7: the "to" of every row is the answer of a query with that K and that D*.
void ExpectRowsEndInAnswers(const CaseBuilder& built, const KnownSet& known, const InKnown& in_known) {
  History history(built.case_id(), built.entries(), known, NewYork());
  while (!history.AtEnd()) {
    const std::vector<v1::HistoryRow> rows = history.Next();
    const Definitions definitions(built.entries(), history.entry().revision + 1, in_known);
    EXPECT_THAT(history.plan(), EqualsMessage(definitions.State()));
    // D*: the later of the days on which the settled entry had its effect, before and after.
    const Definitions earlier(built.entries(), history.entry().revision, in_known);
    size_t original = history.entry().revision;
    while (const auto settled = Settles(built.entries()[original])) original = *settled;
    const std::string day = std::max(original == history.entry().revision ? "" : earlier.DayOfEffect(original),
                                     definitions.DayOfEffect(original));
    EXPECT_EQ(ShownBy(rows).size(), rows.size()) << "a field has two rows";
    for (const v1::HistoryRow& row : rows) {
      if (row.change().field().starts_with("entries[")) continue;
      const v1::CasePlan state = definitions.State(day);
      // What the entry removed still has the name that it had.
      const v1::CasePlan before = Definitions(built.entries(), history.entry().revision, in_known).State(day);
      // People whom the case knew before the entry, whatever day they joined on, have their names.
      const v1::CasePlan known = Definitions(built.entries(), history.entry().revision, in_known).State();
      std::string answer;
      for (const FieldChange& each : PlanDifference({}, state, Names({&state, &before, &known}))) {
        if (each.change.field() == row.change().field()) answer = each.change.after();
      }
      // Values with the same words are followed by something that distinguishes them. A plain UUID is shown when it
      // becomes another one, and not with a new item.
      if (answer.empty() && eventstore::Uuid::Parse(row.change().after()).ok()) continue;
      const bool told_apart = row.change().after().starts_with(answer + " (");
      EXPECT_TRUE(row.change().after() == answer || told_apart) << row.ShortDebugString() << "; " << answer;
    }
  }
}

v1::CasePlan PlanOf(const std::vector<CaseEvent>& events) { return BuildCase(events).record().plan(); }

// A note instead of an entry: it keeps the revisions of all others and is not part of the plan.
CaseEvent Blank() { return NoteWritten("2025-03-01", "blank"); }

// Blank the corrections of `original` and every retraction of them, and, if asked, those of the original itself.
void BlankWhatSettles(std::vector<CaseEvent>& events, size_t original, bool also_the_original) {
  std::vector<bool> blank(events.size(), false);
  blank[original] = also_the_original;
  for (size_t i = 0; i < events.size(); ++i) {
    const CaseEvent& event = events[i];
    if (event.has_corrects() && event.corrects().revision() == original) blank[i] = true;
    if (event.has_entry_retracted() && event.entry_retracted().revision() < i) {
      blank[i] = blank[event.entry_retracted().revision()];
    }
  }
  for (size_t i = 0; i < events.size(); ++i) {
    if (blank[i]) events[i] = Blank();
  }
}

class AsOfPropertyTest : public ::testing::Test {
 protected:
  void ForEachCase(const std::function<void(RandomCase&)>& check) {
    const uint64_t seed = TestSeed();
    for (int i = 0; i < kCases && !HasFailure(); ++i) {
      RandomCase random(seed + static_cast<uint64_t>(i));
      check(random);
    }
  }
};

TEST_F(AsOfPropertyTest, StateIsWhatTheDefinitionsSay) {
  ForEachCase([](RandomCase& random) {
    const CaseBuilder built = BuildCase(random.Events(kEvents));
    const size_t count = 1 + random.Below(kEvents);
    const std::string day = random.Day();
    const Definitions definitions(built.entries(), count);
    const std::vector<Standing> standing = StandingEntries(built.entries(), KnownSet::UpToRevision(count - 1));

    EXPECT_THAT(FoldPlan(built.case_id(), standing), EqualsMessage(definitions.State()));
    EXPECT_THAT(FoldPlan(built.case_id(), standing, day), EqualsMessage(definitions.State(day)));
  });
}

TEST_F(AsOfPropertyTest, IncrementalRecordEqualsTheFullFoldAfterEveryEntry) {
  ForEachCase([](RandomCase& random) {
    CaseBuilder built;
    std::vector<CaseEvent> events;
    while (events.size() < kEvents) {
      events.push_back(random.Any(events, false));
      built.Record("2025-04-01 08:00", {events.back()});
      const Definitions definitions(built.entries(), events.size());
      ASSERT_THAT(built.record().plan(), EqualsMessage(definitions.State()));
      for (size_t e = 0; e < events.size(); ++e) {
        ASSERT_EQ(built.record().Undone(e), definitions.Undone(e));
      }
    }
  });
}

// (a)
// As a case is read from the log: a few entries at a time, or all of them.
TEST_F(AsOfPropertyTest, EntriesAddedTogetherGiveTheRecordOfOneAfterAnother) {
  ForEachCase([](RandomCase& random) {
    const CaseBuilder built = BuildCase(random.Events(60));
    std::vector<Entry> all;
    for (const Entry& entry : built.entries()) all.push_back(entry);
    for (const size_t at_once : {size_t{1}, size_t{7}, size_t{40}, all.size()}) {
      CaseRecord record(built.case_id());
      for (size_t from = 0; from < all.size(); from += at_once) {
        const size_t to = std::min(from + at_once, all.size());
        record.Evolve(std::vector<Entry>(all.begin() + static_cast<std::ptrdiff_t>(from),
                                         all.begin() + static_cast<std::ptrdiff_t>(to)));
        ASSERT_THAT(record.plan(),
                    EqualsMessage(FoldPlan(built.case_id(), StandingEntries(record.entries(), KnownSet::All()))))
            << at_once << " at once, up to " << to;
      }
      for (const char* day : {"2025-02-01", "2025-05-15", "2025-12-31"}) {
        ASSERT_THAT(record.PlanOn(day), EqualsMessage(built.record().PlanOn(day)));
      }
      for (eventstore::Revision revision = 0; revision < all.size(); ++revision) {
        ASSERT_EQ(record.Undone(revision), built.record().Undone(revision));
      }
    }
  });
}

TEST_F(AsOfPropertyTest, AppendingChangesNoAnswerOfAKnownSetThatIsClosed) {
  ForEachCase([](RandomCase& random) {
    const std::vector<CaseEvent> events = random.Events(kEvents);
    const size_t count = 1 + random.Below(kEvents);
    const CaseBuilder longer = BuildCase(events);
    const CaseBuilder shorter = BuildCase({events.begin(), events.begin() + count});
    const Entry& last = shorter.entries().back();
    v1::AsOf instant;
    *instant.mutable_instant() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(last.recorded_at_us);

    for (const KnownSet& known : {KnownSet::UpToRevision(last.revision), KnownSet::UpToPosition(last.position),
                                  *ResolveKnown(instant, NewYork())}) {
      EXPECT_THAT(FoldPlan(longer.case_id(), StandingEntries(longer.entries(), known)),
                  EqualsMessage(shorter.record().plan()));
    }
  });
}

// (b)
TEST_F(AsOfPropertyTest, RetractingAnOriginalEqualsNeverHavingHadIt) {
  ForEachCase([](RandomCase& random) {
    std::vector<CaseEvent> events = random.Events(kEvents);
    const size_t original = random.Below(kEvents);
    if (events[original].has_corrects() || events[original].has_entry_retracted()) return;
    std::vector<CaseEvent> never = events;
    BlankWhatSettles(never, original, /*also_the_original=*/true);

    events.push_back(Retracting(original));

    EXPECT_THAT(PlanOf(events), EqualsMessage(PlanOf(never)));
  });
}

// (c)
TEST_F(AsOfPropertyTest, CorrectingEqualsHavingSaidItAtOnce) {
  ForEachCase([](RandomCase& random) {
    std::vector<CaseEvent> events = random.Events(kEvents);
    const size_t original = random.Below(kEvents);
    if (events[original].has_corrects() || events[original].has_entry_retracted()) return;
    const CaseEvent correction = random.CorrectionOf(original, events);
    std::vector<CaseEvent> at_once = events;
    BlankWhatSettles(at_once, original, /*also_the_original=*/false);
    at_once[original] = correction;
    at_once[original].clear_corrects();

    events.push_back(correction);

    EXPECT_THAT(PlanOf(events), EqualsMessage(PlanOf(at_once)));
  });
}

// (d)
TEST_F(AsOfPropertyTest, RetractingARetractionEqualsHavingNeither) {
  ForEachCase([](RandomCase& random) {
    std::vector<CaseEvent> events = random.Events(kEvents);
    const v1::CasePlan neither = PlanOf(events);

    events.push_back(Retracting(random.Below(kEvents)));
    events.push_back(Retracting(events.size() - 1));

    EXPECT_THAT(PlanOf(events), EqualsMessage(neither));
  });
}

// (e)
TEST_F(AsOfPropertyTest, InOrderTheOrderOfEffectIsTheOrderOfRevisions) {
  ForEachCase([](RandomCase& random) {
    const CaseBuilder built = BuildCase(random.Events(kEvents, /*in_order=*/true));
    const std::vector<Standing> standing = StandingEntries(built.entries(), KnownSet::All());

    ASSERT_EQ(standing.size(), kEvents);
    for (size_t i = 0; i < standing.size(); ++i) EXPECT_EQ(standing[i].revision(), i);
    EXPECT_THAT(built.record().plan(), EqualsMessage(FoldPlan(built.case_id(), standing)));
  });
}

// (f)
TEST_F(AsOfPropertyTest, StateUsesNothingOutsideTheKnownSetOrAfterTheDay) {
  ForEachCase([](RandomCase& random) {
    std::vector<CaseEvent> events = random.Events(kEvents);
    const size_t count = 1 + random.Below(kEvents);
    const std::string day = random.Day();
    const KnownSet known = KnownSet::UpToRevision(count - 1);
    const auto state = [&](const CaseBuilder& built) {
      return FoldPlan(built.case_id(), StandingEntries(built.entries(), known), day);
    };
    const CaseBuilder before = BuildCase(events);

    for (size_t i = count; i < events.size(); ++i) events[i] = random.Original(random.Day());
    for (const Standing& standing : StandingEntries(before.entries(), known)) {
      if (standing.effective_on() > day && !standing.corrected()) {
        events[standing.revision()] = random.Original("2025-03-28");
      }
    }

    EXPECT_THAT(state(BuildCase(events)), EqualsMessage(state(before)));
  });
}

// (g)
TEST_F(AsOfPropertyTest, HistoryRowEndsInWhatAQueryOnItsDayAnswers) {
  ForEachCase([](RandomCase& random) {
    const CaseBuilder built = BuildCase(random.Events(kEvents));
    ExpectRowsEndInAnswers(built, KnownSet::All(), [](const Entry&) { return true; });
  });
}

TEST_F(AsOfPropertyTest, HistoryRowOfAnEpisodeEndsInWhatAQueryOnItsDayAnswers) {
  ForEachCase([](RandomCase& random) {
    const CaseBuilder built = BuildCase(random.EventsOfEpisodes(kEvents));
    ExpectRowsEndInAnswers(built, KnownSet::All(), [](const Entry&) { return true; });
  });
}

// An opening that is corrected to a day after a reopening begins to number the episodes anew: two have the number 1.
TEST_F(AsOfPropertyTest, RowsOfEpisodesWithOneNumberEndInWhatAQueryAnswers) {
  const CaseEvent opened = CaseOpened("2025-01-10");
  const CaseEvent opened_in_march = CaseOpened("2025-03-10");
  const auto closed = [](absl::string_view day) {
    return EventFromText(day, "case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED }");
  };
  const auto reopened = [](absl::string_view day) {
    return EventFromText(day, "case_reopened { origin: CASE_ORIGIN_REPORT }");
  };
  const CaseBuilder built =
      BuildCase({opened, closed("2025-02-01"), reopened("2025-03-01"), closed("2025-04-01"), reopened("2025-05-01"),
                 Correcting(0, opened_in_march), Retracting(4), Retracting(6), Retracting(2), Retracting(5)});

  ExpectRowsEndInAnswers(built, KnownSet::All(), [](const Entry&) { return true; });
}

// With claims, K is not a prefix of the case: a correction can be known before its original, and a retraction without
// it.
TEST_F(AsOfPropertyTest, OnClaimsStateAndHistoryAreWhatTheDefinitionsSay) {
  ForEachCase([](RandomCase& random) {
    std::vector<CaseEvent> events = random.Events(kEvents);
    std::vector<std::string> claimed_on(kEvents, "2025-04-01");
    for (size_t i = 0; i < kEvents; ++i) {
      if (random.Below(4) == 0) continue;
      claimed_on[i] = random.Day();
      events[i] = Claimed(std::move(events[i]), claimed_on[i] + " 09:00", "another system");
    }
    const CaseBuilder built = BuildCase(events);
    const std::string known_day = random.Day();
    const std::string day = random.Day();
    const KnownSet known = *ResolveKnown(Claims(KnownDay(known_day)), NewYork());
    const InKnown in_known = [&](const Entry& entry) { return claimed_on[entry.revision] <= known_day; };
    const Definitions definitions(built.entries(), kEvents, in_known);
    const std::vector<Standing> standing = StandingEntries(built.entries(), known);

    EXPECT_THAT(FoldPlan(built.case_id(), standing), EqualsMessage(definitions.State()));
    EXPECT_THAT(FoldPlan(built.case_id(), standing, day), EqualsMessage(definitions.State(day)));
    ExpectRowsEndInAnswers(built, known, in_known);
  });
}

// A history that shows what was added and not what was removed would lose facts without a trace.
TEST_F(AsOfPropertyTest, ARetractionShowsEveryFieldThatItsOriginalShowedTheOtherWayRound) {
  ForEachCase([](RandomCase& random) {
    std::vector<CaseEvent> events = random.Events(kEvents);
    events.push_back(random.Original("2025-03-28"));
    events.push_back(Retracting(kEvents));
    const CaseBuilder built = BuildCase(events);
    History history(built.case_id(), built.entries(), KnownSet::All(), NewYork());
    for (size_t i = 0; i < kEvents; ++i) history.Next();
    const Shown came = ShownBy(history.Next());
    const Shown went = ShownBy(history.Next());

    Shown mirrored;
    for (const auto& [field, change] : came) mirrored[field] = {change.second, change.first};
    if (came.empty()) {
      EXPECT_TRUE(went.contains(absl::StrCat("entries[", kEvents, "]")));
    } else {
      EXPECT_EQ(went, mirrored) << events[kEvents].ShortDebugString();
    }
  });
}

// Every difference of the plan has a row, even if an item has only its key. The order of items does not count.
TEST_F(AsOfPropertyTest, NoChangeOfThePlanIsWithoutARow) {
  ForEachCase([](RandomCase& random) {
    const CaseBuilder built = BuildCase(random.Events(kEvents));
    for (const Entry& entry : built.entries()) {
      const v1::CasePlan before = Definitions(built.entries(), entry.revision).State();
      const v1::CasePlan after = Definitions(built.entries(), entry.revision + 1).State();
      std::string difference;
      google::protobuf::util::MessageDifferencer differencer;
      differencer.set_repeated_field_comparison(google::protobuf::util::MessageDifferencer::AS_SET);
      differencer.ReportDifferencesToString(&difference);
      if (differencer.Compare(before, after)) continue;
      EXPECT_FALSE(PlanDifference(before, after, Names({&after, &before})).empty())
          << difference << entry.event().ShortDebugString();
    }
  });
}

// The changes of an entry in order are searched only where the entry can have an effect; nothing else may have changed.
TEST_F(AsOfPropertyTest, RowsOfAnEntryAreTheWholeDifferenceThatItMade) {
  ForEachCase([](RandomCase& random) {
    const CaseBuilder built = BuildCase(random.Events(kEvents));
    History history(built.case_id(), built.entries(), KnownSet::All(), NewYork());
    while (!history.AtEnd()) {
      const std::vector<v1::HistoryRow> rows = history.Next();
      const Entry& entry = history.entry();
      if (RoleOf(entry) != EntryRole::kOriginal) continue;
      const std::string day = entry.event().effective_on();
      const v1::CasePlan before = Definitions(built.entries(), entry.revision).State(day);
      const v1::CasePlan after = Definitions(built.entries(), entry.revision + 1).State(day);
      const v1::CasePlan known = Definitions(built.entries(), entry.revision).State();

      std::map<std::string, std::string> seen;
      std::map<std::string, std::string> expected;
      for (const v1::HistoryRow& row : rows) seen[row.change().field()] = row.change().after();
      for (const FieldChange& each : PlanDifference(before, after, Names({&after, &before, &known}))) {
        expected[each.change.field()] = each.change.after();
      }
      EXPECT_EQ(seen, expected);
    }
  });
}

TEST_F(AsOfPropertyTest, PartIndexBuiltEntryByEntryEqualsOneBuiltFromWhatStands) {
  ForEachCase([](RandomCase& random) {
    const CaseBuilder built = BuildCase(random.Events(kEvents));
    PartIndex rebuilt;
    for (const Standing& standing : StandingEntries(built.entries(), KnownSet::All())) {
      rebuilt.Place(standing.revision(), standing.event());
    }

    for (const Entry& entry : built.entries()) {
      for (const Introduction& introduction : IntroductionsIn(entry.event())) {
        const Part* part = built.record().parts().Find(introduction.id);
        const Part* stands = rebuilt.Find(introduction.id);
        ASSERT_NE(part, nullptr);
        EXPECT_EQ(part->standing, stands != nullptr);
        if (stands == nullptr) continue;
        EXPECT_EQ(part->introduced_by, stands->introduced_by);
      }
    }
  });
}

}  // namespace
}  // namespace casejournal::projections
