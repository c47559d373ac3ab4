#include "services/server/sign_in.h"

#include <spdlog/spdlog.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/net/host_port.h"
#include "services/server/call_log.h"

namespace casejournal::services {
namespace {

absl::StatusOr<SignIn> WithoutSignIn(const ServerOptions& options, const std::string& host) {
  if (!IsLoopback(host)) {
    return absl::InvalidArgumentError(absl::StrCat("--listen ", options.listen,
                                                   ": with --insecure-dev only loopback addresses are allowed, because "
                                                   "nobody is identified and nothing is encrypted"));
  }
  if (!options.quiet) {
    spdlog::warn(
        "insecure: plain text, nobody is identified, and every caller may do everything (--insecure-dev); this is for "
        "development only");
  }
  return SignIn{.credentials = grpc::InsecureServerCredentials(),
                .callers = Callers::Development(options.development_actor)};
}

absl::StatusOr<std::shared_ptr<KeySource>> KeysOf(const ServerOptions& options) {
  if (options.token_keys.empty()) return std::shared_ptr<KeySource>();
  return KeySource::Open(
      {.file_or_url = options.token_keys, .ca_file = options.token_keys_ca, .report = [](const absl::Status& state) {
         if (state.ok()) return spdlog::info("the keys that sign tokens can be read again");
         spdlog::error("{}", std::string(state.message()));
       }});
}

TransportReports Reports(const std::shared_ptr<ClientAuthorities>& authorities) {
  return {.on_read =
              [](const TransportCertificate& certificate) {
                spdlog::info("the certificate {} is in use for new connections; it counts until {}", certificate.sha256,
                             absl::FormatTime("%Y-%m-%d", certificate.not_after, absl::UTCTimeZone()));
              },
          .on_fault = [](const absl::Status& fault) { spdlog::error("{}", std::string(fault.message())); },
          .on_client_authorities = [authorities](const std::string& pem) { authorities->Set(pem); }};
}

}  // namespace

absl::StatusOr<SignIn> MakeSignIn(const ServerOptions& options, const std::string& host) {
  if (options.insecure_dev) return WithoutSignIn(options, host);
  const auto authorities = std::make_shared<ClientAuthorities>();
  absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> credentials =
      TransportCredentials(options.transport, Reports(authorities));
  if (!credentials.ok()) return credentials.status();
  absl::StatusOr<std::shared_ptr<KeySource>> keys = KeysOf(options);
  if (!keys.ok()) return absl::Status(keys.status().code(), absl::StrCat("--token-keys ", keys.status().message()));
  if (*keys == nullptr && options.certificate_callers.empty()) {
    return absl::InvalidArgumentError(
        "nobody could sign in: give --token-keys, or --client-ca and --certificate-caller");
  }
  return SignIn{.credentials = *std::move(credentials),
                .callers = std::make_unique<Callers>(*std::move(keys), options.token_rules, options.certificate_callers,
                                                     LogNotAccepted, authorities)};
}

}  // namespace casejournal::services
