#include "eventstore/backup/repository.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "eventstore/backup/segment.h"
#include "eventstore/backup/synced_directory.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kRepositoryFormat = "casejournal backup repository 1\n";

std::string FormatFile(const std::string& directory) { return absl::StrCat(directory, "/FORMAT"); }
std::string ObjectsFolder(const std::string& directory) { return absl::StrCat(directory, "/objects"); }
std::string GenerationsFolder(const std::string& directory) { return absl::StrCat(directory, "/generations"); }
std::string KeysFile(const std::string& directory) { return absl::StrCat(directory, "/keys"); }

absl::Status MakeFolder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  return error ? ErrnoStatus(error.value(), absl::StrCat("creating ", path)) : absl::OkStatus();
}

// Make a repository where there is nothing. The format is written last.
absl::Status MakeRepository(const std::string& directory) {
  if (absl::Status made = MakeDirectoryDurably(directory); !made.ok()) return made;
  if (absl::Status made = MakeFolder(directory); !made.ok()) return made;
  absl::StatusOr<std::vector<std::string>> names = ListDirectory(directory);
  if (!names.ok()) return names.status();
  const std::set<std::string> known = {"FORMAT.new", "LOCK", "generations", "objects"};  // an interrupted making
  for (const std::string& name : *names) {
    if (known.contains(name)) continue;
    return absl::FailedPreconditionError(
        absl::StrCat(directory, " holds ", name, ", and is no backup repository; nothing was changed"));
  }
  for (const std::string& folder : {ObjectsFolder(directory), GenerationsFolder(directory)}) {
    if (absl::Status made = MakeFolder(folder); !made.ok()) return made;
  }
  if (absl::Status synced = SyncDirectory(directory); !synced.ok()) return synced;
  return WriteFileDurably(FormatFile(directory), kRepositoryFormat, 0600);
}

absl::Status CheckRepositoryFormat(const std::string& directory) {
  const absl::StatusOr<std::string> format = ReadSmallFile(FormatFile(directory));
  if (absl::IsNotFound(format.status())) {
    return absl::NotFoundError(absl::StrCat("there is no backup repository in ", directory));
  }
  if (!format.ok()) return format.status();
  if (*format == kRepositoryFormat) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(FormatFile(directory), " is not the format of a repository that this program knows"));
}

// What a text that was read says, or an error that names its file.
template <typename Read>
auto Named(const std::string& path, Read read) -> decltype(read(absl::string_view())) {
  const absl::StatusOr<std::string> text = ReadWholeFile(path, kObjectBytesMax);
  if (!text.ok()) return text.status();
  auto parsed = read(absl::string_view(*text));
  if (!parsed.ok()) return absl::DataLossError(absl::StrCat(path, ": ", parsed.status().message()));
  return parsed;
}

}  // namespace

Repository::Repository(std::string directory, int lock)
    : directory_(std::move(directory)), lock_(lock), objects_(ObjectsFolder(directory_)) {}

Repository::~Repository() { ::close(lock_); }

std::string Repository::scratch() const { return absl::StrCat(directory_, "/scratch"); }

std::string Repository::FileOf(uint64_t number) const {
  return absl::StrFormat("%s/%06d", GenerationsFolder(directory_), number);
}

absl::StatusOr<std::unique_ptr<Repository>> Repository::Open(const std::string& directory, Use use) {
  absl::Status format = CheckRepositoryFormat(directory);
  if (absl::IsNotFound(format) && use == Use::kWrite) format = MakeRepository(directory);
  if (!format.ok()) return format;
  const std::string path = absl::StrCat(directory, "/LOCK");
  const int fd = OpenFile(path, use == Use::kWrite ? O_RDWR | O_CREAT : O_RDONLY, 0600);
  if (fd < 0 && errno == ENOENT) return absl::NotFoundError(absl::StrCat(path, " is missing: no backup was made yet"));
  if (fd < 0) return ErrnoStatus(errno, absl::StrCat("opening ", path));
  std::unique_ptr<Repository> repository(new Repository(directory, fd));
  if (LockFile(fd, use == Use::kWrite ? LOCK_EX : LOCK_SH) != 0) {
    if (errno != EWOULDBLOCK) return ErrnoStatus(errno, absl::StrCat("locking ", path));
    return absl::UnavailableError(absl::StrCat("the backup repository ", directory, " is in use by another process"));
  }
  return repository;
}

