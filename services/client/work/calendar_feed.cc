#include "services/client/work/calendar_feed.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "projections/events/event_words.h"
#include "services/client/reading/docket_words.h"
#include "services/client/work/calendar_lines.h"
#include "services/pages/clerk_sentence.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kMissed = "MISSED: ";
constexpr absl::string_view kPastWhenSet = "PAST WHEN SET: ";
constexpr absl::string_view kDone = "DONE: ";
constexpr absl::string_view kExcepted = "EXCEPTED: ";
constexpr absl::string_view kStopped = "CLOCK STOPPED: ";
constexpr absl::string_view kClosed = "CASE CLOSED: ";
constexpr absl::string_view kNoLongerDue = "NO LONGER DUE: ";

// Days before the event, and the trigger of a reminder at 9:00 on that day. An all-day event begins at midnight.
struct Reminder {
  int days;
  absl::string_view trigger;
};
constexpr Reminder kReminders[] = {{7, "-P6DT15H"}, {1, "-PT15H"}};

// "2026-07-14" and "20260714".
std::string Compact(absl::string_view day) { return absl::StrReplaceAll(day, {{"-", ""}}); }

std::optional<absl::CivilDay> DayIn(absl::string_view compact) {
  absl::CivilDay day;
  if (compact.size() != 8 ||
      !absl::ParseCivilTime(absl::StrCat(compact.substr(0, 4), "-", compact.substr(4, 2), "-", compact.substr(6)),
                            &day)) {
    return std::nullopt;
  }
  return day;
}

std::string DayAfter(absl::string_view compact, int days) {
  const std::optional<absl::CivilDay> day = DayIn(compact);
  return day ? Compact(absl::FormatCivilTime(*day + days)) : std::string(compact);
}

std::string Instant(const google::protobuf::Timestamp& at) {
  return absl::FormatTime("%Y%m%dT%H%M%SZ", absl::FromUnixSeconds(at.seconds()), absl::UTCTimeZone());
}

std::string BeginningOf(absl::string_view compact) { return absl::StrCat(compact, "T000000Z"); }

bool IsByLaw(const v1::DocketItem& due) { return !due.rule().empty(); }

// What is to be done. The words of a plan name people and tell of them, so without names they are the kind alone.
std::string DutyWords(const v1::DocketItem& due, bool names) {
  std::string words = due.title();
  if (!names && !IsByLaw(due)) {
    words = projections::EnumWords(due.kind());
    if (!words.empty()) words[0] = absl::ascii_toupper(static_cast<unsigned char>(words[0]));
  }
  return due.due_time().empty() ? words : absl::StrCat(words, ", ", due.due_time());
}

// "23-JV-0118"; "23-JV-0117, child 2"; with names "23-JV-0118, Marisol".
std::string Whose(const v1::WorkItem& item, const CasesById& cases, bool names) {
  const v1::DocketItem& due = item.due();
  const std::set<std::string> leading(item.numbers().begin(), item.numbers().end());
  std::vector<std::string> numbers;
  const auto add = [&](const std::string& number) {
    if (leading.contains(number) && std::find(numbers.begin(), numbers.end(), number) == numbers.end())
      numbers.push_back(number);
  };
  for (const std::string& number : due.court_numbers()) add(number);
  const auto found = cases.find(item.case_id());
  const v1::CaseSummary* const of = found == cases.end() ? nullptr : &found->second;
  if (numbers.empty() && of != nullptr && !due.child_id().empty()) {
    for (const v1::CaseNumber& each : of->numbers()) {
      if (each.child_id() == due.child_id()) add(each.number());
    }
  }
  const bool of_child = !numbers.empty() && of != nullptr &&
                        std::all_of(of->numbers().begin(), of->numbers().end(), [&](const v1::CaseNumber& each) {
                          return each.child_id() == due.child_id() ||
                                 std::find(numbers.begin(), numbers.end(), each.number()) == numbers.end();
                        });
  if (numbers.empty()) numbers = {item.numbers().begin(), item.numbers().end()};
  std::string words = numbers.empty() ? item.case_id() : absl::StrJoin(numbers, ", ");
  if (due.child_id().empty()) return words;
  if (names && !due.child().empty()) return absl::StrCat(words, ", ", due.child());
  if (of_child || of == nullptr || of->child_ids_size() < 2) return words;
  const auto child = std::find(of->child_ids().begin(), of->child_ids().end(), due.child_id());
  if (child != of->child_ids().end()) absl::StrAppend(&words, ", child ", child - of->child_ids().begin() + 1);
  return words;
}

