// TLS for the server: a certificate and a key in PEM files, which are read again while the server runs.
#ifndef CASEJOURNAL_SERVICES_SERVER_TRANSPORT_H_
#define CASEJOURNAL_SERVICES_SERVER_TRANSPORT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/security/server_credentials.h"

namespace casejournal::services {

struct TransportOptions {
  std::string certificate_file;  // the certificate of the server, then those between it and its authority
  std::string key_file;          // its private key, without a passphrase
  std::string client_ca_file;    // authorities of client certificates; empty: no client certificate is requested
  absl::Duration every = absl::Seconds(1);  // how often the files are read again
};

// Which certificate is in use.
struct TransportCertificate {
  std::string sha256;             // of its DER, in hexadecimal
  absl::Time not_after;           // it counts until then
  bool requests_clients = false;  // client certificates are requested
};

// What an operator hears. Called from the thread that reads the files.
struct TransportReports {
  // Files that changed are in use from now on, for new connections.
  std::function<void(const TransportCertificate&)> on_read;
  // Files that changed cannot be used, and the last good ones stay in use; or the certificate in use expires soon.
  // Called once for each fault.
  std::function<void(const absl::Status&)> on_fault;
  // The authorities of client certificates, in PEM: at the start, and before others count for new connections.
  std::function<void(const std::string& pem)> on_client_authorities = nullptr;
};

// Read the files and return credentials for TLS 1.2 and TLS 1.3. A change of the files counts for new connections;
// connections that exist, and their calls, go on; whether their client certificates still count is for the callers of
// `on_client_authorities` to check (services/access/callers.h). A client certificate is not required, but one that no
// authority in `client_ca_file` signed ends the handshake. The result must be kept until the server is destroyed.
//   kInvalidArgument  a file cannot be read, is not PEM, holds a key of another certificate, a key with a passphrase or
//                     too weak a key, or the certificate is expired. The message names the option and the file.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> TransportCredentials(const TransportOptions& options,
                                                                              TransportReports reports);

// The certificate that the files hold, checked as TransportCredentials does.
absl::StatusOr<TransportCertificate> CheckTransport(const TransportOptions& options);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SERVER_TRANSPORT_H_
