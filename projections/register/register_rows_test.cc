#include "projections/register/register_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "projections/events/event_words.h"
#include "tests/support/ana_case.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::ElementsAre;
using ::testing::StartsWith;

CaseEvent HearingHeld(absl::string_view day, absl::string_view child, absl::string_view number) {
  CaseEvent event = On(day);
  event.mutable_hearing_held()->set_hearing_id(Id("hearing"));
  event.mutable_hearing_held()->set_child_id(Id(child));
  event.mutable_hearing_held()->set_court_number(std::string(number));
  event.mutable_hearing_held()->set_kind(event::v1::HEARING_KIND_ADJUDICATORY);
  return event;
}

std::vector<v1::RegisterRow> RegisterRows(const CaseRegister& shown) {
  std::vector<v1::RegisterRow> rows;
  for (const RegisterLine& line : shown.lines()) {
    rows.push_back(shown.RowOf(line));
    const auto& numbers = rows.back().court_numbers();
    EXPECT_EQ(shown.NumbersOf(line), std::vector<std::string>(numbers.begin(), numbers.end()));
  }
  return rows;
}
std::vector<v1::RegisterRow> RegisterRows(const CaseRecord& record) { return RegisterRows(CaseRegister(record)); }

std::vector<std::string> Numbers(const v1::RegisterRow& row) {
  return {row.court_numbers().begin(), row.court_numbers().end()};
}

