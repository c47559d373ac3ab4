// One entry as a file for people and programs (docs/EXHIBIT.md, "An entry"). Pure.
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_ENTRY_JSON_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_ENTRY_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/records/record.h"

namespace casejournal::services {

// `stored` is the decoded payload of the entry; `sentence` describes it.
std::string EntryJson(const eventstore::RecordedEntry& entry, const event::v1::StoredEvent& stored,
                      const std::string& sentence);

// Return its position, header, and parts. Other fields, and whether these agree, are not checked.
//   kInvalidArgument  names what is malformed.
absl::StatusOr<eventstore::RecordedEntry> ParseEntryJson(absl::string_view text);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_ENTRY_JSON_H_
