#include "services/documents/timeline_facts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"
#include "services/documents/timeline_rows.h"

namespace casejournal::services {
namespace {

// How far the axis goes on after the day asked for, to what is still to come.
constexpr absl::civil_diff_t kDaysAheadMin = 60;
constexpr absl::civil_diff_t kDaysAheadMax = 184;
constexpr absl::civil_diff_t kPartAhead = 3;
// The least that an axis shows.
constexpr absl::civil_diff_t kDaysMin = 28;

// The children whose lanes are drawn: the participants, then those whom only removals, placements, or due dates name.
std::vector<std::string> ChildrenOf(const TimelineWords& words) {
  std::vector<std::string> children;
  const auto add = [&](const std::string& child_id) {
    if (child_id.empty() || !words.IsWanted(child_id)) return;
    if (std::find(children.begin(), children.end(), child_id) == children.end()) children.push_back(child_id);
  };
  const v1::CasePlan& plan = words.view().plan;
  for (const v1::Participant& person : plan.participants()) {
    if (person.capacity() == event::v1::CAPACITY_CHILD) add(person.participant_id());
  }
  for (const v1::Removal& removal : plan.removals()) add(removal.child_id());
  for (const v1::Placement& placement : plan.placements()) add(placement.child_id());
  for (const v1::PlacementAbsence& absence : plan.absences()) add(absence.child_id());
  for (const v1::Hearing& hearing : plan.hearings()) add(hearing.child_id());
  for (const v1::Order& order : plan.orders()) add(order.terms().child_id());
  for (const v1::DocketItem& item : words.view().due) add(item.child_id());
  return children;
}

void SortRows(std::vector<TimelineRow>* rows) {
  for (TimelineRow& row : *rows) {
    std::stable_sort(row.bars.begin(), row.bars.end(),
                     [](const TimelineBar& a, const TimelineBar& b) { return a.from < b.from; });
    std::stable_sort(row.marks.begin(), row.marks.end(),
                     [](const TimelineMark& a, const TimelineMark& b) { return a.day < b.day; });
  }
}

// Calls `visit` for each day of the rows, and says whether it is still to come.
template <typename Visit>
void VisitDays(const TimelineFacts& facts, const Visit& visit) {
  for (const TimelineLane& lane : facts.lanes) {
    for (const TimelineRow& row : lane.rows) {
      for (const TimelineBar& bar : row.bars) {
        visit(bar.from, false);
        if (bar.until) visit(*bar.until, bar.style == BarStyle::kOrder);
      }
      for (const TimelineMark& mark : row.marks) visit(mark.day, IsToCome(mark.shape));
    }
  }
}

void FindLimits(const TimelineView& view, TimelineFacts* facts) {
  const v1::CaseStatus status = view.plan.status();
  const bool has_ended = status == v1::CASE_STATUS_CLOSED || status == v1::CASE_STATUS_HANDED_OVER;
  std::optional<absl::CivilDay> first;
  std::optional<absl::CivilDay> last;
  VisitDays(*facts, [&](absl::CivilDay day, bool is_to_come) {
    if (!first || day < *first) first = day;
    if (!is_to_come && day <= facts->on && (!last || day > *last)) last = day;
  });
  facts->from = DayIn(view.from).value_or(first.value_or(facts->on));
  absl::CivilDay until = has_ended ? last.value_or(facts->on) : std::max(facts->on, facts->from);
  const absl::CivilDay horizon = until + std::clamp((until - facts->from) / kPartAhead, kDaysAheadMin, kDaysAheadMax);
  VisitDays(*facts, [&](absl::CivilDay day, bool is_to_come) {
    if (is_to_come && !has_ended && day <= horizon) until = std::max(until, day);
  });
  facts->until = DayIn(view.until).value_or(until);
  // Room for a few names, where the reader did not choose the days.
  if (view.until.empty()) facts->until = std::max(facts->until, facts->from + kDaysMin);
}

// Move what is still to come after the axis to a list, and take out what else lies outside.
void TakeOutside(TimelineFacts* facts) {
  for (TimelineLane& lane : facts->lanes) {
    for (TimelineRow& row : lane.rows) {
      std::vector<TimelineBar> bars;
      for (TimelineBar& bar : row.bars) {
        const bool is_inside = bar.from <= facts->until && (!bar.until || *bar.until >= facts->from);
        if (is_inside) bars.push_back(std::move(bar));
        facts->outside += is_inside ? 0 : 1;
      }
      row.bars = std::move(bars);
      std::vector<TimelineMark> marks;
      for (TimelineMark& mark : row.marks) {
        const bool is_inside = mark.day >= facts->from && mark.day <= facts->until;
        if (is_inside) {
          marks.push_back(std::move(mark));
        } else if (mark.day > facts->until && IsToCome(mark.shape)) {
          mark.words = Joined({mark.words, lane.title}, ", ");
          facts->later.push_back(std::move(mark));
        } else {
          ++facts->outside;
        }
      }
      row.marks = std::move(marks);
    }
    lane.rows.erase(std::remove_if(lane.rows.begin(), lane.rows.end(),
                                   [](const TimelineRow& row) { return row.bars.empty() && row.marks.empty(); }),
                    lane.rows.end());
  }
  std::stable_sort(facts->later.begin(), facts->later.end(),
                   [](const TimelineMark& a, const TimelineMark& b) { return a.day < b.day; });
}

std::string Subtitle(const TimelineWords& words, const TimelineFacts& facts) {
  const TimelineView& view = words.view();
  const std::string rests =
      view.revision ? absl::StrCat(words.Word("rests on revisions 0 to"), " ", *view.revision) : "";
  return Joined(
      {absl::StrCat(projections::FormatDay(facts.from), " – ", projections::FormatDay(facts.until)),
       absl::StrCat(words.Word("as of"), " ", projections::FormatDay(facts.on)), ShownLine(view.plan.agency()), rests},
      "  ·  ");
}

}  // namespace

TimelineFacts FactsOf(const TimelineView& view) {
  const TimelineWords words(view);
  TimelineFacts facts;
  facts.title = Joined({words.Word("Timeline of case"), ShownLine(view.name)}, " ");
  facts.on = DayIn(view.on).value_or(absl::CivilDay());
  const auto add_lane = [&](std::string title, std::vector<TimelineRow> rows, std::vector<TimelineRow> due) {
    rows.insert(rows.end(), std::make_move_iterator(due.begin()), std::make_move_iterator(due.end()));
    SortRows(&rows);
    facts.lanes.push_back({std::move(title), std::move(rows)});
  };
  add_lane(words.Word("The case"), CaseRows(words), DueRows(words, ""));
  for (const std::string& child_id : ChildrenOf(words)) {
    add_lane(words.Person(child_id), ChildRows(words, child_id), DueRows(words, child_id));
  }
  FindLimits(view, &facts);
  TakeOutside(&facts);
  facts.subtitle = Subtitle(words, facts);
  facts.remarks = view.remarks;
  return facts;
}

}  // namespace casejournal::services
