#include "tests/bench/overload/overload_command.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "casejournal/v1/access_service.grpc.pb.h"
#include "casejournal/v1/journal_service.grpc.pb.h"
#include "eventstore/records/stream_id.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "tests/bench/bench_sign_in.h"
#include "tests/bench/child_process.h"
#include "tests/bench/journal_process.h"
#include "tests/bench/load.h"
#include "tests/bench/overload/open_load.h"

namespace casejournal::services {
namespace {

constexpr char kOverloadAdministrator[] = "administrator";
constexpr size_t kCasesOfEach = 8;
constexpr int kRoleAnswerBytesMax = 1 << 20;
// The callers have machines of their own, and leave the processors to the server.
constexpr int kNice = 10;
constexpr double kTakenByProxy = 0.8;  // of the peak

absl::Status GiveRoleTo(v1::AccessService::Stub& stub, const BenchTarget& administrator, const std::string& subject) {
  grpc::ClientContext context;
  SignIn(administrator, 0, context);
  v1::GiveRoleRequest request;
  request.set_request_id(eventstore::Uuid::Random().ToString());
  *request.mutable_holder() = BenchStaff(subject);
  request.set_role(event::v1::ROLE_SUPERVISOR);
  request.set_reason("for a measurement");
  v1::GiveRoleResponse response;
  const grpc::Status given = stub.GiveRole(&context, request, &response);
  return given.ok() ? absl::OkStatus() : absl::UnavailableError(absl::StrCat(subject, ": ", given.error_message()));
}

uint64_t SizeOf(const BenchTarget& target) {
  const auto stub = v1::JournalService::NewStub(ChannelTo(target, kRoleAnswerBytesMax));
  grpc::ClientContext context;
  SignIn(target, 0, context);
  v1::GetJournalResponse response;
  return stub->GetJournal(&context, {}, &response).ok() ? response.size() : 0;
}

void PrintOverloadRow(const std::string& name, const OpenLoadResult& result, double peak, uint64_t grown,
                      int64_t memory_mib) {
  const auto at = [&](double quantile) {
    return result.latencies_us.empty()
               ? 0
               : result
                     .latencies_us[static_cast<size_t>(quantile * static_cast<double>(result.latencies_us.size() - 1))];
  };
  std::string others;
  for (const auto& [code, count] : result.others) absl::StrAppend(&others, " ", code, " ", count);
  Print(absl::StrFormat("  %-22s %8.0f %10.0f %7.0f %% %8d %8d %6d %6d %6d %9d %6d %s\n", name, result.SentPerSecond(),
                        result.RecordedPerSecond(), 100 * result.RecordedPerSecond() / peak, at(0.5), at(0.99),
                        result.of_callers.front(), result.of_callers[result.of_callers.size() / 2],
                        result.of_callers.back(), static_cast<int64_t>(grown) - static_cast<int64_t>(result.recorded),
                        memory_mib, others));
  FlushOutput();
}

}  // namespace

void OverloadCommand::Declare(CLI::App& app) {
  app.add_option("--directory", directory_,
                 "Where to create a temporary directory for the measurement\n[default: the current directory]");
  app.add_option("--casejournal", program_, "The program to measure [the one next to this program]");
  app.add_option(
      "--proxy", proxy_,
      "Send through this program, which takes eight tenths of the peak (tests/e2e/nginx.py) [nothing between]");
  app.add_option("--seconds", seconds_, "Duration of each measurement, in seconds")->capture_default_str();
  app.add_option("--times", times_, "How many times the peak is sent")->capture_default_str();
  app.add_option("--deadline-seconds", deadline_seconds_, "Deadline of each request")->capture_default_str();
  app.add_option("--events", events_, "Notes in each request: the more, the less of the machine the callers take")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--callers", callers_, "Callers, each with a connection")->capture_default_str();
  app.add_option("--streams", streams_, "Subscriptions that wait, of all callers")->capture_default_str();
}

ExitStatus OverloadCommand::Run() {
  if (program_.empty()) program_ = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "casejournal";
  const std::string scratch = absl::StrCat(directory_, "/casejournal-overload-", ::getpid());
  std::filesystem::create_directories(scratch);
  const ExitStatus exit = Measure(scratch);
  std::error_code ignored;
  std::filesystem::remove_all(scratch, ignored);
  return exit;
}

ExitStatus OverloadCommand::Measure(const std::string& scratch) {
  const absl::StatusOr<BenchSignIn> sign_in = BenchSignIn::Make(scratch + "/credentials");
  if (!sign_in.ok()) return ExplainLocalFailure(sign_in.status());
  const std::string data = scratch + "/journal";
  const absl::Status made = CreateMeasuredJournal(data, "overload", BenchStaff(kOverloadAdministrator));
  if (!made.ok()) return ExplainLocalFailure(made);
  const auto server = ServeJournal({.program = program_, .data = data, .rules = "", .sign_in = &*sign_in});
  if (!server.ok()) return ExplainLocalFailure(server.status());
  ::setpriority(PRIO_PROCESS, 0, kNice);
  BenchTarget target{.address = (*server)->AddressInReadyLine(), .authority = sign_in->authority(), .tokens = {}};
  BenchTarget administrator = target;
  administrator.tokens.push_back(sign_in->TokenOf(kOverloadAdministrator));
  const auto access = v1::AccessService::NewStub(ChannelTo(administrator, kRoleAnswerBytesMax));
  for (size_t i = 0; i < callers_; ++i) {
    const std::string subject = absl::StrCat("caller-", i);
    if (absl::Status given = GiveRoleTo(*access, administrator, subject); !given.ok())
      return ExplainLocalFailure(given);
    target.tokens.push_back(sign_in->TokenOf(subject));
  }
  Load steady(target, callers_ * kCasesOfEach);
  OpenLoad open(target, kCasesOfEach);
  if (steady.OpenCases() + open.OpenCases() > 0) {
    Complain("cases could not be opened");
    return ExitStatus::kFailure;
  }
  double peak = 0;
  const auto measure_peak = [&](const std::string& name, size_t in_flight) {
    const LoadResult result =
        steady.Append({.in_flight = in_flight, .events_per_request = events_, .duration = absl::Seconds(seconds_)});
    const double rate = static_cast<double>(result.requests - result.failures) / absl::ToDoubleSeconds(result.elapsed);
    Print(absl::StrFormat("  %-30s %8.0f a second, p50 %d us, p99 %d us, %d failed, %d MiB\n", name, rate,
                          result.LatencyUs(0.5), result.LatencyUs(0.99), result.failures, (*server)->ResidentMiB()));
    FlushOutput();
    return rate;
  };
  Print(absl::StrFormat(
      "%d callers, with one connection each; %d notes in a request\n\nanswered as fast as they are sent\n", callers_,
      events_));
  for (const size_t in_flight : {64, 256})
    peak = std::max(peak, measure_peak(absl::StrCat(in_flight, " in flight"), in_flight));
  std::unique_ptr<ChildProcess> proxy;
  if (!proxy_.empty()) {
    const auto taken = static_cast<int64_t>(kTakenByProxy * peak);
    auto started = ChildProcess::Start(proxy_, {target.address, sign_in->certificate_file(), sign_in->key_file(),
                                                sign_in->authority_file(), absl::StrCat(taken)});
    if (!started.ok()) return ExplainLocalFailure(started.status());
    proxy = *std::move(started);
    open.ConnectTo(proxy->AddressInReadyLine());
    Print(absl::StrFormat("\nfrom here on through a proxy that takes %d a second\n", taken));
  }
  Print(absl::StrFormat(
      "\nsent whether or not they are answered, deadline %g s\n"
      "                           sent   recorded   of the   p50 us   p99 us  least middle   most  recorded    MiB\n"
      "                        a second a second      peak                       of callers      unheard\n",
      deadline_seconds_));
  for (const double times : {0.5, 1.0, 2.0, times_}) {
    const uint64_t before = SizeOf(target);
    const OpenLoadResult result = open.Send({.per_second = times * peak,
                                             .events_per_request = events_,
                                             .duration = absl::Seconds(seconds_),
                                             .deadline = absl::Seconds(deadline_seconds_)});
    PrintOverloadRow(absl::StrFormat("%g times the peak", times), result, peak, (SizeOf(target) - before) / events_,
                     (*server)->ResidentMiB());
  }
  open.ConnectTo(target.address);
  proxy.reset();
  Print("\nafter that\n");
  measure_peak("64 in flight", 64);
  const uint64_t ended = open.Subscribe(streams_);
  Print(absl::StrFormat("\nbeside %d subscriptions that wait, %d of which ended\n", streams_, ended));
  measure_peak("64 in flight", 64);
  Print(absl::StrFormat("\nserver memory  %d MiB at most\n", (*server)->PeakMiB()));
  return ExitStatus::kOk;
}

}  // namespace casejournal::services
