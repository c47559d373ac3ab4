// What a restore leaves in the directory that it made, until the journal has recorded it.
#ifndef CASEJOURNAL_EVENTSTORE_BACKUP_RESTORED_MARK_H_
#define CASEJOURNAL_EVENTSTORE_BACKUP_RESTORED_MARK_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/stream_id.h"

namespace casejournal::eventstore {

struct RestoredMark {
  Uuid id;  // of this restore
  uint64_t backup = 0;
  uint64_t size = 0;  // the number of entries
  Hash root{};        // of the tree of these entries
  // How many entries the journal is known to have published.
  uint64_t published_size = 0;
  // The administrator who confirms the rights. Empty: none was named.
  std::string administrator_issuer;
  std::string administrator_subject;

  bool operator==(const RestoredMark&) const = default;
};

// The file in a data directory.
std::string RestoredMarkFile(absl::string_view directory);
// A text of lines (BACKUP_FORMAT.md).
std::string FormatRestoredMark(const RestoredMark& mark);
//   kDataLoss  the text is no such mark, or was changed.
absl::StatusOr<RestoredMark> ParseRestoredMark(absl::string_view text);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_BACKUP_RESTORED_MARK_H_
