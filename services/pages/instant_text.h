// Instants of the API as text for people, in the journal's time zone.
#ifndef CASEJOURNAL_SERVICES_PAGES_INSTANT_TEXT_H_
#define CASEJOURNAL_SERVICES_PAGES_INSTANT_TEXT_H_

#include <string>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace casejournal::services {

// Return the text of projections::InstantWords; empty for an instant that is not set.
std::string InstantText(const google::protobuf::Timestamp& instant, absl::TimeZone zone);

// Return the civil day of the instant in `zone`, "2025-03-10"; empty for an instant that is not set.
std::string InstantDay(const google::protobuf::Timestamp& instant, absl::TimeZone zone);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_INSTANT_TEXT_H_
