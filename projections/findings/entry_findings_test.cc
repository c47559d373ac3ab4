// The record itself. Each finding exists while its condition holds, and then disappears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::ActivityWith;
using casejournal::testing::CaseEvent;
using casejournal::testing::Claimed;
using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::kAnaRemoved;
using casejournal::testing::kGoalOfAna;
using casejournal::testing::ObjectiveWith;
using casejournal::testing::Retracting;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class EntryFindingsTest : public FindingsCase {};

// docs/AS_OF.md: the fold never fails because of order; an entry without support is kept and shown here.
TEST_F(EntryFindingsTest, EntriesOutOfOrderLateAndImprecise) {
  Tell("2025-03-10", kGoalOfAna);
  TellOn("2025-03-11", EventFromText("2025-03-01", ObjectiveWith("")));
  EXPECT_EQ(The(absl::StrCat("entry.out-of-order/", last())).says(),
            "Entry 5 (objective added, 2025-03-01) names something that is in the record only from 2025-03-10 on.");

  CaseEvent late = EventFromText("2025-03-01", R"(objective_met { objective_id: "$O" evidence: "seen" })");
  late.set_late_reason("it had been left out");
  TellOn("2025-05-01", late);
  EXPECT_EQ(The(absl::StrCat("entry.late/", last())).says(),
            "Entry 6 (objective met) was first written down 61 days after 2025-03-01: it had been "
            "left out.");

  CaseEvent between = EventFromText("2025-05-02", kAnaRemoved);
  between.set_effective_first_day("2025-04-20");
  TellOn("2025-05-02", between);
  EXPECT_THAT(The(absl::StrCat("entry.imprecise/", last())).says(),
              HasSubstr("some day between 2025-04-20 and 2025-05-02"));
}

TEST_F(EntryFindingsTest, ActsOfTheCourtWithoutAPaperAndRulesSetAside) {
  Tell("2025-02-02", R"(order_made { order_id: "$S" child_id: "$ana" kind: ORDER_KIND_SHELTER_CARE })");
  const std::string undocumented = absl::StrCat("court.no-document/", last());
  EXPECT_THAT(NamesOn(), Contains(undocumented));

  CaseEvent document =
      EventFromText("2025-02-03", absl::StrCat(R"(document_referenced { document_id: "$D" media_type: "application/pdf"
      size_bytes: 9 title: "entry" kept_where: "archive" sha256: "@d2" supports_revisions: )",
                                               last(), " }"));
  document.add_overrides()->set_rule_id("case.close-blocked");
  document.mutable_overrides(0)->set_reason("as agreed");
  TellOn("2025-02-03", document);

  EXPECT_THAT(NamesOn(), Not(Contains(undocumented)));
  EXPECT_THAT(NamesOn(), Contains(absl::StrCat("rule.overridden/", last(), "/case.close-blocked")));
}

// A finding about an entry disappears when the entry is corrected or withdrawn.
TEST_F(EntryFindingsTest, ACorrectionPutsAnEntryInOrderAndMakesItPrecise) {
  Tell("2025-03-10", kGoalOfAna);
  const eventstore::Revision goal = last();
  TellOn("2025-03-11", EventFromText("2025-03-01", ObjectiveWith("")));
  const std::string out_of_order = absl::StrCat("entry.out-of-order/", last());
  CaseEvent between = EventFromText("2025-05-02", kAnaRemoved);
  between.set_effective_first_day("2025-04-20");
  TellOn("2025-05-02", between);
  const std::string imprecise = absl::StrCat("entry.imprecise/", last());
  ASSERT_THAT(NamesOn(), Contains(out_of_order));
  ASSERT_THAT(NamesOn(), Contains(imprecise));

  TellOn("2025-05-03", Correcting(last(), EventFromText("2025-05-02", kAnaRemoved)));
  TellOn("2025-05-03", Correcting(goal, EventFromText("2025-02-10", kGoalOfAna)));

  EXPECT_THAT(NamesOn(), Not(Contains(out_of_order)));
  EXPECT_THAT(NamesOn(), Not(Contains(imprecise)));
}

// FRE 803(6): at or near the time. Thirty days are in time, and so is an entry that was recorded elsewhere by then.
TEST_F(EntryFindingsTest, AnEntryIsLateByTheDayOnWhichItWasFirstWrittenDown) {
  TellOn("2025-03-31", EventFromText("2025-03-01", kGoalOfAna));
  EXPECT_THAT(NamesOn(), Not(Contains(absl::StrCat("entry.late/", last()))));

  TellOn("2025-04-01", EventFromText("2025-03-01", ObjectiveWith("")));
  EXPECT_EQ(The(absl::StrCat("entry.late/", last())).says(),
            "Entry 5 (objective added) was first written down 31 days after 2025-03-01.");

  TellOn("2025-05-01", Claimed(EventFromText("2025-03-01", ActivityWith("")), "2025-03-02 09:00", "the car"));
  EXPECT_THAT(NamesOn(), Not(Contains(absl::StrCat("entry.late/", last()))));
}

// ORC 2151.35: the court speaks through its journal.
TEST_F(EntryFindingsTest, ADecisionOfTheCourtIsInItsJournal) {
  Tell("2025-03-01", R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0"
                                                children_ids: "$ana" digest: "@d1" })");
  Tell("2025-04-01", R"(court_decided { court_number: "JV1" digest: "@d1"
                                        decision: COURT_DECISION_APPROVED_AFTER_HEARING })");
  const std::string name = absl::StrCat("court.no-document/", last());
  EXPECT_EQ(The(name).says(), "Entry 5 (court decided, 2025-04-01) has neither a journal entry number nor a document.");

  Tell("2025-04-02", R"(plan_journalized { digest: "@d1" court_number: "JV1" entry_number: "7" })");
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

TEST_F(EntryFindingsTest, AWithdrawnEntrySetsNoRuleAside) {
  CaseEvent closed = EventFromText("2025-04-01", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }");
  closed.add_overrides()->set_rule_id("case.close-blocked");
  closed.mutable_overrides(0)->set_reason("the court agrees");
  TellOn("2025-04-01", closed);
  const std::string name = absl::StrCat("rule.overridden/", last(), "/case.close-blocked");
  EXPECT_EQ(The(name).says(),
            "For entry 4 (case closed), the rule case.close-blocked was set aside: the court agrees.");

  TellOn("2025-04-02", Retracting(last()));
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

}  // namespace
}  // namespace casejournal::projections
