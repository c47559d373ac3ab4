#include "projections/law/rule_check.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/entries/civil_day.h"
#include "projections/law/law_days.h"
#include "projections/law/thresholds.h"

namespace casejournal::projections {
namespace {

constexpr size_t kNameBytesMax = 64;
// Longer than any period of the law. Beyond it, the arithmetic would leave the calendar.
constexpr int kYearsMax = 100;
constexpr int kMonthsMax = 1200;
constexpr int kDaysMax = 36600;
constexpr int kWorkingDaysMax = 2600;
constexpr uint32_t kHoursMax = 87600;
constexpr uint32_t kExtensionsMax = 100;
constexpr int kGridDaysMin = 7;
constexpr int kLongestMonth = 31;
// With at most this number, a working day follows every day within weeks.
constexpr size_t kWeekendDaysMax = 3;
constexpr int kHolidaysMax = 100;
constexpr int kClosuresMax = 500;
constexpr int kClosureDaysMax = 100;
constexpr uint32_t kYearMin = 1900;
constexpr uint32_t kYearMax = 9999;

bool IsName(const std::string& name) {
  return !name.empty() && name.size() <= kNameBytesMax && name.front() != '-' && name.back() != '-' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; });
}

void CheckName(const std::string& name, absl::string_view field, const Written& at) {
  if (IsName(name)) return;
  at.Fault(field, absl::StrCat(field, " \"", name, "\": expected 1 to ", kNameBytesMax,
                               " lower-case letters, digits, and hyphens"));
}

void CheckText(const std::string& text, absl::string_view field, const Written& at) {
  if (text.empty()) at.Fault(field, absl::StrCat(field, " is missing"));
}

void CheckDay(const std::string& day, absl::string_view field, const Written& at) {
  if (!day.empty() && !ParseDay(day).ok())
    at.Fault(field, absl::StrCat(field, " \"", day, "\": expected a calendar day in the form YYYY-MM-DD"));
}

void CheckDays(const std::string& from, const std::string& until, const Written& at) {
  CheckDay(from, "effective_from", at);
  CheckDay(until, "effective_until", at);
  if (!until.empty() && until < from) {
    at.Fault("effective_until", absl::StrCat("effective_until ", until, " is before effective_from ", from));
  }
}

template <typename List>
void CheckKinds(const List& kinds, absl::string_view field, const Written& at) {
  for (int i = 0; i < kinds.size(); ++i) {
    if (kinds[i] == rules::v1::CARE_KIND_UNSPECIFIED)
      at.Fault(field, absl::StrCat(field, ": expected a kind of care"), i);
  }
}

// The minimum length of an offset in days. A working day counts as one day.
int DaysAtLeast(const rules::v1::Offset& offset) {
  return 365 * offset.years() + (offset.months() < 0 ? kLongestMonth : 28) * offset.months() + offset.days() +
         offset.working_days() + static_cast<int>(offset.hours()) / 24;
}

void CheckStarts(const google::protobuf::RepeatedPtrField<rules::v1::Start>& starts, absl::string_view field,
                 rules::v1::Per per, absl::string_view began, const Written& at) {
  for (int i = 0; i < starts.size(); ++i) {
    const rules::v1::Start& start = starts[i];
    const Written here = at.In(field, i);
    if (start.has_plus()) CheckOffset(start.plus(), here.In("plus"));
    switch (start.beginning_case()) {
      case rules::v1::Start::kEntry:
        CheckSelector(start.entry(), began, here.In("entry"));
        if (!start.entry().same().empty() || start.entry().has_within()) {
          here.In("entry").Fault("same",
                                 "same, within: not allowed here; no clock has begun yet to compare an entry with");
        }
        break;
      case rules::v1::Start::kMoment:
        if (start.moment().find('.') == std::string::npos) {
          here.Fault("moment",
                     absl::StrCat("moment \"", start.moment(),
                                  "\": expected the name with its set, such as \"us-federal.entered-foster-care\""));
        }
        break;
      case rules::v1::Start::kBegan:
        if (start.began() == rules::v1::BEGAN_UNSPECIFIED) here.Fault("began", "began: expected a day");
        if (start.began() == rules::v1::BEGAN_EXIT && per != rules::v1::PER_CARE_EPISODE) {
          here.Fault("began", "began: the end of care requires PER_CARE_EPISODE");
        }
        if ((start.began() == rules::v1::BEGAN_LIFE || start.began() == rules::v1::BEGAN_CARE) &&
            per == rules::v1::PER_CASE) {
          here.Fault("began", "began: a case has no birth and no care; not allowed with PER_CASE");
        }
        break;
      case rules::v1::Start::BEGINNING_NOT_SET:
        here.Fault("", absl::StrCat(field, ": expected one of entry, moment, and began"));
        break;
    }
  }
}

