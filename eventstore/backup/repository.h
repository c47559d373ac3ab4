// A directory with backups of one journal (BACKUP_FORMAT.md). It holds no key that opens anything: data keys are there
// as the key store has them, wrapped with the master key, which is never part of a backup.
#ifndef CASEJOURNAL_EVENTSTORE_BACKUP_REPOSITORY_H_
#define CASEJOURNAL_EVENTSTORE_BACKUP_REPOSITORY_H_

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/backup/generation.h"
#include "eventstore/backup/objects.h"

namespace casejournal::eventstore {

class Repository {
 public:
  // Many may read at a time; whoever writes is alone.
  enum class Use { kRead, kWrite };

  // Open the repository in `directory`. With kWrite, make it if the directory is missing or empty.
  //   kNotFound            there is no repository.
  //   kFailedPrecondition  the directory holds something else, or a newer format.
  //   kUnavailable         another process uses it.
  //   kPermissionDenied    it cannot be read or written.
  static absl::StatusOr<std::unique_ptr<Repository>> Open(const std::string& directory, Use use);
  ~Repository();
  Repository(const Repository&) = delete;
  Repository& operator=(const Repository&) = delete;

  const std::string& directory() const { return directory_; }
  const Objects& objects() const { return objects_; }
  // Where a restore is tried. It is empty before and after.
  std::string scratch() const;

  struct DamagedGeneration {
    uint64_t number = 0;
    absl::Status why;  // kDataLoss; names the file
  };
  struct Survey {
    std::vector<Generation> sound;           // the oldest first
    std::vector<DamagedGeneration> damaged;  // by number
  };
  // All generations.
  absl::StatusOr<Survey> Look() const;
  //   kDataLoss  one of them is damaged; the message names its file.
  absl::StatusOr<std::vector<Generation>> Generations() const;
  // Those that cannot be restored as they are because their text is damaged, or a list of their segments, by number.
  // The segments and files are not read: CheckRepository reads them.
  absl::StatusOr<std::vector<DamagedGeneration>> Damaged() const;
  // The generation with this number; 0: the newest.
  //   kNotFound  there is none; the message says which there are.
  //   kDataLoss  it is damaged.
  absl::StatusOr<Generation> Find(uint64_t number) const;
  // Add a generation after all others, synced. Its number is not in use.
  absl::Status Add(const Generation& generation);
  // Remove a generation. What only it uses goes with the next Sweep.
  absl::Status Remove(uint64_t number);

  //   kNotFound  none was stored yet.
  //   kDataLoss  it is damaged.
  absl::StatusOr<KeySet> Keys() const;
  absl::Status SetKeys(const KeySet& keys);

  // The segments of a generation, from position 0 to its last.
  //   kDataLoss  a list is missing or damaged, or the segments leave something out.
  absl::StatusOr<std::vector<SegmentPlace>> SegmentsOf(const Generation& generation) const;
  // Store the lists of these segments, and return the last one.
  absl::StatusOr<Objects::Stored> StoreSegments(const std::vector<SegmentPlace>& places, uint64_t& added_bytes) const;

  struct Swept {
    uint64_t objects = 0;
    uint64_t bytes = 0;
    std::vector<DamagedGeneration> damaged;  // as Damaged
  };
  // Whether Sweep could tell what is used.
  //   kDataLoss  there are generations, and the set of keys is missing.
  absl::Status CheckSweepable() const;
  // Remove the objects that no generation and not the set of keys uses, and what an interrupted writing left. While a
  // generation or one of its lists is damaged, it is not known what it uses: then only data keys are removed.
  absl::StatusOr<Swept> Sweep();

 private:
  // What the generations use, as far as it can be read.
  struct Usage {
    std::set<Hash> objects;
    std::vector<DamagedGeneration> damaged;  // by number
  };
  absl::StatusOr<Usage> FindUsage() const;
  absl::StatusOr<SegmentList> ListIn(const Hash& name) const;

  Repository(std::string directory, int lock);
  std::string FileOf(uint64_t number) const;

  const std::string directory_;
  const int lock_;
  const Objects objects_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_BACKUP_REPOSITORY_H_
