// Phrases: a template with fields in braces, filled from a message through its descriptor.
#ifndef CASEJOURNAL_PROJECTIONS_WORDS_PHRASE_H_
#define CASEJOURNAL_PROJECTIONS_WORDS_PHRASE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "projections/words/names.h"

namespace casejournal::projections {

// "{child_id} was placed with {with_whom}[ ({type})]": `{a.b}` reaches into a message; a part in
// square brackets is left out when a field in it is empty. Lists read "a, b and c".
std::string Phrase(absl::string_view form, const google::protobuf::Message& message, const Names& names);

// People's own words as the end of a sentence: with a full stop, unless they have one.
std::string EndOfSentence(absl::string_view words);

// Whether `form` is well formed and every field in it exists in `message`.
//   kInvalidArgument  says what is wrong.
absl::Status CheckPhrase(absl::string_view form, const google::protobuf::Descriptor& message);

// The value of one field in words: ids by name, enums by their words, messages by what they hold;
// empty: none.
std::string ValueWords(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                       const Names& names);

// Whether messages of this type are values, like a string, and not a set of fields: staff and
// codes.
bool IsValue(const google::protobuf::Descriptor& message);

// The ids in the fields that `form` names.
std::vector<std::string> IdsInPhrase(absl::string_view form, const google::protobuf::Message& message);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORDS_PHRASE_H_
