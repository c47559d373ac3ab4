#include "absl/strings/str_cat.h"
#include "projections/findings/finding_catalogue.h"
#include "services/admission/catalog/rule_catalogue.h"

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

constexpr absl::string_view kAboutFindings = R"(
# The findings

What the quality of a record leaves to be desired, or the law to be done. A finding refuses nothing and is no part of a
plan: it is computed beside it, from the events and this catalogue, and is gone when its condition is. What was unlawful
is recorded, shows here, and does not satisfy a clock.

- A finding is named by its id and its subjects: `activity.over-six-months/<activity>`. `FindingAnswered` names it so, and
  explains it; the finding stays shown, as answered, with these words.
- An answer lapses when what the finding rested on changes: then the finding is open again, and says whose answer lapsed.
- *Depends on the day* marks those for which the day of the question matters.
- Those that ask for something to be done are not shown of a case that is closed or handed over.

)";

void AppendFindings(std::string& text) {
  const auto catalogue = projections::FindingCatalogue();
  absl::StrAppend(&text, kAboutFindings, "Catalogue version ", projections::kFindingCatalogueVersion, ", ",
                  catalogue.size(), " findings.\n");
  for (const projections::FindingText& finding : catalogue) {
    absl::StrAppend(&text, "\n## `", finding.id, "`\n\nShows ", finding.shows, ".\n\n- Rests on: ", finding.source,
                    "\n");
    if (finding.needs_day) absl::StrAppend(&text, "- Depends on the day.\n");
    if (finding.asks_for_work) absl::StrAppend(&text, "- Asks for something to be done.\n");
  }
}

}  // namespace

std::string RulesMarkdown() {
  std::string text(kIntroduction);
  absl::StrAppend(&text, "Catalogue version ", kRuleCatalogueVersion, ", ", RuleCatalogue().size(), " rules.\n");
  for (const RuleText& rule : RuleCatalogue()) {
    absl::StrAppend(&text, "\n## `", rule.id, "`\n\nRefuses an entry that ", rule.refuses, ".\n\n", "- Why: ", rule.why,
                    "\n- Remedy: ", rule.remedy, "\n");
    if (rule.overridable) absl::StrAppend(&text, "- May be set aside by a supervisor.\n");
  }
  AppendFindings(text);
  return text;
}

}  // namespace casejournal::services
