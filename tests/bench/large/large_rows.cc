#include "tests/bench/large/large_rows.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/console/progress_bar.h"
#include "tests/bench/mix/case_set.h"

namespace casejournal::services {
namespace {

// Of `casejournal serve --case-memory-mib`.
constexpr size_t kDefaultCaseMemoryMiB = 1024;
constexpr absl::Duration kListsLimit = absl::Hours(6);
constexpr absl::Duration kScanLimit = absl::Hours(2);
// A list that is made for all cases rests for up to a second between its steps.
constexpr absl::Duration kQuietForLong = absl::Seconds(3);
constexpr absl::Duration kWatch = absl::Milliseconds(200);
constexpr size_t kReadsInTurn = 1000;
constexpr size_t kAppendedCases = 64;
constexpr size_t kAppendsInFlight = 16;
// The journal has so many times more cases than the case memory holds while the log is scanned.
constexpr uint64_t kCasesOverMemory = 50;
constexpr uint64_t kEntriesWithSentences = 100'000;

double SecondsSince(absl::Time began) { return absl::ToDoubleSeconds(absl::Now() - began); }

// Run `work` in a thread, and show how long it takes meanwhile.
template <typename Work>
absl::Status WhileShown(absl::string_view words, const Work& work) {
  std::atomic<bool> over = false;
  absl::Status status;
  std::thread thread([&] {
    status = work();
    over = true;
  });
  const absl::Time began = absl::Now();
  {
    ProgressBar bar(0);
    while (!over) {
      bar.Show(0, absl::StrCat(words, ": ", static_cast<int>(SecondsSince(began)), " s"));
      absl::SleepFor(std::min(kWatch, std::max(absl::Milliseconds(2), absl::Now() - began)));
    }
  }
  thread.join();
  return status;
}

}  // namespace

LargeRows::LargeRows(const LargePlan& plan, const LargeLog& log, const LargeLogMade& made, ServedJournal served,
                     Figures& figures)
    : plan_(plan), log_(log), made_(made), served_(std::move(served)), figures_(figures) {}

size_t LargeRows::CaseMemoryMiB() const {
  return plan_.case_memory_mib > 0 ? plan_.case_memory_mib : kDefaultCaseMemoryMiB;
}

double LargeRows::MiBOfCases(uint64_t cases) const {
  return static_cast<double>(cases) * static_cast<double>(made_.bytes_of_case) / (1 << 20);
}

absl::StatusOr<LargeRows::Start> LargeRows::StartServer(const std::string& row, size_t case_memory_mib) {
  ServedJournal served = served_;
  served.case_memory_mib = case_memory_mib;
  case_memory_mib_ = case_memory_mib;
  Start start{.began = absl::Now()};
  absl::StatusOr<std::unique_ptr<ChildProcess>> server = ServeJournal(served);
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  start.entries = EntriesWhenReady(*server_);
  readiness_ = std::make_unique<Readiness>(server_->AddressInReadyLine());
  if (absl::Status serving = readiness_->Health(v1::CaseService::service_full_name()); !serving.ok()) return serving;
  const double serving_seconds = SecondsSince(start.began);
  const double serving_cpu_seconds = absl::ToDoubleSeconds(server_->CpuTime());
  const absl::StatusOr<size_t> plan = readiness_->Plan(LargeShape::CaseId(log_.shape().cases() / 2));
  if (!plan.ok()) return plan.status();
  figures_.Add(row, kJournalSide, "serving s", serving_seconds);
  figures_.Add(row, kJournalSide, "serving cpu s", serving_cpu_seconds);
  figures_.Add(row, kJournalSide, "first plan s", SecondsSince(start.began));
  client_ = std::make_unique<MixClient>(server_->AddressInReadyLine());
  if (!plan_.await_lists) return start;
  if (absl::Status lists = AwaitLists(row, start); !lists.ok()) return lists;
  return start;
}

// Both lists are made at the same time, and are waited for at the same time.
absl::Status LargeRows::AwaitLists(const std::string& row, const Start& start) {
  const uint64_t last = start.entries - 1;
  double due_seconds = 0;
  absl::Status due;
  std::thread waits_for_due([&] {
    if (served_.rules.empty()) return;
    due = readiness_->AwaitDueLists(last, kListsLimit);
    due_seconds = SecondsSince(start.began);
  });
  double cases_seconds = 0;
  const absl::Status lists = WhileShown("waiting for the read models", [&] {
    absl::Status awaited = readiness_->AwaitCaseLists(last, kListsLimit);
    cases_seconds = SecondsSince(start.began);
    return awaited;
  });
  const absl::Status joined = WhileShown("waiting for the list of what is due", [&] {
    waits_for_due.join();
    return due;
  });
  for (const absl::Status& status : {lists, joined}) {
    if (!status.ok()) return status;
  }
  for (const char* name : {"read-models", "due-list"}) {
    if (absl::Status health = readiness_->Health(name); !health.ok()) return health;
  }
  figures_.Add(row, kJournalSide, "read models s", cases_seconds);
  if (!served_.rules.empty()) figures_.Add(row, kJournalSide, "due list s", due_seconds);
  return absl::OkStatus();
}

// On a day after the one on which the list of what is due was made, the server computes it again for all cases.
absl::Status LargeRows::AwaitIdle(const std::string& row, const Start& start) {
  if (!plan_.await_lists) return absl::OkStatus();
  return WhileShown("waiting until the server is idle", [&] {
    if (!server_->AwaitIdle(kQuietForLong, kListsLimit)) return absl::DeadlineExceededError("the server is still busy");
    figures_.Add(row, kJournalSide, "idle s",
                 std::max(0.0, SecondsSince(start.began) - absl::ToDoubleSeconds(kQuietForLong)));
    return absl::OkStatus();
  });
}

// Cases in memory count as they are limited, or as their own account says if they take less.
void LargeRows::NoteMemory(const std::string& row, uint64_t cases_held) {
  const auto peak = static_cast<double>(server_->PeakMiB());
  const auto allowed = static_cast<double>(case_memory_mib_);
  const double cases = std::min(allowed, MiBOfCases(cases_held));
  figures_.Add(row, kJournalSide, "peak MiB", peak);
  figures_.Add(row, kJournalSide, "resident MiB", static_cast<double>(server_->ResidentMiB()));
  figures_.Add(row, kJournalSide, "case memory MiB", allowed);
  figures_.Add(row, kJournalSide, "of it used MiB", cases);
  figures_.Add(row, kJournalSide, "beyond it MiB", peak - cases);
}

absl::Status LargeRows::FirstStart() {
  std::error_code error;
  std::filesystem::remove_all(log_.data() + "/projections", error);
  if (error) return absl::UnavailableError(absl::StrCat("cannot remove the read models: ", error.message()));
  const absl::StatusOr<Start> start = StartServer(kFirstStartRow, CaseMemoryMiB());
  if (!start.ok()) return start.status();
  if (absl::Status idle = AwaitIdle(kFirstStartRow, *start); !idle.ok()) return idle;
  NoteMemory(kFirstStartRow, log_.shape().cases());
  server_.reset();
  return absl::OkStatus();
}

absl::Status LargeRows::Round(int round) {
  absl::StatusOr<Start> start = StartServer(kCleanStartRow, CaseMemoryMiB());
  if (!start.ok()) return start.status();
  if (absl::Status idle = AwaitIdle(kCleanStartRow, *start); !idle.ok()) return idle;
  figures_.Add(kCleanStartRow, kJournalSide, "peak MiB", static_cast<double>(server_->PeakMiB()));
  if (absl::Status read = ReadRandomCases(round); !read.ok()) return read;

  const absl::Time stopping = absl::Now();
  server_.reset();
  figures_.Add(kCleanStopRow, kJournalSide, "s", SecondsSince(stopping));

  start = StartAfterKill();
  if (!start.ok()) return start.status();
  if (absl::Status idle = AwaitIdle(kKilledStartRow, *start); !idle.ok()) return idle;
  server_.reset();

  return Scan(start->entries);
}

absl::Status LargeRows::Starts() {
  const absl::Status started = StartAfterKill().status();
  server_.reset();
  return started;
}

absl::StatusOr<LargeRows::Start> LargeRows::StartAfterKill() {
  absl::StatusOr<Start> start = StartServer(kCleanStartRow, CaseMemoryMiB());
  if (!start.ok()) return start.status();
  const absl::StatusOr<uint64_t> acknowledged = KillWhileAppending(start->entries);
  if (!acknowledged.ok()) return acknowledged.status();
  start = StartServer(kKilledStartRow, CaseMemoryMiB());
  if (start.ok() && start->entries < *acknowledged) {
    return absl::DataLossError(absl::StrCat("the log has ", start->entries, " entries after kill -9, and ",
                                            *acknowledged, " were acknowledged"));
  }
  return start;
}

absl::Status LargeRows::ReadRandomCases(int round) {
  std::mt19937_64 random(static_cast<uint64_t>(round) + 1);
  std::vector<uint64_t> chosen(log_.shape().cases());
  for (uint64_t i = 0; i < chosen.size(); ++i) chosen[i] = i;
  const size_t reads = std::min(plan_.reads, chosen.size());
  for (size_t i = 0; i < reads; ++i) std::swap(chosen[i], chosen[i + random() % (chosen.size() - i)]);
  LoadResult result;
  const absl::Duration before = server_->CpuTime();
  ProgressBar bar(reads);
  for (size_t done = 0; done < reads;) {
    std::vector<RawRequest> turn;
    for (; turn.size() < kReadsInTurn && done < reads; ++done) {
      v1::GetCasePlanRequest request;
      request.set_case_id(LargeShape::CaseId(chosen[done]));
      request.set_view(v1::PLAN_VIEW_WORKING);
      turn.push_back({.method = "/casejournal.v1.CaseService/GetCasePlan", .bytes = request.SerializeAsString()});
    }
    result.Add(client_->CallEachOnce(turn, plan_.in_flight));
    bar.Show(done, absl::StrCat(WithCommas(done), " of ", WithCommas(reads), " cases read"));
  }
  bar.Wipe();
  result.server_cpu = server_->CpuTime() - before;
  figures_.Add(kRandomCasesRow, kJournalSide, "cases", static_cast<double>(reads));
  figures_.Add(kRandomCasesRow, kJournalSide, "requests a second", result.RequestsPerSecond());
  figures_.Add(kRandomCasesRow, kJournalSide, "p50 us", static_cast<double>(result.LatencyUs(0.5)));
  figures_.Add(kRandomCasesRow, kJournalSide, "p99 us", static_cast<double>(result.LatencyUs(0.99)));
  figures_.Add(kRandomCasesRow, kJournalSide, "cpu us", result.ServerCpuUsPerRequest());
  NoteMemory(kRandomCasesRow, reads);
  if (result.failures == 0) return absl::OkStatus();
  figures_.Add(kRandomCasesRow, kJournalSide, "failed", static_cast<double>(result.failures));
  // A rejected case is not in the log.
  if (result.failures <= made_.refused) return absl::OkStatus();
  return absl::AbortedError(absl::StrCat(WithCommas(result.failures), " of ", WithCommas(reads), " reads failed"));
}

// Return the number of entries of which somebody was told that they are recorded.
absl::StatusOr<uint64_t> LargeRows::KillWhileAppending(uint64_t entries) {
  // The size of the log is another one each time, so the cases are new ones.
  CaseSet fresh(entries, kAppendedCases, 0, JournalToday());
  LoadResult appended;
  std::thread appends(
      [&] { appended = client_->Append(fresh, {.in_flight = kAppendsInFlight, .duration = absl::Hours(1)}); });
  absl::SleepFor(plan_.append_for);
  server_->Kill();
  appends.join();
  server_.reset();
  if (appended.events == 0) return absl::AbortedError("no entry was recorded before kill -9");
  figures_.Add(kKilledStartRow, kJournalSide, "entries appended before it", static_cast<double>(appended.events));
  return entries + appended.events;
}

void LargeRows::NoteScan(const std::string& row, const StreamResult& result, absl::Duration cpu) {
  const auto items = static_cast<double>(result.items);
  figures_.Add(row, kJournalSide, "entries", items);
  figures_.Add(row, kJournalSide, "entries a second", items / absl::ToDoubleSeconds(result.elapsed));
  figures_.Add(row, kJournalSide, "cpu us an entry", absl::ToDoubleMicroseconds(cpu) / items);
}

absl::Status LargeRows::Scan(uint64_t entries) {
  const uint64_t cases_held = log_.shape().cases() / kCasesOverMemory;
  const auto memory = std::max<size_t>(1, static_cast<size_t>(MiBOfCases(cases_held)));
  const absl::StatusOr<Start> start = StartServer(kCleanStartRow, memory);
  if (!start.ok()) return start.status();
  const auto scan = [&](const std::string& row, uint64_t expected, const auto& read) {
    return WhileShown(row, [&] {
      const absl::Duration before = server_->CpuTime();
      const StreamResult result = read();
      if (!result.status.ok()) return result.status;
      if (result.items < expected) return absl::DataLossError(absl::StrCat(row, ": only ", result.items, " entries"));
      NoteScan(row, result, server_->CpuTime() - before);
      return absl::OkStatus();
    });
  };
  absl::Status read = scan(kReadAllRow, entries, [&] { return client_->ReadAll(entries); });
  if (read.ok()) read = scan(kSubscribeRow, entries, [&] { return client_->CatchUp(entries, kScanLimit); });
  const uint64_t some = std::min(entries, kEntriesWithSentences);
  if (read.ok()) read = scan(kSentencesRow, some, [&] { return client_->ReadAll(some, true); });
  if (!read.ok()) return read;
  NoteMemory(kScanMemoryRow, cases_held);
  server_.reset();
  return absl::OkStatus();
}

}  // namespace casejournal::services
