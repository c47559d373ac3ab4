#include "services/operate/serve_calls.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "services/client/access/staff_flag.h"
#include "services/net/host_port.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

bool IsSha256(absl::string_view text) {
  return text.size() == 64 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isxdigit(c); });
}

absl::StatusOr<CertificateCaller> ReadCertificateCaller(const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  const bool is_name = (absl::StartsWith(parts.first, "dns:") || absl::StartsWith(parts.first, "uri:")) &&
                       parts.first.size() > 4 && FirstInvalidByte(parts.first) == parts.first.size();
  if (!is_name && !IsSha256(parts.first)) {
    return absl::InvalidArgumentError(
        "--certificate-caller: expected NAME=ISSUER/SUBJECT/NAME, where the first NAME is dns:HOST, uri:URI, or the "
        "SHA-256 of the certificate in hexadecimal");
  }
  absl::StatusOr<event::v1::Staff> staff = ReadStaff("--certificate-caller", parts.second);
  if (!staff.ok()) return staff.status();
  return CertificateCaller{.names = is_name ? parts.first : absl::AsciiStrToLower(parts.first),
                           .staff = *std::move(staff)};
}

CallerLimitNumbers LimitsIn(const ServeCallFlags& flags) {
  CallerLimitNumbers limits = flags.caller_limits;
  limits.calls_at_once = 2 * limits.calls_per_second;
  limits.request_bytes = flags.caller_request_mib << 20;
  return limits;
}

// Plain text, for development.
absl::Status ReadDevelopment(const ServeCallFlags& flags, ServerOptions* options) {
  const bool has_others = !flags.transport.certificate_file.empty() || !flags.transport.key_file.empty() ||
                          !flags.transport.client_ca_file.empty() || !flags.token_keys.empty() ||
                          !flags.token_issuer.empty() || !flags.token_audience.empty() ||
                          !flags.token_keys_ca.empty() || !flags.certificate_callers.empty() ||
                          !(LimitsIn(flags) == CallerLimitNumbers());
  if (has_others) {
    return absl::InvalidArgumentError(
        "--insecure-dev does not go with --tls-*, --client-ca, --token-*, --certificate-caller, and --caller-*: it "
        "serves in plain text and identifies nobody");
  }
  if (flags.development_actor.empty()) {
    return absl::InvalidArgumentError(
        "--insecure-dev needs --development-actor ISSUER/SUBJECT/NAME: the member of staff that every client acts as");
  }
  const absl::StatusOr<HostPort> listen = ParseHostPort(options->listen);
  if (!listen.ok()) return absl::InvalidArgumentError(absl::StrCat("--listen: ", listen.status().message()));
  if (!IsLoopback(listen->host)) {
    return absl::InvalidArgumentError(absl::StrCat("--listen ", options->listen,
                                                   ": --insecure-dev serves only on this machine (127.0.0.1, [::1], "
                                                   "localhost); other addresses need --tls-cert and --tls-key"));
  }
  absl::StatusOr<event::v1::Staff> actor = ReadStaff("--development-actor", flags.development_actor);
  if (!actor.ok()) return actor.status();
  options->development_actor = *std::move(actor);
  options->insecure_dev = true;
  return absl::OkStatus();
}

absl::Status ReadTokens(const ServeCallFlags& flags, ServerOptions* options) {
  if (flags.token_keys.empty()) {
    if (flags.token_issuer.empty() && flags.token_audience.empty() && flags.token_keys_ca.empty())
      return absl::OkStatus();
    return absl::InvalidArgumentError(
        "--token-issuer, --token-audience, and --token-keys-ca need --token-keys FILE|URL: the keys that sign tokens");
  }
  if (flags.token_issuer.empty() || flags.token_audience.empty()) {
    return absl::InvalidArgumentError(
        "--token-keys needs --token-issuer and --token-audience: tokens from others, or for others, are refused");
  }
  absl::Duration age_max;
  if (!absl::ParseDuration(flags.token_age_max, &age_max) || age_max < absl::Minutes(1) ||
      age_max > absl::Hours(24 * 366)) {
    return absl::InvalidArgumentError(absl::StrCat("--token-max-age: \"", flags.token_age_max,
                                                   "\" given; allowed: 1m to 8784h, for example 30m, 8h, or 24h"));
  }
  options->token_keys = flags.token_keys;
  options->token_keys_ca = flags.token_keys_ca;
  options->token_rules.issuer = flags.token_issuer;
  options->token_rules.audience = flags.token_audience;
  options->token_rules.age_max = age_max;
  return absl::OkStatus();
}

absl::Status ReadCertificates(const ServeCallFlags& flags, ServerOptions* options) {
  if (flags.certificate_callers.empty() != flags.transport.client_ca_file.empty()) {
    return absl::InvalidArgumentError(
        "--client-ca and --certificate-caller go together: the authority of client certificates, and whom each "
        "certificate stands for");
  }
  for (const std::string& text : flags.certificate_callers) {
    absl::StatusOr<CertificateCaller> caller = ReadCertificateCaller(text);
    if (!caller.ok()) return caller.status();
    for (const CertificateCaller& other : options->certificate_callers) {
      if (other.names == caller->names)
        return absl::InvalidArgumentError(absl::StrCat("--certificate-caller: ", other.names, " is given twice"));
    }
    options->certificate_callers.push_back(*std::move(caller));
  }
  return absl::OkStatus();
}

}  // namespace

