// Certificates, and a key that signs tokens, for a server that is measured: as `certs dev` and `token dev` make them.
#ifndef CASEJOURNAL_TESTS_BENCH_BENCH_SIGN_IN_H_
#define CASEJOURNAL_TESTS_BENCH_BENCH_SIGN_IN_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/person.pb.h"
#include "services/credentials/token_key.h"

namespace casejournal::services {

// The staff of a measured journal with this subject, and the same word as name.
event::v1::Staff BenchStaff(absl::string_view subject);

class BenchSignIn {
 public:
  // Make certificates and a key, and write what a server reads into `directory`, which is made.
  static absl::StatusOr<BenchSignIn> Make(const std::string& directory);

  // The options of `casejournal serve` for TLS and tokens.
  std::vector<std::string> ServeArguments() const;
  // The certificate of the authority, in PEM.
  const std::string& authority() const { return authority_; }
  std::string authority_file() const { return directory_ + "/authority.pem"; }
  std::string certificate_file() const { return directory_ + "/server.pem"; }
  std::string key_file() const { return directory_ + "/server-key.pem"; }
  // A token of BenchStaff(subject), valid for hours.
  std::string TokenOf(absl::string_view subject) const;

 private:
  BenchSignIn(std::string directory, std::string authority, TokenKeyPair key)
      : directory_(std::move(directory)), authority_(std::move(authority)), key_(std::move(key)) {}
  std::string KeySetFile() const { return directory_ + "/token-keys.json"; }

  std::string directory_;
  std::string authority_;
  TokenKeyPair key_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_BENCH_SIGN_IN_H_
