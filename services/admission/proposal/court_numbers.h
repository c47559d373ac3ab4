// Court numbers. One entry gives a number to the case or to a child; other entries name it.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_COURT_NUMBERS_H_
#define CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_COURT_NUMBERS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "projections/items/case_state.h"

namespace casejournal::services {

// A place where a message names a court number.
struct NamedNumber {
  std::string number;
  std::string field;  // JSON path
};

// The fields with this annotation, at any depth, in the order of fields. Empty fields are not listed.
std::vector<NamedNumber> CourtNumbersIn(const google::protobuf::Message& message);

// Whether an entry of the case gave the number.
bool IsGiven(const projections::CaseState& state, absl::string_view number);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_COURT_NUMBERS_H_
