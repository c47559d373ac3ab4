// The rows of the case as a whole.
#include <set>

#include "absl/strings/str_cat.h"
#include "services/documents/timeline_rows.h"

namespace casejournal::services {
namespace {

void AddOpenTime(const std::string& from, const std::string& until, const std::string& words, TimelineRow* row) {
  const auto day = DayIn(from);
  if (day) row->bars.push_back({BarStyle::kCase, *day, DayIn(until), words, ""});
}

TimelineRow OpenRow(const TimelineWords& words) {
  const v1::CasePlan& plan = words.view().plan;
  TimelineRow row{words.Word("Case open")};
  for (const v1::Episode& episode : plan.earlier_episodes()) {
    AddOpenTime(episode.opened_on(), episode.closed_on(),
                Joined({words.Word("case open"), words.Code(episode.closed().reason())}, ": "), &row);
  }
  const std::string& opened = plan.reopened_on().empty() ? plan.opened_on() : plan.reopened_on();
  const std::string& ended = plan.has_handed_over() ? plan.handed_over().on() : plan.closed_on();
  const std::string how = plan.has_handed_over() ? words.Code(plan.status()) : words.Code(plan.closed().reason());
  AddOpenTime(opened, ended, Joined({words.Word("case open"), ended.empty() ? "" : how}, ": "), &row);
  return row;
}

TimelineRow SafetyRow(const TimelineWords& words) {
  TimelineRow row{words.Word("Safety plans")};
  for (const v1::SafetyPlan& plan : words.view().plan.safety_plans()) {
    const auto day = DayIn(plan.made_on());
    if (!day) continue;
    const std::string name = words.Word("safety plan");
    row.bars.push_back(
        {BarStyle::kSafety, *day, DayIn(plan.ended_on()), Joined({name, words.Code(plan.why_ended())}, ": "), name});
  }
  return row;
}

TimelineRow VersionRow(const TimelineWords& words) {
  TimelineRow row{words.Word("Plan versions")};
  for (const v1::PlanVersion& version : words.view().plan.versions()) {
    if (!words.IsWanted(version.children_ids())) continue;
    const std::string label = ShownLine(version.label());
    const std::string name = Joined({PlanWord(words, version.kind()), label}, " ");
    const std::string drawn_up = words.Word("drawn up");
    const std::string journalized = words.Word("journalized");
    if (const auto day = DayIn(version.drawn_up_on()))
      row.marks.push_back({MarkShape::kVersion, *day, absl::StrCat(name, ", ", drawn_up), name});
    std::set<absl::CivilDay> days;  // under each court number, mostly on the same day
    for (const v1::JournalEntry& entry : version.journal_entries()) {
      if (const auto day = DayIn(entry.on())) days.insert(*day);
    }
    for (const absl::CivilDay day : days) {
      row.marks.push_back(
          {MarkShape::kJournalized, day, absl::StrCat(name, ", ", journalized), Joined({label, journalized}, " ")});
    }
  }
  return row;
}

TimelineRow MeetingRow(const TimelineWords& words) {
  TimelineRow row{words.Word("Reviews, conferences")};
  for (const v1::Meeting& meeting : words.view().plan.meetings()) {
    const auto held = DayIn(meeting.held_on());
    const auto called = DayIn(meeting.called().held_on());
    if (!held && !called) continue;
    std::string name = words.Code(meeting.kind());
    if (name.empty()) name = words.Word("meeting");
    row.marks.push_back({held ? MarkShape::kMeeting : MarkShape::kMeetingCalled, held ? *held : *called,
                         held ? name : absl::StrCat(name, ", ", words.Word("called for this day")), name, true,
                         held ? "" : ShownLine(meeting.called().held_at())});
  }
  return row;
}

}  // namespace

std::vector<TimelineRow> CaseRows(const TimelineWords& words) {
  return {OpenRow(words), SafetyRow(words), VersionRow(words), MeetingRow(words)};
}

}  // namespace casejournal::services
