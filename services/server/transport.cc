#include "services/server/transport.h"

#include <grpc/grpc.h>
#include <grpc/grpc_security.h>

#include <fstream>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/system/thread_name.h"
#include "services/access/clocks.h"
#include "services/credentials/served_certificate.h"

namespace casejournal::services {
namespace {

constexpr size_t kPemBytesMax = size_t{1} << 20;
constexpr absl::Duration kExpiresSoon = absl::Hours(7 * 24);

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

absl::StatusOr<TransportCertificate> CheckedCertificate(const TransportFiles& files, const TransportOptions& options) {
  const absl::StatusOr<ServedCertificate> served = CheckServedCertificate(files.certificate, files.key, SystemNow());
  if (!served.ok()) {
    const bool is_key = absl::IsFailedPrecondition(served.status());
    return Wrong(is_key ? "--tls-key" : "--tls-cert", is_key ? options.key_file : options.certificate_file,
                 served.status().message());
  }
  if (!options.client_ca_file.empty() && !HoldsCertificates(files.client_ca))
    return Wrong("--client-ca", options.client_ca_file, "expected one or more certificates in PEM");
  return TransportCertificate{
      .sha256 = served->sha256, .not_after = served->not_after, .requests_clients = !options.client_ca_file.empty()};
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
    pause_.Wake();
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
    return port.of->FetchFor(port, config);
  }

  grpc_ssl_certificate_config_reload_status FetchFor(Port& port, grpc_ssl_server_certificate_config** config) {
    absl::MutexLock lock(&mutex_);
    if (port.generation == generation_) return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    const grpc_ssl_pem_key_cert_pair pair{.private_key = files_.key.c_str(), .cert_chain = files_.certificate.c_str()};
    // gRPC aborts without authorities, also where it asks for no client certificate and uses none.
    const std::string& authorities = files_.client_ca.empty() ? files_.certificate : files_.client_ca;
    *config = grpc_ssl_server_certificate_config_create(authorities.c_str(), &pair, 1);
    port.generation = generation_;
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }

  void Watch() {
    eventstore::NameThisThread("certificates");
    std::string suspected;  // the last fault: a file that is half written is not reported
    std::string reported;
    std::string expiring;  // the certificate whose end was reported
    while (!pause_.Wait(options_.every)) {
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
      if (in_use.not_after - SystemNow() < kExpiresSoon && expiring != in_use.sha256) {
        expiring = in_use.sha256;
        reports_.on_fault(absl::FailedPreconditionError(
            absl::StrCat("--tls-cert ", options_.certificate_file, ": the certificate in use expires at ",
                         absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", in_use.not_after, absl::UTCTimeZone()),
                         "; replace the files, which are read again")));
      }
    }
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
    if (!files->client_ca.empty()) reports_.on_client_authorities(files->client_ca);
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
  SteadyPause pause_;  // woken at the end
  absl::Mutex mutex_;
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
  if (!reports.on_client_authorities) reports.on_client_authorities = [](const std::string&) {};
  if (!files->client_ca.empty()) reports.on_client_authorities(files->client_ca);
  return std::make_shared<ReloadedCredentials>(options, std::move(reports), *std::move(files), *certificate);
}

absl::StatusOr<TransportCertificate> CheckTransport(const TransportOptions& options) {
  const absl::StatusOr<TransportFiles> files = ReadTransportFiles(options);
  if (!files.ok()) return files.status();
  return CheckedCertificate(*files, options);
}

}  // namespace casejournal::services
