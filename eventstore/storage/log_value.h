// The value of family `log`: a header and the sealed parts of a payload (LOG_FORMAT.md, "The record").
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_LOG_VALUE_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_LOG_VALUE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/records/record.h"
#include "eventstore/seal/xaes_256_gcm.h"

namespace casejournal::eventstore {

// How the bytes of a part are encoded before sealing. Number 1, zstd with a stored dictionary, is reserved.
inline constexpr uint8_t kCodecRaw = 0;

// A part as it is stored. Its text is borrowed.
struct SealedPart {
  uint16_t label = 0;
  uint64_t key_id = 0;
  XaesNonce nonce{};
  uint8_t codec = kCodecRaw;
  absl::string_view ciphertext;  // of salt ‖ part, with the tag
};

// A value of format 1, which has one part. It borrows the bytes that it was decoded from.
struct LogValue {
  absl::string_view header;
  SealedPart part;
};

// A payload ready to be recorded: its commitment for the header, and the bytes that follow the header in the value.
struct SealedPayload {
  Hash commitment{};
  std::string bytes;
};

// Seal `payload` as the only part of format 1 with `key`, with a fresh salt and nonce.
SealedPayload SealPayload(const StreamId& stream, uint64_t key_id, const Key256& key, uint16_t label,
                          absl::string_view payload);

std::string EncodeLogValue(absl::string_view header, absl::string_view sealed_payload);

// The bytes of the header in a value. Too few if the value is truncated.
absl::string_view HeaderIn(absl::string_view value);

//   kDataLoss  the bytes are not a value of format 1.
absl::StatusOr<LogValue> DecodeLogValue(absl::string_view value);

// Open part `index`.
//   kDataLoss  the key does not open it, or its codec is unknown.
absl::StatusOr<OpenedPart> OpenPart(const StreamId& stream, uint8_t index, const SealedPart& part, const Key256& key);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_LOG_VALUE_H_
