// Keys as text, and the fields of the C2SP formats: base64, decimal numbers, names.
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/canonical_text.h"
#include "eventstore/proofs/named_key.h"
#include "eventstore/witnesses/witness_request.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(key_text) {
  using eventstore::SignatureType;
  for (const SignatureType type : {SignatureType::kNote, SignatureType::kCosignature}) {
    const auto verifier = eventstore::ParseVerifierKey(bytes, type);
    if (verifier.ok()) {
      Hold(eventstore::NamedKeyHash(verifier->name, type, verifier->key.bytes()) == verifier->key_hash,
           "a key has its own hash");
      Hold(bytes.size() == verifier->name.size() + 1 + 8 + 1 + 44, "a key has one spelling");
    }
    const auto signer = eventstore::ParseSignerKey(bytes, type);
    if (signer.ok()) {
      Hold(eventstore::FormatSignerKey(*signer) == bytes, "a secret key has one spelling");
      const auto its_verifier = eventstore::ParseVerifierKey(eventstore::FormatVerifierKey(*signer), type);
      Hold(its_verifier.ok() && its_verifier->key_hash == signer->key_hash, "a secret key has a public one");
    }
  }
  const auto decoded = eventstore::DecodeBase64(bytes);
  if (decoded.ok()) Hold(absl::Base64Escape(*decoded) == bytes, "base64 has one spelling");
  Hold(eventstore::DecodeBase64Hash(bytes).ok() == (decoded.ok() && decoded->size() == 32), "a hash has 32 bytes");
  const auto number = eventstore::ParseDecimal(bytes);
  if (number.ok()) Hold(absl::StrCat(*number) == bytes, "a number has one spelling");
  const auto size = eventstore::ParseTreeSize(bytes);
  if (size.ok()) Hold(eventstore::FormatTreeSize(*size) == bytes, "a tree size has one spelling");
  if (eventstore::IsKeyName(bytes))
    Hold(eventstore::IsNoteCharacters(bytes) && bytes.find_first_of(" +\n") == absl::string_view::npos,
         "a key name fits into a note");
}

}  // namespace casejournal::fuzz
