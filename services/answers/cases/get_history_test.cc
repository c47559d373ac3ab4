// What an auditor gets that asks for the history of a case, or has it replayed.
#include "services/answers/cases/get_history.h"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <vector>

#include "casejournal/v1/audit_service.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::Correcting;
using casejournal::testing::EqualsMessage;
using casejournal::testing::GoalEstablished;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NamesField;
using casejournal::testing::NoteWritten;
using casejournal::testing::ObjectiveAdded;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Ana's case. Revisions 0 and 1 of January 10, 2 of March 10, 3 of March 12, and on April 20 a correction (4) of
// revision 3 and a late goal (5) of February 1.
class CaseHistoryTest : public casejournal::testing::ServerTest {
 protected:
  CaseHistoryTest() { ShareServer(); }

  void TellStory() override {
    Record("case", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana")});
    Record("case", {GoalEstablished("2025-03-10", "goal", "Ana is safe at home")});
    Record("case", {ObjectiveAdded("2025-03-12", "objective", "goal", "every week")});
    SetClock("2025-04-20 10:00");
    RecordNow("case", {Correcting(3, ObjectiveAdded("2025-03-12", "objective", "goal", "every two weeks")),
                       GoalEstablished("2025-02-01", "late", "Ana goes to school")});
  }

  absl::StatusOr<std::vector<v1::HistoryRow>> History(const std::string& more = "") {
    const auto batches = AskFor<v1::GetHistoryRequest>(absl::StrCat("case_id: '$case' ", more));
    if (!batches.ok()) return batches.status();
    std::vector<v1::HistoryRow> rows;
    for (const v1::GetHistoryResponse& batch : *batches)
      rows.insert(rows.end(), batch.rows().begin(), batch.rows().end());
    return rows;
  }
  // The revisions that have rows.
  std::set<uint64_t> RevisionsIn(const std::string& more) {
    const auto rows = History(more);
    EXPECT_THAT(rows, IsOk());
    std::set<uint64_t> revisions;
    if (!rows.ok()) return revisions;
    for (const v1::HistoryRow& row : *rows) revisions.insert(row.revision());
    return revisions;
  }
  absl::StatusOr<std::vector<v1::ReplayCaseResponse>> Replay(const std::string& more = "") {
    return AskFor<v1::ReplayCaseRequest>(absl::StrCat("case_id: '$case' ", more));
  }
};

class ChangedHistoryTest : public CaseHistoryTest {
 protected:
  ChangedHistoryTest() { OwnServer(); }
};

TEST_F(CaseHistoryTest, RowsAreOrderedByRevisionAndSayWhoAndWhen) {
  const auto rows = History();

  ASSERT_THAT(rows, IsOk());
  ASSERT_THAT(*rows, Not(IsEmpty()));
  for (size_t i = 1; i < rows->size(); ++i) EXPECT_LE((*rows)[i - 1].revision(), (*rows)[i].revision());
  for (const v1::HistoryRow& row : *rows) {
    EXPECT_EQ(row.actor().subject(), "u-1");
    EXPECT_FALSE(row.change().path().empty());
    EXPECT_FALSE(row.change().field().empty());
    EXPECT_NE(row.change().before(), row.change().after()) << row.change().field();
    EXPECT_GT(row.recorded_at().seconds(), 0);
  }
}

TEST_F(CaseHistoryTest, ACorrectionHasTheValueBeforeAndAfter) {
  const auto rows = History("part_id: '$objective' recorded_from: '2025-04-20'");

  ASSERT_THAT(rows, IsOk());
  ASSERT_THAT(*rows, SizeIs(1));
  const v1::HistoryRow& row = rows->front();
  EXPECT_EQ(row.revision(), 4);
  EXPECT_EQ(row.kind(), v1::ENTRY_KIND_CORRECTION);
  EXPECT_EQ(row.settles_revision(), 3);
  EXPECT_EQ(row.change().before(), "every week");
  EXPECT_EQ(row.change().after(), "every two weeks");
  EXPECT_EQ(row.effective_on(), "2025-03-12");
}

TEST_F(ChangedHistoryTest, ALateEntryAndARetractionAreCalledSo) {
  RecordNow("case",
            {casejournal::testing::EventFromText(
                "2025-04-20", "entry_retracted { revision: 5 reason: RETRACTION_REASON_IN_ERROR words: 'a slip' }")});
  const auto late = History("part_id: '$late'");

  ASSERT_THAT(late, IsOk());
  ASSERT_THAT(*late, Not(IsEmpty()));
  EXPECT_EQ(late->front().kind(), v1::ENTRY_KIND_LATE_ENTRY);
  EXPECT_EQ(late->front().days_late(), 78);
  EXPECT_EQ(late->front().change().before(), "");
  EXPECT_EQ(late->back().kind(), v1::ENTRY_KIND_RETRACTION);
  EXPECT_EQ(late->back().settles_revision(), 5);
  EXPECT_EQ(late->back().change().after(), "");
}

TEST_F(CaseHistoryTest, AFilterKeepsTheRowsThatMatchIt) {
  EXPECT_THAT(RevisionsIn("part_id: '$objective'"), ElementsAre(3, 4));
  EXPECT_THAT(RevisionsIn("participant_id: '$Ana'"), ElementsAre(1));
  EXPECT_THAT(RevisionsIn("plan_part: 'goals'"), ElementsAre(2, 5));
  EXPECT_THAT(RevisionsIn("staff_subject: 'u-1'"), SizeIs(6));
  EXPECT_THAT(RevisionsIn("staff_subject: 'u-1' staff_issuer: 'wren.example'"), SizeIs(6));
  EXPECT_THAT(RevisionsIn("plan_part: 'objectives' part_id: '$goal'"), IsEmpty()) << "all filters must match";
}

TEST_F(CaseHistoryTest, DaysOfAFilterAreInclusive) {
  EXPECT_THAT(RevisionsIn("recorded_from: '2025-03-12'"), ElementsAre(3, 4, 5));
  EXPECT_THAT(RevisionsIn("recorded_until: '2025-03-10'"), ElementsAre(0, 1, 2));
  EXPECT_THAT(RevisionsIn("recorded_from: '2025-03-10' recorded_until: '2025-03-10'"), ElementsAre(2));
  EXPECT_THAT(RevisionsIn("effective_from: '2025-03-12'"), ElementsAre(3, 4));
  EXPECT_THAT(RevisionsIn("effective_until: '2025-02-01'"), ElementsAre(0, 1, 5));
  EXPECT_THAT(RevisionsIn("effective_from: '2025-02-01' effective_until: '2025-02-01'"), ElementsAre(5));
  EXPECT_THAT(RevisionsIn("recorded_from: '2025-03-12' recorded_until: '2025-03-10'"), IsEmpty());
}

TEST_F(CaseHistoryTest, OnlyKnownEntriesHaveRows) {
  EXPECT_THAT(RevisionsIn("as_of { revision: 3 }"), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(RevisionsIn("as_of { day: '2025-03-11' }"), ElementsAre(0, 1, 2));
  EXPECT_THAT(RevisionsIn("as_of { position: 3 }"), ElementsAre(0, 1));
  EXPECT_THAT(RevisionsIn("as_of { revision: 3 effective_on: '2025-01-10' }"), ElementsAre(0, 1, 2, 3))
      << "the effective day is ignored";
}

TEST_F(CaseHistoryTest, AFilterThatTheCaseNeverHadIsNotFound) {
  const auto not_found = StatusIs(absl::StatusCode::kNotFound);

  EXPECT_THAT(History("part_id: '$nothing'"), not_found);
  EXPECT_THAT(History("part_id: 'words of no part'"), not_found);
  EXPECT_THAT(History("participant_id: '$Ben'"), not_found);
  EXPECT_THAT(History("staff_subject: 'u-2'"), not_found);
  EXPECT_THAT(AskFor<v1::GetHistoryRequest>("case_id: '$nobody'"), not_found);
}

TEST_F(CaseHistoryTest, MalformedFiltersAreNamed) {
  EXPECT_THAT(History("plan_part: 'nothing'"), NamesField("planPart"));
  EXPECT_THAT(History("recorded_from: '2025-02-30'"), NamesField("recordedFrom"));
  EXPECT_THAT(History("recorded_until: 'x'"), NamesField("recordedUntil"));
  EXPECT_THAT(History("effective_from: '1/2/2025'"), NamesField("effectiveFrom"));
  EXPECT_THAT(History("effective_until: '2025'"), NamesField("effectiveUntil"));
  EXPECT_THAT(History("staff_issuer: 'wren.example'"), NamesField("staffSubject")) << "an issuer without a subject";
  EXPECT_THAT(AskFor<v1::GetHistoryRequest>("case_id: ''"), NamesField("caseId"));
}

TEST_F(CaseHistoryTest, WhatIsNotOverOrNotRecordedYetIsRejected) {
  for (const char* as_of : {"revision: 6", "position: 99", "day: '2025-04-20'", "instant { seconds: 4000000000 }"}) {
    EXPECT_THAT(History(absl::StrCat("as_of { ", as_of, " }")), StatusIs(absl::StatusCode::kFailedPrecondition))
        << as_of;
  }
}

TEST_F(ChangedHistoryTest, ASubjectOfTwoIssuersNeedsItsIssuer) {
  options().development_actor.set_issuer("court.example");
  Start();
  RecordNow("case",
            {NoteWritten("2025-04-20", "a call"), GoalEstablished("2025-04-20", "third", "Ana sees her mother")});

  EXPECT_THAT(History("staff_subject: 'u-1'"), NamesField("staffIssuer"));
  EXPECT_THAT(RevisionsIn("staff_subject: 'u-1' staff_issuer: 'court.example' plan_part: 'goals'"), ElementsAre(7));
  EXPECT_THAT(RevisionsIn("staff_subject: 'u-1' staff_issuer: 'wren.example' plan_part: 'goals'"), ElementsAre(2, 5));
}

TEST_F(ChangedHistoryTest, ALongHistoryComesInBatchesWithoutALoss) {
  std::vector<casejournal::testing::CaseEvent> goals;
  for (int i = 0; i < 250; ++i) goals.push_back(GoalEstablished("2025-04-20", absl::StrCat("g", i), "a goal"));
  RecordNow("case", goals);

  const auto batches = AskFor<v1::GetHistoryRequest>("case_id: '$case' plan_part: 'goals' recorded_from: '2025-04-20'");

  ASSERT_THAT(batches, IsOk());
  EXPECT_THAT(*batches, SizeIs(Ge(2)));
  std::set<uint64_t> revisions;
  for (const v1::GetHistoryResponse& batch : *batches) {
    EXPECT_GT(batch.rows_size(), 0);
    for (const v1::HistoryRow& row : batch.rows()) revisions.insert(row.revision());
  }
  EXPECT_THAT(revisions, SizeIs(251)) << "and the late goal of the same day";
}

TEST_F(CaseHistoryTest, AReplaySendsEachEntryInOrderWithItsChanges) {
  const auto steps = Replay();

  ASSERT_THAT(steps, IsOk());
  ASSERT_THAT(*steps, SizeIs(6));
  for (size_t i = 0; i < steps->size(); ++i) {
    EXPECT_EQ((*steps)[i].entry().opened().recorded().revision(), i);
    EXPECT_EQ((*steps)[i].entry().opened().recorded().stream_id(), Id("case"));
    EXPECT_THAT((*steps)[i].changes(), Not(IsEmpty()));
    EXPECT_FALSE((*steps)[i].has_plan());
  }
  EXPECT_EQ((*steps)[3].entry().opened().recorded().type(), "ObjectiveAdded");
}

TEST_F(CaseHistoryTest, AReplayWithPlansEndsAtThePlanOfToday) {
  const auto steps = Replay("with_plan: true");

  ASSERT_THAT(steps, IsOk());
  EXPECT_EQ((*steps)[1].plan().goals_size(), 0);
  EXPECT_EQ((*steps)[2].plan().goals_size(), 1);
  EXPECT_EQ((*steps)[3].plan().objectives(0).terms().statement(), "every week");
  EXPECT_THAT(steps->back().plan(), EqualsMessage(AskFor<v1::GetCasePlanRequest>("case_id: '$case'")->plan()));
}

TEST_F(CaseHistoryTest, AReplayBeginsAtItsFirstRevision) {
  const auto all = Replay("with_plan: true");
  const auto from = Replay("with_plan: true from_revision: 4");

  ASSERT_THAT(from, IsOk());
  ASSERT_THAT(*from, SizeIs(2));
  EXPECT_THAT((*from)[0], EqualsMessage((*all)[4]));
  EXPECT_THAT((*from)[1], EqualsMessage((*all)[5]));
}

TEST_F(CaseHistoryTest, AReplayPastTheEndIsEmpty) {
  EXPECT_THAT(*Replay("from_revision: 6"), IsEmpty());
  EXPECT_THAT(*Replay("from_revision: 18446744073709551615"), IsEmpty());
}

TEST_F(CaseHistoryTest, AReplayOfAnUnknownCaseIsNotFound) {
  EXPECT_THAT(AskFor<v1::ReplayCaseRequest>("case_id: '$nobody'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(AskFor<v1::ReplayCaseRequest>("case_id: 'nobody'"), NamesField("caseId"));
}

}  // namespace
}  // namespace casejournal::services
