#include <algorithm>
#include <limits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/tlog_proof.h"
#include "services/answers/audit_queries.h"
#include "services/answers/recorded_event.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

using eventstore::RecordedEntry;

constexpr uint64_t kLeavesInBatch = 8'192;

void SetCheckpoint(const eventstore::SignedCheckpoint& signed_note, eventlog::v1::Checkpoint& checkpoint) {
  checkpoint.set_note(signed_note.note);
  checkpoint.set_size(signed_note.size);
  checkpoint.set_root(signed_note.root.data(), signed_note.root.size());
}

template <typename Repeated>
void SetHashes(const std::vector<eventstore::Hash>& hashes, Repeated* repeated) {
  for (const eventstore::Hash& hash : hashes) repeated->Add(std::string(eventstore::AsBytes(hash)));
}

// Read pages with `read(next, limit)` until one is empty or `limit` events were sent.
template <typename Read>
absl::Status SendPages(const Backend& backend, uint64_t from, uint64_t limit, Send<v1::ReadEventsResponse> send,
                       const Read& read) {
  uint64_t left = limit == 0 ? std::numeric_limits<uint64_t>::max() : limit;
  for (uint64_t next = from; left > 0;) {
    eventstore::ReadLimit page_limit = kBatch;
    page_limit.events_max = std::min<uint64_t>(page_limit.events_max, left);
    absl::StatusOr<std::vector<RecordedEntry>> page = read(next, page_limit);
    if (!page.ok()) return page.status();
    if (page->empty()) return absl::OkStatus();
    next += page->size();
    left -= page->size();
    v1::ReadEventsResponse batch;
    for (RecordedEntry& entry : *page) {
      absl::StatusOr<eventlog::v1::RecordedEvent> event = ToRecordedEvent(backend, std::move(entry));
      if (!event.ok()) return event.status();
      *batch.add_events() = *std::move(event);
    }
    if (!send(batch)) return absl::CancelledError("the client disconnected");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadEvents(const Backend& backend, const v1::ReadEventsRequest& request,
                        Send<v1::ReadEventsResponse> send) {
  if (request.has_case_()) {
    absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(backend, request.case_().case_id());
    if (!at.ok()) return at.status();
    const eventstore::StreamId stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(request.case_().case_id()));
    return SendPages(backend, request.case_().revision(), request.limit(), send,
                     [&](uint64_t next, const eventstore::ReadLimit& limit) {
                       return backend.log().ReadStream(stream, next, limit);
                     });
  }
  if (request.has_access()) {
    if (absl::Status exists = ExistingCase(backend, request.access().case_id()).status(); !exists.ok()) return exists;
    const eventstore::StreamId stream =
        eventstore::StreamId::Access(*eventstore::Uuid::Parse(request.access().case_id()));
    return SendPages(backend, request.access().revision(), request.limit(), send,
                     [&](uint64_t next, const eventstore::ReadLimit& limit) {
                       return backend.log().ReadStream(stream, next, limit);
                     });
  }
  // Up to what is committed now, so that a read of the whole journal ends even if it grows.
  const uint64_t size = backend.log().size();
  const uint64_t rest = size > request.position() ? size - request.position() : 0;
  if (rest == 0) return absl::OkStatus();
  const uint64_t limit = request.limit() == 0 ? rest : std::min(rest, request.limit());
  return SendPages(backend, request.position(), limit, send,
                   [&](uint64_t next, const eventstore::ReadLimit& page) { return backend.log().ReadLog(next, page); });
}

absl::StatusOr<v1::GetCheckpointResponse> GetCheckpoint(const Backend& backend,
                                                        const v1::GetCheckpointRequest& request) {
  const uint64_t min_size = request.min_size();
  absl::StatusOr<eventstore::SignedCheckpoint> checkpoint =
      request.witnessed() ? backend.anchor.Witnessed(min_size) : backend.log().Checkpoint(min_size);
  if (!checkpoint.ok()) return checkpoint.status();
  v1::GetCheckpointResponse response;
  SetCheckpoint(*checkpoint, *response.mutable_checkpoint());
  response.set_verifier_key(backend.log().verifier_key());
  return response;
}

absl::StatusOr<v1::GetInclusionProofResponse> GetInclusionProof(const Backend& backend,
                                                                const v1::GetInclusionProofRequest& request) {
  const eventstore::Position position = request.position();
  absl::StatusOr<std::vector<RecordedEntry>> entry = backend.log().ReadLog(position, {.events_max = 1});
  if (!entry.ok()) return entry.status();
  if (entry->empty()) {
    return absl::OutOfRangeError(
        absl::StrCat("position ", position, " does not exist; the log has ", backend.log().size(), " entries"));
  }
  absl::StatusOr<eventstore::SignedCheckpoint> checkpoint = backend.log().Checkpoint(position + 1);
  if (!checkpoint.ok()) return checkpoint.status();
  absl::StatusOr<std::vector<eventstore::Hash>> hashes = backend.log().InclusionProof(position, checkpoint->size);
  if (!hashes.ok()) return hashes.status();
  v1::GetInclusionProofResponse response;
  eventlog::v1::InclusionProof& proof = *response.mutable_proof();
  proof.set_position(position);
  const eventstore::Hash leaf = eventstore::LeafHash(entry->front().header_bytes);
  proof.set_leaf_hash(leaf.data(), leaf.size());
  SetHashes(*hashes, proof.mutable_hashes());
  SetCheckpoint(*checkpoint, *proof.mutable_checkpoint());
  proof.set_tlog_proof(eventstore::FormatTlogProof(
      {.index = position, .hashes = *std::move(hashes), .checkpoint_note = checkpoint->note}));
  return response;
}

absl::StatusOr<v1::GetConsistencyProofResponse> GetConsistencyProof(const Backend& backend,
                                                                    const v1::GetConsistencyProofRequest& request) {
  absl::StatusOr<eventstore::SignedCheckpoint> checkpoint = backend.log().Checkpoint(request.first_size());
  if (!checkpoint.ok()) return checkpoint.status();
  absl::StatusOr<std::vector<eventstore::Hash>> hashes =
      backend.log().ConsistencyProof(request.first_size(), checkpoint->size);
  if (!hashes.ok()) return hashes.status();
  v1::GetConsistencyProofResponse response;
  response.mutable_proof()->set_first_size(request.first_size());
  SetHashes(*hashes, response.mutable_proof()->mutable_hashes());
  SetCheckpoint(*checkpoint, *response.mutable_proof()->mutable_checkpoint());
  return response;
}

absl::Status ReadLeaves(const Backend& backend, const v1::ReadLeavesRequest& request,
                        Send<v1::ReadLeavesResponse> send) {
  const uint64_t size = backend.log().size();
  if (request.from() > request.to() || request.to() > size) {
    return absl::OutOfRangeError(
        absl::StrCat("got positions ", request.from(), " to ", request.to(), "; the log has ", size, " entries"));
  }
  for (uint64_t next = request.from(); next < request.to();) {
    absl::StatusOr<std::vector<eventstore::PlacedHeader>> page =
        backend.log().ReadHeaders(next, std::min<uint64_t>(request.to() - next, kLeavesInBatch));
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
