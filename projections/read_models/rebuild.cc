#include "projections/read_models/rebuild.h"

#include <filesystem>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "projections/read_models/read_model_store.h"
#include "projections/read_models/worker.h"

namespace casejournal::projections {
namespace {

constexpr size_t kDifferencesMax = 100;

absl::Status FeedToEnd(const eventstore::EventLog& log, ReadModelStore& store,
                       absl::FunctionRef<void(uint64_t, uint64_t)> progress) {
  Feeder feeder(log, store, FoldFromLog(log));
  const uint64_t total = log.size();
  for (uint64_t done = 0; done < total;) {
    absl::StatusOr<eventstore::Position> step = feeder.Step();
    if (!step.ok()) return step.status();
    done = *step;
    progress(done, total);
  }
  return absl::OkStatus();
}

void NameDifference(RebuildReport& report, const std::string& family, absl::string_view key) {
  if (report.differences.size() < kDifferencesMax) {
    report.differences.push_back(absl::StrCat(family, " ", absl::CHexEscape(key)));
  }
}

// Rows of `one` that `other` does not have or has differently.
absl::Status Compare(const ReadModelStore& one, const ReadModelStore& other, const std::string& family,
                     RebuildReport& report, bool count) {
  absl::Status failed;
  absl::Status scanned = one.Scan(family, "", "", [&](absl::string_view key, absl::string_view value) {
    if (count) ++report.rows;
    absl::StatusOr<std::optional<std::string>> there = other.Get(family, std::string(key));
    if (!there.ok()) {
      failed = there.status();
      return false;
    }
    if (!there->has_value() || (count && **there != value)) NameDifference(report, family, key);
    return true;
  });
  return scanned.ok() ? failed : scanned;
}

}  // namespace

std::string ReadModelDirectory(const std::string& data_directory) {
  return absl::StrCat(data_directory, "/projections/v", kReadModelVersion);
}

absl::StatusOr<RebuildReport> Rebuild(const eventstore::EventLog& log, const std::string& directory,
                                      absl::FunctionRef<void(uint64_t, uint64_t)> progress) {
  const std::string fresh_path = absl::StrCat(directory, ".new");
  const std::string old_path = absl::StrCat(directory, ".old");
  std::error_code error;
  std::filesystem::remove_all(fresh_path, error);
  RebuildReport report{.events = log.size()};
  {
    absl::StatusOr<std::unique_ptr<ReadModelStore>> fresh = ReadModelStore::Open(fresh_path, ProjectionNames());
    if (!fresh.ok()) return fresh.status();
    if (absl::Status fed = FeedToEnd(log, **fresh, progress); !fed.ok()) return fed;
    const bool had = std::filesystem::exists(directory, error);
    if (had) report.kept_as = old_path;
    absl::StatusOr<std::unique_ptr<ReadModelStore>> old =
        had ? ReadModelStore::Open(directory, ProjectionNames()) : absl::NotFoundError("none");
    report.compared = old.ok() && FeedToEnd(log, **old, [](uint64_t, uint64_t) {}).ok();
    for (const std::string& family : ProjectionNames()) {
      const ReadModelStore& other = report.compared ? **old : **fresh;
      if (absl::Status compared = Compare(**fresh, other, family, report, true); !compared.ok()) return compared;
      if (absl::Status compared = Compare(other, **fresh, family, report, false); !compared.ok()) return compared;
    }
  }
  std::filesystem::remove_all(old_path, error);
  std::filesystem::rename(directory, old_path, error);
  std::filesystem::rename(fresh_path, directory, error);
  if (error) return absl::UnavailableError(absl::StrCat("renaming ", fresh_path, ": ", error.message()));
  return report;
}

}  // namespace casejournal::projections
