#include "services/credentials/served_certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

constexpr int kSecurityBitsMin = 112;  // RSA of 2048 bits, or an elliptic curve of 224

template <auto kFree>
struct FreesRead {
  template <typename T>
  void operator()(T* value) const {
    kFree(value);
  }
};
using ReadBio = std::unique_ptr<BIO, FreesRead<BIO_free>>;
using ReadCertificate = std::unique_ptr<X509, FreesRead<X509_free>>;
using ReadKey = std::unique_ptr<EVP_PKEY, FreesRead<EVP_PKEY_free>>;

ReadBio BioOf(const std::string& text) { return ReadBio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

// All certificates in `text`, in its order. Empty: there is none, or one is malformed.
std::vector<ReadCertificate> CertificatesIn(const std::string& text) {
  const ReadBio bio = BioOf(text);
  std::vector<ReadCertificate> certificates;
  ERR_clear_error();
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
    certificates.emplace_back(certificate);
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end) certificates.clear();
  return certificates;
}

absl::Time TimeOf(const ASN1_TIME* time) {
  std::tm parts = {};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return absl::InfinitePast();
  return absl::FromTM(parts, absl::UTCTimeZone());
}

std::string UtcText(absl::Time time) { return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone()); }

std::string Sha256Of(const X509* certificate) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest, &size) != 1) return "";
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), size));
}

// Whether OpenSSL would use them, by its own rules for keys and signatures.
bool OpenSslAccepts(const std::vector<ReadCertificate>& chain, EVP_PKEY* key) {
  const std::unique_ptr<SSL_CTX, FreesRead<SSL_CTX_free>> context(SSL_CTX_new(TLS_server_method()));
  bool accepts = context != nullptr && SSL_CTX_use_certificate(context.get(), chain.front().get()) == 1 &&
                 SSL_CTX_use_PrivateKey(context.get(), key) == 1 && SSL_CTX_check_private_key(context.get()) == 1;
  for (size_t i = 1; accepts && i < chain.size(); ++i)
    accepts = SSL_CTX_add1_chain_cert(context.get(), chain[i].get()) == 1;
  ERR_clear_error();
  return accepts;
}

}  // namespace

absl::StatusOr<ServedCertificate> CheckServedCertificate(const std::string& chain, const std::string& key,
                                                         absl::Time now) {
  const std::vector<ReadCertificate> certificates = CertificatesIn(chain);
  if (certificates.empty())
    return absl::InvalidArgumentError("expected one or more certificates in PEM, the server's first");
  X509* const first = certificates.front().get();
  if (absl::StrContains(key, "ENCRYPTED"))
    return absl::FailedPreconditionError("the key has a passphrase; a key without one is expected");
  const ReadBio bio = BioOf(key);
  const ReadKey read(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, const_cast<char*>("")));
  ERR_clear_error();
  if (read == nullptr) return absl::FailedPreconditionError("expected a private key in PEM");
  const bool is_pair = X509_check_private_key(first, read.get()) == 1;
  ERR_clear_error();
  if (!is_pair) return absl::FailedPreconditionError("the key does not belong to the first certificate of --tls-cert");
  if (EVP_PKEY_get_security_bits(read.get()) < kSecurityBitsMin)
    return absl::FailedPreconditionError("the key is too weak; RSA needs at least 2048 bits");
  if (!OpenSslAccepts(certificates, read.get()))
    return absl::InvalidArgumentError("OpenSSL rejects it: a key or the digest of a signature is too weak");
  const ServedCertificate served{.sha256 = Sha256Of(first), .not_after = TimeOf(X509_get0_notAfter(first))};
  if (served.not_after <= now)
    return absl::InvalidArgumentError(absl::StrCat("the certificate expired at ", UtcText(served.not_after)));
  if (const absl::Time from = TimeOf(X509_get0_notBefore(first)); from > now)
    return absl::InvalidArgumentError(absl::StrCat("the certificate is not valid before ", UtcText(from)));
  return served;
}

bool HoldsCertificates(const std::string& pem) { return !CertificatesIn(pem).empty(); }

}  // namespace casejournal::services
