// What must be withheld separately is labeled when it is recorded.
#include <algorithm>
#include <initializer_list>
#include <string>

#include "projections/events/event_words.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/rules/body_rules.h"
#include "services/admission/rules/envelope_rules.h"

namespace casejournal::services {
namespace {

using event::v1::Label;

// Require one of these labels. The message names the first one.
void RequireLabel(const ProposedEvent& proposed, std::initializer_list<Label> any_of, Violations& violations) {
  const auto& labels = proposed.event().labels();
  const bool labelled = std::any_of(labels.begin(), labels.end(), [&](int label) {
    return std::find(any_of.begin(), any_of.end(), label) != any_of.end();
  });
  if (labelled) return;
  const std::string& needed = event::v1::Label_Name(*any_of.begin());
  Refuse(Rule::kLabelMissing,
         {.field = "labels",
          .ids = {},
          .message = SentenceOf("label.missing", {CodesParameter("label", {needed}, needed)})},
         violations);
}

bool IsOfSchool(event::v1::HealthOrSchoolKind kind) {
  return kind == event::v1::HEALTH_OR_SCHOOL_KIND_SCHOOL || kind == event::v1::HEALTH_OR_SCHOOL_KIND_GRADE_LEVEL ||
         kind == event::v1::HEALTH_OR_SCHOOL_KIND_SCHOOL_RECORD;
}

}  // namespace

void CheckLabels(const ProposedEvent& proposed, Violations& violations) {
  const Label needed = projections::OptionsOf(*projections::BodyOf(proposed.event())->GetDescriptor()).label();
  if (needed != event::v1::LABEL_UNSPECIFIED) RequireLabel(proposed, {needed}, violations);
}

void Check(const ProposedEvent& proposed, const event::v1::ContactDetailsLearned& body, Violations& violations) {
  if (body.confidential()) RequireLabel(proposed, {event::v1::LABEL_PROTECTED_ADDRESS}, violations);
}

void Check(const ProposedEvent& proposed, const event::v1::HealthOrSchoolFactLearned& body, Violations& violations) {
  if (IsOfSchool(body.kind())) {
    RequireLabel(proposed, {event::v1::LABEL_EDUCATION}, violations);
  } else {
    RequireLabel(proposed, {event::v1::LABEL_HEALTH, event::v1::LABEL_PART2}, violations);
  }
}

}  // namespace casejournal::services
