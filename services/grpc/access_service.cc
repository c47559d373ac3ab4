#include "services/grpc/access_service.h"

#include "services/answers/access/role_answers.h"
#include "services/answers/access/who_may.h"

namespace casejournal::services {

grpc::Status AccessServiceAdapter::GiveRole(grpc::ServerContext* context, const v1::GiveRoleRequest* request,
                                            v1::GiveRoleResponse* response) {
  const absl::StatusOr<Reader> reader = parts_.reader_of(*context);
  if (!reader.ok()) return Answer(reader.status(), report_);
  return Answer(services::GiveRole(parts_.journal, parts_.roles, *reader, *request), response, report_);
}

grpc::Status AccessServiceAdapter::EndRole(grpc::ServerContext* context, const v1::EndRoleRequest* request,
                                           v1::EndRoleResponse* response) {
  const absl::StatusOr<Reader> reader = parts_.reader_of(*context);
  if (!reader.ok()) return Answer(reader.status(), report_);
  return Answer(services::EndRole(parts_.roles, *reader, *request), response, report_);
}

grpc::Status AccessServiceAdapter::ListRoles(grpc::ServerContext* context, const v1::ListRolesRequest* request,
                                             v1::ListRolesResponse* response) {
  const absl::StatusOr<Reader> reader = parts_.reader_of(*context);
  if (!reader.ok()) return Answer(reader.status(), report_);
  return Answer(services::ListRoles(parts_.journal, *reader, *request), response, report_);
}

grpc::Status AccessServiceAdapter::WhoMay(grpc::ServerContext* context, const v1::WhoMayRequest* request,
                                          v1::WhoMayResponse* response) {
  const absl::StatusOr<Reader> reader = parts_.reader_of(*context);
  if (!reader.ok()) return Answer(reader.status(), report_);
  return Answer(services::WhoMay(parts_.journal, *reader, *request), response, report_);
}

}  // namespace casejournal::services
