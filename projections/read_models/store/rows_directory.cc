#include "projections/read_models/store/rows_directory.h"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"

namespace casejournal::projections {

bool IsBeheaded(const std::string& directory) {
  std::error_code error;
  if (std::filesystem::exists(absl::StrCat(directory, "/CURRENT"), error) || error) return false;
  for (std::filesystem::directory_iterator file(directory, error), end; !error && file != end; file.increment(error)) {
    const std::string name = file->path().filename().string();
    if (absl::StartsWith(name, "MANIFEST-") || absl::EndsWith(name, ".sst")) return true;
  }
  return false;
}

absl::Status RemoveLogs(const std::string& directory) {
  std::error_code error;
  std::vector<std::filesystem::path> logs;
  for (std::filesystem::directory_iterator file(directory, error), end; !error && file != end; file.increment(error)) {
    if (file->path().extension() == ".log") logs.push_back(file->path());
  }
  for (const std::filesystem::path& log : logs) {
    if (!error) std::filesystem::remove_all(log, error);
  }
  return error ? eventstore::ErrnoStatus(error.value(), absl::StrCat("removing logs of ", directory))
               : absl::OkStatus();
}

bool DiskWorksBeside(const std::string& directory) {
  const std::string path = absl::StrCat(directory, ".probe");
  std::ofstream(path) << "works";
  std::string read;
  std::ifstream(path) >> read;
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  return read == "works";
}

absl::Status PutInPlace(const std::string& fresh, const std::string& directory, const std::string& old) {
  std::error_code error;
  const bool had = std::filesystem::exists(directory, error);
  if (had && !error) std::filesystem::rename(directory, old, error);
  if (error) return eventstore::ErrnoStatus(error.value(), absl::StrCat("moving ", directory, " to ", old));
  std::filesystem::rename(fresh, directory, error);
  if (!error) return absl::OkStatus();
  std::error_code ignored;
  if (had) std::filesystem::rename(old, directory, ignored);
  return eventstore::ErrnoStatus(error.value(), absl::StrCat("renaming ", fresh));
}

}  // namespace casejournal::projections
