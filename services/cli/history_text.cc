#include "services/cli/history_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/plan_words.h"

namespace casejournal::services {
namespace {

std::string Days(int32_t days) { return absl::StrCat(days, days == 1 ? " day" : " days"); }

// "correction of r8".
std::string KindWords(const v1::HistoryRow& row) {
  const std::string of =
      row.has_settles_revision() ? absl::StrCat(" of r", row.settles_revision()) : "";
  switch (row.kind()) {
    case v1::ENTRY_KIND_LATE_ENTRY:
      return "late entry";
    case v1::ENTRY_KIND_CORRECTION:
      return absl::StrCat("correction", of);
    case v1::ENTRY_KIND_RETRACTION:
      return absl::StrCat("retraction", of);
    default:  // An ordinary entry needs no word; a newer server may know more kinds.
      return "";
  }
}

}  // namespace

std::string ChangeText(const v1::Change& change) {
  return absl::StrCat(change.from().empty() ? "none" : change.from(), " -> ",
                      change.to().empty() ? "none" : change.to());
}

std::string AuthorText(const v1::HistoryRow& row) {
  return Joined({StaffWords(row.actor()), DayWords("for", row.on_behalf_of()), row.source()}, "; ");
}

std::string KindText(const v1::HistoryRow& row) {
  std::vector<std::string> lines = {row.reason(), KindWords(row)};
  if (row.days_late() > 0) lines.push_back(absl::StrCat("late by ", Days(row.days_late())));
  if (row.has_overtaken_by()) {
    lines.push_back(absl::StrCat("overtaken by r", row.overtaken_by(), " ",
                                 DayWords("from", row.overtaken_on())));
  }
  lines.push_back(DayWords("claim:", row.claim()));
  return Joined(lines, "\n");
}

}  // namespace casejournal::services
