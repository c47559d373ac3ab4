// No call tells a reader what a label withholds from them. One case has, for each label, entries of many kinds with
// that label, and in each of them a word that nothing else has.
#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/due_rows.h"
#include "projections/read_models/worker.h"
#include "projections/versions/draw_up.h"
#include "projections/versions/plan_text.h"
#include "services/answers/cases/compare_plans.h"
#include "services/answers/cases/get_case_plan.h"
#include "services/answers/cases/get_docket.h"
#include "services/answers/cases/get_figures.h"
#include "services/answers/cases/get_findings.h"
#include "services/answers/cases/get_history.h"
#include "services/answers/cases/list_notes.h"
#include "services/answers/cases/preview_plan.h"
#include "services/answers/cases/replay_case.h"
#include "services/answers/lists/due_watch.h"
#include "services/answers/lists/get_register.h"
#include "services/answers/lists/list_cases.h"
#include "services/answers/lists/list_work.h"
#include "services/answers/lists/search_persons.h"
#include "services/answers/log/read_events.h"
#include "services/cases/labels_in_rows.h"
#include "tests/support/access_journal.h"
#include "tests/support/docket_case.h"
#include "tests/support/event_text.h"
#include "tests/support/matchers.h"
#include "tests/support/plan_texts.h"

namespace casejournal::services {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using event::v1::Label;
using projections::LabelSet;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr char kDay[] = "2025-01-08";

std::vector<Label> AllLabels() { return LabelSet::All().Labels(); }

// Of letters only, so that it can be in a name.
std::string MarkerOf(Label label) {
  std::string marker = absl::StrCat("Zq", event::v1::Label_Name(label).substr(sizeof("LABEL_") - 1));
  std::erase_if(marker, [](char c) { return c == '_' || absl::ascii_isdigit(static_cast<unsigned char>(c)); });
  return marker;
}

CaseEvent Labeled(CaseEvent event, Label label) {
  event.add_labels(label);
  return event;
}

// What was answered, by the call.
using Answers = std::multimap<std::string, std::string>;

class WithheldTest : public AccessJournal {
 protected:
  WithheldTest() {
    for (const char* name : {"us-oh.calendar.textproto", "us-federal.rules.textproto", "us-oh.rules.textproto"})
      rules_.push_back(ShippedFile(name));
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
    recorder_ = std::make_unique<DisclosureRecorder>(journal_->log());
    desk_ = std::make_unique<DisclosureDesk>(*recorder_, notices_, DisclosureOptions{.program = "casejournal test"});
    TellStory();
  }

  // Entry by entry: revisions are those of the story.
  void TellStory() {
    Tell("ash", CaseOpened("2025-01-06"));
    Tell("ash", ChildJoined("2025-01-06", "ana"));
    Tell("ash", Assigned("2025-01-06", "u-worker", event::v1::ASSIGNMENT_PART_CASEWORKER, "north"));
    Tell("ash", NumberGiven("2025-01-06", "JV1", "ana"));
    Tell("ash", EventFromText("2025-01-07", kComplaint));
    for (const Label label : AllLabels()) TellOf(label);
    Tell("ash", GoalEstablished(kDay, "goal", "Ana is safe at home"));
    DrawUp();
    Tell("ash", NoteWritten(kDay, "The last word"));
    Give("u-worker", event::v1::ROLE_CASEWORKER);
    Give("u-super", event::v1::ROLE_SUPERVISOR, "north");
    Give("u-court", event::v1::ROLE_COURT);
    Give("u-audit", event::v1::ROLE_AUDITOR);
    Give("u-pipe", event::v1::ROLE_PIPELINE);
    Give("u-oper", event::v1::ROLE_OPERATOR);
    Give("u-other", event::v1::ROLE_CASEWORKER);
    Tell("ash", Granted(kDay, "grant of reviewer", "u-review", event::v1::ROLE_REVIEWER));
    Tell("ash", Granted(kDay, "grant of guardian", "u-gal", event::v1::ROLE_GUARDIAN_AD_LITEM));
    Tell("ash", Granted(kDay, "grant of counsel", "u-counsel", event::v1::ROLE_COUNSEL));
    Tell("oak", CaseOpened("2025-01-06"));
    Tell("oak", Assigned("2025-01-06", "u-far", event::v1::ASSIGNMENT_PART_CASEWORKER, "far"));
    Tell("oak", NumberGiven("2025-01-06", "JVfar", ""));
    WaitForModels();
  }

