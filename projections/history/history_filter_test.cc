// Who changed what in a period, for one person, in one part of the plan.
#include "projections/history/history_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/history/history.h"
#include "tests/support/ana_case.h"

namespace casejournal::projections {
namespace {

using ::testing::IsEmpty;
using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases

std::vector<v1::HistoryRow> RowsOf(const EntryList& entries, const HistoryFilter& filter) {
  History history(Id("case"), entries, KnownSet::All(), NewYork());
  history.Only(filter);
  std::vector<v1::HistoryRow> rows;
  while (!history.AtEnd()) {
    for (v1::HistoryRow& row : history.Next()) rows.push_back(std::move(row));
  }
  return rows;
}

// The revisions that match the filter, each once.
std::vector<uint64_t> RevisionsOf(const EntryList& entries, const HistoryFilter& filter) {
  std::vector<uint64_t> revisions;
  for (const v1::HistoryRow& row : RowsOf(entries, filter)) {
    if (revisions.empty() || revisions.back() != row.revision()) revisions.push_back(row.revision());
  }
  return revisions;
}

class HistoryFilterTest : public ::testing::Test {
 protected:
  const CaseBuilder built = BuildAnaCase().built;
  const EntryList& entries = built.record().entries();
};

TEST_F(HistoryFilterTest, WithoutAFilterEverythingIsThere) {
  EXPECT_GT(RowsOf(entries, {}).size(), 20u) << "and no page ends after twenty";
}

TEST_F(HistoryFilterTest, OnePartOfThePlan) {
  EXPECT_EQ(RevisionsOf(entries, {.plan_part = "objectives"}), (std::vector<uint64_t>{5, 8, 11, 12, 13, 14, 15, 16}));
  EXPECT_THAT(RowsOf(entries, {.plan_part = "object"}), IsEmpty());
}

TEST_F(HistoryFilterTest, OnePersonInWhateverNamesThem) {
  const std::vector<uint64_t> revisions = RevisionsOf(entries, {.participant_id = Id("Ana")});

  EXPECT_EQ(revisions, (std::vector<uint64_t>{1, 2, 3, 6, 9, 10, 17, 18}))
      << "also the end of a placement, whose entry does not name her";
}

TEST_F(HistoryFilterTest, APeriodOfRecordingAndOneOfEffect) {
  EXPECT_EQ(RevisionsOf(entries, {.recorded_from = "2025-05-05", .recorded_until = "2025-05-20"}),
            (std::vector<uint64_t>{9, 10, 11}));
  EXPECT_EQ(RevisionsOf(entries, {.effective_from = "2025-03-01", .effective_until = "2025-03-01"}),
            (std::vector<uint64_t>{9, 10}));
  EXPECT_EQ(RevisionsOf(entries, {.effective_from = "2025-04-18", .effective_until = "2025-04-18"}),
            (std::vector<uint64_t>{8, 11, 12}))
      << "a correction also touches the day from which it moves a fact";
}

TEST_F(HistoryFilterTest, FiltersMustAllHold) {
  EXPECT_EQ(RevisionsOf(entries, {.plan_part = "objectives", .recorded_from = "2025-07-01"}),
            (std::vector<uint64_t>{15, 16}));
}

// Existing software credits the person who typed, or the person responsible now.
TEST_F(HistoryFilterTest, AWorkerIsWhoRecordedWroteOrAsked) {
  CaseEvent on_behalf = GoalEstablished("2025-03-01", "G", "statement");
  on_behalf.mutable_on_behalf_of()->mutable_staff()->set_subject("cw-2");
  CaseEvent claimed = GoalEstablished("2025-03-01", "H", "statement");
  claimed.mutable_claim()->mutable_recorded_by()->set_subject("cw-3");
  CaseBuilder of_two;
  of_two.Record("2025-03-01 10:00", {on_behalf});
  of_two.Record("2025-03-02 10:00", {claimed});
  const EntryList& two = of_two.record().entries();

  EXPECT_EQ(RevisionsOf(two, {.staff_subject = "cw-2"}), (std::vector<uint64_t>{0}));
  EXPECT_EQ(RevisionsOf(two, {.staff_subject = "cw-3"}), (std::vector<uint64_t>{1}));
  EXPECT_THAT(RevisionsOf(two, {.staff_subject = "cw-9"}), IsEmpty());
}

// Two issuers can use the same subject for two people.
TEST_F(HistoryFilterTest, AWorkerIsKnownByIssuerAndSubject) {
  CaseBuilder of_two;
  for (const char* issuer : {"wren", "tallow"}) {
    CaseEvent event = GoalEstablished("2025-03-01", issuer, "statement");
    event.mutable_on_behalf_of()->mutable_staff()->set_subject("cw-2");
    event.mutable_on_behalf_of()->mutable_staff()->set_issuer(issuer);
    of_two.Record("2025-03-01 10:00", {event});
  }
  const EntryList& two = of_two.record().entries();

  EXPECT_EQ(RevisionsOf(two, {.staff_subject = "cw-2", .staff_issuer = "wren"}), (std::vector<uint64_t>{0}));
  EXPECT_EQ(RevisionsOf(two, {.staff_subject = "cw-2", .staff_issuer = "tallow"}), (std::vector<uint64_t>{1}));
  EXPECT_THAT(RevisionsOf(two, {.staff_subject = "cw-2", .staff_issuer = "harlan"}), IsEmpty());
}

// Labels apply as of today, also in rows about days before the restriction.
TEST_F(HistoryFilterTest, RowsCarryTheLabelsOfToday) {
  CaseEvent restricted;
  restricted.set_effective_on("2025-03-05");
  restricted.mutable_entry_restricted()->set_revision(0);
  restricted.mutable_entry_restricted()->add_labels(event::v1::LABEL_PART2);
  CaseBuilder of_one;
  of_one.Record("2025-03-01 10:00", {GoalEstablished("2025-03-01", "G", "statement")});
  of_one.Record("2025-03-05 10:00", {restricted});

  const std::vector<v1::HistoryRow> rows = RowsOf(of_one.record().entries(), {});
  ASSERT_FALSE(rows.empty());
  for (const v1::HistoryRow& row : rows) {
    ASSERT_EQ(row.labels_size(), 1);
    EXPECT_EQ(row.labels(0), event::v1::LABEL_PART2);
  }

  of_one.Record("2025-03-06 10:00", {Retracting(1)});
  EXPECT_EQ(RowsOf(of_one.record().entries(), {}).front().labels_size(), 0)
      << "a withdrawn restriction restricts nothing";
}

// A reopened case is no longer closed: the history also shows what was removed.
TEST_F(HistoryFilterTest, WhatAnEntryEmptiesIsAChange) {
  CaseEvent closed;
  closed.set_effective_on("2025-03-01");
  closed.mutable_case_closed()->set_reason(event::v1::CASE_CLOSE_REASON_FAMILY_MOVED);
  CaseEvent reopened;
  reopened.set_effective_on("2025-04-01");
  reopened.mutable_case_reopened()->set_origin(event::v1::CASE_ORIGIN_REPORT);
  CaseBuilder of_two;
  of_two.Record("2025-03-01 10:00", {closed});
  of_two.Record("2025-04-01 10:00", {reopened});

  const std::vector<v1::HistoryRow> rows = RowsOf(of_two.record().entries(), {.plan_part = "closed_on"});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].change().before(), "2025-03-01");
  EXPECT_EQ(rows[1].change().after(), "");
}

}  // namespace
}  // namespace casejournal::projections
