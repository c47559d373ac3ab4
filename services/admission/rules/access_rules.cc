// Who may be given access to a case, for how long, and what a grant must say. Who may see the case is never withheld.
#include <optional>
#include <string>
#include <utility>

#include "absl/time/civil_time.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/standing.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/interval_rules.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {
namespace {

using event::v1::AccessGranted;

bool GivenByACase(event::v1::Role role) {
  switch (role) {
    case event::v1::ROLE_CASEWORKER:
    case event::v1::ROLE_COURT:
    case event::v1::ROLE_AUDITOR:
    case event::v1::ROLE_REVIEWER:
    case event::v1::ROLE_GUARDIAN_AD_LITEM:
    case event::v1::ROLE_COUNSEL:
    case event::v1::ROLE_EMERGENCY:
      return true;
    case event::v1::ROLE_UNSPECIFIED:
    case event::v1::ROLE_ADMINISTRATOR:
    case event::v1::ROLE_OPERATOR:
    case event::v1::ROLE_SUPERVISOR:
    case event::v1::ROLE_PIPELINE:
    case event::v1::Role_INT_MIN_SENTINEL_DO_NOT_USE_:
    case event::v1::Role_INT_MAX_SENTINEL_DO_NOT_USE_:
      return false;
  }
  return false;
}

void RefuseTerms(const ProposedEvent& proposed, absl::string_view field, projections::Said message,
                 Violations& violations) {
  Refuse(Rule::kAccessWrongTerms, {.field = proposed.Field(field), .ids = {}, .message = std::move(message)},
         violations);
}

// The day on which the grant is recorded. A correction does not make a grant any younger.
std::string RecordedOn(const ProposedEvent& proposed) {
  const projections::Entry* original = proposed.original();
  return original == nullptr ? proposed.context().today
                             : projections::DayOf(original->recorded_at_us, proposed.context().zone);
}

std::string DayAfter(const std::string& day) {
  const absl::StatusOr<absl::CivilDay> parsed = projections::ParseDay(day);
  return parsed.ok() ? projections::FormatDay(*parsed + 1) : day;
}

void CheckUntil(const ProposedEvent& proposed, const AccessGranted& body, Violations& violations) {
  const std::string recorded_on = RecordedOn(proposed);
  if (body.has_until() && body.until() < recorded_on) {
    RefuseTerms(proposed, "until",
                SentenceOf("access.wrong-terms.over",
                           {DayParameter("until", body.until()), DayParameter("recorded_on", recorded_on)}),
                violations);
  }
  if (body.role() != event::v1::ROLE_EMERGENCY) return;
  const std::string last = DayAfter(recorded_on);
  if (body.has_until() && body.until() <= last) return;
  RefuseTerms(proposed, "until", SentenceOf("access.wrong-terms.until", {DayParameter("last", last)}), violations);
}

void CheckForWhom(const ProposedEvent& proposed, const AccessGranted& body, Violations& violations) {
  if (body.role() != event::v1::ROLE_COUNSEL && body.role() != event::v1::ROLE_GUARDIAN_AD_LITEM) return;
  if (body.for_id().empty()) {
    RefuseTerms(proposed, "forId", SentenceOf("access.wrong-terms.for-whom"), violations);
    return;
  }
  if (body.role() != event::v1::ROLE_GUARDIAN_AD_LITEM) return;
  const v1::Participant* participant = proposed.State().Find<v1::Participant>({body.for_id()});
  // An unknown one is rejected as a reference.
  if (participant == nullptr || participant->capacity() == event::v1::CAPACITY_CHILD) return;
  Refuse(Rule::kRefWrongKind,
         {.field = proposed.Field("forId"),
          .ids = {body.for_id()},
          .message = SentenceOf("ref.wrong-kind.not-a-child",
                                {KindParameter("wanted", event::v1::PART_KIND_CHILD,
                                               WithArticle(KindWords(event::v1::PART_KIND_CHILD)))})},
         violations);
}

// Rights count from when they were recorded, so nobody gets one by a correction of somebody else's.
void CheckSameGrant(const ProposedEvent& proposed, const AccessGranted& body, Violations& violations) {
  if (proposed.original() == nullptr) return;
  const AccessGranted& original = proposed.original()->event().access_granted();
  const bool same_holder =
      original.holder().issuer() == body.holder().issuer() && original.holder().subject() == body.holder().subject();
  if (!same_holder) {
    RefuseTerms(proposed, "holder", SentenceOf("access.wrong-terms.other-holder"), violations);
  }
  if (original.role() != body.role()) {
    RefuseTerms(proposed, "role", SentenceOf("access.wrong-terms.other-role"), violations);
  }
}

bool SaysWhoMaySeeTheCase(const event::v1::CaseEvent& event) {
  return event.has_case_assigned() || event.has_access_granted() || event.has_access_ended();
}

// Whether the entry says who may see the case, or corrects or withdraws one that does.
bool IsAboutAccess(const projections::EntryList& entries, eventstore::Revision revision) {
  if (revision >= entries.size()) return false;
  for (std::optional<eventstore::Revision> at = revision; at; at = projections::Settles(entries[*at])) {
    if (SaysWhoMaySeeTheCase(entries[*at].event())) return true;
  }
  return false;
}

void RefuseLabels(std::string field, Violations& violations) {
  Refuse(Rule::kAccessWrongTerms,
         {.field = std::move(field), .ids = {}, .message = SentenceOf("access.wrong-terms.labels")}, violations);
}

void CheckBearsNoLabels(const ProposedEvent& proposed, Violations& violations) {
  if (!proposed.event().labels().empty()) RefuseLabels("labels", violations);
}

}  // namespace

