// What shares a row, what is not there twice, and totals.
#include "services/client/work/work_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::WorkItem Visit(const std::string& case_id, const std::string& child) {
  v1::WorkItem item;
  item.set_case_id(case_id);
  item.set_state(v1::WORK_STATE_LATER);
  v1::DocketItem& due = *item.mutable_due();
  due.set_rule("us-oh.visit");
  due.set_kind(v1::WORK_KIND_LAW);
  due.set_child_id(child);
  due.set_child(child);
  due.set_due("2026-07-14");
  due.set_number(1);
  due.set_state(v1::CLOCK_STATE_OPEN);
  return item;
}

TEST(WorkRowsTest, SiblingsShareARowIfRuleDayAndStateAgree) {
  v1::WorkItem later = Visit("one", "Mia");
  later.mutable_due()->set_due("2026-07-15");
  v1::WorkItem missed = Visit("one", "Ana");
  missed.mutable_due()->set_state(v1::CLOCK_STATE_MISSED);
  const std::vector<WorkRow> rows =
      RowsOf({Visit("one", "Theo"), Visit("one", "Marisol"), missed, Visit("two", "Kim"), later});

  ASSERT_THAT(rows, SizeIs(4));
  EXPECT_THAT(rows[0].children, ElementsAre("Theo", "Marisol"));
  EXPECT_THAT(rows[1].children, ElementsAre("Ana"));
  EXPECT_THAT(rows[2].children, ElementsAre("Kim"));
  EXPECT_THAT(rows[3].children, ElementsAre("Mia"));
}

TEST(WorkRowsTest, TwoActivitiesOfOneDayAreTwoRows) {
  v1::WorkItem first = Visit("one", "Theo");
  first.mutable_due()->set_kind(v1::WORK_KIND_ACTIVITY);
  v1::WorkItem second = first;
  second.mutable_due()->set_child_id("Marisol");

  EXPECT_THAT(RowsOf({first, second}), SizeIs(2));
}

class ApprovalsWithDateTest : public ::testing::Test {
 protected:
  ApprovalsWithDateTest() {
    date_.mutable_due()->mutable_began()->set_revision(40);
    approval_.mutable_due()->clear_rule();
    approval_.mutable_due()->clear_due();
    approval_.mutable_due()->set_kind(v1::WORK_KIND_APPROVAL);
    approval_.mutable_due()->mutable_began()->set_revision(40);
    approval_.mutable_due()->add_staff()->set_name("Lee");
  }
  v1::WorkItem date_ = Visit("one", "");
  v1::WorkItem approval_ = Visit("one", "");
};

TEST_F(ApprovalsWithDateTest, AnApprovalThatHasADateByLawIsThereOnce) {
  std::vector<v1::WorkItem> items = {date_, approval_};
  ApprovalsWithDate approvals;
  approvals.TakeOut(&items);

  ASSERT_THAT(items, SizeIs(1));
  EXPECT_EQ(items[0].due().kind(), v1::WORK_KIND_LAW);
  ASSERT_THAT(approvals.ApproversOf(items[0]), SizeIs(1));
  EXPECT_EQ(approvals.ApproversOf(items[0])[0].name(), "Lee");

  items = {approval_};
  approvals.TakeOut(&items);
  EXPECT_THAT(items, IsEmpty()) << "the date was on an earlier page";
}

TEST_F(ApprovalsWithDateTest, AnApprovalWithoutADateStays) {
  std::vector<v1::WorkItem> alone = {approval_};
  ApprovalsWithDate().TakeOut(&alone);
  EXPECT_THAT(alone, SizeIs(1));

  date_.set_case_id("two");
  std::vector<v1::WorkItem> elsewhere = {date_, approval_};
  ApprovalsWithDate().TakeOut(&elsewhere);
  EXPECT_THAT(elsewhere, SizeIs(2)) << "the date of another case";

  date_.set_case_id("one");
  date_.mutable_due()->set_state(v1::CLOCK_STATE_MET_LATE);
  std::vector<v1::WorkItem> done = {date_, approval_};
  ApprovalsWithDate().TakeOut(&done);
  EXPECT_THAT(done, SizeIs(2)) << "the date is no longer to do";
}

TEST(WorkTotalsTest, WhatIsOverdueComesFirst) {
  WorkTotals totals;
  for (const char* const case_id : {"one", "two"}) totals.Add(Visit(case_id, "Theo"));
  v1::WorkItem overdue = Visit("one", "Ana");
  overdue.set_state(v1::WORK_STATE_OVERDUE);
  totals.Add(overdue);

  EXPECT_EQ(totals.Words(), "1 overdue, 2 later; in 2 cases");
  EXPECT_EQ(totals.count(), 3u);
}

}  // namespace
}  // namespace casejournal::services
