// Key sets, and JSON that all readers understand alike.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/access/base64url.h"
#include "services/access/key_set.h"
#include "services/access/strict_json.h"
#include "services/access/token_signature.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {
namespace {

int DepthOf(const nlohmann::json& json) {
  int deepest = 0;
  if (!json.is_structured()) return 0;
  for (const nlohmann::json& inside : json) deepest = std::max(deepest, DepthOf(inside));
  return deepest + 1;
}

}  // namespace

FUZZ_TARGET(key_set) {
  constexpr int kDepthMax = 8;
  const auto object = services::ParseStrictObject(bytes, kDepthMax);
  if (object.ok()) {
    Hold(object->is_object() && DepthOf(*object) <= kDepthMax, "an object is within its limits");
    Hold(bytes.find('\0') == absl::string_view::npos, "JSON has no NUL");
    const std::string text = object->dump();
    const auto again = services::ParseStrictObject(text, kDepthMax);
    Hold(again.ok() && *again == *object, "what was read can be written and read again");
  }
  const auto decoded = services::DecodeBase64Url(bytes);
  if (decoded) Hold(services::EncodeBase64Url(*decoded) == bytes, "base64url has one spelling");
  const auto keys = services::KeySet::Parse(bytes);
  if (!keys.ok()) return;
  Hold(object.ok() && bytes.size() <= services::KeySet::kBytesMax, "a key set is an object within its limits");
  Hold(!keys->keys().empty() && keys->keys().size() <= services::KeySet::kKeysMax, "a key set has keys");
  std::set<std::string> ids;
  for (const services::TokenKey& key : keys->keys()) {
    Hold(!key.id.empty() && ids.insert(key.id).second && keys->Find(key.id) == &key, "each key has its own id");
    Hold(!services::SignatureIsValid(key, "message", std::string(64, 'x')), "nothing signed this");
  }
  const services::KeySet after = keys->After(*keys, 7);
  for (const services::TokenKey& key : after.keys())
    Hold(key.generation == 0, "keys that were there before keep their generation");
}

}  // namespace casejournal::fuzz
