// Who calls: checks the credentials of each call, and remembers tokens that were checked.
#ifndef CASEJOURNAL_SERVICES_ACCESS_CALLERS_H_
#define CASEJOURNAL_SERVICES_ACCESS_CALLERS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/access/caller.h"
#include "services/access/certificate.h"
#include "services/access/key_source.h"
#include "services/access/token_verifier.h"

namespace casejournal::services {

// What a connection and a call bring along.
struct Credentials {
  // The values of the header `authorization`. More than one is refused, and so is anything but "Bearer TOKEN" (RFC
  // 6750).
  std::vector<std::string> authorization;
  // The client certificate that the connection proved, in PEM; empty: none. TLS has checked who signed it, by the
  // authorities of the moment when the connection began. It counts only if the call has no header `authorization`: a
  // token that is not accepted is refused, whatever the certificate says.
  std::string certificate;
  // The certificates between it and its authority, as far as the connection has them.
  std::string certificate_chain;
  // The client program, as it names itself.
  std::string client;
};

// Which certificates stand for which callers (`serve --certificate-caller`).
struct CertificateCaller {
  // The SHA-256 digest of the certificate in hexadecimal, or "dns:NAME" or "uri:NAME" for a subjectAltName that it has.
  // The digest and DNS names are compared in any case, URIs letter by letter; "*" is no wildcard.
  std::string names;
  event::v1::Staff staff;
};

// A caller, and when the credential begins to count: what was accepted while the clock was ahead does not count after
// it was set back.
struct Recognized {
  Caller caller;
  absl::Time counts_from;
  // Of a client certificate: as it was sent, so that it can be checked again.
  std::string certificate;
  std::string certificate_chain;
};

// Safe for concurrent use.
class Callers {
 public:
  // So many tokens, and as many certificates, are remembered.
  static constexpr size_t kRememberedMax = 10'000;

  // Every caller is `actor`, and nobody is authenticated: for development.
  static std::unique_ptr<Callers> Development(event::v1::Staff actor);
  // Called, on the thread of the call, for each call that is not accepted: why, for the operator's log. It quotes
  // nothing of the credentials. A client does not learn it.
  using NotAccepted = std::function<void(absl::string_view why)>;
  // `keys` may be null: then only certificates are accepted. If several of `certificates` fit, the first counts.
  // `authorities`: those that must have signed a certificate, as of each call; null: it is not checked here.
  Callers(std::shared_ptr<KeySource> keys, TokenRules rules, std::vector<CertificateCaller> certificates,
          NotAccepted not_accepted = nullptr, std::shared_ptr<const ClientAuthorities> authorities = nullptr);

  bool is_development() const { return development_; }
  // Return who calls. Reads the key set again (KeySource::Refresh) if a token names a key that is not in it.
  //   kUnauthenticated  with NOT_AUTHENTICATED: one message for every fault.
  absl::StatusOr<Caller> CallerOf(const Credentials& credentials, absl::Time now) const;
  // Whether CallerOf would know the caller without checking a signature. Another thread may change that at any moment.
  bool Knows(const Credentials& credentials, absl::Time now) const;
  // Whether `caller`, which CallerOf returned earlier, still counts: its token or certificate has not expired, the
  // key that signed the token has been in each key set since, and an authority of today signed the certificate.
  //   kUnauthenticated  with TOKEN_EXPIRED.
  absl::Status StillValid(const Caller& caller, absl::Time now) const;
  // How many tokens and certificates are remembered.
  size_t remembered() const;

 private:
  explicit Callers(event::v1::Staff actor);
  absl::StatusOr<Caller> CallerOfToken(absl::string_view token, absl::Time now) const;
  absl::StatusOr<Caller> CallerOfCertificate(const std::string& pem, const std::string& chain, absl::Time now) const;
  // Whether the token or the certificate has not expired and is signed by what counts at `now`.
  bool Counts(const Caller& caller, absl::Time now) const;
  // Who has this credential, if that is remembered and the credential counts at `now`. Else null.
  using Remembered = absl::flat_hash_map<std::string, Recognized>;
  const Caller* Find(const Remembered& remembered, const std::string& key, absl::Time now) const;
  // Check the certificate of `caller` again, after a change of the authorities.
  bool IsSignedToday(const Caller& caller, absl::Time now) const;

  bool development_ = false;
  event::v1::Staff actor_;
  std::shared_ptr<KeySource> keys_;
  TokenRules rules_;
  std::vector<CertificateCaller> certificates_;
  NotAccepted not_accepted_;
  std::shared_ptr<const ClientAuthorities> authorities_;
  // Who was recognized before, by the SHA-256 of the token or of the certificate as it was sent. Bounded.
  mutable absl::Mutex mutex_;
  mutable Remembered by_token_ ABSL_GUARDED_BY(mutex_);
  mutable Remembered by_certificate_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_CALLERS_H_
