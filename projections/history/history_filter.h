// The filter of a history.
#ifndef CASEJOURNAL_PROJECTIONS_HISTORY_HISTORY_FILTER_H_
#define CASEJOURNAL_PROJECTIONS_HISTORY_HISTORY_FILTER_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "casejournal/v1/audit_service.pb.h"
#include "projections/entries/entry_list.h"

namespace casejournal::projections {

// An empty field does not filter; every given field must match. Days are civil days in the journal's time zone,
// inclusive.
struct HistoryFilter {
  std::string part_id;         // the path of the change names this part
  std::string plan_part;       // the change is in this field of CasePlan
  std::string participant_id;  // the entry names this participant, or the path of the change does
  std::string staff_subject;   // who recorded the entry, first recorded it elsewhere, or on whose behalf it was made
  std::string staff_issuer;    // the issuer of the credential of `staff_subject`
  std::string recorded_from;
  std::string recorded_until;
  std::string effective_from;
  std::string effective_until;
};

// The members of staff named as makers of an entry: who recorded it, on whose behalf, and who first recorded it
// elsewhere.
std::vector<event::v1::Staff> MakersOf(const Entry& entry);
// Whether any of the entries, standing or not, introduces or names this id.
bool IsNamedIn(const EntryList& entries, const std::string& id);
// Whether any of the entries is by a member of staff with this subject, from any issuer, in the sense of
// HistoryFilter::staff_subject.
bool IsByAny(const EntryList& entries, const std::string& staff_subject);

// Whether rows of this entry can match the filter, as far as the entry alone decides.
bool WantsEntry(const HistoryFilter& filter, const Entry& entry, const absl::TimeZone& zone);

// Whether the entry, or the entries that it corrects or retracts, name the participant of the filter.
bool NamesParticipant(const HistoryFilter& filter, const Entry& entry, const EntryList& entries);

// Whether this row of such an entry matches the filter. `ids` are the ids that the path of its change names.
// `fact_days` are the days from and to which it moves the fact, including those that the row shows: a retraction of a
// correction restores an earlier day.
bool WantsRow(const HistoryFilter& filter, const v1::HistoryRow& row, const std::vector<std::string>& ids,
              bool names_participant, const std::vector<std::string>& fact_days);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_HISTORY_HISTORY_FILTER_H_
