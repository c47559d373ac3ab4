#include "projections/words/phrase.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "casejournal/event/v1/person.pb.h"
#include "projections/events/event_words.h"
#include "projections/words/field_value.h"
#include "projections/words/form.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The place of a field in braces in a message.
struct Place {
  const Message* holder = nullptr;
  const FieldDescriptor* field = nullptr;
};

// What stands in braces: "terms.statement..." or "kind|'meeting'".
struct Choice {
  explicit Choice(absl::string_view braced) : is_shortened(absl::ConsumeSuffix(&braced, "...")) {
    paths = absl::StrSplit(braced, '|');
    if (absl::StartsWith(paths.back(), "'") && absl::EndsWith(paths.back(), "'") && paths.back().size() > 1) {
      fallback = paths.back().substr(1, paths.back().size() - 2);
      paths.pop_back();
    }
  }

  bool is_shortened;
  std::vector<absl::string_view> paths;
  absl::string_view fallback;  // what to say if all fields are empty
};

Place FindPlace(const Message& message, absl::string_view path) {
  Place place{&message, nullptr};
  for (absl::string_view step : absl::StrSplit(path, '.')) {
    if (place.field != nullptr) {
      place.holder = &place.holder->GetReflection()->GetMessage(*place.holder, place.field);
    }
    place.field = place.holder->GetDescriptor()->FindFieldByName(std::string(step));
    if (place.field == nullptr) return place;
  }
  return place;
}

bool IsUuid(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(text[i])) return false;
  }
  return true;
}

std::string StringWords(const std::string& value, const FieldDescriptor& field, const Names& names) {
  const event::v1::FieldOptions& options = OptionsOf(field);
  if (value.empty()) return "";
  if (field.type() == FieldDescriptor::TYPE_BYTES) {
    if (options.digest() || options.key()) return names.OfVersion(value);
    // State messages have digests of versions without annotations. Any other digest is shown as it is.
    const std::string version = names.Find(value);
    return version.empty() ? absl::BytesToHexString(value) : version;
  }
  if (options.names() != event::v1::PART_KIND_UNSPECIFIED) return names.Of(value, options.names());
  if (options.introduces() != event::v1::PART_KIND_UNSPECIFIED) {
    return names.Of(value, options.introduces());
  }
  if (options.finding()) return value.substr(0, value.find('/'));
  // State messages have ids without annotations. A field that is declared a plain UUID is shown as a UUID.
  if (!options.uuid() && IsUuid(value)) {
    return names.Of(value, event::v1::PART_KIND_UNSPECIFIED);
  }
  return value;
}

std::string MessageWords(const Message& message, const Names& names) {
  if (message.GetDescriptor() == event::v1::Staff::descriptor()) {
    const auto& staff = static_cast<const event::v1::Staff&>(message);
    return staff.name().empty() ? staff.subject() : staff.name();
  }
  if (message.GetDescriptor() == event::v1::Code::descriptor()) {
    const auto& code = static_cast<const event::v1::Code&>(message);
    return code.display().empty() ? code.code() : code.display();
  }
  // "Dana Reed (caseworker)": the first field is the name, and the others follow.
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  std::vector<std::string> words;
  for (const FieldDescriptor* field : fields) {
    // ListFields leaves out false values. A true value is shown as the words of its field.
    words.push_back(field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL ? FieldWords(*field)
                                                                       : ValueWords(message, *field, names));
  }
  if (words.size() < 2) return absl::StrJoin(words, "");
  return absl::StrCat(words[0], " (", absl::StrJoin(words.begin() + 1, words.end(), ", "), ")");
}

// A value of a field that is not repeated, or the element at `index`.
std::string OneValueWords(const Message& message, const FieldDescriptor& field, std::optional<int> index,
                          const Names& names) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageWords(
          index ? reflection.GetRepeatedMessage(message, &field, *index) : reflection.GetMessage(message, &field),
          names);
    case FieldDescriptor::CPPTYPE_STRING:
      return StringWords(
          index ? reflection.GetRepeatedString(message, &field, *index) : reflection.GetString(message, &field), field,
          names);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value =
          index ? reflection.GetRepeatedEnum(message, &field, *index) : reflection.GetEnum(message, &field);
      return EnumWords(*value);
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "yes" : "no";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(index ? reflection.GetRepeatedUInt64(message, &field, *index)
                                : reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return "";  // the contract has none
  }
  return "";
}

std::string Listed(const std::vector<std::string>& words) {
  if (words.size() < 2) return absl::StrJoin(words, "");
  return absl::StrCat(absl::StrJoin(words.begin(), words.end() - 1, ", "), " and ", words.back());
}

bool EndsSentence(absl::string_view text) {
  return !text.empty() && absl::StrContains(".!?", text.substr(text.size() - 1));
}

// `text` without the word that the value before it says already: "risk reassessment" and not "… assessment" again.
absl::string_view WithoutRepeated(absl::string_view text, absl::string_view value) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, " ")) return text;
  const absl::string_view word = rest.substr(0, rest.find_first_of(" ,.;:"));
  return !word.empty() && absl::EndsWith(value, word) ? rest.substr(word.size()) : text;
}

void AppendText(std::string& phrase, absl::string_view text) {
  // People's own words can end with a full stop or a question mark; another full stop is not added.
  if (EndsSentence(phrase) && absl::StartsWith(text, ".")) text.remove_prefix(1);
  absl::StrAppend(&phrase, text);
}

