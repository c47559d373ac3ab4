#include "services/documents/timeline_rows.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "projections/entries/civil_day.h"
#include "services/pages/utf8.h"

namespace casejournal::services {

std::string TimelineWords::Person(absl::string_view id) const { return ShownLine(names_.Person(id)); }

bool TimelineWords::IsWanted(absl::string_view child_id) const {
  const std::vector<std::string>& wanted = view_.child_ids;
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), child_id) != wanted.end();
}

bool TimelineWords::IsWanted(const google::protobuf::RepeatedPtrField<std::string>& child_ids) const {
  return child_ids.empty() || std::any_of(child_ids.begin(), child_ids.end(),
                                          [this](const std::string& child_id) { return IsWanted(child_id); });
}

std::string ShownLine(absl::string_view text) {
  return absl::StrReplaceAll(PrintableLine(text), {{"\xEF\xBF\xBE", "[U+FFFE]"}, {"\xEF\xBF\xBF", "[U+FFFF]"}});
}

std::optional<absl::CivilDay> DayIn(absl::string_view text) {
  const absl::StatusOr<absl::CivilDay> day = projections::ParseDay(text);
  return day.ok() ? std::optional<absl::CivilDay>(*day) : std::nullopt;
}

std::string PlanWord(const TimelineWords& words, event::v1::PlanKind kind) {
  return words.Word(Joined({projections::EnumWords(kind), "plan"}, " "));
}

std::string DaysOf(const TimelineMark& mark) {
  return absl::StrCat(projections::FormatDay(mark.day), mark.at.empty() ? "" : " ", mark.at);
}

std::string DaysOf(const TimelineBar& bar, absl::string_view language) {
  const std::string from = projections::FormatDay(bar.from);
  if (!bar.until) return absl::StrCat(Heading(language, "since"), " ", from);
  return absl::StrCat(from, " – ", projections::FormatDay(*bar.until));
}

bool IsToCome(MarkShape shape) {
  return shape == MarkShape::kMeetingCalled || shape == MarkShape::kHearingSet || shape == MarkShape::kOpen ||
         shape == MarkShape::kWindowOpen || shape == MarkShape::kTolled;
}

}  // namespace casejournal::services
