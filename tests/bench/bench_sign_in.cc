#include "tests/bench/bench_sign_in.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/credentials/certificates.h"

namespace casejournal::services {
namespace {

constexpr char kBenchIssuer[] = "bench.example";
constexpr char kBenchAudience[] = "casejournal";
constexpr absl::Duration kTokenLasts = absl::Hours(8);

absl::Status WriteTo(const std::string& path, const std::string& content) {
  std::ofstream file(path);
  file << content;
  file.close();
  return file ? absl::OkStatus() : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

}  // namespace

event::v1::Staff BenchStaff(absl::string_view subject) {
  event::v1::Staff staff;
  staff.set_issuer(kBenchIssuer);
  staff.set_subject(std::string(subject));
  staff.set_name(std::string(subject));
  return staff;
}

absl::StatusOr<BenchSignIn> BenchSignIn::Make(const std::string& directory) {
  absl::StatusOr<DevelopmentCertificates> certificates = MakeDevelopmentCertificates({}, absl::Now());
  if (!certificates.ok()) return certificates.status();
  std::error_code ignored;
  std::filesystem::create_directories(directory, ignored);
  BenchSignIn made(directory, certificates->authority, TokenKeyPair::Generate());
  for (const auto& [path, content] :
       std::vector<std::pair<std::string, std::string>>{{made.certificate_file(), certificates->server.certificate},
                                                        {made.key_file(), certificates->server.key},
                                                        {made.authority_file(), made.authority()},
                                                        {made.KeySetFile(), made.key_.KeySetJson()}}) {
    if (absl::Status written = WriteTo(path, content); !written.ok()) return written;
  }
  return made;
}

std::vector<std::string> BenchSignIn::ServeArguments() const {
  return {"--tls-cert", certificate_file(), "--tls-key",  key_file(),         "--token-keys",
          KeySetFile(), "--token-issuer",   kBenchIssuer, "--token-audience", kBenchAudience};
}

std::string BenchSignIn::TokenOf(absl::string_view subject) const {
  const event::v1::Staff staff = BenchStaff(subject);
  const absl::Time now = absl::Now();
  return key_.Sign({.issuer = staff.issuer(),
                    .subject = staff.subject(),
                    .name = staff.name(),
                    .audience = kBenchAudience,
                    .issued_at = now,
                    .expires_at = now + kTokenLasts});
}

}  // namespace casejournal::services
