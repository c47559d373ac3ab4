// Texts of the command line for exhibits: classes of recipients, labels, and what is given and left out.
#ifndef CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_EXHIBIT_WORDS_H_
#define CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_EXHIBIT_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/event/v1/label.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/court_service.pb.h"

namespace casejournal::services {

// Return the names of the classes ("subject", "court", ...), or the class of a name; unspecified for an unknown name.
std::vector<std::string> RecipientClassNames();
event::v1::RecipientClass RecipientClassOf(absl::string_view name);

// Return the names of the labels ("reporter-identity", "part2", ...), or the label of a name; unspecified for an
// unknown name.
std::vector<std::string> LabelNames();
event::v1::Label LabelOf(absl::string_view name);

// Return lines about what an exhibit gives, what it leaves out and why, and its size, without a newline at the end.
std::string ContentsText(const v1::ExhibitContents& contents);

// Return the number of children in `plan`.
int ChildrenIn(const v1::CasePlan& plan);

// If `number` is the court number of one child of `plan`, return the number of other children in the plan; else 0.
int ChildrenBesides(const v1::CasePlan& plan, absl::string_view number);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_EXHIBIT_WORDS_H_
