// The words of the command line for exhibits: classes of recipients, labels, what is given and left out.
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

// "subject", "court" and so on; unspecified for a word that is none.
std::vector<std::string> RecipientClassNames();
event::v1::RecipientClass RecipientClassOf(absl::string_view name);

// "reporter-identity", "part2" and so on; unspecified for a word that is none.
std::vector<std::string> LabelNames();
event::v1::Label LabelOf(absl::string_view name);

// What an exhibit gives, what it leaves out and why, and its size: a line each, without a newline at the end.
std::string ContentsText(const v1::ExhibitContents& contents);

// If `number` is the court number of one child of `plan`: how many other children the plan has; else 0.
int ChildrenBesides(const v1::CasePlan& plan, absl::string_view number);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_EXHIBIT_WORDS_H_