  void TellOf(Label label) {
    const std::string marker = MarkerOf(label);
    const auto tell = [&](CaseEvent event) { Tell("ash", Labeled(std::move(event), label)); };
    tell(NoteWritten(kDay, marker));
    CaseEvent joined = AdultJoined(kDay, absl::StrCat("Eva ", marker));
    joined.mutable_participant_joined()->set_person_id(Id(absl::StrCat("person ", marker)));
    tell(std::move(joined));
    tell(GoalEstablished(kDay, absl::StrCat("goal ", marker), marker));
    tell(NumberGiven(kDay, marker, "ana"));
    // Before the worker of today: one follows the other.
    CaseEvent assigned = Assigned(absl::StrFormat("2024-12-%02d", static_cast<int>(label)), absl::StrCat("u-", marker),
                                  event::v1::ASSIGNMENT_PART_CASEWORKER, marker);
    assigned.mutable_case_assigned()->mutable_staff()->set_name(marker);
    tell(std::move(assigned));
    CaseEvent complaint = EventFromText("2025-01-07", kComplaint);
    complaint.mutable_complaint_filed()->set_allegations(marker);
    tell(std::move(complaint));
    CaseEvent contact = EventFromText(kDay,
                                      "contact_made { kind: CONTACT_KIND_HOME_VISIT with_ids: '$ana' "
                                      "result: CONTACT_RESULT_TOOK_PLACE }");
    contact.mutable_contact_made()->set_summary(marker);
    tell(std::move(contact));
  }

  // A version whose text says everything.
  void DrawUp() {
    const std::shared_ptr<const CaseAt> at = *cases_->LoadCommitted(*eventstore::Uuid::Parse(Id("ash")));
    CaseEvent event = On(kDay);
    event::v1::PlanVersionDrawnUp& version = *event.mutable_plan_version_drawn_up();
    version = Drawing(event::v1::PLAN_KIND_CASE, {Id("ana")});
    version.set_plan_id(Id("plan"));
    version.set_as_of_revision(at->record.entries().size() - 1);
    *version.mutable_text() =
        projections::DrawUp(at->record, version, [](absl::string_view part) { return Sha256Of(part); }).text;
    version.set_digest(projections::PlanTextDigest(version.text()));
    digest_ = version.digest();
    Tell("ash", std::move(event));
    CaseEvent journalized = On(kDay);
    journalized.mutable_plan_journalized()->set_digest(digest_);
    journalized.mutable_plan_journalized()->set_court_number("JV1");
    Tell("ash", std::move(journalized));
  }

  void WaitForModels() {
    ASSERT_THAT(worker_->WaitFor(journal_->log().size(), Soon()), IsOk());
    ASSERT_THAT(due_->WaitFor(journal_->log().size(), Soon()), IsOk());
  }
  static eventstore::Deadline Soon() { return eventstore::Deadline::In(absl::Seconds(60)); }

  template <typename Response>
  static std::string TextOf(const absl::StatusOr<Response>& answered) {
    return answered.ok() ? absl::StrCat(answered->DebugString(), answered->SerializeAsString())
                         : answered.status().ToString();
  }
  template <typename Request>
  static Request RequestOf(absl::string_view text) {
    return MessageFromText<Request>(text);
  }

