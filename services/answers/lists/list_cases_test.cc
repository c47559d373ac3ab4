// What a client gets that lists cases.
#include "services/answers/lists/list_cases.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "casejournal/v1/case_service.pb.h"
#include "tests/support/seed.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::Local;
using casejournal::testing::NamesField;
using casejournal::testing::NumberGiven;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

using Words = std::vector<std::string>;

CaseEvent AssignedTo(absl::string_view day, absl::string_view subject, absl::string_view unit,
                     absl::string_view issuer = "wren.example") {
  return EventFromText(day,
                       absl::StrCat("case_assigned { part: ASSIGNMENT_PART_CASEWORKER unit: '", unit,
                                    "' staff { name: 'a worker' subject: '", subject, "' issuer: '", issuer, "' } }"));
}
CaseEvent FamilyMoved(absl::string_view day) {
  return EventFromText(day, "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }");
}

class CaseListTest : public casejournal::testing::ServerTest {
 protected:
  // Ask, after everything that is recorded has reached the list.
  absl::StatusOr<v1::ListCasesResponse> Ask(v1::ListCasesRequest request) {
    if (!request.has_min_position()) request.set_min_position(LastPosition());
    return ServerTest::Ask(request);
  }
  absl::StatusOr<v1::ListCasesResponse> List(absl::string_view filter = "") {
    return Ask(casejournal::testing::MessageFromText<v1::ListCasesRequest>(filter));
  }
  // The listed cases by their words, in the order of the words.
  Words CasesBy(absl::string_view filter) {
    const auto page = List(filter);
    EXPECT_THAT(page, IsOk()) << filter;
    Words found;
    for (const std::string& word : words_) {
      if (page.ok() && std::any_of(page->cases().begin(), page->cases().end(),
                                   [&](const auto& one) { return one.case_id() == Id(word); }))
        found.push_back(word);
    }
    EXPECT_EQ(found.size(), page.ok() ? static_cast<size_t>(page->cases_size()) : 0) << filter;
    return found;
  }

  Words words_;
};

// Four cases: Ash of North, Birch of North and closed, Cedar of South, and Dogwood of no one.
class ListCasesTest : public CaseListTest {
 protected:
  ListCasesTest() {
    words_ = {"ash", "birch", "cedar", "dogwood"};
    ShareServer();
  }

  void TellStory() override {
    Record("ash", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana"), NumberGiven("2025-01-10", "JV1", "Ana"),
                   AssignedTo("2025-01-10", "cw-1", "North")});
    Record("birch",
           {CaseOpened("2025-02-10"), AssignedTo("2025-02-10", "cw-2", "North"), NumberGiven("2025-02-10", "JV2", "")});
    Record("birch", {FamilyMoved("2025-03-01")});
    Record("cedar", {CaseOpened("2025-03-10"), AssignedTo("2025-03-10", "cw-1", "South")});
    Record("dogwood", {CaseOpened("2025-03-20")});
    SetClock("2025-04-01 09:00");
  }
};

TEST_F(ListCasesTest, WithoutAFilterAllCasesAreListedByTheirIds) {
  const auto page = List();

  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->cases(), SizeIs(4));
  EXPECT_TRUE(std::is_sorted(page->cases().begin(), page->cases().end(),
                             [](const auto& a, const auto& b) { return a.case_id() < b.case_id(); }));
  EXPECT_EQ(page->next_page_token(), "");
  EXPECT_EQ(page->as_of_position(), LastPosition());
}

