// Client certificates: what identifies one.
#ifndef CASEJOURNAL_SERVICES_ACCESS_CERTIFICATE_H_
#define CASEJOURNAL_SERVICES_ACCESS_CERTIFICATE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace casejournal::services {

struct ClientCertificate {
  std::string sha256;              // of its DER, in hexadecimal
  std::vector<std::string> names;  // its subjectAltNames, as "dns:NAME" (in lower case) and "uri:NAME"
  std::string authority_key_id;    // in hexadecimal; empty if it names none
  absl::Time not_before;
  absl::Time not_after;
};

// Read the first certificate in `pem`. Who signed it is not checked: TLS does that.
//   kInvalidArgument  there is none.
absl::StatusOr<ClientCertificate> ReadClientCertificate(const std::string& pem);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_CERTIFICATE_H_
