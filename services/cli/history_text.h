// The history of a case in words.
#ifndef CASEJOURNAL_SERVICES_CLI_HISTORY_TEXT_H_
#define CASEJOURNAL_SERVICES_CLI_HISTORY_TEXT_H_

#include <string>

#include "casejournal/v1/audit_service.pb.h"

namespace casejournal::services {

// "“a” -> “b”", with "none" for nothing.
std::string ChangeText(const v1::Change& change);

// By whom: the actor, on whose behalf, from what source.
std::string AuthorText(const v1::HistoryRow& row);

// Why and how: the reason; what it corrects; how late it is; what overtook it; what it claims. A
// line each.
std::string KindText(const v1::HistoryRow& row);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLI_HISTORY_TEXT_H_
