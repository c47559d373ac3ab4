// A log, a repository with its backups, and places to restore to. For tests only.
#ifndef CASEJOURNAL_TESTS_SUPPORT_TEST_BACKUPS_H_
#define CASEJOURNAL_TESTS_SUPPORT_TEST_BACKUPS_H_

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/backup/back_up.h"
#include "eventstore/recovery/recovery.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {

inline const StreamId kMills = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000b1"));
inline const StreamId kCole = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000b2"));

inline constexpr auto kNoStages = [](BackupStage, uint64_t, uint64_t) {};
inline constexpr auto kNoProgress = [](uint64_t, uint64_t) {};
inline constexpr auto kAnyPace = [](uint64_t) { return true; };

inline std::string Content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

inline void Overwrite(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

inline std::vector<std::filesystem::path> FilesIn(const std::string& directory) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline uint64_t BytesIn(const std::string& directory) {
  uint64_t bytes = 0;
  for (const std::filesystem::path& path : FilesIn(directory)) bytes += std::filesystem::file_size(path);
  return bytes;
}

// The generation, if nothing was left over.
inline absl::StatusOr<Generation> WhollySaved(absl::StatusOr<SavedBackup> saved) {
  if (!saved.ok()) return saved.status();
  if (!saved->left_over.ok()) return saved->left_over;
  return std::move(saved->generation);
}

class TestBackups : public TestLog {
 protected:
  std::string repository_path() const { return absl::StrCat(outside_.path(), "/backups"); }
  std::string target(absl::string_view name = "restored") const { return absl::StrCat(outside_.path(), "/", name); }

  std::unique_ptr<Repository> Use(Repository::Use use = Repository::Use::kWrite) {
    absl::StatusOr<std::unique_ptr<Repository>> repository = Repository::Open(repository_path(), use);
    EXPECT_TRUE(repository.ok()) << repository.status();
    return repository.ok() ? *std::move(repository) : nullptr;
  }

  // A backup, after which no process has the log open.
  absl::StatusOr<Generation> Save(int64_t now_us = 1) {
    log_.reset();
    return SaveOf(directory_.path(), now_us);
  }

  // The same of the log in `directory`, which no process has open.
  absl::StatusOr<Generation> SaveOf(const std::string& directory, int64_t now_us) {
    absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open({.directory = directory, .disk_reserve_bytes = 0});
    if (!log.ok()) return log.status();
    return WhollySaved(BackUpInUse(**log, *Use(), "America/New_York", now_us, kNoStages, kAnyPace));
  }

  // The same without the proof.
  absl::StatusOr<Generation> StoredOnly(Repository& repository, int64_t now_us) {
    log_.reset();
    const DataPaths paths(directory_.path());
    absl::StatusOr<RecoveredLog> log = RecoverLog(paths, Database::Mode::kReadOnly);
    if (!log.ok()) return log.status();
    const TreeReader tree(*log->database);
    const BackupSource source{.log = *log->database,
                              .keys = log->keys->database(),
                              .tree = tree,
                              .checkpoint = log->latest,
                              .origin = log->signer.name(),
                              .verifier_key = log->signer.verifier_key(),
                              .time_zone = "",
                              .files = *PublicFiles(paths)};
    const absl::StatusOr<StoredBackup> stored =
        StoreBackup(source, repository, Reuse::kBySize, now_us, kNoProgress, kAnyPace);
    if (!stored.ok()) return stored.status();
    if (absl::Status set = repository.SetKeys(stored->keys); !set.ok()) return set;
    if (absl::Status added = repository.Add(stored->generation); !added.ok()) return added;
    return stored->generation;
  }

  RestoreRequest To(const std::string& directory) const {
    const DataPaths paths(directory_.path());
    return {.directory = directory,
            .secrets = {.master_key = paths.master_key, .signing_key = paths.signing_key},
            .limits = {},
            .newest_known = ""};
  }

  absl::StatusOr<Restored> RestoreTo(const RestoreRequest& request, uint64_t number = 0) {
    const std::unique_ptr<Repository> repository = Use(Repository::Use::kRead);
    const absl::StatusOr<Generation> generation = repository->Find(number);
    if (!generation.ok()) return generation.status();
    return Restore(*repository, *generation, request, kNoProgress, kAnyPace);
  }

  // All payloads of the log in `directory`, by position.
  static std::vector<std::string> Payloads(const std::string& directory) {
    absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open({.directory = directory, .disk_reserve_bytes = 0});
    EXPECT_TRUE(log.ok()) << log.status();
    if (!log.ok()) return {};
    std::vector<std::string> payloads;
    const absl::StatusOr<std::vector<RecordedEntry>> entries =
        (*log)->ReadLog(0, {.events_max = 100'000, .bytes_max = 1 << 30});
    EXPECT_TRUE(entries.ok()) << entries.status();
    for (const RecordedEntry& entry : *entries) payloads.push_back(entry.payload());
    return payloads;
  }

  void Record(const StreamId& stream, const std::vector<std::string>& payloads) {
    if (log_ == nullptr) Reopen();
    ASSERT_TRUE(Append(stream, payloads).ok());
  }

  // Two families, a request of three entries, and enough entries for a full tile.
  void RecordSome() {
    Record(kMills, {"Elizabeth needs a bed of her own"});
    Record(kCole, {"first", "second", "third"});
    for (int i = 0; i < 300; ++i) Record(i % 2 == 0 ? kMills : kCole, {absl::StrCat("note ", i)});
  }

  TestDirectory outside_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_TESTS_SUPPORT_TEST_BACKUPS_H_
