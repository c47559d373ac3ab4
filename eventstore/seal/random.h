#ifndef CASEJOURNAL_EVENTSTORE_SEAL_RANDOM_H_
#define CASEJOURNAL_EVENTSTORE_SEAL_RANDOM_H_

#include <cstdint>

#include "absl/types/span.h"

namespace casejournal::eventstore {

// Fill `bytes` from OpenSSL's CSPRNG, for salts, nonces, and keys. Each thread draws 4 KiB at a time and wipes every
// byte that it returns, so that a salt costs no call into the generator. Longer requests bypass the buffer. No byte is
// returned twice: threads share no buffer, and a child process drops what its parent had drawn. Safe for concurrent
// use. Aborts if the generator fails, because it is not safe to continue.
void FillRandom(absl::Span<uint8_t> bytes);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SEAL_RANDOM_H_