void CheckSelectors(const google::protobuf::RepeatedPtrField<rules::v1::Selector>& selectors, absl::string_view field,
                    absl::string_view began, const Written& at) {
  for (int i = 0; i < selectors.size(); ++i) CheckSelector(selectors[i], began, at.In(field, i));
}

void CheckMoment(const rules::v1::Moment& moment, const Written& at) {
  CheckName(moment.name(), "name", at);
  CheckText(moment.title(), "title", at);
  CheckText(moment.citation(), "citation", at);
  if (moment.per() == rules::v1::PER_UNSPECIFIED) at.Fault("per", "per is missing");
  if (moment.verification() == rules::v1::VERIFICATION_UNSPECIFIED)
    at.Fault("verification", "verification: expected verified or unverified");
  if (moment.earliest_of().empty() == moment.latest_of().empty())
    at.Fault("latest_of", "expected either earliest_of or latest_of in a moment");
  if (moment.stay_hours_min() > kHoursMax)
    at.Fault("stay_hours_min", absl::StrCat("stay_hours_min ", moment.stay_hours_min(), ": the limit is ", kHoursMax));
  if (moment.stay_hours_min() != 0 && moment.per() != rules::v1::PER_CARE_EPISODE) {
    at.Fault("stay_hours_min", "stay_hours_min: a length requires PER_CARE_EPISODE");
  }
  CheckStarts(moment.earliest_of(), "earliest_of", moment.per(), "", at);
  CheckStarts(moment.latest_of(), "latest_of", moment.per(), "", at);
}

void CheckRepeat(const rules::v1::Rule& rule, const Written& at) {
  const Written here = at.In("repeat");
  if (!rule.not_later_than().empty()) at.Fault("not_later_than", "not_later_than: not allowed with repeat");
  switch (rule.repeat().how_case()) {
    case rules::v1::Repeat::kGrid: {
      if (rule.has_due() && rule.due().SerializeAsString() != rule.repeat().grid().SerializeAsString()) {
        at.Fault("due", absl::StrCat("due: ", OffsetWords(rule.due()), ", but the grid is ",
                                     OffsetWords(rule.repeat().grid()), "; leave due out"));
      }
      CheckOffset(rule.repeat().grid(), here.In("grid"));
      const int every = DaysAtLeast(rule.repeat().grid());
      if (rule.repeat().grid().working_days() != 0) here.Fault("grid", "grid: working days are not allowed");
      if (every < kGridDaysMin)
        here.Fault("grid", absl::StrCat("grid: got every ", OffsetWords(rule.repeat().grid()), "; expected at least ",
                                        kGridDaysMin, " days"));
      if (rule.window_days() != 0 && static_cast<int>(rule.window_days()) >= every) {
        at.Fault("window_days", absl::StrCat("window_days ", rule.window_days(), ": the windows of two dates that are ",
                                             OffsetWords(rule.repeat().grid()), " apart would overlap"));
      }
      break;
    }
    case rules::v1::Repeat::kRolling:
      CheckOffset(rule.repeat().rolling(), here.In("rolling"));
      if (DaysAtLeast(rule.repeat().rolling()) < 1) here.Fault("rolling", "rolling: expected at least 1 day");
      if (rule.late_is_missed())
        at.Fault(
            "late_is_missed",
            "late_is_missed: not allowed with rolling; the next date counts from the day it was done, even if late");
      break;
    case rules::v1::Repeat::kCalendarMonth:
      if (!rule.repeat().calendar_month()) here.Fault("calendar_month", "calendar_month: expected true, or no repeat");
      if (rule.has_due() || rule.window_days() != 0 || rule.roll() != rules::v1::ROLL_UNSPECIFIED ||
          !rule.stops_in().empty()) {
        at.Fault("repeat",
                 "calendar_month: a month is open from its first day and due on its last; due, window_days, roll, and "
                 "stops_in are not allowed");
      }
      if (rule.per() != rules::v1::PER_CARE_EPISODE) at.Fault("per", "per: calendar_month requires PER_CARE_EPISODE");
      break;
    case rules::v1::Repeat::HOW_NOT_SET:
      here.Fault("", "repeat: expected one of grid, rolling, and calendar_month");
      break;
  }
}

