// casejournal-witness: a small program with which a court, an inspector general, or anyone else checks that a journal
// only grows.
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>

#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "eventstore/witnesses/witness_request.h"
#include "services/net/host_port.h"
#include "services/witness/witness.h"

namespace casejournal::services {
namespace {

constexpr char kUsage[] =
    "Run a witness of journals (C2SP tlog-witness). It cosigns a checkpoint of a journal only if the\n"
    "journal proves that it extends the checkpoint cosigned before. A journal with its cosignatures\n"
    "therefore has only one history. A witness learns sizes, times, and digests, and nothing about a case.";
constexpr char kExamples[] =
    "Examples:\n"
    "  casejournal-witness --state ./witness --name witness.court.example/w1 --log \"$(cat journal.vkey)\"\n"
    "  casejournal-witness --state ./witness --log \"$(cat journal.vkey)\" --listen 0.0.0.0:8464\n\n"
    "The first start creates the key of the witness and prints its verifier key. Give this key to\n"
    "everyone who checks exhibits. The operator of the journal adds the key and the URL of this program\n"
    "to the witness policy of the journal.\n"
    "Do not back up or restore --state: a witness that forgets what it cosigned is worse than none.\n"
    "On shared networks, put a TLS proxy in front of the witness; its answers are signed in any case.\n\n"
    "Exit codes: 0 stopped by a signal; 1 cannot serve; 2 invalid command line; 8 the state is damaged";

// The limits of one connection, and of all connections from one address. A client that sends slowly is disconnected.
constexpr size_t kHeadBytesMax = size_t{32} << 10;
constexpr unsigned kConnectionsMax = 512;
constexpr unsigned kConnectionsOfAddressMax = 64;
constexpr unsigned kIdleSeconds = 10;
constexpr std::time_t kBodySeconds = 20;
// The number of bytes of a too long body that are read and discarded, so that the sender gets the answer. After them
// the connection is closed.
constexpr uint64_t kDiscardedBytesMax = 8 * eventstore::kAddCheckpointBytesMax;

std::string LogsText(const Witness& witness) {
  std::string text = absl::StrCat("witness ", witness.verifier_key(), "\n");
  for (const WitnessedLog& log : witness.Logs()) {
    const std::string tree = log.tree ? absl::StrCat(log.tree->size, " entries") : "nothing cosigned yet";
    absl::StrAppend(&text, "\n", log.origin, ": ", tree, log.forked ? "; THE LOG SIGNED ANOTHER HISTORY" : "", "\n",
                    log.note);
  }
  return text;
}

// The part of a request that has arrived so far.
struct Arriving {
  std::string body;
  uint64_t bytes = 0;  // in total; `body` holds at most the limit
  std::time_t end = 0;
};

WitnessAnswer TooLarge() { return {.http_status = MHD_HTTP_CONTENT_TOO_LARGE, .body = "the request is too long\n"}; }

MHD_Result Send(MHD_Connection* connection, const WitnessAnswer& answer) {
  MHD_Response* response =
      MHD_create_response_from_buffer(answer.body.size(), const_cast<char*>(answer.body.data()), MHD_RESPMEM_MUST_COPY);
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer.content_type.c_str());
  // Close the connection, so that the rest of a rejected request is not read as another request.
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
  const MHD_Result queued = MHD_queue_response(connection, static_cast<unsigned>(answer.http_status), response);
  MHD_destroy_response(response);
  return queued;
}

// Called with the head of a request, then for each piece of its body, then once at its end (libmicrohttpd's manual,
// "Handling requests").
MHD_Result Handle(void* witness_pointer, MHD_Connection* connection, const char* url, const char* method, const char*,
                  const char* piece, size_t* piece_bytes, void** state) {
  Witness& witness = *static_cast<Witness*>(witness_pointer);
  const std::time_t now = std::time(nullptr);
  if (*state == nullptr) {
    *state = new Arriving{.body = {}, .end = now + kBodySeconds};
    // Reject the request before reading it if its declared length is above the discard limit.
    const char* said = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
    uint64_t bytes = 0;
    const bool endless = said != nullptr && (!absl::SimpleAtoi(said, &bytes) || bytes > kDiscardedBytesMax);
    return endless ? Send(connection, TooLarge()) : MHD_YES;
  }
  Arriving& arriving = *static_cast<Arriving*>(*state);
  if (*piece_bytes > 0) {
    arriving.bytes += *piece_bytes;
    if (now > arriving.end || arriving.bytes > kDiscardedBytesMax) return MHD_NO;  // the connection is closed
    if (arriving.bytes <= eventstore::kAddCheckpointBytesMax) arriving.body.append(piece, *piece_bytes);
    *piece_bytes = 0;
    return MHD_YES;
  }
  if (arriving.bytes > eventstore::kAddCheckpointBytesMax) return Send(connection, TooLarge());
  const absl::string_view path = url;
  if (path == "/add-checkpoint" && absl::string_view(method) == MHD_HTTP_METHOD_POST) {
    return Send(connection, witness.AddCheckpoint(arriving.body, static_cast<uint64_t>(now)));
  }
  if (path == "/" && absl::string_view(method) == MHD_HTTP_METHOD_GET)
    return Send(connection, {.http_status = 200, .body = LogsText(witness)});
  return Send(connection, {.http_status = 404, .body = "POST /add-checkpoint, or GET /\n"});
}

void Forget(void*, MHD_Connection*, void** state, MHD_RequestTerminationCode) { delete static_cast<Arriving*>(*state); }

int Complain(const std::string& what) {
  std::fprintf(stderr, "casejournal-witness: %s\n", what.c_str());
  return 1;
}

// One thread serves all connections: a slow client occupies a connection, but does not delay others.
int Serve(Witness& witness, const std::string& host, int port) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1)
    return Complain(absl::StrCat(host, " is not an IPv4 address"));
  MHD_Daemon* daemon = MHD_start_daemon(
      MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD, 0, nullptr, nullptr, &Handle, &witness, MHD_OPTION_SOCK_ADDR,
      &address, MHD_OPTION_CONNECTION_MEMORY_LIMIT, kHeadBytesMax, MHD_OPTION_CONNECTION_LIMIT, kConnectionsMax,
      MHD_OPTION_PER_IP_CONNECTION_LIMIT, kConnectionsOfAddressMax, MHD_OPTION_CONNECTION_TIMEOUT, kIdleSeconds,
      MHD_OPTION_NOTIFY_COMPLETED, &Forget, nullptr, MHD_OPTION_END);
  if (daemon == nullptr) return Complain(absl::StrCat("cannot listen on ", host, ":", port));
  const MHD_DaemonInfo* info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  std::printf("%s\ncasejournal-witness ready on %s:%d\n", witness.verifier_key().c_str(), host.c_str(),
              info == nullptr ? port : info->port);
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  MHD_stop_daemon(daemon);
  return 0;
}

