// What every document about a case takes, and how such a document begins and ends. Pure.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_COURT_COURT_VIEW_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_COURT_COURT_VIEW_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/docket.pb.h"
#include "services/pages/document.h"

namespace casejournal::services {

struct CourtView {
  const v1::CasePlan& plan;     // for names and the caption: children, agency, and court numbers
  std::string as_of;            // the last entry in words: "r12, 2025-03-01 16:10:00 EST"
  absl::TimeZone zone;          // the journal's time zone
  std::string language = "en";  // of the headings
  // The digest of the answer that the document is made from: lower-case hexadecimal digits.
  std::string digest;
  // The child that the document is about: the caption names only this child and its numbers. Empty: the whole case.
  std::string child_id = {};

  // A heading in the language of the document.
  std::string In(absl::string_view english) const;
};

// "In the matter of Ana Lopez and Ben Lopez", the court numbers, the agency. With a child, only its own.
std::vector<Document::Text> CaptionOf(const v1::CasePlan& plan, const std::string& language,
                                      absl::string_view child_id = "");

// The numbers of the case, or of the child and the whole case, separated by commas.
std::string NumbersOf(const v1::CasePlan& plan, absl::string_view child_id);

// A document without blocks.
Document BeginDocument(const CourtView& view, std::string title);
// Say at the end which entries it rests on.
void EndDocument(const CourtView& view, Document& document);

// "r12", with a link to the row of that entry.
Document::Text EntryText(uint64_t revision);

// A table of what is due: by day, what, for whom, and its state, with the source of each. Children for whom the same is
// due share a row. What was missed is bold.
Document::Table DueTable(const CourtView& view, const std::vector<const v1::DocketItem*>& items);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_COURT_COURT_VIEW_H_
