#include "eventstore/keys/wrapped_key.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "eventstore/proofs/ed25519.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/bytes.h"
#include "eventstore/seal/random.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kWrappingKeyDomain = "casejournal/wrapping-key/v1\n";
constexpr absl::string_view kWrapDomain = "casejournal/key/v1\n";
constexpr uint8_t kLiveRow = 1;  // 2 punctured, 3 destroyed are reserved

absl::string_view BytesOfKey(const Key256& key) { return {reinterpret_cast<const char*>(key.data()), key.size()}; }

std::string DataOfRow(uint64_t key_id, const WrappingKeyId& wrapped_by) {
  std::string aad(kWrapDomain);
  PutNumber(aad, key_id);
  PutArray(aad, wrapped_by);
  return aad;
}

absl::Status DamagedRow(uint64_t key_id) {
  return absl::DataLossError(absl::StrCat("data key ", key_id, " is damaged"));
}

}  // namespace

WrappingKeyId IdOfWrappingKey(const Key256& master) {
  thread_local Sha256 sha;
  const Hash hash = sha.Update(kWrappingKeyDomain).Update(BytesOfKey(master)).Finish();
  WrappingKeyId id;
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

std::string HexOf(const WrappingKeyId& id) {
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(id.data()), id.size()));
}

absl::StatusOr<WrappingKeyId> WrappingKeyOf(uint64_t key_id, absl::string_view row) {
  ByteReader reader(row);
  const auto state = reader.Take<uint8_t>();
  WrappingKeyId wrapped_by;
  reader.TakeArray(wrapped_by);
  if (!reader.ok() || state != kLiveRow) return DamagedRow(key_id);
  return wrapped_by;
}

std::string WrapKey(const Key256& master, uint64_t key_id, const Key256& key) {
  const WrappingKeyId wrapped_by = IdOfWrappingKey(master);
  XaesNonce nonce;
  FillRandom(absl::MakeSpan(nonce));
  std::string row;
  PutNumber(row, kLiveRow);
  PutArray(row, wrapped_by);
  PutArray(row, nonce);
  row.append(XaesSeal(master, nonce, BytesOfKey(key), DataOfRow(key_id, wrapped_by)));
  XaesForget();
  return row;
}

absl::StatusOr<Key256> UnwrapKey(const Key256& master, uint64_t key_id, absl::string_view row) {
  ByteReader reader(row);
  const auto state = reader.Take<uint8_t>();
  WrappingKeyId wrapped_by;
  reader.TakeArray(wrapped_by);
  XaesNonce nonce;
  reader.TakeArray(nonce);
  if (!reader.ok() || state != kLiveRow) return DamagedRow(key_id);
  if (const WrappingKeyId given = IdOfWrappingKey(master); given != wrapped_by) {
    return absl::DataLossError(absl::StrCat("the master key is not the one that wrapped the row of data key ", key_id,
                                            ": the row names the wrapping key ", HexOf(wrapped_by),
                                            ", and the master key is ", HexOf(given)));
  }
  absl::StatusOr<std::string> plaintext = XaesOpen(master, nonce, reader.rest(), DataOfRow(key_id, wrapped_by));
  Key256 key;
  XaesForget();
  if (!plaintext.ok() || plaintext->size() != key.size()) return DamagedRow(key_id);
  std::copy(plaintext->begin(), plaintext->end(), key.begin());
  Wipe(*plaintext);
  return key;
}

}  // namespace casejournal::eventstore
