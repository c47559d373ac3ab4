// Where a case stands: the step of case planning, and the figures of its children. Pure: the same entries, law, and day
// give the same bytes.
#ifndef CASEJOURNAL_PROJECTIONS_FIGURES_CASE_FIGURES_H_
#define CASEJOURNAL_PROJECTIONS_FIGURES_CASE_FIGURES_H_

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "casejournal/v1/figures.pb.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/known_set.h"
#include "projections/law/law.h"

namespace casejournal::projections {

// The question.
struct FiguresAsked {
  KnownSet known = KnownSet::All();
  absl::CivilDay day;                         // later entries are ignored
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's time zone
};

// The figures, with everything except `answered`. Any order of events has figures, even one that makes no sense.
v1::GetFiguresResponse FiguresOf(const std::string& case_id, const EntryList& entries, const Law& law,
                                 const FiguresAsked& asked);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_FIGURES_CASE_FIGURES_H_
