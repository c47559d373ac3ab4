#include "services/access/access_document.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "casejournal/v1/audit_service.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/court_service.pb.h"
#include "casejournal/v1/journal_service.pb.h"
#include "casejournal/v1/operator_service.pb.h"

namespace casejournal::services {
namespace {

// A new act does not compile until it has a text.
ActText TextOfAct(Act act) {
  switch (act) {
    case Act::kDescribe:
      return {act, "describe", "Ask what the journal is: its name, event types, codes, and rules"};
    case Act::kProve:
      return {act, "prove", "Get checkpoints, proofs, and leaf hashes, which reveal no content"};
    case Act::kCheckLog:
      return {act, "check-log", "Have the server check its log on disk"};
    case Act::kReadPlan:
      return {act, "read-plan",
              "Read plans, dockets, findings, figures, and notes of a case, and lists of cases, persons, and work"};
    case Act::kReadRecord:
      return {act, "read-record", "Read the history, the register, and the entries of a case"};
    case Act::kFollow:
      return {act, "follow",
              "Follow the entries of the whole journal; each entry is opened only where the reader "
              "also has read-record and its labels, and is withheld elsewhere"};
    case Act::kGive:
      return {act, "give", "Make exhibits and documents that leave the journal"};
    case Act::kRecord:
      return {act, "record", "Append entries to a case"};
    case Act::kOpenCase:
      return {act, "open-case", "Open a case"};
    case Act::kAssign:
      return {act, "assign", "Assign a case, and grant and end access to it"};
    case Act::kTakeEmergency:
      return {act, "take-emergency", "Take emergency access to a case, for oneself"};
    case Act::kReadDisclosures:
      return {act, "disclosures", "List what of a case was given to whom"};
    case Act::kAskWhoMay:
      return {act, "who-may", "Ask who may see a case, now or on a day"};
    case Act::kManageRoles:
      return {act, "manage-roles", "Give and end roles in the journal, and confirm the rights of a restored journal"};
    case Act::kReadRoles:
      return {act, "read-roles", "List the roles that the journal gave"};
    case Act::kOperate:
      return {act, "operate", "Back up the journal, rebuild read models, and rotate keys"};
  }
  return {act, "", ""};
}

std::string LabelName(event::v1::Label label) {
  return absl::AsciiStrToLower(absl::StripPrefix(event::v1::Label_Name(label), "LABEL_"));
}

std::string Where(const RolePolicy& policy) {
  std::string where;
  switch (policy.scope) {
    case Scope::kNone:
      where = "in no case";
      break;
    case Scope::kAssigned:
      where = "in cases assigned to the holder";
      break;
    case Scope::kUnit:
      where = "in cases of the unit, or in all if the role names no unit";
      break;
    case Scope::kGranted:
      where = "in the case that granted it";
      break;
    case Scope::kAllCases:
      where = "in all cases";
      break;
  }
  if (policy.by_case && policy.by_journal) absl::StrAppend(&where, "; or granted by one case, for that case");
  return where;
}

bool Allows(const RolePolicy& policy, Act act) {
  return std::find(policy.acts.begin(), policy.acts.end(), act) != policy.acts.end();
}

std::string TableHead(absl::string_view first) {
  std::string names = absl::StrCat("| ", first, " |");
  std::string rule = "|---|";
  for (const RolePolicy& policy : RolePolicies()) {
    absl::StrAppend(&names, " ", RoleName(policy.role), " |");
    absl::StrAppend(&rule, ":-:|");
  }
  return absl::StrCat(names, "\n", rule, "\n");
}

std::string RolesTable() {
  std::string table = "| Role | Given by | Counts | Why |\n|---|---|---|---|\n";
  for (const RolePolicy& policy : RolePolicies()) {
    const char* by = policy.by_journal && policy.by_case ? "the journal or a case"
                     : policy.by_journal                 ? "the journal"
                                                         : "a case";
    absl::StrAppend(&table, "| ", RoleName(policy.role), " | ", by, " | ", Where(policy), " | ", policy.why, " |\n");
  }
  return table;
}

std::string ActsTable() {
  std::string table = TableHead("Act");
  for (const ActText& text : ActTexts()) {
    absl::StrAppend(&table, "| `", text.name, "` |");
    for (const RolePolicy& policy : RolePolicies()) absl::StrAppend(&table, Allows(policy, text.act) ? " yes |" : " |");
    absl::StrAppend(&table, "\n");
  }
  absl::StrAppend(&table, "\n| Act | What it allows |\n|---|---|\n");
  for (const ActText& text : ActTexts()) absl::StrAppend(&table, "| `", text.name, "` | ", text.what, ". |\n");
  return table;
}

std::string LabelsTable() {
  std::string table = TableHead("Label");
  for (const event::v1::Label label : projections::LabelSet::All().Labels()) {
    absl::StrAppend(&table, "| `", LabelName(label), "` |");
    for (const RolePolicy& policy : RolePolicies()) absl::StrAppend(&table, policy.labels.Has(label) ? " yes |" : " |");
    absl::StrAppend(&table, "\n");
  }
  return table;
}

std::string CallsTable() {
  std::string table = "| Service | Call | Act |\n|---|---|---|\n";
  for (const google::protobuf::FileDescriptor* file :
       {v1::ListRolesRequest::descriptor()->file(), v1::ReadEventsRequest::descriptor()->file(),
        v1::GetCasePlanRequest::descriptor()->file(), v1::GetExhibitRequest::descriptor()->file(),
        v1::GetJournalRequest::descriptor()->file(), v1::BackupRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) {
      const google::protobuf::ServiceDescriptor& service = *file->service(i);
      for (int k = 0; k < service.method_count(); ++k) {
        const std::optional<Act> act = ActOf(service.method(k)->name());
        absl::StrAppend(&table, "| ", service.name(), " | ", service.method(k)->name(), " | ",
                        act ? absl::StrCat("`", TextOfAct(*act).name, "`") : "denied", " |\n");
      }
    }
  }
  return table;
}

}  // namespace

const std::vector<ActText>& ActTexts() {
  static const auto& texts = *new std::vector<ActText>([] {
    std::vector<ActText> all;
    for (int number = 0;; ++number) {
      const ActText text = TextOfAct(static_cast<Act>(number));
      if (text.name.empty()) return all;
      all.push_back(text);
    }
  }());
  return texts;
}

std::string RoleName(event::v1::Role role) {
  if (role == event::v1::ROLE_EMERGENCY) return "emergency access";
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(event::v1::Role_Name(role), "ROLE_")),
                             {{"_", " "}});
}

