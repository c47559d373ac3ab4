#ifndef CASEJOURNAL_EVENTSTORE_TREE_HASH_H_
#define CASEJOURNAL_EVENTSTORE_TREE_HASH_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct evp_md_ctx_st;

// The hashes of the journal's tree: SHA-256 with the one-byte prefixes of RFC 6962 section 2.1, which prevent a leaf
// from being mistaken for an inner node.
namespace casejournal::eventstore {

using Hash = std::array<uint8_t, 32>;

// A running SHA-256. It owns one OpenSSL context and reuses it after Finish, so a hash costs no allocation: keep one
// per thread (`thread_local Sha256 sha;`) instead of one per message. Not safe for concurrent use. Aborts only if
// OpenSSL has no SHA-256 or no memory is left.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& Update(absl::string_view bytes);
  Sha256& Update(const Hash& hash);

  // The digest of everything since construction or the last Finish. Starts again.
  Hash Finish();

 private:
  evp_md_ctx_st* context_;
};

// The functions below are pure and safe for concurrent use; each thread hashes in its own context.

// SHA-256(0x00 || record).
Hash LeafHash(absl::string_view record);

// SHA-256(0x01 || left || right).
Hash NodeHash(const Hash& left, const Hash& right);

// The root of the tree without leaves: SHA-256 of nothing.
Hash EmptyRoot();

// The 32 bytes of `hash`; the view lives as long as `hash` does (for a temporary: to the end of the
// full expression).
absl::string_view AsBytes(const Hash& hash);

// kInvalidArgument unless `bytes` are exactly 32.
absl::StatusOr<Hash> HashFromBytes(absl::string_view bytes);

// 64 lower-case hexadecimal digits.
std::string HexOf(const Hash& hash);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_HASH_H_
