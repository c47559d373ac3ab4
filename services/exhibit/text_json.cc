#include "services/exhibit/text_json.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/canonical_text.h"
#include "nlohmann/json.hpp"

namespace casejournal::services {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kTextPartsMax = 10'000;
constexpr size_t kDigestBytes = 32;
constexpr int kLabelMax = 16;

absl::StatusOr<std::string> Bytes32(const nlohmann::json& part, const char* name) {
  const auto found = part.find(name);
  if (found == part.end() || !found->is_string()) return absl::InvalidArgumentError(absl::StrCat("no ", name));
  absl::StatusOr<std::string> bytes = eventstore::DecodeBase64(found->get_ref<const std::string&>());
  if (bytes.ok() && bytes->size() == kDigestBytes) return bytes;
  return absl::InvalidArgumentError(absl::StrCat(name, ": expected 32 bytes in base64"));
}

absl::Status ParsePart(const nlohmann::json& json, event::v1::PlanPart& part) {
  if (!json.is_object()) return absl::InvalidArgumentError("not an object");
  if (json.contains("withheld")) {
    absl::StatusOr<std::string> withheld = Bytes32(json, "withheld");
    if (!withheld.ok()) return withheld.status();
    part.set_withheld(*std::move(withheld));
    return absl::OkStatus();
  }
  absl::StatusOr<std::string> salt = Bytes32(json, "salt");
  if (!salt.ok()) return salt.status();
  part.set_salt(*std::move(salt));
  const auto labels = json.find("labels");
  if (labels == json.end() || !labels->is_array()) return absl::InvalidArgumentError("no labels");
  for (const nlohmann::json& label : *labels) {
    if (!label.is_number_unsigned() || label.get<uint64_t>() < 1 || label.get<uint64_t>() > kLabelMax)
      return absl::InvalidArgumentError("a label is not a number from 1 to 16");
    part.add_labels(static_cast<event::v1::Label>(label.get<int>()));
  }
  const auto text = json.find("text");
  if (text == json.end() || !text->is_string()) return absl::InvalidArgumentError("no text");
  part.set_text(text->get<std::string>());
  return absl::OkStatus();
}

}  // namespace

std::string TextJson(const event::v1::PlanText& text) {
  Json parts = Json::array();
  for (const event::v1::PlanPart& part : text.parts()) {
    if (part.has_withheld()) {
      parts.push_back({{"withheld", absl::Base64Escape(part.withheld())}});
      continue;
    }
    Json labels = Json::array();
    for (const int label : part.labels()) labels.push_back(label);
    parts.push_back(
        {{"salt", absl::Base64Escape(part.salt())}, {"labels", std::move(labels)}, {"text", std::string(part.text())}});
  }
  return Json{{"parts", std::move(parts)}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

absl::StatusOr<event::v1::PlanText> ParseTextJson(absl::string_view json) {
  // A text has four levels; a deep one is not one.
  constexpr int kDepthMax = 8;
  const auto shallow = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) { return depth <= kDepthMax; };
  const nlohmann::json read = nlohmann::json::parse(json.begin(), json.end(), shallow, /*allow_exceptions=*/false);
  if (!read.is_object() || !read.contains("parts") || !read["parts"].is_array() || read["parts"].empty() ||
      read["parts"].size() > kTextPartsMax) {
    return absl::InvalidArgumentError("no parts, or too many");
  }
  event::v1::PlanText text;
  for (const nlohmann::json& part : read["parts"]) {
    if (absl::Status parsed = ParsePart(part, *text.add_parts()); !parsed.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("part ", text.parts_size(), ": ", parsed.message()));
    }
  }
  return text;
}

}  // namespace casejournal::services
