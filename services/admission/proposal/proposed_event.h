// The subject of a rule: one proposed event, and the record that it would be added to.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_PROPOSED_EVENT_H_
#define CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_PROPOSED_EVENT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "projections/entries/entry.h"
#include "projections/items/case_state.h"
#include "projections/state/case_record.h"
#include "services/admission/proposal/admit_context.h"

namespace casejournal::services {

// Lives for one question and refers to its arguments. Not safe for concurrent use, because it caches what it folds.
class ProposedEvent {
 public:
  ProposedEvent(const projections::CaseRecord& record, const event::v1::CaseEvent& event, const AdmitContext& context);
  ProposedEvent(const ProposedEvent&) = delete;
  ProposedEvent& operator=(const ProposedEvent&) = delete;

  // The record at its head.
  const projections::CaseRecord& record() const { return record_; }
  const event::v1::CaseEvent& event() const { return event_; }
  const AdmitContext& context() const { return context_; }
  // The effective day.
  const std::string& day() const { return event_.effective_on(); }
  // Whether it tells what an old record says, and a supervisor vouches for that. Whom it names did what it says; who
  // records it did not.
  bool IsImported() const { return context_.supervises && event_.has_claim(); }

  // The entry that the event corrects: a standing original of the same type. Null for every other event, and for a
  // correction that does not name such an entry.
  const projections::Entry* original() const { return original_; }

  // The state that the event would be added to, with all entries and without a limit of days: the state at the head.
  // For a correction, the state without its original.
  const projections::CaseState& State() const;
  // The same state at the end of the effective day.
  const projections::CaseState& StateThen() const;

  // The JSON path of a field of the body: Field("goalId") is "objectiveAdded.goalId".
  std::string Field(absl::string_view rest) const;

 private:
  const projections::CaseRecord& Base() const;

  const projections::CaseRecord& record_;
  const event::v1::CaseEvent& event_;
  const AdmitContext& context_;
  const projections::Entry* original_;
  mutable std::optional<projections::CaseRecord> without_original_;
  mutable std::optional<projections::CaseState> state_then_;
};

// The record with `event` as its next entry.
projections::CaseRecord With(const projections::CaseRecord& record, const event::v1::CaseEvent& event, int64_t now_us);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_PROPOSED_EVENT_H_
