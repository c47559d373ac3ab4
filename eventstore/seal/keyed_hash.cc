#include "eventstore/seal/keyed_hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"

namespace casejournal::eventstore {

Hash KeyedHash(const Key256& key, absl::string_view message) {
  const std::string bytes = absl::StrCat("casejournal/keyed/v1\n", message);
  Hash hash;
  // Fails only if memory runs out.
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
           bytes.size(), hash.data(), nullptr) == nullptr) {
    std::abort();
  }
  return hash;
}

}  // namespace casejournal::eventstore
