#include "services/admission/catalog/violation.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"

namespace casejournal::services {
namespace {

// Violations name nobody, so a client has the words of codes from the code lists.
v1::Wording WithoutWords(v1::Wording wording) {
  for (v1::WordingParameter& parameter : *wording.mutable_parameters()) parameter.clear_words();
  return wording;
}

}  // namespace

v1::Violation MakeViolation(Rule rule, Refusing refusing) {
  const RuleText& text = TextOf(rule);
  v1::Violation violation;
  violation.set_field(std::move(refusing.field));
  violation.set_rule_id(std::string(text.id));
  violation.mutable_ids()->Add(refusing.ids.begin(), refusing.ids.end());
  projections::Said remedy =
      refusing.remedy.says.empty() ? projections::Say(RemedyOf(rule)) : std::move(refusing.remedy);
  violation.set_message(std::move(refusing.message.says));
  violation.set_remedy(std::move(remedy.says));
  *violation.mutable_wording() = WithoutWords(std::move(refusing.message.wording));
  *violation.mutable_remedy_wording() = WithoutWords(std::move(remedy.wording));
  return violation;
}

void Refuse(Rule rule, Refusing refusing, std::vector<v1::Violation>& violations) {
  violations.push_back(MakeViolation(rule, std::move(refusing)));
}

v1::FieldError MakeFieldError(std::string field, projections::Said allowed, std::string given) {
  v1::FieldError error;
  error.set_field(std::move(field));
  error.set_allowed(std::move(allowed.says));
  error.set_given(std::move(given));
  *error.mutable_wording() = WithoutWords(std::move(allowed.wording));
  return error;
}

std::string KindWords(event::v1::PartKind kind) {
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

projections::Parameter KindParameter(absl::string_view name, event::v1::PartKind kind, absl::string_view words) {
  return CodesParameter(name, {event::v1::PartKind_Name(kind)}, words);
}

std::string Hex(absl::string_view digest) { return absl::BytesToHexString(digest); }

}  // namespace casejournal::services
