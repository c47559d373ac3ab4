#include "projections/words/person_name.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "absl/strings/ascii.h"

namespace casejournal::projections {
namespace {

using Words = std::vector<std::string>;

// The text in Latin letters without accents, or unchanged if the rules are not available.
std::string Folded(absl::string_view text) {
  // Most names are plain ASCII and do not need the rules.
  const bool plain = std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isascii(c); });
  if (plain) return absl::AsciiStrToLower(text);
  thread_local const std::unique_ptr<icu::Transliterator> fold = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  icu::UnicodeString unicode =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (fold != nullptr) fold->transliterate(unicode);
  std::string folded;
  unicode.toUTF8String(folded);
  return folded;
}

// Letters without a code are vowels and y (0), which separate equal codes, and h and w (7), which do not.
char CodeOf(char letter) {
  static constexpr char kCodes[] = "01230127022455012623017202";
  return kCodes[letter - 'a'];
}

Words Sounds(const Words& words) {
  Words sounds;
  for (const std::string& word : words) sounds.push_back(Soundex(word));
  return sounds;
}

Words Sorted(Words words) {
  std::sort(words.begin(), words.end());
  return words;
}

// Whether `all` contains each of `some`, as often as it occurs there; both sorted.
bool Includes(const Words& all, const Words& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

bool Share(const Words& a, const Words& b) {
  return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

}  // namespace

Words NameWords(absl::string_view name) {
  Words words(1);
  for (const char c : Folded(name)) {
    if (absl::ascii_isalpha(static_cast<unsigned char>(c))) {
      words.back() += c;
    } else if (c != '\'' && !words.back().empty()) {
      // An apostrophe does not split a word: O'Brien is one word.
      if (words.size() == kNameWordsMax) return words;
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string Soundex(absl::string_view word) {
  if (word.empty()) return "";
  std::string sound(1, absl::ascii_toupper(static_cast<unsigned char>(word[0])));
  char last = CodeOf(word[0]);
  for (size_t i = 1; i < word.size() && sound.size() < 4; ++i) {
    const char code = CodeOf(word[i]);
    if (code == '7') continue;
    if (code != '0' && code != last) sound += code;
    last = code;
  }
  sound.resize(4, '0');
  return sound;
}

v1::NameMatch MatchNames(const Words& asked, const Words& name) {
  if (asked.empty() || name.empty()) return v1::NAME_MATCH_UNSPECIFIED;
  if (asked == name) return v1::NAME_MATCH_EXACT;
  const Words sorted_asked = Sorted(asked);
  const Words sorted_name = Sorted(name);
  if (sorted_asked == sorted_name) return v1::NAME_MATCH_SWAPPED;
  if (Includes(sorted_name, sorted_asked)) return v1::NAME_MATCH_PART;
  const Words asked_sounds = Sounds(asked);
  const Words name_sounds = Sounds(name);
  if (asked_sounds == name_sounds) return v1::NAME_MATCH_PHONETIC;
  if (Includes(Sorted(name_sounds), Sorted(asked_sounds))) return v1::NAME_MATCH_PHONETIC_SWAPPED;
  return Share(asked_sounds, name_sounds) ? v1::NAME_MATCH_SOME : v1::NAME_MATCH_UNSPECIFIED;
}

v1::BirthDateMatch MatchBirthDates(absl::string_view asked, absl::string_view born_on) {
  if (asked.size() != 10 || born_on.size() != 10) return v1::BIRTH_DATE_MATCH_UNSPECIFIED;
  if (asked == born_on) return v1::BIRTH_DATE_MATCH_SAME;
  const bool year = asked.substr(0, 4) == born_on.substr(0, 4);
  const bool month = asked.substr(5, 2) == born_on.substr(5, 2);
  const bool day = asked.substr(8, 2) == born_on.substr(8, 2);
  const bool swapped = year && asked.substr(5, 2) == born_on.substr(8, 2) && asked.substr(8, 2) == born_on.substr(5, 2);
  return swapped || year + month + day == 2 ? v1::BIRTH_DATE_MATCH_NEAR : v1::BIRTH_DATE_MATCH_OTHER;
}

}  // namespace casejournal::projections
