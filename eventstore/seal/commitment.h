#ifndef CASEJOURNAL_EVENTSTORE_SEAL_COMMITMENT_H_
#define CASEJOURNAL_EVENTSTORE_SEAL_COMMITMENT_H_

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "eventstore/proofs/hash.h"

// The commitment of an event's header to its payload. The salts prevent guessing a payload from its commitment, and
// allow showing one part while another part stays closed or is destroyed. Pure; safe for concurrent use.
namespace casejournal::eventstore {

// 32 random bytes for each part. They are stored with the part and destroyed with it.
using Salt = std::array<uint8_t, 32>;

// SHA-256("casejournal/part/v1\n" || u8 index || u16be label || salt || part).
Hash PartCommitment(uint8_t index, uint16_t label, const Salt& salt, absl::string_view part);

// SHA-256("casejournal/payload/v1\n" || u8 n || c_0 .. c_n-1), the last 32 bytes of the header.
// Requires at most 255 parts; aborts otherwise.
Hash PayloadCommitment(absl::Span<const Hash> parts);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SEAL_COMMITMENT_H_