std::string DescriptionOf(const v1::DocketItem& due) {
  std::string words = IsByLaw(due) ? absl::StrCat(due.citation(), due.unverified() ? " (unverified)" : "", "\nRule ",
                                                  due.rule(), " v", due.rules_version())
                                   : "Set by the record of the case";
  if (!due.began().what().empty()) absl::StrAppend(&words, "\nSince ", due.began().day(), ": ", due.began().what());
  if (!due.window_opens().empty()) absl::StrAppend(&words, "\nMay be done from ", due.window_opens(), " on");
  absl::StrAppend(&words, "\nState: ", ClockStateWords(due.state()));
  if (due.has_met_by()) absl::StrAppend(&words, ", ", due.met_by().day());
  for (const v1::Caution& caution : due.cautions()) absl::StrAppend(&words, "\n", CautionSentence(due, caution));
  return words;
}

// As it is read back from a calendar.
std::string Plain(absl::string_view text) { return TextOfCalendar(CalendarText(text)); }

// How a duty stands in a calendar.
struct Standing {
  absl::string_view words;  // begin the summary
  bool ended = false;
  std::string ended_on = {};  // YYYY-MM-DD
};

Standing StandingOf(const v1::DocketItem& due, const v1::CaseSummary* of) {
  const bool closed = of != nullptr && !IsOpen(*of);
  switch (due.state()) {
    case v1::CLOCK_STATE_MET:
    case v1::CLOCK_STATE_MET_LATE:
      return {.words = kDone, .ended = true, .ended_on = due.met_by().day()};
    case v1::CLOCK_STATE_EXCEPTED:
      return {.words = kExcepted, .ended = true, .ended_on = due.met_by().day()};
    case v1::CLOCK_STATE_TOLLED:
      return {.words = kStopped, .ended = true, .ended_on = due.due()};
    case v1::CLOCK_STATE_MISSED:
    case v1::CLOCK_STATE_PAST_WHEN_SET:
      if (closed) return {.words = kClosed, .ended = true, .ended_on = of->closed_on()};
      return {.words = due.state() == v1::CLOCK_STATE_MISSED ? kMissed : kPastWhenSet};
    default:
      return {.words = ""};
  }
}

bool SaysTheSame(const CalendarEvent& a, const CalendarEvent& b) {
  return a.day == b.day && a.summary == b.summary && a.description == b.description && a.cancelled == b.cancelled;
}

void AddEvent(const CalendarEvent& event, absl::string_view on, std::string& calendar) {
  const auto line = [&](absl::string_view name, absl::string_view value) {
    AddCalendarLine(absl::StrCat(name, ":", value), calendar);
  };
  line("BEGIN", "VEVENT");
  line("UID", CalendarText(event.uid));
  line("SEQUENCE", absl::StrCat(event.sequence));
  line("DTSTAMP", event.stamp);
  line("LAST-MODIFIED", event.modified);
  line("DTSTART;VALUE=DATE", event.day);
  line("DTEND;VALUE=DATE", DayAfter(event.day, 1));
  line("SUMMARY", CalendarText(event.summary));
  line("DESCRIPTION", CalendarText(event.description));
  line("CATEGORIES", CalendarText(event.category));
  line("STATUS", event.cancelled ? "CANCELLED" : "CONFIRMED");
  line("TRANSP", "TRANSPARENT");
  for (const Reminder& reminder : kReminders) {
    if (event.cancelled || DayAfter(event.day, -reminder.days) < on) continue;
    line("BEGIN", "VALARM");
    line("ACTION", "DISPLAY");
    line("TRIGGER", reminder.trigger);
    line("DESCRIPTION", CalendarText(event.summary));
    line("END", "VALARM");
  }
  line("END", "VEVENT");
}

}  // namespace

