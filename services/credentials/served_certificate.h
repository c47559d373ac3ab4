// Whether a certificate and a key can be served: checked before a library takes them.
#ifndef CASEJOURNAL_SERVICES_CREDENTIALS_SERVED_CERTIFICATE_H_
#define CASEJOURNAL_SERVICES_CREDENTIALS_SERVED_CERTIFICATE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace casejournal::services {

// The first certificate of a chain.
struct ServedCertificate {
  std::string sha256;  // of its DER, in hexadecimal
  absl::Time not_after;
};

// Check a chain of certificates (PEM, the server's first) and the key of the first one. No message has a part of the
// key in it.
//   kInvalidArgument     the chain is not PEM, is too weak for OpenSSL, or does not count at `now`.
//   kFailedPrecondition  the key is not PEM, has a passphrase, belongs to another certificate, or is too weak.
absl::StatusOr<ServedCertificate> CheckServedCertificate(const std::string& chain, const std::string& key,
                                                         absl::Time now);

// Whether the text has one or more certificates in PEM, and none that is malformed.
bool HoldsCertificates(const std::string& pem);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CREDENTIALS_SERVED_CERTIFICATE_H_
