#include "projections/read_models/own_read_models.h"

#include <filesystem>

#include "absl/strings/str_cat.h"

namespace casejournal::projections {
namespace {

absl::StatusOr<bool> AllAreOf(const eventstore::EventLog& log, const ReadModelStore& store,
                              const std::vector<std::string>& families) {
  for (const std::string& family : families) {
    absl::StatusOr<MadeUpTo> checkpoint = store.Checkpoint(family);
    if (!checkpoint.ok()) return checkpoint.status();
    absl::StatusOr<bool> is_of = checkpoint->IsOf(log);
    if (!is_of.ok() || !*is_of) return is_of;
  }
  return true;
}

}  // namespace

absl::StatusOr<OwnReadModels> OpenOwnReadModels(const eventstore::EventLog& log, const std::string& directory,
                                                const std::vector<std::string>& families) {
  absl::StatusOr<std::unique_ptr<ReadModelStore>> store = ReadModelStore::Open(directory, families);
  if (!store.ok()) return store.status();
  absl::StatusOr<bool> own = AllAreOf(log, **store, families);
  if (!own.ok()) return own.status();
  if (*own) return OwnReadModels{*std::move(store), ""};
  store->reset();
  const std::string away = absl::StrCat(directory, ".other");
  std::error_code error;
  std::filesystem::remove_all(away, error);
  std::filesystem::rename(directory, away, error);
  if (error)
    return absl::UnavailableError(
        absl::StrCat("moving ", directory, ", which belongs to another log: ", error.message()));
  store = ReadModelStore::Open(directory, families);
  if (!store.ok()) return store.status();
  return OwnReadModels{*std::move(store), away};
}

}  // namespace casejournal::projections
