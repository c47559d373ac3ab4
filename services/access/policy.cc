#include "services/access/policy.h"

#include <algorithm>
#include <array>
#include <utility>

namespace casejournal::services {
namespace {

using event::v1::Role;
using projections::LabelSet;

struct MethodAct {
  absl::string_view method;
  Act act;
};

// A call that this list does not name is denied.
constexpr MethodAct kMethodActs[] = {
    // AccessService
    {"GiveRole", Act::kManageRoles},
    {"EndRole", Act::kManageRoles},
    {"ConfirmRights", Act::kManageRoles},
    {"ListRoles", Act::kReadRoles},
    {"WhoMay", Act::kAskWhoMay},
    {"ListDisclosures", Act::kReadDisclosures},
    // AuditService
    {"ReplayCase", Act::kReadRecord},
    {"GetHistory", Act::kReadRecord},
    {"ReadEvents", Act::kFollow},
    {"GetCheckpoint", Act::kProve},
    {"GetInclusionProof", Act::kProve},
    {"GetConsistencyProof", Act::kProve},
    {"ReadLeaves", Act::kProve},
    {"CheckLog", Act::kCheckLog},
    {"Subscribe", Act::kFollow},
    // CaseService
    {"Append", Act::kRecord},
    {"AppendStream", Act::kRecord},
    {"GetCasePlan", Act::kReadPlan},
    {"PreviewPlan", Act::kRecord},
    {"ComparePlans", Act::kReadPlan},
    {"GetFindings", Act::kReadPlan},
    {"GetFigures", Act::kReadPlan},
    {"GetDocket", Act::kReadPlan},
    {"ListWork", Act::kReadPlan},
    {"WatchWork", Act::kReadPlan},
    {"ListNotes", Act::kReadPlan},
    {"ListCases", Act::kReadPlan},
    {"SearchPersons", Act::kReadPlan},
    // CourtService
    {"GetRegister", Act::kReadRecord},
    {"GetExhibit", Act::kGive},
    {"GetDocument", Act::kGive},
    // JournalService
    {"GetJournal", Act::kDescribe},
    {"ListEventTypes", Act::kDescribe},
    {"ListCodes", Act::kDescribe},
    {"GetCatalog", Act::kDescribe},
    // OperatorService
    {"Backup", Act::kOperate},
    {"RebuildProjection", Act::kOperate},
    {"RotateMasterKey", Act::kOperate},
};

std::vector<RolePolicy> MakePolicies() {
  using event::v1::LABEL_ADOPTION;
  using event::v1::LABEL_EDUCATION;
  using event::v1::LABEL_HEALTH;
  using event::v1::LABEL_PART2;
  using event::v1::LABEL_PROTECTED_ADDRESS;
  using event::v1::LABEL_REPORTER_IDENTITY;
  using event::v1::LABEL_SEALED;
  return {
      {.role = event::v1::ROLE_ADMINISTRATOR,
       .scope = Scope::kAllCases,
       .by_journal = true,
       .by_case = false,
       .acts = {Act::kDescribe, Act::kProve, Act::kAssign, Act::kReadDisclosures, Act::kAskWhoMay, Act::kManageRoles,
                Act::kReadRoles},
       .labels = {},
       .why = "Decides who may see the record, and therefore reads nothing of it."},
      {.role = event::v1::ROLE_OPERATOR,
       .scope = Scope::kNone,
       .by_journal = true,
       .by_case = false,
       .acts = {Act::kDescribe, Act::kProve, Act::kCheckLog, Act::kOperate},
       .labels = {},
       .why = "Keeps the server running and proves that the log is whole. Neither needs any content."},
      {.role = event::v1::ROLE_CASEWORKER,
       .scope = Scope::kAssigned,
       .by_journal = true,
       .by_case = true,
       .acts = {Act::kDescribe, Act::kProve, Act::kReadPlan, Act::kReadRecord, Act::kFollow, Act::kGive, Act::kRecord,
                Act::kOpenCase, Act::kTakeEmergency, Act::kReadDisclosures, Act::kAskWhoMay},
       .labels = {LABEL_REPORTER_IDENTITY, LABEL_PROTECTED_ADDRESS, LABEL_PART2, LABEL_HEALTH, LABEL_ADOPTION,
                  LABEL_EDUCATION},
       .why = "Makes the plan with the family, so needs the record of the assigned cases, and of no other case. What a "
              "court sealed needs an order."},
      {.role = event::v1::ROLE_SUPERVISOR,
       .scope = Scope::kUnit,
       .by_journal = true,
       .by_case = false,
       .acts = {Act::kDescribe, Act::kProve, Act::kReadPlan, Act::kReadRecord, Act::kFollow, Act::kGive, Act::kRecord,
                Act::kOpenCase, Act::kAssign, Act::kTakeEmergency, Act::kReadDisclosures, Act::kAskWhoMay},
       .labels = {LABEL_REPORTER_IDENTITY, LABEL_PROTECTED_ADDRESS, LABEL_PART2, LABEL_HEALTH, LABEL_ADOPTION,
                  LABEL_EDUCATION},
       .why = "Answers for the cases of the unit and decides who works on them."},
      {.role = event::v1::ROLE_COURT,
       .scope = Scope::kAllCases,
       .by_journal = true,
       .by_case = true,
       .acts = {Act::kDescribe, Act::kProve, Act::kReadPlan, Act::kReadRecord, Act::kFollow, Act::kGive},
       .labels = {LABEL_PROTECTED_ADDRESS, LABEL_HEALTH, LABEL_ADOPTION, LABEL_SEALED, LABEL_EDUCATION},
       .why = "Reviews every case, and itself seals records and keeps adoption files. Who reported a concern and "
              "treatment for substance use need an order of their own."},
      {.role = event::v1::ROLE_AUDITOR,
       .scope = Scope::kAllCases,
       .by_journal = true,
       .by_case = true,
       .acts = {Act::kDescribe, Act::kProve, Act::kCheckLog, Act::kReadPlan, Act::kReadRecord, Act::kFollow, Act::kGive,
                Act::kReadDisclosures, Act::kAskWhoMay, Act::kReadRoles},
       .labels = {},
       .why = "Checks what was recorded and who saw it, and never records. Labeled entries are opened by a grant."},
      {.role = event::v1::ROLE_PIPELINE,
       .scope = Scope::kAllCases,
       .by_journal = true,
       .by_case = false,
       .acts = {Act::kDescribe, Act::kProve, Act::kReadRecord, Act::kFollow},
       .labels = {},
       .why = "Follows the journal for reports and other systems, which are not told what a label protects."},
      {.role = event::v1::ROLE_REVIEWER,
       .scope = Scope::kGranted,
       .by_journal = false,
       .by_case = true,
       .acts = {Act::kDescribe, Act::kProve, Act::kReadPlan},
       .labels = {LABEL_HEALTH, LABEL_EDUCATION},
       .why = "Reviews the plan of one case, with what it says about health and school."},
      {.role = event::v1::ROLE_GUARDIAN_AD_LITEM,
       .scope = Scope::kGranted,
       .by_journal = false,
       .by_case = true,
       .acts = {Act::kDescribe, Act::kProve, Act::kReadPlan, Act::kReadRecord},
       .labels = {LABEL_HEALTH, LABEL_EDUCATION},
       .why = "Speaks for the child, and so reads how the plan came about."},
      {.role = event::v1::ROLE_COUNSEL,
       .scope = Scope::kGranted,
       .by_journal = false,
       .by_case = true,
       .acts = {Act::kDescribe, Act::kProve, Act::kReadPlan},
       .labels = {},
       .why = "Advises one party. Labeled entries are opened by a grant that names its authority."},
      {.role = event::v1::ROLE_EMERGENCY,
       .scope = Scope::kGranted,
       .by_journal = false,
       .by_case = true,
       .acts = {Act::kDescribe, Act::kProve, Act::kReadPlan},
       .labels = {LABEL_PROTECTED_ADDRESS, LABEL_HEALTH},
       .why = "A child must be found or treated tonight. Every use is a finding that somebody must answer."},
  };
}

const RolePolicy* PolicyOf(Role role) {
  for (const RolePolicy& policy : RolePolicies()) {
    if (policy.role == role) return &policy;
  }
  return nullptr;
}

bool SamePerson(const Holder& holder, const event::v1::Staff& staff) {
  return holder.issuer == staff.issuer() && holder.subject == staff.subject();
}

// The last day counts. Days are YYYY-MM-DD, so that their order is that of their text.
bool Lasts(const std::string& until, const std::string& day) { return until.empty() || day <= until; }

bool CountsInUnit(const std::string& unit, const CaseAccess& of_case) {
  return unit.empty() ||
         std::any_of(of_case.assignments.begin(), of_case.assignments.end(),
                     [&](const v1::Assignment& each) { return each.until().empty() && each.unit() == unit; });
}

// The later of two last days; empty is never.
std::string Later(const std::string& a, const std::string& b) { return a.empty() || b.empty() ? "" : std::max(a, b); }

// The roles in the journal that count for one holder on one day.
struct InJournal {
  std::vector<size_t> counting;
  // The last days of two of them; absent: the holder does not have it.
  std::optional<std::string> caseworker_until;
  std::optional<std::string> supervisor_until;

