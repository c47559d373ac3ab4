#include "services/server/transport.h"

#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"

namespace casejournal::services {
namespace {

constexpr size_t kPemBytesMax = size_t{1} << 20;
constexpr int kSecurityBitsMin = 112;  // RSA of 2048 bits, or an elliptic curve of 224
constexpr absl::Duration kExpiresSoon = absl::Hours(7 * 24);

template <auto kFree>
struct Frees {
  template <typename T>
  void operator()(T* value) const {
    kFree(value);
  }
};
using PemBio = std::unique_ptr<BIO, Frees<BIO_free>>;
using PemCertificate = std::unique_ptr<X509, Frees<X509_free>>;
using PemKey = std::unique_ptr<EVP_PKEY, Frees<EVP_PKEY_free>>;

// The content of the files. Nothing is checked.
struct TransportFiles {
  std::string certificate;
  std::string key;
  std::string client_ca;

  bool operator==(const TransportFiles& other) const {
    return certificate == other.certificate && key == other.key && client_ca == other.client_ca;
  }
};

absl::Status Wrong(absl::string_view option, const std::string& file, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(option, " ", file, ": ", what));
}

absl::Status ReadPem(absl::string_view option, const std::string& file, std::string* content) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream read;
  if (!in || !(read << in.rdbuf())) return Wrong(option, file, "the file cannot be read, or is empty");
  *content = read.str();
  if (content->size() > kPemBytesMax)
    return Wrong(option, file, absl::StrCat("the file has ", content->size(), " bytes; at most ", kPemBytesMax));
  return absl::OkStatus();
}

absl::StatusOr<TransportFiles> ReadTransportFiles(const TransportOptions& options) {
  TransportFiles files;
  absl::Status read = ReadPem("--tls-cert", options.certificate_file, &files.certificate);
  if (read.ok()) read = ReadPem("--tls-key", options.key_file, &files.key);
  if (read.ok() && !options.client_ca_file.empty())
    read = ReadPem("--client-ca", options.client_ca_file, &files.client_ca);
  if (!read.ok()) return read;
  return files;
}

PemBio BioOf(const std::string& text) { return PemBio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

// All certificates in `text`, in its order. Empty: there is none, or one is malformed.
std::vector<PemCertificate> CertificatesIn(const std::string& text) {
  const PemBio bio = BioOf(text);
  std::vector<PemCertificate> certificates;
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

std::string Sha256Of(const X509* certificate) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest, &size) != 1) return "";
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), size));
}

// Whether OpenSSL would use them, by its own rules for keys and signatures.
bool OpenSslAccepts(const std::vector<PemCertificate>& chain, EVP_PKEY* key) {
  const std::unique_ptr<SSL_CTX, Frees<SSL_CTX_free>> context(SSL_CTX_new(TLS_server_method()));
  bool accepts = context != nullptr && SSL_CTX_use_certificate(context.get(), chain.front().get()) == 1 &&
                 SSL_CTX_use_PrivateKey(context.get(), key) == 1 && SSL_CTX_check_private_key(context.get()) == 1;
  for (size_t i = 1; accepts && i < chain.size(); ++i)
    accepts = SSL_CTX_add1_chain_cert(context.get(), chain[i].get()) == 1;
  ERR_clear_error();
  return accepts;
}

absl::StatusOr<TransportCertificate> CheckedCertificate(const TransportFiles& files, const TransportOptions& options) {
  const std::vector<PemCertificate> chain = CertificatesIn(files.certificate);
  if (chain.empty())
    return Wrong("--tls-cert", options.certificate_file,
                 "expected one or more certificates in PEM, the server's first");
  if (absl::StrContains(files.key, "ENCRYPTED"))
    return Wrong("--tls-key", options.key_file, "the key has a passphrase; a key without one is expected");
  const PemBio bio = BioOf(files.key);
  const PemKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, const_cast<char*>("")));
  ERR_clear_error();
  if (key == nullptr) return Wrong("--tls-key", options.key_file, "expected a private key in PEM");
  const bool is_pair = X509_check_private_key(chain.front().get(), key.get()) == 1;
  ERR_clear_error();
  if (!is_pair) {
    return Wrong("--tls-key", options.key_file,
                 absl::StrCat("the key does not belong to the first certificate in ", options.certificate_file));
  }
  if (EVP_PKEY_get_security_bits(key.get()) < kSecurityBitsMin)
    return Wrong("--tls-key", options.key_file, "the key is too weak; RSA needs at least 2048 bits");
  if (!OpenSslAccepts(chain, key.get())) {
    return Wrong("--tls-cert", options.certificate_file,
                 "OpenSSL rejects it: a key or the digest of a signature is too weak");
  }
  TransportCertificate certificate{.sha256 = Sha256Of(chain.front().get()),
                                   .not_after = TimeOf(X509_get0_notAfter(chain.front().get())),
                                   .requests_clients = !options.client_ca_file.empty()};
  const absl::Time now = absl::Now();
  if (certificate.not_after <= now) {
    return Wrong("--tls-cert", options.certificate_file,
                 absl::StrCat("the certificate expired at ", absl::FormatTime(certificate.not_after)));
  }
  if (const absl::Time from = TimeOf(X509_get0_notBefore(chain.front().get())); from > now) {
    return Wrong("--tls-cert", options.certificate_file,
                 absl::StrCat("the certificate is not valid before ", absl::FormatTime(from)));
  }
  if (certificate.requests_clients && CertificatesIn(files.client_ca).empty())
    return Wrong("--client-ca", options.client_ca_file, "expected one or more certificates in PEM");
  return certificate;
}

