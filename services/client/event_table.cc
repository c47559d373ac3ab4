#include "services/client/event_table.h"

#include "absl/strings/str_cat.h"
#include "services/pages/instant_text.h"
#include "services/verify/entry_content.h"

namespace casejournal::services {

EventTable::EventTable(absl::TimeZone zone)
    : zone_(zone),
      table_({{.title = "Position", .right = true},
              {.title = "Revision", .right = true},
              {.title = "Recorded", .width_min = 23},
              {.title = "Type", .width_min = 22},
              {.title = "What happened", .wraps = true, .width_min = 24}}) {}

void EventTable::Add(const v1::CaseEntry& entry) {
  if (!entry.has_opened()) return table_.AddRow({absl::StrCat(PositionOf(entry)), "", "", "", WhyNotOpened(entry)});
  const eventlog::v1::RecordedEvent& event = entry.opened().recorded();
  table_.AddRow({absl::StrCat(event.position()), absl::StrCat(event.revision()),
                 InstantText(event.recorded_at(), zone_), event.type(), event.sentence()});
}

}  // namespace casejournal::services
