#include "services/answers/cases/get_findings.h"

#include <memory>
#include <string>

#include "eventstore/system/deadline.h"
#include "projections/entries/civil_day.h"
#include "projections/findings/finding_catalogue.h"
#include "projections/findings/findings.h"
#include "services/answers/cases/law_asked.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {

absl::StatusOr<v1::GetFindingsResponse> GetFindings(const Journal& journal, const Reader& reader,
                                                    const v1::GetFindingsRequest& request,
                                                    eventstore::Deadline deadline) {
  const std::optional<uint64_t> min_position =
      request.has_min_position() ? std::optional(request.min_position()) : std::nullopt;
  if (absl::Status waited = WaitForLog(journal.log(), min_position, deadline); !waited.ok()) return waited;
  if (absl::Status is_day = CheckDays({{"on", request.on()}}); !is_day.ok()) return is_day;
  absl::StatusOr<projections::KnownSet> known = ClosedKnownSet(journal, request.as_of());
  if (!known.ok()) return known.status();
  const eventstore::Position as_of_position = journal.log().size() - 1;
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(reader, Act::kReadPlan, request.case_id());
  if (!at.ok()) return at.status();
  const projections::EntryList& entries = (*at)->record.entries();
  if (absl::Status known_yet = CheckRevisionKnown(request.as_of(), entries); !known_yet.ok()) return known_yet;

  projections::FindingsAsked asked{.known = *known, .day = request.on(), .zone = journal.zone()};
  if (request.as_of().has_effective_on()) asked.effective_on = request.as_of().effective_on();
  if (asked.day.empty()) asked.day = asked.effective_on.value_or(journal.Today());
  const projections::CaseRecord& record = (*at)->record;
  if (known->IsEverything() && (!asked.effective_on || *asked.effective_on >= record.last_day())) {
    asked.plan = &record.plan();
  }
  const std::shared_ptr<const projections::Law> law =
      LawAsked(journal, *projections::ParseDay(asked.day), request.as_of(), entries, *known);
  asked.law = law.get();
  v1::GetFindingsResponse response;
  for (v1::Finding& finding : projections::FindingsOf(request.case_id(), entries, asked)) {
    *response.add_findings() = std::move(finding);
  }
  response.set_on(asked.day);
  *response.mutable_answered() = Answered(journal, *known, **at, request.as_of(), as_of_position);
  response.set_catalogue_version(projections::kFindingCatalogueVersion);
  return response;
}

}  // namespace casejournal::services
