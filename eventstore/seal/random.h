#ifndef CASEJOURNAL_EVENTSTORE_SEAL_RANDOM_H_
#define CASEJOURNAL_EVENTSTORE_SEAL_RANDOM_H_

#include <cstdint>

#include "absl/types/span.h"

namespace casejournal::eventstore {

// Fills `bytes` from OpenSSL's CSPRNG, for salts, nonces and keys. Each thread draws 4 KiB at a
// time and wipes every byte as it is handed out, so that a salt costs no call into the generator;
// longer requests pass the buffer by. No byte is handed out twice: threads share no buffer, and a
// child process drops what its parent had drawn. Safe for concurrent use. Aborts if the generator
// fails: there is no safe way on without it.
void FillRandom(absl::Span<uint8_t> bytes);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SEAL_RANDOM_H_
