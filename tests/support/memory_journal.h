// A small journal in memory, with its signed checkpoints and its proofs. It answers as a server does, or lies as a test
// tells it to.
#ifndef CASEJOURNAL_TESTS_SUPPORT_MEMORY_JOURNAL_H_
#define CASEJOURNAL_TESTS_SUPPORT_MEMORY_JOURNAL_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/note.h"
#include "eventstore/proofs/note_key.h"
#include "eventstore/records/record.h"
#include "google/protobuf/util/time_util.h"
#include "projections/events/event_codec.h"
#include "projections/events/event_words.h"
#include "services/verify/journal_source.h"
#include "tests/support/reference_tree.h"

namespace casejournal::testing {

inline event::v1::StoredEvent StoredOf(event::v1::CaseEvent event) {
  event::v1::StoredEvent stored;
  *stored.mutable_case_event() = std::move(event);
  stored.mutable_admission()->mutable_actor()->set_name("Dana Reed");
  stored.mutable_admission()->set_schema_version(projections::kSchemaVersion);
  return stored;
}

class MemoryJournal : public services::JournalSource {
 public:
  explicit MemoryJournal(absl::string_view origin = "journal.test/wren")
      : signer_(*eventstore::NoteSigner::Generate(origin)) {}

  // Append the events to the stream, as one request.
  MemoryJournal& Record(const eventstore::StreamId& stream, const std::vector<event::v1::StoredEvent>& events) {
    for (size_t i = 0; i < events.size(); ++i) {
      eventstore::Header header;
      header.stream = stream;
      for (const eventstore::RecordedEntry& earlier : entries_) {
        if (earlier.header.stream != stream) continue;
        header.revision = earlier.header.revision + 1;
        header.prev_stream_leaf = eventstore::LeafHash(earlier.header_bytes);
      }
      header.recorded_at_us = 1'741'600'000'000'000 + 1'000'000 * requests_;
      header.request_id.bytes[15] = static_cast<uint8_t>(requests_);
      header.index_in_request = static_cast<uint16_t>(i);
      header.events_in_request = static_cast<uint16_t>(events.size());
      Add(header, projections::EncodeStoredEvent(events[i]));
    }
    ++requests_;
    return *this;
  }

  // Append one entry as the header says. The commitment is that of `payload`.
  void Add(eventstore::Header header, std::string payload) {
    eventstore::OpenedPart part{.label = 0, .salt = {}, .plaintext = std::move(payload)};
    part.salt.fill(static_cast<uint8_t>(entries_.size() + 1));
    const eventstore::Hash commitment = eventstore::PartCommitment(0, part.label, part.salt, part.plaintext);
    header.payload_commitment = eventstore::PayloadCommitment({&commitment, 1});
    entries_.push_back({.position = entries_.size(),
                        .header = header,
                        .header_bytes = eventstore::EncodeHeader(header),
                        .parts = {part}});
  }

  // The first entries of the journal, with `size` of them. Later changes to either do not show in the other.
  MemoryJournal BeginningOf(size_t size) const {
    MemoryJournal beginning = *this;
    beginning.entries_.resize(size);
    return beginning;
  }

  const std::vector<eventstore::RecordedEntry>& entries() const { return entries_; }
  std::vector<eventstore::RecordedEntry>& entries() { return entries_; }

  std::vector<eventstore::Hash> Leaves(size_t size) const {
    std::vector<eventstore::Hash> leaves;
    for (size_t i = 0; i < size; ++i) leaves.push_back(eventstore::LeafHash(entries_[i].header_bytes));
    return leaves;
  }

  const eventstore::NoteSigner& signer() const { return signer_; }
  std::string verifier_key() const { return signer_.verifier_key(); }
  eventstore::NoteVerifier verifier() const { return *eventstore::NoteVerifier::FromVerifierKey(verifier_key()); }

  eventstore::Checkpoint CheckpointOf(size_t size) const {
    return {.origin = signer_.name(), .size = size, .root = eventstore::ReferenceRoot(Leaves(size)), .extensions = {}};
  }
  std::string Note(size_t size) const {
    return eventstore::SignNote(eventstore::FormatCheckpoint(CheckpointOf(size)), signer_);
  }
  std::string Note() const { return Note(entries_.size()); }

  std::vector<eventstore::Hash> InclusionOf(size_t position) const {
    return eventstore::ReferencePath(position, Leaves(entries_.size()));
  }