void ServeCallFlags::Declare(CLI::App& app) {
  app.add_option("--tls-cert", transport.certificate_file,
                 "PEM file with the server's certificate, then those of its authorities;\nread again when it changes")
      ->type_name("FILE");
  app.add_option("--tls-key", transport.key_file,
                 "PEM file with the key of that certificate; read again when it changes")
      ->type_name("FILE");
  app.add_option("--client-ca", transport.client_ca_file,
                 "PEM file with the authorities of client certificates; clients without\na certificate need a token")
      ->type_name("FILE");
  app.add_option("--certificate-caller", certificate_callers,
                 "Whom a client certificate stands for: dns:HOST, uri:URI, or its SHA-256,\n"
                 "then =ISSUER/SUBJECT/NAME; may be repeated")
      ->type_name("NAME=STAFF")
      ->allow_extra_args(false);
  app.add_option("--token-keys", token_keys,
                 "Public keys that sign tokens (JSON Web Key Set): a file or an https URL;\nread again when it changes")
      ->type_name("FILE|URL");
  app.add_option("--token-keys-ca", token_keys_ca,
                 "PEM file with the authorities for that URL [default: those of the\nsystem]")
      ->type_name("FILE");
  app.add_option("--token-issuer", token_issuer, "The issuer of tokens (iss)")->type_name("NAME");
  app.add_option("--token-audience", token_audience, "Whom tokens are for (aud): this server")->type_name("NAME");
  app.add_option("--token-max-age", token_age_max, "Refuse tokens that were issued longer ago (iat)")
      ->type_name("DURATION")
      ->capture_default_str();
  app.add_option(
         "--journal-reads", journal_reads,
         "Which reads are recorded as disclosures: those of the record\n(disclosures), or those of plans, too (all)")
      ->type_name("disclosures|all")
      ->check(CLI::IsMember({"disclosures", "all"}))
      ->capture_default_str();
  app.add_option(
         "--connections", connections,
         "Connections at a time; more are closed as they come in [default: what\nthe limit of open files leaves "
         "room for, at most 4096]")
      ->type_name("NUMBER")
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--memory-mib", memory_mib,
                 "Memory of the server beyond which it ends connections on which nobody\nknown has called, in MiB "
                 "[default: 2048 more than --case-memory-mib]")
      ->type_name("NUMBER")
      ->check(CLI::Range(128, 16'777'216));
  app.add_option("--caller-calls-per-second", caller_limits.calls_per_second,
                 "Calls of one caller in a second, on average; twice as many at once\nafter a pause. More are answered "
                 "RESOURCE_EXHAUSTED, and when to retry")
      ->type_name("NUMBER")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--caller-streams", caller_limits.streams, "Calls of one caller that answer with a stream, at a time")
      ->type_name("NUMBER")
      ->check(CLI::Range(1, 4'096))
      ->capture_default_str();
  app.add_option("--caller-request-mib", caller_request_mib, "Requests of one caller that are being worked on, in MiB")
      ->type_name("NUMBER")
      ->check(CLI::Range(16, 4'096))
      ->capture_default_str();
  app.add_flag("--insecure-dev", insecure_dev,
               "Development only: plain text on a loopback address; nobody is\nidentified. Needs --development-actor");
  app.add_option("--development-actor", development_actor,
                 "Development only: ISSUER/SUBJECT/NAME of the member of staff that\nevery client acts as")
      ->type_name("STAFF");
}

absl::Status ReadCallers(const ServeCallFlags& flags, ServerOptions* options) {
  options->journal_all_reads = flags.journal_reads == "all";
  options->connections = flags.connections;
  options->memory_bytes = flags.memory_mib << 20;
  if (flags.insecure_dev) return ReadDevelopment(flags, options);
  if (flags.transport.certificate_file.empty() && flags.transport.key_file.empty()) {
    return absl::InvalidArgumentError(
        "say how clients reach the server, one of\n"
        "  --tls-cert FILE --tls-key FILE   TLS, with --token-keys or --client-ca for who calls\n"
        "  --insecure-dev                   plain text on this machine, with --development-actor, for development\n"
        "To make certificates and tokens for a trial: casejournal certs dev, casejournal token dev");
  }
  if (flags.transport.certificate_file.empty() || flags.transport.key_file.empty())
    return absl::InvalidArgumentError("--tls-cert and --tls-key go together: the server's certificate and its key");
  if (!flags.development_actor.empty()) {
    return absl::InvalidArgumentError(
        "--development-actor goes only with --insecure-dev: with TLS, tokens and certificates say who calls");
  }
  options->transport = flags.transport;
  options->caller_limits = LimitsIn(flags);
  if (absl::Status read = ReadTokens(flags, options); !read.ok()) return read;
  if (absl::Status read = ReadCertificates(flags, options); !read.ok()) return read;
  if (options->token_keys.empty() && options->certificate_callers.empty()) {
    return absl::InvalidArgumentError(
        "nobody could sign in: give --token-keys, --token-issuer, and --token-audience, or --client-ca and "
        "--certificate-caller, or both");
  }
  return CheckTransport(options->transport).status();
}

}  // namespace casejournal::services
