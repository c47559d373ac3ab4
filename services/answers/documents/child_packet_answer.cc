#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "services/answers/cases/get_case_plan.h"
#include "services/answers/cases/get_docket.h"
#include "services/answers/cases/get_findings.h"
#include "services/answers/documents/court_answers.h"
#include "services/documents/court/child_packet.h"

namespace casejournal::services {
namespace {

// The entries that findings name, by their revisions, and that are about other children alone.
std::set<std::string> EntriesOfSiblings(const DocumentQuestion& question, const v1::GetFindingsResponse& findings) {
  const projections::CaseRegister known(question.at.record, question.last + 1);
  const RegisterFilter of_child{.child_id = question.request.child_id()};
  std::set<std::string> entries;
  for (const v1::Finding& finding : findings.findings()) {
    for (const std::string& id : finding.subject_ids()) {
      uint64_t revision = 0;
      if (!absl::SimpleAtoi(id, &revision) || revision > question.last) continue;
      const projections::Entry& entry = question.at.record.entries()[revision];
      if (!of_child.Holds(known, {.original = &entry, .content = &entry})) entries.insert(id);
    }
  }
  return entries;
}

}  // namespace

absl::StatusOr<MadeDocument> ChildPacketAnswer(const DocumentQuestion& question) {
  const DocumentSources& sources = question.sources;
  const v1::AsOf as_of = question.KnownToLast();
  v1::GetCasePlanRequest plan;
  plan.set_case_id(question.request.case_id());
  plan.set_view(v1::PLAN_VIEW_WORKING);
  *plan.mutable_as_of() = as_of;
  absl::StatusOr<v1::GetCasePlanResponse> answer =
      GetCasePlan(sources.journal, sources.reader, plan, eventstore::Deadline::Passed());
  if (!answer.ok()) return answer.status();
  if (absl::Status known = CheckChildKnown(question.request, answer->plan()); !known.ok()) return known;

  v1::GetFindingsRequest asked;
  asked.set_case_id(question.request.case_id());
  *asked.mutable_as_of() = as_of;
  absl::StatusOr<v1::GetFindingsResponse> findings =
      GetFindings(sources.journal, sources.reader, asked, eventstore::Deadline::Passed());
  if (!findings.ok()) return findings.status();

  // On the day of the findings, which may be today.
  v1::GetDocketRequest due;
  due.set_case_id(question.request.case_id());
  due.set_on(findings->on());
  *due.mutable_as_of() = as_of;
  absl::StatusOr<v1::GetDocketResponse> docket =
      GetDocket(sources.journal, sources.reader, due, eventstore::Deadline::Passed());
  // A journal without rules has a record all the same.
  if (!docket.ok() && !absl::IsFailedPrecondition(docket.status())) return docket.status();

  RegisterFilter filter{.day_until = as_of.effective_on()};
  filter.child_id = question.request.child_id();
  const RegisterShown actions = RegisterOf(question, filter);

  v1::GetRegisterResponse rows;
  for (const v1::RegisterRow& row : actions.rows) *rows.add_rows() = row;
  v1::GetFindingsResponse said = *findings;
  said.clear_catalogue_version();
  std::string digest = HashOf(absl::StrCat(question.request.child_id(), AnswerDigest(*answer), AnswerDigest(said),
                                           docket.ok() ? AnswerDigest(*docket) : "", HashOf(CanonicalBytes(rows))));
  const ChildShown shown{.answer = *answer,
                         .day = findings->on(),
                         .docket = docket.ok() ? &*docket : nullptr,
                         .findings = *findings,
                         .actions = actions,
                         .entries_of_siblings = EntriesOfSiblings(question, *findings)};
  Document document = ChildPacketOf(question.View(answer->plan(), digest), shown);
  return MadeDocument{std::move(document), std::move(digest)};
}

}  // namespace casejournal::services