void CheckBeginning(const rules::v1::Rule& rule, const Written& at) {
  const int ways = (rule.earliest_of_size() > 0) + (rule.latest_of_size() > 0) + rule.has_each() + rule.has_count();
  if (ways != 1) at.Fault("earliest_of", "expected exactly one of earliest_of, latest_of, each, and count in a rule");
  if (rule.has_each()) {
    CheckSelector(rule.each(), "", at.In("each"));
    if (!rule.each().same().empty() || rule.each().has_within()) {
      at.In("each").Fault("same", "same, within: not allowed here; no clock has begun yet to compare an entry with");
    }
  }
  if (!rule.has_count()) return;
  const Written here = at.In("count");
  const rules::v1::Count& count = rule.count();
  if (count.months() == 0 || count.months() > static_cast<uint32_t>(kMonthsMax))
    here.Fault("months", absl::StrCat("months ", count.months(), ": expected 1 to ", kMonthsMax));
  if (count.of_latest_months() != 0 && count.of_latest_months() < count.months()) {
    here.Fault("of_latest_months", absl::StrCat("of_latest_months ", count.of_latest_months(), ": expected at least ",
                                                count.months(), ", as in months"));
  }
  if (count.of_latest_months() > static_cast<uint32_t>(kMonthsMax))
    here.Fault("of_latest_months",
               absl::StrCat("of_latest_months ", count.of_latest_months(), ": the limit is ", kMonthsMax));
  if (rule.per() != rules::v1::PER_CHILD)
    at.Fault("per", "per: count requires PER_CHILD; it counts over all stays in care");
  if (rule.has_repeat()) at.Fault("repeat", "repeat: not allowed with count");
  if (rule.has_extended_by() || !rule.stops_in().empty() || !rule.not_later_than().empty()) {
    at.Fault(
        "count",
        "count: extended_by, stops_in, and not_later_than are not allowed; use leaves_out for what does not count");
  }
  CheckKinds(count.leaves_out(), "leaves_out", here);
  CheckEnumNames(count.placement(), "PlacementType", "placement", here);
}

void CheckMeeting(const rules::v1::Rule& rule, absl::string_view began, const Written& at) {
  if (rule.met_by().empty() && !rule.met_by_recording() && rule.ended_by().empty())
    at.Fault("met_by", "nothing meets this rule: expected met_by, met_by_recording, or ended_by");
  if (rule.met_by_recording() && !rule.has_each())
    at.Fault("met_by_recording", "met_by_recording: requires a clock that begins with one entry (each)");
  CheckSelectors(rule.met_by(), "met_by", began, at);
  CheckSelectors(rule.ended_by(), "ended_by", began, at);
  CheckSelectors(rule.restarted_by(), "restarted_by", began, at);
  if (!rule.restarted_by().empty() && !rule.repeat().has_grid())
    at.Fault("restarted_by", "restarted_by: requires a grid");
  if (rule.has_extended_by()) {
    const Written here = at.In("extended_by");
    if (rule.has_repeat()) at.Fault("extended_by", "extended_by: not allowed with repeat");
    if (rule.extended_by().at_most() == 0) here.Fault("at_most", "at_most: expected the number of extensions");
    if (rule.extended_by().at_most() > kExtensionsMax)
      here.Fault("at_most", absl::StrCat("at_most ", rule.extended_by().at_most(), ": the limit is ", kExtensionsMax));
    if (IsNothing(rule.extended_by().by())) here.Fault("by", "by: expected the length of an extension");
    CheckOffset(rule.extended_by().by(), here.In("by"));
    CheckSelector(rule.extended_by().entry(), began, here.In("entry"));
  }
  if (!rule.named_by().empty() && (rule.has_repeat() || rule.has_count())) {
    at.Fault("named_by", "named_by: an entry names one date; repeat and count are not allowed");
  }
  for (int i = 0; i < rule.named_by_size(); ++i) {
    const rules::v1::NamedDay& named = rule.named_by(i);
    const Written here = at.In("named_by", i);
    CheckSelector(named.entry(), began, here.In("entry"));
    CheckText(named.day(), "day", here);
    CheckFieldOf(named.entry().event_type(), named.day(), "day", /*is_day=*/true, here);
    if (named.has_plus()) CheckOffset(named.plus(), here.In("plus"));
  }
  for (int i = 0; i < rule.exception_size(); ++i) {
    const rules::v1::Exception& exception = rule.exception(i);
    const Written here = at.In("exception", i);
    CheckText(exception.title(), "title", here);
    CheckSelector(exception.entry(), began, here.In("entry"));
    CheckFieldOf(exception.entry().event_type(), exception.needs(), "needs", /*is_day=*/false, here);
    CheckFieldOf(exception.entry().event_type(), exception.until(), "until", /*is_day=*/true, here);
  }
}

