#include "eventstore/storage/log_value.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "eventstore/records/bytes.h"
#include "eventstore/seal/random.h"

namespace casejournal::eventstore {
namespace {

constexpr uint8_t kStateSealed = 1;  // 2, removed with the tombstone's position and the part's commitment, is reserved
constexpr absl::string_view kSealDomain = "casejournal/seal/v1\n";

std::string AssociatedData(const StreamId& stream, uint8_t index, const SealedPart& part) {
  std::string aad;
  aad.reserve(kSealDomain.size() + 1 + sizeof(Uuid) + 1 + sizeof(part.label) + sizeof(part.key_id) + 1);
  absl::StrAppend(&aad, kSealDomain);
  PutNumber(aad, static_cast<uint8_t>(stream.kind));
  PutArray(aad, stream.uuid.bytes);
  PutNumber(aad, index);
  PutNumber(aad, part.label);
  PutNumber(aad, part.key_id);
  PutNumber(aad, part.codec);
  return aad;
}

void PutPart(std::string& out, const SealedPart& part) {
  PutNumber(out, part.label);
  PutNumber(out, kStateSealed);
  PutNumber(out, part.key_id);
  PutArray(out, part.nonce);
  PutNumber(out, part.codec);
  PutNumber(out, static_cast<uint32_t>(part.ciphertext.size()));
  absl::StrAppend(&out, part.ciphertext);
}

}  // namespace

SealedPayload SealPayload(const StreamId& stream, uint64_t key_id, const Key256& key, uint16_t label,
                          absl::string_view payload) {
  Salt salt;
  SealedPart part{.label = label, .key_id = key_id};
  FillRandom(absl::MakeSpan(salt));
  FillRandom(absl::MakeSpan(part.nonce));

  std::string plaintext;
  plaintext.reserve(salt.size() + payload.size());
  PutArray(plaintext, salt);
  absl::StrAppend(&plaintext, payload);
  const std::string ciphertext = XaesSeal(key, part.nonce, plaintext, AssociatedData(stream, 0, part));
  part.ciphertext = ciphertext;

  SealedPayload sealed;
  const Hash commitment = PartCommitment(0, label, salt, payload);
  sealed.commitment = PayloadCommitment(absl::MakeConstSpan(&commitment, 1));
  PutNumber(sealed.bytes, uint8_t{1});
  PutPart(sealed.bytes, part);
  return sealed;
}

std::string EncodeLogValue(absl::string_view header, absl::string_view sealed_payload) {
  std::string out;
  out.reserve(2 + header.size() + sealed_payload.size());
  PutNumber(out, static_cast<uint16_t>(header.size()));
  absl::StrAppend(&out, header, sealed_payload);
  return out;
}

absl::string_view HeaderIn(absl::string_view value) {
  ByteReader reader(value);
  return reader.TakeBytes(reader.Take<uint16_t>());
}

absl::StatusOr<LogValue> DecodeLogValue(absl::string_view value) {
  const auto broken = [] { return absl::DataLossError("the stored record is truncated or malformed"); };
  ByteReader reader(value);
  LogValue decoded;
  decoded.header = reader.TakeBytes(reader.Take<uint16_t>());
  const auto parts = reader.Take<uint8_t>();
  if (!reader.ok() || parts != 1) return broken();
  SealedPart& part = decoded.part;
  part.label = reader.Take<uint16_t>();
  const auto state = reader.Take<uint8_t>();
  if (!reader.ok() || state != kStateSealed) return broken();
  part.key_id = reader.Take<uint64_t>();
  reader.TakeArray(part.nonce);
  part.codec = reader.Take<uint8_t>();
  part.ciphertext = reader.TakeBytes(reader.Take<uint32_t>());
  if (!reader.ok() || !reader.rest().empty()) return broken();
  return decoded;
}

absl::StatusOr<OpenedPart> OpenPart(const StreamId& stream, uint8_t index, const SealedPart& part, const Key256& key) {
  if (part.codec != kCodecRaw) return absl::DataLossError(absl::StrCat("the part uses unknown codec ", part.codec));
  absl::StatusOr<std::string> plaintext =
      XaesOpen(key, part.nonce, part.ciphertext, AssociatedData(stream, index, part));
  if (!plaintext.ok()) return plaintext.status();
  OpenedPart opened{.label = part.label, .salt = {}, .plaintext = *std::move(plaintext)};
  if (opened.plaintext.size() < opened.salt.size()) {
    return absl::DataLossError("the sealed part is shorter than its salt");
  }
  std::copy_n(opened.plaintext.begin(), opened.salt.size(), opened.salt.begin());
  opened.plaintext.erase(0, opened.salt.size());
  return opened;
}

}  // namespace casejournal::eventstore