absl::StatusOr<Repository::Survey> Repository::Look() const {
  absl::StatusOr<std::vector<std::string>> names = ListDirectory(GenerationsFolder(directory_));
  if (!names.ok()) return names.status();
  Survey survey;
  for (const std::string& name : *names) {
    uint64_t number = 0;
    if (!absl::SimpleAtoi(name, &number) || FileOf(number) != absl::StrCat(GenerationsFolder(directory_), "/", name)) {
      continue;
    }
    absl::StatusOr<Generation> generation = Named(FileOf(number), ParseGeneration);
    if (generation.ok() && generation->number != number) {
      generation = absl::DataLossError(absl::StrCat(FileOf(number), " has the number of another generation"));
    }
    if (generation.ok()) {
      survey.sound.push_back(*std::move(generation));
    } else if (absl::IsDataLoss(generation.status())) {
      survey.damaged.push_back({.number = number, .why = generation.status()});
    } else {
      return generation.status();
    }
  }
  const auto by_number = [](const auto& one, const auto& other) { return one.number < other.number; };
  std::sort(survey.sound.begin(), survey.sound.end(), by_number);
  std::sort(survey.damaged.begin(), survey.damaged.end(), by_number);
  return survey;
}

absl::StatusOr<std::vector<Generation>> Repository::Generations() const {
  absl::StatusOr<Survey> survey = Look();
  if (!survey.ok()) return survey.status();
  if (!survey->damaged.empty()) return survey->damaged.front().why;
  return std::move(survey->sound);
}

absl::StatusOr<Generation> Repository::Find(uint64_t number) const {
  absl::StatusOr<Survey> survey = Look();
  if (!survey.ok()) return survey.status();
  const std::string sound = absl::StrJoin(survey->sound, ", ", [](std::string* out, const Generation& generation) {
    absl::StrAppend(out, generation.number);
  });
  // A damaged generation is not passed over in silence for an older one.
  const uint64_t newest = std::max(survey->sound.empty() ? 0 : survey->sound.back().number,
                                   survey->damaged.empty() ? 0 : survey->damaged.back().number);
  if (newest == 0) return absl::NotFoundError(absl::StrCat(directory_, " has no backup"));
  const uint64_t wanted = number == 0 ? newest : number;
  for (const DamagedGeneration& damaged : survey->damaged) {
    if (damaged.number != wanted) continue;
    return absl::DataLossError(
        absl::StrCat(damaged.why.message(),
                     sound.empty() ? "; there is no other backup: put this file back from a copy of the repository"
                                   : "; the other backups are ",
                     sound));
  }
  for (Generation& generation : survey->sound) {
    if (generation.number == wanted) return std::move(generation);
  }
  return absl::NotFoundError(absl::StrCat(directory_, " has no backup ", number, "; it has ", sound));
}

absl::Status Repository::Add(const Generation& generation) {
  return WriteFileDurably(FileOf(generation.number), FormatGeneration(generation), 0600);
}

absl::Status Repository::Remove(uint64_t number) {
  if (RemoveFile(FileOf(number)) != 0) return ErrnoStatus(errno, absl::StrCat("removing ", FileOf(number)));
  return SyncDirectory(GenerationsFolder(directory_));
}

absl::StatusOr<KeySet> Repository::Keys() const { return Named(KeysFile(directory_), ParseKeySet); }

absl::Status Repository::SetKeys(const KeySet& keys) {
  return WriteFileDurably(KeysFile(directory_), FormatKeySet(keys), 0600);
}

absl::StatusOr<SegmentList> Repository::ListIn(const Hash& name) const {
  const absl::StatusOr<std::string> text = objects_.Get(name);
  if (!text.ok()) return text.status();
  absl::StatusOr<SegmentList> list = ParseSegmentList(*text);
  if (list.ok()) return list;
  return absl::DataLossError(absl::StrCat(objects_.PathOf(name), ": ", list.status().message()));
}

absl::StatusOr<std::vector<SegmentPlace>> Repository::SegmentsOf(const Generation& generation) const {
  std::vector<SegmentList> lists;  // the last first
  for (std::optional<Hash> at = generation.list; at;) {
    absl::StatusOr<SegmentList> list = ListIn(*at);
    if (!list.ok()) return list.status();
    at = list->before;
    lists.push_back(*std::move(list));
  }
  std::vector<SegmentPlace> places;
  uint64_t next = 0;
  for (auto list = lists.rbegin(); list != lists.rend(); ++list) {
    for (const SegmentPlace& place : list->segments) {
      if (place.first != next || place.entries == 0) {
        return absl::DataLossError(absl::StrCat("backup ", generation.number, " has no entries from position ", next));
      }
      next += place.entries;
      places.push_back(place);
    }
  }
  if (next != generation.size) {
    return absl::DataLossError(
        absl::StrCat("backup ", generation.number, " has ", next, " entries and should have ", generation.size));
  }
  return places;
}

