// The history of a case as text.
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_HISTORY_TEXT_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_HISTORY_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "casejournal/v1/audit_service.pb.h"
#include "services/pages/change_text.h"

namespace casejournal::services {

// How a history looks. The texts with `color` are for PrintStyled (output.h).
struct HistoryStyle {
  size_t width = 100;
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's: it gives the day of recording
  bool ids = false;                           // name who recorded an entry with the id
  bool claims = false;                        // show the claim of each entry in full
  bool color = false;
};

// Return the first sentence of what an entry says: "Home visit with Ana Lopez: took place."
std::string HeadSentence(absl::string_view sentences);

// A change, and what else is said of it: "overtaken by r17".
struct NotedChange {
  v1::Change change;
  std::string note;
};

// Return the changed fields, each on a line of its own under the part that it belongs to, `indent` to the right.
std::string ChangesText(const std::vector<NotedChange>& changes, size_t indent, const HistoryStyle& style);

// Return one entry and its changes: what it says in one sentence, then the days and the author, reason, and labels,
// then the changed fields. `rows` are the rows of one revision, at least one. An empty `sentence` is left out.
std::string HistoryEntryText(const std::vector<v1::HistoryRow>& rows, absl::string_view sentence,
                             const HistoryStyle& style);

// Return one entry as one line: "r13  2023-01-10  Home visit with Ana Lopez: took place. (late entry)". A line that is
// longer than the width ends with "…"; width 0: it is whole.
std::string HistoryLine(const std::vector<v1::HistoryRow>& rows, absl::string_view sentence, const HistoryStyle& style);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_HISTORY_TEXT_H_
