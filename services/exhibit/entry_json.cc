#include "services/exhibit/entry_json.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "eventstore/proofs/canonical_text.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "projections/events/event_words.h"

namespace casejournal::services {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kPartsMax = 255;
constexpr int kDepthMax = 64;

// Bytes that are not UTF-8 give a string that no protobuf field holds; they do not occur in recorded entries.
std::string Dump(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

absl::string_view KindName(eventstore::StreamKind kind) {
  switch (kind) {
    case eventstore::StreamKind::kCase:
      return "case";
    case eventstore::StreamKind::kAccess:
      return "access";
    case eventstore::StreamKind::kJournal:
      return "journal";
    case eventstore::StreamKind::kReader:
      return "reader";
    case eventstore::StreamKind::kGroup:
      return "group";
    case eventstore::StreamKind::kPrincipal:
      return "principal";
  }
  return "";
}

Json MessageJson(const google::protobuf::Message& message) {
  std::string text;
  (void)google::protobuf::util::MessageToJsonString(message, &text);
  return Json::parse(text, nullptr, /*allow_exceptions=*/false);
}

// The string `name` of `object`, decoded from base64.
absl::StatusOr<std::string> Base64Of(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return absl::InvalidArgumentError(absl::StrCat("no ", name));
  absl::StatusOr<std::string> bytes = eventstore::DecodeBase64(found->get_ref<const std::string&>());
  if (!bytes.ok()) return absl::InvalidArgumentError(absl::StrCat(name, ": ", bytes.status().message()));
  return bytes;
}

absl::StatusOr<eventstore::OpenedPart> ParsePart(const nlohmann::json& part) {
  if (!part.is_object()) return absl::InvalidArgumentError("a part is not an object");
  const auto label = part.find("label");
  if (label == part.end() || !label->is_number_unsigned() || label->get<uint64_t>() > 0xffff) {
    return absl::InvalidArgumentError("a label is missing or out of range");
  }
  absl::StatusOr<std::string> salt = Base64Of(part, "salt");
  if (!salt.ok()) return salt.status();
  absl::StatusOr<std::string> plaintext = Base64Of(part, "plaintext");
  if (!plaintext.ok()) return plaintext.status();
  eventstore::OpenedPart opened{.label = label->get<uint16_t>(), .plaintext = *std::move(plaintext)};
  if (opened.plaintext.size() > eventstore::kPayloadBytesMax)
    return absl::InvalidArgumentError("a plaintext is too long");
  if (salt->size() != opened.salt.size()) return absl::InvalidArgumentError("a salt does not have 32 bytes");
  std::copy(salt->begin(), salt->end(), opened.salt.begin());
  return opened;
}

// Return whether `text` is nested no deeper than any entry.
bool IsShallow(absl::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (in_string) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == '"')
        in_string = false;
    } else if (text[i] == '"') {
      in_string = true;
    } else if (text[i] == '{' || text[i] == '[') {
      if (++depth > kDepthMax) return false;
    } else if (text[i] == '}' || text[i] == ']') {
      --depth;
    }
  }
  return true;
}

}  // namespace

std::string EntryJson(const eventstore::RecordedEntry& entry, const event::v1::StoredEvent& stored,
                      const std::string& sentence) {
  Json parts = Json::array();
  for (const eventstore::OpenedPart& part : entry.parts) {
    parts.push_back({{"label", part.label},
                     {"salt", absl::Base64Escape({reinterpret_cast<const char*>(part.salt.data()), part.salt.size()})},
                     {"plaintext", absl::Base64Escape(part.plaintext)}});
  }
  const eventstore::Header& header = entry.header;
  return Dump(Json{
      {"position", absl::StrCat(entry.position)},
      {"header", absl::Base64Escape(entry.header_bytes)},
      {"parts", std::move(parts)},
      {"stream",
       {{"kind", KindName(header.stream.kind)},
        {"id", header.stream.uuid.ToString()},
        {"revision", absl::StrCat(header.revision)}}},
      {"recordedAt",
       absl::FormatTime("%Y-%m-%d%ET%H:%M:%E6SZ", absl::FromUnixMicros(header.recorded_at_us), absl::UTCTimeZone())},
      {"requestId", header.request_id.ToString()},
      {"leaf", eventstore::HexOf(eventstore::LeafHash(entry.header_bytes))},
      {"type", projections::EventTypeName(stored)},
      {"sentence", sentence},
      {"event", MessageJson(stored)},
  });
}

absl::StatusOr<eventstore::RecordedEntry> ParseEntryJson(absl::string_view text) {
  if (!IsShallow(text)) return absl::InvalidArgumentError("nested too deeply");
  // Parse into a sorted map. An ordered one is searched from the front for each key.
  const nlohmann::json json = nlohmann::json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return absl::InvalidArgumentError("not a JSON object");
  const auto position = json.find("position");
  if (position == json.end() || !position->is_string()) return absl::InvalidArgumentError("position is missing");
  absl::StatusOr<uint64_t> number = eventstore::ParseDecimal(position->get_ref<const std::string&>());
  if (!number.ok()) return absl::InvalidArgumentError(absl::StrCat("position: ", number.status().message()));
  absl::StatusOr<std::string> header_bytes = Base64Of(json, "header");
  if (!header_bytes.ok()) return header_bytes.status();
  absl::StatusOr<eventstore::Header> header = eventstore::DecodeHeader(*header_bytes);
  if (!header.ok()) return absl::InvalidArgumentError(absl::StrCat("header: ", header.status().message()));
  const auto parts = json.find("parts");
  if (parts == json.end() || !parts->is_array() || parts->empty() || parts->size() > kPartsMax) {
    return absl::InvalidArgumentError("no parts, or too many");
  }
  eventstore::RecordedEntry entry{.position = *number, .header = *header, .header_bytes = *std::move(header_bytes)};
  for (const nlohmann::json& part : *parts) {
    absl::StatusOr<eventstore::OpenedPart> opened = ParsePart(part);
    if (!opened.ok()) return opened.status();
    entry.parts.push_back(*std::move(opened));
  }
  return entry;
}

}  // namespace casejournal::services
