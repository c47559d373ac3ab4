#include "services/errors/error_size.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {
namespace {

// Maximum size of the tag and length of an item in a list, and of the numbers next to the list.
constexpr size_t kItemFrameBytes = 5;
constexpr size_t kCountBytes = 12;
constexpr absl::string_view kCutMark = "...";

// The size of one byte of a text: as it is, or percent-encoded (gRPC over HTTP/2).
size_t PlainCost(char) { return 1; }
size_t PercentEncodedCost(char byte) { return byte >= ' ' && byte <= '~' && byte != '%' ? 1 : 3; }

// Return `text`. If it costs more than `room`, cut it between characters and mark the cut.
std::string CutText(const std::string& text, size_t room, size_t (*cost)(char)) {
  size_t total = 0;
  for (const char byte : text) total += cost(byte);
  if (total <= room) return text;
  const auto continues = [&](size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  size_t end = 0;
  size_t used = kCutMark.size();
  while (end < text.size() && used + cost(text[end]) <= room) used += cost(text[end++]);
  while (end > 0 && continues(end)) --end;
  return absl::StrCat(text.substr(0, end), kCutMark);
}

template <typename Item>
void CutTextField(Item& item, std::string* (Item::*field)(), size_t room) {
  std::string* text = (item.*field)();
  *text = CutText(*text, room, PlainCost);
}

// Remove ids from the end of the list until `message` has at most `room` bytes. Return how many were removed.
template <typename Message>
uint32_t RemoveIds(Message& message, google::protobuf::RepeatedPtrField<std::string>& ids, size_t room) {
  size_t bytes = message.ByteSizeLong() + kCountBytes;
  uint32_t removed = 0;
  while (bytes > room && !ids.empty()) {
    bytes -= std::min(bytes, ids.Get(ids.size() - 1).size() + 2);
    ids.RemoveLast();
    ++removed;
  }
  return removed;
}

void CutItem(v1::FieldError& error, size_t room) {
  if (error.ByteSizeLong() <= room) return;
  CutTextField(error, &v1::FieldError::mutable_allowed, room / 2);
  CutTextField(error, &v1::FieldError::mutable_field, room / 4);
  CutTextField(error, &v1::FieldError::mutable_given, room / 8);
}

void CutItem(v1::Violation& violation, size_t room) {
  if (violation.ByteSizeLong() <= room) return;
  CutTextField(violation, &v1::Violation::mutable_message, room * 3 / 8);
  CutTextField(violation, &v1::Violation::mutable_remedy, room / 4);
  CutTextField(violation, &v1::Violation::mutable_field, room / 8);
  CutTextField(violation, &v1::Violation::mutable_rule_id, room / 16);
  const uint32_t removed = RemoveIds(violation, *violation.mutable_ids(), room);
  if (removed > 0) violation.set_ids_omitted(violation.ids_omitted() + removed);
}

// Keep the first items that fit into `room`, each with at most half of it. Return how many were removed.
template <typename Items>
uint32_t KeepFirst(size_t room, Items& items) {
  const size_t room_each = room / 2 - std::min(room / 2, kCountBytes);
  size_t used = kCountBytes;
  auto end = items.begin();
  for (; end != items.end(); ++end) {
    CutItem(*end, room_each);
    used += end->ByteSizeLong() + kItemFrameBytes;
    if (used > room) break;
  }
  const auto removed = static_cast<uint32_t>(items.end() - end);
  items.erase(end, items.end());
  return removed;
}

void CutDetail(v1::BadRequest& detail, size_t room) {
  const uint32_t removed = KeepFirst(room, *detail.mutable_fields());
  detail.set_omitted(detail.omitted() + removed);
}

void CutDetail(v1::Refusal& detail, size_t room) {
  const uint32_t removed = KeepFirst(room, *detail.mutable_violations());
  detail.set_omitted(detail.omitted() + removed);
}

void CutDetail(v1::RevisionConflict& detail, size_t room) {
  const uint32_t removed = RemoveIds(detail, *detail.mutable_touched_ids(), room);
  detail.set_touched_omitted(detail.touched_omitted() + removed);
}

template <typename Detail>
bool CutPacked(google::protobuf::Any& packed, size_t room) {
  Detail detail;
  if (!packed.UnpackTo(&detail)) return false;
  CutDetail(detail, room);
  detail.SerializeToString(packed.mutable_value());
  return true;
}

}  // namespace

void CutToFit(v1::ErrorStatus& error, const ErrorLimits& limits) {
  error.set_message(CutText(error.message(), limits.message_bytes, PercentEncodedCost));
  size_t bytes = error.ByteSizeLong();
  if (bytes <= limits.status_bytes) return;
  for (google::protobuf::Any& packed : *error.mutable_details()) {
    const size_t others = bytes - packed.value().size();
    const size_t room = limits.status_bytes - std::min(limits.status_bytes, others);
    // Details of other types have no lists and only a few bytes.
    (void)(CutPacked<v1::Refusal>(packed, room) || CutPacked<v1::BadRequest>(packed, room) ||
           CutPacked<v1::RevisionConflict>(packed, room));
    bytes = error.ByteSizeLong();
    if (bytes <= limits.status_bytes) return;
  }
}

uint32_t KeepWhatFits(size_t bytes_max, std::vector<v1::Violation>& violations) {
  return KeepFirst(bytes_max, violations);
}

}  // namespace casejournal::services
