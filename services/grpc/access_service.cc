#include "services/grpc/access_service.h"

#include "services/answers/access/list_disclosures.h"
#include "services/answers/access/role_answers.h"
#include "services/answers/access/who_may.h"
#include "services/grpc/call.h"

namespace casejournal::services {

std::vector<UnaryMethod> AccessServiceAdapter::Unary() const {
  return {Answering<v1::GiveRoleRequest>(
              "GiveRole",
              [this](const Reader& reader, grpc::ServerContext&, const v1::GiveRoleRequest& request) {
                return GiveRole(parts_.journal, parts_.roles, reader, request);
              }),
          Answering<v1::EndRoleRequest>(
              "EndRole", [this](const Reader& reader, grpc::ServerContext&,
                                const v1::EndRoleRequest& request) { return EndRole(parts_.roles, reader, request); }),
          Answering<v1::ConfirmRightsRequest>(
              "ConfirmRights",
              [this](const Reader& reader, grpc::ServerContext&, const v1::ConfirmRightsRequest& request) {
                return ConfirmRights(parts_.roles, reader, request);
              }),
          Answering<v1::ListRolesRequest>(
              "ListRoles",
              [this](const Reader& reader, grpc::ServerContext&, const v1::ListRolesRequest& request) {
                return ListRoles(parts_.journal, reader, request);
              }),
          Answering<v1::WhoMayRequest>(
              "WhoMay", [this](const Reader& reader, grpc::ServerContext&,
                               const v1::WhoMayRequest& request) { return WhoMay(parts_.journal, reader, request); }),
          Answering<v1::ListDisclosuresRequest>(
              "ListDisclosures",
              [this](const Reader& reader, grpc::ServerContext& context, const v1::ListDisclosuresRequest& request) {
                return ListDisclosures(parts_.journal.log(), parts_.worker, reader, request, DeadlineOf(context));
              })};
}

}  // namespace casejournal::services
