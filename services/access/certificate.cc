#include "services/access/certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

struct X509Deleter {
  void operator()(BIO* memory) const { BIO_free(memory); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
  void operator()(X509_STORE* store) const { X509_STORE_free(store); }
  void operator()(X509_STORE_CTX* check) const { X509_STORE_CTX_free(check); }
  void operator()(STACK_OF(X509) * certificates) const { sk_X509_pop_free(certificates, X509_free); }
};

using OwnedCertificate = std::unique_ptr<X509, X509Deleter>;

// All certificates in `pem`.
std::vector<OwnedCertificate> CertificatesIn(const std::string& pem) {
  std::vector<OwnedCertificate> certificates;
  const std::unique_ptr<BIO, X509Deleter> memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  while (memory != nullptr) {
    OwnedCertificate read(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
    if (read == nullptr) break;
    certificates.push_back(std::move(read));
  }
  ERR_clear_error();
  return certificates;
}

absl::string_view BytesIn(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)), static_cast<size_t>(ASN1_STRING_length(text))};
}

// `otherwise` if it cannot be read.
absl::Time TimeOf(const ASN1_TIME* time, absl::Time otherwise) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return otherwise;
  return absl::FromTM(parts, absl::UTCTimeZone());
}

std::vector<std::string> NamesIn(const X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, X509Deleter> found(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> names;
  for (int i = 0; found != nullptr && i < sk_GENERAL_NAME_num(found.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(found.get(), i);
    if (name->type == GEN_DNS) names.push_back(absl::StrCat("dns:", absl::AsciiStrToLower(BytesIn(name->d.dNSName))));
    if (name->type == GEN_URI) names.push_back(absl::StrCat("uri:", BytesIn(name->d.uniformResourceIdentifier)));
  }
  return names;
}

}  // namespace

absl::StatusOr<ClientCertificate> ReadClientCertificate(const std::string& pem) {
  const std::unique_ptr<BIO, X509Deleter> memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const std::unique_ptr<X509, X509Deleter> read(
      memory == nullptr ? nullptr : PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (read == nullptr || X509_digest(read.get(), EVP_sha256(), digest, &size) != 1) {
    ERR_clear_error();
    return absl::InvalidArgumentError("no certificate in PEM");
  }
  ClientCertificate certificate{
      .sha256 = absl::BytesToHexString({reinterpret_cast<const char*>(digest), size}),
      .names = NamesIn(read.get()),
      .not_before = TimeOf(X509_get0_notBefore(read.get()), absl::InfiniteFuture()),
      .not_after = TimeOf(X509_get0_notAfter(read.get()), absl::InfinitePast()),
  };
  if (const ASN1_OCTET_STRING* id = X509_get0_authority_key_id(read.get())) {
    certificate.authority_key_id = absl::BytesToHexString(BytesIn(id));
  }
  ERR_clear_error();
  return certificate;
}

struct ClientAuthorities::Store {
  std::unique_ptr<X509_STORE, X509Deleter> certificates;
};

void ClientAuthorities::Set(const std::string& pem) {
  auto store = std::make_shared<Store>();
  store->certificates.reset(X509_STORE_new());
  for (const OwnedCertificate& authority : CertificatesIn(pem)) {
    if (store->certificates != nullptr) X509_STORE_add_cert(store->certificates.get(), authority.get());
  }
  ERR_clear_error();
  absl::MutexLock lock(&mutex_);
  if (generation_ > 0 && pem == pem_) return;
  pem_ = pem;
  store_ = std::move(store);
  ++generation_;
}

uint64_t ClientAuthorities::generation() const {
  absl::MutexLock lock(&mutex_);
  return generation_;
}

absl::StatusOr<uint64_t> ClientAuthorities::Check(const std::string& pem, const std::string& chain,
                                                  absl::Time now) const {
  std::shared_ptr<const Store> store;
  uint64_t generation = 0;
  {
    absl::MutexLock lock(&mutex_);
    store = store_;
    generation = generation_;
  }
  const std::vector<OwnedCertificate> own = CertificatesIn(pem);
  const std::unique_ptr<STACK_OF(X509), X509Deleter> others(sk_X509_new_null());
  std::vector<OwnedCertificate> betweens = CertificatesIn(chain);
  for (OwnedCertificate& between : betweens) {
    if (others != nullptr && sk_X509_push(others.get(), between.get()) > 0) (void)between.release();
  }
  const std::unique_ptr<X509_STORE_CTX, X509Deleter> check(X509_STORE_CTX_new());
  bool signed_by_one = false;
  if (store != nullptr && store->certificates != nullptr && !own.empty() && check != nullptr &&
      X509_STORE_CTX_init(check.get(), store->certificates.get(), own[0].get(), others.get()) == 1 &&
      X509_STORE_CTX_set_default(check.get(), "ssl_client") == 1) {
    X509_STORE_CTX_set_time(check.get(), 0, absl::ToTimeT(now));
    signed_by_one = X509_verify_cert(check.get()) == 1;
  }
  ERR_clear_error();
  if (!signed_by_one) return absl::UnauthenticatedError("no authority of client certificates signed the certificate");
  return generation;
}

}  // namespace casejournal::services
