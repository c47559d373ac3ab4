// casejournal-witness: a small program by which a court, an inspector general or anybody else watches that a journal only grows.
#include <httplib.h>
#include <pthread.h>
#include <signal.h>

#include <cstdio>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "eventstore/tree/witness_request.h"
#include "services/witness/witness.h"

namespace casejournal::services {
namespace {

constexpr char kUsage[] =
    "A witness of journals (C2SP tlog-witness). It cosigns a journal's checkpoint only where that proves to go on from the one that it\n"
    "cosigned before, so that a journal with its cosignatures cannot have a second history. It learns sizes, times and digests, and\n"
    "nothing of any case.";
constexpr char kExamples[] =
    "Examples:\n"
    "  casejournal-witness --state ./witness --name witness.court.example/w1 --log \"$(cat journal.vkey)\"\n"
    "  casejournal-witness --state ./witness --log \"$(cat journal.vkey)\" --listen 0.0.0.0:8464\n\n"
    "The first start makes the witness's key and prints its verifier key: whoever checks exhibits needs it, and the journal's\n"
    "operator writes it and this program's URL into the witness policy of the journal. Back up nothing of --state and restore\n"
    "nothing: a witness that forgets what it cosigned is worse than none. Put a TLS proxy in front of it where it is reached over\n"
    "networks that others share; its answers are signed all the same.\n\n"
    "Exit codes: 0 stopped by a signal; 1 it cannot serve; 2 the command line is wrong; 8 its state is damaged";

constexpr int kThreads = 8;
constexpr time_t kIoSeconds = 10;

std::string LogsText(const Witness& witness) {
  std::string text = absl::StrCat("witness ", witness.verifier_key(), "\n\n");
  for (const WitnessedLog& log : witness.Logs()) {
    const std::string tree = log.tree ? absl::StrCat(log.tree->size, " entries, root ", eventstore::HexOf(log.tree->root)) : "nothing cosigned yet";
    absl::StrAppend(&text, log.origin, ": ", tree, log.forked ? "; THE LOG SIGNED ANOTHER HISTORY" : "", "\n");
  }
  return text;
}

void Answer(const Witness& witness, httplib::Response& response) { response.set_content(LogsText(witness), "text/plain; charset=utf-8"); }

// Bodies are read in pieces, so that no sender makes us hold more than the largest request.
void AnswerAddCheckpoint(Witness& witness, const httplib::ContentReader& read, httplib::Response& response) {
  std::string body;
  const bool whole = read([&](const char* bytes, size_t count) {
    if (body.size() + count > eventstore::kAddCheckpointBytesMax) return false;
    body.append(bytes, count);
    return true;
  });
  if (!whole) {
    response.status = 413;
    return;
  }
  const WitnessAnswer answer = witness.AddCheckpoint(body, static_cast<uint64_t>(std::time(nullptr)));
  response.status = answer.http_status;
  response.set_content(answer.body, answer.content_type);
}

int Serve(Witness& witness, const std::string& host, int port) {
  httplib::Server server;
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_read_timeout(kIoSeconds);
  server.set_write_timeout(kIoSeconds);
  server.set_payload_max_length(eventstore::kAddCheckpointBytesMax);
  server.Post("/add-checkpoint", [&](const httplib::Request&, httplib::Response& response, const httplib::ContentReader& read) {
    AnswerAddCheckpoint(witness, read, response);
  });
  server.Get("/", [&](const httplib::Request&, httplib::Response& response) { Answer(witness, response); });
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  const int bound = port == 0 ? server.bind_to_any_port(host) : (server.bind_to_port(host, port) ? port : -1);
  if (bound <= 0) {
    std::fprintf(stderr, "casejournal-witness: cannot listen on %s:%d\n", host.c_str(), port);
    return 1;
  }
  std::printf("%s\ncasejournal-witness ready on %s:%d\n", witness.verifier_key().c_str(), host.c_str(), bound);
  std::fflush(stdout);
  std::thread serving([&] { server.listen_after_bind(); });
  int signal = 0;
  sigwait(&signals, &signal);
  server.stop();
  serving.join();
  return 0;
}

int Main(int argc, char** argv) {
  std::string state;
  std::string name;
  std::string listen = "127.0.0.1:8464";
  std::vector<std::string> logs;
  CLI::App program(kUsage, "casejournal-witness");
  program.footer(kExamples);
  program.add_option("--state", state, "The directory that holds its key and what it cosigned; made on the first start")->required();
  program.add_option("--name", name, "Its name in cosignatures, for the first start: a URL without scheme, as witness.court.example/w1");
  program.add_option("--log", logs, "The verifier key of a journal to watch; may be given again")->type_name("VKEY")->required();
  program.add_option("--listen", listen, "Host and port; port 0 picks a free one")->capture_default_str();
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : 2;
  }
  const size_t colon = listen.rfind(':');
  int port = -1;
  if (colon == std::string::npos || !absl::SimpleAtoi(listen.substr(colon + 1), &port) || port < 0 || port > 65535) {
    std::fprintf(stderr, "casejournal-witness: --listen: HOST:PORT expected\n");
    return 2;
  }
  for (std::string& log : logs) log = std::string(absl::StripAsciiWhitespace(log));
  absl::StatusOr<std::unique_ptr<Witness>> witness = Witness::Open(state, name, logs);
  if (!witness.ok()) {
    std::fprintf(stderr, "casejournal-witness: %s\n", std::string(witness.status().message()).c_str());
    return absl::IsInvalidArgument(witness.status()) ? 2 : absl::IsDataLoss(witness.status()) ? 8 : 1;
  }
  return Serve(**witness, listen.substr(0, colon), port);
}

}  // namespace
}  // namespace casejournal::services

int main(int argc, char** argv) { return casejournal::services::Main(argc, argv); }
