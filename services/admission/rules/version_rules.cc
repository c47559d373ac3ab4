#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/proposal/supersession.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {
namespace {

using event::v1::PlanVersionDrawnUp;

// All versions of a plan have the same kind. A safety plan has its kind from the day it was made.
void CheckKind(const ProposedEvent& proposed, const PlanVersionDrawnUp& body, Violations& violations) {
  const projections::CaseState& state = proposed.State();
  event::v1::PlanKind kind = body.kind();
  if (const v1::PlanVersion* earlier = FirstWith(state, &v1::PlanVersion::plan_id, body.plan_id())) {
    kind = earlier->kind();
  } else if (state.Find<v1::SafetyPlan>({body.plan_id()}) != nullptr) {
    kind = event::v1::PLAN_KIND_SAFETY;
  }
  if (kind == body.kind()) return;
  Refuse(Rule::kRefWrongKind,
         {.field = proposed.Field("planId"),
          .ids = {body.plan_id()},
          .message =
              SentenceOf("ref.wrong-kind.plan", {CodeParameter("found", kind), CodeParameter("given", body.kind())}),
          .remedy = SentenceOf("ref.wrong-kind.remedy.plan")},
         violations);
}

void CheckSecondInitial(const ProposedEvent& proposed, const PlanVersionDrawnUp& body, Violations& violations) {
  if (body.kind() != event::v1::PLAN_KIND_CASE) return;
  const projections::CaseState& state = proposed.State();
  if (FirstWith(state, &v1::PlanVersion::plan_id, body.plan_id()) != nullptr) return;
  // Each episode begins with its own plan.
  const std::string& reopened_on = state.fields().reopened_on();
  const auto versions = state.All<v1::PlanVersion>();
  const auto other = std::find_if(versions.begin(), versions.end(), [&](const v1::PlanVersion& version) {
    return version.kind() == event::v1::PLAN_KIND_CASE && version.drawn_up_on() >= reopened_on;
  });
  if (other == versions.end()) return;
  Refuse(Rule::kPlanSecondInitial,
         {.field = proposed.Field("planId"),
          .ids = {body.plan_id(), other->plan_id()},
          .message = SentenceOf("plan.second-initial", {DayParameter("drawn_up_on", other->drawn_up_on())})},
         violations);
}

void CheckSupersedes(const ProposedEvent& proposed, const PlanVersionDrawnUp& body, Violations& violations) {
  if (!body.has_supersedes()) return;
  const std::string field = proposed.Field("supersedes");
  const v1::PlanVersion* replaced = proposed.State().Find<v1::PlanVersion>({body.supersedes()});
  // An unknown version is rejected as a reference.
  if (replaced == nullptr) return;
  const bool itself = body.supersedes() == body.digest();
  if (itself || replaced->plan_id() != body.plan_id()) {
    Refuse(Rule::kPlanWrongVersion,
           {.field = field,
            .ids = {Hex(body.supersedes())},
            .message = SentenceOf(itself ? SentenceId("plan.wrong-version.supersedes-itself")
                                         : SentenceId("plan.wrong-version.supersedes-other-plan"))},
           violations);
    return;
  }
  CheckNotSuperseded(proposed.StateThen(), body.supersedes(), field, violations);
}

void CheckAsOfRevision(const ProposedEvent& proposed, const PlanVersionDrawnUp& body, Violations& violations) {
  const uint64_t next =
      proposed.original() == nullptr ? proposed.record().entries().size() : proposed.original()->revision;
  if (body.as_of_revision() < next) return;
  Refuse(Rule::kRefUnknown,
         {.field = proposed.Field("asOfRevision"),
          .ids = {absl::StrCat(body.as_of_revision())},
          .message = SentenceOf("ref.unknown.revision",
                                {EntryParameter("entry", body.as_of_revision()), EntryParameter("last", next - 1)})},
         violations);
}

}  // namespace

void Check(const ProposedEvent& proposed, const PlanVersionDrawnUp& body, Violations& violations) {
  CheckKind(proposed, body, violations);
  CheckSecondInitial(proposed, body, violations);
  CheckSupersedes(proposed, body, violations);
  CheckAsOfRevision(proposed, body, violations);
}

}  // namespace casejournal::services