void Check(const ProposedEvent& proposed, const event::v1::CaseAssigned&, Violations& violations) {
  CheckBearsNoLabels(proposed, violations);
}

void Check(const ProposedEvent& proposed, const event::v1::EntryRestricted& body, Violations& violations) {
  if (IsAboutAccess(proposed.record().entries(), body.revision())) RefuseLabels(proposed.Field("labels"), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::EntryRetracted& body, Violations& violations) {
  const projections::EntryList& entries = proposed.record().entries();
  if (!IsAboutAccess(entries, body.revision())) return;
  CheckBearsNoLabels(proposed, violations);
  // The finding that somebody took it would be gone with it.
  if (entries[body.revision()].event().access_granted().role() != event::v1::ROLE_EMERGENCY) return;
  if (entries[body.revision()].event().has_corrects()) return;
  RefuseTerms(proposed, "revision", SentenceOf("access.wrong-terms.withdrawn"), violations);
}

void Check(const ProposedEvent& proposed, const AccessGranted& body, Violations& violations) {
  CheckBearsNoLabels(proposed, violations);
  if (!GivenByACase(body.role())) {
    RefuseTerms(proposed, "role", SentenceOf("access.wrong-terms.role"), violations);
  }
  if (body.opens_size() > 0 && body.authority().empty()) {
    RefuseTerms(proposed, "authority", SentenceOf("access.wrong-terms.authority"), violations);
  }
  if (body.role() == event::v1::ROLE_EMERGENCY && body.reason().empty()) {
    RefuseTerms(proposed, "reason", SentenceOf("access.wrong-terms.reason"), violations);
  }
  // Who takes access in an emergency gives it to himself, and is his own authority.
  if (body.role() == event::v1::ROLE_EMERGENCY && body.opens_size() > 0) {
    RefuseTerms(proposed, "opens", SentenceOf("access.wrong-terms.opens"), violations);
  }
  CheckUntil(proposed, body, violations);
  CheckForWhom(proposed, body, violations);
  CheckSameGrant(proposed, body, violations);
}

void Check(const ProposedEvent& proposed, const event::v1::AccessEnded& body, Violations& violations) {
  CheckBearsNoLabels(proposed, violations);
  const v1::AccessGrant* grant = proposed.State().Find<v1::AccessGrant>({body.grant_id()});
  if (grant == nullptr) return;
  CheckEnds(proposed, {grant->grant_id(), grant->since(), grant->ended_on()}, kGrantEnds, proposed.Field("grantId"),
            violations);
}

}  // namespace casejournal::services
