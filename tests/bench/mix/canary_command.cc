#include "tests/bench/mix/canary_command.h"

#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "casejournal/v1/court_service.grpc.pb.h"
#include "eventstore/records/stream_id.h"
#include "services/console/output.h"
#include "tests/bench/child_process.h"
#include "tests/bench/journal_process.h"
#include "tests/bench/mix/case_set.h"
#include "tests/bench/mix/mix_client.h"
#include "tests/bench/mix/mix_servers.h"

namespace casejournal::services {
namespace {

constexpr size_t kCanaryCases = 8;
constexpr size_t kCanaryEntries = 100;
constexpr size_t kFillAtOnce = 50;
constexpr size_t kChannels = 8;
constexpr absl::Duration kBetween = absl::Milliseconds(25);
// The opening of each written case names it.
constexpr char kUnitOfAll[] = "Ongoing Services 2";
constexpr char kOtherUnit[] = "Intake 1";

// What the streams of a crowd have given.
struct Heard {
  std::atomic<uint64_t> items = 0;  // messages of watches, entries of subscriptions
  std::atomic<bool> failed = false;
};

uint64_t ItemsOf(const v1::WatchWorkResponse&) { return 1; }
uint64_t ItemsOf(const v1::SubscribeResponse& batch) { return static_cast<uint64_t>(batch.entries_size()); }

// A call that the server answers with a stream. It takes each message as it comes, until it is canceled.
template <typename Response>
class Listening : public grpc::ClientReadReactor<Response> {
 public:
  explicit Listening(Heard& heard) : heard_(heard) {}
  ~Listening() override {
    context_.TryCancel();
    while (!over_.load()) absl::SleepFor(absl::Milliseconds(1));
  }

  grpc::ClientContext& context() { return context_; }
  void Begin() {
    this->StartRead(&response_);
    this->StartCall();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    heard_.items += ItemsOf(response_);
    this->StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override {
    if (status.error_code() != grpc::StatusCode::CANCELLED && !heard_.failed.exchange(true))
      Complain(absl::StrCat("a stream: ", status.error_message()));
    over_ = true;
  }

 private:
  Heard& heard_;
  grpc::ClientContext context_;
  Response response_;
  std::atomic<bool> over_ = false;
};

std::shared_ptr<grpc::Channel> OwnChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

// The streams of many clients, over a few connections.
class Crowd {
 public:
  explicit Crowd(const std::string& address) {
    for (size_t i = 0; i < kChannels; ++i) {
      const std::shared_ptr<grpc::Channel> channel = OwnChannel(address);
      cases_.push_back(v1::CaseService::NewStub(channel));
      courts_.push_back(v1::CourtService::NewStub(channel));
    }
  }
  void Watch(size_t count, const std::string& unit) {
    watch_.set_unit(unit);
    for (size_t i = 0; i < count; ++i) {
      watching_.push_back(std::make_unique<Listening<v1::WatchWorkResponse>>(heard_));
      cases_[i % kChannels]->async()->WatchWork(&watching_.back()->context(), &watch_, watching_.back().get());
      watching_.back()->Begin();
    }
  }
  void Subscribe(size_t count) {
    for (size_t i = 0; i < count; ++i) {
      subscribed_.push_back(std::make_unique<Listening<v1::SubscribeResponse>>(heard_));
      courts_[i % kChannels]->async()->Subscribe(&subscribed_.back()->context(), &subscribe_, subscribed_.back().get());
      subscribed_.back()->Begin();
    }
  }
  // Wait until so many items have come. Return false if a stream failed, or after a minute.
  bool AwaitItems(uint64_t count) const {
    const absl::Time end = absl::Now() + absl::Minutes(1);
    while (heard_.items.load() < count) {
      if (heard_.failed.load() || absl::Now() >= end) return false;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return true;
  }

 private:
  Heard heard_;
  v1::WatchWorkRequest watch_;
  v1::SubscribeRequest subscribe_;
  std::vector<std::unique_ptr<v1::CaseService::Stub>> cases_;
  std::vector<std::unique_ptr<v1::CourtService::Stub>> courts_;
  std::vector<std::unique_ptr<Listening<v1::WatchWorkResponse>>> watching_;
  std::vector<std::unique_ptr<Listening<v1::SubscribeResponse>>> subscribed_;
};

// One append and one read of a plan after another, with pauses.
class Canary {
 public:
  Canary(const std::string& address, absl::CivilDay today)
      : client_(address), cases_(/*seed=*/7, kCanaryCases, kCanaryEntries, today) {}

  bool Fill() { return client_.Fill(cases_, kCanaryEntries, kFillAtOnce).failures == 0; }

