// Checks a journal entry by entry, without trusting the server.
#ifndef CASEJOURNAL_SERVICES_VERIFY_JOURNAL_CHECK_H_
#define CASEJOURNAL_SERVICES_VERIFY_JOURNAL_CHECK_H_

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "casejournal/eventlog/v1/recorded_event.pb.h"
#include "casejournal/v1/entry.pb.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/records/record.h"
#include "eventstore/records/stream_id.h"

namespace casejournal::services {

// Checks all entries in order. Pure; stores a little per stream, and the leaves of entries that are withheld. Not for
// concurrent use.
class JournalCheck {
 public:
  // Check the entry at position size():
  //   its salts and plaintexts hash to the commitment in its header;
  //   the fields next to the header (stream, revision, time, request, type) match the header and the payload;
  //   its header follows the last header of its stream, by revision and by hash;
  //   it continues the request before it, or begins a request after a complete one;
  //   its time is not before the time of the entry before it.
  // kDataLoss names the position. Add nothing after an error.
  absl::Status Add(const eventlog::v1::RecordedEvent& event);

  // Take the place of an entry that the server withholds at position size(): only its leaf is in the tree. The checks
  // of streams and requests go on around it as far as they can: an entry follows the last one of its stream, or a leaf
  // that was withheld, of which each has at most one entry after it. kDataLoss names the position.
  absl::Status AddWithheld(const v1::WithheldEntry& withheld);

  // Check after the last entry that the last request is complete, and that the journal named its origin.
  absl::Status Finish() const;

  uint64_t size() const { return tree_.size(); }
  eventstore::Hash Root() const { return tree_.Root(); }
  size_t streams() const { return heads_.size(); }
  uint64_t withheld() const { return withheld_count_; }

  // Return the origin of the checkpoints: from the entry at position 0, or from the last entry that continues the
  // journal under another origin.
  const std::string& origin() const { return origin_; }

 private:
  struct Head {
    eventstore::Revision revision = 0;
    eventstore::Hash leaf{};
  };

  absl::Status CheckPayload(const eventlog::v1::RecordedEvent& event);
  absl::Status CheckContinued(const event::v1::JournalContinued& continued);
  absl::Status CheckStream(const eventstore::Header& header, const eventstore::Hash& leaf);
  absl::Status CheckRequest(const eventstore::Header& header);
  bool FitsAfterWithheld(const eventstore::Header& header) const;
  // The entries of the last request that were still to come after the last one that was opened.
  uint64_t StillToCome() const;
  // Return kDataLoss unless `holds`.
  absl::Status Require(bool holds, absl::string_view what) const;

  eventstore::CompactRange tree_;
  absl::flat_hash_map<eventstore::StreamId, Head> heads_;
  eventstore::Header last_;
  std::string origin_;
  uint64_t withheld_count_ = 0;
  uint64_t withheld_since_last_ = 0;                  // after `last_`
  absl::flat_hash_set<std::string> withheld_leaves_;  // those that no entry follows
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_JOURNAL_CHECK_H_
