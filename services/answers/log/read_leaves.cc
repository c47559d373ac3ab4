#include "services/answers/log/read_leaves.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/record.h"

namespace casejournal::services {

namespace {

constexpr uint64_t kLeavesInBatch = 8'192;

}  // namespace

absl::Status ReadLeaves(const eventstore::EventLog& log, const v1::ReadLeavesRequest& request,
                        Send<v1::ReadLeavesResponse> send) {
  const uint64_t size = log.size();
  if (request.first_position() > request.end_position() || request.end_position() > size) {
    return absl::OutOfRangeError(absl::StrCat("got positions ", request.first_position(), " to ",
                                              request.end_position(), "; the log has ", size, " entries"));
  }
  for (uint64_t next = request.first_position(); next < request.end_position();) {
    absl::StatusOr<std::vector<eventstore::PlacedHeader>> page =
        log.ReadHeaders(next, std::min<uint64_t>(request.end_position() - next, kLeavesInBatch));
    if (!page.ok()) return page.status();
    v1::ReadLeavesResponse batch;
    batch.mutable_hashes()->reserve(page->size() * sizeof(eventstore::Hash));
    for (const eventstore::PlacedHeader& placed : *page) {
      const eventstore::Hash leaf = eventstore::LeafHash(eventstore::EncodeHeader(placed.header));
      batch.mutable_hashes()->append(reinterpret_cast<const char*>(leaf.data()), leaf.size());
    }
    next += page->size();
    if (!send(batch)) return absl::CancelledError("the client disconnected");
  }
  return absl::OkStatus();
}

}  // namespace casejournal::services
