// Certificates for development: an authority, and what it signs once.
#ifndef CASEJOURNAL_SERVICES_CREDENTIALS_CERTIFICATES_H_
#define CASEJOURNAL_SERVICES_CREDENTIALS_CERTIFICATES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace casejournal::services {

inline constexpr int kDevelopmentDays = 90;
// The name (subjectAltName, DNS) in the client certificate.
inline constexpr char kDevelopmentClient[] = "client.casejournal.invalid";

// A certificate and its key, in PEM.
struct CertificateWithKey {
  std::string certificate;
  std::string key;  // secret
};

struct DevelopmentCertificates {
  std::string authority;  // its certificate; its key is not kept, so that it can sign nothing else
  CertificateWithKey server;
  CertificateWithKey client;
  absl::Time not_after;
};

// Make them, with new keys on the curve P-256. The server's certificate is for localhost, 127.0.0.1, ::1, and `hosts`.
//   kInvalidArgument  a host is neither an address nor a name of letters, digits, "-", and "."; the message names it.
absl::StatusOr<DevelopmentCertificates> MakeDevelopmentCertificates(const std::vector<std::string>& hosts,
                                                                    absl::Time now);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CREDENTIALS_CERTIFICATES_H_
