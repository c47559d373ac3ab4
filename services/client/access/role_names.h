// Roles, people, and labels as options and tables name them.
#ifndef CASEJOURNAL_SERVICES_CLIENT_ACCESS_ROLE_NAMES_H_
#define CASEJOURNAL_SERVICES_CLIENT_ACCESS_ROLE_NAMES_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/label.pb.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/event/v1/role.pb.h"

namespace casejournal::services {

// The roles that the journal gives, and those that a case grants: "guardian-ad-litem".
std::map<std::string, event::v1::Role> RolesOfJournal();
std::map<std::string, event::v1::Role> RolesOfCase();

// All labels: "protected-address".
std::map<std::string, event::v1::Label> LabelsByOption();

// "wren.example/u-104"
std::string WhoId(const event::v1::Staff& staff);

// The last day, or "until ended".
std::string UntilWords(absl::string_view until);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_ACCESS_ROLE_NAMES_H_
