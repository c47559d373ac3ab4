// Lists and searches over many cases, as readers see them who may not see all of them, or not all of each.
#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/due_rows.h"
#include "projections/read_models/worker.h"
#include "services/answers/lists/list_cases.h"
#include "services/answers/lists/list_work.h"
#include "services/answers/lists/search_persons.h"
#include "tests/support/access_journal.h"
#include "tests/support/docket_case.h"
#include "tests/support/event_text.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::AccessJournal;
using casejournal::testing::AdultJoined;
using casejournal::testing::CaseEvent;
using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::MessageFromText;
using casejournal::testing::On;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kListDay[] = "2025-01-08";

class VisibleListsTest : public AccessJournal {
 protected:
  VisibleListsTest() {
    for (const char* name : {"us-oh.calendar.textproto", "us-federal.rules.textproto", "us-oh.rules.textproto"})
      rules_.push_back(casejournal::testing::ShippedFile(name));
  }

  void SetUp() override {
    AccessJournal::SetUp();
    const eventstore::EventLog& log = journal_->log();
    models_ = *projections::ReadModelStore::Open(models_directory_.path(), projections::ProjectionNames());
    worker_ = std::make_unique<projections::Worker>(log, *models_, projections::FoldFromLog(log), nullptr, &changed_);
    due_rows_ = *projections::ReadModelStore::Open(due_directory_.path(), {projections::kDueFamily});
    due_ = std::make_unique<projections::DueKeeper>(
        log, *due_rows_,
        projections::DueKeeper::Sources{.in_use = projections::FoldFromLog(log),
                                        .at_rest = projections::FoldFromLog(log),
                                        .rules = journal_->rules(),
                                        .zone = journal_->zone(),
                                        .now_us = [this] { return now_us_; }},
        nullptr, &changed_);
    Give("u-worker", event::v1::ROLE_CASEWORKER);
    Give("u-other", event::v1::ROLE_CASEWORKER);
    Give("u-super", event::v1::ROLE_SUPERVISOR);
    Give("u-court", event::v1::ROLE_COURT);
  }

  // Record all events of the case at once.
  void TellAll(const std::string& name, const std::vector<CaseEvent>& events) {
    const auto stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(Id(name)));
    const absl::StatusOr<eventstore::StreamHead> head = journal_->log().Head(stream);
    eventstore::LogAppend append{.request_id = eventstore::Uuid::Random(), .streams = {}};
    append.streams.push_back({.stream = stream, .head = *head, .events = {}});
    for (const CaseEvent& event : events) {
      event::v1::StoredEvent stored;
      *stored.mutable_case_event() = event;
      stored.mutable_admission()->set_schema_version(projections::kSchemaVersion);
      append.streams.front().events.push_back({.payload = projections::EncodeStoredEvent(stored)});
    }
    ASSERT_THAT(services::AppendAndWait(journal_->log(), std::move(append)), IsOk());
  }

  void WaitForModels() {
    ASSERT_THAT(worker_->WaitFor(journal_->log().size(), Soon()), IsOk());
    ASSERT_THAT(due_->WaitFor(journal_->log().size(), Soon()), IsOk());
  }
  static eventstore::Deadline Soon() { return eventstore::Deadline::In(absl::Minutes(5)); }

  static CaseEvent Labeled(CaseEvent event, event::v1::Label label) {
    event.add_labels(label);
    return event;
  }
  static CaseEvent PersonJoined(const std::string& name, const std::string& person_id) {
    CaseEvent event = AdultJoined(kListDay, name);
    event.mutable_participant_joined()->set_participant_id(Id(absl::StrCat("participant ", person_id)));
    event.mutable_participant_joined()->set_person_id(person_id);
    return event;
  }

  absl::StatusOr<v1::ListCasesResponse> ListAs(const std::string& subject, absl::string_view text,
                                               eventstore::Deadline deadline = Soon()) {
    const Reader reader = As(subject);
    return ListCases({*journal_, *worker_, *due_, reader}, MessageFromText<v1::ListCasesRequest>(text), deadline);
  }
  absl::StatusOr<v1::ListWorkResponse> WorkAs(const std::string& subject, absl::string_view text) {
    const Reader reader = As(subject);
    return ListWork({*journal_, *worker_, *due_, reader}, cursors_, MessageFromText<v1::ListWorkRequest>(text), Soon());
  }
  // The names that a search finds, as the reader sees them.
  std::vector<std::string> FoundAs(const std::string& subject, const std::string& name) {
    v1::SearchPersonsRequest request;
    request.set_name(name);
    const absl::StatusOr<v1::SearchPersonsResponse> found =
        SearchPersons(*journal_, As(subject), *worker_, request, Soon());
    EXPECT_THAT(found, IsOk());
    std::vector<std::string> names;
    if (!found.ok()) return names;
    for (const v1::PersonMatch& match : found->matches()) names.push_back(match.name());
    return names;
  }
  // All pages of a list.
  std::vector<v1::CaseSummary> AllAs(const std::string& subject, const std::string& text) {
    std::vector<v1::CaseSummary> all;
    std::string token;
    do {
      const auto page = ListAs(subject, absl::StrCat(text, " page_token: '", token, "'"));
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return all;
      all.insert(all.end(), page->cases().begin(), page->cases().end());
      token = page->next_page_token();
    } while (!token.empty());
    return all;
  }

  projections::ChangeSignal changed_;
  eventstore::TestDirectory models_directory_;
  std::unique_ptr<projections::ReadModelStore> models_;
  std::unique_ptr<projections::Worker> worker_;
  eventstore::TestDirectory due_directory_;
  std::unique_ptr<projections::ReadModelStore> due_rows_;
  std::unique_ptr<projections::DueKeeper> due_;
  ListCursors cursors_;
};

