// The only place that builds a violation, or a field that is wrong. Sentences contain kinds, days, and numbers. Ids are
// in `ids`. A person's name or words are in neither.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_CATALOG_VIOLATION_H_
#define CASEJOURNAL_SERVICES_ADMISSION_CATALOG_VIOLATION_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/event_options.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "projections/words/wording.h"
#include "services/admission/catalog/rule_catalogue.h"
#include "services/admission/catalog/violation_wordings.h"

namespace casejournal::services {

struct Refusing {
  std::string field;             // JSON path inside the event
  std::vector<std::string> ids;  // digests in hexadecimal, entries by their revision
  projections::Said message;
  projections::Said remedy = {};  // nothing said: use the catalogue's
};

// The caller fills in the indexes of the case and of the event.
v1::Violation MakeViolation(Rule rule, Refusing refusing);

// Add one violation.
void Refuse(Rule rule, Refusing refusing, std::vector<v1::Violation>& violations);

// A wrong field, what is allowed in it, and what was given. `given` is empty if it may be a person's words.
v1::FieldError MakeFieldError(std::string field, projections::Said allowed, std::string given = "");

// "goal", "child", "need, goal, objective, activity, or condition".
std::string KindWords(event::v1::PartKind kind);

// "a goal", "an objective".
std::string WithArticle(absl::string_view words);

// A kind, for which the sentence says `words`.
projections::Parameter KindParameter(absl::string_view name, event::v1::PartKind kind, absl::string_view words);

// A digest in lower-case hexadecimal digits.
std::string Hex(absl::string_view digest);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_CATALOG_VIOLATION_H_
