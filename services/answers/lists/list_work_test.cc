// What a client gets that asks what is to be done in all cases, or watches it. Most of it is about dates of the docket;
// list_other_work_test.cc is about the other kinds.
#include "services/answers/lists/list_work.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "casejournal/v1/case_service.pb.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::EventFromText;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::kComplaint;
using casejournal::testing::kPlaced;
using casejournal::testing::kRemoved;
using casejournal::testing::NamesField;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Items = std::vector<v1::WorkItem>;

bool IsNotDone(v1::ClockState state) {
  return state == v1::CLOCK_STATE_OPEN || state == v1::CLOCK_STATE_WINDOW_OPEN || state == v1::CLOCK_STATE_MISSED ||
         state == v1::CLOCK_STATE_PAST_WHEN_SET || state == v1::CLOCK_STATE_TOLLED;
}

// Ash of cw-1 and Birch of cw-2, both of North. In both, Ana is in foster care since February 1, recorded on April 10.
class DueTest : public casejournal::testing::ServerWithRulesTest {
 protected:
  DueTest() { ShareServer(); }

  void TellStory() override {
    // Before the entries, because a new day reaches the cases one after another.
    SetClock("2025-04-10 09:00");
    OpenCase("ash", "cw-1");
    OpenCase("birch", "cw-2");
  }

  void OpenCase(const std::string& word, absl::string_view subject) {
    Tell(word, "2025-01-10", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })");
    Tell(word, "2025-01-10",
         R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" born_on: "2015-06-01" })");
    Tell(word, "2025-01-10",
         absl::StrCat(
             "case_assigned { part: ASSIGNMENT_PART_CASEWORKER unit: 'North' staff { name: 'a worker' subject: '",
             subject, "' issuer: 'wren.example' } }"));
    Tell(word, "2025-01-10", "case_number_given { system: 'Juvenile Court' number: 'JV1' child_id: '$ana' }");
    Tell(word, "2025-01-10",
         "household_member_moved_in { household_id: '$home' household_name: 'home' participant_id: '$ana' }");
    for (const char* text : {kComplaint, kRemoved, kPlaced}) Tell(word, "2025-02-01", text);
  }

  absl::StatusOr<v1::ListWorkResponse> Page(absl::string_view text = "") {
    auto request = casejournal::testing::MessageFromText<v1::ListWorkRequest>(text);
    if (!request.has_min_position()) request.set_min_position(LastPosition());
    return Ask(OfTheDocket(request));
  }
  // Unless kinds are asked for, only dates of the docket.
  template <typename Request>
  static Request OfTheDocket(Request request) {
    if (request.kinds().empty()) request.add_kinds(v1::WORK_KIND_LAW);
    return request;
  }
  // All items, read in pages of this size.
  Items Due(absl::string_view text = "", uint32_t page_size = 1000) {
    auto request = casejournal::testing::MessageFromText<v1::ListWorkRequest>(text);
    request.set_page_size(page_size);
    request.set_min_position(LastPosition());
    Items items;
    do {
      const auto page = Ask(OfTheDocket(request));
      EXPECT_THAT(page, IsOk()) << text;
      if (!page.ok()) return items;
      EXPECT_LE(page->items_size(), static_cast<int>(page_size));
      items.insert(items.end(), page->items().begin(), page->items().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return items;
  }
  // The names of items, with their cases.
  static std::vector<std::string> NamesIn(const Items& items) {
    std::vector<std::string> names;
    for (const v1::WorkItem& each : items) names.push_back(absl::StrCat(each.case_id(), "/", each.due().item()));
    return names;
  }
  static std::set<std::string> SetOf(const Items& items) {
    const std::vector<std::string> names = NamesIn(items);
    return {names.begin(), names.end()};
  }
  // The two sets are the same. Only what differs is printed.
  static void ExpectSame(const std::set<std::string>& listed, const std::set<std::string>& expected) {
    std::vector<std::string> differing;
    std::set_symmetric_difference(listed.begin(), listed.end(), expected.begin(), expected.end(),
                                  std::back_inserter(differing));
    EXPECT_THAT(differing, IsEmpty());
  }
  // The same from the dockets of the cases.
  std::set<std::string> DueByDockets(const std::vector<std::string>& words, absl::string_view more = "") {
    std::set<std::string> names;
    for (const std::string& word : words) {
      const auto docket = AskFor<v1::GetDocketRequest>(absl::StrCat("case_id: '$", word, "' ", more));
      EXPECT_THAT(docket, IsOk());
      if (!docket.ok()) continue;
      for (const v1::DocketItem& item : docket->items()) {
        if (IsNotDone(item.state())) names.insert(absl::StrCat(Id(word), "/", item.item()));
      }
    }
    return names;
  }
};

class DueLaterTest : public DueTest {
 protected:
  DueLaterTest() { OwnServer(); }
};

TEST_F(DueTest, AllThatIsNotDoneIsListedByDueDate) {
  const Items items = Due();

  ExpectSame(SetOf(items), DueByDockets({"ash", "birch"}));
  EXPECT_EQ(SetOf(items).size(), items.size()) << "each once";
  EXPECT_TRUE(std::is_sorted(items.begin(), items.end(),
                             [](const auto& a, const auto& b) { return a.due().due() < b.due().due(); }));
  for (const v1::WorkItem& each : items) EXPECT_TRUE(IsNotDone(each.due().state())) << each.due().item();
}

TEST_F(DueTest, AnItemIsThatOfTheDocketWithoutItsDerivation) {
  const auto docket = AskFor<v1::GetDocketRequest>("case_id: '$ash'");
  ASSERT_THAT(docket, IsOk());
  for (const v1::WorkItem& each : Due("staff_subject: 'cw-1'")) {
    const auto same = std::find_if(docket->items().begin(), docket->items().end(),
                                   [&](const auto& item) { return item.item() == each.due().item(); });
    ASSERT_NE(same, docket->items().end());
    EXPECT_EQ(each.due().due(), same->due());
    EXPECT_EQ(each.due().state(), same->state());
    EXPECT_EQ(each.due().days_left(), same->days_left());
    EXPECT_EQ(each.due().title(), same->title());
    EXPECT_THAT(each.due().steps(), IsEmpty());
  }
}

TEST_F(DueTest, AnAnswerSaysItsDayAndItsPosition) {
  const auto page = Page();

  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->on(), "2025-04-10");
  EXPECT_EQ(page->as_of_position(), LastPosition());
}

