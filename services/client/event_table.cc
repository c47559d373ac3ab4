#include "services/client/event_table.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/staff_with_id.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/instant_text.h"
#include "services/pages/plan_words.h"
#include "services/verify/entry_content.h"

namespace casejournal::services {
namespace {

constexpr uint32_t kCaseStream = 1;
constexpr uint32_t kAccessStream = 2;

// "r12"; "a3" for an entry about the record of a case.
std::string NameOf(const eventlog::v1::RecordedEvent& recorded) {
  if (recorded.stream_kind() == kCaseStream) return EntryName(recorded.revision());
  return recorded.stream_kind() == kAccessStream ? absl::StrCat("a", recorded.revision()) : "";
}

std::vector<std::string> LabelWords(const event::v1::CaseEvent& event) {
  std::vector<std::string> labels;
  for (const int label : event.labels()) labels.push_back(projections::EnumWords(static_cast<event::v1::Label>(label)));
  return labels;
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
  const std::vector<std::string> labels = LabelWords(event);
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

std::vector<Column> EventColumns(EventsOf of) {
  std::vector<Column> columns;
  if (of == EventsOf::kJournal) {
    columns.push_back({.title = "Position", .right = true});
    columns.push_back({.title = "Case", .width_min = 8});
  }
  columns.push_back({.title = "Entry", .right = true});
  if (of != EventsOf::kAccess) columns.push_back({.title = "Day", .width_min = 10, .rank = 1});
  columns.push_back({.title = "Recorded", .width_min = 23, .rank = 3});
  columns.push_back({.title = "By", .wraps = true, .width_min = 14, .rank = 2});
  columns.push_back({.title = "Event", .width_min = 18});
  columns.push_back({.title = "Corrects", .rank = 4});
  columns.push_back({.title = "Labels", .rank = 5});
  columns.push_back({.title = "What happened", .below = true});
  return columns;
}

std::vector<Cell> EventCells(const v1::CaseEntry& entry, absl::TimeZone zone, EventsOf of, bool ids) {
  std::vector<Cell> cells;
  const eventlog::v1::RecordedEvent& recorded = entry.opened().recorded();
  const event::v1::StoredEvent stored = EventIn(entry);
  const event::v1::CaseEvent& event = stored.case_event();
  const bool opened = entry.has_opened();
  if (of == EventsOf::kJournal) {
    cells.emplace_back(absl::StrCat(PositionOf(entry)));
    cells.emplace_back(NameOf(recorded).empty() ? "" : ShortCaseId(recorded.stream_id()), Tone::kDim);
  }
  cells.emplace_back(NameOf(recorded));
  if (of != EventsOf::kAccess) cells.emplace_back(event.effective_on());
  cells.emplace_back(opened ? InstantText(recorded.recorded_at(), zone) : "");
  cells.emplace_back(RecorderWords(stored, ids));
  cells.emplace_back(recorded.type());
  cells.emplace_back(event.has_corrects() ? EntryName(event.corrects().revision()) : "");
  cells.emplace_back(absl::StrJoin(LabelWords(event), ", "));
  cells.emplace_back(opened ? ClerkSentence(recorded.type(), recorded.sentence()) : InItsPlace(entry));
  return cells;
}

EventTable::EventTable(absl::TimeZone zone, Of of, bool ids)
    : zone_(zone), of_(of), ids_(ids), table_(EventColumns(of), /*drop_empty=*/true) {}

void EventTable::Add(const v1::CaseEntry& entry) { table_.AddRow(EventCells(entry, zone_, of_, ids_)); }

}  // namespace casejournal::services
