// Instants as people read them. They are in UTC, and say so.
#ifndef CASEJOURNAL_SERVICES_PAGES_INSTANT_TEXT_H_
#define CASEJOURNAL_SERVICES_PAGES_INSTANT_TEXT_H_

#include <string>

#include "google/protobuf/timestamp.pb.h"

namespace casejournal::services {

// "2025-03-10 14:00 UTC"; empty for an instant that is not set.
std::string InstantText(const google::protobuf::Timestamp& instant);

// "2025-03-10".
std::string InstantDay(const google::protobuf::Timestamp& instant);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_INSTANT_TEXT_H_
