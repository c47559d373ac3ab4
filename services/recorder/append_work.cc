#include "services/recorder/append_work.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"

namespace casejournal::services {
namespace {

using event::v1::CaseEvent;

// The entry that an event corrects or retracts.
std::optional<uint64_t> Settled(const CaseEvent& event) {
  if (event.has_entry_retracted()) return event.entry_retracted().revision();
  if (event.has_corrects()) return event.corrects().revision();
  return std::nullopt;
}

// The earliest day of an event and of what it is about, which may itself be about an earlier entry.
absl::string_view FirstDay(const projections::CaseRecord& record, const CaseEvent& event) {
  absl::string_view day = event.effective_on();
  uint64_t before = record.entries().size();
  for (std::optional<uint64_t> settled = Settled(event); settled && *settled < before;) {
    before = *settled;
    const CaseEvent& earlier = record.entries()[before].event();
    day = std::min<absl::string_view>(day, earlier.effective_on());
    settled = Settled(earlier);
  }
  return day;
}

}  // namespace

uint64_t WorkAtMost(const projections::CaseRecord& record, const v1::CaseAppend& part) {
  uint64_t work = 0;
  absl::string_view last_day = record.last_day();
  for (int i = 0; i < part.events_size(); ++i) {
    const CaseEvent& event = part.events(i);
    // The text of a plan version is drawn up from all entries.
    const bool alone = !Settled(event) && last_day <= event.effective_on() && !event.has_plan_version_drawn_up();
    work += alone ? 1 : record.entries().size() + static_cast<uint64_t>(i) + 1;
    last_day = std::max<absl::string_view>(last_day, event.effective_on());
  }
  return work;
}

uint64_t WorkOf(const projections::CaseRecord& record, const v1::CaseAppend& part) {
  std::vector<absl::string_view> days;
  days.reserve(record.entries().size() + static_cast<size_t>(part.events_size()));
  for (size_t i = 0; i < record.entries().size(); ++i) days.push_back(record.entries()[i].event().effective_on());
  std::sort(days.begin(), days.end());
  uint64_t work = 0;
  for (const CaseEvent& event : part.events()) {
    const absl::string_view first = FirstDay(record, event);
    // What is settled may come before other entries of its day.
    const auto after = Settled(event) ? std::lower_bound(days.begin(), days.end(), first)
                                      : std::upper_bound(days.begin(), days.end(), first);
    work += 1 + static_cast<uint64_t>(days.end() - after);
    if (event.has_plan_version_drawn_up()) work += days.size();
    const absl::string_view day = event.effective_on();
    days.insert(std::upper_bound(days.begin(), days.end(), day), day);
  }
  return work;
}

}  // namespace casejournal::services
