// Messages as proto3 JSON, for programs.
#ifndef CASEJOURNAL_SERVICES_PAGES_MESSAGE_JSON_H_
#define CASEJOURNAL_SERVICES_PAGES_MESSAGE_JSON_H_

#include <string>

#include "google/protobuf/message.h"

namespace casejournal::services {

// Return the message as one line that ends with a newline.
std::string JsonLine(const google::protobuf::Message& message);

// Return the message over several lines, for a single answer that people may read, too.
std::string JsonText(const google::protobuf::Message& message);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_MESSAGE_JSON_H_
