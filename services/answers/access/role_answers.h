// The answers of AccessService about roles.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_ACCESS_ROLE_ANSWERS_H_
#define CASEJOURNAL_SERVICES_ANSWERS_ACCESS_ROLE_ANSWERS_H_

#include "absl/status/statusor.h"
#include "casejournal/v1/access_service.pb.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"
#include "services/recorder/role_recorder.h"

namespace casejournal::services {

// As documented in AccessService.
absl::StatusOr<v1::GiveRoleResponse> GiveRole(const Journal& journal, RoleRecorder& recorder, const Reader& reader,
                                              const v1::GiveRoleRequest& request);
absl::StatusOr<v1::EndRoleResponse> EndRole(RoleRecorder& recorder, const Reader& reader,
                                            const v1::EndRoleRequest& request);
absl::StatusOr<v1::ConfirmRightsResponse> ConfirmRights(RoleRecorder& recorder, const Reader& reader,
                                                        const v1::ConfirmRightsRequest& request);
absl::StatusOr<v1::ListRolesResponse> ListRoles(const Journal& journal, const Reader& reader,
                                                const v1::ListRolesRequest& request);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_ACCESS_ROLE_ANSWERS_H_
