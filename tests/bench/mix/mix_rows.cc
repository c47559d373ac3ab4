#include "tests/bench/mix/mix_rows.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/console/output.h"
#include "tests/bench/rocksdb_baseline.h"

namespace casejournal::services {
namespace {

constexpr char kJournal[] = "casejournal";
constexpr char kEcho[] = "echo";
constexpr char kRocksdb[] = "rocksdb";
constexpr size_t kFillRequest = 50;
// About the bytes of a stored entry of the mix: 240 of the event, 80 of its admission, 240 of header, seal, and keys
// (LOG_FORMAT.md), and its share of the texts of plan versions, which the server adds.
constexpr size_t kRecordBytes = 740;
// A tenth of the entries of a case is added by measuring it.
constexpr size_t kGrowth = 10;
constexpr absl::Duration kIdleLimit = absl::Seconds(30);
constexpr size_t kFollowed = 50;
constexpr size_t kColdCases = 20;

std::string Plural(size_t count, const char* what) { return absl::StrCat(count, " ", what, count == 1 ? "" : "s"); }

// As many cases of a size as give enough entries to measure, and do not take long to record.
size_t CasesOf(size_t size) { return std::clamp<size_t>(10'000 / size, 1, 100); }

}  // namespace

MixRows::MixRows(const MixPlan& plan, MixServers& servers, const std::string& scratch, absl::CivilDay today,
                 Figures& figures)
    : plan_(plan), servers_(servers), scratch_(scratch), today_(today), figures_(figures), device_(scratch) {
  Connect();
  echo_ = std::make_unique<MixClient>(servers_.echo().AddressInReadyLine());
}

bool MixRows::Asked(const std::string& row) const { return absl::StrContains(row, plan_.only); }

void MixRows::Connect() {
  if (client_ != nullptr) refusals_.push_back(client_->refusals());
  client_ = std::make_unique<MixClient>(servers_.journal().AddressInReadyLine());
}

RefusedEntries MixRows::refusals() const {
  RefusedEntries all = client_->refusals();
  for (const RefusedEntries& each : refusals_) {
    all.sent += each.sent;
    all.refused += each.refused;
    all.reasons.insert(all.reasons.end(), each.reasons.begin(), each.reasons.end());
  }
  return all;
}

absl::Status MixRows::Prepare() {
  uint64_t seed = plan_.seed * 1000;
  for (const size_t size : plan_.sizes) {
    if (Asked(absl::StrCat("case of ", size))) {
      sized_.push_back({size, CaseSet(++seed, CasesOf(size), size, today_)});
    }
  }
  for (const size_t size : plan_.histories) {
    if (Asked(absl::StrCat("GetHistory, case of ", size))) {
      histories_.push_back({size, CaseSet(++seed, 1, size, today_)});
    }
  }
  for (std::vector<Sized>* group : {&sized_, &histories_}) {
    for (Sized& each : *group) {
      const LoadResult filled = client_->Fill(each.cases, each.size, kFillRequest);
      Remark(absl::StrCat("recorded ", Plural(each.cases.size(), "case"), " of ", each.size, " entries in ",
                          static_cast<int>(absl::ToDoubleSeconds(filled.elapsed)), " s"));
      if (filled.events == 0) {
        return absl::AbortedError(absl::StrCat("no case of ", each.size, " entries could be recorded"));
      }
    }
  }
  if (!servers_.AwaitIdleJournal(kIdleLimit)) Remark("the journal is still busy 30 s after it was filled");
  return absl::OkStatus();
}

absl::Status MixRows::FillRound(int round) {
  const uint64_t seed = plan_.seed * 1000 + 500 + static_cast<uint64_t>(round);
  cases_ = std::make_unique<CaseSet>(seed, plan_.cases, plan_.entries, today_);
  echo_cases_ = std::make_unique<CaseSet>(seed, plan_.cases, plan_.entries, today_);
  echo_cases_->WriteAhead(plan_.entries);
  const std::string row = absl::StrCat("recording ", plan_.cases, " cases, ", kFillRequest, " each, 8 in flight");
  Turn(
      row, kJournal, [&] { return servers_.journal().CpuTime(); },
      [&] { return client_->Fill(*cases_, plan_.entries, kFillRequest); });
  for (size_t i = 0; i < cases_->size(); ++i) {
    if (!cases_->GivenUp(i)) return absl::OkStatus();
  }
  return absl::AbortedError("no case of the mix could be recorded");
}

absl::Status MixRows::Round(int round) {
  if (round > 0) {
    if (absl::Status restarted = servers_.RestartJournal(); !restarted.ok()) return restarted;
    Connect();
    Cold();
  }
  if (absl::Status filled = FillRound(round); !filled.ok()) return filled;
  for (const size_t events : {1, 10}) {
    for (const size_t in_flight : {1, 16, 64, 256}) Appends(in_flight, events);
  }
  for (const size_t window : {64, 256}) Streams(window);
  AllReads();
  for (Sized& sized : sized_) OfSize(sized);
  Scans();
  Histories();
  AfterPauses("append after 2 s without calls", absl::Seconds(2));
  AfterPauses("appends 1.05 s apart", absl::Milliseconds(1050));
  if (plan_.rounds == 1) {
    if (absl::Status restarted = servers_.RestartJournal(); !restarted.ok()) return restarted;
    Connect();
    Cold();
  }
  return absl::OkStatus();
}

void MixRows::Note(const std::string& row, const std::string& side, const LoadResult& result, uint64_t device_bytes) {
  if (result.requests == 0) {
    figures_.Remark(row, side, "failed");
    return;
  }
  const double requests = static_cast<double>(result.requests);
  figures_.Add(row, side, "requests a second", result.RequestsPerSecond());
  figures_.Add(row, side, "p50 us", static_cast<double>(result.LatencyUs(0.5)));
  figures_.Add(row, side, "p99 us", static_cast<double>(result.LatencyUs(0.99)));
  figures_.Add(row, side, "max us", static_cast<double>(result.LatencyUs(1)));
  if (result.server_cpu > absl::ZeroDuration()) figures_.Add(row, side, "cpu us", result.ServerCpuUsPerRequest());
  if (device_bytes > 0) figures_.Add(row, side, "device bytes", static_cast<double>(device_bytes) / requests);
  if (result.failures > 0) figures_.Add(row, side, "failed", static_cast<double>(result.failures));
}

// The processor time includes what the journal does after its answers, until it is idle.
void MixRows::Turn(const std::string& row, const std::string& side, const std::function<absl::Duration()>& cpu,
                   const std::function<LoadResult()>& measure) {
  // A server of an earlier release does not name its threads.
  const auto followers = [&]() -> std::optional<absl::Duration> {
    if (side != kJournal) return std::nullopt;
    const auto read_models = servers_.journal().CpuTimeOfThreads("read models");
    const auto due_list = servers_.journal().CpuTimeOfThreads("due list");
    if (!read_models || !due_list) return std::nullopt;
    return *read_models + *due_list;
  };
  const uint64_t bytes = device_.Bytes();
  const absl::Duration before = cpu();
  const std::optional<absl::Duration> followed = followers();
  LoadResult result = measure();
  const absl::Duration answered = cpu();
  if (side == kJournal && !servers_.AwaitIdleJournal(kIdleLimit)) {
    figures_.Remark(row, side, "still busy 30 s later");
  }
  result.server_cpu = cpu() - before;
  Note(row, side, result, device_.Bytes() - bytes);
  if (side == kJournal && result.requests > 0) {
    const auto requests = static_cast<double>(result.requests);
    figures_.Add(row, side, "of it after the answers", absl::ToDoubleMicroseconds(cpu() - answered) / requests);
    if (const auto then = followers(); then && followed) {
      figures_.Add(row, side, "of it by the followers", absl::ToDoubleMicroseconds(*then - *followed) / requests);
    }
  }
}

void MixRows::Appends(size_t in_flight, size_t events) {
  const std::string row = absl::StrCat("append ", events, " each, ", in_flight, " in flight");
  if (!Asked(row) || in_flight > cases_->size()) return;
  const LoadShape shape{.in_flight = in_flight, .events_per_request = events, .duration = plan_.turn};
  Turn(
      row, kJournal, [&] { return servers_.journal().CpuTime(); }, [&] { return client_->Append(*cases_, shape); });
  Turn(
      row, kEcho, [&] { return servers_.echo().CpuTime(); }, [&] { return echo_->Append(*echo_cases_, shape); });
  const std::string path = absl::StrCat(scratch_, "/rocksdb-", databases_++);
  const uint64_t bytes = device_.Bytes();
  const absl::StatusOr<LoadResult> groups = WriteSyncedGroups(path, in_flight * events, kRecordBytes, plan_.turn);
  if (groups.ok()) {
    LoadResult as_requests = *groups;
    // A group holds the requests that are in flight together.
    as_requests.requests *= in_flight;
    Note(row, kRocksdb, as_requests, device_.Bytes() - bytes);
  }
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
  for (ComparedStore& store : servers_.stores()) {
    Turn(
        row, store.name, [&] { return store.process->CpuTimeWithDescendants(); },
        [&] {
          absl::StatusOr<LoadResult> result = store.load->Append(shape);
          if (!result.ok()) figures_.Remark(row, store.name, std::string(result.status().message()));
          return result.ok() ? *std::move(result) : LoadResult();
        });
  }
  Print(figures_.RowText(row));
  FlushOutput();
}

void MixRows::Streams(size_t window) {
  const std::string row = absl::StrCat("AppendStream 1 each, window ", window);
  if (!Asked(row) || window > cases_->size()) return;
  const LoadShape shape{.in_flight = window, .events_per_request = 1, .duration = plan_.turn};
  Turn(
      row, kJournal, [&] { return servers_.journal().CpuTime(); },
      [&] { return client_->AppendStream(*cases_, shape); });
  Print(figures_.RowText(row));
}

// Each side is called once in every pause. The calls are apart, so that no side runs beside what another one does after
// its answer.
void MixRows::AfterPauses(const std::string& row, absl::Duration pause) {
  if (!Asked(row)) return;
  struct Caller {
    std::string name;
    std::function<absl::StatusOr<absl::Duration>(size_t)> call;
    LoadResult result;
  };
  std::vector<Caller> callers = {
      {kJournal, [&](size_t i) { return client_->AppendOne(*cases_, i % cases_->size()); }, {}},
      {kEcho, [&](size_t i) { return echo_->AppendOne(*echo_cases_, i % echo_cases_->size()); }, {}}};
  for (ComparedStore& store : servers_.stores()) {
    callers.push_back({store.name, [&store](size_t) { return store.load->AppendOne(); }, {}});
  }
  const absl::Duration apart = pause / static_cast<int64_t>(callers.size());
  // The first call of each side is not counted: its pause is another one.
  for (size_t i = 0; i <= plan_.waits; ++i) {
    for (Caller& caller : callers) {
      absl::SleepFor(apart);
      const absl::StatusOr<absl::Duration> took = caller.call(i);
      if (!took.ok()) {
        ++caller.result.failures;
      } else if (i > 0) {
        caller.result.latencies_us.push_back(absl::ToInt64Microseconds(*took));
      }
    }
  }
  for (Caller& caller : callers) {
    std::sort(caller.result.latencies_us.begin(), caller.result.latencies_us.end());
    if (caller.result.failures > 0) {
      figures_.Remark(row, caller.name, absl::StrCat(Plural(caller.result.failures, "call"), " failed"));
    }
    if (caller.result.latencies_us.empty()) continue;
    figures_.Add(row, caller.name, "p50 us", static_cast<double>(caller.result.LatencyUs(0.5)));
    figures_.Add(row, caller.name, "p99 us", static_cast<double>(caller.result.LatencyUs(0.99)));
    figures_.Add(row, caller.name, "max us", static_cast<double>(caller.result.LatencyUs(1)));
  }
  Print(figures_.RowText(row));
  FlushOutput();
}

void MixRows::Reads(const std::string& row, const std::string& method, const std::vector<std::string>& requests,
                    size_t in_flight) {
  if (!Asked(row) || requests.empty()) return;
  std::vector<RawRequest> ours;
  for (const std::string& bytes : requests) ours.push_back({.method = method, .bytes = bytes});
  size_t answered = 0;
  size_t answer_bytes = 0;
  // The first call of each request loads its case.
  for (const RawRequest& request : ours) {
    const absl::StatusOr<size_t> bytes = client_->AnswerBytes(request);
    if (!bytes.ok()) figures_.Remark(row, kJournal, std::string(bytes.status().message()));
    if (!bytes.ok()) continue;
    ++answered;
    answer_bytes += *bytes;
  }
  if (answered == 0) return;
  Turn(
      row, kJournal, [&] { return servers_.journal().CpuTime(); },
      [&] { return client_->Call(ours, in_flight, plan_.turn); });
  figures_.Add(row, kJournal, "answer bytes", static_cast<double>(answer_bytes / answered));
  std::vector<RawRequest> echoed = ours;
  for (RawRequest& request : echoed) {
    request.method = "/casejournal.v1.CaseService/GetCasePlan";
    request.echo_bytes = std::max<size_t>(1, answer_bytes / answered);
  }
  Turn(
      row, kEcho, [&] { return servers_.echo().CpuTime(); },
      [&] { return echo_->Call(echoed, in_flight, plan_.turn); });
  Print(figures_.RowText(row));
  FlushOutput();
}

std::vector<std::string> MixRows::PlanRequests(const CaseSet& cases, bool of_a_past_day) const {
  std::vector<std::string> requests;
  for (size_t i = 0; i < std::min<size_t>(cases.size(), 50); ++i) {
    if (cases.GivenUp(i)) continue;
    v1::GetCasePlanRequest request;
    request.set_case_id(cases.at(i).case_id());
    request.set_view(v1::PLAN_VIEW_WORKING);
    if (of_a_past_day) request.mutable_as_of()->set_effective_on(absl::FormatCivilTime(today_ - 365));
    requests.push_back(request.SerializeAsString());
  }
  return requests;
}

void MixRows::AllReads() {
  const std::string plan = "/casejournal.v1.CaseService/GetCasePlan";
  const std::string of = absl::StrCat(", case of about ", plan_.entries + plan_.entries / 4);
  Reads(absl::StrCat("GetCasePlan", of, ", 1 in flight"), plan, PlanRequests(*cases_, false), 1);
  Reads(absl::StrCat("GetCasePlan", of, ", 64 in flight"), plan, PlanRequests(*cases_, false), 64);
  Reads(absl::StrCat("GetCasePlan of a past day", of, ", 1 in flight"), plan, PlanRequests(*cases_, true), 1);
  std::vector<std::string> dockets;
  std::vector<std::string> findings;
  for (size_t i = 0; i < std::min<size_t>(cases_->size(), 50); ++i) {
    if (cases_->GivenUp(i)) continue;
    v1::GetDocketRequest docket;
    docket.set_case_id(cases_->at(i).case_id());
    dockets.push_back(docket.SerializeAsString());
    v1::GetFindingsRequest finding;
    finding.set_case_id(cases_->at(i).case_id());
    findings.push_back(finding.SerializeAsString());
  }
  Reads(absl::StrCat("GetDocket", of, ", 1 in flight"), "/casejournal.v1.CaseService/GetDocket", dockets, 1);
  Reads(absl::StrCat("GetFindings", of, ", 1 in flight"), "/casejournal.v1.CaseService/GetFindings", findings, 1);
  v1::ListCasesRequest list;
  list.set_page_size(50);
  Reads("ListCases, first page of 50", "/casejournal.v1.CaseService/ListCases", {list.SerializeAsString()}, 1);
}

// A case grows by a tenth in all rounds together, so that it remains of its size.
void MixRows::OfSize(Sized& sized) {
  const std::string of = absl::StrCat(", case of ", sized.size);
  const size_t times = std::max<size_t>(
      5, sized.size * sized.cases.size() / kGrowth / 2 / static_cast<size_t>(std::max(1, plan_.rounds)));
  for (const Writing writing : {Writing::kOrdinary, Writing::kLate}) {
    const std::string row =
        absl::StrCat(writing == Writing::kLate ? "append a late entry" : "append an ordinary entry", of);
    if (!Asked(row)) continue;
    client_->AppendOne(sized.cases, 0).IgnoreError();
    servers_.AwaitIdleJournal(kIdleLimit);
    Turn(
        row, kJournal, [&] { return servers_.journal().CpuTime(); },
        [&] {
          LoadResult result;
          const absl::Time start = absl::Now();
          for (size_t i = 0; i < times && absl::Now() - start < 3 * plan_.turn; ++i) {
            const absl::StatusOr<absl::Duration> took =
                client_->AppendOne(sized.cases, i % sized.cases.size(), writing);
            ++result.requests;
            if (!took.ok()) ++result.failures;
            if (took.ok()) result.latencies_us.push_back(absl::ToInt64Microseconds(*took));
          }
          result.elapsed = absl::Now() - start;
          std::sort(result.latencies_us.begin(), result.latencies_us.end());
          return result;
        });
    Print(figures_.RowText(row));
    FlushOutput();
  }
  const std::string plan = "/casejournal.v1.CaseService/GetCasePlan";
  Reads(absl::StrCat("GetCasePlan", of, ", 1 in flight"), plan, PlanRequests(sized.cases, false), 1);
  Reads(absl::StrCat("GetCasePlan of a past day", of, ", 1 in flight"), plan, PlanRequests(sized.cases, true), 1);
}

// Right after a start of the server, which knows no case yet. Each case is asked for once.
void MixRows::Cold() {
  const auto once = [&](const std::string& row, const CaseSet& cases) {
    if (!Asked(row)) return;
    std::vector<RawRequest> requests;
    for (const std::string& bytes : PlanRequests(cases, false)) {
      if (requests.size() == kColdCases) break;
      requests.push_back({.method = "/casejournal.v1.CaseService/GetCasePlan", .bytes = bytes});
    }
    if (requests.empty()) return;
    Turn(
        row, kJournal, [&] { return servers_.journal().CpuTime(); }, [&] { return client_->CallEachOnce(requests); });
    Print(figures_.RowText(row));
  };
  servers_.AwaitIdleJournal(kIdleLimit);
  if (cases_ != nullptr) {
    once(absl::StrCat("GetCasePlan cold, case of about ", plan_.entries + plan_.entries / 4), *cases_);
  }
  for (Sized& sized : sized_) {
    const std::string row = absl::StrCat("first append after a start, case of ", sized.size);
    // The last case is not among those that are read, unless it is the only one.
    if (Asked(row)) {
      const absl::StatusOr<absl::Duration> took = client_->AppendOne(sized.cases, sized.cases.size() - 1);
      if (took.ok()) figures_.Add(row, kJournal, "p50 us", absl::ToDoubleMicroseconds(*took));
      Print(figures_.RowText(row));
    }
    if (sized.cases.size() > 1) once(absl::StrCat("GetCasePlan cold, case of ", sized.size), sized.cases);
  }
  FlushOutput();
}

void MixRows::Histories() {
  for (Sized& sized : histories_) {
    const std::string row = absl::StrCat("GetHistory, case of ", sized.size);
    if (!Asked(row)) continue;
    const absl::Duration before = servers_.journal().CpuTime();
    const StreamResult result = client_->History(sized.cases.at(0).case_id(), plan_.history_limit);
    if (!result.in_time) {
      figures_.Remark(row, kJournal, absl::StrCat("over ", absl::FormatDuration(plan_.history_limit)));
      // The server computes on after its caller has gone.
      servers_.AwaitIdleJournal(4 * plan_.history_limit);
    } else if (!result.status.ok()) {
      figures_.Remark(row, kJournal, std::string(result.status.message()));
    } else {
      figures_.Add(row, kJournal, "ms", absl::ToDoubleMilliseconds(result.elapsed));
      figures_.Add(row, kJournal, "cpu ms", absl::ToDoubleMilliseconds(servers_.journal().CpuTime() - before));
      figures_.Add(row, kJournal, "rows", static_cast<double>(result.items));
    }
    Print(figures_.RowText(row));
    FlushOutput();
  }
}

void MixRows::Scans() {
  const auto note = [&](const std::string& row, const std::string& side, const StreamResult& result,
                        absl::Duration cpu) {
    if (!result.status.ok() || result.items == 0) {
      figures_.Remark(row, side, std::string(result.status.message()));
      return;
    }
    const double items = static_cast<double>(result.items);
    figures_.Add(row, side, "entries a second", items / absl::ToDoubleSeconds(result.elapsed));
    figures_.Add(row, side, "cpu us an entry", absl::ToDoubleMicroseconds(cpu) / items);
  };
  const std::string scan = "ReadEvents, full scan";
  if (Asked(scan)) {
    absl::Duration before = servers_.journal().CpuTime();
    const StreamResult ours = client_->ReadAll(plan_.scanned);
    note(scan, kJournal, ours, servers_.journal().CpuTime() - before);
    before = servers_.echo().CpuTime();
    const StreamResult bare = echo_->ReadAll(plan_.scanned);
    note(scan, kEcho, bare, servers_.echo().CpuTime() - before);
    const std::string path = absl::StrCat(scratch_, "/rocksdb-", databases_++);
    if (WriteSyncedGroups(path, 1024, kRecordBytes, plan_.turn).ok()) {
      const absl::StatusOr<LoadResult> records = ReadAllRecords(path);
      if (records.ok()) figures_.Add(scan, kRocksdb, "entries a second", records->EventsPerSecond());
    }
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
    Print(figures_.RowText(scan));
  }
  const std::string catch_up = "Subscribe, from the beginning";
  if (Asked(catch_up)) {
    const absl::Duration before = servers_.journal().CpuTime();
    const StreamResult ours = client_->CatchUp(std::min<uint64_t>(plan_.scanned, plan_.cases * plan_.entries));
    note(catch_up, kJournal, ours, servers_.journal().CpuTime() - before);
    Print(figures_.RowText(catch_up));
  }
  const std::string follow = "Subscribe, from an append to the subscriber";
  if (Asked(follow)) {
    Note(follow, kJournal, client_->Follow(*cases_, kFollowed), 0);
    Print(figures_.RowText(follow));
  }
  FlushOutput();
}

}  // namespace casejournal::services
