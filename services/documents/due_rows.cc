// The rows of due dates.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/documents/timeline_rows.h"

namespace casejournal::services {
namespace {

// A rule with this many dates in a lane has a row of its own.
constexpr size_t kDatesOfOwnRow = 3;

MarkShape ShapeOf(v1::ClockState state) {
  switch (state) {
    case v1::CLOCK_STATE_MET:
      return MarkShape::kMet;
    case v1::CLOCK_STATE_MET_LATE:
      return MarkShape::kMetLate;
    case v1::CLOCK_STATE_MISSED:
      return MarkShape::kMissed;
    case v1::CLOCK_STATE_PAST_WHEN_SET:
      return MarkShape::kPastWhenSet;
    case v1::CLOCK_STATE_WINDOW_OPEN:
      return MarkShape::kWindowOpen;
    case v1::CLOCK_STATE_TOLLED:
      return MarkShape::kTolled;
    case v1::CLOCK_STATE_EXCEPTED:
      return MarkShape::kExcepted;
    default:
      return MarkShape::kOpen;
  }
}

std::string StateWords(const TimelineWords& words, const v1::DocketItem& item) {
  switch (item.state()) {
    case v1::CLOCK_STATE_MET:
      return Joined({words.Word("met"), item.met_by().day()}, " ");
    case v1::CLOCK_STATE_MET_LATE:
      return Joined({words.Word("met late"), item.met_by().day()}, " ");
    case v1::CLOCK_STATE_MISSED:
      return words.Word("missed");
    case v1::CLOCK_STATE_PAST_WHEN_SET:
      return words.Word("past when it was set");
    case v1::CLOCK_STATE_WINDOW_OPEN:
      return words.Word("can be done now");
    case v1::CLOCK_STATE_TOLLED:
      return words.Word("clock stopped");
    case v1::CLOCK_STATE_EXCEPTED:
      return words.Word("excepted");
    default:
      return words.Word("open");
  }
}

bool IsDone(MarkShape shape) { return shape == MarkShape::kMet || shape == MarkShape::kExcepted; }

TimelineMark DueMark(const TimelineWords& words, const v1::DocketItem& item, absl::CivilDay day) {
  const std::string title = ShownLine(item.title());
  return {
      ShapeOf(item.state()),     day, absl::StrCat(title, " (", ShownLine(StateWords(words, item)), ")"), title, true,
      ShownLine(item.due_time())};
}

struct DatesOfRule {
  std::string rule;
  std::string title;
  std::vector<TimelineMark> marks;
};

}  // namespace

std::vector<TimelineRow> DueRows(const TimelineWords& words, absl::string_view child_id) {
  std::vector<DatesOfRule> rules;
  for (const v1::DocketItem& item : words.view().due) {
    const auto day = DayIn(item.due());
    if (item.child_id() != child_id || !day) continue;
    auto rule = std::find_if(rules.begin(), rules.end(), [&](const DatesOfRule& of) { return of.rule == item.rule(); });
    if (rule == rules.end()) rule = rules.insert(rule, {item.rule(), ShownLine(item.title()), {}});
    rule->marks.push_back(DueMark(words, item, *day));
  }
  std::vector<TimelineRow> rows;
  TimelineRow others{"", true};
  for (DatesOfRule& rule : rules) {
    if (rule.marks.size() < kDatesOfOwnRow) {
      others.marks.insert(others.marks.end(), rule.marks.begin(), rule.marks.end());
      continue;
    }
    for (TimelineMark& mark : rule.marks) mark.is_named = !IsDone(mark.shape);
    rows.push_back({rule.title, true, {}, std::move(rule.marks)});
  }
  others.title = words.Word(rows.empty() ? "Due by the law" : "Other dates of the law");
  rows.push_back(std::move(others));
  return rows;
}

}  // namespace casejournal::services