  bool IsInAgency() const { return caseworker_until || supervisor_until; }
};

InJournal CountingOn(const Holder& holder, absl::Span<const v1::GivenRole> journal_roles, const std::string& day) {
  InJournal found;
  for (size_t i = 0; i < journal_roles.size(); ++i) {
    const v1::GivenRole& given = journal_roles[i];
    const RolePolicy* policy = PolicyOf(given.role());
    if (policy == nullptr || !policy->by_journal || !SamePerson(holder, given.holder()) || given.has_ended_at() ||
        !Lasts(given.until(), day))
      continue;
    found.counting.push_back(i);
    const auto lasts = [&](std::optional<std::string>& until) {
      until = until ? Later(*until, given.until()) : given.until();
    };
    if (given.role() == event::v1::ROLE_CASEWORKER) lasts(found.caseworker_until);
    if (given.role() == event::v1::ROLE_SUPERVISOR) lasts(found.supervisor_until);
  }
  return found;
}

// The role that an assignment gives: never more than the journal gave.
std::optional<HeldRole> RoleByAssignment(const v1::Assignment& assignment, const InJournal& in_journal) {
  const std::optional<std::string>& as_caseworker = in_journal.caseworker_until;
  const std::optional<std::string>& as_supervisor = in_journal.supervisor_until;
  if (!in_journal.IsInAgency() || assignment.part() == event::v1::ASSIGNMENT_PART_UNSPECIFIED) return std::nullopt;
  const bool supervises = assignment.part() == event::v1::ASSIGNMENT_PART_SUPERVISOR && as_supervisor;
  const Role role = supervises ? event::v1::ROLE_SUPERVISOR : event::v1::ROLE_CASEWORKER;
  std::string until = as_supervisor ? *as_supervisor : *as_caseworker;
  if (!supervises && as_caseworker && as_supervisor) until = Later(*as_caseworker, *as_supervisor);
  return HeldRole{.role = role, .labels = PolicyOf(role)->labels, .until = std::move(until)};
}

std::optional<HeldRole> RoleByGrant(const v1::AccessGrant& grant, const InJournal& in_journal, const std::string& day) {
  const RolePolicy* policy = PolicyOf(grant.role());
  if (policy == nullptr || !policy->by_case || !grant.ended_on().empty() || !Lasts(grant.until(), day))
    return std::nullopt;
  const bool is_emergency = grant.role() == event::v1::ROLE_EMERGENCY;
  // What the agency's own staff may do ends when they leave it.
  if ((is_emergency || grant.role() == event::v1::ROLE_CASEWORKER) && !in_journal.IsInAgency()) return std::nullopt;
  if (is_emergency && grant.until().empty()) return std::nullopt;
  return HeldRole{.role = grant.role(), .labels = policy->labels | LabelSet::Of(grant.opens()), .until = grant.until()};
}

bool CountsInCase(const v1::GivenRole& given, const CaseAccess& of_case) {
  switch (PolicyOf(given.role())->scope) {
    case Scope::kAllCases:
      return true;
    case Scope::kUnit:
      return CountsInUnit(given.unit(), of_case);
    case Scope::kNone:
    case Scope::kAssigned:  // by the assignment
    case Scope::kGranted:
      return false;
  }
  return false;
}

}  // namespace

absl::Span<const RolePolicy> RolePolicies() {
  static const auto& policies = *new std::vector<RolePolicy>(MakePolicies());
  return policies;
}

std::optional<Act> ActOf(absl::string_view method) {
  for (const MethodAct& each : kMethodActs) {
    if (each.method == method) return each.act;
  }
  return std::nullopt;
}

bool CaseCouldAllow(Act act) {
  switch (act) {
    case Act::kCheckLog:
    case Act::kFollow:
    case Act::kOpenCase:
    case Act::kTakeEmergency:
    case Act::kManageRoles:
    case Act::kReadRoles:
    case Act::kOperate:
      return false;
    case Act::kDescribe:
    case Act::kProve:
    case Act::kReadPlan:
    case Act::kReadRecord:
    case Act::kGive:
    case Act::kRecord:
    case Act::kAssign:
    case Act::kReadDisclosures:
    case Act::kAskWhoMay:
      break;
  }
  return std::any_of(RolePolicies().begin(), RolePolicies().end(), [&](const RolePolicy& policy) {
    return policy.by_case && std::find(policy.acts.begin(), policy.acts.end(), act) != policy.acts.end();
  });
}

std::vector<HeldRole> RolesOf(const Holder& holder, absl::Span<const v1::GivenRole> journal_roles,
                              const CaseAccess* of_case, const std::string& day) {
  const InJournal in_journal = CountingOn(holder, journal_roles, day);
  std::vector<HeldRole> roles;
  for (const size_t i : in_journal.counting) {
    const v1::GivenRole& given = journal_roles[i];
    if (of_case == nullptr || CountsInCase(given, *of_case))
      roles.push_back({.role = given.role(),
                       .labels = PolicyOf(given.role())->labels,
                       .until = given.until(),
                       .by = HeldRole::By::kJournal,
                       .index = i,
                       .given_at = given.position()});
  }
  const auto add = [&](std::optional<HeldRole> held, HeldRole::By by, size_t index) {
    if (!held) return;
    held->by = by;
    held->index = index;
    roles.push_back(*std::move(held));
  };
  for (size_t i = 0; of_case != nullptr && i < of_case->assignments.size(); ++i) {
    const v1::Assignment& assignment = of_case->assignments[i];
    if (assignment.until().empty() && SamePerson(holder, assignment.staff()))
      add(RoleByAssignment(assignment, in_journal), HeldRole::By::kAssignment, i);
  }
  for (size_t i = 0; of_case != nullptr && i < of_case->grants.size(); ++i) {
    const v1::AccessGrant& grant = of_case->grants[i];
    if (SamePerson(holder, grant.holder())) add(RoleByGrant(grant, in_journal, day), HeldRole::By::kGrant, i);
  }
  std::stable_sort(roles.begin(), roles.end(), [](const HeldRole& a, const HeldRole& b) { return a.role < b.role; });
  return roles;
}

Decision Decide(absl::Span<const HeldRole> roles, Act act) {
  Decision decision;
  for (const HeldRole& held : roles) {
    const RolePolicy* policy = PolicyOf(held.role);
    if (policy == nullptr || std::find(policy->acts.begin(), policy->acts.end(), act) == policy->acts.end()) continue;
    if (!decision.allowed) {
      decision.under = held.role;
      decision.by = held.by;
      decision.index = held.index;
      decision.given_at = held.given_at;
    }
    decision.allowed = true;
    decision.sees = decision.sees | held.labels;
  }
  return decision;
}

}  // namespace casejournal::services
