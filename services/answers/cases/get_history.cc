#include "services/answers/cases/get_history.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "projections/history/history.h"
#include "services/answers/request_fields.h"
#include "services/answers/staff_filter.h"

namespace casejournal::services {
namespace {

constexpr int kRowsPerMessage = 200;

absl::Status GivenUpError() { return absl::CancelledError("nobody waits for the history any more"); }

// The issuers of this subject in entries of the case.
std::set<std::string> IssuersIn(const projections::EntryList& entries, const std::string& subject) {
  std::set<std::string> issuers;
  for (const projections::Entry& entry : entries) {
    for (const event::v1::Staff& maker : projections::MakersOf(entry)) {
      if (maker.subject() == subject) issuers.insert(maker.issuer());
    }
  }
  return issuers;
}

absl::StatusOr<projections::HistoryFilter> FilterOf(const v1::GetHistoryRequest& request,
                                                    const projections::EntryList& entries) {
  if (!request.plan_part().empty() && v1::CasePlan::descriptor()->FindFieldByName(request.plan_part()) == nullptr) {
    return FieldError("planPart", "", kFieldPlanField);
  }
  absl::Status days = CheckDays({{"recordedFrom", request.recorded_from()},
                                 {"recordedUntil", request.recorded_until()},
                                 {"effectiveFrom", request.effective_from()},
                                 {"effectiveUntil", request.effective_until()}});
  if (!days.ok()) return days;
  std::string issuer = request.staff_issuer();
  absl::Status resolved = ResolveIssuer(request.staff_subject(), IssuersIn(entries, request.staff_subject()), &issuer);
  if (!resolved.ok()) return resolved;
  return projections::HistoryFilter{.part_id = request.part_id(),
                                    .plan_part = request.plan_part(),
                                    .participant_id = request.participant_id(),
                                    .staff_subject = request.staff_subject(),
                                    .staff_issuer = std::move(issuer),
                                    .recorded_from = request.recorded_from(),
                                    .recorded_until = request.recorded_until(),
                                    .effective_from = request.effective_from(),
                                    .effective_until = request.effective_until()};
}

// Return whether the whole history of the case has rows that pass `filter`.
absl::StatusOr<bool> HasHistoryOf(projections::HistoryFilter filter, const CaseAt& at, const std::string& case_id,
                                  GivenUp given_up) {
  projections::History history(case_id, at.record.entries(), projections::KnownSet::All(), absl::UTCTimeZone());
  history.Only(std::move(filter));
  while (!history.AtEnd()) {
    if (given_up()) return GivenUpError();
    if (!history.Next().empty()) return true;
  }
  return false;
}

// NOT_FOUND: the case has never had what the filter names.
absl::Status CheckHistoryNames(const projections::HistoryFilter& filter, const CaseAt& at, const std::string& case_id,
                               GivenUp given_up) {
  const projections::EntryList& entries = at.record.entries();
  // An id that no entry names may still be a key in the plan, so the whole history is searched before it is an error.
  if (!filter.part_id.empty() && !projections::IsNamedIn(entries, filter.part_id)) {
    const absl::StatusOr<bool> had = HasHistoryOf({.part_id = filter.part_id}, at, case_id, given_up);
    if (!had.ok()) return had.status();
    if (!*had) return absl::NotFoundError("partId: the case has never had a part with this id");
  }
  if (!filter.participant_id.empty() && !projections::IsNamedIn(entries, filter.participant_id)) {
    return absl::NotFoundError("participantId: the case has never had a participant with this id");
  }
  if (!filter.staff_subject.empty() && !projections::IsByAny(entries, filter.staff_subject)) {
    return absl::NotFoundError(
        "staffSubject: no entry of the case was made by a staff member with this subject, or on their behalf");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status GetHistory(const Journal& journal, const Reader& reader, const DisclosureDesk& disclosures,
                        const v1::GetHistoryRequest& request, Send<v1::GetHistoryResponse> send, GivenUp given_up) {
  absl::StatusOr<projections::KnownSet> known = ClosedKnownSet(journal, request.as_of());
  if (!known.ok()) return known.status();
  const absl::StatusOr<SeenCase> seen = ExistingCaseSeen(reader, Act::kReadRecord, request.case_id());
  if (!seen.ok()) return seen.status();
  const CaseAt& at = *seen->at;
  const projections::EntryList& entries = at.record.entries();
  absl::Status known_yet = CheckRevisionKnown(request.as_of(), entries);
  if (!known_yet.ok()) return known_yet;
  projections::History history(request.case_id(), entries, *known, journal.zone());
  absl::StatusOr<projections::HistoryFilter> filter = FilterOf(request, entries);
  if (!filter.ok()) return filter.status();
  if (absl::Status named = CheckHistoryNames(*filter, at, request.case_id(), given_up); !named.ok()) return named;
  history.Only(*std::move(filter));
  size_t count = entries.size();
  while (count > 0 && !known->Holds(entries[count - 1])) --count;
  if (count > 0) {
    absl::Status recorded =
        disclosures.Record(reader, request.case_id(), *seen,
                           {.form = event::v1::DISCLOSURE_FORM_HISTORY, .method = "GetHistory", .last = count - 1});
    if (!recorded.ok()) return recorded;
  }
  v1::GetHistoryResponse batch;
  while (!history.AtEnd()) {
    if (given_up()) return GivenUpError();
    for (v1::HistoryRow& row : history.Next()) *batch.add_rows() = std::move(row);
    if (batch.rows_size() < kRowsPerMessage) continue;
    if (!send(batch)) return absl::CancelledError("the client disconnected");
    batch.Clear();
  }
  if (batch.rows_size() > 0 && !send(batch)) return absl::CancelledError("the client disconnected");
  return absl::OkStatus();
}

}  // namespace casejournal::services