void CheckRule(const rules::v1::Rule& rule, const Written& at) {
  CheckName(rule.name(), "name", at);
  CheckText(rule.title(), "title", at);
  CheckText(rule.citation(), "citation", at);
  if (rule.per() == rules::v1::PER_UNSPECIFIED) at.Fault("per", "per is missing");
  if (rule.verification() == rules::v1::VERIFICATION_UNSPECIFIED)
    at.Fault("verification", "verification: expected verified or unverified");
  CheckDays(rule.effective_from(), rule.effective_until(), at);
  CheckBeginning(rule, at);
  const absl::string_view began = rule.has_each() ? absl::string_view(rule.each().event_type()) : "";
  CheckStarts(rule.earliest_of(), "earliest_of", rule.per(), began, at);
  CheckStarts(rule.latest_of(), "latest_of", rule.per(), began, at);
  CheckStarts(rule.not_later_than(), "not_later_than", rule.per(), began, at);
  if (!rule.has_due() && !rule.has_repeat() && !rule.has_count()) at.Fault("due", "due is missing");
  if (rule.has_due()) CheckOffset(rule.due(), at.In("due"));
  if (rule.has_repeat()) CheckRepeat(rule, at);
  CheckMeeting(rule, began, at);
  for (const auto& [field, days] :
       {std::pair("window_days", rule.window_days()), std::pair("met_before_days", rule.met_before_days())}) {
    if (days > static_cast<uint32_t>(kDaysMax))
      at.Fault(field, absl::StrCat(field, " ", days, ": the limit is ", kDaysMax));
  }
  CheckKinds(rule.stops_in(), "stops_in", at);
  for (int i = 0; i < rule.stops_in_size(); ++i) {
    if (rule.stops_in(i) == rules::v1::CARE_KIND_FOSTER_CARE)
      at.Fault("stops_in", "stops_in: a clock that stops in foster care would never run", i);
  }
  if (!rule.stops_in().empty() && rule.per() == rules::v1::PER_CASE)
    at.Fault("stops_in", "stops_in: a case is not in care; not allowed with PER_CASE");
  for (int i = 0; i < rule.only_if_size(); ++i) {
    const rules::v1::Condition& condition = rule.only_if(i);
    const Written here = at.In("only_if", i);
    if (condition.ByteSizeLong() == 0) here.Fault("", "only_if: expected a condition");
    if (condition.ever() && condition.has().empty() && condition.has_none().empty()) {
      here.Fault("ever", "ever: requires has or has_none");
    }
    if (condition.age_under() != 0 && condition.age_under() <= condition.age_from())
      here.Fault("age_under", "age_under: expected more than age_from");
    CheckSelectors(condition.has(), "has", began, here);
    CheckSelectors(condition.has_none(), "has_none", began, here);
  }
}

void CheckThreshold(const rules::v1::Threshold& threshold, const Written& at) {
  constexpr uint32_t kThresholdMax = 10000;
  const auto known = Thresholds();
  if (std::none_of(known.begin(), known.end(), [&](const auto& each) { return each.name == threshold.name(); })) {
    at.Fault("name", absl::StrCat("threshold \"", threshold.name(), "\"; expected one of ",
                                  absl::StrJoin(known, ", ", [](std::string* out, const ThresholdText& each) {
                                    absl::StrAppend(out, each.name);
                                  })));
  }
  if (threshold.value() < 1 || threshold.value() > kThresholdMax)
    at.Fault("value", absl::StrCat("value ", threshold.value(), ": expected 1 to ", kThresholdMax));
  CheckText(threshold.citation(), "citation", at);
  if (threshold.verification() == rules::v1::VERIFICATION_UNSPECIFIED)
    at.Fault("verification", "verification: expected verified or unverified");
}

template <typename List>
void CheckNamesApart(const List& list, absl::string_view field, const Written& at) {
  std::set<std::string> names;
  for (int i = 0; i < list.size(); ++i) {
    if (!names.insert(list[i].name()).second)
      at.In(field, i).Fault("name", absl::StrCat(field, " ", list[i].name(), " appears twice"));
  }
}

