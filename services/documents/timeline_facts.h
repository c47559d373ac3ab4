// What a timeline shows, before anyone decides where: lanes, rows, bars, and marks, in words. Internal to the folder.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_FACTS_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_FACTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/documents/timeline.h"

namespace casejournal::services {

// What lasts for some time. The order is that of the legend.
enum class BarStyle { kCase, kCare, kKin, kFoster, kTrialVisit, kGroup, kOwn, kAbsence, kOrder, kPlan, kSafety };

// What happened, or is due, on a day. The order is that of the legend.
enum class MarkShape {
  kVersion,
  kJournalized,
  kMeeting,
  kMeetingCalled,
  kHearing,
  kHearingSet,
  kHearingVacated,
  kCourtPaper,
  kMet,
  kMetLate,
  kMissed,
  kPastWhenSet,
  kOpen,
  kWindowOpen,
  kTolled,
  kExcepted
};

struct TimelineBar {
  BarStyle style = BarStyle::kCase;
  absl::CivilDay from;
  std::optional<absl::CivilDay> until;  // none: it lasts
  std::string words;                    // the whole of it, without the days
  std::string name;                     // the least that says what it is; empty: `words`
};

struct TimelineMark {
  MarkShape shape = MarkShape::kMeeting;
  absl::CivilDay day;
  std::string words;     // the whole of it, without the day
  std::string name;      // the least that says what it is; empty: `words`
  bool is_named = true;  // whether it needs a name or a number beside it; if not, its row says what it is
  std::string at = {};   // the time of day
};

struct TimelineRow {
  std::string title;
  bool is_law = false;  // due dates of the law
  std::vector<TimelineBar> bars;
  std::vector<TimelineMark> marks;
};

struct TimelineLane {
  std::string title;
  std::vector<TimelineRow> rows;
};

struct TimelineFacts {
  std::string title;
  std::string subtitle;
  absl::CivilDay from;
  absl::CivilDay until;
  absl::CivilDay on;
  std::vector<TimelineLane> lanes;   // the case, and each child
  std::vector<TimelineMark> later;   // what is to come after `until`
  size_t outside = 0;                // how many other marks and bars lie outside the days drawn
  std::vector<std::string> remarks;  // as in TimelineView
};

// "2025-01-15", "2025-01-15 – 2025-06-30", "since 2025-01-15".
std::string DaysOf(const TimelineMark& mark);
std::string DaysOf(const TimelineBar& bar, absl::string_view language);

TimelineFacts FactsOf(const TimelineView& view);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_FACTS_H_