  // Print how long its calls take while `goes_on`. Return whether all were answered.
  bool Sing(const std::string& beside, const std::function<bool()>& goes_on) {
    LoadResult appends;
    LoadResult reads;
    bool all_answered = true;
    const absl::Time begin = absl::Now();
    for (size_t turn = 0; turn == 0 || goes_on(); ++turn) {
      const size_t index = turn % kCanaryCases;
      const absl::StatusOr<absl::Duration> appended = client_.AppendOne(cases_, index);
      if (appended.ok()) appends.latencies_us.push_back(absl::ToInt64Microseconds(*appended));
      v1::GetCasePlanRequest request;
      request.set_case_id(cases_.at(index).case_id());
      const LoadResult read = client_.CallEachOnce(
          {{.method = "/casejournal.v1.CaseService/GetCasePlan", .bytes = request.SerializeAsString()}});
      reads.latencies_us.insert(reads.latencies_us.end(), read.latencies_us.begin(), read.latencies_us.end());
      if (!appended.ok() || read.failures > 0) all_answered = false;
      absl::SleepFor(kBetween);
    }
    std::sort(appends.latencies_us.begin(), appends.latencies_us.end());
    std::sort(reads.latencies_us.begin(), reads.latencies_us.end());
    Print(absl::StrFormat("  %-44s %5d %7.1f s %9d %9d %9d %9d\n", beside, appends.latencies_us.size(),
                          absl::ToDoubleSeconds(absl::Now() - begin), appends.LatencyUs(0.5), appends.LatencyUs(0.99),
                          reads.LatencyUs(0.5), reads.LatencyUs(0.99)));
    FlushOutput();
    return all_answered;
  }

