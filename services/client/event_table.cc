#include "services/client/event_table.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/staff_with_id.h"
#include "services/pages/instant_text.h"
#include "services/pages/plan_words.h"
#include "services/verify/entry_content.h"

namespace casejournal::services {
namespace {

constexpr uint32_t kCaseStream = 1;
constexpr uint32_t kAccessStream = 2;

std::vector<Column> ColumnsOf(EventTable::Of of) {
  std::vector<Column> columns;
  if (of == EventTable::Of::kJournal) {
    columns.push_back({.title = "Position", .right = true});
    columns.push_back({.title = "Case", .width_min = 8});
  }
  columns.push_back({.title = "Entry", .right = true});
  if (of != EventTable::Of::kAccess) columns.push_back({.title = "Day", .width_min = 10});
  columns.push_back({.title = "Recorded", .wraps = true, .width_min = 23});
  columns.push_back({.title = "What happened", .wraps = true, .width_min = 24});
  return columns;
}

// "r12"; "a3" for an entry about the record of a case.
std::string NameOf(const eventlog::v1::RecordedEvent& recorded) {
  if (recorded.stream_kind() == kCaseStream) return EntryName(recorded.revision());
  return recorded.stream_kind() == kAccessStream ? absl::StrCat("a", recorded.revision()) : "";
}

}  // namespace

event::v1::StoredEvent EventIn(const v1::CaseEntry& entry) {
  if (entry.opened().has_stored()) return entry.opened().stored();
  event::v1::StoredEvent stored;
  const auto& parts = entry.opened().recorded().parts();
  if (parts.empty() || !stored.ParseFromString(parts[0].plaintext())) stored.Clear();
  return stored;
}

std::string EntryKindWords(const eventlog::v1::RecordedEvent& recorded, const event::v1::StoredEvent& stored) {
  const event::v1::CaseEvent& event = stored.case_event();
  std::vector<std::string> labels;
  for (const int label : event.labels()) labels.push_back(projections::EnumWords(static_cast<event::v1::Label>(label)));
  const std::string corrects =
      event.has_corrects() ? absl::StrCat("corrects ", EntryName(event.corrects().revision())) : "";
  const std::string labeled = labels.empty() ? "" : absl::StrCat("labels: ", absl::StrJoin(labels, ", "));
  return Joined({Joined({recorded.type(), corrects}, ", "), labeled}, "; ");
}

std::string RecorderWords(const event::v1::StoredEvent& stored, bool ids) {
  const auto words = [&](const event::v1::Staff& staff) { return ids ? StaffWithId(staff) : StaffWords(staff); };
  const event::v1::CaseEvent& event = stored.case_event();
  const std::string first = words(event.claim().recorded_by());
  return Joined(
      {Joined({words(stored.admission().actor()), DayWords("for", words(event.on_behalf_of().staff()))}, ", "),
       DayWords("first by", first)},
      "; ");
}

EventTable::EventTable(absl::TimeZone zone, Of of, bool ids) : zone_(zone), of_(of), ids_(ids), table_(ColumnsOf(of)) {}

void EventTable::Add(const v1::CaseEntry& entry) {
  std::vector<std::string> cells;
  const eventlog::v1::RecordedEvent& recorded = entry.opened().recorded();
  const event::v1::StoredEvent stored = EventIn(entry);
  const bool opened = entry.has_opened();
  if (of_ == Of::kJournal) {
    cells.push_back(absl::StrCat(PositionOf(entry)));
    cells.push_back(NameOf(recorded).empty() ? "" : ShortCaseId(recorded.stream_id()));
  }
  cells.push_back(NameOf(recorded));
  if (of_ != Of::kAccess) cells.push_back(stored.case_event().effective_on());
  cells.push_back(Joined({InstantText(recorded.recorded_at(), zone_), RecorderWords(stored, ids_)}, "\n"));
  cells.push_back(opened ? Joined({EntryKindWords(recorded, stored), recorded.sentence()}, "\n") : WhyNotOpened(entry));
  table_.AddRow(std::move(cells));
}

}  // namespace casejournal::services
