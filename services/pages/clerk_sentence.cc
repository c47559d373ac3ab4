#include "services/pages/clerk_sentence.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kOrderedOther = "The court ordered other for ";

// "A motion …" for "Motion …": such a sentence begins with the name of one paper.
std::string WithArticle(absl::string_view sentence) {
  for (const char* article : {"A ", "An ", "The "}) {
    if (absl::StartsWith(sentence, article)) return std::string(sentence);
  }
  if (sentence.empty() || !absl::ascii_isupper(static_cast<unsigned char>(sentence[0]))) return std::string(sentence);
  const char first = absl::ascii_tolower(static_cast<unsigned char>(sentence[0]));
  const bool vowel = absl::StrContains("aeiou", absl::string_view(&first, 1));
  return absl::StrCat(vowel ? "An " : "A ", std::string(1, first), sentence.substr(1));
}

}  // namespace

std::string ClerkSentence(absl::string_view type, absl::string_view sentence) {
  if (type == "FiledWithCourt" || type == "NoticeSent") return WithArticle(sentence);
  if (type == "OrderMade" && absl::ConsumePrefix(&sentence, kOrderedOther))
    return absl::StrCat("The court made an order for ", sentence);
  return std::string(sentence);
}

}  // namespace casejournal::services
