// What a court-reporting system gets that reads the register of actions.
#include "services/answers/lists/get_register.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "casejournal/v1/court_service.pb.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/worker.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::Correcting;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::kComplaint;
using casejournal::testing::NamesField;
using casejournal::testing::NoteWritten;
using casejournal::testing::NumberGiven;
using casejournal::testing::StatusIs;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Property;
using ::testing::SizeIs;

using Rows = std::vector<v1::RegisterRow>;

// Two cases with numbers; JV1 belongs to both.
class GetRegisterTest : public casejournal::testing::ServerTest {
 protected:
  GetRegisterTest() { ShareServer(); }

  void TellStory() override {
    Record("ash",
           {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "ana"), NumberGiven("2025-01-12", "JV1", "ana")});
    Tell("ash", "2025-02-01", kComplaint);
    Record("birch",
           {CaseOpened("2025-02-10"), NumberGiven("2025-02-11", "JV1", ""), NumberGiven("2025-02-12", "JV2", "")});
    Record("ash", {NumberGiven("2025-03-01", "JV3", "ana")});
  }

  absl::StatusOr<v1::GetRegisterResponse> Page(absl::string_view text) {
    auto request = casejournal::testing::MessageFromText<v1::GetRegisterRequest>(text);
    if (!request.has_min_position()) request.set_min_position(LastPosition());
    return Ask(request);
  }
  // All rows, read in pages of this size.
  Rows RowsOf(absl::string_view text, uint32_t page_size = 1000) {
    auto request = casejournal::testing::MessageFromText<v1::GetRegisterRequest>(text);
    request.set_page_size(page_size);
    request.set_min_position(LastPosition());
    Rows rows;
    do {
      const auto page = Ask(request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return rows;
      EXPECT_LE(page->rows_size(), static_cast<int>(page_size));
      rows.insert(rows.end(), page->rows().begin(), page->rows().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return rows;
  }
  static std::vector<std::string> Sentences(const Rows& rows) {
    std::vector<std::string> sentences;
    for (const v1::RegisterRow& row : rows) sentences.push_back(row.sentence());
    return sentences;
  }
};

class GetChangedRegisterTest : public GetRegisterTest {
 protected:
  static casejournal::testing::CaseEvent Retracted(uint64_t revision) {
    return casejournal::testing::EventFromText("2025-03-01",
                                               absl::StrCat("entry_retracted { revision: ", revision,
                                                            " reason: RETRACTION_REASON_IN_ERROR words: 'a slip' }"));
  }
  GetChangedRegisterTest() { OwnServer(); }
};

TEST_F(GetRegisterTest, RowsOfACaseAreOrderedByDay) {
  const Rows rows = RowsOf("case_id: '$ash'");

  ASSERT_THAT(rows, SizeIs(Ge(3)));
  EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.day() < b.day(); }));
  for (const v1::RegisterRow& row : rows) {
    EXPECT_EQ(row.case_id(), Id("ash"));
    EXPECT_FALSE(row.sentence().empty());
    EXPECT_FALSE(row.type().empty());
    EXPECT_THAT(row.sentence(), Not(::testing::HasSubstr(Id("ana")))) << "a sentence has no ids";
  }
}

TEST_F(GetRegisterTest, ARowNamesTheEntryThatAProofCanBeAskedFor) {
  for (const v1::RegisterRow& row : RowsOf("case_id: '$ash'")) {
    const auto read = AskFor<v1::ReadEventsRequest>(absl::StrCat("position: ", row.position(), " limit: 1"));
    ASSERT_THAT(read, IsOk());
    const eventlog::v1::RecordedEvent& event = read->front().entries(0).opened().recorded();
    EXPECT_EQ(event.stream_id(), row.case_id());
    EXPECT_EQ(event.revision(), row.revision());
    EXPECT_EQ(event.type(), row.type());
    EXPECT_EQ(event.recorded_at().seconds(), row.recorded_at().seconds());
  }
}

TEST_F(GetRegisterTest, ACourtNumberSelectsItsRowsOfAllCases) {
  const Rows rows = RowsOf("court_number: 'JV1'");

  ASSERT_THAT(rows, Not(IsEmpty()));
  for (const v1::RegisterRow& row : rows) EXPECT_THAT(row.court_numbers(), Contains("JV1"));
  EXPECT_THAT(rows, Contains(Property(&v1::RegisterRow::case_id, Id("ash"))));
  EXPECT_THAT(rows, Contains(Property(&v1::RegisterRow::case_id, Id("birch"))));
  EXPECT_THAT(RowsOf("court_number: 'JV2'"), Each(Property(&v1::RegisterRow::case_id, Id("birch"))));
}

