// What a server needs to let callers in: TLS, the keys that sign tokens, and who certificates stand for.
#ifndef CASEJOURNAL_SERVICES_SERVER_SIGN_IN_H_
#define CASEJOURNAL_SERVICES_SERVER_SIGN_IN_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "absl/status/statusor.h"
#include "services/access/callers.h"
#include "services/access/key_source.h"
#include "services/server/server.h"

namespace casejournal::services {

struct SignIn {
  std::shared_ptr<grpc::ServerCredentials> credentials;  // of the port; kept until the server is destroyed
  std::unique_ptr<Callers> callers;
};

// With `insecure_dev`: plain text, and each caller is the development actor. Faults that come later are logged.
//   kInvalidArgument  plain text on an address that is not a loopback one, an option that does not go with another, no
//                     way to sign in, or files that cannot be used.
absl::StatusOr<SignIn> MakeSignIn(const ServerOptions& options, const std::string& host);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SERVER_SIGN_IN_H_
