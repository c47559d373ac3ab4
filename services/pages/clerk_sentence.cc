#include "services/pages/clerk_sentence.h"

#include <optional>

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

// Replace the first `from` in a sentence.
std::string WithFirst(absl::string_view sentence, absl::string_view from, absl::string_view to) {
  const size_t at = sentence.find(from);
  if (at == absl::string_view::npos) return std::string(sentence);
  return absl::StrCat(sentence.substr(0, at), to, sentence.substr(at + from.size()));
}

// The number that a parameter of a sentence has.
std::optional<uint64_t> NumberOfParameter(const v1::Wording& wording, absl::string_view parameter) {
  for (const v1::WordingParameter& each : wording.parameters()) {
    if (each.name() == parameter && each.values_size() == 1 && each.values(0).has_number() &&
        each.values(0).number() >= 0)
      return static_cast<uint64_t>(each.values(0).number());
  }
  return std::nullopt;
}

}  // namespace

std::string ClerkSentence(absl::string_view type, absl::string_view sentence) {
  if (type == "FiledWithCourt" || type == "NoticeSent") return WithArticle(sentence);
  if (type == "OrderMade" || type == "OrderEnded") {
    const std::string made = absl::ConsumePrefix(&sentence, kOrderedOther)
                                 ? absl::StrCat("The court made an order for ", sentence)
                                 : std::string(sentence);
    return WithFirst(made, " (entry ", " (journal entry ");
  }
  if (type == "PlanJournalized") return WithFirst(sentence, " as entry ", " as journal entry ");
  if (type == "ReportScreened") return WithFirst(sentence, " (entry ", " (r");
  if (type == "EntryRestricted") return WithFirst(sentence, "The labels of entry ", "The labels of r");
  return std::string(sentence);
}

std::string WithEntryName(absl::string_view sentence, uint64_t number, absl::string_view name) {
  for (const absl::string_view word : {"Entry ", "entry "}) {
    const std::string from = absl::StrCat(word, number);
    const size_t at = sentence.find(from);
    if (at == absl::string_view::npos) continue;
    const size_t behind = at + from.size();
    const bool begins = at == 0 || sentence[at - 1] == ' ' || sentence[at - 1] == '(';
    const bool ends = behind == sentence.size() || !absl::ascii_isalnum(static_cast<unsigned char>(sentence[behind]));
    if (begins && ends) return absl::StrCat(sentence.substr(0, at), name, sentence.substr(behind));
  }
  return std::string(sentence);
}

std::string FindingSentence(const v1::Finding& finding) {
  const std::optional<uint64_t> revision = NumberOfParameter(finding.wording(), "entry");
  return revision ? WithEntryName(finding.says(), *revision, absl::StrCat("r", *revision)) : finding.says();
}

std::string CautionSentence(const v1::DocketItem& item, const v1::Caution& caution) {
  const std::optional<uint64_t> position = NumberOfParameter(caution.wording(), "position");
  if (!position) return caution.says();
  std::string name = absl::StrCat("The entry at position ", *position);
  const auto consider = [&](const auto& entry) {
    if (entry.has_position() && entry.has_revision() && entry.position() == *position)
      name = absl::StrCat("r", entry.revision());
  };
  consider(item.began());
  consider(item.met_by());
  for (const v1::DerivationStep& step : item.steps()) consider(step);
  return WithEntryName(caution.says(), *position, name);
}

}  // namespace casejournal::services
