#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/answers/documents/court_answers.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {
namespace {

// "made in error: the wrong child"
std::string ReasonOf(const projections::Entry& withdrawal) {
  const event::v1::EntryRetracted& retracted = withdrawal.event().entry_retracted();
  return Joined({projections::EnumWords(retracted.reason()), retracted.words()}, ": ");
}

}  // namespace

RegisterShown RegisterOf(const DocumentQuestion& question, const RegisterFilter& filter) {
  const projections::CaseRegister actions(question.at.record, question.last + 1);
  RegisterShown shown{
      .day_from = filter.day_from, .day_until = filter.day_until, .changed_since = question.request.changed_since()};
  for (const projections::RegisterLine* line : LinesHeld(actions, filter)) {
    shown.rows.push_back(actions.RowOf(*line));
    if (line->withdrawn_by)
      shown.why_withdrawn[*line->withdrawn_by] = ReasonOf(question.at.record.entries()[*line->withdrawn_by]);
  }
  return shown;
}

absl::StatusOr<MadeDocument> RegisterAnswer(const DocumentQuestion& question) {
  absl::StatusOr<RegisterFilter> filter = RegisterFilterIn(question.sources.journal, question.request);
  if (!filter.ok()) return filter.status();
  const projections::CaseRegister actions(question.at.record, question.last + 1);
  if (absl::Status known = CheckChildKnown(question.request, actions.plan()); !known.ok()) return known;
  filter->child_id = question.request.child_id();
  const RegisterShown shown = RegisterOf(question, *filter);
  v1::GetRegisterResponse answer;
  for (const v1::RegisterRow& row : shown.rows) *answer.add_rows() = row;
  std::string digest = HashOf(CanonicalBytes(answer));
  Document document = RegisterDocumentOf(question.View(actions.plan(), digest), shown);
  return MadeDocument{std::move(document), std::move(digest)};
}

}  // namespace casejournal::services
