#include "services/admission/catalog/violation_wordings.h"

#include <limits>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

using projections::WordingText;

// The remedies of the catalogue with their ids, which live as long as the program.
struct Remedies {
  std::vector<std::string> ids;
  std::vector<WordingText> texts;
};

const std::vector<WordingText>& UsualRemedies() {
  static const auto* const remedies = [] {
    auto* made = new Remedies;
    for (const RuleText& rule : RuleCatalogue()) made->ids.push_back(absl::StrCat(rule.id, ".remedy"));
    for (const RuleText& rule : RuleCatalogue()) made->texts.push_back({made->ids[made->texts.size()], rule.remedy});
    return made;
  }();
  return remedies->texts;
}

}  // namespace

projections::Said SentenceOf(SentenceId id, std::vector<projections::Parameter> parameters) {
  return projections::Say(id.wording(), std::move(parameters));
}

projections::Parameter EntryParameter(absl::string_view name, uint64_t revision) {
  if (revision > uint64_t{std::numeric_limits<int64_t>::max()}) return TextParameter(name, absl::StrCat(revision));
  return NumberParameter(name, static_cast<int64_t>(revision));
}

projections::Parameter TimeParameter(absl::string_view name, absl::string_view time) {
  projections::Parameter parameter = TextParameter(name, time);
  for (v1::FieldValue& value : *parameter.data.mutable_values()) value.set_time_of_day(std::string(time));
  return parameter;
}

const WordingText& RemedyOf(Rule rule) { return UsualRemedies()[static_cast<size_t>(rule)]; }

absl::Span<const WordingText> ViolationWordings() {
  static const auto* const wordings = [] {
    auto* all = new std::vector<WordingText>(kRefusalSentences.begin(), kRefusalSentences.end());
    all->insert(all->end(), kRemedySentences.begin(), kRemedySentences.end());
    all->insert(all->end(), UsualRemedies().begin(), UsualRemedies().end());
    all->insert(all->end(), kShapeSentences.begin(), kShapeSentences.end());
    return all;
  }();
  return *wordings;
}

}  // namespace casejournal::services
