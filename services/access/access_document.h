// The table of roles for people: docs/ACCESS.md.
#ifndef CASEJOURNAL_SERVICES_ACCESS_ACCESS_DOCUMENT_H_
#define CASEJOURNAL_SERVICES_ACCESS_ACCESS_DOCUMENT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/access/policy.h"

namespace casejournal::services {

struct ActText {
  Act act;
  absl::string_view name;  // "read-plan"
  absl::string_view what;  // what it allows, without a full stop
};
// One for each act, in the order of the enum.
const std::vector<ActText>& ActTexts();

// The name of a role for people: "guardian ad litem".
std::string RoleName(event::v1::Role role);

// The whole document.
std::string AccessMarkdown();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_ACCESS_DOCUMENT_H_
