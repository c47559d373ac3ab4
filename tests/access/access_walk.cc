// Decides who may do what in generated histories of roles, assignments, and grants: one JSON object per line in, one
// out. test_access_reference.py compares the answers with its own.
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/access/access_document.h"
#include "services/access/policy.h"
#include "services/access/role_book.h"
#include "services/cases/reader.h"
#include "tests/support/case_builder.h"

namespace casejournal::testing {
namespace {

using nlohmann::json;

event::v1::Staff StaffIn(const json& who) {
  event::v1::Staff staff;
  staff.set_issuer(who.at(0));
  staff.set_subject(who.at(1));
  staff.set_name("as told today");
  return staff;
}

event::v1::Role RoleIn(const std::string& name) {
  event::v1::Role role = event::v1::ROLE_UNSPECIFIED;
  event::v1::Role_Parse(absl::StrCat("ROLE_", name), &role);
  return role;
}

// `restored_at`: the position of each restore so far.
event::v1::JournalEvent JournalEventIn(const json& step, const std::map<std::string, uint64_t>& restored_at) {
  event::v1::JournalEvent event;
  if (step.contains("give")) {
    event::v1::RoleGiven& given = *event.mutable_role_given();
    given.set_role_id(step.at("give"));
    *given.mutable_holder() = StaffIn(step.at("who"));
    given.set_role(RoleIn(step.at("role")));
    if (step.contains("unit")) given.set_unit(step.at("unit"));
    if (step.contains("until")) given.set_until(step.at("until"));
  } else if (step.contains("end")) {
    event.mutable_role_ended()->set_role_id(step.at("end"));
  } else if (step.contains("restored")) {
    event.mutable_restored()->set_backup(1);
    if (step.contains("administrator"))
      *event.mutable_restored()->mutable_administrator() = StaffIn(step.at("administrator"));
  } else {
    event.mutable_rights_confirmed()->set_restored_at_position(restored_at.at(step.at("confirmed")));
  }
  return event;
}

CaseEvent CaseEventIn(const json& step) {
  CaseEvent event = On(step.at("effective").get<std::string>());
  if (step.contains("assign")) {
    event::v1::CaseAssigned& assigned = *event.mutable_case_assigned();
    *assigned.mutable_staff() = StaffIn(step.at("who"));
    assigned.set_part(step.at("assign") == "SUPERVISOR" ? event::v1::ASSIGNMENT_PART_SUPERVISOR
                                                        : event::v1::ASSIGNMENT_PART_CASEWORKER);
    if (step.contains("unit")) assigned.set_unit(step.at("unit"));
  } else if (step.contains("grant")) {
    event::v1::AccessGranted& granted = *event.mutable_access_granted();
    granted.set_grant_id(Id(step.at("grant").get<std::string>()));
    *granted.mutable_holder() = StaffIn(step.at("who"));
    granted.set_role(RoleIn(step.at("role")));
    if (step.contains("until")) granted.set_until(step.at("until"));
    for (const std::string name : step.value("opens", json::array())) {
      event::v1::Label label = event::v1::LABEL_UNSPECIFIED;
      event::v1::Label_Parse(absl::StrCat("LABEL_", name), &label);
      granted.add_opens(label);
    }
  } else if (step.contains("revoke")) {
    event.mutable_access_ended()->set_grant_id(Id(step.at("revoke").get<std::string>()));
  } else if (step.contains("link")) {
    event.mutable_case_linked()->set_other_case_id(Id(step.at("link").get<std::string>()));
    event.mutable_case_linked()->set_link(event::v1::CASE_LINK_KIND_CONTINUES);
  } else if (step.contains("join")) {
    event.mutable_cases_joined()->set_other_case_id(Id(step.at("join").get<std::string>()));
    event.mutable_cases_joined()->set_part(step.at("goes_on") ? event::v1::JOIN_PART_GOES_ON
                                                              : event::v1::JOIN_PART_ENDS);
  }
  return event;
}

// One history: the whole record, and how much of it there was after each step.
struct History {
  services::Roles roles;
  std::map<std::string, CaseBuilder> cases;
  // After each step: the instant, and the number of entries of each case.
  std::vector<int64_t> instants;
  std::vector<std::map<std::string, size_t>> entries;
};

History HistoryOf(const json& steps) {
  History history;
  std::map<std::string, uint64_t> restored_at;
  absl::Time now = Local("2025-04-30 08:00");
  for (const json& step : steps) {
    now += absl::Minutes(1);
    if (step.contains("case")) {
      const std::string name = step.at("case");
      const auto at = history.cases.try_emplace(name, Id(name)).first;
      at->second.Record(absl::FormatTime("%Y-%m-%d %H:%M", now, NewYork()), {CaseEventIn(step)});
    } else {
      const uint64_t position = history.instants.size();
      if (step.contains("restored")) restored_at[step.at("restored")] = position;
      history.roles.Add(JournalEventIn(step, restored_at), position, absl::ToUnixMicros(now));
    }
    history.instants.push_back(absl::ToUnixMicros(now));
    std::map<std::string, size_t>& counts = history.entries.emplace_back();
    for (const auto& [name, built] : history.cases) counts[name] = built.entries().size();
  }
  return history;
}

// {"read-plan": ["HEALTH"]}: each act that is allowed, with the labels that are seen; and under which role.
json Decided(const History& history, const json& question) {
  const size_t after = question.at("after");  // steps; at least 1
  const services::Holder holder{.issuer = question.at("who").at(0), .subject = question.at("who").at(1)};
  const services::Roles roles = history.roles.KnownAt(history.instants.at(after - 1));
  services::CaseAccess access;
  const services::CaseAccess* of_case = nullptr;
  if (question.contains("case")) {
    const std::string name = question.at("case");
    of_case = &access;
    const auto& counts = history.entries.at(after - 1);
    if (counts.contains(name))
      access = services::AccessIn(history.cases.at(name).record().StateKnownTo(counts.at(name) - 1));
  }
  const std::vector<services::HeldRole> held =
      services::RolesThatCount(roles, holder, of_case, question.at("on").get<std::string>());
  json answer = json::object();
  for (const services::ActText& text : services::ActTexts()) {
    const services::Decision decision = services::Decide(held, text.act);
    if (!decision.allowed) continue;
    json labels = json::array();
    for (const event::v1::Label label : decision.sees.Labels())
      labels.push_back(event::v1::Label_Name(label).substr(6));
    answer[std::string(text.name)] = {{"sees", labels}, {"under", event::v1::Role_Name(decision.under).substr(5)}};
  }
  return answer;
}

json Answer(const json& asked) {
  const History history = HistoryOf(asked.at("steps"));
  json answers = json::array();
  for (const json& question : asked.at("questions")) answers.push_back(Decided(history, question));
  return answers;
}

}  // namespace
}  // namespace casejournal::testing

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::cout << casejournal::testing::Answer(nlohmann::json::parse(line)).dump() << std::endl;
  }
  return 0;
}
