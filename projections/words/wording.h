// Sentences that the program says, as English text and as data for clients that say them in another language. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_WORDS_WORDING_H_
#define CASEJOURNAL_PROJECTIONS_WORDS_WORDING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "casejournal/v1/wording.pb.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "projections/events/event_words.h"

namespace casejournal::projections {

// One sentence. Rooms keep theirs in tables, which GetCatalog gives to clients.
struct WordingText {
  absl::string_view id;    // stable forever: never used for another meaning
  absl::string_view text;  // with the names of parameters in braces (form.h)
};

// A value in a sentence.
struct Parameter {
  v1::WordingParameter data;
  std::string says;  // what the English sentence says for it; empty: no value
};

// The parameter is the id of a person or part, whom people call `words`.
Parameter IdParameter(absl::string_view name, absl::string_view id, absl::string_view words);
// The ids of several, whom people call `words` together.
Parameter IdsParameter(absl::string_view name, absl::Span<const std::string> ids, absl::string_view words);
// A civil day.
Parameter DayParameter(absl::string_view name, absl::string_view day);
// A number: "3".
Parameter NumberParameter(absl::string_view name, int64_t number);
// A number of things: "1 day", "3 days".
Parameter CountParameter(absl::string_view name, int64_t count, absl::string_view one, absl::string_view several);
// Text that is nobody's to translate: what a person wrote, a rule's title, an id.
Parameter TextParameter(absl::string_view name, absl::string_view text);
// Values of a code list, with the words for them. `value_names` are the names as JSON has them.
Parameter CodesParameter(absl::string_view name, absl::Span<const std::string> value_names, absl::string_view words);
// One value of an enum, with its words. The value 0 is no value.
template <typename Enum>
Parameter CodeParameter(absl::string_view name, Enum value) {
  const auto* named = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  if (named == nullptr || named->number() == 0) return CodesParameter(name, {}, "");
  return CodesParameter(name, {named->name()}, EnumWords(value));
}

// A sentence, and what it is made of.
struct Said {
  std::string says;
  v1::Wording wording;
};

// Say a sentence. A name in braces that no parameter has says nothing.
Said Say(const WordingText& wording, std::vector<Parameter> parameters = {});

// Check that `text` is well formed, and that each name in it is a lower-case word with underscores.
//   kInvalidArgument  says what is wrong.
absl::Status CheckWordingText(const WordingText& wording);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORDS_WORDING_H_