  absl::StatusOr<v1::ListCasesResponse> ListCasesAs(const Reader& reader, absl::string_view text = "") {
    return ListCases({*journal_, *worker_, *due_, reader}, RequestOf<v1::ListCasesRequest>(text), Soon());
  }
  absl::StatusOr<v1::ListWorkResponse> ListWorkAs(const Reader& reader, absl::string_view text = "") {
    return ListWork({*journal_, *worker_, *due_, reader}, cursors_, RequestOf<v1::ListWorkRequest>(text), Soon());
  }
  absl::StatusOr<v1::SearchPersonsResponse> SearchAs(const Reader& reader, absl::string_view name) {
    v1::SearchPersonsRequest request;
    request.set_name(std::string(name));
    return SearchPersons(*journal_, reader, *worker_, request, Soon());
  }
  absl::StatusOr<v1::GetCasePlanResponse> PlanAs(const Reader& reader, absl::string_view text = "") {
    v1::GetCasePlanRequest request = RequestOf<v1::GetCasePlanRequest>(text);
    request.set_case_id(Id("ash"));
    return GetCasePlan(*journal_, reader, request, Soon());
  }
  absl::StatusOr<v1::GetRegisterResponse> RegisterAs(const Reader& reader, absl::string_view text) {
    return GetRegister(*journal_, reader, *desk_, *worker_, cursors_, RequestOf<v1::GetRegisterRequest>(text), Soon());
  }
  std::vector<v1::ReplayCaseResponse> ReplayAs(const Reader& reader) {
    std::vector<v1::ReplayCaseResponse> steps;
    v1::ReplayCaseRequest request;
    request.set_case_id(Id("ash"));
    request.set_with_plan(true);
    ReplayCase(
        *journal_, reader, *desk_, request,
        [&](const v1::ReplayCaseResponse& step) {
          steps.push_back(step);
          return true;
        },
        [] { return false; })
        .IgnoreError();
    return steps;
  }