 private:
  MixClient client_;
  CaseSet cases_;
};

// A case that no append of the canary concerns.
bool OpenCaseOf(const std::string& unit, const std::string& address) {
  v1::AppendRequest request;
  request.set_request_id(eventstore::Uuid::Random().ToString());
  v1::CaseAppend& part = *request.add_cases();
  part.set_case_id(eventstore::Uuid::Random().ToString());
  part.mutable_expected()->set_no_case(true);
  const std::string today = absl::FormatCivilTime(JournalToday());
  event::v1::CaseEvent& opening = *part.add_events();
  opening.set_effective_on(today);
  opening.mutable_case_opened()->set_kind(event::v1::CASE_KIND_FAMILY);
  opening.mutable_case_opened()->set_origin(event::v1::CASE_ORIGIN_REPORT);
  opening.mutable_case_opened()->set_agency("Wren County Children Services (fictional)");
  event::v1::CaseEvent& assignment = *part.add_events();
  assignment.set_effective_on(today);
  event::v1::CaseAssigned& assigned = *assignment.mutable_case_assigned();
  assigned.mutable_staff()->set_issuer("https://id.wrencounty.example");
  assigned.mutable_staff()->set_subject("cw-1");
  assigned.mutable_staff()->set_name("Somebody");
  assigned.set_part(event::v1::ASSIGNMENT_PART_CASEWORKER);
  assigned.set_unit(unit);
  const std::unique_ptr<v1::CaseService::Stub> stub = v1::CaseService::NewStub(OwnChannel(address));
  grpc::ClientContext context;
  v1::AppendResponse response;
  return stub->Append(&context, request, &response).ok();
}

// Send a request in a thread. Sing until it is answered.
bool SingBeside(const std::string& what, const std::string& address, const v1::AppendRequest& request, Canary& canary) {
  std::atomic<bool> answered = false;
  grpc::Status status;
  std::thread thread([&] {
    const std::unique_ptr<v1::CaseService::Stub> stub = v1::CaseService::NewStub(OwnChannel(address));
    grpc::ClientContext context;
    v1::AppendResponse response;
    status = stub->Append(&context, request, &response);
    answered = true;
  });
  const bool sung = canary.Sing(what, [&] { return !answered.load(); });
  thread.join();
  if (!status.ok()) Print(absl::StrCat("    the request was refused: ", status.error_message(), "\n"));
  return sung;
}

}  // namespace

void CanaryCommand::Declare(CLI::App& app) {
  app.add_option("--directory", directory_,
                 "Where to create a temporary directory for the measurement\n[default: the current directory]");
  app.add_option("--casejournal", program_, "The program to measure [the one next to this program]");
  app.add_option("--rules", rules_, "Rule files to adopt")->type_name("FILE|DIRECTORY");
  app.add_option("--watchers", watchers_, "Calls of WatchWork that wait")->capture_default_str();
  app.add_option("--subscribers", subscribers_, "Calls of Subscribe that read everything at once")
      ->capture_default_str();
  app.add_option("--entries", entries_, "Entries of the case that late events are appended to")->capture_default_str();
  app.add_option("--late", late_, "Late events in one request")->capture_default_str();
  app.add_option("--crowd-of", crowd_of_, "")->group("");
  app.add_option("--unit", unit_, "")->group("");
  app.add_option("--seconds", seconds_, "How long the canary is alone, and beside streams")->capture_default_str();
}

ExitStatus CanaryCommand::Run() {
  if (!crowd_of_.empty()) return BeCrowd();
  if (program_.empty()) program_ = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "casejournal";
  const std::string scratch = absl::StrCat(directory_, "/casejournal-canary-", ::getpid());
  std::filesystem::create_directories(scratch);
  const ExitStatus exit = Measure(scratch);
  std::error_code ignored;
  std::filesystem::remove_all(scratch, ignored);
  return exit;
}

// The clients have a process of their own, so that the canary does not wait for what they do with their answers.
// Watchers wait until the parent ends this process. Subscribers begin again when they have read everything.
ExitStatus CanaryCommand::BeCrowd() {
  std::optional<Crowd> crowd(std::in_place, crowd_of_);
  crowd->Watch(watchers_, unit_);
  if (!crowd->AwaitItems(watchers_)) {
    Complain("not every watcher got its list");
    return ExitStatus::kFailure;
  }
  Print("ready:\n");
  FlushOutput();
  if (subscribers_ == 0) {
    while (true) ::pause();
  }
  do {
    crowd.emplace(crowd_of_);
    crowd->Subscribe(subscribers_);
  } while (crowd->AwaitItems(subscribers_ * entries_));
  Complain("not every subscriber got all entries");
  return ExitStatus::kFailure;
}

ExitStatus CanaryCommand::Measure(const std::string& scratch) {
  MixServers servers({.program = program_, .directory = scratch, .rules = rules_});
  std::vector<std::string> left_out;
  if (absl::Status started = servers.Start({}, {}, left_out); !started.ok()) {
    Complain(started.message());
    return ExitStatus::kFailure;
  }
  const std::string address = servers.journal().AddressInReadyLine();
  const absl::CivilDay today = JournalToday();
  Canary canary(address, today);
  MixClient client(address);
  CaseSet large(/*seed=*/8, 1, entries_, today);
  if (!canary.Fill() || client.Fill(large, entries_, kFillAtOnce).failures > 0) {
    Complain("a case could not be filled");
    return ExitStatus::kFailure;
  }
  if (!OpenCaseOf(kOtherUnit, address)) {
    Complain("the case of another unit could not be opened");
    return ExitStatus::kFailure;
  }
  servers.AwaitIdleJournal(absl::Seconds(30));
  Print(
      "beside the canary                             calls   during  append us             read us\n"
      "                                                                 p50       p99       p50       p99\n");
  const auto for_seconds = [this] {
    return [end = absl::Now() + absl::Seconds(seconds_)] { return absl::Now() < end; };
  };
  bool all = canary.Sing("nothing", for_seconds());
  const auto beside = [&](const std::string& what, size_t watchers, size_t subscribers, const std::string& unit) {
    const auto crowd = ChildProcess::Start(
        "/proc/self/exe", {"canary", "--crowd-of", address, "--watchers", absl::StrCat(watchers), "--subscribers",
                           absl::StrCat(subscribers), "--unit", unit, "--entries", absl::StrCat(entries_)});
    if (!crowd.ok()) {
      Complain(absl::StrCat(what, ": ", crowd.status().message()));
      return false;
    }
    return canary.Sing(what, for_seconds());
  };
  all = beside(absl::StrCat(watchers_, " watchers of another unit"), watchers_, 0, kOtherUnit) && all;
  all = beside(absl::StrCat(watchers_, " watchers of its unit"), watchers_, 0, kUnitOfAll) && all;
  all = beside(absl::StrCat(subscribers_, " subscribers that read everything"), 0, subscribers_, kOtherUnit) && all;
  v1::AppendRequest late = large.at(0).Next(late_, Writing::kLate);
  late.set_validate_only(true);
  const std::string many = absl::StrCat(late_, " late events, case of ", entries_);
  all = SingBeside(absl::StrCat(many, ", not recorded"), address, late, canary) && all;
  late.set_validate_only(false);
  all = SingBeside(absl::StrCat(many, ", recorded"), address, late, canary) && all;
  Print(absl::StrFormat("\nserver memory  %d MiB at most\n", servers.journal().PeakMiB()));
  if (!all) Complain("a call of the canary failed");
  return all ? ExitStatus::kOk : ExitStatus::kFailure;
}

}  // namespace casejournal::services
