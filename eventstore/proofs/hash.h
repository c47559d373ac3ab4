#ifndef CASEJOURNAL_EVENTSTORE_PROOFS_HASH_H_
#define CASEJOURNAL_EVENTSTORE_PROOFS_HASH_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct evp_md_ctx_st;

// The hashes of the journal's tree: SHA-256, with the one-byte prefixes of RFC 6962 section 2.1 that distinguish a leaf
// from an inner node.
namespace casejournal::eventstore {

using Hash = std::array<uint8_t, 32>;

// An incremental SHA-256. It owns one OpenSSL context and reuses it after Finish, so that a hash needs no allocation:
// keep one per thread (`thread_local Sha256 sha;`) instead of one per message. Not safe for concurrent use. Aborts only
// if OpenSSL has no SHA-256 or memory runs out.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& Update(absl::string_view bytes);
  Sha256& Update(const Hash& hash);

  // The digest of all bytes since construction or the last Finish. Starts a new hash.
  Hash Finish();

 private:
  evp_md_ctx_st* context_;
};

// The functions below are pure and safe for concurrent use; each thread has its own context.

// SHA-256(0x00 || record).
Hash LeafHash(absl::string_view record);

// SHA-256(0x01 || left || right).
Hash NodeHash(const Hash& left, const Hash& right);

// The root of the tree without leaves: SHA-256 of the empty string.
Hash EmptyRoot();

// The 32 bytes of `hash`. The view is valid as long as `hash` is (for a temporary: until the end of the full
// expression).
absl::string_view AsBytes(const Hash& hash);

// kInvalidArgument unless `bytes` has exactly 32 bytes.
absl::StatusOr<Hash> HashFromBytes(absl::string_view bytes);

// The hash as 64 lower-case hexadecimal digits.
std::string HexOf(const Hash& hash);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_HASH_H_
