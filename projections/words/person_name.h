// Names of people as they are looked for: without case and accents, and by how they sound.
#ifndef CASEJOURNAL_PROJECTIONS_WORDS_PERSON_NAME_H_
#define CASEJOURNAL_PROJECTIONS_WORDS_PERSON_NAME_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_service.pb.h"

namespace casejournal::projections {

// A name has so many words at most; further ones are not looked at.
inline constexpr size_t kNameWordsMax = 8;

// The words of a name in Latin letters, lower case, without accents: "Héctor Vega-Ruiz" is "hector", "vega", "ruiz".
// What has no letters has no words.
std::vector<std::string> NameWords(absl::string_view name);

// American Soundex of a word of NameWords, as the US National Archives describe it: "W252" for "washington". Letters of
// one code with h or w between them count once, with a vowel between them twice.
std::string Soundex(absl::string_view word);

// How well `name` matches what is `asked`, both as words; UNSPECIFIED where nothing does.
v1::NameMatch MatchNames(const std::vector<std::string>& asked, const std::vector<std::string>& name);

// How well a birth date matches; UNSPECIFIED where one of them is empty. Both are civil days.
v1::BirthDateMatch MatchBirthDates(absl::string_view asked, absl::string_view born_on);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORDS_PERSON_NAME_H_
