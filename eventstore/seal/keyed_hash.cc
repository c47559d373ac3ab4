#include "eventstore/seal/keyed_hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace casejournal::eventstore {

Hash HmacSha256(const Key256& key, absl::string_view message) {
  Hash hash;
  // Fails only if memory runs out.
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(message.data()), message.size(), hash.data(), nullptr) == nullptr) {
    std::abort();
  }
  return hash;
}

Hash KeyedHash(const Key256& key, absl::string_view message) {
  return HmacSha256(key, absl::StrCat("casejournal/keyed/v1\n", message));
}

}  // namespace casejournal::eventstore
