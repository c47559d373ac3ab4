#include "eventstore/seal/key256.h"

#include <openssl/crypto.h>

namespace casejournal::eventstore {

Key256::~Key256() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

}  // namespace casejournal::eventstore
