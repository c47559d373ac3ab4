#include "services/answers/disclosed.h"

#include "projections/events/event_words.h"
#include "services/cases/given_by.h"
#include "services/errors/error_reason.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

constexpr size_t kWordsMax = 1'000;

}  // namespace

absl::Status CheckDisclosureWords(absl::string_view field, const std::string& words) {
  if (FirstInvalidByte(words) != words.size() || HasUnprintable(words)) return FieldError(field, "", kFieldPlainText);
  if (words.size() > kWordsMax)
    return FieldError(field, absl::StrCat(words.size(), " bytes"), kFieldAtMostBytes,
                      {projections::NumberParameter("most", kWordsMax)});
  return absl::OkStatus();
}

absl::Status CheckGivenOnce(absl::string_view field, size_t values) {
  return values <= 1 ? absl::OkStatus() : FieldError(field, absl::StrCat(values, " values"), kFieldGivenOnce);
}

absl::Status CheckMayOpen(const google::protobuf::RepeatedField<int>& with_labels, projections::LabelSet may_see) {
  for (const int number : with_labels) {
    const auto label = static_cast<event::v1::Label>(number);
    if (may_see.Has(label)) continue;
    return WithReason(absl::PermissionDeniedError(
                          absl::StrCat("withLabels: no role of the caller opens entries with the label ",
                                       event::v1::Label_Name(label), " in this case; nothing was recorded or given")),
                      v1::NOT_PERMITTED);
  }
  return absl::OkStatus();
}

std::string RecipientWords(const Caller& caller) {
  const event::v1::Staff& actor = caller.actor;
  if (!actor.name().empty()) return actor.name();
  return actor.subject().empty() ? "the caller" : absl::StrCat(actor.issuer(), "/", actor.subject());
}

std::string PurposeWords(const Caller& caller, event::v1::Role under) {
  if (!caller.purpose.empty()) return caller.purpose;
  if (under == event::v1::ROLE_UNSPECIFIED) return "the agency's own use";
  return absl::StrCat("as ", projections::EnumWords(under));
}

event::v1::RecipientClass RecipientClassOf(event::v1::Role under) {
  switch (under) {
    case event::v1::ROLE_UNSPECIFIED:
    case event::v1::ROLE_ADMINISTRATOR:
    case event::v1::ROLE_OPERATOR:
    case event::v1::ROLE_CASEWORKER:
    case event::v1::ROLE_SUPERVISOR:
    case event::v1::ROLE_EMERGENCY:
      return event::v1::RECIPIENT_CLASS_OWN_AGENCY;
    case event::v1::ROLE_COURT:
      return event::v1::RECIPIENT_CLASS_COURT;
    case event::v1::ROLE_AUDITOR:
    case event::v1::ROLE_PIPELINE:
      return event::v1::RECIPIENT_CLASS_GOVERNMENT_BODY;
    case event::v1::ROLE_REVIEWER:
      return event::v1::RECIPIENT_CLASS_REVIEW_PANEL;
    case event::v1::ROLE_GUARDIAN_AD_LITEM:
    case event::v1::ROLE_COUNSEL:
      return event::v1::RECIPIENT_CLASS_BY_STATE_LAW;
    default:
      return event::v1::RECIPIENT_CLASS_UNSPECIFIED;
  }
}

void SetRight(const SeenCase& seen, event::v1::DisclosureMade& made) {
  made.set_under_role(seen.decision.under);
  const std::optional<eventstore::Position> given_by = GivenBy(seen.decision, seen.whole->record);
  if (given_by) made.set_granted_at_position(*given_by);
}

absl::StatusOr<DisclosureIds> IdsIn(const std::string& case_id, const std::string& request_id) {
  const absl::StatusOr<eventstore::Uuid> of = eventstore::Uuid::Parse(case_id);
  if (!of.ok()) return FieldError("caseId", case_id, kFieldUuid);
  if (request_id.empty()) return DisclosureIds{.case_id = *of, .request_id = eventstore::Uuid::Random()};
  const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(request_id);
  if (!id.ok()) return FieldError("requestId", request_id, kFieldUuid);
  return DisclosureIds{.case_id = *of, .request_id = *id};
}

}  // namespace casejournal::services
