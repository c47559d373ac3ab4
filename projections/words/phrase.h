// Phrases: templates with fields in braces, filled from a message through its descriptor. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_WORDS_PHRASE_H_
#define CASEJOURNAL_PROJECTIONS_WORDS_PHRASE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "casejournal/v1/wording.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "projections/words/names.h"

namespace casejournal::projections {

// Fill a template such as "{child_id} was placed with {with_whom}[ ({type})]". `{a.b}` reads a field of a message; a
// part in square brackets is left out if a field in it is empty. Lists read "a, b and c". `{a|b|'c'}` is the first that
// is not empty, or the word in quotes; `{a...}` is shortened (names.h). A word that an enum value ends with is not
// repeated after it: "risk reassessment", not "risk reassessment assessment".
std::string Phrase(absl::string_view form, const google::protobuf::Message& message, const Names& names);

// What `Phrase` says, as data: a parameter for each place in braces, named as in the braces. The caller sets the id. A
// group of fields, such as a member of staff, has words and no values.
v1::Wording PhraseWording(absl::string_view form, const google::protobuf::Message& message, const Names& names);

// Use a person's own words as the end of a sentence: add a full stop unless they have one.
std::string EndOfSentence(absl::string_view words);

// Check that `form` is well formed and that `message` has every field in it.
//   kInvalidArgument  says what is wrong.
absl::Status CheckPhrase(absl::string_view form, const google::protobuf::Descriptor& message);

// The value of one field in words: ids as names, enums as their words, messages as their content. Empty: no value.
std::string ValueWords(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                       const Names& names);

// Whether messages of this type (staff and codes) are values, like a string, and not a set of fields.
bool IsValue(const google::protobuf::Descriptor& message);

// The ids in the fields that `form` names.
std::vector<std::string> IdsInPhrase(absl::string_view form, const google::protobuf::Message& message);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORDS_PHRASE_H_