TEST_F(ListCasesTest, ASummarySaysWhatTheCaseIsNow) {
  const auto page = List("number: 'JV1'");

  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->cases(), SizeIs(1));
  const v1::CaseSummary& ash = page->cases(0);
  EXPECT_EQ(ash.case_id(), Id("ash"));
  EXPECT_EQ(ash.status(), v1::CASE_STATUS_OPEN);
  EXPECT_THAT(ash.children(), ElementsAre("Ana"));
  ASSERT_THAT(ash.numbers(), SizeIs(1));
  EXPECT_EQ(ash.numbers(0).number(), "JV1");
  ASSERT_THAT(ash.assignments(), SizeIs(1));
  EXPECT_EQ(ash.assignments(0).unit(), "North");
  EXPECT_EQ(ash.opened_on(), "2025-01-10");
  EXPECT_EQ(ash.closed_on(), "");
  EXPECT_EQ(ash.last_revision(), 3);
  EXPECT_EQ(ash.last_recorded_at().seconds(), absl::ToUnixSeconds(Local("2025-01-10 12:00")));
}

// Three cases, opened on one day after another: Mia's was visited on February 20 and called on March 1, Ana's was
// called on February 1, and no one heard of the third, which has no child.
class CaseOrderTest : public CaseListTest {
 protected:
  CaseOrderTest() {
    words_ = {"ash", "birch", "cedar"};
    ShareServer();
  }

