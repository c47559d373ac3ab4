// A version that takes effect without a journal entry needs a basis that the record shows.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"
#include "projections/events/event_words.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/proposal/supersession.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {
namespace {

using event::v1::PlanTookEffect;

template <typename Ids>
bool Names(const Ids& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

void RefuseBasis(const ProposedEvent& proposed, std::vector<std::string> ids, projections::Said message,
                 SentenceId remedy, Violations& violations) {
  Refuse(Rule::kPlanNoBasis,
         {.field = proposed.Field("basis"),
          .ids = std::move(ids),
          .message = std::move(message),
          .remedy = SentenceOf(remedy)},
         violations);
}

void CheckVersionForChildren(const ProposedEvent& proposed, const v1::PlanVersion& version, const PlanTookEffect& body,
                             Violations& violations) {
  for (int i = 0; i < body.children_ids_size(); ++i) {
    const std::string& child = body.children_ids(i);
    const bool covered = Names(version.children_ids(), child);
    if (covered && !Superseded(proposed.StateThen(), version, child)) continue;
    Refuse(Rule::kPlanWrongVersion,
           {.field = proposed.Field(absl::StrCat("childrenIds[", i, "]")),
            .ids = {Hex(version.digest()), child},
            .message = SentenceOf(covered ? SentenceId("plan.wrong-version.superseded-for-child")
                                          : SentenceId("plan.wrong-version.not-covered"))},
           violations);
  }
}

bool IsParent(const projections::CaseState& state, const std::string& participant_id, const PlanTookEffect& body) {
  return AnyOf<v1::PersonRelation>(state, [&](const v1::PersonRelation& relation) {
    return relation.from_id() == participant_id && Names(body.children_ids(), relation.to_id()) &&
           projections::IsInParentsPlace(relation.relation());
  });
}

// Rule: OAC 5101:2-38-01, an in-home plan without the court is complete only when the parent signs.
void CheckSignatures(const ProposedEvent& proposed, const v1::PlanVersion& version, const PlanTookEffect& body,
                     Violations& violations) {
  const projections::CaseState& state = proposed.StateThen();
  for (const v1::Removal& removal : state.All<v1::Removal>()) {
    if (!Names(body.children_ids(), removal.child_id())) continue;
    if (!OpenOn(removal.removed_on(), removal.ended_on(), proposed.day())) continue;
    RefuseBasis(proposed, {removal.removal_id(), removal.child_id()},
                SentenceOf("plan.no-basis.in-care", {DayParameter("day", proposed.day())}),
                "plan.no-basis.remedy.in-care", violations);
  }
  for (const v1::Signature& signature : version.signatures()) {
    if (signature.agreement() == event::v1::AGREEMENT_AGREES && IsParent(state, signature.participant_id(), body)) {
      return;
    }
  }
  RefuseBasis(proposed, {Hex(version.digest())},
              SentenceOf("plan.no-basis.not-signed", {DayParameter("day", proposed.day())}),
              "plan.no-basis.remedy.not-signed", violations);
}

// Rule: ORC 2151.412(F), a filed change may be acted on if the court has not acted in time (to be confirmed by counsel;
// the journal sets the number of days).
void CheckSilence(const ProposedEvent& proposed, const v1::PlanVersion& version, Violations& violations) {
  std::string filed_on;
  for (const v1::Filing& filing : version.filings()) filed_on = std::max(filed_on, filing.on());
  const int32_t silent_days = proposed.context().court_silent_after_days;
  if (filed_on.empty()) {
    RefuseBasis(proposed, {Hex(version.digest())},
                SentenceOf("plan.no-basis.not-filed", {DayParameter("day", proposed.day())}),
                "plan.no-basis.remedy.not-filed", violations);
  } else if (projections::DaysBetween(filed_on, proposed.day()) <= silent_days) {
    RefuseBasis(proposed, {Hex(version.digest())},
                SentenceOf("plan.no-basis.court-has-time",
                           {DayParameter("filed_on", filed_on), DayParameter("day", proposed.day()),
                            CountParameter("days", silent_days, "day", "days")}),
                "plan.no-basis.remedy.court-has-time", violations);
  }
  if (version.decisions().empty()) return;
  RefuseBasis(proposed, {Hex(version.digest())},
              SentenceOf("plan.no-basis.court-decided", {DayParameter("decided_on", version.decisions(0).on())}),
              "plan.no-basis.remedy.court-decided", violations);
}

bool IsRecent(const ProposedEvent& proposed, const std::string& happened_on) {
  return !happened_on.empty() && happened_on <= proposed.day() &&
         projections::DaysBetween(happened_on, proposed.day()) <= proposed.context().emergency_days;
}

// A recent threat, removal, or change of placement of one of the children; a proposal of this version as an emergency;
// or an entry that the event names as its cause. Rule: OAC 5101:2-42-93 allows seven days after an emergency change to
// bring it before the court.
bool StatesEmergency(const ProposedEvent& proposed, const PlanTookEffect& body) {
  for (const event::v1::EntryRef& cause : proposed.event().caused_by()) {
    // CheckReferences rejects references to missing entries.
    if (cause.case_id() == proposed.record().case_id()) return true;
  }
  const projections::CaseState& state = proposed.StateThen();
  const auto& children = body.children_ids();
  const auto threat = [&](const v1::Threat& each) {
    return Names(children, each.terms().child_id()) && IsRecent(proposed, each.identified_on());
  };
  const auto removal = [&](const v1::Removal& each) {
    return Names(children, each.child_id()) && IsRecent(proposed, each.removed_on());
  };
  const auto placement = [&](const v1::Placement& each) {
    return Names(children, each.child_id()) &&
           (IsRecent(proposed, each.began_on()) || IsRecent(proposed, each.ended_on()));
  };
  const auto proposal = [&](const v1::Proposal& each) {
    return each.terms().emergency() && each.terms().to_digest() == body.digest() &&
           IsRecent(proposed, each.proposed_on());
  };
  return AnyOf<v1::Proposal>(state, proposal) || AnyOf<v1::Threat>(state, threat) ||
         AnyOf<v1::Removal>(state, removal) || AnyOf<v1::Placement>(state, placement);
}

void CheckEmergency(const ProposedEvent& proposed, const v1::PlanVersion& version, const PlanTookEffect& body,
                    Violations& violations) {
  if (StatesEmergency(proposed, body)) return;
  RefuseBasis(proposed, {Hex(version.digest())},
              SentenceOf("plan.no-basis.no-emergency", {NumberParameter("days", proposed.context().emergency_days),
                                                        DayParameter("day", proposed.day())}),
              "plan.no-basis.remedy.no-emergency", violations);
}

}  // namespace

void Check(const ProposedEvent& proposed, const PlanTookEffect& body, Violations& violations) {
  const v1::PlanVersion* version = proposed.StateThen().Find<v1::PlanVersion>({body.digest()});
  if (version == nullptr) {
    // An unknown version is rejected as a reference.
    if (proposed.State().Find<v1::PlanVersion>({body.digest()}) == nullptr) return;
    RefuseBasis(proposed, {Hex(body.digest())},
                SentenceOf("plan.no-basis.not-drawn-up", {DayParameter("day", proposed.day())}),
                "plan.no-basis.remedy.not-drawn-up", violations);
    return;
  }
  CheckVersionForChildren(proposed, *version, body, violations);
  switch (body.basis()) {
    case event::v1::EFFECT_BASIS_SIGNATURES_IN_AN_IN_HOME_CASE:
      CheckSignatures(proposed, *version, body, violations);
      break;
    case event::v1::EFFECT_BASIS_NO_ACTION_BY_THE_COURT_IN_TIME:
      CheckSilence(proposed, *version, violations);
      break;
    case event::v1::EFFECT_BASIS_EMERGENCY:
      CheckEmergency(proposed, *version, body, violations);
      break;
    case event::v1::EFFECT_BASIS_UNSPECIFIED:
    case event::v1::EffectBasis_INT_MIN_SENTINEL_DO_NOT_USE_:
    case event::v1::EffectBasis_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
}

}  // namespace casejournal::services
