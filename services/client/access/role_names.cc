#include "services/client/access/role_names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/access/policy.h"

namespace casejournal::services {
namespace {

std::string OptionName(absl::string_view name, absl::string_view prefix) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", "-"}});
}

std::map<std::string, event::v1::Role> RolesBy(bool RolePolicy::*by) {
  std::map<std::string, event::v1::Role> roles;
  for (const RolePolicy& policy : RolePolicies()) {
    if (policy.*by) roles[OptionName(event::v1::Role_Name(policy.role), "ROLE_")] = policy.role;
  }
  return roles;
}

}  // namespace

std::map<std::string, event::v1::Role> RolesOfJournal() { return RolesBy(&RolePolicy::by_journal); }
std::map<std::string, event::v1::Role> RolesOfCase() { return RolesBy(&RolePolicy::by_case); }

std::map<std::string, event::v1::Label> LabelsByOption() {
  std::map<std::string, event::v1::Label> labels;
  for (const event::v1::Label label : projections::LabelSet::All().Labels())
    labels[OptionName(event::v1::Label_Name(label), "LABEL_")] = label;
  return labels;
}

std::string WhoId(const event::v1::Staff& staff) { return absl::StrCat(staff.issuer(), "/", staff.subject()); }

std::string UntilWords(absl::string_view until) { return until.empty() ? "until ended" : std::string(until); }

}  // namespace casejournal::services