  void TellStory() override {
    Record("ash",
           {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Mia"), AssignedTo("2025-01-10", "cw-1", "North")});
    Record("birch",
           {CaseOpened("2025-01-11"), ChildJoined("2025-01-11", "Ana"), AssignedTo("2025-01-11", "cw-1", "North")});
    Record("cedar", {CaseOpened("2025-01-12"), AssignedTo("2025-01-12", "cw-1", "North")});
    Record("birch", {Contact("2025-02-01", "Ana", "CALL")});
    Record("ash", {Contact("2025-02-20", "Mia", "HOME_VISIT")});
    Record("ash", {Contact("2025-03-01", "Mia", "CALL")});
    Record("ash", {Contact("2025-03-02", "Mia", "MONTHLY_VISIT", "TRIED")});
    SetClock("2025-04-01 09:00");
  }
  static CaseEvent Contact(absl::string_view day, absl::string_view with, absl::string_view kind,
                           absl::string_view result = "TOOK_PLACE") {
    return EventFromText(day, absl::StrCat("contact_made { kind: CONTACT_KIND_", kind, " with_ids: '$", with,
                                           "' result: CONTACT_RESULT_", result, " }"));
  }
  // The words of the cases in the order of the answer, read in pages of one case.
  Words InOrder(absl::string_view order) {
    Words found;
    std::string token;
    do {
      const auto page =
          List(absl::StrCat("unit: 'North' page_size: 1 order: CASE_ORDER_", order, " page_token: '", token, "'"));
      EXPECT_THAT(page, IsOk()) << order;
      if (!page.ok()) return found;
      for (const v1::CaseSummary& each : page->cases()) {
        for (const std::string& word : words_) {
          if (each.case_id() == Id(word)) found.push_back(word);
        }
      }
      token = page->next_page_token();
    } while (!token.empty());
    return found;
  }
};

TEST_F(CaseOrderTest, CasesAreInTheOrderAskedFor) {
  EXPECT_EQ(InOrder("BY_NAME"), Words({"birch", "ash", "cedar"})) << "without a name last";
  EXPECT_EQ(InOrder("BY_OPENING"), Words({"cedar", "birch", "ash"})) << "the latest first";
  EXPECT_EQ(InOrder("BY_LAST_CONTACT"), Words({"cedar", "birch", "ash"})) << "without a contact first";
  EXPECT_EQ(InOrder("BY_NEXT_DATE").size(), 3U);
}

TEST_F(CaseOrderTest, WithoutAFilterASmallJournalIsPutInOrder) {
  const auto page = List("order: CASE_ORDER_BY_OPENING");
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->cases(), SizeIs(3));
}

TEST_F(CaseOrderTest, ATokenOfAnotherOrderIsRejected) {
  const std::string by_name = List("page_size: 1 order: CASE_ORDER_BY_NAME")->next_page_token();
  ASSERT_NE(by_name, "");
  EXPECT_THAT(List(absl::StrCat("order: CASE_ORDER_BY_OPENING page_token: '", by_name, "'")), NamesField("pageToken"));
  EXPECT_THAT(List(absl::StrCat("page_token: '", by_name, "'")), NamesField("pageToken"));
}

TEST_F(CaseOrderTest, ASummarySaysTheLastContactAndTheLastVisit) {
  const auto page = List("order: CASE_ORDER_BY_OPENING");
  ASSERT_THAT(page, IsOk());
  const v1::CaseSummary& ash = page->cases(2);
  EXPECT_EQ(ash.last_contact_on(), "2025-03-01");
  EXPECT_EQ(ash.last_visit_on(), "2025-02-20") << "one that was tried is no visit";
  EXPECT_THAT(ash.child_ids(), ElementsAre(Id("Mia")));
  EXPECT_EQ(page->cases(1).last_visit_on(), "");
  EXPECT_EQ(page->cases(0).last_contact_on(), "");
}

TEST_F(ListCasesTest, EachFilterKeepsItsCases) {
  EXPECT_EQ(CasesBy("status: CASE_STATUS_OPEN"), Words({"ash", "cedar", "dogwood"}));
  EXPECT_EQ(CasesBy("status: CASE_STATUS_CLOSED"), Words({"birch"}));
  EXPECT_EQ(CasesBy("status: CASE_STATUS_HANDED_OVER"), Words());
  EXPECT_EQ(CasesBy("unit: 'North'"), Words({"ash", "birch"}));
  EXPECT_EQ(CasesBy("staff_subject: 'cw-1'"), Words({"ash", "cedar"}));
  EXPECT_EQ(CasesBy("staff_subject: 'cw-1' staff_issuer: 'wren.example'"), Words({"ash", "cedar"}));
  EXPECT_EQ(CasesBy("staff_subject: 'cw-1' staff_issuer: 'elsewhere.example'"), Words());
  EXPECT_EQ(CasesBy("number: 'JV2'"), Words({"birch"}));
}

TEST_F(ListCasesTest, ACaseMustMatchEveryFilter) {
  EXPECT_EQ(CasesBy("unit: 'North' staff_subject: 'cw-1'"), Words({"ash"}));
  EXPECT_EQ(CasesBy("unit: 'North' status: CASE_STATUS_CLOSED"), Words({"birch"}));
  EXPECT_EQ(CasesBy("number: 'JV1' unit: 'South'"), Words());
  EXPECT_EQ(CasesBy("number: 'JV1' opened_from: '2025-01-11'"), Words());
}

TEST_F(ListCasesTest, DaysOfOpeningAndClosingAreInclusive) {
  EXPECT_EQ(CasesBy("opened_from: '2025-03-10'"), Words({"cedar", "dogwood"}));
  EXPECT_EQ(CasesBy("opened_from: '2025-03-11'"), Words({"dogwood"}));
  EXPECT_EQ(CasesBy("opened_until: '2025-02-10'"), Words({"ash", "birch"}));
  EXPECT_EQ(CasesBy("opened_until: '2025-02-09'"), Words({"ash"}));
  EXPECT_EQ(CasesBy("opened_from: '2025-02-10' opened_until: '2025-02-10'"), Words({"birch"}));
  EXPECT_EQ(CasesBy("closed_from: '2025-03-01'"), Words({"birch"}));
  EXPECT_EQ(CasesBy("closed_until: '2025-03-01'"), Words({"birch"}));
  EXPECT_EQ(CasesBy("closed_from: '2025-03-02'"), Words());
  EXPECT_EQ(CasesBy("closed_until: '2025-02-28'"), Words()) << "an open case was not closed on any day";
}

TEST_F(ListCasesTest, ADayOfAChangeIsInclusiveAndAnInstantIsNot) {
  const auto since = [&](absl::string_view local, int nanos) {
    return CasesBy(
        absl::StrCat("changed_since { seconds: ", absl::ToUnixSeconds(Local(local)), " nanos: ", nanos, " }"));
  };
  EXPECT_EQ(CasesBy("changed_from: '2025-03-10'"), Words({"cedar", "dogwood"}));
  EXPECT_EQ(CasesBy("changed_from: '2025-03-11'"), Words({"dogwood"}));
  EXPECT_EQ(CasesBy("changed_from: '2025-03-01'"), Words({"birch", "cedar", "dogwood"}));
  EXPECT_EQ(since("2025-03-10 11:59:59", 999'999'999), Words({"cedar", "dogwood"}));
  EXPECT_EQ(since("2025-03-10 12:00:00", 0), Words({"dogwood"}));
}

TEST_F(ListCasesTest, AnInstantOfAnyYearIsTaken) {
  EXPECT_THAT(CasesBy("changed_since { seconds: -62135596800 }"), SizeIs(4));
  EXPECT_THAT(CasesBy("changed_since { seconds: 253402300799 nanos: 999999999 }"), IsEmpty());
}

TEST_F(ListCasesTest, WhatTheJournalNeverHadIsNotFound) {
  for (const char* filter : {"number: 'JV3'", "number: 'jv1'", "staff_subject: 'cw-3'", "staff_subject: 'CW-1'",
                             "unit: 'north'", "unit: 'Nort'", "person_id: '$nobody'"}) {
    EXPECT_THAT(List(filter), StatusIs(absl::StatusCode::kNotFound)) << filter;
  }
}

TEST_F(ListCasesTest, MalformedFiltersAreNamed) {
  EXPECT_THAT(List("person_id: 'Ana'"), NamesField("personId"));
  EXPECT_THAT(List("opened_from: '2025-02-29'"), NamesField("openedFrom"));
  EXPECT_THAT(List("opened_until: 'x'"), NamesField("openedUntil"));
  EXPECT_THAT(List("closed_from: '2025-1-1'"), NamesField("closedFrom"));
  EXPECT_THAT(List("closed_until: '20250101'"), NamesField("closedUntil"));
  EXPECT_THAT(List("changed_from: 'yesterday'"), NamesField("changedFrom"));
  EXPECT_THAT(List("changed_from: '2025-01-01' changed_since { seconds: 0 }"), NamesField("changedFrom"));
  EXPECT_THAT(List("changed_since { nanos: 1000000000 }"), NamesField("changedSince"));
  EXPECT_THAT(List("changed_since { nanos: -1 }"), NamesField("changedSince"));
  EXPECT_THAT(List("changed_since { seconds: 253402300800 }"), NamesField("changedSince"));
  EXPECT_THAT(List("staff_issuer: 'wren.example'"), NamesField("staffSubject"));
}

TEST_F(ListCasesTest, APageHasAtMost1000Cases) {
  EXPECT_THAT(List("page_size: 1000"), IsOk());
  EXPECT_THAT(List("page_size: 1001"), NamesField("pageSize"));
  EXPECT_THAT(List("page_size: 4294967295"), NamesField("pageSize"));
}

TEST_F(ListCasesTest, APositionThatIsNotRecordedEndsWithTheDeadlineOfTheCall) {
  patience_ = absl::Milliseconds(50);

  EXPECT_THAT(List(absl::StrCat("min_position: ", LogSize())), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(ListCasesTest, PagesTogetherAreTheWholeList) {
  for (int size = 1; size <= 5; ++size) {
    v1::ListCasesRequest request;
    request.set_page_size(size);
    Words ids;
    for (int pages = 0;; ++pages) {
      ASSERT_LE(pages, 4);
      const auto page = Ask(request);
      ASSERT_THAT(page, IsOk());
      EXPECT_LE(page->cases_size(), size);
      for (const v1::CaseSummary& one : page->cases()) ids.push_back(one.case_id());
      request.set_page_token(page->next_page_token());
      if (page->next_page_token().empty()) break;
    }
    EXPECT_THAT(ids, SizeIs(4)) << size;
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  }
}

TEST_F(ListCasesTest, PagesOfAFilteredListKeepItsFilter) {
  v1::ListCasesRequest request;
  request.set_unit("North");
  request.set_page_size(1);
  const auto first = Ask(request);
  ASSERT_THAT(first, IsOk());
  request.set_page_token(first->next_page_token());
  const auto second = Ask(request);

  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(Words({first->cases(0).case_id(), second->cases(0).case_id()}),
              UnorderedElementsAre(Id("ash"), Id("birch")));
  EXPECT_EQ(second->next_page_token(), "");
}

class ListChangedCasesTest : public CaseListTest {};

TEST_F(ListChangedCasesTest, AnEmptyJournalHasNoCases) {
  const auto page = List();

  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->cases(), IsEmpty());
  EXPECT_EQ(page->as_of_position(), LastPosition());
}

TEST_F(ListChangedCasesTest, FiltersCountWhatIsSoNow) {
  words_ = {"ash"};
  Record("ash",
         {CaseOpened("2025-01-10"), AssignedTo("2025-01-10", "cw-1", "North"), NumberGiven("2025-01-10", "JV1", "")});
  Record("ash", {AssignedTo("2025-01-11", "cw-2", "South")});
  RecordNow("ash", {Correcting(2, NumberGiven("2025-01-10", "JV2", ""))});

  EXPECT_EQ(CasesBy("staff_subject: 'cw-2'"), Words({"ash"}));
  EXPECT_EQ(CasesBy("unit: 'South'"), Words({"ash"}));
  EXPECT_EQ(CasesBy("number: 'JV2'"), Words({"ash"}));
  EXPECT_EQ(CasesBy("staff_subject: 'cw-1'"), Words()) << "known, but no longer responsible";
  EXPECT_EQ(CasesBy("unit: 'North'"), Words());
  EXPECT_THAT(List("number: 'JV1'"), StatusIs(absl::StatusCode::kNotFound)) << "no case has it now";
}

// Two counties gave two people the same subject: neither may read the other's list by mistake.
TEST_F(ListChangedCasesTest, ASubjectOfTwoIssuersNeedsItsIssuer) {
  words_ = {"ash", "birch"};
  Record("ash", {CaseOpened("2025-01-10"), AssignedTo("2025-01-10", "cw-1", "North")});
  Record("birch", {CaseOpened("2025-01-10"), AssignedTo("2025-01-10", "cw-1", "North", "tallow.example")});

  const auto ambiguous = List("staff_subject: 'cw-1'");

  EXPECT_THAT(ambiguous, NamesField("staffIssuer"));
  EXPECT_THAT(ambiguous, StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr("tallow.example")));
  EXPECT_EQ(CasesBy("staff_subject: 'cw-1' staff_issuer: 'tallow.example'"), Words({"birch"}));
}

TEST_F(ListChangedCasesTest, APersonIsFoundUnderEachIdOfTheSameHuman) {
  words_ = {"ash", "birch", "cedar"};
  const auto joins = [](absl::string_view word) {
    CaseEvent event = ChildJoined("2025-01-10", word);
    event.mutable_participant_joined()->set_person_id(Id(absl::StrCat("person ", word)));
    return event;
  };
  Record("ash", {CaseOpened("2025-01-10"), joins("Ana")});
  Record("birch", {CaseOpened("2025-01-10"), joins("Anna")});
  Record("cedar", {CaseOpened("2025-01-10"), joins("Ben")});
  const std::string by_anna = absl::StrCat("person_id: '", Id("person Anna"), "'");
  EXPECT_EQ(CasesBy(by_anna), Words({"birch"}));

  Record("birch",
         {EventFromText("2025-01-10",
                        absl::StrCat("same_person_recognised { participant_id: '$Anna' person_id: '", Id("person Anna"),
                                     "' other_person_id: '", Id("person Ana"), "' basis: 'the birth certificate' }"))});

  EXPECT_EQ(CasesBy(by_anna), Words({"ash", "birch"}));
  EXPECT_EQ(CasesBy(absl::StrCat("person_id: '", Id("person Ana"), "'")), Words({"ash", "birch"}));
}

// A child's case after an adoption must not be found by the number of the family that it came from.
TEST_F(ListChangedCasesTest, ANumberOfAnEarlierCaseBehindALabelDoesNotLeadToTheLaterOne) {
  words_ = {"ash", "birch"};
  Record("ash", {CaseOpened("2025-01-10"), NumberGiven("2025-01-10", "JV1", "")});
  CaseEvent link = EventFromText("2025-01-10", "case_linked { other_case_id: '$ash' link: CASE_LINK_KIND_CONTINUES }");
  Record("birch",
         {CaseOpened("2025-01-10"), NumberGiven("2025-01-10", "JV1", ""), NumberGiven("2025-01-10", "AD9", "")});
  EXPECT_EQ(CasesBy("number: 'JV1'"), Words({"ash", "birch"}));

  link.add_labels(event::v1::LABEL_ADOPTION);
  Record("birch", {link});
  Record("ash",
         {EventFromText("2025-01-10", "case_linked { other_case_id: '$birch' link: CASE_LINK_KIND_GOES_ON_IN }")});

  EXPECT_EQ(CasesBy("number: 'JV1'"), Words({"ash"}));
  EXPECT_EQ(CasesBy("number: 'AD9'"), Words({"birch"}));
  const auto birch = List("number: 'AD9'");
  ASSERT_THAT(birch->cases(0).numbers(), SizeIs(1)) << "nor does its summary tell";
  EXPECT_EQ(birch->cases(0).numbers(0).number(), "AD9");
}

// Who suffers: a child whose case is no longer found by its number, because a stranger recorded a link with it; and one
// whose number a stranger learns by linking a case with it.
TEST_F(ListChangedCasesTest, ALinkThatOnlyOneRecordHasMovesNoNumber) {
  words_ = {"ash", "birch"};
  for (const char* word : {"ash", "birch"})
    Record(word, {CaseOpened("2025-01-10"), NumberGiven("2025-01-10", "JV1", "")});
  for (const char* kind : {"CONTINUES", "GOES_ON_IN"}) {
    CaseEvent link = EventFromText(
        "2025-01-10", absl::StrCat("case_linked { other_case_id: '$ash' link: CASE_LINK_KIND_", kind, " }"));
    link.add_labels(event::v1::LABEL_ADOPTION);
    Record("birch", {link});

    const auto both = List("number: 'JV1'");
    ASSERT_THAT(both, IsOk());
    ASSERT_THAT(both->cases(), SizeIs(2)) << kind;
    for (const v1::CaseSummary& one : both->cases()) EXPECT_THAT(one.numbers(), SizeIs(1)) << kind;
  }
}

TEST_F(ListChangedCasesTest, APageGoesOnFromItsPlaceWhileCasesAreAdded) {
  words_ = {"ash", "birch", "cedar", "dogwood", "elm"};
  for (const char* word : {"ash", "birch", "cedar"}) Record(word, {CaseOpened("2025-01-10")});
  v1::ListCasesRequest request;
  request.set_page_size(2);
  const auto first = Ask(request);
  ASSERT_THAT(first, IsOk());
  for (const char* word : {"dogwood", "elm"}) Record(word, {CaseOpened("2025-01-10")});
  request.set_page_size(10);
  request.set_page_token(first->next_page_token());

  const auto rest = Ask(request);

  ASSERT_THAT(rest, IsOk());
  EXPECT_EQ(rest->as_of_position(), LastPosition());
  std::set<std::string> behind;
  for (const std::string& word : words_) {
    if (Id(word) > first->cases(1).case_id()) behind.insert(Id(word));
  }
  std::set<std::string> listed;
  for (const v1::CaseSummary& one : rest->cases()) listed.insert(one.case_id());
  EXPECT_EQ(listed, behind);
}

// Random cases, and each question answered by going through all of them.
TEST_F(ListChangedCasesTest, AnyFiltersGiveWhatGoingThroughAllCasesGives) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  const auto pick = [&](int count) { return static_cast<int>(random() % static_cast<uint64_t>(count)); };
  struct Made {
    std::string case_id;
    std::string opened_on;
    std::string closed_on;
    std::string subject;
    std::string unit;
    std::string number;
  };
  const auto day = [](int number) { return absl::StrFormat("2025-01-%02d", number); };
  SetClock("2025-02-01 09:00");
  std::vector<Made> made;
  v1::AppendRequest request;
  for (int i = 0; i < 60; ++i) {
    Made one{.case_id = Id(absl::StrCat("case ", i)), .opened_on = day(1 + pick(10))};
    std::vector<CaseEvent> events = {CaseOpened(one.opened_on)};
    if (pick(3) > 0) {
      one.subject = absl::StrCat("cw-", pick(4));
      one.unit = absl::StrCat("Unit ", pick(3));
      events.push_back(AssignedTo(one.opened_on, one.subject, one.unit));
    }
    if (pick(2) > 0) events.push_back(NumberGiven(one.opened_on, one.number = absl::StrCat("JV", pick(30)), ""));
    if (pick(3) == 0) events.push_back(FamilyMoved(one.closed_on = day(11 + pick(10))));
    v1::CaseAppend part = Appending(absl::StrCat("case ", i), events).cases(0);
    *request.add_cases() = part;
    made.push_back(std::move(one));
  }
  request.set_request_id(eventstore::RandomUuid().ToString());
  ASSERT_THAT(ServerTest::Ask(request), IsOk());
  std::sort(made.begin(), made.end(), [](const Made& a, const Made& b) { return a.case_id < b.case_id; });

