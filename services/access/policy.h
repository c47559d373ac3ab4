// Who may do what: one table of roles, and one decision. Pure. docs/ACCESS.md is generated from the table.
#ifndef CASEJOURNAL_SERVICES_ACCESS_POLICY_H_
#define CASEJOURNAL_SERVICES_ACCESS_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "casejournal/event/v1/role.pb.h"
#include "casejournal/v1/access_service.pb.h"
#include "casejournal/v1/people_items.pb.h"
#include "projections/entries/label_set.h"

namespace casejournal::services {

// What a call does. Each call of the contract is one of these (ActOf).
enum class Act : uint8_t {
  kDescribe,         // the journal, its types, codes, and rules; entries of the journal's own stream without roles
  kProve,            // checkpoints, proofs, and leaf hashes
  kCheckLog,         // a check of the log on disk
  kReadPlan,         // plans, dockets, findings, figures, and notes of a case; lists of cases, persons, and work
  kReadRecord,       // history, replay, register, and entries of a case
  kFollow,           // entries of the whole journal, as they are and as they come
  kGive,             // exhibits and documents
  kRecord,           // appends to a case
  kOpenCase,         // appends that open a case
  kAssign,           // CaseAssigned, AccessGranted, and AccessEnded in a case
  kTakeEmergency,    // AccessGranted as EMERGENCY to oneself
  kReadDisclosures,  // who was given what of a case
  kAskWhoMay,        // who may see a case
  kManageRoles,      // roles in the journal
  kReadRoles,
  kOperate,  // backups, rebuilds, rotations
};

// The act of a call, by the name of its method, such as "GetCasePlan". Absent: no such call; deny it.
// Append is kRecord: what its events do besides (kOpenCase, kAssign, kTakeEmergency) is decided for each event.
// ReadEvents is kFollow by position, and kReadRecord or kReadDisclosures where it reads the stream of one case.
std::optional<Act> ActOf(absl::string_view method);

// Where a role counts.
enum class Scope : uint8_t {
  kNone,      // in no case
  kAssigned,  // in the cases that are assigned to the holder
  kUnit,      // in the cases that are assigned to the unit of the role, or in all if it names none
  kGranted,   // in the case that granted it
  kAllCases,
};

// One row of the table.
struct RolePolicy {
  event::v1::Role role;
  Scope scope;                   // of a role that the journal gave; a role that a case granted counts in that case
  bool by_journal;               // RoleGiven gives it
  bool by_case;                  // AccessGranted gives it
  std::vector<Act> acts;         // what it allows; everything else is denied
  projections::LabelSet labels;  // the labels that it opens; a grant can open more
  const char* why;               // for people
};
// One row for each role of the contract, ascending.
absl::Span<const RolePolicy> RolePolicies();

// Whether a role that some case granted could allow the act there. A call with such an act is not denied to a caller
// without a role in the journal before its case is known. Acts that are about no single case need a role in the
// journal.
bool CaseCouldAllow(Act act);

// Whom a decision is about: identified by issuer and subject.
struct Holder {
  std::string issuer;
  std::string subject;
};

// What a case says about who may see it: as of now, by everything that is recorded.
struct CaseAccess {
  std::vector<v1::Assignment> assignments;  // all, also those that ended
  std::vector<v1::AccessGrant> grants;      // all, also those that ended
};

// A role that counts for somebody in one case, or, for acts without a case, in the journal.
struct HeldRole {
  event::v1::Role role = event::v1::ROLE_UNSPECIFIED;
  projections::LabelSet labels;  // that it opens here
  std::string until;             // the last day; empty: until it is ended
  // What it follows from: the element with this number of the roles, assignments, or grants given.
  enum class By : uint8_t { kJournal, kAssignment, kGrant } by = By::kJournal;
  size_t index = 0;
  std::optional<uint64_t> given_at;  // kJournal: the position of the entry that gave it
};

// The roles of `holder` that count on `day` (YYYY-MM-DD): those in `journal_roles` (of this holder, not ended) that
// count in the case, and those that the case grants. Without a case (null): those of the journal, wherever they count.
// An assignment counts only together with the role of caseworker or supervisor in the journal, so that ending that role
// ends every assignment. An emergency grant and a grant as a caseworker count only together with one of these roles,
// too. By role, ascending.
std::vector<HeldRole> RolesOf(const Holder& holder, absl::Span<const v1::GivenRole> journal_roles,
                              const CaseAccess* of_case, const std::string& day);

struct Decision {
  bool allowed = false;
  projections::LabelSet sees;                           // of all roles that allow the act
  event::v1::Role under = event::v1::ROLE_UNSPECIFIED;  // the first role that allows the act
  // What that role follows from, as in HeldRole.
  HeldRole::By by = HeldRole::By::kJournal;
  size_t index = 0;
  std::optional<uint64_t> given_at;
};
// Whether one of `roles` allows `act`, and which labels they open for it. Denies by default.
Decision Decide(absl::Span<const HeldRole> roles, Act act);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_POLICY_H_
