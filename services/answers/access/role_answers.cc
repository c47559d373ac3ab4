#include "services/answers/access/role_answers.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/hash.h"
#include "services/access/policy.h"
#include "services/answers/request_fields.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

// As long as a name or a reason can sensibly be.
constexpr size_t kHolderBytesMax = 1000;
constexpr size_t kReasonBytesMax = 4000;

absl::Status CheckText(absl::string_view field, const std::string& text, size_t bytes_max, bool required) {
  if (required && text.empty()) return FieldError(field, "", kFieldNotEmpty);
  if (text.size() > bytes_max)
    return FieldError(field, absl::StrCat(text.size()), kFieldAtMostBytes,
                      {projections::NumberParameter("most", bytes_max)});
  if (HasUnprintable(text)) return FieldError(field, "", kFieldPlainText);
  return absl::OkStatus();
}

absl::Status CheckHolder(const event::v1::Staff& holder) {
  if (absl::Status issuer = CheckText("holder.issuer", holder.issuer(), kHolderBytesMax, true); !issuer.ok())
    return issuer;
  if (absl::Status subject = CheckText("holder.subject", holder.subject(), kHolderBytesMax, true); !subject.ok())
    return subject;
  return CheckText("holder.name", holder.name(), kHolderBytesMax, true);
}

bool IsGivenByJournal(event::v1::Role role) {
  const absl::Span<const RolePolicy> policies = RolePolicies();
  return std::any_of(policies.begin(), policies.end(),
                     [&](const RolePolicy& policy) { return policy.role == role && policy.by_journal; });
}

absl::Status CheckGiving(const Journal& journal, const v1::GiveRoleRequest& request) {
  if (absl::Status holder = CheckHolder(request.holder()); !holder.ok()) return holder;
  if (!IsGivenByJournal(request.role())) return FieldError("role", absl::StrCat(request.role()), kFieldRoleOfJournal);
  if (!request.unit().empty() && request.role() != event::v1::ROLE_SUPERVISOR)
    return FieldError("unit", "", kFieldUnitOfSupervisor);
  if (absl::Status unit = CheckText("unit", request.unit(), kHolderBytesMax, false); !unit.ok()) return unit;
  if (absl::Status day = CheckDays({{"until", request.until()}}); !day.ok()) return day;
  if (const std::string today = journal.Today(); !request.until().empty() && request.until() < today)
    return FieldError("until", request.until(), kFieldNoEarlierThanToday, {projections::DayParameter("today", today)});
  return CheckText("reason", request.reason(), kReasonBytesMax, false);
}

// The request without its id, under the name of its type: two calls with the same fields are two requests.
template <typename Request>
absl::StatusOr<RoleRequest> RoleRequestOf(const Reader& reader, Request request) {
  const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(request.request_id());
  if (!id.ok()) return FieldError("requestId", request.request_id(), kFieldUuid);
  request.clear_request_id();
  const std::string digest(eventstore::AsBytes(eventstore::Sha256()
                                                   .Update(Request::descriptor()->full_name())
                                                   .Update("\n")
                                                   .Update(request.SerializeAsString())
                                                   .Finish()));
  return RoleRequest{.request_id = *id, .digest = digest, .caller = reader.caller()};
}

}  // namespace

absl::StatusOr<v1::GiveRoleResponse> GiveRole(const Journal& journal, RoleRecorder& recorder, const Reader& reader,
                                              const v1::GiveRoleRequest& request) {
  if (absl::Status may = reader.May(Act::kManageRoles).status(); !may.ok()) return may;
  absl::StatusOr<RoleRequest> recorded = RoleRequestOf(reader, request);
  if (!recorded.ok()) return recorded.status();
  if (absl::Status checked = CheckGiving(journal, request); !checked.ok()) return checked;
  event::v1::RoleGiven given;
  *given.mutable_holder() = request.holder();
  given.set_role(request.role());
  if (!request.unit().empty()) given.set_unit(request.unit());
  if (!request.until().empty()) given.set_until(request.until());
  if (!request.reason().empty()) given.set_reason(request.reason());
  absl::StatusOr<v1::GivenRole> role = recorder.Give(given, *recorded);
  if (!role.ok()) return role.status();
  v1::GiveRoleResponse response;
  *response.mutable_role() = *std::move(role);
  return response;
}

absl::StatusOr<v1::EndRoleResponse> EndRole(RoleRecorder& recorder, const Reader& reader,
                                            const v1::EndRoleRequest& request) {
  if (absl::Status may = reader.May(Act::kManageRoles).status(); !may.ok()) return may;
  absl::StatusOr<RoleRequest> recorded = RoleRequestOf(reader, request);
  if (!recorded.ok()) return recorded.status();
  if (!eventstore::Uuid::Parse(request.role_id()).ok()) return FieldError("roleId", request.role_id(), kFieldUuid);
  if (absl::Status reason = CheckText("reason", request.reason(), kReasonBytesMax, false); !reason.ok()) return reason;
  absl::StatusOr<v1::GivenRole> role = recorder.End(request.role_id(), request.reason(), *recorded);
  if (!role.ok()) return role.status();
  v1::EndRoleResponse response;
  *response.mutable_role() = *std::move(role);
  return response;
}

absl::StatusOr<v1::ConfirmRightsResponse> ConfirmRights(RoleRecorder& recorder, const Reader& reader,
                                                        const v1::ConfirmRightsRequest& request) {
  if (absl::Status may = reader.May(Act::kManageRoles).status(); !may.ok()) return may;
  const absl::StatusOr<RoleRequest> recorded = RoleRequestOf(reader, request);
  if (!recorded.ok()) return recorded.status();
  if (absl::Status reason = CheckText("reason", request.reason(), kReasonBytesMax, false); !reason.ok()) return reason;
  const absl::StatusOr<eventstore::Position> position = recorder.Confirm(request.reason(), *recorded);
  if (!position.ok()) return position.status();
  v1::ConfirmRightsResponse response;
  response.set_position(*position);
  return response;
}

absl::StatusOr<v1::ListRolesResponse> ListRoles(const Journal& journal, const Reader& reader,
                                                const v1::ListRolesRequest& request) {
  if (absl::Status may = reader.May(Act::kReadRoles).status(); !may.ok()) return may;
  const std::string today = journal.Today();
  v1::ListRolesResponse response;
  for (const v1::GivenRole& role : journal.roles().now()->all()) {
    const bool counts = !role.has_ended_at() && (role.until().empty() || today <= role.until());
    if (!counts && !request.with_ended()) continue;
    if (!request.subject().empty() && role.holder().subject() != request.subject()) continue;
    *response.add_roles() = role;
  }
  return response;
}

}  // namespace casejournal::services
