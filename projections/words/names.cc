#include "projections/words/names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_field.h"
#include "projections/events/event_words.h"
#include "projections/words/phrase.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kShortBytes = 60;
constexpr size_t kDigestBytes = 32;

// A field that identifies an item of one of the plan's lists, with the phrase for the item.
struct Naming {
  size_t list;  // its place among CaseState::Lists()
  const FieldDescriptor* id;
  bool is_key;  // the id is the whole key of the item
  std::string called;
};

bool IsWholeKey(const FieldDescriptor& id) {
  for (int i = 0; i < id.containing_type()->field_count(); ++i) {
    const FieldDescriptor* field = id.containing_type()->field(i);
    if (OptionsOf(*field).key() != (field == &id)) return false;
  }
  return true;
}

const std::vector<Naming>& AllNamings() {
  static const auto* const namings = [] {
    auto* all = new std::vector<Naming>();
    for (size_t list = 0; list < CaseState::Lists().size(); ++list) {
      const Descriptor& item = *CaseState::Lists()[list]->message_type();
      for (int i = 0; i < item.field_count(); ++i) {
        const std::string& called = OptionsOf(*item.field(i)).called();
        if (!called.empty()) all->push_back({list, item.field(i), IsWholeKey(*item.field(i)), called});
      }
    }
    return all;
  }();
  return *namings;
}

// The first item of the list that `id` names, or null.
const Message* FindItem(const v1::CasePlan& plan, const Naming& naming, absl::string_view id) {
  const FieldDescriptor* list = CaseState::Lists()[naming.list];
  std::string unused;
  for (int i = 0; i < plan.GetReflection()->FieldSize(plan, list); ++i) {
    const Message& item = plan.GetReflection()->GetRepeatedMessage(plan, list, i);
    if (item.GetReflection()->GetStringReference(item, naming.id, &unused) == id) return &item;
  }
  return nullptr;
}

const Message* FindItem(const CaseState& state, const Naming& naming, absl::string_view id) {
  if (naming.is_key) return state.FindMessage(naming.list, id);
  std::string unused;
  for (size_t at = 0; at < state.CountIn(naming.list); ++at) {
    const Message& item = state.MessageAt(naming.list, at);
    if (item.GetReflection()->GetStringReference(item, naming.id, &unused) == id) return &item;
  }
  return nullptr;
}

std::string FindPart(KnowsParts known, absl::string_view id) {
  const bool is_digest = id.size() == kDigestBytes;
  for (const Naming& naming : AllNamings()) {
    if ((naming.id->type() == FieldDescriptor::TYPE_BYTES) != is_digest) continue;
    const Message* item = std::visit([&](const auto* each) { return FindItem(*each, naming, id); }, known);
    if (item == nullptr) continue;
    const std::string words = Phrase(naming.called, *item, Names({}));
    // An item that was created by a fact without support has an id and no words yet.
    if (const auto stripped = absl::StripAsciiWhitespace(words); !stripped.empty()) return std::string(stripped);
  }
  return "";
}

absl::string_view AbsentWords(Absence absence) {
  return absence == Absence::kLeftOut ? " not in this exhibit" : " no longer in the record";
}

}  // namespace

std::string Names::Find(absl::string_view id) const {
  for (const KnowsParts known : known_) {
    std::string words = FindPart(known, id);
    if (!words.empty()) return words;
  }
  return "";
}

std::string Names::Of(absl::string_view id, event::v1::PartKind kind) const {
  std::string words = Find(id);
  if (!words.empty()) return words;
  const bool is_person = kind == event::v1::PART_KIND_PARTICIPANT || kind == event::v1::PART_KIND_CHILD;
  return absl::StrCat(is_person ? "someone" : "something", AbsentWords(absence_));
}

std::string Names::OfVersion(absl::string_view digest) const {
  std::string words = Find(digest);
  return words.empty() ? absl::StrCat("a plan version", AbsentWords(absence_)) : words;
}

Names Names::And(KnowsParts known) const {
  Names more = *this;
  more.known_.push_back(known);
  return more;
}

std::string Shortened(absl::string_view text) {
  if (text.size() <= kShortBytes) return std::string(text);
  size_t end = text.rfind(' ', kShortBytes);
  if (end == absl::string_view::npos || end < kShortBytes / 2) {
    // No space was found: cut before the byte that begins a UTF-8 character.
    end = kShortBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  }
  return absl::StrCat(text.substr(0, end), "…");
}

}  // namespace casejournal::projections
