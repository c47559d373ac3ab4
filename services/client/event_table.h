// A table of recorded entries.
#ifndef CASEJOURNAL_SERVICES_CLIENT_EVENT_TABLE_H_
#define CASEJOURNAL_SERVICES_CLIENT_EVENT_TABLE_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/v1/entry.pb.h"
#include "services/pages/table.h"

namespace casejournal::services {

// The event of an entry, decoded; empty for an entry that is not opened or that this program does not know.
event::v1::StoredEvent EventIn(const v1::CaseEntry& entry);

// "ObjectiveMet, corrects r214; labels: health": the type of the entry, the entry that it settles, and the labels that
// it was recorded with.
std::string EntryKindWords(const eventlog::v1::RecordedEvent& recorded, const event::v1::StoredEvent& stored);

// "Grace Bell", "Grace Bell, for Dana Reed", "Grace Bell; first by Dana Reed": who recorded the entry. With `ids`, each
// is named with the id.
std::string RecorderWords(const event::v1::StoredEvent& stored, bool ids);

// What a list of entries is of: the whole journal, with positions and the first digits of case ids; one case; or what
// was given or confirmed of its record.
enum class EventsOf { kJournal, kCase, kAccess };

// The columns of such a list, and the row of an entry. `zone` is the journal's time zone, which rows use for times. An
// entry that is not opened has its position, and why it is not, in the place of its sentence.
std::vector<Column> EventColumns(EventsOf of);
std::vector<Cell> EventCells(const v1::CaseEntry& entry, absl::TimeZone zone, EventsOf of, bool ids);

// A table of such rows, for any number of them.
class EventTable {
 public:
  using Of = EventsOf;

  EventTable(absl::TimeZone zone, Of of, bool ids = false);

  void Add(const v1::CaseEntry& entry);
  std::string Take(size_t width) { return table_.Take(width); }

 private:
  const absl::TimeZone zone_;
  const Of of_;
  const bool ids_;
  Table table_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_EVENT_TABLE_H_