// A calendar that has the item already replaces its event if the number is higher.
TEST_F(DueTest, AnItemNamesTheLastEntryOfItsCase) {
  std::set<uint64_t> of_ash;
  std::set<uint64_t> of_birch;
  for (const v1::WorkItem& each : Due()) {
    (each.case_id() == Id("ash") ? of_ash : of_birch).insert(each.changed_position());
    EXPECT_EQ(each.changed_at().seconds(), absl::ToUnixSeconds(casejournal::testing::Local("2025-04-10 09:00")));
  }

  EXPECT_THAT(of_birch, ElementsAre(LastPosition()));
  ASSERT_THAT(of_ash, SizeIs(1));
  const Items of_a_day = Due("case_id: '$ash' on: '2025-12-01'");
  ASSERT_THAT(of_a_day, Not(IsEmpty()));
  for (const v1::WorkItem& each : of_a_day) EXPECT_EQ(each.changed_position(), *of_ash.begin());
}

TEST_F(DueTest, AWorkerAndAUnitSelectTheirCases) {
  ExpectSame(SetOf(Due("staff_subject: 'cw-1'")), DueByDockets({"ash"}));
  ExpectSame(SetOf(Due("staff_subject: 'cw-2' unit: 'North'")), DueByDockets({"birch"}));
  ExpectSame(SetOf(Due("unit: 'North'")), DueByDockets({"ash", "birch"}));
  EXPECT_THAT(Due("staff_subject: 'cw-1' staff_issuer: 'tallow.example'"), IsEmpty());
}

