// What every request that gives away a part of a record says of the disclosure: to whom, why, by which authority.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_DISCLOSED_H_
#define CASEJOURNAL_SERVICES_ANSWERS_DISCLOSED_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/event/v1/label.pb.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/event/v1/role.pb.h"
#include "eventstore/records/stream_id.h"
#include "projections/entries/label_set.h"
#include "services/access/caller.h"
#include "services/answers/request_fields.h"
#include "services/cases/reader.h"

namespace casejournal::services {

// The bytes of a file that one message carries.
inline constexpr size_t kFileChunkBytes = size_t{1} << 20;

// INVALID_ARGUMENT if the words are no text in UTF-8 or are too long.
absl::Status CheckDisclosureWords(absl::string_view field, const std::string& words);
// INVALID_ARGUMENT if there are several: which one is meant nobody can tell.
absl::Status CheckGivenOnce(absl::string_view field, size_t values);

// Check `recipient`, `purpose`, `authority`, `recipient_class`, and `with_labels`.
template <typename Request>
absl::Status CheckTerms(const Request& request) {
  for (const auto& [field, words] :
       {std::pair("recipient", &request.recipient()), std::pair("purpose", &request.purpose()),
        std::pair("authority", &request.authority())}) {
    if (absl::Status checked = CheckDisclosureWords(field, *words); !checked.ok()) return checked;
  }
  if (!event::v1::RecipientClass_IsValid(request.recipient_class()))
    return FieldError("recipientClass", absl::StrCat(request.recipient_class()), kFieldKnownRecipientClass);
  for (const int label : request.with_labels()) {
    if (!event::v1::Label_IsValid(label) || label == event::v1::LABEL_UNSPECIFIED)
      return FieldError("withLabels", absl::StrCat(label), kFieldKnownLabels);
  }
  if (!request.with_labels().empty() && request.authority().empty()) {
    return FieldError("authority", "", kFieldAuthority);
  }
  return absl::OkStatus();
}

// PERMISSION_DENIED that names the first label of `with_labels` which the caller may not see.
absl::Status CheckMayOpen(const google::protobuf::RepeatedField<int>& with_labels, projections::LabelSet may_see);

// What is said of a recipient who is the caller: the name, or else issuer and subject.
std::string RecipientWords(const Caller& caller);
// Why: what the call says, or else the role under which it was made.
std::string PurposeWords(const Caller& caller, event::v1::Role under);
// The class of recipients that a role belongs to. A caseworker, a supervisor, an operator, an administrator, and who
// took access in an emergency are of the agency. State law, not CAPTA, names guardians ad litem and counsel. A caller
// without a role is the one of a server for development, and of the agency.
event::v1::RecipientClass RecipientClassOf(event::v1::Role under);

// Record under which role the case is seen, and which entry gave it.
void SetRight(const SeenCase& seen, event::v1::DisclosureMade& made);

// Record them. Who does not name a recipient asks for themselves.
template <typename Request>
void SetTerms(const Request& request, const Caller& caller, const SeenCase& seen, event::v1::DisclosureMade& made) {
  const event::v1::Role under = seen.decision.under;
  made.set_recipient(request.recipient().empty() ? RecipientWords(caller) : request.recipient());
  made.set_purpose(request.purpose().empty() ? PurposeWords(caller, under) : request.purpose());
  const std::string& authority = request.authority().empty() ? caller.authority : request.authority();
  if (!authority.empty()) made.set_authority(authority);
  made.set_recipient_class(request.recipient().empty() &&
                                   request.recipient_class() == event::v1::RECIPIENT_CLASS_UNSPECIFIED
                               ? RecipientClassOf(under)
                               : request.recipient_class());
  *made.mutable_with_labels() = request.with_labels();
  SetRight(seen, made);
}

struct DisclosureIds {
  eventstore::Uuid case_id;
  eventstore::Uuid request_id;  // a random one, if the request has none
};

// INVALID_ARGUMENT if one of them is no UUID in lower case.
absl::StatusOr<DisclosureIds> IdsIn(const std::string& case_id, const std::string& request_id);
template <typename Request>
absl::StatusOr<DisclosureIds> IdsOf(const Request& request) {
  return IdsIn(request.case_id(), request.request_id());
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_DISCLOSED_H_
