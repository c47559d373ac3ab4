#include "services/recorder/hidden_cases.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/state/case_record.h"
#include "services/admission/catalog/violation.h"

namespace casejournal::services {
namespace {

// A case of which nothing is known but that it was opened.
projections::CaseRecord OpenedCase(const std::string& case_id, const AdmitContext& context) {
  auto stored = std::make_shared<event::v1::StoredEvent>();
  stored->mutable_case_event()->set_effective_on(context.today);
  stored->mutable_case_event()->mutable_case_opened()->set_kind(event::v1::CASE_KIND_FAMILY);
  projections::CaseRecord record(case_id);
  record.Evolve({.recorded_at_us = context.now_us, .stored = std::move(stored)});
  return record;
}

// Whether a caller who knows nothing of the case can have all events of the part recorded in it, if it is there.
bool FitsAnyCase(const v1::CaseAppend& part, const AdmitContext& context) {
  projections::CaseRecord record = OpenedCase(part.case_id(), context);
  for (const event::v1::CaseEvent& event : part.events()) {
    if (!Admit(record, event, context).empty()) return false;
    auto stored = std::make_shared<event::v1::StoredEvent>();
    *stored->mutable_case_event() = event;
    record.Evolve({.revision = record.entries().size(), .recorded_at_us = context.now_us, .stored = std::move(stored)});
  }
  return true;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const CaseAccess>> AccessUnfolded(const Reader& reader, const std::string& case_id) {
  const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(case_id);
  if (!id.ok()) return id.status();
  const absl::StatusOr<std::shared_ptr<const CaseAt>> folded = reader.sources().cases.LoadFolded(*id);
  if (!folded.ok()) return folded.status();
  if (*folded != nullptr && !(*folded)->record.entries().empty()) return (*folded)->access();
  // For a case without entries, too, so that it takes about as long: there is no row of it.
  if (reader.sources().access_in == nullptr) return nullptr;
  const event::v1::Staff& caller = reader.caller().actor;
  absl::StatusOr<std::optional<CaseAccess>> access =
      reader.sources().access_in(case_id, {.issuer = caller.issuer(), .subject = caller.subject()});
  if (!access.ok()) return access.status();
  return access->has_value() ? std::make_shared<const CaseAccess>(**std::move(access)) : nullptr;
}

bool TakesEmergency(const event::v1::CaseEvent& event, const event::v1::Staff& caller) {
  if (!event.has_access_granted() || event.has_corrects()) return false;
  const event::v1::AccessGranted& granted = event.access_granted();
  return granted.role() == event::v1::ROLE_EMERGENCY && granted.holder().issuer() == caller.issuer() &&
         granted.holder().subject() == caller.subject();
}

bool GivesEmergency(const v1::AppendRequest& request) {
  return std::any_of(request.cases().begin(), request.cases().end(), [](const v1::CaseAppend& part) {
    return std::any_of(part.events().begin(), part.events().end(), [](const event::v1::CaseEvent& event) {
      return event.access_granted().role() == event::v1::ROLE_EMERGENCY;
    });
  });
}

v1::FieldError EmergencyIsNotChecked() {
  return MakeFieldError("validateOnly", SentenceOf("shape.emergency-checked"), "true");
}

bool MayKnow(const Reader& reader, const CaseAccess& access) {
  const std::vector<HeldRole> roles = reader.RolesIn(&access);
  for (const Act act : {Act::kRecord, Act::kAssign, Act::kReadPlan, Act::kReadRecord}) {
    if (reader.DecideUnder(roles, act).allowed) return true;
  }
  return false;
}

bool IsHidden(const Reader& reader, const CaseAccess& access, const v1::CaseAppend& part, const AdmitContext& context,
              bool recordable) {
  const std::vector<HeldRole> roles = reader.RolesIn(&access);
  const bool may_append =
      reader.DecideUnder(roles, Act::kRecord).allowed || reader.DecideUnder(roles, Act::kAssign).allowed;
  bool takes = false;
  for (const event::v1::CaseEvent& event : part.events()) {
    const bool is_emergency = TakesEmergency(event, reader.caller().actor);
    if (!(is_emergency ? reader.May(Act::kTakeEmergency).ok() : may_append)) return true;
    takes = takes || is_emergency;
  }
  if (!takes || MayKnow(reader, access)) return false;
  // What is not recorded in the end would tell that the case exists, and nobody would see who asked.
  return !recordable || !part.expected().any() || !FitsAnyCase(part, context);
}

bool OpensCase(const v1::CaseAppend& part) {
  return std::any_of(part.events().begin(), part.events().end(), [](const event::v1::CaseEvent& event) {
    return event.has_case_opened() || event.has_case_received();
  });
}

}  // namespace casejournal::services
