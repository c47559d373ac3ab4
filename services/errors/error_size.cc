#include "services/errors/error_size.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/errors/detail_in.h"

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

// Remove what clients need only in order to say the same in another language. The sentences stay.
void DropWordings(v1::FieldError& error) { error.clear_wording(); }

void DropWordings(v1::Violation& violation) {
  violation.clear_wording();
  violation.clear_remedy_wording();
}

template <typename Items>
void DropAllWordings(Items& items) {
  for (auto& item : items) DropWordings(item);
}

// Return the size of the items as a list.
template <typename Items>
size_t ListBytes(const Items& items) {
  size_t bytes = kCountBytes;
  for (const auto& item : items) bytes += item.ByteSizeLong() + kItemFrameBytes;
  return bytes;
}

void CutItem(v1::FieldError& error, size_t room) {
  if (error.ByteSizeLong() <= room) return;
  DropWordings(error);
  if (error.ByteSizeLong() <= room) return;
  CutTextField(error, &v1::FieldError::mutable_allowed, room / 2);
  CutTextField(error, &v1::FieldError::mutable_field, room / 4);
  CutTextField(error, &v1::FieldError::mutable_given, room / 8);
}

void CutItem(v1::Violation& violation, size_t room) {
  if (violation.ByteSizeLong() <= room) return;
  DropWordings(violation);
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
  DropAllWordings(*detail.mutable_fields());
  if (detail.ByteSizeLong() <= room) return;
  const uint32_t removed = KeepFirst(room, *detail.mutable_fields());
  detail.set_omitted(detail.omitted() + removed);
}

void CutDetail(v1::Refusal& detail, size_t room) {
  DropAllWordings(*detail.mutable_violations());
  if (detail.ByteSizeLong() <= room) return;
  const uint32_t removed = KeepFirst(room, *detail.mutable_violations());
  detail.set_omitted(detail.omitted() + removed);
}

void CutDetail(v1::RevisionConflict& detail, size_t room) {
  const uint32_t removed = RemoveIds(detail, *detail.mutable_touched_ids(), room);
  detail.set_touched_omitted(detail.touched_omitted() + removed);
}

// Cut the detail if it is a `Detail`. Return whether it is.
template <typename Detail>
bool CutPacked(google::protobuf::Any& packed, size_t room) {
  Detail detail;
  if (!IsDetail<Detail>(packed.type_url()) || !detail.ParseFromString(packed.value())) return false;
  CutDetail(detail, room);
  detail.SerializeToString(packed.mutable_value());
  return true;
}

bool HasList(const google::protobuf::Any& packed) {
  return IsDetail<v1::Refusal>(packed.type_url()) || IsDetail<v1::BadRequest>(packed.type_url()) ||
         IsDetail<v1::RevisionConflict>(packed.type_url());
}

}  // namespace

std::string CutText(const std::string& text, size_t bytes_max) { return CutText(text, bytes_max, PlainCost); }

void CutToFit(v1::ErrorStatus& error, const ErrorLimits& limits) {
  error.set_message(CutText(error.message(), limits.message_bytes, PercentEncodedCost));
  const size_t bytes = error.ByteSizeLong();
  if (bytes <= limits.status_bytes) return;
  // Other details have no lists and only a few bytes. What one list leaves of its share, the next may have.
  std::vector<google::protobuf::Any*> lists;
  size_t list_bytes = 0;
  for (google::protobuf::Any& packed : *error.mutable_details()) {
    if (!HasList(packed)) continue;
    lists.push_back(&packed);
    list_bytes += packed.value().size();
  }
  size_t room = limits.status_bytes - std::min(limits.status_bytes, bytes - list_bytes);
  std::sort(lists.begin(), lists.end(),
            [](const auto* a, const auto* b) { return a->value().size() < b->value().size(); });
  for (size_t left = lists.size(); left > 0; --left) {
    google::protobuf::Any& packed = *lists[lists.size() - left];
    const size_t share = room / left;
    if (packed.value().size() > share) {
      (void)(CutPacked<v1::Refusal>(packed, share) || CutPacked<v1::BadRequest>(packed, share) ||
             CutPacked<v1::RevisionConflict>(packed, share));
    }
    room -= std::min(room, packed.value().size());
  }
}

uint32_t KeepWhatFits(size_t bytes_max, std::vector<v1::Violation>& violations) {
  if (ListBytes(violations) > bytes_max) DropAllWordings(violations);
  return KeepFirst(bytes_max, violations);
}

}  // namespace casejournal::services
