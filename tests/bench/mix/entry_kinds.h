// How each type of event of the samples is written, and how often.
#ifndef CASEJOURNAL_TESTS_BENCH_MIX_ENTRY_KINDS_H_
#define CASEJOURNAL_TESTS_BENCH_MIX_ENTRY_KINDS_H_

#include "absl/types/span.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "tests/bench/mix/case_model.h"

namespace casejournal::services {

// A type of event. tests/bench/mix/shares.py compares these numbers with the samples.
struct EntryKind {
  const char* type;  // as in JSON
  int of_samples;    // how many of the 911 events of deploy/samples are of this type
  // Write the body of an event that the case can have on the day of the model, and note it in the model. If the case
  // cannot have one now, return false and leave the model as it is.
  bool (*write)(CaseModel& model, event::v1::CaseEvent& event);
};

// People, households, contacts, assessments, and the record itself.
absl::Span<const EntryKind> PeopleEntries();
// Outcomes, goals, objectives, activities, safety, care, reviews.
absl::Span<const EntryKind> PlanEntries();
// Plan versions, the agency's decisions, the court.
absl::Span<const EntryKind> CourtEntries();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MIX_ENTRY_KINDS_H_