  eventlog::v1::RecordedEvent Event(const eventstore::RecordedEntry& entry) const {
    eventlog::v1::RecordedEvent event;
    event.set_position(entry.position);
    event.set_header(entry.header_bytes);
    event.set_stream_kind(static_cast<uint32_t>(entry.header.stream.kind));
    event.set_stream_id(entry.header.stream.uuid.ToString());
    event.set_revision(entry.header.revision);
    *event.mutable_recorded_at() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(entry.header.recorded_at_us);
    event.set_request_id(entry.header.request_id.ToString());
    event::v1::StoredEvent stored;
    if (!entry.parts.empty() && stored.ParseFromString(entry.payload()))
      event.set_type(std::string(projections::EventTypeName(stored)));
    for (const eventstore::OpenedPart& part : entry.parts) {
      eventlog::v1::OpenedPart& opened = *event.add_parts();
      opened.set_label(part.label);
      opened.set_salt(std::string(part.salt.begin(), part.salt.end()));
      opened.set_plaintext(part.plaintext);
    }
    return event;
  }

  // How it answers otherwise than a true server: each changes an answer before it is given. `failure` fails every call.
  std::function<void(v1::GetCheckpointResponse&)> on_checkpoint;
  std::function<void(v1::GetInclusionProofResponse&)> on_inclusion;
  std::function<void(v1::GetConsistencyProofResponse&)> on_consistency;
  std::function<void(eventlog::v1::RecordedEvent&)> on_event;
  absl::Status failure;
  absl::Status stream_failure;  // at the end of ReadEvents
  // Events per batch of ReadEvents, and the number of calls and batches so far.
  size_t batch = 2;
  size_t calls = 0;
  size_t batches = 0;

  const std::string& server() const override { return server_; }

  absl::StatusOr<v1::GetCheckpointResponse> Checkpoint() override {
    ++calls;
    if (!failure.ok()) return failure;
    v1::GetCheckpointResponse response;
    FillCheckpoint(*response.mutable_checkpoint());
    response.set_verifier_key(verifier_key());
    if (on_checkpoint) on_checkpoint(response);
    return response;
  }

  absl::StatusOr<v1::GetInclusionProofResponse> InclusionProof(const v1::GetInclusionProofRequest& request) override {
    ++calls;
    if (!failure.ok()) return failure;
    if (request.position() >= entries_.size()) return absl::OutOfRangeError("position is past the end");
    v1::GetInclusionProofResponse response;
    response.mutable_proof()->set_position(request.position());
    for (const eventstore::Hash& hash : InclusionOf(request.position()))
      response.mutable_proof()->add_hashes(std::string(eventstore::AsBytes(hash)));
    FillCheckpoint(*response.mutable_proof()->mutable_checkpoint());
    if (on_inclusion) on_inclusion(response);
    return response;
  }

  absl::StatusOr<v1::GetConsistencyProofResponse> ConsistencyProof(
      const v1::GetConsistencyProofRequest& request) override {
    ++calls;
    if (!failure.ok()) return failure;
    if (request.first_size() > entries_.size()) return absl::OutOfRangeError("first_size is past the end");
    v1::GetConsistencyProofResponse response;
    response.mutable_proof()->set_first_size(request.first_size());
    if (request.first_size() > 0) {
      for (const eventstore::Hash& hash :
           eventstore::ReferenceSubproof(request.first_size(), Leaves(entries_.size()), true))
        response.mutable_proof()->add_hashes(std::string(eventstore::AsBytes(hash)));
    }
    FillCheckpoint(*response.mutable_proof()->mutable_checkpoint());
    if (on_consistency) on_consistency(response);
    return response;
  }

  absl::Status ReadEvents(const v1::ReadEventsRequest& request,
                          absl::FunctionRef<bool(const v1::ReadEventsResponse&)> take) override {
    ++calls;
    if (!failure.ok()) return failure;
    v1::ReadEventsResponse response;
    const auto give = [&] {
      ++batches;
      const bool more = take(response);
      response.Clear();
      return more;
    };
    for (const eventstore::RecordedEntry& entry : entries_) {
      if (!IsAsked(request, entry.header.stream)) continue;
      eventlog::v1::RecordedEvent& event = *response.add_entries()->mutable_opened()->mutable_recorded();
      event = Event(entry);
      if (on_event) on_event(event);
      if (static_cast<size_t>(response.entries_size()) == batch && !give()) return absl::OkStatus();
    }
    if (response.entries_size() > 0 && !give()) return absl::OkStatus();
    return stream_failure;
  }

 private:
  void FillCheckpoint(eventlog::v1::Checkpoint& checkpoint) const { checkpoint.set_note(Note()); }

  static bool IsAsked(const v1::ReadEventsRequest& request, const eventstore::StreamId& stream) {
    const std::string id = stream.uuid.ToString();
    if (request.has_case_stream())
      return stream.kind == eventstore::StreamKind::kCase && id == request.case_stream().case_id();
    if (request.has_access_stream())
      return stream.kind == eventstore::StreamKind::kAccess && id == request.access_stream().case_id();
    return true;
  }

  eventstore::NoteSigner signer_;
  std::vector<eventstore::RecordedEntry> entries_;
  int64_t requests_ = 0;
  std::string server_ = "journal.test:7464";
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_MEMORY_JOURNAL_H_
