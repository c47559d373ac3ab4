#include "services/answers/documents/document_question.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/hash.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "projections/words/instant_words.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

// A field that goes with some kinds of documents only.
absl::Status CheckChild(const v1::GetDocumentRequest& request) {
  const std::string& child = request.child_id();
  const bool is_packet = request.kind() == v1::DOCUMENT_KIND_CHILD_PACKET;
  const bool may =
      is_packet || request.kind() == v1::DOCUMENT_KIND_REGISTER || request.kind() == v1::DOCUMENT_KIND_DOCKET;
  if (child.empty() ? is_packet : !may) return FieldError("childId", child, kFieldChildOfDocument);
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckDocumentAsked(const v1::GetDocumentRequest& request) {
  const v1::DocumentKind kind = request.kind();
  const bool is_version = kind == v1::DOCUMENT_KIND_PLAN_VERSION;
  if (kind == v1::DOCUMENT_KIND_UNSPECIFIED || !v1::DocumentKind_IsValid(kind))
    return FieldError("kind", absl::StrCat(kind), kFieldKnownDocument);
  if (!v1::DocumentFormat_IsValid(request.format()))
    return FieldError("format", absl::StrCat(request.format()), kFieldKnownFormat);
  if (is_version != !request.digest().empty()) return FieldError("digest", "", kFieldDigestOfVersion);
  if (request.has_as_of() && (is_version || kind == v1::DOCUMENT_KIND_DISCLOSURES))
    return FieldError("asOf", "", kFieldNoTimeOfDocument);
  if (!request.on().empty() && kind != v1::DOCUMENT_KIND_DOCKET)
    return FieldError("on", request.on(), kFieldOnlyWithDocket);
  if (request.as_of().basis() == v1::BASIS_CLAIMED)
    return FieldError("asOf.basis", "CLAIMED", kFieldRecordedForDocument);
  if (!request.language().empty() && request.language() != "en" && request.language() != "es")
    return FieldError("language", request.language(), kFieldLanguages);
  if (absl::Status child = CheckChild(request); !child.ok()) return child;
  if (!request.meeting_id().empty() && kind != v1::DOCUMENT_KIND_REVIEW_REPORT)
    return FieldError("meetingId", request.meeting_id(), kFieldOnlyWithReviewReport);
  for (const auto& [field, day] :
       {std::pair("dayFrom", &request.day_from()), std::pair("dayUntil", &request.day_until()),
        std::pair("changedSince", &request.changed_since())}) {
    if (!day->empty() && kind != v1::DOCUMENT_KIND_REGISTER) return FieldError(field, *day, kFieldOnlyWithRegister);
  }
  return CheckDays({{"on", request.on()}});
}

absl::Status CheckChildKnown(const v1::GetDocumentRequest& request, const v1::CasePlan& plan) {
  const bool known =
      request.child_id().empty() ||
      std::any_of(plan.participants().begin(), plan.participants().end(), [&](const auto& each) {
        return each.participant_id() == request.child_id() && each.capacity() == event::v1::CAPACITY_CHILD;
      });
  return known ? absl::OkStatus() : absl::NotFoundError("the case had no child with this id by then");
}

v1::AsOf DocumentQuestion::KnownToLast() const {
  v1::AsOf as_of;
  as_of.set_revision(last);
  if (request.as_of().has_effective_on()) as_of.set_effective_on(request.as_of().effective_on());
  return as_of;
}

CourtView DocumentQuestion::View(const v1::CasePlan& plan, const std::string& digest) const {
  const projections::Entry& entry = at.record.entries()[last];
  return {
      .plan = plan,
      .as_of = absl::StrCat("r", last, ", ", projections::InstantWords(entry.recorded_at_us, sources.journal.zone())),
      .zone = sources.journal.zone(),
      .language = Language(),
      .digest = absl::BytesToHexString(digest),
      .child_id = request.child_id()};
}

std::string HashOf(absl::string_view bytes) {
  return std::string(eventstore::AsBytes(eventstore::Sha256().Update(bytes).Finish()));
}

std::string CanonicalBytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace casejournal::services