absl::StatusOr<Objects::Stored> Repository::StoreSegments(const std::vector<SegmentPlace>& places,
                                                          uint64_t& added_bytes) const {
  Objects::Stored last;
  std::optional<Hash> before;
  for (size_t at = 0; at == 0 || at < places.size(); at += kSegmentsInList) {
    const size_t end = std::min(places.size(), at + kSegmentsInList);
    const std::string text = FormatSegmentList({before, {places.begin() + at, places.begin() + end}});
    absl::StatusOr<Objects::Stored> stored = objects_.Put(text);
    if (!stored.ok()) return stored;
    if (stored->added) added_bytes += text.size();
    before = stored->name;
    last = *stored;
  }
  return last;
}

absl::StatusOr<Repository::Usage> Repository::FindUsage() const {
  absl::StatusOr<Survey> survey = Look();
  if (!survey.ok()) return survey.status();
  Usage usage{.objects = {}, .damaged = std::move(survey->damaged)};
  std::map<Hash, absl::Status> lists;  // how they and those before them are; generations share their beginnings
  for (const Generation& generation : survey->sound) {
    for (const auto& [path, object] : generation.files) usage.objects.insert(object);
    std::vector<Hash> own;
    absl::Status state;
    for (std::optional<Hash> at = generation.list; at;) {
      if (const auto known = lists.find(*at); known != lists.end()) {
        state = known->second;
        break;
      }
      own.push_back(*at);
      usage.objects.insert(*at);
      const absl::StatusOr<SegmentList> list = ListIn(*at);
      if (!list.ok() && !absl::IsDataLoss(list.status())) return list.status();
      if (!list.ok()) {
        state = list.status();
        break;
      }
      for (const SegmentPlace& place : list->segments) usage.objects.insert(place.object);
      at = list->before;
    }
    for (const Hash& each : own) lists[each] = state;
    if (!state.ok()) usage.damaged.push_back({.number = generation.number, .why = state});
  }
  std::sort(usage.damaged.begin(), usage.damaged.end(),
            [](const DamagedGeneration& one, const DamagedGeneration& other) { return one.number < other.number; });
  return usage;
}

absl::StatusOr<std::vector<Repository::DamagedGeneration>> Repository::Damaged() const {
  absl::StatusOr<Usage> usage = FindUsage();
  if (!usage.ok()) return usage.status();
  return std::move(usage->damaged);
}

absl::Status Repository::CheckSweepable() const {
  const absl::StatusOr<KeySet> keys = Keys();
  if (keys.ok() || !absl::IsNotFound(keys.status())) return keys.status();
  const absl::StatusOr<Survey> survey = Look();
  if (!survey.ok()) return survey.status();
  if (survey->sound.empty() && survey->damaged.empty()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(KeysFile(directory_),
                                          " is missing, and without it nobody knows which data keys the backups use: "
                                          "put it back from a copy of the repository. Nothing was removed"));
}

absl::StatusOr<Repository::Swept> Repository::Sweep() {
  absl::StatusOr<Usage> usage = FindUsage();
  if (!usage.ok()) return usage.status();
  const bool all_known = usage->damaged.empty();
  std::set<Hash>& used = usage->objects;
  if (absl::Status sweepable = CheckSweepable(); !sweepable.ok()) return sweepable;
  const absl::StatusOr<KeySet> keys = Keys();
  if (!keys.ok() && !absl::IsNotFound(keys.status())) return keys.status();
  if (keys.ok()) used.insert(keys->chunks.begin(), keys->chunks.end());
  if (absl::Status removed = objects_.RemoveDrafts(); !removed.ok()) return removed;
  const absl::StatusOr<std::vector<Hash>> names = objects_.Names();
  if (!names.ok()) return names.status();
  Swept swept{.objects = 0, .bytes = 0, .damaged = std::move(usage->damaged)};
  for (const Hash& name : *names) {
    if (used.contains(name)) continue;
    if (!all_known) {
      const absl::StatusOr<std::string> beginning = objects_.Beginning(name, kKeysMark.size());
      if (!beginning.ok()) return beginning.status();
      if (*beginning != kKeysMark) continue;
    }
    const absl::StatusOr<uint64_t> bytes = objects_.Remove(name);
    if (!bytes.ok()) return bytes.status();
    ++swept.objects;
    swept.bytes += *bytes;
  }
  return swept;
}

}  // namespace casejournal::eventstore