// Whether a sentence says the value of the parameter without other words: one text, day, time, or number.
bool IsSaidAsItIs(const v1::WordingParameter& parameter) {
  if (parameter.values_size() != 1) return false;
  const v1::FieldValue::ValueCase kind = parameter.values(0).value_case();
  return kind != v1::FieldValue::kId && kind != v1::FieldValue::kCode && kind != v1::FieldValue::kYes &&
         kind != v1::FieldValue::kData;
}

// What is said for a choice, and whether it is an enum value.
struct Chosen {
  std::string words;
  bool is_enum = false;
};

Chosen Choose(const Choice& choice, const Message& message, const Names& names) {
  for (absl::string_view path : choice.paths) {
    const Place place = FindPlace(message, path);
    if (place.field == nullptr) continue;
    std::string words = ValueWords(*place.holder, *place.field, names);
    if (words.empty()) continue;
    return {choice.is_shortened ? Shortened(words) : words, place.field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM};
  }
  return {std::string(choice.fallback)};
}

}  // namespace

std::string ValueWords(const Message& message, const FieldDescriptor& field, const Names& names) {
  const Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    if (field.has_presence() && !reflection.HasField(message, &field)) return "";
    return OneValueWords(message, field, std::nullopt, names);
  }
  std::vector<std::string> words;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    words.push_back(OneValueWords(message, field, i, names));
  }
  return Listed(words);
}

std::string EndOfSentence(absl::string_view words) { return absl::StrCat(words, EndsSentence(words) ? "" : "."); }

std::string Phrase(absl::string_view form, const Message& message, const Names& names) {
  std::string phrase;
  VisitParts(form, [&](absl::string_view part, bool is_optional) {
    std::string filled = is_optional ? "" : phrase;
    bool has_all = true;
    Chosen before;
    VisitPieces(
        part,
        [&](absl::string_view text) {
          AppendText(filled, before.is_enum ? WithoutRepeated(text, before.words) : text);
        },
        [&](absl::string_view braced) {
          before = Choose(Choice(braced), message, names);
          has_all = has_all && !before.words.empty();
          absl::StrAppend(&filled, before.words);
        });
    if (!is_optional) phrase = std::move(filled);
    if (is_optional && has_all) AppendText(phrase, filled);
  });
  return phrase;
}

absl::Status CheckPhrase(absl::string_view form, const Descriptor& message) {
  const auto count = [form](char c) { return std::count(form.begin(), form.end(), c); };
  if (count('{') != count('}') || count('[') != count(']')) {
    return absl::InvalidArgumentError(absl::StrCat("unbalanced: ", form));
  }
  absl::Status status;
  const auto check_path = [&](absl::string_view path) {
    const Descriptor* holder = &message;
    for (absl::string_view step : absl::StrSplit(path, '.')) {
      const FieldDescriptor* field = holder == nullptr ? nullptr : holder->FindFieldByName(std::string(step));
      if (field == nullptr) {
        status = absl::InvalidArgumentError(absl::StrCat(message.name(), " has no field {", path, "}"));
        return;
      }
      holder = field->is_repeated() ? nullptr : field->message_type();
    }
  };
  const auto check = [&](absl::string_view braced) {
    for (absl::string_view path : Choice(braced).paths) check_path(path);
  };
  VisitParts(form, [&](absl::string_view part, bool) {
    VisitPieces(
        part, [](absl::string_view) {}, check);
  });
  return status;
}

v1::Wording PhraseWording(absl::string_view form, const Message& message, const Names& names) {
  v1::Wording wording;
  const auto add = [&](absl::string_view braced) {
    const Choice choice(braced);
    v1::WordingParameter& parameter = *wording.add_parameters();
    parameter.set_name(std::string(braced));
    for (absl::string_view path : choice.paths) {
      const Place place = FindPlace(message, path);
      if (place.field == nullptr) continue;
      std::string words = ValueWords(*place.holder, *place.field, names);
      if (words.empty()) continue;
      AddFieldValues(*place.holder, *place.field, *parameter.mutable_values());
      if (!IsSaidAsItIs(parameter)) parameter.set_words(choice.is_shortened ? Shortened(words) : std::move(words));
      return;
    }
    parameter.set_words(std::string(choice.fallback));
  };
  VisitParts(form, [&](absl::string_view part, bool) {
    VisitPieces(
        part, [](absl::string_view) {}, add);
  });
  return wording;
}

bool IsValue(const Descriptor& message) {
  return &message == event::v1::Staff::descriptor() || &message == event::v1::Code::descriptor();
}

std::vector<std::string> IdsInPhrase(absl::string_view form, const Message& message) {
  std::vector<std::string> ids;
  const auto add = [&](absl::string_view braced) {
    for (absl::string_view path : Choice(braced).paths) {
      const Place place = FindPlace(message, path);
      if (place.field == nullptr || place.field->is_repeated() ||
          place.field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
        continue;
      }
      std::string value = place.holder->GetReflection()->GetString(*place.holder, place.field);
      if (place.field->type() == FieldDescriptor::TYPE_BYTES || IsUuid(value)) ids.push_back(std::move(value));
    }
  };
  VisitParts(form, [&](absl::string_view part, bool) {
    VisitPieces(
        part, [](absl::string_view) {}, add);
  });
  return ids;
}

}  // namespace casejournal::projections
