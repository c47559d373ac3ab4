// What the log stores of an entry: the value, its header, its sealed part; and the rows of data keys.
#include <algorithm>

#include "eventstore/keys/wrapped_key.h"
#include "eventstore/records/record.h"
#include "eventstore/records/stream_id.h"
#include "eventstore/storage/log_value.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {
namespace {

eventstore::Key256 KeyOf(uint8_t byte) {
  eventstore::Key256 key;
  key.fill(byte);
  return key;
}

void ReadHeader(absl::string_view bytes) {
  const auto header = eventstore::DecodeHeader(bytes);
  if (header.ok()) Hold(eventstore::EncodeHeader(*header) == bytes, "a header has one spelling");
}

void ReadValue(absl::string_view bytes) {
  const auto value = eventstore::DecodeLogValue(bytes);
  if (!value.ok()) return;
  Hold(value->header == eventstore::HeaderIn(bytes), "the header of a value is at its beginning");
  Hold(value->header.size() + value->part.ciphertext.size() <= bytes.size(), "a value borrows what it has");
  ReadHeader(value->header);
  const auto opened = eventstore::OpenPart(eventstore::StreamId::Journal(), 0, value->part, KeyOf(1));
  Hold(!opened.ok(), "no part opens that was not sealed");
}

// What is sealed opens, and does not after any change.
void SealAndChange(Input& input) {
  const eventstore::StreamId stream = eventstore::StreamId::Journal();
  const uint64_t key_id = input.Number(2);
  const uint16_t label = input.Byte();
  const size_t at = input.Number(2);
  const uint8_t change = input.Byte();
  const absl::string_view payload = input.Rest();
  const eventstore::SealedPayload sealed = eventstore::SealPayload(stream, key_id, KeyOf(1), label, payload);
  std::string bytes = eventstore::EncodeLogValue("header", sealed.bytes);
  bytes[at % bytes.size()] ^= static_cast<char>(change);
  const auto value = eventstore::DecodeLogValue(bytes);
  Hold(value.ok() || change != 0, "what was sealed is a value");
  if (!value.ok()) return;
  const auto opened = eventstore::OpenPart(stream, 0, value->part, KeyOf(1));
  // The header has its own check: its leaf.
  const bool same = change == 0 || (at % bytes.size() >= 2 && at % bytes.size() < 8);
  Hold(opened.ok() == same, "what was sealed opens, and nothing else");
  if (opened.ok()) Hold(opened->plaintext == payload && opened->label == label, "what opens is what was sealed");
}

void ReadKeyRow(Input& input) {
  const uint64_t key_id = input.Byte();
  if ((input.Byte() & 1) != 0) {
    const absl::string_view row = input.Rest();
    Hold(!eventstore::UnwrapKey(KeyOf(2), key_id, row).ok(), "no key opens that was not wrapped");
    return;
  }
  const size_t at = input.Byte();
  const uint8_t change = input.Byte();
  std::string row = eventstore::WrapKey(KeyOf(2), key_id, KeyOf(3));
  row[at % row.size()] ^= static_cast<char>(change);
  const auto key = eventstore::UnwrapKey(KeyOf(2), key_id, row);
  Hold(key.ok() == (change == 0), "what was wrapped opens, and nothing else");
  if (key.ok()) Hold(*key == KeyOf(3), "what opens is what was wrapped");
}

}  // namespace

FUZZ_TARGET(stored_record) {
  Input input(bytes);
  switch (input.Byte() % 5) {
    case 0:
      return ReadHeader(input.Rest());
    case 1:
      return ReadValue(input.Rest());
    case 2:
      return SealAndChange(input);
    case 3:
      return ReadKeyRow(input);
    default:
      break;
  }
  const absl::string_view text = input.Rest();
  const auto uuid = eventstore::Uuid::Parse(text);
  if (uuid.ok()) Hold(uuid->ToString() == text, "a UUID has one spelling");
}

}  // namespace casejournal::fuzz
