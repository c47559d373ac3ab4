#include "services/cases/case_cache.h"

#include <gmock/gmock.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/entries/labels_now.h"
#include "projections/events/event_codec.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NoteWritten;

std::string TextOf(const CaseAccess& access) {
  std::string text;
  for (const v1::Assignment& each : access.assignments) absl::StrAppend(&text, each.DebugString(), "\n");
  for (const v1::AccessGrant& each : access.grants) absl::StrAppend(&text, each.DebugString(), "\n");
  return text;
}

class CaseCacheTest : public eventstore::TestLog {
 protected:
  static std::string Stored(event::v1::CaseEvent event) {
    event::v1::StoredEvent stored;
    *stored.mutable_case_event() = std::move(event);
    stored.mutable_admission()->set_schema_version(projections::kSchemaVersion);
    return projections::EncodeStoredEvent(stored);
  }

  static eventstore::Uuid CaseNumber(int number) { return *eventstore::Uuid::Parse(Id(absl::StrCat("case ", number))); }

  void AppendCase(int number, int notes) {
    std::vector<std::string> payloads = {Stored(CaseOpened("2025-01-10"))};
    for (int i = 0; i < notes; ++i) payloads.push_back(Stored(NoteWritten("2025-01-10", std::string(1000, 'n'))));
    ASSERT_THAT(Append(eventstore::StreamId::Case(CaseNumber(number)), payloads), IsOk());
  }
};

TEST_F(CaseCacheTest, SaysOfACaseThatIsNotThereThatItHasNoEntries) {
  CaseCache cases(*log_, size_t{1} << 20);

  const auto at = cases.Load(CaseNumber(1));

  ASSERT_THAT(at, IsOk());
  EXPECT_TRUE((*at)->record.entries().empty());
  EXPECT_FALSE((*at)->head.last_revision.has_value());
}

// Who suffers: a writer whose next request is refused because of what he recorded last, which a slow thread took away.
TEST_F(CaseCacheTest, AnOlderCaseIsNotPutBackAfterANewerOneWasEvicted) {
  AppendCase(1, 0);
  AppendCase(2, 0);
  CaseCache cases(*log_, 1);
  const auto old = cases.Load(CaseNumber(1));
  ASSERT_THAT(old, IsOk());
  ASSERT_THAT(AppendBehind((*old)->head, eventstore::StreamId::Case(CaseNumber(1)),
                           {Stored(NoteWritten("2025-01-10", "the last"))}),
              IsOk());
  const auto with_last = cases.LoadCommitted(CaseNumber(1));
  ASSERT_THAT(with_last, IsOk());
  cases.Publish(CaseNumber(1), *with_last);
  ASSERT_THAT(cases.Load(CaseNumber(2)), IsOk());

  cases.Publish(CaseNumber(1), *old);  // by a thread that began before the append

  const auto now = cases.Load(CaseNumber(1));
  ASSERT_THAT(now, IsOk());
  EXPECT_EQ((*now)->record.entries().size(), 2u);
}

// What an append does not change is not looked for again.
TEST_F(CaseCacheTest, ACaseWithMoreEntriesSaysWhatAFoldOfAllSays) {
  casejournal::testing::RandomCase random(casejournal::testing::TestSeed());
  bool has_assignments = false;
  for (int round = 0; round < 20 || (!has_assignments && round < 1000); ++round) {
    std::vector<event::v1::CaseEvent> events = {CaseOpened("2025-03-01"),
                                                casejournal::testing::ChildJoined("2025-03-01", "child0")};
    for (event::v1::CaseEvent& event : random.Events(40)) events.push_back(std::move(event));
    for (event::v1::CaseEvent& event : events) {
      if (random.Below(10) == 0)
        event.add_labels(static_cast<event::v1::Label>(1 + random.Below(size_t{event::v1::Label_MAX})));
    }
    const casejournal::testing::CaseBuilder whole = casejournal::testing::BuildCase(events);
    projections::CaseRecord record(whole.record().case_id());
    auto at = std::make_shared<const CaseAt>(record, eventstore::StreamHead());
    for (const projections::Entry& entry : whole.record().entries()) {
      record.Evolve(entry);
      at = std::make_shared<const CaseAt>(record, eventstore::StreamHead(), *at);
      const CaseAt fresh(record, {});
      ASSERT_EQ(at->labels(), fresh.labels()) << entry.revision;
      ASSERT_EQ(at->labels(), projections::LabelsIn(record.entries())) << entry.revision;
      ASSERT_EQ(TextOf(*at->access()), TextOf(*fresh.access())) << entry.revision;
      has_assignments = has_assignments || !at->access()->assignments.empty();
    }
  }
  EXPECT_TRUE(has_assignments);
}

TEST_F(CaseCacheTest, HoldsACaseUntilItsMemoryIsNeeded) {
  constexpr int kCases = 8;
  for (int i = 0; i < kCases; ++i) AppendCase(i, 20);
  CaseCache cases(*log_, 3 * (*CaseCache(*log_, 0).Load(CaseNumber(0)))->record.MemoryBytes());
  std::vector<std::weak_ptr<const CaseAt>> held;
  for (int i = 0; i < kCases; ++i) held.push_back(*cases.Load(CaseNumber(i)));

  for (int i = 0; i < kCases; ++i) EXPECT_EQ(held[i].expired(), i < kCases - 3) << i;
}

// The case in use is not evicted, however large it is, because every append would fold it again.
TEST_F(CaseCacheTest, HoldsTheLastCaseWhateverItTakes) {
  AppendCase(1, 50);
  CaseCache cases(*log_, 1);

  const std::weak_ptr<const CaseAt> held = *cases.Load(CaseNumber(1));

  EXPECT_FALSE(held.expired());
}

