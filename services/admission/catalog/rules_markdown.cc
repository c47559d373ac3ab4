#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "projections/findings/finding_catalogue.h"
#include "projections/law/thresholds.h"
#include "services/admission/catalog/rule_catalogue.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kIntroduction = R"(# The rules

These rules alone decide whether an event may be recorded on a case now. A rejection names every rule that fails, for
each event of the request, with the field, the ids involved, and a remedy. Nothing of a rejected request is recorded.
Each entry keeps the version of the catalogue that admitted it.

- **Acts may be rejected, facts are not.** An entry that is itself an act of the agency is rejected if what it needs is
  missing. An entry that reports what happened elsewhere is rejected only if it cannot be understood, never because what
  happened was late, unwise, or unlawful.
- Rules about a past day use the state at the end of the entry's effective day. Rules about references use the record as
  it is now. Earlier events of the same request count.
- A correction is checked like a new entry on its own effective day, against the record without its original. It needs
  no late reason, because it has a reason of its own.
- A rule marked *may be set aside* yields to an override that names the rule and gives a reason, if a supervisor of the
  case records it. The entry shows the override forever.
- Malformed requests (a missing field, a day that the calendar does not have) are rejected before the rules, field by
  field, whatever the state of the case.

)";

constexpr absl::string_view kAboutFindings = R"(
# The findings

A finding shows a gap in the quality of a record, or something that the law still requires. A finding rejects nothing
and is not part of a plan. It is computed from the events and this catalogue, and disappears when its condition no
longer holds. What was unlawful is recorded, shows here, and does not satisfy a clock.

- A finding is named by its id and its subjects: `activity.over-six-months/<activity>`. `FindingAnswered` uses this name
  to explain a finding. The finding is then shown as answered, with the explanation.
- An answer lapses when the values behind the finding change. The finding is then open again and shows whose answer
  lapsed.
- *Depends on the day* marks findings that depend on the day of the question.
- Findings that ask for something to be done are not shown for a case that is closed or handed over.

)";

constexpr absl::string_view kAboutThresholds = R"(
# Thresholds

The numbers that findings, and the rules `late.no-reason` and `plan.no-basis`, compare with. A rule set can set each of
them (`threshold` in [DOCKET.md](DOCKET.md)); a later version of the set, with a later first day, changes it from that
day on. A number that no adopted set gives is the one in this table.

| Name | Number | What it is | Source |
|---|---|---|---|
)";

// Break long lines at spaces, as a page of Markdown has them. What follows a list item is indented.
std::string WrappedMarkdown(absl::string_view text) {
  constexpr size_t kWidth = 120;
  std::string wrapped;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const absl::string_view indent = absl::StartsWith(line, "- ") ? "  " : "";
    for (bool first = true; !line.empty(); first = false) {
      const size_t room = kWidth - (first ? 0 : indent.size());
      size_t end = line.size() <= room ? line.size() : line.rfind(' ', room);
      if (end == absl::string_view::npos) end = line.find(' ', room);
      absl::StrAppend(&wrapped, first ? "" : "\n", first ? "" : indent, line.substr(0, end));
      line.remove_prefix(std::min(line.size(), end == absl::string_view::npos ? line.size() : end + 1));
    }
    wrapped += '\n';
  }
  wrapped.pop_back();  // of the empty piece after the last newline
  return wrapped;
}

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

std::string ThresholdTable() {
  std::string text(kAboutThresholds);
  for (const projections::ThresholdText& each : projections::Thresholds()) {
    absl::StrAppend(&text, "| `", each.name, "` | ", each.number, " | ", each.means, " | ", each.source, " |\n");
  }
  return text;
}

}  // namespace

std::string RulesMarkdown() {
  std::string text(kIntroduction);
  absl::StrAppend(&text, "Catalogue version ", kRuleCatalogueVersion, ", ", RuleCatalogue().size(), " rules.\n");
  for (const RuleText& rule : RuleCatalogue()) {
    absl::StrAppend(&text, "\n## `", rule.id, "`\n\nRejects an entry that ", rule.refuses, ".\n\n", "- Why: ", rule.why,
                    "\n- Remedy: ", rule.remedy, "\n");
    if (rule.overridable) absl::StrAppend(&text, "- May be set aside by a supervisor.\n");
  }
  AppendFindings(text);
  return absl::StrCat(WrappedMarkdown(text), ThresholdTable());
}

}  // namespace casejournal::services
