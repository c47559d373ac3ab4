// The history of a case as text.
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_HISTORY_TEXT_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_HISTORY_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "casejournal/v1/audit_service.pb.h"

namespace casejournal::services {

// Return "a -> b"; only "b" if there was no value before, "a -> none" if there is no value now.
std::string ChangeText(const v1::Change& change);

// Return one entry and its changes: a line with the days and the author, then the claim, reason, and labels, then the
// changed fields under the part that they belong to. `rows` are the rows of one revision, at least one. `zone` is the
// journal's time zone, which gives the day of recording. With `ids`, who recorded it is named with the id.
std::string HistoryEntryText(const std::vector<v1::HistoryRow>& rows, size_t width, absl::TimeZone zone,
                             bool ids = false);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_HISTORY_TEXT_H_