int Main(int argc, char** argv) {
  std::string state;
  std::string name;
  std::string listen = "127.0.0.1:8464";
  std::vector<std::string> logs;
  CLI::App program(kUsage, "casejournal-witness");
  program.footer(kExamples);
  program
      .add_option("--state", state, "Directory for the key and the cosigned checkpoints; created by the\nfirst start")
      ->required();
  program.add_option("--name", name,
                     "Name of the witness in cosignatures, for the first start: a URL\nwithout a scheme, for example "
                     "witness.court.example/w1");
  program.add_option("--log", logs, "Verifier key of a journal to watch; may be repeated")
      ->type_name("VKEY")
      ->required();
  program.add_option("--listen", listen, "Host and port to listen on; port 0 picks a free port")->capture_default_str();
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : 2;
  }
  const absl::StatusOr<HostPort> address = ParseHostPort(listen);
  if (!address.ok()) {
    std::fprintf(stderr, "casejournal-witness: --listen: %s\n", std::string(address.status().message()).c_str());
    return 2;
  }
  for (std::string& log : logs) log = std::string(absl::StripAsciiWhitespace(log));
  absl::StatusOr<std::unique_ptr<Witness>> witness = Witness::Open(state, name, logs);
  if (!witness.ok()) {
    std::fprintf(stderr, "casejournal-witness: %s\n", std::string(witness.status().message()).c_str());
    return absl::IsInvalidArgument(witness.status()) ? 2 : absl::IsDataLoss(witness.status()) ? 8 : 1;
  }
  return Serve(**witness, address->host, address->port);
}

}  // namespace
}  // namespace casejournal::services

int main(int argc, char** argv) { return casejournal::services::Main(argc, argv); }
