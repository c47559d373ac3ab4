// Checks a journal entry by entry, without trusting the server.
#ifndef CASEJOURNAL_SERVICES_VERIFY_JOURNAL_CHECK_H_
#define CASEJOURNAL_SERVICES_VERIFY_JOURNAL_CHECK_H_

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "casejournal/eventlog/v1/recorded_event.pb.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/records/record.h"
#include "eventstore/records/stream_id.h"

namespace casejournal::services {

// Checks all entries in order. Pure; stores a little per stream and nothing per entry. Not for concurrent use.
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

  // Check after the last entry that the last request is complete, and that the journal named its origin.
  absl::Status Finish() const;

  uint64_t size() const { return tree_.size(); }
  eventstore::Hash Root() const { return tree_.Root(); }
  size_t streams() const { return heads_.size(); }

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
  // Return kDataLoss unless `holds`.
  absl::Status Require(bool holds, absl::string_view what) const;

  eventstore::CompactRange tree_;
  absl::flat_hash_map<eventstore::StreamId, Head> heads_;
  eventstore::Header last_;
  std::string origin_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_JOURNAL_CHECK_H_
