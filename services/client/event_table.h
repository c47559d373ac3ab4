// A table of recorded entries.
#ifndef CASEJOURNAL_SERVICES_CLIENT_EVENT_TABLE_H_
#define CASEJOURNAL_SERVICES_CLIENT_EVENT_TABLE_H_

#include <string>

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

// A table for any number of rows. Of the whole journal, it has positions and the first digits of case ids. Of one
// stream, it has the entries.
class EventTable {
 public:
  enum class Of { kJournal, kCase, kAccess };

  // `zone` is the journal's time zone, which the table uses for times.
  EventTable(absl::TimeZone zone, Of of, bool ids = false);

  // An entry that is not opened has its position, and why it is not, in the place of its sentence.
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