  for (int question = 0; question < 60; ++question) {
    const Made& like = made[static_cast<size_t>(pick(60))];
    v1::ListCasesRequest filter;
    if (pick(3) == 0) filter.set_staff_subject(like.subject);
    if (pick(3) == 0) filter.set_unit(like.unit);
    if (pick(4) == 0) filter.set_number(like.number);
    if (pick(3) == 0) filter.set_status(like.closed_on.empty() ? v1::CASE_STATUS_OPEN : v1::CASE_STATUS_CLOSED);
    if (pick(4) == 0) filter.set_opened_from(day(1 + pick(10)));
    if (pick(4) == 0) filter.set_opened_until(day(1 + pick(10)));
    if (pick(4) == 0) filter.set_closed_from(day(11 + pick(10)));
    if (pick(4) == 0) filter.set_closed_until(day(11 + pick(10)));
    Words expected;
    for (const Made& one : made) {
      const bool closed_within = (filter.closed_from().empty() && filter.closed_until().empty()) ||
                                 (!one.closed_on.empty() && one.closed_on >= filter.closed_from() &&
                                  (filter.closed_until().empty() || one.closed_on <= filter.closed_until()));
      const v1::CaseStatus status = one.closed_on.empty() ? v1::CASE_STATUS_OPEN : v1::CASE_STATUS_CLOSED;
      if ((filter.staff_subject().empty() || one.subject == filter.staff_subject()) &&
          (filter.unit().empty() || one.unit == filter.unit()) &&
          (filter.number().empty() || one.number == filter.number()) &&
          (filter.status() == v1::CASE_STATUS_UNSPECIFIED || status == filter.status()) &&
          one.opened_on >= filter.opened_from() &&
          (filter.opened_until().empty() || one.opened_on <= filter.opened_until()) && closed_within)
        expected.push_back(one.case_id);
    }
    SCOPED_TRACE(filter.ShortDebugString());
    filter.set_page_size(static_cast<uint32_t>(5 + pick(30)));
    Words listed;
    do {
      const auto page = Ask(filter);
      ASSERT_THAT(page, IsOk());
      for (const v1::CaseSummary& one : page->cases()) listed.push_back(one.case_id());
      filter.set_page_token(page->next_page_token());
    } while (!filter.page_token().empty());
    EXPECT_EQ(listed, expected);
  }
}

}  // namespace
}  // namespace casejournal::services