std::vector<CalendarEvent> CalendarEvents(const std::vector<v1::WorkItem>& items, const CasesById& cases,
                                          const CalendarHead& head) {
  const std::string on = Compact(head.on);
  const std::string kept_from = DayAfter(on, -kEndedDaysKept);
  std::vector<CalendarEvent> events;
  for (const v1::WorkItem& item : items) {
    const v1::DocketItem& due = item.due();
    if (due.due().empty()) continue;
    const auto of = cases.find(item.case_id());
    const Standing standing = StandingOf(due, of == cases.end() ? nullptr : &of->second);
    CalendarEvent event;
    event.day = Compact(due.due());
    if (standing.ended && std::max(event.day, Compact(standing.ended_on)) < kept_from) continue;
    event.uid = absl::StrCat(item.case_id(), "/", due.item());
    event.sequence =
        static_cast<uint32_t>(std::min<uint64_t>(item.changed_position(), std::numeric_limits<int32_t>::max()));
    event.modified = Instant(item.changed_at());
    event.stamp = head.real ? std::max(event.modified, BeginningOf(on)) : event.modified;
    event.summary =
        Plain(absl::StrCat(standing.words, DutyWords(due, head.names), " (", Whose(item, cases, head.names), ")"));
    event.description = Plain(DescriptionOf(due));
    event.category = ClockStateWords(due.state());
    event.cancelled = standing.ended;
    events.push_back(std::move(event));
  }
  return events;
}

std::vector<CalendarEvent> AfterFormer(const std::vector<CalendarEvent>& former, std::vector<CalendarEvent> now,
                                       const CalendarHead& head) {
  const std::string on = Compact(head.on);
  absl::flat_hash_map<std::string, const CalendarEvent*> before;
  for (const CalendarEvent& event : former) before[event.uid] = &event;
  const auto change = [&](const CalendarEvent& was, CalendarEvent& event) {
    event.sequence =
        std::max(event.sequence, was.sequence < std::numeric_limits<int32_t>::max() ? was.sequence + 1 : was.sequence);
    event.stamp = std::max({event.stamp, was.stamp, BeginningOf(on)});
    // What changed with the day alone, or because it is no longer listed, changed by the day of the list.
    if (event.modified <= was.modified) event.modified = event.stamp;
  };
  for (CalendarEvent& event : now) {
    const auto found = before.find(event.uid);
    if (found == before.end()) continue;
    const CalendarEvent& was = *std::exchange(found->second, nullptr);
    if (!SaysTheSame(was, event)) {
      change(was, event);
      continue;
    }
    event.sequence = std::max(event.sequence, was.sequence);
    event.modified = std::max(event.modified, was.modified);
    event.stamp = std::max(event.stamp, was.stamp);
  }
  for (const CalendarEvent& event : former) {
    if (before[event.uid] == nullptr) continue;
    CalendarEvent gone = event;
    if (!gone.cancelled) {
      absl::string_view words = gone.summary;
      for (const absl::string_view standing : {kMissed, kPastWhenSet}) absl::ConsumePrefix(&words, standing);
      gone.summary = absl::StrCat(kNoLongerDue, words);
      gone.cancelled = true;
      gone.category = "no longer due";
      change(event, gone);
    } else if (gone.modified < BeginningOf(DayAfter(on, -kEndedDaysKept))) {
      continue;
    }
    now.push_back(std::move(gone));
  }
  return now;
}

bool HasToDo(const std::vector<CalendarEvent>& events) {
  return std::any_of(events.begin(), events.end(), [](const CalendarEvent& event) { return !event.cancelled; });
}

std::string CalendarFeed(const CalendarHead& head, const std::vector<CalendarEvent>& events) {
  std::string calendar;
  AddCalendarLine("BEGIN:VCALENDAR", calendar);
  AddCalendarLine("VERSION:2.0", calendar);
  AddCalendarLine("PRODID:-//CaseJournal//Docket//EN", calendar);
  AddCalendarLine("CALSCALE:GREGORIAN", calendar);
  AddCalendarLine("METHOD:PUBLISH", calendar);
  AddCalendarLine(absl::StrCat("X-WR-CALNAME:", CalendarText(head.title)), calendar);
  AddCalendarLine(absl::StrCat("X-CASEJOURNAL-LIST:", CalendarText(head.list)), calendar);
  const std::string on = Compact(head.on);
  for (const CalendarEvent& event : events) AddEvent(event, on, calendar);
  AddCalendarLine("END:VCALENDAR", calendar);
  return calendar;
}

}  // namespace casejournal::services
