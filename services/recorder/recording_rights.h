// Whether a caller may record the events of a request in a case, and how much of the case an answer may tell. Pure.
#ifndef CASEJOURNAL_SERVICES_RECORDER_RECORDING_RIGHTS_H_
#define CASEJOURNAL_SERVICES_RECORDER_RECORDING_RIGHTS_H_

#include <memory>
#include <optional>
#include <vector>

#include "casejournal/v1/case_service.pb.h"
#include "projections/sight/sight.h"
#include "projections/state/case_record.h"
#include "services/cases/reader.h"

namespace casejournal::services {

// What recording `event` in the case needs. Who corrects or withdraws an assignment or a grant changes who may see the
// case, as who records one does.
Act ActOfRecording(const event::v1::CaseEvent& event, const projections::CaseRecord& record,
                   const event::v1::Staff& caller);

struct RecordingRight {
  bool allowed = false;
  projections::LabelSet sees;  // the labels whose entries an answer may tell of
};

// A case that does not exist yet may be opened by whom the journal gave a role for that, who then assigns it in the
// same request. Requires that `at` is the whole case.
RecordingRight RightToRecord(const Reader& reader, const CaseAt& at, const v1::CaseAppend& part);

// Whether some role of the caller could allow an append, whatever it records.
//   kPermissionDenied  with NOT_PERMITTED.
absl::Status MayAppend(const Reader& reader);

// What a caller who may not see all entries is told of the violations: those that the entries which they may see show,
// too, and, if there are others, that there is something that they may not see.
std::vector<v1::Violation> ToldOf(const std::vector<v1::Violation>& violations,
                                  const std::vector<v1::Violation>& as_seen, bool names_withheld);

// Whether the event names an entry that is withheld.
bool NamesWithheld(const event::v1::CaseEvent& event, const projections::Sight& sight);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_RECORDING_RIGHTS_H_
