// Which rows of a history are wanted.
#ifndef CASEJOURNAL_PROJECTIONS_HISTORY_HISTORY_FILTER_H_
#define CASEJOURNAL_PROJECTIONS_HISTORY_HISTORY_FILTER_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "casejournal/v1/audit_service.pb.h"
#include "projections/entries/entry_list.h"

namespace casejournal::projections {

// What is empty asks for nothing; what is given must all hold. Days are civil days in the journal's zone, inclusive.
struct HistoryFilter {
  std::string part_id;         // the path of the change names this part
  std::string plan_part;       // the change is in this field of CasePlan
  std::string participant_id;  // the entry names this participant, or the path of the change does
  std::string staff_subject;   // who recorded the entry, first wrote it down elsewhere, or on whose behalf it was
  std::string staff_issuer;    // who issued the credential of `staff_subject`
  std::string recorded_from;
  std::string recorded_until;
  std::string effective_from;
  std::string effective_until;
};

// The members of staff whom an entry names as its makers: who recorded it, on whose behalf, who first wrote it down.
std::vector<event::v1::Staff> MakersOf(const Entry& entry);
// Whether any of the entries, whether or not it stands, makes this id known or names it.
bool IsNamedIn(const EntryList& entries, const std::string& id);
// Whether any of the entries is by a member of staff with this subject, whoever issued it, as
// HistoryFilter::staff_subject has it.
bool IsByAny(const EntryList& entries, const std::string& staff_subject);

// Whether the filter lets rows of this entry through, as far as the entry alone decides.
bool WantsEntry(const HistoryFilter& filter, const Entry& entry, const absl::TimeZone& zone);

// Whether the entry, or the entries that it settles, name the participant that the filter asks for.
bool NamesParticipant(const HistoryFilter& filter, const Entry& entry, const EntryList& entries);

// Whether the filter lets this row of such an entry through. `ids` are those that the path of its change names;
// `fact_days` are the days from and to which it moves the fact, with those that the row shows: a retraction of a
// correction restores an earlier day.
bool WantsRow(const HistoryFilter& filter, const v1::HistoryRow& row, const std::vector<std::string>& ids,
              bool names_participant, const std::vector<std::string>& fact_days);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_HISTORY_HISTORY_FILTER_H_
