// Texts of the command line for exhibits: classes of recipients, labels, and what is given and left out.
#ifndef CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_EXHIBIT_WORDS_H_
#define CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_EXHIBIT_WORDS_H_

#include <cstdint>
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

// An exhibit that was written to a file.
struct GivenExhibit {
  std::string file;
  uint64_t bytes = 0;
  std::string sha256;  // of the file, in hexadecimal
  // As recorded with the disclosure. Empty: not given.
  std::string recipient;
  std::string recipient_class;
  std::string purpose;
  std::string authority;
  std::vector<std::string> labels;  // of labeled entries that are given, too
  std::string period;               // the days on which the first and the last entry were recorded; empty if unknown
  // It was fetched again, under an earlier disclosure.
  bool again = false;
};

// Return what a clerk needs to know of the file, over several lines; or the same with the contents, as JSON on one
// line.
std::string GivenText(const GivenExhibit& given, const v1::ExhibitContents& contents);
std::string GivenJson(const GivenExhibit& given, const v1::ExhibitContents& contents);

// Return the number of children in `plan`.
int ChildrenIn(const v1::CasePlan& plan);

// If `number` is the court number of one child of `plan`, return the number of other children in the plan; else 0.
int ChildrenBesides(const v1::CasePlan& plan, absl::string_view number);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_EXHIBIT_WORDS_H_
