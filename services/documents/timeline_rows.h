// The rows of a timeline, one function for each kind of thing in a plan. Internal to the folder.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_ROWS_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_ROWS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "projections/events/event_words.h"
#include "services/documents/timeline_facts.h"
#include "services/pages/headings.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {

// Finds words in the language of the drawing. The view must outlive it.
class TimelineWords {
 public:
  explicit TimelineWords(const TimelineView& view) : view_(view), names_(view.plan, false) {}

  const TimelineView& view() const { return view_; }
  std::string Word(absl::string_view english) const { return std::string(Heading(view_.language, english)); }
  template <typename Enum>
  std::string Code(Enum value) const {
    return Word(projections::EnumWords(value));
  }
  std::string Person(absl::string_view id) const;
  // Return whether lanes are drawn for one of these children, or for any if there are none.
  bool IsWanted(const google::protobuf::RepeatedPtrField<std::string>& child_ids) const;
  bool IsWanted(absl::string_view child_id) const;

 private:
  const TimelineView& view_;
  PlanWords names_;
};

// Return `text` as one printable line that XML allows.
std::string ShownLine(absl::string_view text);

// Return "case plan", "safety plan".
std::string PlanWord(const TimelineWords& words, event::v1::PlanKind kind);

// Return the day, or none if it is empty or not a day.
std::optional<absl::CivilDay> DayIn(absl::string_view text);

// The rows of the case as a whole: when it was open, safety plans, versions, reviews and meetings.
std::vector<TimelineRow> CaseRows(const TimelineWords& words);

// The rows of one child: care, placements, absences, orders, what binds, court.
std::vector<TimelineRow> ChildRows(const TimelineWords& words, const std::string& child_id);

// The due dates for one child, or for the whole case if `child_id` is empty: a row for each rule that has set several
// dates, and one for all others.
std::vector<TimelineRow> DueRows(const TimelineWords& words, absl::string_view child_id);

// Return whether a mark of this shape is still to come.
bool IsToCome(MarkShape shape);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_ROWS_H_
