// The rules that may reject an entry: what each rejects, and how to make the entry admissible. docs/RULES.md is this
// list.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_CATALOG_RULE_CATALOGUE_H_
#define CASEJOURNAL_SERVICES_ADMISSION_CATALOG_RULE_CATALOGUE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace casejournal::services {

// Increase it if a rule is added, dropped, or rejects something else. Every admitted entry keeps it.
inline constexpr uint32_t kRuleCatalogueVersion = 5;

// In the order of the catalogue.
enum class Rule {
  kRefUnknown,
  kRefWithdrawn,
  kRefWrongKind,
  kIdTaken,
  kCaseNotOpened,
  kCaseAlreadyOpen,
  kCaseClosed,
  kCaseHandedOver,
  kCaseCloseBlocked,
  kCaseCloseUnsupported,
  kIntervalReversed,
  kIntervalNotOpen,
  kIntervalOverlaps,
  kPartClosed,
  kPartCycle,
  kPlanContentDiffers,
  kPlanWrongVersion,
  kPlanSecondInitial,
  kPlanNoBasis,
  kPlanSelfApproval,
  kReviewNotIndependent,
  kAccessWrongTerms,
  kCorrectionNotOriginal,
  kCorrectionOtherType,
  kCorrectionOtherId,
  kRetractionHasDependents,
  kLabelMissing,
  kFindingNotOpen,
  kLateNoReason,
  kClaimImpossible,
  kBehalfNotPermitted,
  kOverrideNotAllowed,
  kAccessWithheld,
};

enum class CheckedBy {
  kAdmit,     // Admit (admit.h): from the record, the event, the day, and who records it
  kRecorder,  // the recorder, which makes the text of a plan version and knows what its caller may see
};

struct RuleText {
  Rule rule;
  absl::string_view id;       // stable forever: clients and old refusals name it
  absl::string_view refuses;  // completes "Rejects an entry that ..."
  absl::string_view remedy;   // how to make it admissible, unless the refusal gives its own remedy
  absl::string_view why;      // what the rule rests on
  bool overridable = false;   // a supervisor may set it aside, with a reason
  CheckedBy checked_by = CheckedBy::kAdmit;
};

// Every rule, each once, in the order of the enum.
absl::Span<const RuleText> RuleCatalogue();
const RuleText& TextOf(Rule rule);
// Return nothing if no rule has this id.
std::optional<Rule> FindRule(absl::string_view id);

// Return the complete text of docs/RULES.md.
std::string RulesMarkdown();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_CATALOG_RULE_CATALOGUE_H_
