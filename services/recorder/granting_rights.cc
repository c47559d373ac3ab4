#include "services/recorder/granting_rights.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/entries/label_set.h"
#include "projections/entries/responsible.h"
#include "services/admission/catalog/violation.h"

namespace casejournal::services {
namespace {

using projections::IsSameStaff;
using projections::LabelSet;

bool IsOwnEmergency(const event::v1::CaseEvent& event, const event::v1::Staff& caller) {
  return event.has_access_granted() && !event.has_corrects() &&
         event.access_granted().role() == event::v1::ROLE_EMERGENCY &&
         IsSameStaff(event.access_granted().holder(), caller);
}

// The roles of a member of staff in a case with this access; null: in the journal.
std::vector<HeldRole> RolesOfStaff(const Reader& reader, const event::v1::Staff& staff, const CaseAccess* of_case) {
  const Holder holder{.issuer = staff.issuer(), .subject = staff.subject()};
  return RolesThatCount(*reader.sources().roles.now(), holder, of_case, reader.sources().today());
}

std::vector<HeldRole> RolesInCase(const Reader& reader, const event::v1::Staff& staff,
                                  const projections::CaseRecord& record) {
  const CaseAccess access = AccessIn(record);
  return RolesOfStaff(reader, staff, record.entries().empty() ? nullptr : &access);
}

bool HasRole(const std::vector<HeldRole>& roles, event::v1::Role role) {
  return std::any_of(roles.begin(), roles.end(), [&](const HeldRole& held) { return held.role == role; });
}

// What the roles open for reading and recording; nothing if they allow none of it.
std::optional<LabelSet> SightOf(const std::vector<HeldRole>& roles) {
  std::optional<LabelSet> sight;
  for (const Act act : {Act::kReadPlan, Act::kReadRecord, Act::kRecord}) {
    const Decision decision = Decide(roles, act);
    if (decision.allowed) sight = sight.value_or(LabelSet()) | decision.sees;
  }
  return sight;
}

LabelSet OpenedBy(const v1::AccessGrant& grant) {
  LabelSet labels = LabelSet::Of(grant.opens());
  for (const RolePolicy& policy : RolePolicies()) {
    if (policy.role == grant.role()) labels = labels | policy.labels;
  }
  return labels;
}

// What a grant gives that it did not give before; nothing if that is nothing. What lasts longer is given anew.
std::optional<LabelSet> NewlyGiven(const v1::AccessGrant& grant, const CaseAccess& before) {
  if (!grant.ended_on().empty()) return std::nullopt;
  const auto was = std::find_if(before.grants.begin(), before.grants.end(), [&](const v1::AccessGrant& each) {
    return each.grant_id() == grant.grant_id() && each.ended_on().empty();
  });
  if (was == before.grants.end()) return OpenedBy(grant);
  const bool same = was->role() == grant.role() && IsSameStaff(was->holder(), grant.holder());
  const bool longer = !was->until().empty() && (grant.until().empty() || grant.until() > was->until());
  if (same && !longer && OpenedBy(*was).Covers(OpenedBy(grant))) return std::nullopt;
  return OpenedBy(grant);
}

// The field of an event by which it gives access.
std::string GivingField(const event::v1::CaseEvent& event, absl::string_view of_grant) {
  if (event.has_access_granted()) return absl::StrCat("accessGranted.", of_grant);
  if (event.has_case_assigned()) return "caseAssigned.staff";
  if (event.has_entry_retracted()) return "entryRetracted.revision";
  return "corrects.revision";
}

void RefuseGiving(std::string field, std::vector<std::string> ids, projections::Said message,
                  std::vector<v1::Violation>& violations) {
  Refuse(Rule::kAccessWrongTerms, {.field = std::move(field), .ids = std::move(ids), .message = std::move(message)},
         violations);
}

void RefuseUnseen(const event::v1::CaseEvent& event, const v1::AccessGrant& grant, LabelSet sees,
                  std::vector<v1::Violation>& violations) {
  std::vector<std::string> unseen;
  for (const event::v1::Label label : OpenedBy(grant).Labels()) {
    if (!sees.Has(label)) unseen.push_back(event::v1::Label_Name(label));
  }
  const bool by_opens = !sees.Covers(LabelSet::Of(grant.opens()));
  RefuseGiving(GivingField(event, by_opens ? "opens" : "role"), {grant.grant_id()},
               SentenceOf("access.wrong-terms.sight", {CodesParameter("labels", unseen, absl::StrJoin(unseen, ", "))}),
               violations);
}

}  // namespace

void SetRights(const Reader& reader, const projections::CaseRecord& recorded, const projections::CaseRecord& draft,
               const event::v1::CaseEvent& event, AdmitContext& context) {
  if (reader.sources().development) return;
  if (event.has_claim() || !event.overrides().empty())
    context.supervises = HasRole(RolesInCase(reader, reader.caller().actor, recorded), event::v1::ROLE_SUPERVISOR);
  if (!event.on_behalf_of().has_staff()) return;
  context.may_record = [&](const event::v1::Staff& staff) {
    return Decide(RolesInCase(reader, staff, recorded), Act::kRecord).allowed ||
           Decide(RolesInCase(reader, staff, draft), Act::kRecord).allowed;
  };
}

bool ChangesAccess(const event::v1::CaseEvent& event) {
  return event.has_case_assigned() || event.has_access_granted() || event.has_access_ended() ||
         event.has_entry_retracted();
}

std::vector<v1::Violation> TooMuchGiven(const Reader& reader, const event::v1::CaseEvent& event,
                                        const CaseAccess& before, const CaseAccess& after, bool opens_case) {
  std::vector<v1::Violation> violations;
  if (reader.sources().development) return violations;
  const event::v1::Staff& caller = reader.caller().actor;
  const std::vector<HeldRole> in_journal = RolesOfStaff(reader, caller, nullptr);
  const std::optional<LabelSet> saw = SightOf(opens_case ? in_journal : RolesOfStaff(reader, caller, &before));
  for (const v1::AccessGrant& grant : after.grants) {
    const std::optional<LabelSet> given = NewlyGiven(grant, before);
    if (!given) continue;
    if (IsSameStaff(grant.holder(), caller)) {
      if (IsOwnEmergency(event, caller)) continue;
      RefuseGiving(GivingField(event, "holder"), {grant.grant_id()}, SentenceOf("access.wrong-terms.own"), violations);
    } else if (!HasRole(in_journal, event::v1::ROLE_ADMINISTRATOR) && !saw.value_or(LabelSet()).Covers(*given)) {
      RefuseUnseen(event, grant, saw.value_or(LabelSet()), violations);
    }
  }
  if (opens_case || !violations.empty() || IsOwnEmergency(event, caller)) return violations;
  const std::optional<LabelSet> sees = SightOf(RolesOfStaff(reader, caller, &after));
  if (sees && (!saw || !saw->Covers(*sees)))
    RefuseGiving(GivingField(event, "holder"), {}, SentenceOf("access.wrong-terms.own-sight"), violations);
  return violations;
}

}  // namespace casejournal::services
