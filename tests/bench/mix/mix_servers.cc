#include "tests/bench/mix/mix_servers.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/bench/journal_process.h"

namespace casejournal::services {
namespace {

constexpr size_t kStreams = 300;
constexpr size_t kBatch = 10;
constexpr absl::Duration kQuiet = absl::Milliseconds(200);

}  // namespace

absl::Status MixServers::Start(const std::vector<std::string>& json_payloads, const std::vector<std::string>& payloads,
                               std::vector<std::string>& left_out) {
  if (absl::Status made = CreateMeasuredJournal(options_.directory + "/journal", "mix"); !made.ok()) return made;
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
  absl::StatusOr<std::unique_ptr<ChildProcess>> journal = ServeJournal({.program = options_.program,
                                                                        .data = options_.directory + "/journal",
                                                                        .rules = options_.rules,
                                                                        .case_memory_mib = options_.case_memory_mib});
  if (!journal.ok()) return journal.status();
  journal_ = *std::move(journal);
  return absl::OkStatus();
}

bool MixServers::AwaitIdleJournal(absl::Duration limit) const { return journal_->AwaitIdle(kQuiet, limit); }

}  // namespace casejournal::services
