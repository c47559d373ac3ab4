#include "services/admission/catalog/violation.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"

namespace casejournal::services {

v1::Violation MakeViolation(Rule rule, Refusing refusing) {
  const RuleText& text = TextOf(rule);
  v1::Violation violation;
  violation.set_field(std::move(refusing.field));
  violation.set_rule_id(std::string(text.id));
  violation.mutable_ids()->Add(refusing.ids.begin(), refusing.ids.end());
  violation.set_message(std::move(refusing.message));
  violation.set_remedy(refusing.remedy.empty() ? std::string(text.remedy) : std::move(refusing.remedy));
  return violation;
}

void Refuse(Rule rule, Refusing refusing, std::vector<v1::Violation>& violations) {
  violations.push_back(MakeViolation(rule, std::move(refusing)));
}

std::string KindWords(event::v1::PartKind kind) {
  if (kind == event::v1::PART_KIND_CHILD) return "child of this case";
  if (kind == event::v1::PART_KIND_PROGRESS_SUBJECT) {
    return "need, goal, objective, activity, or condition";
  }
  if (kind == event::v1::PART_KIND_HINDERED) return "participant or part of the plan";
  return projections::EnumWords(kind);
}

std::string WithArticle(absl::string_view words) {
  const bool vowel = !words.empty() && absl::StrContains("aeiou", words.substr(0, 1));
  return absl::StrCat(vowel ? "an " : "a ", words);
}

std::string Hex(absl::string_view digest) { return absl::BytesToHexString(digest); }

}  // namespace casejournal::services