// Who suffers: a court whose cases have entries about treatment in each, and who could not see them in order.
TEST_F(VisibleListsTest, ManyCasesWithWithheldEntriesArePutInOrderAsTheReaderSeesThem) {
  constexpr int kCases = 530;
  for (int i = 0; i < kCases; ++i) {
    const std::string name = absl::StrFormat("case %03d", i);
    CaseEvent renamed = On(kListDay);
    renamed.mutable_person_details_learned()->set_participant_id(Id(absl::StrFormat("Child %03d", i)));
    renamed.mutable_person_details_learned()->mutable_details()->set_name(
        absl::StrFormat("Aaa Hidden %03d", kCases - i));
    TellAll(name, {CaseOpened("2025-01-06"), ChildJoined("2025-01-06", absl::StrFormat("Child %03d", i)),
                   Labeled(std::move(renamed), event::v1::LABEL_PART2)});
  }
  WaitForModels();
  for (const char* order : {"CASE_ORDER_BY_NAME", "CASE_ORDER_BY_NEXT_DATE", "CASE_ORDER_BY_LAST_CONTACT"}) {
    const std::vector<v1::CaseSummary> all = AllAs("u-court", absl::StrCat("page_size: 200 order: ", order));
    ASSERT_THAT(all, SizeIs(kCases)) << order;
    std::set<std::string> ids;
    for (int i = 0; i < kCases; ++i) {
      ids.insert(all[i].case_id());
      EXPECT_TRUE(all[i].entries_withheld());
      EXPECT_FALSE(absl::StrContains(all[i].DebugString(), "Hidden"));
      if (absl::StrContains(order, "NAME")) {
        ASSERT_THAT(all[i].children(), ElementsAre(absl::StrFormat("Child %03d", i))) << "in the order of what is seen";
      }
    }
    EXPECT_THAT(ids, SizeIs(kCases)) << order;
  }
  EXPECT_THAT(AllAs("u-super", "page_size: 1000 order: CASE_ORDER_BY_NAME").front().children(),
              ElementsAre("Aaa Hidden 001"));

  // What is kept is not shown after it changed: here the last in the order becomes the first.
  CaseEvent named = On(kListDay);
  named.mutable_person_details_learned()->set_participant_id(Id("Child 529"));
  named.mutable_person_details_learned()->mutable_details()->set_name("Abel First");
  TellAll("case 529", {named});
  WaitForModels();
  EXPECT_THAT(AllAs("u-court", "page_size: 1000 order: CASE_ORDER_BY_NAME").front().children(),
              ElementsAre("Abel First"));
  TellAll("case 529", {MessageFromText<CaseEvent>("effective_on: '2025-01-08' entry_restricted { revision: 3 labels: "
                                                  "LABEL_PART2 }")});
  WaitForModels();
  EXPECT_THAT(AllAs("u-court", "page_size: 1000 order: CASE_ORDER_BY_NAME").front().children(),
              ElementsAre("Child 000"));
}

