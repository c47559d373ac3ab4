// What there is of an entry that a server sent.
#ifndef CASEJOURNAL_SERVICES_VERIFY_ENTRY_CONTENT_H_
#define CASEJOURNAL_SERVICES_VERIFY_ENTRY_CONTENT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "casejournal/v1/entry.pb.h"

namespace casejournal::services {

// The position of the entry, also if it is withheld or destroyed. 0 for an entry of a kind that this program does not
// know.
uint64_t PositionOf(const v1::CaseEntry& entry);

// Why there is nothing to show of the entry, in words. Empty: it is opened.
std::string WhyNotOpened(const v1::CaseEntry& entry);

// What stands in the place of an entry that is not opened, as a sentence without its period. Empty: it is opened.
std::string InItsPlace(const v1::CaseEntry& entry);

// Return the entry with its exact bytes; it lives as long as `entry`.
//   kFailedPrecondition  it is withheld, destroyed, or of a kind that this program does not know; the message names the
//                        position.
absl::StatusOr<const eventlog::v1::RecordedEvent*> OpenedIn(const v1::CaseEntry& entry);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_ENTRY_CONTENT_H_
