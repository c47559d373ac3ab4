// The id of a stream: a kind and a UUID. 16 bytes identify a case forever. The text form has only one spelling.
#ifndef CASEJOURNAL_EVENTSTORE_RECORDS_STREAM_ID_H_
#define CASEJOURNAL_EVENTSTORE_RECORDS_STREAM_ID_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

// An event's place in its stream, from 0, without gaps.
using Revision = uint64_t;
// An event's place in the whole log, from 0, without gaps; also its leaf index in the tree.
using Position = uint64_t;

struct Uuid {
  std::array<uint8_t, 16> bytes{};

  // Return a random UUID (RFC 9562, version 4).
  static Uuid Random();
  // Accept 8-4-4-4-12 lower-case hexadecimal digits and nothing else.
  //   kInvalidArgument  any other form.
  static absl::StatusOr<Uuid> Parse(absl::string_view text);
  // The canonical form.
  std::string ToString() const;

  auto operator<=>(const Uuid&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const Uuid& uuid) {
    return H::combine(std::move(h), uuid.bytes);
  }
};

// What a stream is about. The numbers are on disk and in every header; they are never reused.
enum class StreamKind : uint8_t {
  kCase = 1,       // one case
  kAccess = 2,     // the record about one case: its disclosures and attestations
  kJournal = 3,    // the journal itself; its UUID is nil
  kReader = 4,     // one reader's subscriptions
  kGroup = 5,      // one subscription group
  kPrincipal = 6,  // one caller
};

struct StreamId {
  StreamKind kind = StreamKind::kCase;
  Uuid uuid;

  static StreamId Case(const Uuid& uuid) { return {StreamKind::kCase, uuid}; }
  static StreamId Access(const Uuid& case_uuid) { return {StreamKind::kAccess, case_uuid}; }
  static StreamId Journal() { return {StreamKind::kJournal, {}}; }

  auto operator<=>(const StreamId&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const StreamId& id) {
    return H::combine(std::move(h), id.kind, id.uuid);
  }
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECORDS_STREAM_ID_H_
