#include "tests/bench/access/access_rows.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "casejournal/v1/audit_service.grpc.pb.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "eventstore/records/stream_id.h"
#include "services/console/output.h"
#include "tests/bench/access/sync_count.h"

namespace casejournal::services {
namespace {

constexpr size_t kFillEach = 50;
constexpr size_t kForbiddenCases = 50;
constexpr size_t kReadCases = 64;
constexpr size_t kRefusedCalls = 1000;
constexpr size_t kTransportInFlight = 64;
constexpr size_t kFloodEchoBytes = 2000;
constexpr int kAnswerBytesMax = 16 << 20;
constexpr absl::Duration kAccessQuiet = absl::Milliseconds(200);
constexpr absl::Duration kAccessIdleLimit = absl::Seconds(30);
constexpr absl::Duration kBetweenCalls = absl::Milliseconds(5);
// A caller may make 2,000 calls at once after a pause; they are over then.
constexpr absl::Duration kFloodStarts = absl::Seconds(3);
constexpr char kWithout[] = "without";
constexpr char kWith[] = "with";
constexpr char kEchoWithout[] = "echo without";
constexpr char kEchoWith[] = "echo with";
constexpr char kAlone[] = "alone";

std::vector<RawRequest> PlansOf(const CaseSet& cases) {
  std::vector<RawRequest> requests;
  for (size_t i = 0; i < cases.size(); ++i) {
    v1::GetCasePlanRequest request;
    request.set_case_id(cases.at(i).case_id());
    requests.push_back({.method = "/casejournal.v1.CaseService/GetCasePlan", .bytes = request.SerializeAsString()});
  }
  return requests;
}

absl::Status Append(const BenchTarget& target, const v1::AppendRequest& request) {
  const std::unique_ptr<v1::CaseService::Stub> stub = v1::CaseService::NewStub(ChannelTo(target, kAnswerBytesMax));
  grpc::ClientContext context;
  SignIn(target, 0, context);
  v1::AppendResponse response;
  const grpc::Status status = stub->Append(&context, request, &response);
  return status.ok() ? absl::OkStatus() : absl::UnavailableError(status.error_message());
}

}  // namespace

bool AccessRows::Asked(const std::string& row) const { return absl::StrContains(row, plan_.only); }

void AccessRows::CountRefusals(const MixClient& client) {
  const RefusedEntries& more = client.refusals();
  refusals_.sent += more.sent;
  refusals_.refused += more.refused;
  refusals_.reasons.insert(refusals_.reasons.end(), more.reasons.begin(), more.reasons.end());
}

absl::Status AccessRows::Prepare() {
  for (size_t i = 0; i < kForbiddenCases; ++i) absent_.push_back(eventstore::Uuid::Random().ToString());
  const auto fill = [&](const BenchTarget& target, uint64_t seed, size_t cases) {
    auto filled = std::make_unique<CaseSet>(seed, cases, plan_.entries, today_);
    MixClient client(target);
    client.Fill(*filled, plan_.entries, kFillEach);
    CountRefusals(client);
    return filled;
  };
  // All journals get the same cases, so that none of them is smaller than another.
  for (const BenchTarget& target :
       {BenchTarget{.address = journals_.plain().process->AddressInReadyLine()},
        journals_.AsSupervisors(journals_.recorded()), journals_.AsSupervisors(journals_.signed_in())}) {
    forbidden_ = fill(target, plan_.seed * 1000 + 1, kForbiddenCases);
    read_ = fill(target, plan_.seed * 1000 + 2, kReadCases);
  }
  own_ = std::make_unique<AssignedCase>(BenchStaff(kWorking), today_);
  return Append(journals_.AsSupervisors(journals_.signed_in()), own_->Opening());
}

absl::Status AccessRows::Round(int round) {
  absl::Status measured = Forbidden();
  if (measured.ok()) measured = Transport(round);
  if (measured.ok()) measured = Beside();
  if (measured.ok()) measured = RecordedReads();
  return measured;
}

void AccessRows::Note(const std::string& row, const std::string& side, const LoadResult& result) {
  if (result.requests == 0) return figures_.Remark(row, side, "failed");
  figures_.Add(row, side, "p50 us", static_cast<double>(result.LatencyUs(0.5)));
  figures_.Add(row, side, "p99 us", static_cast<double>(result.LatencyUs(0.99)));
  if (result.server_cpu > absl::ZeroDuration()) figures_.Add(row, side, "cpu us", result.ServerCpuUsPerRequest());
  if (result.elapsed > absl::ZeroDuration()) figures_.Add(row, side, "requests a second", result.RequestsPerSecond());
  if (result.failures > 0) figures_.Add(row, side, "failed", static_cast<double>(result.failures));
}

double AccessRows::Turn(const std::string& row, const std::string& side, const ChildProcess& server,
                        const std::function<LoadResult()>& measure) {
  const absl::Duration before = server.CpuTime();
  LoadResult result = measure();
  if (!server.AwaitIdle(kAccessQuiet, kAccessIdleLimit)) figures_.Remark(row, side, "still busy 30 s later");
  result.server_cpu = server.CpuTime() - before;
  Note(row, side, result);
  return result.requests == 0 ? 0 : result.ServerCpuUsPerRequest();
}

// A server that was started anew has no case in memory, and a refused call loads none. The supervisors then read all
// of them.
absl::Status AccessRows::Forbidden() {
  if (!Asked("forbidden and absent")) return absl::OkStatus();
  if (absl::Status started = journals_.Restart(journals_.signed_in()); !started.ok()) return started;
  journals_.signed_in().process->AwaitIdle(kAccessQuiet, kAccessIdleLimit);
  const BenchTarget target = journals_.AsCaseworkers(journals_.signed_in());
  const std::shared_ptr<grpc::Channel> channel = ChannelTo(target, kAnswerBytesMax);
  const std::shared_ptr<v1::CaseService::Stub> cases = v1::CaseService::NewStub(channel);
  const std::shared_ptr<v1::AuditService::Stub> audit = v1::AuditService::NewStub(channel);
  const std::vector<CaseRead> reads = {
      {"GetCasePlan",
       [cases](grpc::ClientContext& context, const std::string& case_id) {
         v1::GetCasePlanRequest request;
         request.set_case_id(case_id);
         v1::GetCasePlanResponse response;
         return cases->GetCasePlan(&context, request, &response);
       }},
      {"GetHistory", [audit](grpc::ClientContext& context, const std::string& case_id) {
         v1::GetHistoryRequest request;
         request.set_case_id(case_id);
         const auto reader = audit->GetHistory(&context, request);
         v1::GetHistoryResponse response;
         while (reader->Read(&response)) {
         }
         return reader->Finish();
       }}};
  for (const char* state : {"not in memory", "in memory"}) {
    for (const CaseRead& read : reads) {
      CompareRefused(absl::StrCat(read.name, ", forbidden and absent, ", state), read, target);
    }
    MixClient(journals_.AsSupervisors(journals_.signed_in())).CallEachOnce(PlansOf(*forbidden_), 4);
  }
  return absl::OkStatus();
}

// One forbidden case and one absent one, in turns, by the same caller on the same connection.
void AccessRows::CompareRefused(const std::string& row, const CaseRead& read, const BenchTarget& target) {
  LoadResult forbidden;
  LoadResult absent;
  const auto ask = [&](size_t call, const std::string& case_id, LoadResult& result) {
    grpc::ClientContext context;
    SignIn(target, call, context);
    const absl::Time began = absl::Now();
    const grpc::Status status = read.call(context, case_id);
    result.latencies_us.push_back(absl::ToInt64Microseconds(absl::Now() - began));
    ++result.requests;
    if (status.error_code() != grpc::StatusCode::NOT_FOUND) ++result.failures;
  };
  for (size_t i = 0; i < kRefusedCalls; ++i) {
    const std::string& forbidden_id = forbidden_->at(i % kForbiddenCases).case_id();
    const std::string& absent_id = absent_[i % kForbiddenCases];
    if (i % 2 == 0) ask(i, forbidden_id, forbidden);
    ask(i, absent_id, absent);
    if (i % 2 == 1) ask(i, forbidden_id, forbidden);
  }
  for (LoadResult* each : {&forbidden, &absent}) std::sort(each->latencies_us.begin(), each->latencies_us.end());
  Note(row, "forbidden", forbidden);
  Note(row, "absent", absent);
  figures_.Add(row, "of absent", "p50",
               static_cast<double>(forbidden.LatencyUs(0.5)) / static_cast<double>(absent.LatencyUs(0.5)));
  Print(figures_.RowText(row));
  FlushOutput();
}

absl::Status AccessRows::Transport(int round) {
  const std::string row = absl::StrCat("append of the mix, ", kTransportInFlight, " in flight, TLS and tokens");
  if (!Asked(row)) return absl::OkStatus();
  const uint64_t seed = plan_.seed * 1000 + 500 + static_cast<uint64_t>(round);
  struct Side {
    std::string name;
    const ChildProcess& server;
    bool is_echo;
    MixClient client;
    CaseSet cases;
    double cpu_us;
  };
  const auto side = [&](const char* name, const ChildProcess& server, BenchTarget target, bool is_echo) {
    return std::unique_ptr<Side>(new Side{.name = name,
                                          .server = server,
                                          .is_echo = is_echo,
                                          .client = MixClient(std::move(target)),
                                          .cases = CaseSet(seed, plan_.cases, plan_.entries, today_),
                                          .cpu_us = 0});
  };
  const ChildProcess& plain = *journals_.plain().process;
  const ChildProcess& signed_in = *journals_.signed_in().process;
  const std::unique_ptr<Side> sides[] = {
      side(kWithout, plain, {.address = plain.AddressInReadyLine()}, false),
      side(kWith, signed_in, journals_.AsSupervisors(journals_.signed_in()), false),
      side(kEchoWithout, journals_.echo(), {.address = journals_.echo().AddressInReadyLine()}, true),
      side(kEchoWith, journals_.echo_with_tls(), journals_.As(journals_.echo_with_tls(), {}), true)};
  for (const std::unique_ptr<Side>& each : sides) {
    if (each->is_echo) {
      each->cases.WriteAhead(plan_.entries);
    } else {
      each->client.Fill(each->cases, plan_.entries, kFillEach);
      each->server.AwaitIdle(kAccessQuiet, kAccessIdleLimit);
    }
  }
  const LoadShape shape{.in_flight = kTransportInFlight, .duration = plan_.turn};
  // Who is first takes turns, so that a machine that is slow for a while is slow for both.
  for (size_t i = 0; i < std::size(sides); ++i) {
    Side& each = *sides[round % 2 == 0 ? i : std::size(sides) - 1 - i];
    each.cpu_us = Turn(row, each.name, each.server, [&] { return each.client.Append(each.cases, shape); });
  }
  for (const std::unique_ptr<Side>& each : sides) CountRefusals(each->client);
  const double journal_pays = sides[1]->cpu_us - sides[0]->cpu_us;
  const double echo_pays = sides[3]->cpu_us - sides[2]->cpu_us;
  figures_.Add(row, "more", "cpu us of the journal", journal_pays);
  figures_.Add(row, "more", "of the echo", echo_pays);
  figures_.Add(row, "more", "% beyond the echo", 100 * (journal_pays - echo_pays) / sides[0]->cpu_us);
  Print(figures_.RowText(row));
  FlushOutput();
  return absl::OkStatus();
}

// One append and one read of a plan after another.
absl::Status AccessRows::Work(const std::string& row, const std::string& side) {
  const BenchTarget target = journals_.As(*journals_.signed_in().process, {kWorking});
  const std::unique_ptr<v1::CaseService::Stub> stub = v1::CaseService::NewStub(ChannelTo(target, kAnswerBytesMax));
  LoadResult appends;
  LoadResult reads;
  const auto timed = [&](LoadResult& result, const std::function<grpc::Status(grpc::ClientContext&)>& call) {
    grpc::ClientContext context;
    SignIn(target, 0, context);
    const absl::Time began = absl::Now();
    const grpc::Status status = call(context);
    result.latencies_us.push_back(absl::ToInt64Microseconds(absl::Now() - began));
    ++result.requests;
    return status.ok() ? absl::OkStatus()
                       : absl::UnavailableError(absl::StrCat("the canary: ", status.error_message()));
  };
  v1::GetCasePlanRequest read;
  read.set_case_id(own_->id());
  for (const absl::Time end = absl::Now() + plan_.canary; absl::Now() < end; absl::SleepFor(kBetweenCalls)) {
    const v1::AppendRequest note = own_->NextNote();
    absl::Status made = timed(appends, [&](grpc::ClientContext& context) {
      v1::AppendResponse response;
      return stub->Append(&context, note, &response);
    });
    if (!made.ok()) return made;
    made = timed(reads, [&](grpc::ClientContext& context) {
      v1::GetCasePlanResponse response;
      return stub->GetCasePlan(&context, read, &response);
    });
    if (!made.ok()) return made;
  }
  for (LoadResult* each : {&appends, &reads}) std::sort(each->latencies_us.begin(), each->latencies_us.end());
  Note("append " + row, side, appends);
  Note("GetCasePlan " + row, side, reads);
  return absl::OkStatus();
}

absl::Status AccessRows::Beside() {
  const std::string row = "of one caller beside another";
  if (!Asked("append " + row) && !Asked("GetCasePlan " + row)) return absl::OkStatus();
  if (absl::Status worked = Work(row, kAlone); !worked.ok()) return worked;
  const BenchTarget flooding = journals_.As(*journals_.signed_in().process, {kFlooding});
  struct Company {
    std::string name;
    BenchTarget target;
    FloodPlan plan;
  };
  const Company companies[] = {
      {"who reads", flooding, {.of = FloodOf::kPlans, .case_id = read_->at(0).case_id()}},
      {"who appends", flooding, {.of = FloodOf::kNotes}},
      {"in a stream", flooding, {.of = FloodOf::kNotesInStream}},
      {"of an echo",
       journals_.As(journals_.echo_with_tls(), {}),
       {.of = FloodOf::kPlans, .case_id = read_->at(0).case_id(), .echo_bytes = kFloodEchoBytes}}};
  for (const Company& company : companies) {
    absl::StatusOr<std::unique_ptr<ChildProcess>> flood = StartFlood(company.target, company.plan, scratch_);
    if (!flood.ok()) return flood.status();
    absl::SleepFor(kFloodStarts);
    const absl::Duration before = journals_.signed_in().process->CpuTime();
    const FloodCounts counted = CountsOfFlood(scratch_);
    const absl::Time began = absl::Now();
    if (absl::Status worked = Work(row, company.name); !worked.ok()) return worked;
    const FloodCounts counts = CountsOfFlood(scratch_);
    const double seconds = absl::ToDoubleSeconds(absl::Now() - began);
    const std::string beside = "the other caller";
    figures_.Add(beside, company.name, "calls a second", static_cast<double>(counts.calls - counted.calls) / seconds);
    figures_.Add(beside, company.name, "of them refused",
                 static_cast<double>(counts.refused - counted.refused) / seconds);
    figures_.Add(beside, company.name, "processors of the server",
                 absl::ToDoubleSeconds(journals_.signed_in().process->CpuTime() - before) / seconds);
    flood->reset();
    journals_.signed_in().process->AwaitIdle(kAccessQuiet, kAccessIdleLimit);
  }
  for (const char* call : {"append ", "GetCasePlan "}) {
    const Rounds& alone = *figures_.Of(call + row, kAlone, "p99 us");
    for (const Company& company : companies) {
      const Rounds& together = *figures_.Of(call + row, company.name, "p99 us");
      figures_.Add(call + row, company.name, "p99 of alone", together.values.back() / alone.values.back());
    }
    Print(figures_.RowText(call + row));
  }
  Print(figures_.RowText("the other caller"));
  FlushOutput();
  return absl::OkStatus();
}

absl::Status AccessRows::RecordedReads() {
  const std::vector<RawRequest> plans = PlansOf(*read_);
  for (const size_t in_flight : {1, 64}) {
    const std::string row = absl::StrCat("GetCasePlan, ", in_flight, " in flight, reads recorded");
    if (!Asked(row)) continue;
    double cpu_us[2] = {};
    for (const bool recorded : {false, true}) {
      const AccessJournals::Served& served = recorded ? journals_.recorded() : journals_.signed_in();
      const char* side = recorded ? kWith : kWithout;
      MixClient client(journals_.AsSupervisors(served));
      client.CallEachOnce(plans, 4);
      served.process->AwaitIdle(kAccessQuiet, kAccessIdleLimit);
      const absl::StatusOr<std::unique_ptr<SyncCount>> syncs = SyncCount::Of(served.process->pid());
      uint64_t requests = 0;
      cpu_us[recorded ? 1 : 0] = Turn(row, side, *served.process, [&] {
        const LoadResult result = client.Call(plans, in_flight, plan_.turn);
        requests = result.requests;
        return result;
      });
      if (!syncs.ok()) {
        figures_.Remark(row, side, std::string(syncs.status().message()));
      } else if (requests > 0) {
        figures_.Add(row, side, "syncs a call", static_cast<double>((*syncs)->Syncs()) / static_cast<double>(requests));
      }
    }
    figures_.Add(row, "more", "cpu us", cpu_us[1] - cpu_us[0]);
    Print(figures_.RowText(row));
    FlushOutput();
  }
  return absl::OkStatus();
}

}  // namespace casejournal::services