void CheckHoliday(const rules::v1::Holiday& holiday, const Written& at) {
  CheckText(holiday.name(), "name", at);
  if (holiday.until_year() != 0 && holiday.until_year() < holiday.from_year())
    at.Fault("until_year", "until_year is before from_year");
  for (const auto& [field, year] :
       {std::pair("from_year", holiday.from_year()), std::pair("until_year", holiday.until_year())}) {
    if (year != 0 && (year < kYearMin || year > kYearMax))
      at.Fault(field, absl::StrCat(field, " ", year, ": expected ", kYearMin, " to ", kYearMax));
  }
  switch (holiday.when_case()) {
    case rules::v1::Holiday::kOn:
      // The year 2000 has every day that any year has. A day that does not exist would be carried into the next month.
      if (const absl::CivilDay day(2000, holiday.on().month(), holiday.on().day());
          day.month() != static_cast<int>(holiday.on().month()) || day.day() != static_cast<int>(holiday.on().day())) {
        at.Fault("on", absl::StrCat("on: month ", holiday.on().month(), " has no day ", holiday.on().day()));
      }
      break;
    case rules::v1::Holiday::kNth:
      if (holiday.nth().month() < 1 || holiday.nth().month() > 12)
        at.Fault("nth", absl::StrCat("nth: month ", holiday.nth().month(), "; expected 1 to 12"));
      if (!WeekdayNamed(holiday.nth().weekday()))
        at.Fault("nth",
                 absl::StrCat("nth: weekday \"", holiday.nth().weekday(), "\"; expected \"MONDAY\" to \"SUNDAY\""));
      if (holiday.nth().nth() == 0 || holiday.nth().nth() > 4 || holiday.nth().nth() < -4)
        at.Fault("nth", absl::StrCat("nth: nth ", holiday.nth().nth(), "; expected 1 to 4, or -1 to -4"));
      break;
    case rules::v1::Holiday::kOnce:
      CheckDay(holiday.once().empty() ? "none" : holiday.once(), "once", at);
      break;
    case rules::v1::Holiday::WHEN_NOT_SET:
      at.Fault("", "expected one of on, nth, and once");
      break;
  }
}

void CheckClosure(const rules::v1::Closure& closure, const Written& at) {
  CheckText(closure.why(), "why", at);
  CheckDay(closure.first_day(), "first_day", at);
  CheckDay(closure.last_day(), "last_day", at);
  if (!closure.weekday().empty() && !WeekdayNamed(closure.weekday())) {
    at.Fault("weekday", absl::StrCat("weekday \"", closure.weekday(), "\": expected \"MONDAY\" to \"SUNDAY\""));
  }
  if (closure.weekday().empty() && closure.first_day().empty())
    at.Fault("first_day", "first_day: expected a day, or a weekday");
  if (!closure.last_day().empty() && closure.last_day() < closure.first_day()) {
    at.Fault("last_day", absl::StrCat("last_day ", closure.last_day(), " is before first_day ", closure.first_day()));
  }
  if (closure.weekday().empty() && DaysBetween(closure.first_day(), closure.last_day()) >= kClosureDaysMax) {
    at.Fault("last_day", absl::StrCat("last_day ", closure.last_day(), ": ",
                                      DaysBetween(closure.first_day(), closure.last_day()) + 1,
                                      " days in a row; the limit is ", kClosureDaysMax));
  }
}

// A court's list must have nothing but closures, and must leave at least one weekday.
void CheckClosures(const rules::v1::Calendar& list, const Written& at) {
  CheckName(list.adds_to(), "adds_to", at);
  CheckText(list.court(), "court", at);
  if (list.weekend_size() > 0)
    at.Fault("weekend", "weekend: not allowed in a list of closures; its calendar has the weekend");
  if (list.holiday_size() > 0)
    at.Fault("holiday", "holiday: not allowed in a list of closures; its calendar has the holidays");
  std::set<std::string> weekdays;
  for (int i = 0; i < list.closed_size(); ++i) {
    CheckClosure(list.closed(i), at.In("closed", i));
    if (!list.closed(i).weekday().empty()) weekdays.insert(list.closed(i).weekday());
  }
  if (weekdays.size() > kWeekendDaysMax)
    at.Fault("closed", absl::StrCat("closed: ", weekdays.size(), " weekdays; the limit is ", kWeekendDaysMax));
  if (list.closed_size() > kClosuresMax)
    at.Fault("closed", absl::StrCat("closed: ", list.closed_size(), " closures; the limit is ", kClosuresMax));
}

}  // namespace

