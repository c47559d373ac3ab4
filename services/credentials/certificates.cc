#include "services/credentials/certificates.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

constexpr int kSerialBytes = 16;
constexpr size_t kHostBytesMax = 253;
constexpr absl::Duration kClockSkew = absl::Hours(1);

template <auto kFree>
struct FreesMade {
  template <typename T>
  void operator()(T* value) const {
    kFree(value);
  }
};
using MadeKey = std::unique_ptr<EVP_PKEY, FreesMade<EVP_PKEY_free>>;
using MadeCertificate = std::unique_ptr<X509, FreesMade<X509_free>>;

// One certificate to sign.
struct Wanted {
  const char* common_name;
  std::vector<std::pair<int, std::string>> extensions;  // by NID
};

absl::Status OpenSslFailed(absl::string_view doing) {
  ERR_clear_error();
  return absl::InternalError(absl::StrCat("OpenSSL failed: ", doing));
}

std::string PemOf(bool (*write)(BIO*, const void*), const void* what) {
  const std::unique_ptr<BIO, FreesMade<BIO_free>> bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || !write(bio.get(), what)) return "";
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

std::string PemOfCertificate(const X509* certificate) {
  return PemOf([](BIO* bio, const void* x) { return PEM_write_bio_X509(bio, static_cast<const X509*>(x)) == 1; },
               certificate);
}

std::string PemOfKey(const EVP_PKEY* key) {
  return PemOf(
      [](BIO* bio, const void* k) {
        return PEM_write_bio_PrivateKey(bio, static_cast<const EVP_PKEY*>(k), nullptr, nullptr, 0, nullptr, nullptr) ==
               1;
      },
      key);
}

bool SetSerial(X509* certificate) {
  unsigned char bytes[kSerialBytes];
  if (RAND_bytes(bytes, kSerialBytes) != 1) return false;
  bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7f) | 0x40);  // positive, and always as long
  const std::unique_ptr<BIGNUM, FreesMade<BN_free>> number(BN_bin2bn(bytes, kSerialBytes, nullptr));
  return number != nullptr && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool AddExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, FreesMade<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// Make a certificate for `key`. Without an issuer it signs itself.
absl::StatusOr<MadeCertificate> Signed(const Wanted& wanted, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key,
                                       absl::Time now, absl::Time not_after) {
  MadeCertificate certificate(X509_new());
  if (certificate == nullptr) return OpenSslFailed("X509_new");
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  const bool is_set =
      X509_set_version(certificate.get(), X509_VERSION_3) == 1 && SetSerial(certificate.get()) &&
      ASN1_TIME_set(X509_getm_notBefore(certificate.get()), absl::ToTimeT(now - kClockSkew)) != nullptr &&
      ASN1_TIME_set(X509_getm_notAfter(certificate.get()), absl::ToTimeT(not_after)) != nullptr &&
      X509_set_pubkey(certificate.get(), key) == 1 &&
      X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(wanted.common_name),
                                 -1, -1, 0) == 1;
  if (!is_set) return OpenSslFailed("a certificate");
  X509* const by = issuer == nullptr ? certificate.get() : issuer;
  if (X509_set_issuer_name(certificate.get(), X509_get_subject_name(by)) != 1) return OpenSslFailed("an issuer");
  for (const auto& [nid, value] : wanted.extensions) {
    if (!AddExtension(certificate.get(), by, nid, value)) return OpenSslFailed(OBJ_nid2sn(nid));
  }
  if (X509_sign(certificate.get(), issuer_key, EVP_sha256()) <= 0) return OpenSslFailed("a signature");
  return certificate;
}

bool IsAddress(const std::string& host) {
  unsigned char bytes[sizeof(in6_addr)];
  return ::inet_pton(AF_INET, host.c_str(), bytes) == 1 || ::inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

bool IsDnsName(const std::string& host) {
  return !host.empty() && host.size() <= kHostBytesMax && host.front() != '.' && host.front() != '-' &&
         std::all_of(host.begin(), host.end(),
                     [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-' || c == '.'; });
}

absl::StatusOr<std::string> NamesOfServer(const std::vector<std::string>& hosts) {
  std::string names = "DNS:localhost,IP:127.0.0.1,IP:::1";
  for (const std::string& host : hosts) {
    if (!IsAddress(host) && !IsDnsName(host)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--host: \"", host, "\" given; allowed: a name of letters, digits, \"-\", and \".\", or an IP address"));
    }
    absl::StrAppend(&names, IsAddress(host) ? ",IP:" : ",DNS:", host);
  }
  return names;
}

absl::StatusOr<CertificateWithKey> Leaf(const char* common_name, const char* use, const std::string& names,
                                        X509* issuer, EVP_PKEY* issuer_key, absl::Time now, absl::Time not_after) {
  const MadeKey key(EVP_EC_gen("P-256"));
  if (key == nullptr) return OpenSslFailed("a key");
  const absl::StatusOr<MadeCertificate> certificate =
      Signed({.common_name = common_name,
              .extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                             {NID_key_usage, "critical,digitalSignature"},
                             {NID_ext_key_usage, use},
                             {NID_subject_key_identifier, "hash"},
                             {NID_authority_key_identifier, "keyid"},
                             {NID_subject_alt_name, names}}},
             key.get(), issuer, issuer_key, now, not_after);
  if (!certificate.ok()) return certificate.status();
  CertificateWithKey made{.certificate = PemOfCertificate(certificate->get()), .key = PemOfKey(key.get())};
  if (made.certificate.empty() || made.key.empty()) return OpenSslFailed("PEM");
  return made;
}

}  // namespace

absl::StatusOr<DevelopmentCertificates> MakeDevelopmentCertificates(const std::vector<std::string>& hosts,
                                                                    absl::Time now) {
  const absl::StatusOr<std::string> names = NamesOfServer(hosts);
  if (!names.ok()) return names.status();
  DevelopmentCertificates made;
  made.not_after = absl::FromUnixSeconds(absl::ToUnixSeconds(now + absl::Hours(24) * kDevelopmentDays));
  const MadeKey key(EVP_EC_gen("P-256"));
  if (key == nullptr) return OpenSslFailed("a key");
  const absl::StatusOr<MadeCertificate> authority =
      Signed({.common_name = "CaseJournal development authority",
              .extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                             {NID_key_usage, "critical,keyCertSign,cRLSign"},
                             {NID_subject_key_identifier, "hash"}}},
             key.get(), nullptr, key.get(), now, made.not_after);
  if (!authority.ok()) return authority.status();
  made.authority = PemOfCertificate(authority->get());
  absl::StatusOr<CertificateWithKey> server =
      Leaf("CaseJournal development server", "serverAuth", *names, authority->get(), key.get(), now, made.not_after);
  if (!server.ok()) return server.status();
  made.server = *std::move(server);
  absl::StatusOr<CertificateWithKey> client =
      Leaf("CaseJournal development client", "clientAuth", absl::StrCat("DNS:", kDevelopmentClient), authority->get(),
           key.get(), now, made.not_after);
  if (!client.ok()) return client.status();
  made.client = *std::move(client);
  return made;
}

}  // namespace casejournal::services
