#include "projections/words/names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
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
  const FieldDescriptor* list;
  const FieldDescriptor* id;
  std::string called;
};

std::vector<Naming> NamingsOf(const Descriptor& plan) {
  std::vector<Naming> namings;
  for (int i = 0; i < plan.field_count(); ++i) {
    const FieldDescriptor* list = plan.field(i);
    if (!list->is_repeated() || list->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    for (int j = 0; j < list->message_type()->field_count(); ++j) {
      const FieldDescriptor* id = list->message_type()->field(j);
      const std::string& called = OptionsOf(*id).called();
      if (!called.empty()) namings.push_back({list, id, called});
    }
  }
  return namings;
}

const std::vector<Naming>& AllNamings() {
  static const auto* const namings = new std::vector<Naming>(NamingsOf(*v1::CasePlan::descriptor()));
  return *namings;
}

// The first item of the list that `id` names, or null.
const Message* FindItem(const v1::CasePlan& plan, const Naming& naming, absl::string_view id) {
  std::string unused;
  for (int i = 0; i < plan.GetReflection()->FieldSize(plan, naming.list); ++i) {
    const Message& item = plan.GetReflection()->GetRepeatedMessage(plan, naming.list, i);
    if (item.GetReflection()->GetStringReference(item, naming.id, &unused) == id) return &item;
  }
  return nullptr;
}

std::string FindPart(const v1::CasePlan& plan, absl::string_view id) {
  const bool is_digest = id.size() == kDigestBytes;
  for (const Naming& naming : AllNamings()) {
    if ((naming.id->type() == FieldDescriptor::TYPE_BYTES) != is_digest) continue;
    const Message* item = FindItem(plan, naming, id);
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
  for (const v1::CasePlan* plan : plans_) {
    std::string words = FindPart(*plan, id);
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

Names Names::And(const v1::CasePlan& plan) const {
  Names more = *this;
  more.plans_.push_back(&plan);
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