std::string AccessMarkdown() {
  return absl::StrCat(
      R"(# Who may do what

This document is generated from the table of roles in `services/access/policy.cc`, by which the server decides. Everything that the
tables do not allow is denied.

The server knows a caller by the issuer and the subject of a token, or by a client certificate. It never takes them from a request.
A name may change, and gives no right. A caller with several roles may do what any of them allows. Such a caller sees, for each act,
the labels of all roles that allow the act.

## Roles

)",
      RolesTable(),
      R"(
An administrator gives and ends roles of the journal (`casejournal roles give`, `casejournal roles end`). They are entries of the
journal's own stream. Roles in one case are entries of that case: assignments (`CaseAssigned`) and grants (`AccessGranted`,
`AccessEnded`; `casejournal grant`, `casejournal revoke`). `casejournal who-may CASE` lists them all.

The first administrator is named when the journal is made (`casejournal init --administrator`). A journal without an administrator
gets one by `casejournal name-administrator`, which needs the data directory with its signing key. The role of the last
administrator cannot be ended; an administrator whose role has a last day counts as none for both.

In a journal that was restored from a backup (`JournalRestored`), rights that had ended since may be there again. Until an administrator
has looked at them and confirmed them (`casejournal roles confirm`), no role counts but that of the administrator whom the restore
named (`casejournal restore --administrator`), or of every administrator if it named none. If that one cannot be reached, whom
`casejournal name-administrator` names since counts as well.

## What each role may do

)",
      ActsTable(),
      R"(
## Which labels each role sees

