// The documents that are made from several answers: the register, the report of a review, the packet of a child.
// Internal to the folder.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_DOCUMENTS_COURT_ANSWERS_H_
#define CASEJOURNAL_SERVICES_ANSWERS_DOCUMENTS_COURT_ANSWERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/answers/documents/document_question.h"
#include "services/answers/register_filter.h"
#include "services/documents/court/register_document.h"

namespace casejournal::services {

// The rows of the entries up to the last one that the filter holds, and why entries were withdrawn.
RegisterShown RegisterOf(const DocumentQuestion& question, const RegisterFilter& filter);

absl::StatusOr<MadeDocument> RegisterAnswer(const DocumentQuestion& question);

// Return the last entry that the report of the review rests on. If the request does not say what was known: the last
// one that names the review, or that corrects or withdraws such an entry.
//   kNotFound  the case had no such review by then.
absl::StatusOr<eventstore::Revision> LastOfReview(const DocumentQuestion& question);
// The types of events that the report lists as changes since the review before, in alphabetical order.
absl::Span<const absl::string_view> TypesOfChange();

// Requires that the question ends at LastOfReview.
absl::StatusOr<MadeDocument> ReviewReportAnswer(const DocumentQuestion& question);

absl::StatusOr<MadeDocument> ChildPacketAnswer(const DocumentQuestion& question);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_DOCUMENTS_COURT_ANSWERS_H_
