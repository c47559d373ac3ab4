#ifndef CASEJOURNAL_EVENTSTORE_SEAL_COMMITMENT_H_
#define CASEJOURNAL_EVENTSTORE_SEAL_COMMITMENT_H_

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "eventstore/tree/hash.h"

// The commitment to a payload in an event's header. The salts prevent a payload from being guessed from its commitment,
// and allow one part to be shown while another stays closed or is deleted. Pure; safe for concurrent use.
namespace casejournal::eventstore {

// 32 random bytes per part, stored and deleted with the part.
using Salt = std::array<uint8_t, 32>;

// SHA-256("casejournal/part/v1\n" || u8 index || u16be label || salt || part).
Hash PartCommitment(uint8_t index, uint16_t label, const Salt& salt, absl::string_view part);

// SHA-256("casejournal/payload/v1\n" || u8 n || c_0 .. c_n-1), the last 32 bytes of the header.
// Requires at most 255 parts; aborts otherwise.
Hash PayloadCommitment(absl::Span<const Hash> parts);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SEAL_COMMITMENT_H_
