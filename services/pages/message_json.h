// Messages as proto3 JSON, for programs.
#ifndef CASEJOURNAL_SERVICES_PAGES_MESSAGE_JSON_H_
#define CASEJOURNAL_SERVICES_PAGES_MESSAGE_JSON_H_

#include <string>

#include "google/protobuf/message.h"

namespace casejournal::services {

// One line, ended by a newline.
std::string JsonLine(const google::protobuf::Message& message);

// The same over several lines, for a single answer that people may look at, too.
std::string JsonText(const google::protobuf::Message& message);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_MESSAGE_JSON_H_