// What was folded before the deadline is kept, so that a request that is repeated comes to its end.
TEST_F(VisibleListsTest, AListThatTakesTooLongGetsFurtherEachTime) {
  constexpr int kCases = 60;
  constexpr char kOrder[] = "order: CASE_ORDER_BY_NAME";
  const auto tell = [this](std::vector<CaseEvent> events) {
    for (int i = 0; i < 100; ++i)
      events.push_back(Labeled(casejournal::testing::NoteWritten(kListDay, "a note"), event::v1::LABEL_PART2));
    for (int i = 0; i < kCases; ++i) TellAll(absl::StrCat("case ", i), events);
    WaitForModels();
  };
  tell({CaseOpened("2025-01-06"), ChildJoined("2025-01-06", "Ana")});
  const absl::Time first = absl::Now();
  ASSERT_THAT(ListAs("u-court", kOrder), IsOk());
  const absl::Duration folded = absl::Now() - first;
  // The quickest of several: on a busy machine, a single one may take as long as everything that is folded below.
  absl::Duration kept = absl::InfiniteDuration();
  for (int i = 0; i < 20; ++i) {
    const absl::Time began = absl::Now();
    ASSERT_THAT(ListAs("u-court", kOrder), IsOk());
    kept = std::min(kept, absl::Now() - began);
  }

  tell({});
  absl::StatusOr<v1::ListCasesResponse> page = absl::DeadlineExceededError("");
  int asked = 0;
  absl::Duration patience = 3 * kept;
  for (; absl::IsDeadlineExceeded(page.status()) && asked < 1'000; ++asked) {
    if (asked % 50 == 49) patience = std::min(2 * patience, folded / 2);  // the machine may be busier than before
    page = ListAs("u-court", kOrder, eventstore::Deadline::In(patience));
  }
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->cases(), SizeIs(kCases));
  EXPECT_GT(asked, 1) << "each time " << patience;
}

class ManyOfOneNameTest : public VisibleListsTest {
 protected:
  // 2,100 persons whom nobody but a caseworker of the case may know of, and one in the case of u-worker, who comes
  // after all of them in the order of ids.
  void TellOfMany() {
    for (int i = 0; i < 21; ++i) {
      std::vector<CaseEvent> events = {CaseOpened("2025-01-06"), Assigned("2025-01-06", "u-other")};
      for (int k = 0; k < 100; ++k) {
        events.push_back(
            Labeled(PersonJoined("Maria Garcia", absl::StrFormat("%08x-0000-4000-8000-000000000000", i * 100 + k)),
                    event::v1::LABEL_PART2));
      }
      TellAll(absl::StrCat("case ", i), events);
    }
    TellAll("own", {CaseOpened("2025-01-06"), Assigned("2025-01-06", "u-worker"),
                    PersonJoined("Maria Garcia Lopez", "ffffffff-ffff-4fff-bfff-ffffffffffff"),
                    PersonJoined("Maria Smith", "fffffffe-ffff-4fff-bfff-ffffffffffff")});
    WaitForModels();
  }
};

