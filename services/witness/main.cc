// casejournal-witness: a small program by which a court, an inspector general or anybody else watches that a journal
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
    "A witness of journals (C2SP tlog-witness). It cosigns a journal's checkpoint only where that proves to go on from "
    "the one that it\n"
    "cosigned before, so that a journal with its cosignatures cannot have a second history. It learns sizes, times and "
    "digests, and\n"
    "nothing of any case.";
constexpr char kExamples[] =
    "Examples:\n"
    "  casejournal-witness --state ./witness --name witness.court.example/w1 --log \"$(cat journal.vkey)\"\n"
    "  casejournal-witness --state ./witness --log \"$(cat journal.vkey)\" --listen 0.0.0.0:8464\n\n"
    "The first start makes the witness's key and prints its verifier key: whoever checks exhibits needs it, and the "
    "journal's\n"
    "operator writes it and this program's URL into the witness policy of the journal. Back up nothing of --state and "
    "restore\n"
    "nothing: a witness that forgets what it cosigned is worse than none. Put a TLS proxy in front of it where it is "
    "reached over\n"
    "networks that others share; its answers are signed all the same.\n\n"
    "Exit codes: 0 stopped by a signal; 1 it cannot serve; 2 the command line is wrong; 8 its state is damaged";

// Each connection holds a thread; one that sends slowly is let go.
// What one connection, and all of one address, may take.
constexpr size_t kHeadBytesMax = size_t{32} << 10;
constexpr unsigned kConnectionsMax = 512;
constexpr unsigned kConnectionsOfAddressMax = 64;
constexpr unsigned kIdleSeconds = 10;
constexpr std::time_t kBodySeconds = 20;
// Of a body that is too long, so much is thrown away, so that the sender gets the answer; beyond it the connection is
// closed.
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

// What arrived of one request so far.
struct Arriving {
  std::string body;
  uint64_t bytes = 0;  // in all; the body holds no more than a request may have
  std::time_t end = 0;
};

WitnessAnswer TooLarge() { return {.http_status = MHD_HTTP_CONTENT_TOO_LARGE, .body = "no request is so long\n"}; }

MHD_Result Send(MHD_Connection* connection, const WitnessAnswer& answer) {
  MHD_Response* response =
      MHD_create_response_from_buffer(answer.body.size(), const_cast<char*>(answer.body.data()), MHD_RESPMEM_MUST_COPY);
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer.content_type.c_str());
  // What is left of a request that was refused is never read as another.
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
    // Refused before it is read, where it says that it is longer than would be thrown away.
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

// One thread serves all: a slow client takes a connection, and nobody's turn.
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
    return Complain(absl::StrCat(host, " is no IPv4 address"));
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
      .add_option("--state", state, "The directory that holds its key and what it cosigned; made on the first start")
      ->required();
  program.add_option(
      "--name", name,
      "Its name in cosignatures, for the first start: a URL without scheme, as witness.court.example/w1");
  program.add_option("--log", logs, "The verifier key of a journal to watch; may be given again")
      ->type_name("VKEY")
      ->required();
  program.add_option("--listen", listen, "Host and port; port 0 picks a free one")->capture_default_str();
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