TEST_F(DueTest, ARuleOrASetSelectsItsItems) {
  const std::string rule = Due().front().due().rule();
  const Items by_rule = Due(absl::StrCat("rule: '", rule, "'"));
  const Items by_rule_and_unit = Due(absl::StrCat("unit: 'North' rule: '", rule, "'"));

  EXPECT_THAT(by_rule, Not(IsEmpty()));
  for (const v1::WorkItem& each : by_rule) EXPECT_EQ(each.due().rule(), rule);
  EXPECT_EQ(NamesIn(by_rule), NamesIn(by_rule_and_unit));
  EXPECT_EQ(Due("rule: 'us-oh'").size() + Due("rule: 'us-federal'").size(), Due().size());
}

TEST_F(DueTest, StatesSelectTheirItems) {
  size_t listed = 0;
  for (const char* state : {"LATER", "DUE", "OVERDUE", "WAITING", "STOPPED"}) {
    for (const v1::WorkItem& each : Due(absl::StrCat("states: WORK_STATE_", state))) {
      EXPECT_EQ(v1::WorkState_Name(each.state()), absl::StrCat("WORK_STATE_", state));
      ++listed;
    }
  }
  EXPECT_EQ(listed, Due().size()) << "one state for each item";
  for (const char* states : {"states: WORK_STATE_OVERDUE", "states: WORK_STATE_DUE", "states: WORK_STATE_LATER",
                             "states: WORK_STATE_OVERDUE states: WORK_STATE_LATER"}) {
    EXPECT_EQ(NamesIn(Due(states)), NamesIn(Due(absl::StrCat("unit: 'North' ", states)))) << states;
  }
}

TEST_F(DueTest, DueDaysAreInclusive) {
  const Items all = Due();
  const std::string day = all[all.size() / 2].due().due();
  const auto count = [&](const auto& holds) {
    return std::count_if(all.begin(), all.end(), [&](const v1::WorkItem& each) { return holds(each.due().due()); });
  };
  for (const char* of : {"", "unit: 'North' "}) {
    EXPECT_THAT(Due(absl::StrCat(of, "due_from: '", day, "'")), SizeIs(count([&](auto& due) { return due >= day; })));
    EXPECT_THAT(Due(absl::StrCat(of, "due_until: '", day, "'")), SizeIs(count([&](auto& due) { return due <= day; })));
    EXPECT_THAT(Due(absl::StrCat(of, "due_from: '", day, "' due_until: '", day, "'")),
                SizeIs(count([&](auto& due) { return due == day; })));
  }
}

TEST_F(DueTest, PagesOfAnySizeTogetherAreTheWholeList) {
  for (const char* of : {"", "unit: 'North' ", "rule: 'us-oh' ", "unit: 'North' on: '2025-09-01' "}) {
    const std::vector<std::string> whole = NamesIn(Due(of));
    for (const uint32_t size : {5U, 11U, static_cast<uint32_t>(whole.size())}) {
      EXPECT_EQ(NamesIn(Due(of, size)), whole) << of << "in pages of " << size;
    }
  }
}

TEST_F(DueTest, AnotherDayHasTheStatesOfThatDay) {
  ExpectSame(SetOf(Due("unit: 'North' on: '2025-12-01'")), DueByDockets({"ash", "birch"}, "on: '2025-12-01'"));
  EXPECT_EQ(NamesIn(Due("unit: 'North' on: '2025-04-10'")), NamesIn(Due("unit: 'North'")));
  EXPECT_EQ(Page("unit: 'North' on: '2025-12-01'")->on(), "2025-12-01");
}

TEST_F(DueTest, WhatTheJournalNeverHadIsNotFound) {
  for (const char* filter :
       {"staff_subject: 'cw-3'", "unit: 'north'", "rule: 'us-ohio'", "rule: 'us-oh.none'", "unit: 'North' rule: 'x'"}) {
    EXPECT_THAT(Page(filter), StatusIs(absl::StatusCode::kNotFound)) << filter;
  }
}

