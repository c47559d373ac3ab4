#include "projections/read_models/rebuild.h"

#include <filesystem>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "casejournal/store/v1/due_case.pb.h"
#include "eventstore/proofs/durable_file.h"
#include "projections/read_models/due_rows.h"
#include "projections/read_models/own_read_models.h"
#include "projections/read_models/store/read_model_store.h"
#include "projections/read_models/store/rows_directory.h"
#include "projections/read_models/stream_build.h"
#include "projections/read_models/worker.h"

namespace casejournal::projections {
namespace {

// A store decides after a few tries whether a disk that does not answer has lost what is on it.
constexpr int kTriesMax = 10;

absl::Status FeedToEnd(const eventstore::EventLog& log, ReadModelStore& store) {
  Feeder feeder(log, store, FoldFromLog(log));
  for (uint64_t done = 0; done < log.size();) {
    absl::StatusOr<eventstore::Position> step = feeder.Step();
    if (!step.ok()) return step.status();
    done = *step;
  }
  return absl::OkStatus();
}

void NameDifference(RebuildReport& report, const std::string& family, absl::string_view key) {
  if (report.differences.size() < kDifferencesMax) {
    report.differences.push_back(absl::StrCat(family, " ", absl::CHexEscape(key)));
  }
}

// Rows of `one` that `other` does not have, or has differently, if `values` says so.
absl::Status Compare(const ReadModelStore& one, const ReadModelStore& other, const std::string& family,
                     RebuildReport& report, bool values) {
  absl::Status failed;
  absl::Status scanned = one.Scan(family, "", "", [&](absl::string_view key, absl::string_view value) {
    absl::StatusOr<std::optional<std::string>> there = other.Get(family, std::string(key));
    if (!there.ok()) {
      failed = there.status();
      return false;
    }
    if (!there->has_value() || (values && **there != value)) NameDifference(report, family, key);
    return true;
  });
  return scanned.ok() ? failed : scanned;
}

absl::Status CountRows(const ReadModelStore& store, RebuildReport& report) {
  for (const std::string& family : ProjectionNames()) {
    absl::Status counted = store.Scan(family, "", "", [&](absl::string_view, absl::string_view) {
      ++report.rows;
      return true;
    });
    if (!counted.ok()) return counted;
  }
  return absl::OkStatus();
}

// Compare with the old ones, which may be damaged at any place. An error is of the new ones.
absl::Status CompareWithOld(const eventstore::EventLog& log, const std::string& directory, const ReadModelStore& fresh,
                            RebuildReport& report) {
  absl::StatusOr<std::unique_ptr<ReadModelStore>> old = ReadModelStore::Open(directory, ProjectionNames());
  if (!old.ok() || !FeedToEnd(log, **old).ok()) return absl::OkStatus();
  absl::Status compared;
  for (const std::string& family : ProjectionNames()) {
    if (compared.ok()) compared = Compare(fresh, **old, family, report, true);
    if (compared.ok()) compared = Compare(**old, fresh, family, report, false);
  }
  report.compared = compared.ok();
  if (!report.compared) report.differences.clear();
  return fresh.Failure().ok() ? absl::OkStatus() : compared;
}

// Read every row of a due list, and what is in it.
absl::Status ReadDueList(const ReadModelStore& store) {
  const std::string of_case = DueCaseKey("");
  const std::string last_entry = LastEntryKey("");
  bool damaged = false;
  absl::Status scanned = store.Scan(kDueFamily, "", "", [&](absl::string_view key, absl::string_view value) {
    if (absl::StartsWith(key, of_case)) damaged = damaged || !store::v1::DueCase().ParseFromString(std::string(value));
    if (absl::StartsWith(key, last_entry))
      damaged = damaged || !store::v1::LastEntry().ParseFromString(std::string(value));
    return true;
  });
  return damaged ? store.Damaged("a row of the due list cannot be read") : scanned;
}

}  // namespace

std::string ReadModelDirectory(const std::string& data_directory) {
  return absl::StrCat(data_directory, "/projections/v", kReadModelVersion);
}

absl::StatusOr<RebuildReport> Rebuild(const eventstore::EventLog& log, const std::string& directory,
                                      absl::FunctionRef<void(uint64_t, uint64_t)> progress) {
  const std::string fresh_path = absl::StrCat(directory, ".new");
  const std::string old_path = absl::StrCat(directory, ".old");
  if (absl::Status finished = FinishSwap(directory); !finished.ok()) return finished;
  if (absl::Status removed = RemoveUnfinished(directory); !removed.ok()) return removed;
  std::error_code error;
  std::filesystem::remove_all(fresh_path, error);
  if (error) return eventstore::ErrnoStatus(error.value(), absl::StrCat("removing ", fresh_path));
  RebuildReport report{.events = log.size()};
  {
    absl::StatusOr<std::unique_ptr<ReadModelStore>> fresh = ReadModelStore::Open(fresh_path, ProjectionNames());
    if (!fresh.ok()) return fresh.status();
    const auto show = [&](uint64_t done, uint64_t total) {
      progress(done, total);
      return true;
    };
    if (absl::Status built = BuildByStreams(log, **fresh, log.size(), BuildThreadsMax(), show); !built.ok())
      return built;
    if (absl::Status counted = CountRows(**fresh, report); !counted.ok()) return counted;
    if (std::filesystem::exists(directory, error)) {
      report.kept_as = old_path;
      if (absl::Status compared = CompareWithOld(log, directory, **fresh, report); !compared.ok()) return compared;
    }
  }
  std::filesystem::remove_all(old_path, error);
  if (error) return eventstore::ErrnoStatus(error.value(), absl::StrCat("removing ", old_path));
  if (absl::Status swapped = PutInPlace(fresh_path, directory, old_path); !swapped.ok()) return swapped;
  return report;
}

absl::Status FinishSwap(const std::string& directory) {
  const std::string fresh = absl::StrCat(directory, ".new");
  std::error_code error;
  if (std::filesystem::exists(directory, error) || error || !std::filesystem::exists(fresh, error)) {
    return absl::OkStatus();
  }
  std::filesystem::rename(fresh, directory, error);
  if (!error) return absl::OkStatus();
  return eventstore::ErrnoStatus(error.value(), absl::StrCat("renaming ", fresh));
}

absl::Status RemoveUnfinished(const std::string& directory) {
  const std::string unfinished = absl::StrCat(directory, ".making");
  std::error_code error;
  std::filesystem::remove_all(unfinished, error);
  return error ? eventstore::ErrnoStatus(error.value(), absl::StrCat("removing ", unfinished)) : absl::OkStatus();
}

absl::StatusOr<DueListCheck> CheckDueList(const eventstore::EventLog& log, const std::string& directory) {
  std::error_code error;
  if (!std::filesystem::exists(directory, error)) return DueListCheck();
  const std::unique_ptr<ReadModelStore> store = ReadModelStore::Closed(directory, {kDueFamily});
  absl::Status read;
  for (int tries = 0; tries < kTriesMax; ++tries) {
    absl::StatusOr<std::optional<Misfit>> misfit = FindMisfit(log, *store, {kDueFamily});
    read = misfit.ok() && !misfit->has_value() ? ReadDueList(*store) : misfit.status();
    if (!read.ok()) continue;
    if (!misfit->has_value()) return DueListCheck{.exists = true, .why = "", .put_away = ""};
    absl::StatusOr<std::string> away = store->PutAway((*misfit)->suffix);
    if (!away.ok()) return away.status();
    return DueListCheck{.exists = true, .why = (*misfit)->why, .put_away = *std::move(away)};
  }
  return read;
}

}  // namespace casejournal::projections