An entry with a label is withheld from everyone who does not see this label in this case. Only its position and its leaf hash
remain, so that proofs still verify. A grant can open more labels (`opens`); it then names its authority: an order, a consent.

)",
      LabelsTable(),
      R"(
## Which act each call is

)",
      CallsTable(),
      R"(
An append is `record`. If it opens a case, it is `open-case`. An event that assigns the case, or grants or ends access to it, is
`assign`, and so is an event that corrects or withdraws one of these. Emergency access that a caller takes for themselves is
`take-emergency`. `ReadEvents` is `follow` where it reads by position, `read-record` where it reads one case, and `disclosures` where
it reads the access stream of a case.

## From when, and until when

- A right counts from when its entry was recorded. The day on which an assignment or grant takes effect opens nothing: a grant that
  is dated back does not change who could see the case before, and a grant that is dated ahead counts at once.
- A last day (`until`) counts in full, in the time zone of the journal.
- A role or a grant that is ended no longer counts as soon as the end is recorded, whatever day the end names. Calls under way end
  within 5 seconds.
- An assignment ends when another assignment with the same part is recorded for a later day. An assignment that is dated before the
  current one does not count.
- An assignment counts only while the holder has the role of caseworker or supervisor in the journal. Ending that role ends
  everything that rests on assignments, emergency access, and grants as a caseworker. Other grants name a person in one case, and
  each is ended there.
- A stream of appends ends within 5 seconds after its caller's last role that records anything ends, or their token expires.
- An assignment never gives more than the journal gave: a caseworker who is assigned as the supervisor of a case has the rights of a
  caseworker in it.
- The unit of a case is the unit of its current assignments. A supervisor's role with a unit counts in the cases of this unit, and in
  cases that are assigned to the supervisor.
- `casejournal who-may CASE --on DAY` answers from what was recorded by the end of that day.

## What gives no right

A link between cases, a join of cases, a person who appears in both, and a right in another case give nothing. After a join, each of
the cases is still seen only by those who have a right in it. An entry that says who is counsel, guardian ad litem, or participant
gives no right either: only assignments and grants do.

## Emergency access

Whoever has the role of caseworker or supervisor may take emergency access to any case (`casejournal grant CASE --to
ISSUER/SUBJECT/NAME --role emergency`), with a reason, and at most until the next day. It shows the plan, and of labeled entries
only protected addresses and health. It records nothing in the plan, and it does not show the history. Each use is a finding of the
case until somebody answers it. Such a request is recorded, or it is answered as if the case did not exist, so nobody learns of a case
by it without being named; it cannot be sent with `validate_only`, and it expects any revision.

## Separation of duties

- An administrator and an operator read no content.
- An auditor, a court, and a pipeline record nothing.
- A caseworker gives nobody access to a case.
- Nobody grants access to themselves, except in an emergency, and nobody lets themselves into a case by an assignment. A supervisor
  grants no more sight than they have in that case; an administrator, who sees nothing, may grant others any label.
- Who may see a case is never withheld: assignments, grants, and their ends bear no labels. Emergency access is ended, not withdrawn.
- Only a supervisor of the case sets a rule aside.
- Nobody approves a plan version that they drew up, corrected, or submitted. Who records an entry always counts; persons named in a
  claim or as the one on whose behalf it is recorded count besides. Old records that a supervisor imports are the exception
  ([SECURITY.md](SECURITY.md)).
- An entry is recorded on behalf of a member of staff only if that person may record in the case.
- The holder of the disk and the keys can read the journal without any call; docs/SECURITY.md says what protects against that.

## Refusals

A case that a caller may not see is answered as a case that does not exist: `NOT_FOUND`. Lists leave it out. A caller without a role in
the journal may have a grant in some case, so calls about one case are answered this way and not denied. Such a caller may also ask
what journal it is and get proofs. A call that neither a role of the caller nor any grant could allow is answered `PERMISSION_DENIED`:
it needs a role in the journal. A call without an accepted token or certificate is answered `UNAUTHENTICATED`, with one message for
every fault.
)");
}

}  // namespace casejournal::services
