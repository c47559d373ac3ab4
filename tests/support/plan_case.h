// A case told event by event, and its plan: for tests of the fold.
#ifndef CASEJOURNAL_TESTS_SUPPORT_PLAN_CASE_H_
#define CASEJOURNAL_TESTS_SUPPORT_PLAN_CASE_H_

#include <gtest/gtest.h>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_plan.pb.h"
#include "tests/support/case_builder.h"
#include "tests/support/event_text.h"

namespace casejournal::testing {

// Everything is recorded at the same time, after all effective days: only the order of revisions and of days counts.
class PlanCase : public ::testing::Test {
 protected:
  // Record an event that is effective on `day`, whatever was told before. Returns its revision.
  eventstore::Revision Tell(absl::string_view day, absl::string_view text) { return Tell(EventFromText(day, text)); }
  eventstore::Revision Tell(const CaseEvent& event) {
    built_.Record("2026-12-01 09:00", {event});
    return built_.entries().size() - 1;
  }
  eventstore::Revision Correct(eventstore::Revision revision, absl::string_view day, absl::string_view text) {
    return Tell(Correcting(revision, EventFromText(day, text)));
  }
  eventstore::Revision Withdraw(eventstore::Revision revision) { return Tell(Retracting(revision)); }

  const v1::CasePlan& plan() const { return built_.record().plan(); }
  v1::CasePlan PlanOn(absl::string_view day) const { return built_.record().PlanOn(day); }

  CaseBuilder built_;
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_PLAN_CASE_H_
