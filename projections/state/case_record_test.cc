// The record of a case at its head, entry by entry.
#include "projections/state/case_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/descriptor.h"
#include "projections/state/plan_fold.h"
#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases

// Clear every `revision` at any depth: where an entry was recorded.
void ClearRevisions(google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->name() == "revision") reflection.ClearField(&message, field);
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      ClearRevisions(*reflection.MutableMessage(&message, field));
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i)
      ClearRevisions(*reflection.MutableRepeatedMessage(&message, field, i));
  }
}

// Whether the fact names another entry by its revision: when that one is recorded at another place, it is another fact.
bool NamesAnEntry(const google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  for (int at = 0; at < message.GetDescriptor()->field_count(); ++at) {
    const auto* field = message.GetDescriptor()->field(at);
    // Without presence, 0 names the first entry.
    const bool set = field->is_repeated() ? reflection.FieldSize(message, field) > 0
                                          : !field->has_presence() || reflection.HasField(message, field);
    if (set && absl::StrContains(field->name(), "revision")) return true;
    if (!set || field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      if (NamesAnEntry(reflection.GetMessage(message, field))) return true;
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (NamesAnEntry(reflection.GetRepeatedMessage(message, field, i))) return true;
    }
  }
  return false;
}

// What happened does not depend on when it was written down.
TEST(CaseRecordOrderTest, FactsOfDifferentDaysGiveOnePlanInWhateverOrderTheyAreRecorded) {
  const uint64_t seed = TestSeed();
  for (uint64_t i = 0; i < 40; ++i) {
    RandomCase random(seed + i);
    std::vector<CaseEvent> events;
    for (int day = 0; day < 28; ++day) {
      CaseEvent event = random.Original(absl::StrFormat("2025-03-%02d", day + 1));
      if (!NamesAnEntry(event)) events.push_back(std::move(event));
    }
    ASSERT_GT(events.size(), 14);
    v1::CasePlan in_order = BuildCase(events).record().plan();
    ClearRevisions(in_order);

    std::shuffle(events.begin(), events.end(), std::mt19937_64(seed + i));
    v1::CasePlan shuffled = BuildCase(events).record().plan();
    ClearRevisions(shuffled);

    EXPECT_THAT(shuffled, EqualsMessage(in_order));
  }
}

TEST(CaseRecordOrderTest, TheLastDayIsTheLatestOfWhatStands) {
  CaseBuilder built;
  EXPECT_EQ(built.record().last_day(), "");
  built.Record("2025-06-01 09:00", {NoteWritten("2025-03-01", "x"), NoteWritten("2025-05-01", "y")});
  EXPECT_EQ(built.record().last_day(), "2025-05-01");
  built.Record("2025-06-01 09:01", {NoteWritten("2025-02-01", "late")});
  EXPECT_EQ(built.record().last_day(), "2025-05-01");
  built.Record("2025-06-01 09:02", {Retracting(1)});
  EXPECT_EQ(built.record().last_day(), "2025-03-01") << "a retraction has no effect of its own";
  built.Record("2025-06-01 09:03", {Correcting(2, NoteWritten("2025-04-01", "late"))});
  EXPECT_EQ(built.record().last_day(), "2025-04-01");
  built.Record("2025-06-01 09:04", {Retracting(0), Retracting(2)});
  EXPECT_EQ(built.record().last_day(), "");
}

TEST(CaseRecordOrderTest, FromItsLastDayOnThePlanOfADayIsThePlan) {
  const AnaCase ana = BuildAnaCase();
  const CaseRecord& record = ana.built.record();

  EXPECT_EQ(record.last_day(), "2025-07-10");
  EXPECT_THAT(record.PlanOn(record.last_day()), EqualsMessage(record.plan()));
  EXPECT_THAT(record.PlanOn("9999-12-31"), EqualsMessage(record.plan()));
  EXPECT_EQ(record.PlanOn("2025-01-09").status(), v1::CASE_STATUS_UNSPECIFIED);
}

// Entries get their place in the log after they were checked.
TEST(CaseRecordStampTest, StampingSetsPlaceAndTimeOfTheNewEntriesOnly) {
  CaseBuilder built;
  built.Record("2025-06-01 09:00", {CaseOpened("2025-01-01"), ChildJoined("2025-01-01", "Ana")});
  const CaseRecord before = built.record();
  CaseRecord record = before;
  for (int i = 0; i < 20; ++i) {
    Entry entry = before.entries()[0];
    entry.revision = record.entries().size();
    entry.position = 0;
    record.Evolve(std::move(entry));
  }

  record.Stamp(2, 100, 77);

  EXPECT_EQ(record.entries()[1].position, before.entries()[1].position);
  for (eventstore::Revision revision = 2; revision < 22; ++revision) {
    EXPECT_EQ(record.entries()[revision].position, 98 + revision);
    EXPECT_EQ(record.entries()[revision].recorded_at_us, 77);
  }
  EXPECT_EQ(before.entries().size(), 2U);
}