// Credentials of gRPC that ask for the certificate at each handshake. gRPC's own watcher of files hands a key on that
// does not belong to the certificate, and then every handshake fails.
class ReloadedCredentials final : public grpc::ServerCredentials {
 public:
  ReloadedCredentials(TransportOptions options, TransportReports reports, TransportFiles files,
                      const TransportCertificate& certificate)
      : options_(std::move(options)), reports_(std::move(reports)), files_(std::move(files)), in_use_(certificate) {
    thread_ = std::thread([this] { Watch(); });
  }

  ~ReloadedCredentials() override {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    thread_.join();
  }

  // Callers are identified by each call (services/access/callers.h), not by a processor.
  void SetAuthMetadataProcessor(const std::shared_ptr<grpc::AuthMetadataProcessor>&) override {}

 private:
  // One listening address, and the files that it was given last.
  struct Port {
    ReloadedCredentials* of = nullptr;
    uint64_t generation = 0;  // guarded by of->mutex_
  };

  int AddPortToServer(const std::string& address, grpc_server* server) override {
    Port* port = nullptr;
    {
      absl::MutexLock lock(&mutex_);
      port = ports_.emplace_back(std::make_unique<Port>(Port{.of = this})).get();
    }
    grpc_server_credentials* const credentials =
        grpc_ssl_server_credentials_create_with_options(grpc_ssl_server_credentials_create_options_using_config_fetcher(
            options_.client_ca_file.empty() ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
                                            : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY,
            &ReloadedCredentials::Fetch, port));
    const int bound = grpc_server_add_http2_port(server, address.c_str(), credentials);
    grpc_server_credentials_release(credentials);
    return bound;
  }

  static grpc_ssl_certificate_config_reload_status Fetch(void* of_port, grpc_ssl_server_certificate_config** config) {
    Port& port = *static_cast<Port*>(of_port);
    absl::MutexLock lock(&port.of->mutex_);
    if (port.generation == port.of->generation_) return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    const TransportFiles& files = port.of->files_;
    const grpc_ssl_pem_key_cert_pair pair{.private_key = files.key.c_str(), .cert_chain = files.certificate.c_str()};
    *config = grpc_ssl_server_certificate_config_create(files.client_ca.empty() ? nullptr : files.client_ca.c_str(),
                                                        &pair, 1);
    port.generation = port.of->generation_;
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }

  void Watch() {
    std::string suspected;  // the last fault: a file that is half written is not reported
    std::string reported;
    std::string expiring;  // the certificate whose end was reported
    while (!WaitForStop()) {
      const absl::Status fault = ReadAgain();
      const std::string text(fault.message());
      if (!fault.ok() && text == suspected && text != reported) {
        reported = text;
        reports_.on_fault(
            absl::InvalidArgumentError(absl::StrCat(text, "; the files that were read before it stay in use")));
      }
      if (fault.ok()) reported.clear();
      suspected = text;
      const TransportCertificate in_use = InUse();
      if (in_use.not_after - absl::Now() < kExpiresSoon && expiring != in_use.sha256) {
        expiring = in_use.sha256;
        reports_.on_fault(absl::FailedPreconditionError(
            absl::StrCat("--tls-cert ", options_.certificate_file, ": the certificate in use expires at ",
                         absl::FormatTime(in_use.not_after), "; replace the files, which are read again")));
      }
    }
  }

  bool WaitForStop() {
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), options_.every);
    return stopping_;
  }

  TransportCertificate InUse() {
    absl::MutexLock lock(&mutex_);
    return in_use_;
  }

  absl::Status ReadAgain() {
    absl::StatusOr<TransportFiles> files = ReadTransportFiles(options_);
    if (!files.ok()) return files.status();
    {
      absl::MutexLock lock(&mutex_);
      if (*files == files_) return absl::OkStatus();
    }
    const absl::StatusOr<TransportCertificate> certificate = CheckedCertificate(*files, options_);
    if (!certificate.ok()) return certificate.status();
    {
      absl::MutexLock lock(&mutex_);
      files_ = *std::move(files);
      in_use_ = *certificate;
      ++generation_;
    }
    reports_.on_read(*certificate);
    return absl::OkStatus();
  }

  const TransportOptions options_;
  const TransportReports reports_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  TransportFiles files_ ABSL_GUARDED_BY(mutex_);
  TransportCertificate in_use_ ABSL_GUARDED_BY(mutex_);
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 1;
  std::vector<std::unique_ptr<Port>> ports_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> TransportCredentials(const TransportOptions& options,
                                                                              TransportReports reports) {
  absl::StatusOr<TransportFiles> files = ReadTransportFiles(options);
  if (!files.ok()) return files.status();
  const absl::StatusOr<TransportCertificate> certificate = CheckedCertificate(*files, options);
  if (!certificate.ok()) return certificate.status();
  if (!reports.on_read) reports.on_read = [](const TransportCertificate&) {};
  if (!reports.on_fault) reports.on_fault = [](const absl::Status&) {};
  return std::make_shared<ReloadedCredentials>(options, std::move(reports), *std::move(files), *certificate);
}

absl::StatusOr<TransportCertificate> CheckTransport(const TransportOptions& options) {
  const absl::StatusOr<TransportFiles> files = ReadTransportFiles(options);
  if (!files.ok()) return files.status();
  return CheckedCertificate(*files, options);
}

}  // namespace casejournal::services