  // Everything that calls answer about the case, to this reader.
  Answers AskAll(const Reader& reader) {
    Answers answers;
    const auto add = [&](const std::string& call, std::string text) { answers.emplace(call, std::move(text)); };
    const std::string of_case = "case_id: '$ash' ";
    add("GetCasePlan", TextOf(PlanAs(reader)));
    add("GetCasePlan in force", TextOf(PlanAs(reader, "view: PLAN_VIEW_IN_FORCE")));
    v1::GetCasePlanRequest version = RequestOf<v1::GetCasePlanRequest>(of_case + "view: PLAN_VIEW_VERSION");
    version.set_digest(digest_);
    add("GetCasePlan version", TextOf(GetCasePlan(*journal_, reader, version, Soon())));
    add("GetCasePlan attested", TextOf(PlanAs(reader, "attest: true")));
    for (int revision = 0; revision < 60; revision += 7) {
      const std::string as_of = absl::StrCat("as_of { revision: ", revision, " effective_on: '2025-01-10' }");
      add("GetCasePlan as of", TextOf(PlanAs(reader, as_of)));
      add("GetDocket as of",
          TextOf(GetDocket(*journal_, reader, RequestOf<v1::GetDocketRequest>(of_case + as_of), Soon())));
    }
    v1::ComparePlansRequest compare;
    compare.set_case_id(Id("ash"));
    compare.set_before(digest_);
    add("ComparePlans", TextOf(ComparePlans(*journal_, reader, compare, Soon())));
    v1::PreviewPlanRequest preview;
    preview.set_case_id(Id("ash"));
    *preview.mutable_version() = Drawing(event::v1::PLAN_KIND_CASE, {Id("ana")});
    preview.set_newest(true);
    add("PreviewPlan", TextOf(PreviewPlan(*journal_, reader, preview, Soon())));
    add("GetFindings", TextOf(GetFindings(*journal_, reader, RequestOf<v1::GetFindingsRequest>(of_case), Soon())));
    add("GetFigures", TextOf(GetFigures(*journal_, reader, RequestOf<v1::GetFiguresRequest>(of_case), Soon())));
    add("GetDocket", TextOf(GetDocket(*journal_, reader, RequestOf<v1::GetDocketRequest>(of_case), Soon())));
    add("ListNotes", TextOf(ListNotes(*journal_, reader, RequestOf<v1::ListNotesRequest>(of_case), Soon())));
    for (const char* order : {"CASE_ORDER_BY_CASE_ID", "CASE_ORDER_BY_NAME", "CASE_ORDER_BY_NEXT_DATE"})
      add("ListCases", TextOf(ListCasesAs(reader, absl::StrCat("order: ", order))));
    add("SearchPersons", TextOf(SearchAs(reader, "Eva")));
    add("ListWork of the case", TextOf(ListWorkAs(reader, of_case)));
    add("ListWork on a day", TextOf(ListWorkAs(reader, of_case + "on: '2025-02-01'")));
    add("ListWork of all", TextOf(ListWorkAs(reader)));
    add("ListWork of a worker", TextOf(ListWorkAs(reader, "staff_subject: 'u-worker'")));
    add("GetRegister", TextOf(RegisterAs(reader, of_case)));
    add("GetRegister by number", TextOf(RegisterAs(reader, "court_number: 'JV1'")));
    GetHistory(
        *journal_, reader, *desk_, RequestOf<v1::GetHistoryRequest>(of_case),
        [&](const v1::GetHistoryResponse& rows) {
          add("GetHistory", rows.DebugString());
          return true;
        },
        [] { return false; })
        .IgnoreError();
    for (const v1::ReplayCaseResponse& step : ReplayAs(reader))
      add("ReplayCase", absl::StrCat(step.DebugString(), step.SerializeAsString()));
    if (reader.May(Act::kFollow).ok()) {
      ReadEvents(journal_->log(), reader, *desk_, RequestOf<v1::ReadEventsRequest>("with_sentences: true"),
                 [&](const v1::ReadEventsResponse& batch) {
                   add("ReadEvents", absl::StrCat(batch.DebugString(), batch.SerializeAsString()));
                   return true;
                 })
          .IgnoreError();
    }
    for (const std::string& text : WatchAs(reader)) add("WatchWork", text);
    return answers;
  }

  // The first list of a watch.
  std::vector<std::string> WatchAs(const Reader& reader) {
    DueWatches watches({*journal_, *worker_, *due_, changed_, stopping_});
    DueWatch watch(watches, reader, RequestOf<v1::WatchWorkRequest>("staff_subject: 'u-worker'"), [] {});
    std::vector<std::string> said;
    for (int turn = 0; turn < 100; ++turn) {
      v1::WatchWorkResponse change;
      const absl::StatusOr<Turn> taken = watch.Next(change);
      if (!taken.ok()) {
        said.push_back(taken.status().ToString());
        return said;
      }
      if (*taken == Turn::kMessage) said.push_back(change.DebugString());
      if (*taken == Turn::kMessage && change.complete()) return said;
    }
    return said;
  }