TEST_F(GetRegisterTest, PagesOfAnySizeTogetherAreTheWholeRegister) {
  for (const char* of : {"case_id: '$ash'", "court_number: 'JV1'"}) {
    const std::vector<std::string> whole = Sentences(RowsOf(of));
    for (uint32_t size = 1; size <= whole.size() + 1; ++size) {
      EXPECT_EQ(Sentences(RowsOf(of, size)), whole) << of << " in pages of " << size;
    }
  }
}

TEST_F(GetRegisterTest, APageThatEndsWithTheRegisterHasNoToken) {
  const size_t count = RowsOf("case_id: '$ash'").size();

  EXPECT_EQ(Page(absl::StrCat("case_id: '$ash' page_size: ", count))->next_page_token(), "");
  EXPECT_NE(Page(absl::StrCat("case_id: '$ash' page_size: ", count - 1))->next_page_token(), "");
}

TEST_F(GetRegisterTest, WhatDoesNotExistIsNotFound) {
  EXPECT_THAT(Page("case_id: '$nobody'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Page("court_number: 'JV9'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Page("court_number: ''"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(GetRegisterTest, MalformedFieldsAreNamed) {
  EXPECT_THAT(Page(""), NamesField("of"));
  EXPECT_THAT(Page("case_id: 'JV1'"), NamesField("caseId"));
  EXPECT_THAT(Page("case_id: '$ash' page_size: 1000"), IsOk());
  EXPECT_THAT(Page("case_id: '$ash' page_size: 1001"), NamesField("pageSize"));
  for (const char* token : {"x", "$ash", "bm9uc2Vuc2U", "===="}) {
    EXPECT_THAT(Page(absl::StrCat("case_id: '$ash' page_token: '", token, "'")), NamesField("pageToken")) << token;
  }
}

TEST_F(GetRegisterTest, APositionThatIsNotRecordedEndsWithTheDeadlineOfTheCall) {
  patience_ = absl::Milliseconds(50);

  EXPECT_THAT(Page(absl::StrCat("case_id: '$ash' min_position: ", LogSize())),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

// Who suffers: a court-reporting system that misses an action and never learns of it.
TEST_F(GetChangedRegisterTest, EveryPageShowsTheStateOfTheFirst) {
  for (const char* of : {"case_id: '$ash'", "court_number: 'JV1'"}) {
    const std::vector<std::string> before = Sentences(RowsOf(of));
    auto first = Page(absl::StrCat(of, " page_size: 1"));
    ASSERT_THAT(first, IsOk());
    const uint64_t as_of_position = first->as_of_position();

    RecordNow("ash", {NumberGiven("2025-01-11", absl::StrCat("EARLY", before.size()), "ana")});

    std::vector<std::string> seen = {first->rows(0).sentence()};
    for (std::string token = first->next_page_token(); !token.empty();) {
      const auto next = Page(absl::StrCat(of, " page_size: 2 page_token: '", token, "'"));
      ASSERT_THAT(next, IsOk());
      EXPECT_EQ(next->as_of_position(), as_of_position);
      for (const v1::RegisterRow& row : next->rows()) seen.push_back(row.sentence());
      token = next->next_page_token();
    }
    EXPECT_EQ(seen, before);
  }
}

TEST_F(GetChangedRegisterTest, ATokenOfAStoppedServerIsAborted) {
  const std::string token = Page("case_id: '$ash' page_size: 1")->next_page_token();
  Start();

  EXPECT_THAT(Page(absl::StrCat("case_id: '$ash' page_token: '", token, "'")), StatusIs(absl::StatusCode::kAborted));
}

TEST_F(GetChangedRegisterTest, ACorrectedRowShowsTheNewWordsAndAWithdrawnOneTheOld) {
  Record("ash", {NumberGiven("2025-03-01", "JV5", "ana")});
  RecordNow("ash", {Correcting(4, NumberGiven("2025-03-01", "JV8", "ana")), Retracted(5)});
  const Rows rows = RowsOf("case_id: '$ash'");

  const auto row_of = [&](uint64_t revision) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.revision() == revision; });
    return found == rows.end() ? v1::RegisterRow() : *found;
  };
  EXPECT_THAT(row_of(4).sentence(), ::testing::HasSubstr("JV8"));
  EXPECT_EQ(row_of(4).corrected_by(), 6);
  EXPECT_THAT(row_of(5).sentence(), ::testing::HasSubstr("JV5"));
  EXPECT_EQ(row_of(5).withdrawn_by(), 7);
}

TEST_F(GetChangedRegisterTest, ANoteIsNoAction) {
  const std::vector<std::string> before = Sentences(RowsOf("case_id: '$ash'"));

  Record("ash", {NoteWritten("2025-03-02", "a call")});

  EXPECT_EQ(Sentences(RowsOf("case_id: '$ash'")), before);
}

// Withdrawn rows stay under the numbers that they had, while any case has the number.
TEST_F(GetChangedRegisterTest, ACaseThatLostANumberKeepsItsRowsAndTheNumberIsUnknownOnceNoCaseHasIt) {
  const size_t before = RowsOf("court_number: 'JV1'").size();
  RecordNow("birch", {Retracted(2), Retracted(1)});

  const Rows rows = RowsOf("court_number: 'JV1'");
  EXPECT_EQ(rows.size(), before);
  EXPECT_THAT(rows, Contains(::testing::AllOf(Property(&v1::RegisterRow::case_id, Id("birch")),
                                              Property(&v1::RegisterRow::withdrawn_by, 4))));
  EXPECT_THAT(Page("court_number: 'JV2'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Page("case_id: '$birch'"), IsOk());
}

TEST_F(GetChangedRegisterTest, LaterPagesDoNotLoseANumberThatWasWithdrawnInBetween) {
  const std::vector<std::string> before = Sentences(RowsOf("court_number: 'JV2'"));
  ASSERT_THAT(before, SizeIs(2));
  const auto first = Page("court_number: 'JV2' page_size: 1");
  ASSERT_THAT(first, IsOk());
  RecordNow("birch", {Retracted(2), Retracted(1)});

  const auto second = Page(absl::StrCat("court_number: 'JV2' page_token: '", first->next_page_token(), "'"));
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->rows_size(), 1);
  EXPECT_EQ(second->rows(0).sentence(), before[1]);
  EXPECT_FALSE(second->rows(0).has_withdrawn_by());
  EXPECT_EQ(second->as_of_position(), first->as_of_position());
}

std::vector<uint64_t> Revisions(const Rows& rows) {
  std::vector<uint64_t> revisions;
  for (const v1::RegisterRow& row : rows) revisions.push_back(row.revision());
  return revisions;
}

TEST_F(GetRegisterTest, DaysLimitTheActionsThatAreReturned) {
  EXPECT_THAT(Revisions(RowsOf("case_id: '$ash' day_from: '2025-02-01'")), ElementsAre(3, 4));
  EXPECT_THAT(Revisions(RowsOf("case_id: '$ash' day_until: '2025-02-01'")), ElementsAre(2, 3));
  EXPECT_THAT(Revisions(RowsOf("case_id: '$ash' day_from: '2025-01-13' day_until: '2025-02-28'", 1)), ElementsAre(3));
  EXPECT_THAT(RowsOf("court_number: 'JV1' day_from: '2025-02-10' day_until: '2025-02-28'"),
              Each(Property(&v1::RegisterRow::case_id, Id("birch"))));
  EXPECT_THAT(Page("case_id: '$ash' day_from: '2025-02'"), NamesField("dayFrom"));
  EXPECT_THAT(Page("case_id: '$ash' day_until: 'May'"), NamesField("dayUntil"));
  EXPECT_THAT(Page("case_id: '$ash' day_from: '2025-02-02' day_until: '2025-02-01'"), NamesField("dayFrom"));
}

TEST_F(GetChangedRegisterTest, ARegisterAsOfAnEarlierTimeKnowsNoLaterEntry) {
  RecordNow("ash", {Correcting(3, casejournal::testing::EventFromText("2025-02-02", kComplaint)), Retracted(4)});

  const Rows then = RowsOf("case_id: '$ash' as_of { revision: 4 }");
  EXPECT_THAT(Revisions(then), ElementsAre(2, 3, 4));
  for (const v1::RegisterRow& row : then) EXPECT_FALSE(row.has_corrected_by() || row.has_withdrawn_by());
  EXPECT_THAT(Revisions(RowsOf("case_id: '$ash' as_of { revision: 3 }")), ElementsAre(2, 3));
  EXPECT_THAT(Revisions(RowsOf("case_id: '$ash' as_of { effective_on: '2025-02-01' }")), ElementsAre(2));
  EXPECT_THAT(Revisions(RowsOf("case_id: '$ash' as_of { day: '2025-02-28' }")), ElementsAre(2, 3));
  EXPECT_EQ(RowsOf("case_id: '$ash'").back().withdrawn_by(), 6);
}

TEST_F(GetRegisterTest, ATimeThatIsNotRecordedOrNotOverIsRejected) {
  EXPECT_THAT(Page("case_id: '$ash' as_of { revision: 99 }"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Page("case_id: '$ash' as_of { day: '2099-01-01' }"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Page("case_id: '$ash' as_of { day: '2025-01-31' basis: BASIS_CLAIMED }"), NamesField("asOf.basis"));
  EXPECT_THAT(Page("court_number: 'JV1' as_of { revision: 1 }"), NamesField("asOf"));
  EXPECT_THAT(Page("court_number: 'JV1' changed_since: '2025-02-01'"), NamesField("changedSince"));
  EXPECT_THAT(Page("case_id: '$ash' changed_since: 'today'"), NamesField("changedSince"));
}

// Who suffers: a clerk who copies what is new each week, and misses what was withdrawn.
TEST_F(GetChangedRegisterTest, ChangesSinceADayAreTheRowsThatAnEntryOfThatDayOrLaterMadeCorrectedOrWithdrew) {
  EXPECT_THAT(Revisions(RowsOf("case_id: '$ash' changed_since: '2025-02-02'")), ElementsAre(4));
  EXPECT_THAT(Revisions(RowsOf("case_id: '$ash' changed_since: '2025-03-01'")), ElementsAre(4));
  EXPECT_THAT(RowsOf("case_id: '$ash' changed_since: '2025-03-02'"), IsEmpty());

  // In New York, the day begins five hours after midnight in UTC.
  SetClock("2025-03-09 23:30");
  RecordNow("ash", {Correcting(3, casejournal::testing::EventFromText("2025-02-02", kComplaint))});
  EXPECT_THAT(Revisions(RowsOf("case_id: '$ash' changed_since: '2025-03-09'")), ElementsAre(3));
  EXPECT_THAT(RowsOf("case_id: '$ash' changed_since: '2025-03-10'"), IsEmpty());

  SetClock("2025-03-11 12:00");
  RecordNow("ash", {Retracted(4)});
  EXPECT_THAT(Revisions(RowsOf("case_id: '$ash' changed_since: '2025-03-10'")), ElementsAre(4));
  EXPECT_THAT(Revisions(RowsOf("case_id: '$ash' changed_since: '2025-03-09'", 1)), ElementsAre(3, 4));
  // The words that count again since a correction was withdrawn are new words.
  SetClock("2025-03-12 12:00");
  RecordNow("ash", {Retracted(5)});
  EXPECT_THAT(Revisions(RowsOf("case_id: '$ash' changed_since: '2025-03-12'")), ElementsAre(3));
  EXPECT_THAT(RowsOf("case_id: '$ash' changed_since: '2025-03-12' as_of { revision: 6 }"), IsEmpty());
}

// Read models that stay where they are while the case goes on.
class GetRegisterBehindTest : public GetChangedRegisterTest {
 protected:
  void SetUp() override {
    GetChangedRegisterTest::SetUp();
    store_ = *projections::ReadModelStore::Open(models_.path(), projections::ProjectionNames());
    cases_ = std::make_unique<CaseCache>(journal().log(), size_t{1} << 26);
    sources_ = std::make_unique<ReaderSources>(ReaderSources{.cases = *cases_,
                                                             .views = views_,
                                                             .roles = roles_,
                                                             .today = [this] { return Today(); },
                                                             .labels_in = nullptr,
                                                             .development = true});
    other_log_ = OtherLog();
    recorder_ = std::make_unique<DisclosureRecorder>(*other_log_);
    desk_ = std::make_unique<DisclosureDesk>(*recorder_, notices_, DisclosureOptions{.program = "casejournal test"});
    worker_ =
        std::make_unique<projections::Worker>(journal().log(), *store_,
                                              [this, fold = projections::FoldFromLog(journal().log())](
                                                  const eventstore::Uuid& case_id, eventstore::Revision at_least) {
                                                if (held_) released_.WaitForNotification();
                                                return fold(case_id, at_least);
                                              });
    ASSERT_THAT(worker_->WaitFor(LogSize(), eventstore::Deadline::In(patience_)), IsOk());
    held_ = true;
  }
  void TearDown() override {
    Release();
    worker_.reset();
  }
  void Release() {
    if (!released_.HasBeenNotified()) released_.Notify();
  }
  absl::StatusOr<v1::GetRegisterResponse> AskBehind(absl::string_view text, absl::Duration patience) {
    return GetRegister(journal(), Reader(*sources_, DevelopmentCaller(own_->options.development_actor)), *desk_,
                       *worker_, cursors_, casejournal::testing::MessageFromText<v1::GetRegisterRequest>(text),
                       eventstore::Deadline::In(patience));
  }

  eventstore::TestDirectory models_;
  std::unique_ptr<projections::ReadModelStore> store_;
  // The server has the log of the journal: the disclosures of this test go to another one.
  std::unique_ptr<eventstore::EventLog> OtherLog() {
    EXPECT_THAT(eventstore::EventLog::Create(disclosed_.path(), "journal.test/disclosed"), IsOk());
    auto log = eventstore::EventLog::Open({.directory = disclosed_.path(), .disk_reserve_bytes = 0});
    EXPECT_THAT(log, IsOk());
    return *std::move(log);
  }

  eventstore::TestDirectory disclosed_;
  std::unique_ptr<eventstore::EventLog> other_log_;
  std::unique_ptr<CaseCache> cases_;
  CaseViews views_{size_t{1} << 26};
  RoleBook roles_;
  Notices notices_;
  std::unique_ptr<ReaderSources> sources_;
  std::unique_ptr<DisclosureRecorder> recorder_;
  std::unique_ptr<DisclosureDesk> desk_;
  std::unique_ptr<projections::Worker> worker_;
  ListCursors cursors_;
  std::atomic<bool> held_ = false;
  absl::Notification released_;
};

TEST_F(GetRegisterBehindTest, RowsAreThoseOfTheStatedPositionAlthoughTheRecordIsAhead) {
  const auto text = [](const v1::GetRegisterResponse& page) {
    std::vector<std::string> rows;
    for (const v1::RegisterRow& row : page.rows()) rows.push_back(row.ShortDebugString());
    return rows;
  };
  const uint64_t position = LastPosition();
  const auto of_case = AskBehind("case_id: '$ash'", patience_);
  const auto of_number = AskBehind("court_number: 'JV1'", patience_);
  ASSERT_THAT(of_case, IsOk());
  ASSERT_THAT(of_number, IsOk());

  Record("ash", {NumberGiven("2025-03-02", "JV7", "ana")});
  RecordNow("ash", {Correcting(3, casejournal::testing::EventFromText("2025-02-02", kComplaint)), Retracted(4)});
  RecordNow("birch", {Retracted(1)});
  Record("cedar", {CaseOpened("2025-03-03"), NumberGiven("2025-03-03", "JV1", "")});

  for (const absl::StatusOr<v1::GetRegisterResponse>& behind :
       {AskBehind("case_id: '$ash'", patience_), AskBehind("court_number: 'JV1'", patience_)}) {
    ASSERT_THAT(behind, IsOk());
    EXPECT_EQ(behind->as_of_position(), position);
  }
  EXPECT_EQ(text(*AskBehind("case_id: '$ash'", patience_)), text(*of_case));
  EXPECT_EQ(text(*AskBehind("court_number: 'JV1'", patience_)), text(*of_number));
  EXPECT_EQ(AskBehind("case_id: '$cedar'", patience_)->rows_size(), 0) << "a case after the position";
  EXPECT_THAT(AskBehind("court_number: 'JV7'", patience_), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(AskBehind(absl::StrCat("case_id: '$ash' min_position: ", LastPosition()), absl::Milliseconds(50)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));

  Release();
  const auto now = AskBehind(absl::StrCat("case_id: '$ash' min_position: ", LastPosition()), patience_);
  ASSERT_THAT(now, IsOk());
  EXPECT_EQ(now->as_of_position(), LastPosition());
  EXPECT_NE(text(*now), text(*of_case));
  EXPECT_THAT(text(*AskBehind("court_number: 'JV7'", patience_)), Not(IsEmpty()));
}

}  // namespace
}  // namespace casejournal::services
