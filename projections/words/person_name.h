// Names of people for searches: without case and accents, and by sound. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_WORDS_PERSON_NAME_H_
#define CASEJOURNAL_PROJECTIONS_WORDS_PERSON_NAME_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_service.pb.h"

namespace casejournal::projections {

// The maximum number of words of a name; further words are ignored.
inline constexpr size_t kNameWordsMax = 8;

// Split a name into words in Latin letters, lower case, without accents: "Héctor Vega-Ruiz" is "hector", "vega",
// "ruiz". A name without letters has no words.
std::vector<std::string> NameWords(absl::string_view name);

// American Soundex of a word from NameWords, as the US National Archives describe it: "W252" for "washington". Letters
// with the same code count once if h or w is between them, and twice if a vowel is between them.
std::string Soundex(absl::string_view word);

// How well `name` matches `asked`, both as words. UNSPECIFIED if nothing matches.
v1::NameMatch MatchNames(const std::vector<std::string>& asked, const std::vector<std::string>& name);

// How well a birth date matches. UNSPECIFIED if one of them is empty. Both are civil days.
v1::BirthDateMatch MatchBirthDates(absl::string_view asked, absl::string_view born_on);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORDS_PERSON_NAME_H_