class RegisterRowsTest : public ::testing::Test {
 protected:
  RegisterRowsTest() {
    built_.Record("2025-01-10 09:00",
                  {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana"), ChildJoined("2025-01-10", "Ben")});
    built_.Record("2025-02-04 09:00",
                  {NumberGiven("2025-02-03", "JV-A", "Ana"), NumberGiven("2025-02-03", "JV-B", "Ben")});
    built_.Record("2025-03-01 09:00", {HearingHeld("2025-02-20", "Ana", "JV-A")});
    built_.Record("2025-03-02 09:00", {ChildRemoved("2025-02-01", "Ben")});
  }

  CaseBuilder built_;
};

TEST_F(RegisterRowsTest, ShowsActionsOfTheCourtByTheirDay) {
  std::vector<uint64_t> revisions;
  for (const v1::RegisterRow& row : RegisterRows(built_.record())) {
    revisions.push_back(row.revision());
  }

  EXPECT_THAT(revisions, ElementsAre(6, 3, 4, 5));
}

TEST_F(RegisterRowsTest, NumbersAreThoseNamedElseThoseOfTheChild) {
  const std::vector<v1::RegisterRow> rows = RegisterRows(built_.record());

  EXPECT_THAT(Numbers(rows[0]), ElementsAre("JV-B"));
  EXPECT_THAT(Numbers(rows[3]), ElementsAre("JV-A"));
  EXPECT_EQ(rows[3].type(), "HearingHeld");
  EXPECT_THAT(rows[3].sentence(), StartsWith("The adjudicatory hearing about Ana was held"));
}

std::vector<std::string> ChildrenOfEach(const CaseRecord& record) {
  const CaseRegister shown(record);
  std::vector<std::string> children;
  for (const RegisterLine& line : shown.lines()) {
    const std::vector<std::string> of = shown.ChildrenOf(line);
    children.push_back(of.empty()                     ? "all"
                       : of == std::vector{Id("Ana")} ? "Ana"
                       : of == std::vector{Id("Ben")} ? "Ben"
                                                      : "both");
  }
  return children;
}

// A court that reads one child's register must not read what was ordered for a sibling.
TEST_F(RegisterRowsTest, ALineBelongsToTheChildrenThatItIsAboutAndNotToThoseItMentions) {
  EXPECT_THAT(ChildrenOfEach(built_.record()), ElementsAre("Ben", "Ana", "Ben", "Ana"));

  CaseEvent set = On("2025-03-03");
  set.mutable_hearing_set()->set_hearing_id(Id("review"));
  set.mutable_hearing_set()->set_child_id(Id("Ben"));
  set.add_about(Id("Ana"));
  CaseEvent vacated = On("2025-03-04");
  vacated.mutable_hearing_vacated()->set_hearing_id(Id("review"));
  CaseEvent filed = On("2025-03-05");
  filed.mutable_filed_with_court()->add_court_numbers("JV-A");
  CaseEvent filed_for_both = On("2025-03-06");
  filed_for_both.mutable_filed_with_court()->add_court_numbers("JV-A");
  filed_for_both.mutable_filed_with_court()->add_court_numbers("JV-B");
  CaseEvent filed_elsewhere = On("2025-03-07");
  filed_elsewhere.mutable_filed_with_court()->add_court_numbers("JV-C");
  built_.Record("2025-03-08 09:00", {set, vacated, filed, filed_for_both, filed_elsewhere});

  EXPECT_THAT(ChildrenOfEach(built_.record()),
              ElementsAre("Ben", "Ana", "Ben", "Ana", "Ben", "Ben", "Ana", "both", "all"));
}

TEST_F(RegisterRowsTest, ALineChangedLastWhenAnEntryAboutItWasRecorded) {
  const auto changed = [this](size_t line) {
    return absl::FromUnixMicros(CaseRegister(built_.record()).lines().at(line).changed_at_us);
  };
  EXPECT_EQ(changed(3), Local("2025-03-01 09:00"));
  built_.Record("2025-03-05 09:00", {Correcting(5, HearingHeld("2025-02-20", "Ana", "JV-A"))});
  EXPECT_EQ(changed(3), Local("2025-03-05 09:00"));
  built_.Record("2025-03-06 09:00", {Retracting(7)});
  EXPECT_EQ(changed(3), Local("2025-03-06 09:00")) << "its first words count again";
  EXPECT_EQ(changed(0), Local("2025-03-02 09:00"));
}

// A search by a child's number must find the end of the child's order, and what was proposed and objected to.
TEST_F(RegisterRowsTest, WhatIsAboutAnOrderOrAProposalIsUnderTheNumberOfItsChild) {
  CaseEvent order = On("2025-03-03");
  order.mutable_order_made()->set_order_id(Id("order"));
  order.mutable_order_made()->set_child_id(Id("Ben"));
  CaseEvent order_ended = On("2025-03-04");
  order_ended.mutable_order_ended()->set_order_id(Id("order"));
  CaseEvent version = On("2025-03-05");
  version.mutable_plan_version_drawn_up()->set_digest(std::string(32, 'd'));
  version.mutable_plan_version_drawn_up()->add_children_ids(Id("Ana"));
  CaseEvent proposed = On("2025-03-06");
  proposed.mutable_plan_change_proposed()->set_proposal_id(Id("proposal"));
  proposed.mutable_plan_change_proposed()->set_from_digest(std::string(32, 'd'));
  CaseEvent objected = On("2025-03-07");
  objected.mutable_objection_made()->set_proposal_id(Id("proposal"));
  built_.Record("2025-03-08 09:00", {order, order_ended, version, proposed, objected});

  std::vector<std::vector<std::string>> numbers;
  for (const v1::RegisterRow& row : RegisterRows(built_.record())) {
    if (row.revision() > 6) numbers.push_back(Numbers(row));
  }
  EXPECT_THAT(numbers, ElementsAre(ElementsAre("JV-B"), ElementsAre("JV-B"), ElementsAre("JV-A"), ElementsAre("JV-A")));
}

TEST_F(RegisterRowsTest, CorrectedEntryShowsTheWordsThatCount) {
  built_.Record("2025-03-05 09:00", {Correcting(5, HearingHeld("2025-02-21", "Ana", "JV-A"))});
  const v1::RegisterRow row = RegisterRows(built_.record()).back();

  EXPECT_EQ(row.day(), "2025-02-21");
  EXPECT_EQ(row.revision(), 5U);
  EXPECT_EQ(row.corrected_by(), 7U);
}

TEST_F(RegisterRowsTest, WithdrawnEntryKeepsItsRowWithTheWordsThatStoodAndSaysWhatWithdrewIt) {
  built_.Record("2025-03-05 09:00", {Correcting(5, HearingHeld("2025-02-21", "Ana", "JV-A"))});  // 7
  const std::vector<v1::RegisterRow> before = RegisterRows(built_.record());
  built_.Record("2025-03-06 09:00", {Retracting(3), Retracting(4), Retracting(5), Retracting(6)});  // 8 to 11
  std::vector<v1::RegisterRow> after = RegisterRows(built_.record());

  ASSERT_EQ(after.size(), before.size());
  for (size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].withdrawn_by(), after[i].revision() + 5) << "3 by 8, 4 by 9, and so on";
    after[i].clear_withdrawn_by();
    // It was withdrawn after the numbers that it was under; what was said about them is gone, too.
    if (after[i].revision() < 5) {
      EXPECT_EQ(after[i].ShortDebugString(), before[i].ShortDebugString());
    }
    EXPECT_EQ(after[i].day(), before[i].day());
    EXPECT_EQ(after[i].sentence(), before[i].sentence());
  }
  EXPECT_EQ(after.back().corrected_by(), 7U);
}