// Who suffers: everybody, if each writer and reader of a long case folds it for itself after a start.
TEST_F(CaseCacheTest, FoldsACaseOnceForAllWhoAskAtOnce) {
  constexpr size_t kAsking = 4;
  AppendCase(1, 300);
  const CaseCache cases(*log_, size_t{1} << 24);
  std::vector<std::shared_ptr<const CaseAt>> got(kAsking);
  std::atomic<size_t> ready = 0;
  std::vector<std::thread> threads;
  for (size_t i = 0; i < kAsking; ++i) {
    threads.emplace_back([&, i] {
      for (++ready; ready < kAsking;) std::this_thread::yield();
      got[i] = *cases.Load(CaseNumber(1));
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(got[0]->record.entries().size(), 301);
  for (size_t i = 1; i < kAsking; ++i) EXPECT_EQ(got[i], got[0]) << i;
}

TEST_F(CaseCacheTest, SaysAtOnceThatACaseMustBeFolded) {
  AppendCase(1, 1);
  const CaseCache cases(*log_, size_t{1} << 20);

  EXPECT_EQ(*cases.LoadFolded(CaseNumber(1)), nullptr);
  const auto at = cases.Load(CaseNumber(1));
  EXPECT_EQ(*cases.LoadFolded(CaseNumber(1)), *at);
  const auto none = cases.LoadFolded(CaseNumber(2));
  EXPECT_TRUE((*none)->record.entries().empty()) << "nothing has to be folded for a case that is not there";
}

TEST_F(CaseCacheTest, ReadsWhatWasCommittedSinceItWasHeld) {
  AppendCase(1, 1);
  CaseCache cases(*log_, size_t{1} << 20);
  ASSERT_THAT(cases.Load(CaseNumber(1)), IsOk());
  ASSERT_THAT(Append(eventstore::StreamId::Case(CaseNumber(1)), {Stored(NoteWritten("2025-01-11", "later"))}), IsOk());

  const auto at = cases.LoadCommitted(CaseNumber(1));

  ASSERT_THAT(at, IsOk());
  EXPECT_EQ((*at)->record.entries().size(), 3);
  EXPECT_EQ((*at)->head.last_revision, 2);
}

// Nothing is read, and nothing of what is kept with the case is made again.
TEST_F(CaseCacheTest, ACaseThatDidNotChangeIsReadAsItIsHeld) {
  AppendCase(1, 1);
  AppendCase(2, 0);
  CaseCache cases(*log_, size_t{1} << 20);
  const auto held = cases.Load(CaseNumber(1));
  ASSERT_THAT(held, IsOk());
  ASSERT_THAT(Append(eventstore::StreamId::Case(CaseNumber(2)), {Stored(NoteWritten("2025-01-11", "elsewhere"))}),
              IsOk());

  EXPECT_TRUE(log_->UnchangedSince(eventstore::StreamId::Case(CaseNumber(1)), (*held)->head.observed_at));
  const auto at = cases.LoadCommitted(CaseNumber(1));
  ASSERT_THAT(at, IsOk());
  EXPECT_EQ(at->get(), held->get());
  EXPECT_FALSE(log_->UnchangedSince(eventstore::StreamId::Case(CaseNumber(2)), (*held)->head.observed_at));
}

// Writers append to their own cases, in memory for one case only, so that cases leave it while others read them.
TEST_F(CaseCacheTest, ShowsSeveralThreadsAllThatWasAppendedBefore) {
  constexpr int kCases = 3;
  constexpr size_t kNotes = 30;
  for (int i = 0; i < kCases; ++i) AppendCase(i, 0);
  CaseCache cases(*log_, 1);
  std::atomic<size_t> appended[kCases] = {1, 1, 1};
  const auto write = [&](int number) {
    const eventstore::Uuid id = CaseNumber(number);
    for (bool current = true; appended[number] <= kNotes;) {
      const auto at = current ? cases.Load(id) : cases.LoadCommitted(id);
      ASSERT_THAT(at, IsOk());
      const auto answer =
          AppendBehind((*at)->head, eventstore::StreamId::Case(id), {Stored(NoteWritten("2025-01-10", "a note"))});
      current = answer.ok();  // a thread may put back what it loaded before the last append
      if (absl::IsAborted(answer.status())) continue;
      ASSERT_THAT(answer, IsOk());
      const auto after = cases.LoadCommitted(id);
      ASSERT_THAT(after, IsOk());
      cases.Publish(id, *after);
      ++appended[number];
    }
  };
  std::atomic<bool> writing = true;
  const auto read = [&](int first) {
    std::vector<size_t> seen(kCases);
    for (int number = first; writing; number = (number + 1) % kCases) {
      const size_t at_least = std::max<size_t>(seen[number], appended[number]);
      const auto at = cases.LoadCommitted(CaseNumber(number));
      ASSERT_THAT(at, IsOk());
      seen[number] = (*at)->record.entries().size();
      EXPECT_GE(seen[number], at_least);
      EXPECT_EQ((*at)->head.next(), seen[number]);
      const auto record = cases.RecordWith(CaseNumber(number), at_least - 1);
      ASSERT_THAT(record, IsOk());
      EXPECT_GE(record->entries().size(), at_least);
    }
  };
  std::vector<std::thread> readers;
  std::vector<std::thread> writers;
  for (int i = 0; i < 2; ++i) readers.emplace_back(read, i);
  for (int i = 0; i < kCases; ++i) writers.emplace_back(write, i);
  for (std::thread& writer : writers) writer.join();
  writing = false;
  for (std::thread& reader : readers) reader.join();

  EXPECT_EQ(log_->size(), kCases * (1 + kNotes));
}

}  // namespace
}  // namespace casejournal::services
