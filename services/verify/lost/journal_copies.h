// What was kept of a journal outside it, and what it shows that a restored journal lacks.
#ifndef CASEJOURNAL_SERVICES_VERIFY_LOST_JOURNAL_COPIES_H_
#define CASEJOURNAL_SERVICES_VERIFY_LOST_JOURNAL_COPIES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "casejournal/v1/entry.pb.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/proofs/note_key.h"
#include "eventstore/records/append.h"
#include "services/verify/lost/lost_entry.h"

namespace casejournal::services {

// The beginning of a journal that was restored.
struct RestoredBeginning {
  eventstore::CompactRange tree;
  int64_t last_recorded_at_us = 0;
};

// What is known of the entries after the restored ones. The counts add up to `missing`.
struct LossReport {
  uint64_t missing = 0;   // entries under the newest signed checkpoint
  uint64_t shown = 0;     // a copy has their content
  uint64_t withheld = 0;  // a copy has only their hashes, or withholds them
  uint64_t unknown = 0;   // no copy has them
  uint64_t proved = 0;    // of those that are shown: their hashes are under a signed checkpoint
  // Entries that copies show after the newest signed checkpoint. No checkpoint proves that they were recorded.
  uint64_t beyond = 0;
  std::vector<LostEntry> entries;  // those that matter, by position; those without one last
  // A copy has other entries than the journal had: each in words, with the copy.
  std::vector<std::string> contradictions;
};

// Not safe for concurrent use.
class JournalCopies {
 public:
  // `key` signs the checkpoints of the journal. Nothing is kept of entries before position `from`.
  JournalCopies(eventstore::NoteVerifier key, uint64_t from) : key_(std::move(key)), from_(from) {}

  // Read a copy: a directory that casejournal mirror wrote, an exhibit, or a file with one JSON object per line, as
  // casejournal events, subscribe, disclosures, and roles write with --json.
  //   kNotFound         it cannot be read.
  //   kInvalidArgument  it is nothing of these; the message names the file and the line.
  //   kDataLoss         it is damaged, or another key signed it. An entry whose content is not what its header commits
  //                     to is damage.
  absl::Status Read(const std::string& path);

  // The newest of `known`, a note or empty, and the signed checkpoints that came with copies. `known` also if this key
  // did not sign it: nobody can tell how new it is.
  std::string NewestNote(const std::string& known) const;

  // `restored` has at least `from` entries. `published`: signed checkpoints that are known, the newest among them.
  LossReport Compare(const RestoredBeginning& restored,
                     const std::vector<eventstore::SignedCheckpoint>& published) const;

 private:
  struct Line {
    eventstore::Hash leaf{};
    bool opened = false;
    std::optional<LostEntry> matters;
  };
  struct Copy {
    std::string path;
    std::map<uint64_t, Line> lines;  // by position
    std::vector<LostEntry> listed;   // of lists, which have no hashes
    // Signed, and what the hashes of all entries up to it must give.
    std::optional<eventstore::SignedCheckpoint> checkpoint;
    bool is_mirror = false;
    bool is_proved = false;  // each entry was found under `checkpoint`
  };
  using Leaves = std::map<uint64_t, eventstore::Hash>;

  absl::Status ReadLines(Copy& copy) const;
  absl::Status ReadLine(const std::string& text, Copy& copy) const;
  absl::Status Take(const v1::CaseEntry& entry, Copy& copy) const;
  static absl::Status Add(uint64_t position, Line line, Copy& copy);
  absl::Status ReadMirror(Copy& copy) const;
  absl::Status ReadExhibit(Copy& copy) const;
  // The leaves after the restored ones that are under a signed checkpoint.
  Leaves Prove(const eventstore::CompactRange& tree, const std::vector<eventstore::SignedCheckpoint>& published,
               LossReport& report) const;

  const eventstore::NoteVerifier key_;
  const uint64_t from_;
  std::vector<Copy> copies_;
  std::string newest_note_;
  uint64_t newest_size_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_LOST_JOURNAL_COPIES_H_