TEST_F(RegisterRowsTest, WithdrawnWithdrawalLeavesNoMark) {
  const std::vector<v1::RegisterRow> before = RegisterRows(built_.record());
  built_.Record("2025-03-05 09:00", {Retracting(5), Retracting(7)});

  EXPECT_EQ(RegisterRows(built_.record()).back().ShortDebugString(), before.back().ShortDebugString());
}

std::vector<std::string> Text(const std::vector<v1::RegisterRow>& rows) {
  std::vector<std::string> text;
  for (const v1::RegisterRow& row : rows) text.push_back(row.ShortDebugString());
  return text;
}

// Who suffers: a court that pages through a register while the case goes on, if what was recorded since shows.
TEST_F(RegisterRowsTest, FirstEntriesOfALongerRecordGiveTheRegisterThatTheyGaveAtTheEnd) {
  CaseEvent order = On("2025-03-03");
  order.mutable_order_made()->set_order_id(Id("order"));
  order.mutable_order_made()->set_child_id(Id("Ben"));
  CaseEvent order_ended = On("2025-03-04");
  order_ended.mutable_order_ended()->set_order_id(Id("order"));
  std::vector<CaseRecord> as_it_grew = {built_.record()};
  for (const CaseEvent& event :
       {Correcting(5, HearingHeld("2025-02-21", "Ana", "JV-A")), order, order_ended, Retracting(3), Retracting(7),
        Correcting(2, ChildJoined("2025-01-11", "Ben")), Retracting(10), Retracting(9), Retracting(2),
        NumberGiven("2025-01-20", "JV-C", "Ben"), Retracting(5)}) {
    built_.Record("2025-03-10 09:00", {event});
    as_it_grew.push_back(built_.record());
  }

  for (const CaseRecord& then : as_it_grew) {
    EXPECT_EQ(Text(RegisterRows(CaseRegister(built_.record(), then.entries().size()))), Text(RegisterRows(then)))
        << then.entries().size();
  }
  EXPECT_THAT(RegisterRows(CaseRegister(built_.record(), 0)), ::testing::IsEmpty());
}

// ICWA notices are acts before the court; the rest of the mail is not.
TEST(BelongsToRegisterTest, OnlyNoticesToTribesDo) {
  CaseEvent notice = On("2025-03-03");
  notice.mutable_notice_sent()->set_of(event::v1::NOTICE_OF_COPY_OF_A_PLAN);
  EXPECT_FALSE(BelongsToRegister(notice));

  notice.mutable_notice_sent()->set_of(event::v1::NOTICE_OF_NOTICE_TO_A_TRIBE);
  EXPECT_TRUE(BelongsToRegister(notice));
}

// A condition names a field of the type and a value of it.
TEST(BelongsToRegisterTest, EveryConditionCanHold) {
  const google::protobuf::OneofDescriptor& bodies = *event::v1::CaseEvent::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies.field_count(); ++i) {
    const google::protobuf::Descriptor& body = *bodies.field(i)->message_type();
    const std::vector<std::string> condition = absl::StrSplit(OptionsOf(body).register_if(), '=', absl::SkipEmpty());
    if (condition.empty()) continue;
    ASSERT_EQ(condition.size(), 2U) << body.name();
    const google::protobuf::FieldDescriptor* field = body.FindFieldByName(condition[0]);
    ASSERT_NE(field, nullptr) << body.name();
    ASSERT_NE(field->enum_type(), nullptr) << body.name();
    EXPECT_NE(field->enum_type()->FindValueByName(condition[1]), nullptr) << body.name();
    EXPECT_TRUE(OptionsOf(body).register_()) << body.name();
  }
}

}  // namespace
}  // namespace casejournal::projections
