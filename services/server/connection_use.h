// Which connections somebody uses who is known: one of the journal's calls was answered there with more than an error.
#ifndef CASEJOURNAL_SERVICES_SERVER_CONNECTION_USE_H_
#define CASEJOURNAL_SERVICES_SERVER_CONNECTION_USE_H_

#include <grpcpp/support/server_interceptor.h>

#include <functional>
#include <memory>
#include <string>

namespace casejournal::services {

// For the builder of a server. `use` gets the other end of the connection, as gRPC writes it, once for each call; it is
// called in many threads.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeUseTeller(
    std::function<void(const std::string& peer)> use);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SERVER_CONNECTION_USE_H_
