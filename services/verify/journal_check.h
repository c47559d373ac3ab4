// Checks a journal entry by entry, as a stranger who trusts nobody's word for anything.
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

// Takes all entries in order. Pure; holds a few words for each stream and nothing for each entry.
// Not for concurrent use.
class JournalCheck {
 public:
  // Takes the entry at position size() and checks that
  //   its salts and plaintexts hash to the commitment in its header;
  //   what is said beside the header (stream, revision, time, request, type) is what header and
  //   payload say; its header follows its stream's last one, by revision and by hash; it continues
  //   the request before it, or begins one behind a whole one; time does not run backwards.
  // kDataLoss names the position; nothing may be added after it.
  absl::Status Add(const eventlog::v1::RecordedEvent& event);

  // After the last entry: whether the last request is whole, and the journal said its origin.
  absl::Status Finish() const;

  uint64_t size() const { return tree_.size(); }
  eventstore::Hash Root() const { return tree_.Root(); }
  size_t streams() const { return heads_.size(); }

  // The origin of the checkpoints: by the entry at position 0, or by the last one that says that it goes on under
  // another.
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
  // kDataLoss, unless `holds`.
  absl::Status Require(bool holds, absl::string_view what) const;

  eventstore::CompactRange tree_;
  absl::flat_hash_map<eventstore::StreamId, Head> heads_;
  eventstore::Header last_;
  std::string origin_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_JOURNAL_CHECK_H_
