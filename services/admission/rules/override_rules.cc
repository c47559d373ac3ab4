#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/rules/envelope_rules.h"

namespace casejournal::services {

void ApplyOverrides(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  const auto& overrides = proposed.event().overrides();
  std::vector<v1::Violation> not_allowed;
  for (int i = 0; i < overrides.size(); ++i) {
    const std::optional<Rule> rule = FindRule(overrides[i].rule_id());
    const bool overridable = rule && TextOf(*rule).overridable;
    if (overridable && proposed.context().supervises) {
      if (overrides[i].reason().empty()) continue;
      std::erase_if(violations,
                    [&](const v1::Violation& violation) { return violation.rule_id() == overrides[i].rule_id(); });
      continue;
    }
    // A text that is not a rule id may be a person's words, so it is not repeated.
    Refuse(Rule::kOverrideNotAllowed,
           {.field = absl::StrCat("overrides[", i, "].ruleId"),
            .ids = rule ? std::vector<std::string>{overrides[i].rule_id()} : std::vector<std::string>{},
            .message = SentenceOf(overridable ? SentenceId("override.not-allowed.caller")
                                  : rule      ? SentenceId("override.not-allowed.rule")
                                              : SentenceId("override.not-allowed.unknown"))},
           not_allowed);
  }
  std::move(not_allowed.begin(), not_allowed.end(), std::back_inserter(violations));
}

}  // namespace casejournal::services
