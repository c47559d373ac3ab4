// A decoded exhibit: what its entries say, and their fold. The page and the check start here. Pure.
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_VIEW_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_VIEW_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "projections/items/case_state.h"
#include "projections/state/case_record.h"
#include "projections/words/names.h"
#include "services/exhibit/exhibit.h"

namespace casejournal::services {

struct ExhibitView {
  std::string case_id;
  event::v1::StoredEvent disclosure_entry;
  std::vector<projections::Entry> events;       // as Exhibit::events
  std::vector<event::v1::StoredEvent> journal;  // as Exhibit::journal
  std::string schema;                           // the schema that one of these adopted
  std::optional<absl::TimeZone> zone;           // the journal's; absent if this computer does not know it
  // The fold of the entries in the file, if none up to the known revision is missing.
  std::optional<projections::CaseRecord> record;
  // The fold of the standing entries in the file, for the names in it; and the fold of all of them, including withdrawn
  // ones.
  v1::CasePlan standing;
  projections::CaseState mentioned{""};
  // The plan, if no entry up to the known revision is missing and the disclosure attests it.
  std::optional<v1::CasePlan> plan;

  const event::v1::DisclosureMade& disclosure() const { return disclosure_entry.access_event().disclosure_made(); }
  // The names of people and parts, as the journal gives them if it has all entries. Valid as long as this object.
  projections::Names Names() const;
  // Return what the disclosure says became of the entry at `revision`. Null: it stood with its own words and labels.
  const event::v1::EntryToday* Today(eventstore::Revision revision) const;
};

// Read every entry. Does not compare them with their headers, and does not check proofs.
//   kDataLoss       an entry is not of its kind; the message names the file.
//   kUnimplemented  an entry that this program does not know.
absl::StatusOr<ExhibitView> ViewExhibit(const Exhibit& exhibit);

// "0 to 12, 14": the revisions of `ranges`; "none".
std::string RangesText(const google::protobuf::RepeatedPtrField<event::v1::RevisionRange>& ranges);
// Return the revisions from 0 to `last` that are in none of `ranges`, which are ascending and do not touch.
google::protobuf::RepeatedPtrField<event::v1::RevisionRange> LeftOut(
    const google::protobuf::RepeatedPtrField<event::v1::RevisionRange>& ranges, eventstore::Revision last);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_VIEW_H_
