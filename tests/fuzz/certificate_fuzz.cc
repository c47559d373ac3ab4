// Client certificates (by OpenSSL). The first byte says whether the rest is PEM, or DER that is put into PEM here: a
// change of DER is a change of one byte, and one of PEM is not.
#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/access/certificate.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/test_data.h"

namespace casejournal::fuzz {

FUZZ_TARGET(certificate) {
  static const services::ClientAuthorities* const authorities = [] {
    auto* made = new services::ClientAuthorities();
    made->Set(TestData("authority.pem"));
    return made;
  }();
  Input input(bytes);
  std::string pem;
  if ((input.Byte() & 1) == 0) {
    pem = std::string(input.Rest());
  } else {
    const std::string base64 = absl::Base64Escape(input.Rest());
    pem = "-----BEGIN CERTIFICATE-----\n";
    for (size_t at = 0; at < base64.size(); at += 64) absl::StrAppend(&pem, base64.substr(at, 64), "\n");
    absl::StrAppend(&pem, "-----END CERTIFICATE-----\n");
  }
  const auto certificate = services::ReadClientCertificate(pem);
  if (!certificate.ok()) return;
  Hold(certificate->sha256.size() == 64, "a certificate has a digest");
  const auto generation = authorities->Check(pem, "", absl::FromUnixSeconds(1'800'000'000));
  if (!generation.ok()) return;
  Hold(certificate->names == std::vector<std::string>{"dns:client.example", "uri:urn:client"},
       "only what the authority signed is accepted");
}

}  // namespace casejournal::fuzz
