#include "services/recorder/recording_rights.h"

#include <algorithm>

#include "absl/status/status.h"
#include "projections/entries/references.h"
#include "services/admission/catalog/violation.h"
#include "services/errors/error_reason.h"
#include "services/recorder/hidden_cases.h"

namespace casejournal::services {
namespace {

bool SaysWhoMaySee(const event::v1::CaseEvent& event) {
  return event.has_case_assigned() || event.has_access_granted() || event.has_access_ended();
}

// The entry that the event corrects, withdraws, or labels.
std::optional<eventstore::Revision> IsAbout(const event::v1::CaseEvent& event) {
  if (event.has_corrects()) return event.corrects().revision();
  if (event.has_entry_retracted()) return event.entry_retracted().revision();
  if (event.has_entry_restricted()) return event.entry_restricted().revision();
  return std::nullopt;
}

}  // namespace

Act ActOfRecording(const event::v1::CaseEvent& event, const projections::CaseRecord& record,
                   const event::v1::Staff& caller) {
  if (TakesEmergency(event, caller)) return Act::kTakeEmergency;
  // An entry names earlier ones, so this ends.
  const event::v1::CaseEvent* about = &event;
  for (std::optional<eventstore::Revision> end = record.entries().size(); about != nullptr;) {
    if (SaysWhoMaySee(*about)) return Act::kAssign;
    const std::optional<eventstore::Revision> next = IsAbout(*about);
    about = next && *next < *end ? &record.entries()[*next].event() : nullptr;
    end = next;
  }
  return Act::kRecord;
}

RecordingRight RightToRecord(const Reader& reader, const CaseAt& at, const v1::CaseAppend& part) {
  const projections::CaseRecord& record = at.record;
  if (record.entries().empty()) {
    // Who opens a case assigns it; who else may see it is not decided by that.
    const bool grants = std::any_of(part.events().begin(), part.events().end(), [](const event::v1::CaseEvent& event) {
      return event.has_access_granted() || event.has_access_ended();
    });
    return {.allowed = reader.May(Act::kOpenCase).ok() && (!grants || reader.May(Act::kAssign).ok()),
            .sees = projections::LabelSet::All()};
  }
  const std::vector<HeldRole> roles = reader.RolesIn(at.access().get());
  const Decision may_record = reader.DecideUnder(roles, Act::kRecord);
  // What other roles of the caller open in this case is no secret from him either.
  RecordingRight right{.allowed = true,
                       .sees = may_record.sees | reader.DecideUnder(roles, Act::kReadPlan).sees |
                               reader.DecideUnder(roles, Act::kReadRecord).sees};
  for (const event::v1::CaseEvent& event : part.events()) {
    const Act act = ActOfRecording(event, record, reader.caller().actor);
    const bool allowed = act == Act::kRecord          ? may_record.allowed
                         : act == Act::kTakeEmergency ? reader.May(act).ok()
                                                      : reader.DecideUnder(roles, act).allowed;
    right.allowed = right.allowed && allowed;
  }
  return right;
}

absl::Status MayAppend(const Reader& reader) {
  for (const Act act : {Act::kRecord, Act::kAssign, Act::kOpenCase, Act::kTakeEmergency}) {
    if (reader.May(act).ok()) return absl::OkStatus();
  }
  return reader.May(Act::kRecord).status();
}

std::vector<v1::Violation> ToldOf(const std::vector<v1::Violation>& violations,
                                  const std::vector<v1::Violation>& as_seen, bool names_withheld) {
  std::vector<v1::Violation> told = as_seen;
  const bool hides = std::any_of(violations.begin(), violations.end(), [&](const v1::Violation& violation) {
    return std::none_of(as_seen.begin(), as_seen.end(), [&](const v1::Violation& seen) {
      return seen.rule_id() == violation.rule_id() && seen.field() == violation.field();
    });
  });
  if (hides || names_withheld) {
    Refuse(Rule::kAccessWithheld, {.field = "", .message = SentenceOf("access.withheld")}, told);
  }
  return told;
}

bool NamesWithheld(const event::v1::CaseEvent& event, const projections::Sight& sight) {
  const auto hides = [&](eventstore::Revision revision) {
    return revision < sight.withheld.size() && sight.withheld[revision];
  };
  if (event.has_corrects() && hides(event.corrects().revision())) return true;
  const std::vector<projections::NamedEntry> named = projections::EntriesNamedIn(event);
  return std::any_of(named.begin(), named.end(),
                     [&](const projections::NamedEntry& each) { return hides(each.revision); });
}

}  // namespace casejournal::services
