#include "services/client/reading/history_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/client/staff_with_id.h"
#include "services/pages/instant_text.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

std::string Days(int32_t days) { return absl::StrCat(days, days == 1 ? " day" : " days"); }

// "correction of r8".
std::string KindWords(const v1::HistoryRow& row) {
  const std::string of = row.has_settles_revision() ? absl::StrCat(" of r", row.settles_revision()) : "";
  switch (row.kind()) {
    case v1::ENTRY_KIND_LATE_ENTRY:
      return "late entry";
    case v1::ENTRY_KIND_CORRECTION:
      return absl::StrCat("correction", of);
    case v1::ENTRY_KIND_RETRACTION:
      return absl::StrCat("retraction", of);
    default:  // An ordinary entry has no kind to name; a newer server may have more kinds.
      return "";
  }
}

// Return the author of the entry: the actor, on whose behalf, and the source.
std::string AuthorText(const v1::HistoryRow& row, bool ids) {
  return Joined(
      {ids ? StaffWithId(row.actor()) : StaffWords(row.actor()), DayWords("for", row.on_behalf_of()), row.source()},
      "; ");
}

std::string EffectiveText(const v1::HistoryRow& row) {
  if (row.effective_was_on().empty() || row.effective_was_on() == row.effective_on()) return row.effective_on();
  const absl::string_view was = row.kind() == v1::ENTRY_KIND_RETRACTION ? " (of " : " (not ";
  return absl::StrCat(row.effective_on(), was, row.effective_was_on(), ")");
}

// Split a path into the part and its field: "objective “x”, met on" is "objective “x”" and "met on".
std::pair<std::string, std::string> PartAndField(const std::string& path) {
  const size_t comma = path.rfind(", ");
  if (comma == std::string::npos) return {"", path};
  return {path.substr(0, comma), path.substr(comma + 2)};
}

// Return whether a change already contains the reason: the reason of a choice is part of the plan.
bool IsAmongChanges(const std::string& reason, const std::vector<v1::HistoryRow>& rows) {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const v1::HistoryRow& row) { return row.change().after() == reason; });
}

constexpr size_t kHang = 7;

}  // namespace

std::string ChangeText(const v1::Change& change) {
  if (change.before().empty()) return change.after();
  return absl::StrCat(change.before(), " -> ", change.after().empty() ? "none" : change.after());
}

std::string HistoryEntryText(const std::vector<v1::HistoryRow>& rows, size_t width, absl::TimeZone zone, bool ids) {
  const v1::HistoryRow& first = rows.front();
  const std::string revision = absl::StrCat("r", first.revision());
  std::string head =
      Joined({EffectiveText(first), KindWords(first),
              absl::StrCat("recorded ", InstantDay(first.recorded_at(), zone), " by ", AuthorText(first, ids))},
             "  ");
  // An imported entry is always late; its claim says when it was first written down.
  if (first.days_late() > 0 && first.claim().empty())
    absl::StrAppend(&head, ", ", Days(first.days_late()), " after its day");
  std::string text = Paragraph(head, kHang, width);
  text.replace(0, std::min(revision.size(), kHang - 1), revision);
  if (!first.claim().empty()) absl::StrAppend(&text, Paragraph(absl::StrCat("claim: ", first.claim()), kHang, width));
  if (!first.reason().empty() && !IsAmongChanges(first.reason(), rows)) {
    absl::StrAppend(&text, Paragraph(absl::StrCat("why: ", first.reason()), kHang, width));
  }
  std::vector<std::string> labels;
  for (const int label : first.labels()) {
    labels.push_back(projections::EnumWords(static_cast<event::v1::Label>(label)));
  }
  if (!labels.empty()) absl::StrAppend(&text, Paragraph(absl::StrCat("labels: ", Joined(labels, ", ")), kHang, width));
  std::string part;
  for (const v1::HistoryRow& row : rows) {
    const auto [belongs_to, field] = PartAndField(row.change().path());
    if (belongs_to != part) absl::StrAppend(&text, Paragraph(belongs_to, kHang, width));
    part = belongs_to;
    std::string line = absl::StrCat(field, ": ", ChangeText(row.change()));
    if (row.has_overtaken_by()) {
      absl::StrAppend(&line, " (overtaken by r", row.overtaken_by(), DayWords(" from", row.overtaken_on()), ")");
    }
    absl::StrAppend(&text, Paragraph(line, kHang + 2, width));
  }
  return text;
}

}  // namespace casejournal::services
