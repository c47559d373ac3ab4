// Grows the hash tree leaf by leaf, and puts each full tile into the batch that completes it.
#ifndef CASEJOURNAL_EVENTSTORE_COMMIT_TREE_WRITER_H_
#define CASEJOURNAL_EVENTSTORE_COMMIT_TREE_WRITER_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/reading/tree_reader.h"

namespace casejournal::eventstore {

// Owned by the committing thread.
class TreeWriter {
 public:
  // Continue the tree of `size` leaves.
  static absl::StatusOr<TreeWriter> Resume(const TreeReader& reader, uint64_t size);

  // Takes a full tile and its FormatTile bytes.
  using StoreTile = absl::FunctionRef<void(TileId, absl::string_view)>;
  void Append(const Hash& leaf, StoreTile store);

  const CompactRange& range() const { return range_; }

 private:
  void AppendAt(int level, const Hash& hash, StoreTile store);

  struct Level {
    uint64_t tile_index = 0;
    std::vector<Hash> hashes;
  };
  std::vector<Level> levels_;
  CompactRange range_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_COMMIT_TREE_WRITER_H_
