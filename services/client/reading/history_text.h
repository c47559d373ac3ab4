// The history of a case in words.
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_HISTORY_TEXT_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_HISTORY_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "casejournal/v1/audit_service.pb.h"

namespace casejournal::services {

// "a -> b"; only "b" where there was nothing before, "a -> none" where there is nothing now.
std::string ChangeText(const v1::Change& change);

// One entry and all that it changed: a line of days and of who recorded it, the reason and what else is to be said of
// it, then the changed fields under the part that they belong to. `rows` are the rows of one revision, at least one;
// `zone` is the journal's, of which the day of recording is.
std::string HistoryEntryText(const std::vector<v1::HistoryRow>& rows, size_t width, absl::TimeZone zone);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_HISTORY_TEXT_H_