TEST(CaseRecordStampTest, StampingNothingChangesNothing) {
  CaseBuilder built;
  built.Record("2025-06-01 09:00", {CaseOpened("2025-01-01")});
  CaseRecord record = built.record();

  record.Stamp(1, 100, 77);

  EXPECT_EQ(record.entries()[0].position, 1U);
}

TEST(CaseRecordMemoryTest, TheEstimateGrowsWithEntriesAndTheirSize) {
  CaseRecord empty(Id("case"));
  CaseRecord small = empty;
  CaseRecord large = empty;
  CaseBuilder built;
  built.Record("2025-06-01 09:00", {NoteWritten("2025-01-01", "x")});
  Entry entry = built.entries()[0];
  entry.stored_bytes = 10;
  small.Evolve(entry);
  entry.stored_bytes = 100'000;
  large.Evolve(entry);

  EXPECT_GT(empty.MemoryBytes(), 0U);
  EXPECT_GT(small.MemoryBytes(), empty.MemoryBytes());
  EXPECT_GE(large.MemoryBytes(), small.MemoryBytes() + 99'990);
}

TEST(CaseRecordSettleTest, ARetractionOfItselfOrOfALaterEntryChangesNothing) {
  CaseBuilder built;
  built.Record("2025-06-01 09:00", {Retracting(0), Retracting(3), ChildJoined("2025-01-01", "Ana"),
                                    ChildJoined("2025-01-01", "Ben"), Correcting(9, ChildJoined("2025-01-01", "Eve"))});

  EXPECT_EQ(built.record().plan().participants_size(), 2);
  for (eventstore::Revision revision = 0; revision < 5; ++revision) EXPECT_FALSE(built.record().Undone(revision));
  EXPECT_EQ(built.record().parts().Find(Id("Eve")), nullptr);
}

// A correction of a correction is not one of the original: rules reject it, and the fold ignores it.
TEST(CaseRecordSettleTest, ACorrectionOfACorrectionChangesNoWords) {
  CaseBuilder built;
  built.Record("2025-06-01 09:00", {ChildJoined("2025-01-01", "Ana")});
  CaseEvent renamed = ChildJoined("2025-01-01", "Ana");
  renamed.mutable_participant_joined()->set_name("Anna");
  CaseEvent again = renamed;
  again.mutable_participant_joined()->set_name("Anne");
  built.Record("2025-06-01 09:01", {Correcting(0, renamed), Correcting(1, again)});

  EXPECT_EQ(built.record().plan().participants(0).name(), "Anna");
}

TEST(CaseRecordSettleTest, WithdrawingTheLastCorrectionBringsTheOneBeforeItBack) {
  CaseBuilder built;
  built.Record("2025-06-01 09:00", {GoalEstablished("2025-01-01", "G", "one")});
  built.Record("2025-06-01 09:01", {Correcting(0, GoalEstablished("2025-01-01", "G", "two")),
                                    Correcting(0, GoalEstablished("2025-01-01", "G", "three"))});
  const auto statement = [&] { return built.record().plan().goals(0).statement(); };
  EXPECT_EQ(statement(), "three");
  built.Record("2025-06-01 09:02", {Retracting(1)});
  EXPECT_EQ(statement(), "three") << "the one before it no longer counts";
  built.Record("2025-06-01 09:03", {Retracting(2)});
  EXPECT_EQ(statement(), "one");
  built.Record("2025-06-01 09:04", {Retracting(3)});
  EXPECT_EQ(statement(), "two");
}

TEST(ChangesPlanTest, OnlyFiveTypesSayNothingOfThePlan) {
  std::vector<std::string> outside;
  for (const google::protobuf::FieldDescriptor* body : BodyFields()) {
    CaseEvent event;
    event.GetReflection()->MutableMessage(&event, body);
    if (!ChangesPlan(event)) outside.push_back(body->name());
  }
  EXPECT_THAT(outside, ::testing::UnorderedElementsAre("reporter_identified", "case_note_written", "entry_retracted",
                                                       "finding_answered", "entry_restricted"));
  EXPECT_FALSE(ChangesPlan(CaseEvent()));
}

}  // namespace
}  // namespace casejournal::projections
