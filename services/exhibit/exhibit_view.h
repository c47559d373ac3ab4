// An exhibit, read: what its entries say, and what they add up to. The page and the check start here. Pure.
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_VIEW_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_VIEW_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "projections/entries/entry.h"
#include "services/exhibit/exhibit.h"

namespace casejournal::services {

struct ExhibitView {
  std::string case_id;
  event::v1::StoredEvent disclosure_entry;
  std::vector<projections::Entry> events;       // as Exhibit::events
  std::vector<event::v1::StoredEvent> journal;  // as Exhibit::journal
  std::string schema;                           // what one of these adopted
  std::optional<absl::TimeZone> zone;           // the journal's; absent where this computer does not know it
  std::vector<eventstore::Header> chain;        // as Exhibit::chain
  // What the entries in the file say of the people and parts in them.
  v1::CasePlan names;
  // What they add up to: where none up to the known revision is missing, and the disclosure attests it.
  std::optional<v1::CasePlan> plan;

  const event::v1::DisclosureMade& disclosure() const { return disclosure_entry.access_event().disclosure_made(); }
};

// Reads every entry; compares none with its header, and no proof.
//   kDataLoss       what is no entry of its kind; the message names the file.
//   kUnimplemented  an entry that this program does not know.
absl::StatusOr<ExhibitView> ViewExhibit(const Exhibit& exhibit);

// "0 to 12, 14": the revisions of `ranges`; "none".
std::string RangesText(const google::protobuf::RepeatedPtrField<event::v1::RevisionRange>& ranges);
// Those from 0 to `last` that are in none of `ranges`, which are ascending and apart.
google::protobuf::RepeatedPtrField<event::v1::RevisionRange> LeftOut(
    const google::protobuf::RepeatedPtrField<event::v1::RevisionRange>& ranges, eventstore::Revision last);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_VIEW_H_
