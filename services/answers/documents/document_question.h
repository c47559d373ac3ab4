// What a document is asked of: a request, the case, and the entries that were known. Internal to the folder.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_DOCUMENTS_DOCUMENT_QUESTION_H_
#define CASEJOURNAL_SERVICES_ANSWERS_DOCUMENTS_DOCUMENT_QUESTION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/answers/documents/get_document.h"
#include "services/documents/court/court_view.h"
#include "services/pages/document.h"

namespace casejournal::services {

// A document, and the digest of the answer that it was made from: 32 bytes.
struct MadeDocument {
  Document document;
  std::string digest;
};

struct DocumentQuestion {
  const DocumentSources& sources;
  const v1::GetDocumentRequest& request;
  const CaseAt& at;
  eventstore::Revision last;  // the last entry that the document may rest on

  std::string Language() const { return request.language().empty() ? "en" : request.language(); }
  // What was known, by revision, with the limit of days of the request.
  v1::AsOf KnownToLast() const;
  // What documents of the court take. `digest` has 32 bytes.
  CourtView View(const v1::CasePlan& plan, const std::string& digest) const;
};

// INVALID_ARGUMENT that names the first field that does not go with the kind of document, or is malformed.
absl::Status CheckDocumentAsked(const v1::GetDocumentRequest& request);

// NOT_FOUND unless the request names no child, or a child of the plan.
absl::Status CheckChildKnown(const v1::GetDocumentRequest& request, const v1::CasePlan& plan);

// SHA-256.
std::string HashOf(absl::string_view bytes);

// The deterministic bytes of a message.
std::string CanonicalBytes(const google::protobuf::Message& message);

// The digest of what the record says, without what the program says of itself.
template <typename Response>
std::string AnswerDigest(Response answer) {
  answer.mutable_answered()->clear_program();
  answer.mutable_answered()->clear_fold_version();
  answer.mutable_answered()->clear_rule_catalogue_version();
  answer.mutable_answered()->clear_as_of_position();
  answer.mutable_answered()->clear_code_lists_version();
  return HashOf(CanonicalBytes(answer));
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_DOCUMENTS_DOCUMENT_QUESTION_H_
