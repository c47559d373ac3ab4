#include "tests/bench/mix/mix_servers.h"

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/journal/journal.h"

namespace casejournal::services {
namespace {

constexpr size_t kStreams = 300;
constexpr size_t kBatch = 10;
constexpr absl::Duration kLook = absl::Milliseconds(200);
// A server that uses less of a processor than this has nothing to do but to sign checkpoints.
constexpr double kIdleShare = 0.04;
constexpr char kJournalZone[] = "America/New_York";

}  // namespace

absl::CivilDay JournalToday() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(kJournalZone, &zone)) zone = absl::UTCTimeZone();
  return absl::ToCivilDay(absl::Now(), zone);
}

absl::Status MixServers::Start(const std::vector<std::string>& json_payloads, const std::vector<std::string>& payloads,
                               std::vector<std::string>& left_out) {
  const auto made = Journal::Create({.directory = options_.directory + "/journal"},
                                    {.origin = "bench.example/mix", .time_zone = kJournalZone});
  if (!made.ok()) return made.status();
  absl::StatusOr<std::unique_ptr<ChildProcess>> echo = ChildProcess::Start("/proc/self/exe", {"--serve-echo", "400"});
  if (!echo.ok()) return echo.status();
  echo_ = *std::move(echo);
  if (absl::Status started = RestartJournal(); !started.ok()) return started;
  struct Candidate {
    std::string name;
    bool built;
    StoreConnect connect;
    std::vector<std::string> payloads;
  };
  const std::string postgres = options_.directory + "/postgres";
  const std::string redis = options_.directory + "/redis";
  const std::vector<Candidate> candidates = {
      {"postgres", HasPostgres(), [postgres] { return ConnectToPostgres(postgres, kBatch); }, json_payloads},
      {"redis", HasRedis(), [redis] { return ConnectToRedis(redis + "/socket"); }, payloads},
  };
  for (const Candidate& candidate : candidates) {
    if (options_.serve_store.empty() || !candidate.built) {
      left_out.push_back(absl::StrCat(
          candidate.name, candidate.built ? ": --serve-store is not given" : ": built without its client library"));
      continue;
    }
    absl::StatusOr<std::unique_ptr<ChildProcess>> process = ChildProcess::Start(
        options_.serve_store, {candidate.name, absl::StrCat(options_.directory, "/", candidate.name)});
    absl::Status ready = process.status();
    if (ready.ok() && candidate.name == "postgres") ready = CreatePostgresTable(postgres);
    if (!ready.ok()) {
      left_out.push_back(absl::StrCat(candidate.name, ": ", ready.message()));
      continue;
    }
    stores_.push_back({candidate.name, *std::move(process),
                       std::make_unique<StoreLoad>(candidate.connect, kStreams, candidate.payloads)});
  }
  return absl::OkStatus();
}

absl::Status MixServers::RestartJournal() {
  journal_.reset();
  std::vector<std::string> serve = {"serve",
                                    "--data",
                                    options_.directory + "/journal",
                                    "--listen",
                                    "127.0.0.1:0",
                                    "--development-actor",
                                    "bench.example/u-1/Bench"};
  if (!options_.rules.empty()) serve.insert(serve.end(), {"--rules", options_.rules});
  if (options_.case_memory_mib > 0) {
    serve.insert(serve.end(), {"--case-memory-mib", absl::StrCat(options_.case_memory_mib)});
  }
  absl::StatusOr<std::unique_ptr<ChildProcess>> journal = ChildProcess::Start(options_.program, serve);
  if (!journal.ok()) return journal.status();
  journal_ = *std::move(journal);
  return absl::OkStatus();
}

bool MixServers::AwaitIdleJournal(absl::Duration limit) const {
  const absl::Time end = absl::Now() + limit;
  while (absl::Now() < end) {
    const absl::Duration before = journal_->CpuTime();
    absl::SleepFor(kLook);
    if (absl::FDivDuration(journal_->CpuTime() - before, kLook) < kIdleShare) return true;
  }
  return false;
}

}  // namespace casejournal::services
