// How a client reaches a server and says who it is: the flags for TLS and for signing in.
#ifndef CASEJOURNAL_SERVICES_CLIENT_CONNECTION_CONNECTION_H_
#define CASEJOURNAL_SERVICES_CLIENT_CONNECTION_CONNECTION_H_

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"

namespace casejournal::services {

struct ConnectionFlags {
  std::string ca;           // PEM file with the authorities of the server's certificate; empty: those of the system
  std::string token_file;   // empty: no token
  std::string certificate;  // PEM file with the client certificate; empty: none
  std::string key_file;
  bool insecure_dev = false;  // plain text, to a server on this machine
  std::string purpose;        // why the calls are made; empty: not said
  std::string authority;      // by which authority

  // Declare the flags. Where the command has an --authority of its own, which goes into its request, only the others.
  void Declare(CLI::App& app);

  // Return the flags, each after a space, that a suggested command line needs, as ServerFlags::Again.
  std::string Again() const;
};

// Open a channel to `server`. Nothing is sent yet.
//   kInvalidArgument  flags that do not go together, plain text to another machine, or a malformed file; the message
//                     names the flag.
//   kNotFound         a file cannot be read.
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& server, const ConnectionFlags& flags);

// Add to the context of a call what the flags say: the token, the purpose, and the authority. The token's file is read
// for each call, because somebody may have replaced it. gRPC sends a token only over TLS.
//   kNotFound, kInvalidArgument, kUnauthenticated  as TokenFile::Token.
absl::Status IdentifyCall(const ConnectionFlags& flags, grpc::ClientContext& context);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_CONNECTION_CONNECTION_H_
