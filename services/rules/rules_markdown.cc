#include "absl/strings/str_cat.h"
#include "services/rules/rule_catalogue.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kIntroduction = R"(# The rules

Whether an event may be recorded on a case now is decided by these rules and nothing else. A refusal names every rule
that fails, for each event of the request, with the field, the ids involved and a remedy; nothing of a refused request
is recorded. The version of the catalogue is kept with every entry that it admitted.

- **Acts may be refused, facts are not.** An entry that is itself the act of the agency is refused when what it needs
  is missing. An entry that reports what happened elsewhere is refused only where it cannot be understood: never
  because what happened was late, unwise or unlawful.
- Rules about a past day are asked of the state at the end of the entry's effective day, rules about references of the
  record as it stands. Earlier events of the same request count.
- A correction is judged like a new entry on its own effective day, against the record without its original. It needs
  no late reason: it carries its own.
- A rule marked *may be set aside* yields to an override that names it with a reason, and the entry shows it for ever.
- What is malformed whatever the state of the case (a missing field, a day that the calendar does not have) is no matter
  of rules: it is refused before them, field by field.

)";

}  // namespace

std::string RulesMarkdown() {
  std::string text(kIntroduction);
  absl::StrAppend(&text, "Catalogue version ", kRuleCatalogueVersion, ", ", RuleCatalogue().size(),
                  " rules.\n");
  for (const RuleText& rule : RuleCatalogue()) {
    absl::StrAppend(&text, "\n## `", rule.id, "`\n\nRefuses an entry that ", rule.refuses, ".\n\n",
                    "- Why: ", rule.why, "\n- Remedy: ", rule.remedy, "\n");
    if (rule.overridable) absl::StrAppend(&text, "- May be set aside by a supervisor.\n");
  }
  return text;
}

}  // namespace casejournal::services
