#ifndef CASEJOURNAL_EVENTSTORE_SEAL_RANDOM_H_
#define CASEJOURNAL_EVENTSTORE_SEAL_RANDOM_H_

#include <cstdint>

#include "absl/types/span.h"

namespace casejournal::eventstore {

// Fill `bytes` with random bytes for salts, nonces, and keys, from OpenSSL's CSPRNG. Each thread draws 4 KiB at a time,
// so that a salt needs no call into the generator, and wipes each byte when it is returned. Longer requests bypass this
// buffer. No byte is returned twice: threads share no buffer, and a child process discards the buffer of its parent.
// Safe for concurrent use. Aborts if the generator fails: without it, nothing can continue safely.
void FillRandom(absl::Span<uint8_t> bytes);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SEAL_RANDOM_H_