TEST_F(DueTest, MalformedFieldsAreNamed) {
  EXPECT_THAT(Page("due_from: '2025-02-29'"), NamesField("dueFrom"));
  EXPECT_THAT(Page("due_until: 'x'"), NamesField("dueUntil"));
  EXPECT_THAT(Page("unit: 'North' on: 'today'"), NamesField("on"));
  EXPECT_THAT(Page("on: '2025-04-11'"), NamesField("on")) << "only for a case, a worker, or a unit";
  EXPECT_THAT(Page("unit: 'North' on: '2055-04-10'"), IsOk());
  EXPECT_THAT(Page("unit: 'North' on: '2055-04-11'"), NamesField("on"));
  EXPECT_THAT(Page("states: WORK_STATE_UNSPECIFIED"), NamesField("states"));
  EXPECT_THAT(Page("page_size: 1000"), IsOk());
  EXPECT_THAT(Page("page_size: 1001"), NamesField("pageSize"));
  EXPECT_THAT(Page("staff_issuer: 'wren.example'"), NamesField("staffSubject"));
  v1::ListWorkRequest unknown_state;
  unknown_state.add_states(static_cast<v1::WorkState>(99));
  EXPECT_THAT(Ask(unknown_state), NamesField("states"));
}

TEST_F(DueTest, APositionThatIsNotRecordedEndsWithTheDeadlineOfTheCall) {
  patience_ = absl::Milliseconds(50);

  EXPECT_THAT(Page(absl::StrCat("min_position: ", LogSize())), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(DueLaterTest, EveryPageShowsTheStateOfTheFirst) {
  const std::vector<std::string> before = NamesIn(Due());
  auto page = Page("page_size: 2");
  ASSERT_THAT(page, IsOk());
  const uint64_t as_of_position = page->as_of_position();
  OpenCase("cedar", "cw-1");

  Items seen(page->items().begin(), page->items().end());
  while (!page->next_page_token().empty()) {
    page = Page(absl::StrCat("page_size: 5 page_token: '", page->next_page_token(), "'"));
    ASSERT_THAT(page, IsOk());
    EXPECT_EQ(page->as_of_position(), as_of_position);
    seen.insert(seen.end(), page->items().begin(), page->items().end());
  }

  EXPECT_EQ(NamesIn(seen), before);
  ExpectSame(SetOf(Due()), DueByDockets({"ash", "birch", "cedar"}));
}

TEST_F(DueLaterTest, AnEntryOfTheCaseRaisesTheChangeOfItsItemsAlone) {
  const Items of_birch = Due("case_id: '$birch'");
  const std::vector<std::string> of_ash = NamesIn(Due("case_id: '$ash'"));

  Tell("ash", "2025-04-11", "case_note_written { occasion: 'a call' text: 'private' }");

  const Items now = Due("case_id: '$ash'");
  EXPECT_EQ(NamesIn(now), of_ash);
  for (const v1::WorkItem& each : now) {
    EXPECT_EQ(each.changed_position(), LastPosition());
    EXPECT_EQ(each.changed_at().seconds(), own_->now_us / 1'000'000);
  }
  const Items same = Due("case_id: '$birch'");
  ASSERT_EQ(NamesIn(same), NamesIn(of_birch));
  for (size_t i = 0; i < same.size(); ++i) EXPECT_EQ(same[i].changed_position(), of_birch[i].changed_position());
}

TEST_F(DueLaterTest, ATokenOfAStoppedServerIsAborted) {
  const std::string token = Page("page_size: 1")->next_page_token();
  Start();

  EXPECT_THAT(Page(absl::StrCat("page_token: '", token, "'")), StatusIs(absl::StatusCode::kAborted));
}

TEST_F(DueLaterTest, AComputedListOfACaseThatChangedIsAborted) {
  const std::string of = "unit: 'North' on: '2025-12-01' page_size: 1 ";
  const std::string token = Page(of)->next_page_token();
  ASSERT_NE(token, "");

  Tell("ash", "2025-04-10", "case_note_written { occasion: 'a call' text: 'private' }");
  Tell("birch", "2025-04-10", "case_note_written { occasion: 'a call' text: 'private' }");

  EXPECT_THAT(Page(absl::StrCat(of, "page_token: '", token, "'")), StatusIs(absl::StatusCode::kAborted));
}

TEST_F(DueLaterTest, WhatWasMissedIsSaidToBeMissedOnTheNextDay) {
  const auto is_open = [](const v1::WorkItem& each) { return each.due().state() == v1::CLOCK_STATE_OPEN; };
  const Items before = Due();
  const auto next = std::find_if(before.begin(), before.end(), is_open);
  ASSERT_NE(next, before.end());
  const std::string name = NamesIn({*next}).front();
  const std::string due = next->due().due();

  SetClock(absl::StrCat(due, " 09:00"));
  const auto state_of = [&]() {
    for (const v1::WorkItem& each : Due()) {
      if (NamesIn({each}).front() == name) return each.due().state();
    }
    return v1::CLOCK_STATE_UNSPECIFIED;
  };
  EXPECT_NE(state_of(), v1::CLOCK_STATE_MISSED) << "its last day is not over";
  AdvanceClock(absl::Hours(24));
  EXPECT_EQ(state_of(), v1::CLOCK_STATE_MISSED);
}

// A watch that a test reads message by message.
class DueWatch {
 public:
  DueWatch(v1::CaseService::Stub& stub, absl::string_view text) {
    context_.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(2)));
    auto request = casejournal::testing::MessageFromText<v1::WatchWorkRequest>(text);
    if (request.kinds().empty()) request.add_kinds(v1::WORK_KIND_LAW);
    reader_ = stub.WatchWork(&context_, request);
  }
  bool Read(v1::WatchWorkResponse& change) { return reader_->Read(&change); }
  // Read until the first list is complete.
  Items First() {
    Items items;
    v1::WatchWorkResponse change;
    while (!change.complete() && Read(change)) items.insert(items.end(), change.items().begin(), change.items().end());
    EXPECT_TRUE(change.complete());
    return items;
  }
  absl::Status End() {
    for (v1::WatchWorkResponse ignored; reader_->Read(&ignored);) {
    }
    return casejournal::testing::FromGrpc(reader_->Finish());
  }
  absl::Status Cancel() {
    context_.TryCancel();
    return End();
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchWorkResponse>> reader_;
};

TEST_F(DueTest, AWatchBeginsWithWhatIsDueNow) {
  DueWatch watch(*own_->cases, "staff_subject: 'cw-1'");

  ExpectSame(SetOf(watch.First()), DueByDockets({"ash"}));
  EXPECT_THAT(watch.Cancel(), StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(DueTest, AWatchThatCannotBeIsRejected) {
  const auto error = [&](absl::string_view text) { return DueWatch(*own_->cases, text).End(); };

  EXPECT_THAT(error(""), NamesField("staffSubject"));
  EXPECT_THAT(error("rule: 'us-oh'"), NamesField("staffSubject"));
  EXPECT_THAT(error("staff_subject: 'cw-3'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(error("unit: 'South'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(error("unit: 'North' rule: 'us-ohio'"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(DueLaterTest, AWatchSendsWhatANewEntryMakesDue) {
  DueWatch watch(*own_->cases, "unit: 'North'");
  watch.First();

  OpenCase("cedar", "cw-1");

  std::set<std::string> seen;
  v1::WatchWorkResponse change;
  const std::set<std::string> expected = DueByDockets({"cedar"});
  while (seen != expected && watch.Read(change)) {
    EXPECT_TRUE(change.complete());
    for (const v1::WorkItem& each : change.items()) seen.insert(NamesIn({each}).front());
    for (const std::string& name : change.gone()) seen.erase(name);
  }
  EXPECT_EQ(seen, expected);
  watch.Cancel().IgnoreError();
}

TEST_F(DueLaterTest, TheWatchBeyondTheLimitIsRejectedAndListsAreStillAnswered) {
  options().streams.watchers = 3;
  Start();
  std::vector<std::unique_ptr<DueWatch>> watches;
  for (int i = 0; i < 3; ++i) {
    watches.push_back(std::make_unique<DueWatch>(*own_->cases, "staff_subject: 'cw-1'"));
    watches.back()->First();
  }

  EXPECT_THAT(DueWatch(*own_->cases, "staff_subject: 'cw-1'").End(), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(AskFor<v1::ListWorkRequest>("staff_subject: 'cw-1'"), IsOk());

  for (const auto& each : watches) each->Cancel().IgnoreError();
}

TEST_F(DueLaterTest, AWatchSaysWhatIsGone) {
  DueWatch watch(*own_->cases, "staff_subject: 'cw-2'");
  std::set<std::string> left = SetOf(watch.First());
  ASSERT_THAT(left, Not(IsEmpty()));

  // A note moves no date, so it sends no item.
  Tell("birch", "2025-04-10", "case_note_written { occasion: 'a call' text: 'private' }");
  Tell(
      "birch", "2025-04-10",
      "case_assigned { part: ASSIGNMENT_PART_CASEWORKER unit: 'North' staff { name: 'a worker' subject: 'cw-1' issuer: "
      "'wren.example' } }");

  v1::WatchWorkResponse change;
  while (!left.empty() && watch.Read(change)) {
    EXPECT_THAT(change.items(), IsEmpty());
    for (const std::string& name : change.gone()) EXPECT_EQ(left.erase(name), 1) << name;
  }
  EXPECT_THAT(left, IsEmpty());
  watch.Cancel().IgnoreError();
}

TEST_F(DueLaterTest, AWatchSaysOnANewDayWhatWasMissed) {
  DueWatch watch(*own_->cases, "unit: 'North'");
  const Items before = watch.First();
  const auto next = std::find_if(before.begin(), before.end(),
                                 [](const v1::WorkItem& each) { return each.due().state() == v1::CLOCK_STATE_OPEN; });
  ASSERT_NE(next, before.end());
  const std::string name = NamesIn({*next}).front();

  SetClock(absl::StrCat(next->due().due(), " 09:00"));
  AdvanceClock(absl::Hours(24));

  v1::ClockState state = v1::CLOCK_STATE_UNSPECIFIED;
  v1::WatchWorkResponse change;
  while (state != v1::CLOCK_STATE_MISSED && watch.Read(change)) {
    for (const v1::WorkItem& each : change.items()) {
      if (NamesIn({each}).front() == name) state = each.due().state();
    }
  }
  EXPECT_EQ(state, v1::CLOCK_STATE_MISSED);
  EXPECT_EQ(change.on(), Today());
  watch.Cancel().IgnoreError();
}

TEST_F(DueLaterTest, AWatchEndsWhenItsSubjectIsNoLongerOfOneIssuer) {
  DueWatch watch(*own_->cases, "staff_subject: 'cw-1'");
  watch.First();

  Tell(
      "birch", "2025-04-10",
      "case_assigned { part: ASSIGNMENT_PART_CASEWORKER unit: 'North' staff { name: 'a worker' subject: 'cw-1' issuer: "
      "'tallow.example' } }");

  EXPECT_THAT(watch.End(), NamesField("staffIssuer"));
}

TEST_F(DueLaterTest, AWatchEndsWithUnavailableWhenTheServerStops) {
  DueWatch watch(*own_->cases, "unit: 'North'");
  watch.First();

  own_->server.reset();

  EXPECT_THAT(watch.End(), StatusIs(absl::StatusCode::kUnavailable));
}

using DueWithoutRulesTest = casejournal::testing::ServerTest;

TEST_F(DueWithoutRulesTest, AJournalWithoutRulesHasNothingToSay) {
  Record("ash", {casejournal::testing::CaseOpened("2025-01-10"),
                 EventFromText("2025-01-10",
                               "case_assigned { part: ASSIGNMENT_PART_CASEWORKER unit: 'North' staff { "
                               "name: 'a worker' subject: 'cw-1' issuer: 'wren.example' } }")});

  EXPECT_THAT(AskFor<v1::ListWorkRequest>(""), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(AskFor<v1::ListWorkRequest>("unit: 'North'"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(DueWatch(*own_->cases, "unit: 'North'").End(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace casejournal::services