  eventstore::TestDirectory models_directory_;
  eventstore::TestDirectory due_directory_;
  std::atomic<bool> stopping_ = false;
  projections::ChangeSignal changed_;
  std::unique_ptr<projections::ReadModelStore> models_;
  std::unique_ptr<projections::Worker> worker_;
  std::unique_ptr<projections::ReadModelStore> due_rows_;
  std::unique_ptr<projections::DueKeeper> due_;
  Notices notices_;
  std::unique_ptr<DisclosureRecorder> recorder_;
  std::unique_ptr<DisclosureDesk> desk_;
  ListCursors cursors_;
  std::string digest_;
};

TEST_F(WithheldTest, NoCallTellsWhatALabelWithholds) {
  for (const char* who : {"u-worker", "u-super", "u-court", "u-audit", "u-pipe", "u-oper", "u-other", "u-review",
                          "u-gal", "u-counsel", "nobody"}) {
    const Reader reader = As(who);
    const Answers answers = AskAll(reader);
    const LabelSet sees = [&] {
      const absl::StatusOr<Decision> plan = reader.MayIn(Id("ash"), Act::kReadPlan);
      const absl::StatusOr<Decision> record = reader.MayIn(Id("ash"), Act::kReadRecord);
      return (plan.ok() ? plan->sees : LabelSet()) | (record.ok() ? record->sees : LabelSet());
    }();
    for (const Label label : AllLabels()) {
      if (sees.Has(label)) continue;
      for (const auto& [call, text] : answers) {
        // A reader's own question may come back in an error; what was asked here has no marker.
        EXPECT_THAT(text, Not(HasSubstr(MarkerOf(label)))) << who << ", " << call;
      }
    }
  }
}

// Without this, the test before could pass because nothing is answered at all.
TEST_F(WithheldTest, WhoMaySeeALabelSeesItInTheseCalls) {
  const Reader worker = As("u-worker");
  ASSERT_THAT(worker.MayIn(Id("ash"), Act::kReadPlan), IsOk());
  const LabelSet sees = worker.MayIn(Id("ash"), Act::kReadPlan)->sees;
  const Answers answers = AskAll(worker);
  for (const char* call : {"GetCasePlan", "GetCasePlan version", "ListNotes", "ListCases", "SearchPersons",
                           "ReplayCase", "GetHistory", "ReadEvents", "GetRegister", "PreviewPlan"}) {
    for (const Label label : sees.Labels()) {
      const auto [first, last] = answers.equal_range(call);
      const bool said =
          std::any_of(first, last, [&](const auto& each) { return absl::StrContains(each.second, MarkerOf(label)); });
      EXPECT_TRUE(said) << call << " does not say " << MarkerOf(label);
    }
  }
}

TEST_F(WithheldTest, PlacesStayContiguousAndSayNothingMore) {
  const std::shared_ptr<const CaseAt> whole = *cases_->LoadCommitted(*eventstore::Uuid::Parse(Id("ash")));
  for (const char* who : {"u-worker", "u-court", "u-audit", "u-gal"}) {
    const std::vector<v1::ReplayCaseResponse> steps = ReplayAs(As(who));
    ASSERT_EQ(steps.size(), whole->record.entries().size()) << who;
    size_t withheld = 0;
    for (size_t at = 0; at < steps.size(); ++at) {
      const v1::CaseEntry& entry = steps[at].entry();
      const uint64_t position = whole->record.entries()[at].position;
      if (entry.has_opened()) {
        EXPECT_EQ(entry.opened().recorded().position(), position);
        continue;
      }
      ++withheld;
      EXPECT_EQ(entry.withheld().position(), position);
      EXPECT_EQ(entry.withheld().leaf_hash().size(), 32U);
      EXPECT_EQ(steps[at].changes_size(), 0);
    }
    EXPECT_EQ(withheld, PlanAs(As(who))->answered().entries_withheld()) << who;
  }
}

TEST_F(WithheldTest, AnswersSayHowManyEntriesAreWithheld) {
  const auto withheld = [&](const char* who) { return PlanAs(As(who))->answered().entries_withheld(); };
  constexpr uint32_t kOfALabel = 7;
  EXPECT_EQ(withheld("u-worker"), kOfALabel + 1) << "of one label, and the version";
  EXPECT_EQ(withheld("u-audit"), 7 * kOfALabel + 1);
  EXPECT_THAT(PlanAs(As("u-audit"), "attest: true"), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(WithheldTest, ACaseThatMayNotBeSeenAnswersLikeOneThatDoesNotExist) {
  const Reader other = As("u-other");
  for (const Act act : {Act::kReadPlan, Act::kReadRecord, Act::kFollow, Act::kGive}) {
    const absl::Status forbidden = other.See(Id("ash"), act).status();
    const absl::Status absent = other.See(Id("elm"), act).status();
    EXPECT_EQ(forbidden.code(), absl::StatusCode::kNotFound);
    EXPECT_EQ(forbidden.code(), absent.code());
    EXPECT_EQ(std::string(forbidden.message()), absl::StrCat("there is no case ", Id("ash")));
    EXPECT_EQ(std::string(absent.message()), absl::StrCat("there is no case ", Id("elm")));
  }
  EXPECT_THAT(ListWorkAs(other, "case_id: '$ash'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(ListWorkAs(other, "case_id: '$ash'").status().message(), absl::StrCat("there is no case ", Id("ash")));
  EXPECT_EQ(RegisterAs(other, "court_number: 'JV1'").status().message(), "no case has the number JV1");
}

std::vector<std::string> CaseIds(const absl::StatusOr<v1::ListCasesResponse>& page) {
  std::vector<std::string> ids;
  for (const v1::CaseSummary& each : page->cases()) ids.push_back(each.case_id());
  return ids;
}

TEST_F(WithheldTest, ListsHaveOnlyTheCasesOfTheirReader) {
  for (const char* who : {"u-worker", "u-super", "u-gal", "u-counsel", "u-review"}) {
    const auto page = ListCasesAs(As(who));
    ASSERT_THAT(page, IsOk()) << who;
    EXPECT_THAT(CaseIds(page), ElementsAre(Id("ash"))) << who;
    EXPECT_TRUE(page->cases(0).entries_withheld()) << who;
  }
  for (const char* who : {"u-court", "u-audit"})
    EXPECT_THAT(CaseIds(ListCasesAs(As(who))), UnorderedElementsAre(Id("ash"), Id("oak"))) << who;
  for (const char* who : {"u-other", "nobody"}) EXPECT_THAT(CaseIds(ListCasesAs(As(who))), IsEmpty()) << who;
}

TEST_F(WithheldTest, NamesThatOnlyOthersMaySeeAreUnknown) {
  const Reader worker = As("u-worker");
  EXPECT_EQ(ListCasesAs(worker, "staff_subject: 'u-far'").status(), ListCasesAs(worker, "staff_subject: 'x'").status());
  EXPECT_EQ(ListCasesAs(worker, "unit: 'far'").status(), ListCasesAs(worker, "unit: 'x'").status());
  EXPECT_EQ(ListCasesAs(worker, "number: 'JVfar'").status(), ListCasesAs(worker, "number: 'x'").status());
  EXPECT_EQ(ListWorkAs(worker, "staff_subject: 'u-far'").status(), ListWorkAs(worker, "staff_subject: 'x'").status());
  EXPECT_EQ(ListWorkAs(worker, "unit: 'far'").status(), ListWorkAs(worker, "unit: 'x'").status());
  EXPECT_THAT(ListCasesAs(worker, "unit: 'far'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(CaseIds(ListCasesAs(worker, "unit: 'north'")), ElementsAre(Id("ash")));

  for (const Label label : {event::v1::LABEL_SEALED}) {
    const std::string marker = MarkerOf(label);
    for (const std::string filter : {"staff_subject: 'u-", "unit: '", "number: '"}) {
      EXPECT_THAT(ListCasesAs(worker, absl::StrCat(filter, marker, "'")), StatusIs(absl::StatusCode::kNotFound))
          << filter << marker;
    }
    EXPECT_THAT(ListCasesAs(worker, absl::StrCat("person_id: '", Id("person " + marker), "'")),
                StatusIs(absl::StatusCode::kNotFound));
    const auto alike = SearchAs(worker, marker);
    ASSERT_THAT(alike, IsOk());
    for (const v1::PersonMatch& match : alike->matches())
      EXPECT_THAT(match.name(), Not(HasSubstr(marker))) << "others sound alike";
    EXPECT_EQ(RegisterAs(worker, absl::StrCat("court_number: '", marker, "'")).status().message(),
              absl::StrCat("no case has the number ", marker));
  }
  const std::string seen = MarkerOf(event::v1::LABEL_HEALTH);
  EXPECT_THAT(CaseIds(ListCasesAs(worker, absl::StrCat("number: '", seen, "'"))), ElementsAre(Id("ash")));
  EXPECT_THAT(CaseIds(ListCasesAs(worker, absl::StrCat("person_id: '", Id("person " + seen), "'"))),
              ElementsAre(Id("ash")));
  ASSERT_GT(SearchAs(worker, seen)->matches_size(), 0);
  EXPECT_EQ(SearchAs(worker, seen)->matches(0).name(), absl::StrCat("Eva ", seen));
}

TEST_F(WithheldTest, WorkInACaseWithWithheldEntriesIsMadeFromTheOthers) {
  const auto of_worker = ListWorkAs(As("u-worker"), "staff_subject: 'u-worker'");
  ASSERT_THAT(of_worker, IsOk());
  ASSERT_GT(of_worker->items_size(), 0);
  for (const v1::WorkItem& item : of_worker->items()) EXPECT_TRUE(item.entries_withheld());
  const auto of_all = ListWorkAs(As("u-court"));
  ASSERT_THAT(of_all, IsOk());
  EXPECT_TRUE(of_all->cases_left_out());
  for (const v1::WorkItem& item : of_all->items()) EXPECT_EQ(item.case_id(), Id("oak"));
}

// A row of the read models may be older than the label.
TEST_F(WithheldTest, ALabelCountsAtOnce) {
  const Reader court = As("u-court");
  CaseEvent joined = AdultJoined(kDay, "Eva Zqlater");
  joined.mutable_participant_joined()->set_person_id(Id("later"));
  Tell("oak", std::move(joined));
  WaitForModels();
  ASSERT_EQ(SearchAs(court, "Zqlater")->matches_size(), 1);
  EXPECT_THAT(LabelsInRows(journal_->log(), *models_, Id("oak")), IsOk());
  for (int round = 0; round < 5; ++round) {
    CaseEvent restricted = On(kDay);
    restricted.mutable_entry_restricted()->set_revision(3);
    if (round % 2 == 0) restricted.mutable_entry_restricted()->add_labels(event::v1::LABEL_PART2);
    Tell("oak", std::move(restricted));
    EXPECT_EQ(SearchAs(court, "Zqlater")->matches_size(), round % 2 == 0 ? 0 : 1) << round;
  }
}

TEST_F(WithheldTest, APageOfAnotherReadersListIsRefused) {
  const auto first = ListWorkAs(As("u-worker"), "staff_subject: 'u-worker' page_size: 1");
  ASSERT_THAT(first, IsOk());
  ASSERT_FALSE(first->next_page_token().empty());
  const std::string next =
      absl::StrCat("staff_subject: 'u-worker' page_size: 1 page_token: '", first->next_page_token(), "'");
  EXPECT_THAT(ListWorkAs(As("u-super"), next), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ListWorkAs(As("u-worker"), next), IsOk());
}

// With the seed, the reader could guess at what is withheld, and compare digests.
TEST_F(WithheldTest, APreviewWithASeedIsRefusedWhereEntriesAreWithheld) {
  v1::PreviewPlanRequest preview;
  preview.set_case_id(Id("ash"));
  *preview.mutable_version() = Drawing(event::v1::PLAN_KIND_CASE, {Id("ana")});
  preview.set_newest(true);
  const auto seen = PreviewPlan(*journal_, As("u-worker"), preview, Soon());
  ASSERT_THAT(seen, IsOk());
  EXPECT_EQ(projections::PlanTextDigest(seen->text()), seen->digest()) << "what is left proves the whole text";
  preview.mutable_version()->set_salt_seed(std::string(32, 's'));
  EXPECT_THAT(PreviewPlan(*journal_, As("u-worker"), preview, Soon()), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace casejournal::services