// Who suffers: a caseworker who opens a second record of a mother, because the county has many of her name.
TEST_F(ManyOfOneNameTest, HideNobodyFromAReaderWhoMayNotKnowOfThem) {
  TellOfMany();
  EXPECT_THAT(FoundAs("u-worker", "Maria Garcia"), ElementsAre("Maria Garcia Lopez", "Maria Smith"));
  EXPECT_THAT(FoundAs("u-worker", "Garcia Maria"), ElementsAre("Maria Garcia Lopez", "Maria Smith"));
  EXPECT_THAT(FoundAs("u-worker", "Smith"), ElementsAre("Maria Smith"));
  EXPECT_THAT(FoundAs("u-court", "Maria Garcia"), ElementsAre("Maria Garcia Lopez", "Maria Smith"))
      << "all cases, but not the entries of the others";
  EXPECT_THAT(FoundAs("u-other", "Maria Garcia"), SizeIs(20)) << "those of the own cases, up to the limit";
  EXPECT_THAT(FoundAs("u-other", "Smith"), IsEmpty());
}

TEST_F(ManyOfOneNameTest, APersonWhoLeftOrWasNamedOtherwiseIsFoundByWhatIsSoNow) {
  TellAll("own",
          {CaseOpened("2025-01-06"), Assigned("2025-01-06", "u-worker"), PersonJoined("Maria Garcia", Id("a person"))});
  WaitForModels();
  EXPECT_THAT(FoundAs("u-worker", "garcia"), ElementsAre("Maria Garcia"));
  CaseEvent renamed = On(kListDay);
  renamed.mutable_person_details_learned()->set_participant_id(Id(absl::StrCat("participant ", Id("a person"))));
  renamed.mutable_person_details_learned()->mutable_details()->set_name("Maria Weber");
  TellAll("own", {renamed});
  WaitForModels();
  EXPECT_THAT(FoundAs("u-worker", "garcia"), IsEmpty());
  EXPECT_THAT(FoundAs("u-worker", "weber"), ElementsAre("Maria Weber"));
}

class PageTokensTest : public VisibleListsTest {
 protected:
  void SetUp() override {
    VisibleListsTest::SetUp();
    for (const char* name : {"ash", "birch", "cedar", "elm"}) {
      TellAll(name, {CaseOpened("2024-11-06"), ChildJoined("2024-11-06", absl::StrCat("child of ", name)),
                     Assigned("2024-11-06", "u-worker", event::v1::ASSIGNMENT_PART_CASEWORKER, "north")});
    }
    WaitForModels();
  }
};

TEST_F(PageTokensTest, OfAListOfCasesCountForItsReaderAndItsQuestionOnly) {
  for (const char* order : {"CASE_ORDER_BY_CASE_ID", "CASE_ORDER_BY_NAME"}) {
    const std::string list = absl::StrCat("unit: 'north' order: ", order);
    const auto first = ListAs("u-super", list + " page_size: 1");
    ASSERT_THAT(first, IsOk());
    ASSERT_NE(first->next_page_token(), "");
    const std::string next = absl::StrCat(" page_token: '", first->next_page_token(), "'");
    const auto second = ListAs("u-super", absl::StrCat(list, next, " page_size: 3 min_position: 0"));
    ASSERT_THAT(second, IsOk()) << "the size of a page, and what it waits for, may change";
    EXPECT_THAT(second->cases(), SizeIs(3));
    EXPECT_THAT(ListAs("u-worker", list + next), StatusIs(absl::StatusCode::kInvalidArgument)) << order;
    EXPECT_THAT(ListAs("u-super", absl::StrCat("status: CASE_STATUS_OPEN ", list, next)),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << order;
    EXPECT_THAT(ListAs("u-super", next), StatusIs(absl::StatusCode::kInvalidArgument)) << order;
  }
}

TEST_F(PageTokensTest, OfAListOfWorkCountForItsReaderAndItsQuestionOnly) {
  const auto first = WorkAs("u-super", "unit: 'north' page_size: 1");
  ASSERT_THAT(first, IsOk());
  ASSERT_NE(first->next_page_token(), "");
  const std::string next = absl::StrCat(" page_token: '", first->next_page_token(), "'");
  EXPECT_THAT(WorkAs("u-super", "unit: 'north' page_size: 2" + next), IsOk());
  EXPECT_THAT(WorkAs("u-super", "unit: 'north' kinds: WORK_KIND_FINDING" + next),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(WorkAs("u-worker", "unit: 'north'" + next), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace casejournal::services
