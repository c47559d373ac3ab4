#include "services/grpc/access_service.h"

#include "services/answers/access/list_disclosures.h"
#include "services/answers/access/role_answers.h"
#include "services/answers/access/who_may.h"
#include "services/grpc/once.h"

namespace casejournal::services {

grpc::Status AccessServiceAdapter::GiveRole(grpc::ServerContext* context, const v1::GiveRoleRequest* request,
                                            v1::GiveRoleResponse* response) {
  return Once(parts_.gate, *context, "GiveRole", *request, response, report_,
              [&](const Reader& reader) { return services::GiveRole(parts_.journal, parts_.roles, reader, *request); });
}

grpc::Status AccessServiceAdapter::EndRole(grpc::ServerContext* context, const v1::EndRoleRequest* request,
                                           v1::EndRoleResponse* response) {
  return Once(parts_.gate, *context, "EndRole", *request, response, report_,
              [&](const Reader& reader) { return services::EndRole(parts_.roles, reader, *request); });
}

grpc::Status AccessServiceAdapter::ConfirmRights(grpc::ServerContext* context, const v1::ConfirmRightsRequest* request,
                                                 v1::ConfirmRightsResponse* response) {
  return Once(parts_.gate, *context, "ConfirmRights", *request, response, report_,
              [&](const Reader& reader) { return services::ConfirmRights(parts_.roles, reader, *request); });
}

grpc::Status AccessServiceAdapter::ListRoles(grpc::ServerContext* context, const v1::ListRolesRequest* request,
                                             v1::ListRolesResponse* response) {
  return Once(parts_.gate, *context, "ListRoles", *request, response, report_,
              [&](const Reader& reader) { return services::ListRoles(parts_.journal, reader, *request); });
}

grpc::Status AccessServiceAdapter::WhoMay(grpc::ServerContext* context, const v1::WhoMayRequest* request,
                                          v1::WhoMayResponse* response) {
  return Once(parts_.gate, *context, "WhoMay", *request, response, report_,
              [&](const Reader& reader) { return services::WhoMay(parts_.journal, reader, *request); });
}

grpc::Status AccessServiceAdapter::ListDisclosures(grpc::ServerContext* context,
                                                   const v1::ListDisclosuresRequest* request,
                                                   v1::ListDisclosuresResponse* response) {
  return Once(parts_.gate, *context, "ListDisclosures", *request, response, report_, [&](const Reader& reader) {
    return services::ListDisclosures(parts_.journal.log(), parts_.worker, reader, *request, DeadlineOf(*context));
  });
}

}  // namespace casejournal::services
