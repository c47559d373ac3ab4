#include <string>

#include "projections/findings/finding_catalogue.h"
#include "projections/findings/findings.h"
#include "services/answers/case_queries.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {

absl::StatusOr<v1::GetFindingsResponse> GetFindings(const Backend& backend, const v1::GetFindingsRequest& request,
                                                    absl::Time deadline) {
  const std::optional<uint64_t> min_position =
      request.has_min_position() ? std::optional(request.min_position()) : std::nullopt;
  if (absl::Status waited = WaitForLog(backend, min_position, deadline); !waited.ok()) return waited;
  if (absl::Status is_day = CheckDays({{"on", request.on()}}); !is_day.ok()) return is_day;
  absl::StatusOr<projections::KnownSet> known = ClosedKnownSet(backend, request.as_of());
  if (!known.ok()) return known.status();
  const eventstore::Position as_of_position = backend.log().size() - 1;
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(backend, request.case_id());
  if (!at.ok()) return at.status();
  const projections::EntryList& entries = (*at)->record.entries();
  if (absl::Status known_yet = CheckRevisionKnown(request.as_of(), entries); !known_yet.ok()) return known_yet;

  projections::FindingsAsked asked{.known = *known, .day = request.on(), .zone = backend.journal.zone()};
  if (request.as_of().has_effective_on()) asked.effective_on = request.as_of().effective_on();
  if (asked.day.empty()) asked.day = asked.effective_on.value_or(backend.journal.Today());
  v1::GetFindingsResponse response;
  for (v1::Finding& finding : projections::FindingsOf(request.case_id(), entries, asked)) {
    *response.add_findings() = std::move(finding);
  }
  response.set_on(asked.day);
  *response.mutable_answered() = Answered(backend, *known, entries, request.as_of(), as_of_position);
  response.set_catalogue_version(projections::kFindingCatalogueVersion);
  return response;
}

}  // namespace casejournal::services
