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

void RefuseBasis(const Scene& scene, std::vector<std::string> ids, std::string message, std::string remedy,
                 Violations& violations) {
  Refuse(Rule::kPlanNoBasis,
         {.field = scene.Field("basis"),
          .ids = std::move(ids),
          .message = std::move(message),
          .remedy = std::move(remedy)},
         violations);
}

void CheckVersionForChildren(const Scene& scene, const v1::PlanVersion& version, const PlanTookEffect& body,
                             Violations& violations) {
  for (int i = 0; i < body.children_ids_size(); ++i) {
    const std::string& child = body.children_ids(i);
    const bool covered = Names(version.children_ids(), child);
    if (covered && !Superseded(scene.PlanThen(), version, child)) continue;
    Refuse(Rule::kPlanWrongVersion,
           {.field = scene.Field(absl::StrCat("childrenIds[", i, "]")),
            .ids = {Hex(version.digest()), child},
            .message = covered ? "For this child, this version has been superseded by the version in force."
                               : "This version does not cover this child."},
           violations);
  }
}

bool IsParent(const v1::CasePlan& plan, const std::string& participant_id, const PlanTookEffect& body) {
  return std::any_of(plan.relations().begin(), plan.relations().end(), [&](const v1::PersonRelation& relation) {
    return relation.from_id() == participant_id && Names(body.children_ids(), relation.to_id()) &&
           projections::IsInParentsPlace(relation.relation());
  });
}

// Rule: OAC 5101:2-38-01, an in-home plan without the court is complete only when the parent signs.
void CheckSignatures(const Scene& scene, const v1::PlanVersion& version, const PlanTookEffect& body,
                     Violations& violations) {
  const v1::CasePlan& plan = scene.PlanThen();
  for (const v1::Removal& removal : plan.removals()) {
    if (!Names(body.children_ids(), removal.child_id())) continue;
    if (!OpenOn(removal.removed_on(), removal.ended_on(), scene.day())) continue;
    RefuseBasis(scene, {removal.removal_id(), removal.child_id()},
                absl::StrCat("On ", scene.day(), " this child is in care, so this is not an in-home case."),
                "Name another basis, or record how the child left care.", violations);
  }
  for (const v1::Signature& signature : version.signatures()) {
    if (signature.agreement() == event::v1::AGREEMENT_AGREES && IsParent(plan, signature.participant_id(), body)) {
      return;
    }
  }
  RefuseBasis(scene, {Hex(version.digest())},
              absl::StrCat("By ", scene.day(),
                           " no parent, guardian, or custodian of these children had signed this version and agreed."),
              "Record the signature and, if it is missing, the relation to the child.", violations);
}

// Rule: ORC 2151.412(F), a filed change may be acted on if the court has not acted in time (to be confirmed by counsel;
// the journal sets the number of days).
void CheckSilence(const Scene& scene, const v1::PlanVersion& version, Violations& violations) {
  std::string filed_on;
  for (const v1::Filing& filing : version.filings()) filed_on = std::max(filed_on, filing.on());
  const int32_t silent_days = scene.context().court_silent_after_days;
  if (filed_on.empty()) {
    RefuseBasis(scene, {Hex(version.digest())},
                absl::StrCat("By ", scene.day(), " this version had not been filed with the court."),
                "Record the filing first.", violations);
  } else if (projections::DaysBetween(filed_on, scene.day()) <= silent_days) {
    RefuseBasis(scene, {Hex(version.digest())},
                absl::StrCat("This version was filed on ", filed_on, "; on ", scene.day(), " the court's ", silent_days,
                             silent_days == 1 ? " day" : " days", " to act were not over."),
                "Wait until the court's time to act is over.", violations);
  }
  if (version.decisions().empty()) return;
  RefuseBasis(scene, {Hex(version.digest())},
              absl::StrCat("The court decided on this version on ", version.decisions(0).on(), "."),
              "Record what the decision led to.", violations);
}

bool IsRecent(const Scene& scene, const std::string& happened_on) {
  return !happened_on.empty() && happened_on <= scene.day() &&
         projections::DaysBetween(happened_on, scene.day()) <= scene.context().emergency_days;
}

// A recent threat, removal, or change of placement of one of the children; a proposal of this version as an emergency;
// or an entry that the event names as its cause. Rule: OAC 5101:2-42-93 allows seven days after an emergency change to
// bring it before the court.
bool StatesEmergency(const Scene& scene, const PlanTookEffect& body) {
  for (const event::v1::EntryRef& cause : scene.event().caused_by()) {
    // CheckReferences rejects references to missing entries.
    if (cause.case_id() == scene.record().plan().case_id()) return true;
  }
  const v1::CasePlan& plan = scene.PlanThen();
  const auto& children = body.children_ids();
  const auto threat = [&](const v1::Threat& each) {
    return Names(children, each.terms().child_id()) && IsRecent(scene, each.identified_on());
  };
  const auto removal = [&](const v1::Removal& each) {
    return Names(children, each.child_id()) && IsRecent(scene, each.removed_on());
  };
  const auto placement = [&](const v1::Placement& each) {
    return Names(children, each.child_id()) && (IsRecent(scene, each.began_on()) || IsRecent(scene, each.ended_on()));
  };
  const auto proposal = [&](const v1::Proposal& each) {
    return each.terms().emergency() && each.terms().to_digest() == body.digest() && IsRecent(scene, each.proposed_on());
  };
  return std::any_of(plan.proposals().begin(), plan.proposals().end(), proposal) ||
         std::any_of(plan.threats().begin(), plan.threats().end(), threat) ||
         std::any_of(plan.removals().begin(), plan.removals().end(), removal) ||
         std::any_of(plan.placements().begin(), plan.placements().end(), placement);
}

void CheckEmergency(const Scene& scene, const v1::PlanVersion& version, const PlanTookEffect& body,
                    Violations& violations) {
  if (StatesEmergency(scene, body)) return;
  RefuseBasis(scene, {Hex(version.digest())},
              absl::StrCat("The record shows no emergency in the ", scene.context().emergency_days, " days up to ",
                           scene.day(), "."),
              "Record the threat, removal, change of placement, or emergency proposal first, or name in `causedBy` the "
              "entry that states the emergency.",
              violations);
}

}  // namespace

void Check(const Scene& scene, const PlanTookEffect& body, Violations& violations) {
  const v1::PlanVersion* version = Find(scene.PlanThen().versions(), &v1::PlanVersion::digest, body.digest());
  if (version == nullptr) {
    // An unknown version is rejected as a reference.
    if (Find(scene.Plan().versions(), &v1::PlanVersion::digest, body.digest()) == nullptr) return;
    RefuseBasis(scene, {Hex(body.digest())}, absl::StrCat("On ", scene.day(), " this version had not been drawn up."),
                "Check the effective day.", violations);
    return;
  }
  CheckVersionForChildren(scene, *version, body, violations);
  switch (body.basis()) {
    case event::v1::EFFECT_BASIS_SIGNATURES_IN_AN_IN_HOME_CASE:
      CheckSignatures(scene, *version, body, violations);
      break;
    case event::v1::EFFECT_BASIS_NO_ACTION_BY_THE_COURT_IN_TIME:
      CheckSilence(scene, *version, violations);
      break;
    case event::v1::EFFECT_BASIS_EMERGENCY:
      CheckEmergency(scene, *version, body, violations);
      break;
    case event::v1::EFFECT_BASIS_UNSPECIFIED:
    case event::v1::EffectBasis_INT_MIN_SENTINEL_DO_NOT_USE_:
    case event::v1::EffectBasis_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
}

}  // namespace casejournal::services