void CheckOffset(const rules::v1::Offset& offset, const Written& at) {
  const auto check = [&](const char* field, int64_t given, int64_t most) {
    if (given > most || given < -most) at.Fault(field, absl::StrCat(field, " ", given, ": the limit is ", most));
  };
  check("years", offset.years(), kYearsMax);
  check("months", offset.months(), kMonthsMax);
  check("days", offset.days(), kDaysMax);
  check("working_days", offset.working_days(), kWorkingDaysMax);
  check("hours", offset.hours(), kHoursMax);
}

void CheckRuleSet(const rules::v1::RuleSet& set, const Written& at) {
  CheckName(set.id(), "id", at);
  CheckText(set.title(), "title", at);
  CheckText(set.effective_from(), "effective_from", at);
  if (set.version() == 0) at.Fault("version", "version: expected at least 1");
  CheckDays(set.effective_from(), set.effective_until(), at);
  CheckNamesApart(set.rule(), "rule", at);
  CheckNamesApart(set.moment(), "moment", at);
  CheckNamesApart(set.threshold(), "threshold", at);
  for (int i = 0; i < set.threshold_size(); ++i) CheckThreshold(set.threshold(i), at.In("threshold", i));
  const Written choices = at.In("choices");
  CheckEnumNames(set.choices().outside_placement(), "PlacementType", "outside_placement", choices);
  CheckEnumNames(set.choices().outside_absence(), "AbsenceKind", "outside_absence", choices);
  CheckEnumNames(set.choices().runaway_absence(), "AbsenceKind", "runaway_absence", choices);
  for (const std::string& absence : set.choices().outside_absence()) {
    const auto& runaway = set.choices().runaway_absence();
    if (std::find(runaway.begin(), runaway.end(), absence) == runaway.end()) continue;
    choices.Fault("runaway_absence", absl::StrCat("runaway_absence: ", absence, " is also an outside_absence"));
  }
  if (set.choices().has_trial_home_visit_limit()) {
    CheckOffset(set.choices().trial_home_visit_limit(), choices.In("trial_home_visit_limit"));
    if (DaysAtLeast(set.choices().trial_home_visit_limit()) < 1)
      choices.Fault("trial_home_visit_limit", "trial_home_visit_limit: expected at least 1 day");
  }
  if (set.choices().has_trial_home_visit_extended_by()) {
    CheckSelector(set.choices().trial_home_visit_extended_by(), "", choices.In("trial_home_visit_extended_by"));
  }
  for (int i = 0; i < set.moment_size(); ++i) CheckMoment(set.moment(i), at.In("moment", i));
  for (int i = 0; i < set.rule_size(); ++i) CheckRule(set.rule(i), at.In("rule", i));
}

void CheckCalendar(const rules::v1::Calendar& calendar, const Written& at) {
  CheckName(calendar.id(), "id", at);
  CheckText(calendar.title(), "title", at);
  if (calendar.version() == 0) at.Fault("version", "version: expected at least 1");
  if (!calendar.adds_to().empty()) return CheckClosures(calendar, at);
  if (calendar.closed_size() > 0)
    at.Fault("closed", "closed: expected closures in a list of their own, in a file with adds_to");
  if (!calendar.court().empty()) at.Fault("court", "court: only allowed in a list of closures, with adds_to");
  std::set<std::string> weekend;
  for (int i = 0; i < calendar.weekend_size(); ++i) {
    const std::string& name = calendar.weekend(i);
    if (!WeekdayNamed(name))
      at.Fault("weekend", absl::StrCat("weekend \"", name, "\": expected \"MONDAY\" to \"SUNDAY\""), i);
    weekend.insert(name);
  }
  if (weekend.size() > kWeekendDaysMax)
    at.Fault("weekend", absl::StrCat("weekend: ", weekend.size(), " days; the limit is ", kWeekendDaysMax));
  if (calendar.holiday_size() > kHolidaysMax)
    at.Fault("holiday", absl::StrCat("holiday: ", calendar.holiday_size(), " holidays; the limit is ", kHolidaysMax));
  for (int i = 0; i < calendar.holiday_size(); ++i) CheckHoliday(calendar.holiday(i), at.In("holiday", i));
}

}  // namespace casejournal::projections
