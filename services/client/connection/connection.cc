#include "services/client/connection/connection.h"

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/client/connection/notice_watch.h"
#include "services/client/connection/token_file.h"
#include "services/console/display.h"
#include "services/console/shell_word.h"
#include "services/console/version.h"
#include "services/files/given_file.h"
#include "services/net/host_port.h"
#include "services/net/metadata_keys.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

constexpr int kAnswerBytesMax = 16 << 20;
constexpr int kMetadataBytesMax = 64 << 10;  // Rejections are sent in the trailer.
// With these, a call without messages ends within 30 seconds after its connection is lost.
constexpr int kClientPingEveryMs = 20'000;
constexpr int kClientPingTimeoutMs = 10'000;
constexpr size_t kWordsBytesMax = 1024;  // of a purpose or an authority

std::string CheckWords(const std::string& words) {
  if (words.empty() || words.size() > kWordsBytesMax || FirstInvalidByte(words) != words.size())
    return absl::StrCat("expected 1 to ", kWordsBytesMax, " bytes of UTF-8");
  return "";
}

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kAnswerBytesMax);
  arguments.SetMaxSendMessageSize(kAnswerBytesMax);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kClientPingEveryMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kClientPingTimeoutMs);
  // By default gRPC sends only two pings without data between them, and would not notice a later loss.
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetUserAgentPrefix(std::string("casejournal/") + kVersion);
  return arguments;
}

absl::Status ReadPemFile(absl::string_view flag, const std::string& file, absl::string_view what, std::string* pem) {
  if (file.empty()) return absl::OkStatus();
  if (absl::Status read = ReadInput(file, pem); !read.ok())
    return absl::Status(read.code(), absl::StrCat(flag, ": ", read.message()));
  if (!absl::StrContains(*pem, absl::StrCat("-----BEGIN ", what)) && !absl::StrContains(*pem, absl::StrCat(" ", what)))
    return absl::InvalidArgumentError(absl::StrCat(flag, " ", file, ": expected PEM with a ", what));
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsFor(const std::string& server,
                                                                         const ConnectionFlags& flags) {
  if (flags.insecure_dev) {
    const absl::StatusOr<HostPort> address = ParseHostPort(server);
    if (!address.ok()) return address.status();
    if (!IsLoopback(address->host)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--insecure-dev: plain text is allowed only to this machine (127.0.0.1, [::1], localhost), not to ", server));
    }
    if (!flags.ca.empty() || !flags.token_file.empty() || !flags.certificate.empty() || !flags.key_file.empty()) {
      return absl::InvalidArgumentError(
          "--insecure-dev does not go with --ca, --token-file, --cert, and --key-file, or their environment variables: "
          "nothing secret is sent in plain text");
    }
    return grpc::InsecureChannelCredentials();
  }
  if (flags.certificate.empty() != flags.key_file.empty())
    return absl::InvalidArgumentError("--cert and --key-file go together: a client certificate and its key");
  grpc::SslCredentialsOptions options;
  absl::Status read = ReadPemFile("--ca", flags.ca, "CERTIFICATE", &options.pem_root_certs);
  if (read.ok()) read = ReadPemFile("--cert", flags.certificate, "CERTIFICATE", &options.pem_cert_chain);
  if (read.ok()) read = ReadPemFile("--key-file", flags.key_file, "PRIVATE KEY", &options.pem_private_key);
  if (!read.ok()) return read;
  WarnIfOthersMayRead(flags.key_file);
  return grpc::SslCredentials(options);
}

}  // namespace

void ConnectionFlags::Declare(CLI::App& app) {
  app.add_option("--ca", ca, "PEM file with the authority of the server's certificate [default: those of\nthe system]")
      ->envname("CASEJOURNAL_CA")
      ->type_name("FILE")
      ->group(kConnectionGroup);
  app.add_option("--token-file", token_file, "File with the token that signs in; it is read for each call")
      ->envname("CASEJOURNAL_TOKEN_FILE")
      ->type_name("FILE")
      ->group(kConnectionGroup);
  app.add_option("--cert", certificate, "PEM file with a client certificate")
      ->envname("CASEJOURNAL_CERT")
      ->type_name("FILE")
      ->group(kConnectionGroup);
  app.add_option("--key-file", key_file, "PEM file with the key of the client certificate")
      ->envname("CASEJOURNAL_KEY")
      ->type_name("FILE")
      ->group(kConnectionGroup);
  app.add_flag("--insecure-dev", insecure_dev,
               "Plain text, to a server on this machine that was started with\n--insecure-dev")
      ->envname("CASEJOURNAL_INSECURE_DEV")
      ->group(kConnectionGroup);
  app.add_option("--purpose", purpose, "Why the call is made; recorded with what it gives")
      ->type_name("WORDS")
      ->check(CheckWords)
      ->group(kConnectionGroup);
  if (app.get_option_no_throw("--authority") == nullptr) {
    app.add_option("--authority", authority, "By which authority: a consent, an order, or a section of a statute")
        ->type_name("WORDS")
        ->check(CheckWords)
        ->group(kConnectionGroup);
  }
}

std::string ConnectionFlags::Again() const {
  std::string text;
  const auto add = [&text](absl::string_view flag, const char* variable, const std::string& value) {
    const char* set = std::getenv(variable);
    if (!value.empty() && value != (set == nullptr ? "" : set))
      absl::StrAppend(&text, " ", flag, " ", ShellWord(value));
  };
  add("--ca", "CASEJOURNAL_CA", ca);
  add("--token-file", "CASEJOURNAL_TOKEN_FILE", token_file);
  add("--cert", "CASEJOURNAL_CERT", certificate);
  add("--key-file", "CASEJOURNAL_KEY", key_file);
  if (insecure_dev && std::getenv("CASEJOURNAL_INSECURE_DEV") == nullptr) absl::StrAppend(&text, " --insecure-dev");
  if (!purpose.empty()) absl::StrAppend(&text, " --purpose ", ShellWord(purpose));
  if (!authority.empty()) absl::StrAppend(&text, " --authority ", ShellWord(authority));
  return text;
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& server, const ConnectionFlags& flags) {
  const absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> credentials = CredentialsFor(server, flags);
  if (!credentials.ok()) return credentials.status();
  return grpc::experimental::CreateCustomChannelWithInterceptors(server, *credentials, Arguments(), NoticeWatches());
}

absl::Status IdentifyCall(const ConnectionFlags& flags, grpc::ClientContext& context) {
  if (!flags.purpose.empty()) context.AddMetadata(kPurposeKey, flags.purpose);
  if (!flags.authority.empty()) context.AddMetadata(kAuthorityKey, flags.authority);
  if (flags.token_file.empty()) return absl::OkStatus();
  const absl::StatusOr<std::string> token = TokenFile(flags.token_file).Token(absl::Now());
  if (!token.ok()) return token.status();
  context.set_credentials(grpc::AccessTokenCredentials(*token));
  return absl::OkStatus();
}

}  // namespace casejournal::services
