#include "projections/events/event_words.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/rules/body_rules.h"
#include "services/admission/rules/envelope_rules.h"

namespace casejournal::services {
namespace {

bool TakenWhenClosed(const ProposedEvent& proposed) {
  const event::v1::CaseEvent& event = proposed.event();
  if (event.has_corrects()) return true;
  const event::v1::EventOptions& options = projections::OptionsOf(*projections::BodyOf(event)->GetDescriptor());
  return options.after_closing() ||
         (!options.act() && proposed.day() <= proposed.record().state().fields().closed_on());
}

void RefuseHandedOver(const v1::CasePlan& plan, const std::string& field, Violations& violations) {
  const v1::HandedOver& to = plan.handed_over();
  const bool joined = !to.joined_to_case_id().empty();
  Refuse(Rule::kCaseHandedOver,
         {.field = field,
          .ids = joined ? std::vector<std::string>{to.joined_to_case_id()} : std::vector<std::string>{},
          .message =
              SentenceOf(joined ? SentenceId("case.handed-over.joined") : SentenceId("case.handed-over.transferred"),
                         {DayParameter("on", to.on())})},
         violations);
}

void CheckNotOpen(const ProposedEvent& proposed, const std::string& field, Violations& violations) {
  if (proposed.original() != nullptr || proposed.State().fields().status() != v1::CASE_STATUS_OPEN) return;
  const v1::CasePlan& plan = proposed.State().fields();
  const std::string& since = plan.reopened_on().empty() ? plan.opened_on() : plan.reopened_on();
  Refuse(Rule::kCaseAlreadyOpen,
         {.field = field, .ids = {}, .message = SentenceOf("case.already-open", {DayParameter("since", since)})},
         violations);
}

void CheckOtherCase(const ProposedEvent& proposed, const std::string& other_case_id, Violations& violations) {
  if (other_case_id != proposed.record().case_id()) return;
  Refuse(Rule::kRefWrongKind,
         {.field = proposed.Field("otherCaseId"),
          .ids = {other_case_id},
          .message = SentenceOf("ref.wrong-kind.same-case")},
         violations);
}

}  // namespace

void CheckLifecycle(const ProposedEvent& proposed, Violations& violations) {
  const event::v1::CaseEvent& event = proposed.event();
  const v1::CasePlan& plan = proposed.record().state().fields();
  const bool settles = event.has_corrects() || event.has_entry_retracted();
  const std::string field(projections::BodyField(event)->json_name());
  if (proposed.record().entries().empty() || plan.status() == v1::CASE_STATUS_UNSPECIFIED) {
    // Existing entries may be corrected or withdrawn even if no opening stands.
    const bool may_settle = settles && !proposed.record().entries().empty();
    const bool opens = event.has_case_opened() || event.has_case_received();
    if (may_settle || (opens && !settles)) return;
    Refuse(Rule::kCaseNotOpened, {.field = field, .ids = {}, .message = SentenceOf("case.not-opened")}, violations);
    return;
  }
  if (plan.status() == v1::CASE_STATUS_HANDED_OVER) {
    // Who may see a record is decided where the record is.
    const bool says_who_may_see =
        event.has_entry_restricted() || event.has_access_granted() || event.has_access_ended();
    if (settles || says_who_may_see) return;
    RefuseHandedOver(plan, field, violations);
    return;
  }
  if (plan.status() != v1::CASE_STATUS_CLOSED || TakenWhenClosed(proposed)) return;
  Refuse(
      Rule::kCaseClosed,
      {.field = field, .ids = {}, .message = SentenceOf("case.closed", {DayParameter("closed_on", plan.closed_on())})},
      violations);
}

void Check(const ProposedEvent& proposed, const event::v1::CaseOpened&, Violations& violations) {
  CheckNotOpen(proposed, "caseOpened", violations);
}

void Check(const ProposedEvent& proposed, const event::v1::CaseReceived&, Violations& violations) {
  CheckNotOpen(proposed, "caseReceived", violations);
}

void Check(const ProposedEvent& proposed, const event::v1::CaseReopened&, Violations& violations) {
  CheckNotOpen(proposed, "caseReopened", violations);
}

void Check(const ProposedEvent& proposed, const event::v1::CaseLinked& body, Violations& violations) {
  CheckOtherCase(proposed, body.other_case_id(), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::CasesJoined& body, Violations& violations) {
  CheckOtherCase(proposed, body.other_case_id(), violations);
}

}  // namespace casejournal::services
