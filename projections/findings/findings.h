// Findings: gaps in the quality of a record, and what the law still requires. Computed from the events and the
// catalogue (finding_catalogue.h), and not part of any plan: a new catalogue never changes an old plan. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_FINDINGS_FINDINGS_H_
#define CASEJOURNAL_PROJECTIONS_FINDINGS_FINDINGS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/known_set.h"

namespace casejournal::projections {

// The parameters of the question.
struct FindingsAsked {
  KnownSet known = KnownSet::All();
  std::optional<std::string> effective_on;    // only entries effective up to this day
  std::string day;                            // the civil day for findings that need one
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's
};

// Return the findings of one case, open and answered, in the order of the catalogue, each with its valid answer if it
// has one.
std::vector<v1::Finding> FindingsOf(const std::string& case_id, const EntryList& entries, const FindingsAsked& asked);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_FINDINGS_FINDINGS_H_
