#include "projections/docket/rule_check.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "projections/docket/law_days.h"
#include "projections/entries/civil_day.h"

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
  at.Fault(field, absl::StrCat(field, " \"", name, "\": small letters, digits and hyphens, at most ", kNameBytesMax));
}

void CheckText(const std::string& text, absl::string_view field, const Written& at) {
  if (text.empty()) at.Fault(field, absl::StrCat(field, " is missing"));
}

void CheckDay(const std::string& day, absl::string_view field, const Written& at) {
  if (!day.empty() && !ParseDay(day).ok())
    at.Fault(field, absl::StrCat(field, " \"", day, "\": a day of the calendar is spelled YYYY-MM-DD"));
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
      at.Fault(field, absl::StrCat(field, ": a kind of care is missing"), i);
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
    switch (start.from_case()) {
      case rules::v1::Start::kEntry:
        CheckSelector(start.entry(), began, here.In("entry"));
        if (!start.entry().same().empty() || start.entry().has_within()) {
          here.In("entry").Fault("same", "same, within: no clock has begun yet that an entry could be compared with");
        }
        break;
      case rules::v1::Start::kMoment:
        if (start.moment().find('.') == std::string::npos) {
          here.Fault("moment", absl::StrCat("moment \"", start.moment(),
                                            "\": named with its set, as \"us-federal.entered-foster-care\""));
        }
        break;
      case rules::v1::Start::kBegan:
        if (start.began() == rules::v1::BEGAN_UNSPECIFIED) here.Fault("began", "began: which day is missing");
        if (start.began() == rules::v1::BEGAN_EXIT && per != rules::v1::PER_CARE_EPISODE) {
          here.Fault("began", "began: care ends only in what is asked PER_CARE_EPISODE");
        }
        if ((start.began() == rules::v1::BEGAN_LIFE || start.began() == rules::v1::BEGAN_CARE) &&
            per == rules::v1::PER_CASE) {
          here.Fault("began", "began: a case is not born, and is not in care");
        }
        break;
      case rules::v1::Start::FROM_NOT_SET:
        here.Fault("", absl::StrCat(field, ": one of entry, moment and began is missing"));
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
  if (moment.per() == rules::v1::PER_UNSPECIFIED) at.Fault("per", "per: for whom is missing");
  if (moment.verification() == rules::v1::VERIFICATION_UNSPECIFIED)
    at.Fault("verification", "verification: verified or unverified is missing");
  if (moment.earliest_of().empty() == moment.latest_of().empty())
    at.Fault("latest_of", "a moment is either the earliest_of or the latest_of some days");
  if (moment.stay_hours_min() > kHoursMax)
    at.Fault("stay_hours_min", absl::StrCat("stay_hours_min ", moment.stay_hours_min(), ": at most ", kHoursMax));
  if (moment.stay_hours_min() != 0 && moment.per() != rules::v1::PER_CARE_EPISODE) {
    at.Fault("stay_hours_min", "stay_hours_min: only what is asked PER_CARE_EPISODE has a length");
  }
  CheckStarts(moment.earliest_of(), "earliest_of", moment.per(), "", at);
  CheckStarts(moment.latest_of(), "latest_of", moment.per(), "", at);
}

void CheckRepeat(const rules::v1::Rule& rule, const Written& at) {
  const Written here = at.In("repeat");
  if (!rule.not_later_than().empty())
    at.Fault("not_later_than", "not_later_than: only a date that is not repeated has a latest day");
  switch (rule.repeat().how_case()) {
    case rules::v1::Repeat::kGrid: {
      if (rule.has_due() && rule.due().SerializeAsString() != rule.repeat().grid().SerializeAsString()) {
        at.Fault("due", absl::StrCat("due: ", OffsetWords(rule.due()), ", but the grid is of ",
                                     OffsetWords(rule.repeat().grid()), "; leave due out"));
      }
      CheckOffset(rule.repeat().grid(), here.In("grid"));
      const int every = DaysAtLeast(rule.repeat().grid());
      if (rule.repeat().grid().working_days() != 0) here.Fault("grid", "grid: working days make no grid");
      if (every < kGridDaysMin)
        here.Fault("grid", absl::StrCat("grid: every ", OffsetWords(rule.repeat().grid()), "; at least every ",
                                        kGridDaysMin, " days is allowed"));
      if (rule.window_days() != 0 && static_cast<int>(rule.window_days()) >= every) {
        at.Fault("window_days", absl::StrCat("window_days ", rule.window_days(), ": the windows of two dates, ",
                                             OffsetWords(rule.repeat().grid()), " apart, would be open at once"));
      }
      break;
    }
    case rules::v1::Repeat::kRolling:
      CheckOffset(rule.repeat().rolling(), here.In("rolling"));
      if (DaysAtLeast(rule.repeat().rolling()) < 1) here.Fault("rolling", "rolling: at least a day is needed");
      if (rule.late_is_missed())
        at.Fault("late_is_missed", "late_is_missed: what rolls goes on from when it was done, also late");
      break;
    case rules::v1::Repeat::kCalendarMonth:
      if (!rule.repeat().calendar_month()) here.Fault("calendar_month", "calendar_month: true, or no repeat");
      if (rule.has_due() || rule.window_days() != 0 || rule.roll() != rules::v1::ROLL_UNSPECIFIED ||
          !rule.stops_in().empty()) {
        at.Fault("repeat",
                 "calendar_month: a month is due on its last day and open from its first; due, window_days, roll and "
                 "stops_in have no place");
      }
      if (rule.per() != rules::v1::PER_CARE_EPISODE)
        at.Fault("per", "per: months are those of a stay in care, PER_CARE_EPISODE");
      break;
    case rules::v1::Repeat::HOW_NOT_SET:
      here.Fault("", "repeat: one of grid, rolling and calendar_month is missing");
      break;
  }
}

void CheckBeginning(const rules::v1::Rule& rule, const Written& at) {
  const int ways = (rule.earliest_of_size() > 0) + (rule.latest_of_size() > 0) + rule.has_each() + rule.has_count();
  if (ways != 1) at.Fault("earliest_of", "a rule begins with exactly one of earliest_of, latest_of, each and count");
  if (rule.has_each()) {
    CheckSelector(rule.each(), "", at.In("each"));
    if (!rule.each().same().empty() || rule.each().has_within()) {
      at.In("each").Fault("same", "same, within: no clock has begun yet that an entry could be compared with");
    }
  }
  if (!rule.has_count()) return;
  const Written here = at.In("count");
  const rules::v1::Count& count = rule.count();
  if (count.months() == 0 || count.months() > static_cast<uint32_t>(kMonthsMax))
    here.Fault("months", absl::StrCat("months ", count.months(), ": 1 to ", kMonthsMax));
  if (count.of_latest_months() != 0 && count.of_latest_months() < count.months()) {
    here.Fault("of_latest_months", absl::StrCat("of_latest_months ", count.of_latest_months(), ": ", count.months(),
                                                " months never add up in fewer"));
  }
  if (count.of_latest_months() > static_cast<uint32_t>(kMonthsMax))
    here.Fault("of_latest_months",
               absl::StrCat("of_latest_months ", count.of_latest_months(), ": at most ", kMonthsMax));
  if (rule.per() != rules::v1::PER_CHILD) at.Fault("per", "per: time adds up PER_CHILD, over all stays in care");
  if (rule.has_repeat()) at.Fault("repeat", "repeat: time adds up once");
  if (rule.has_extended_by() || !rule.stops_in().empty() || !rule.not_later_than().empty()) {
    at.Fault(
        "count",
        "count: extended_by, stops_in and not_later_than have no place in it; leaves_out says what does not count");
  }
  CheckKinds(count.leaves_out(), "leaves_out", here);
  CheckEnumNames(count.placement(), "PlacementType", "placement", here);
}

void CheckMeeting(const rules::v1::Rule& rule, absl::string_view began, const Written& at) {
  if (rule.met_by().empty() && !rule.met_by_recording() && rule.ended_by().empty())
    at.Fault("met_by", "nothing meets this rule: met_by, met_by_recording and ended_by are all missing");
  if (rule.met_by_recording() && !rule.has_each())
    at.Fault("met_by_recording",
             "met_by_recording: only a clock that begins with one entry (each) has one that was recorded");
  CheckSelectors(rule.met_by(), "met_by", began, at);
  CheckSelectors(rule.ended_by(), "ended_by", began, at);
  CheckSelectors(rule.restarted_by(), "restarted_by", began, at);
  if (!rule.restarted_by().empty() && !rule.repeat().has_grid())
    at.Fault("restarted_by", "restarted_by: only a grid begins anew");
  if (rule.has_extended_by()) {
    const Written here = at.In("extended_by");
    if (rule.has_repeat()) at.Fault("extended_by", "extended_by: dates that are repeated are not extended");
    if (rule.extended_by().at_most() == 0)
      here.Fault("at_most", "at_most: how many extensions there may be is missing");
    if (rule.extended_by().at_most() > kExtensionsMax)
      here.Fault("at_most", absl::StrCat("at_most ", rule.extended_by().at_most(), ": at most ", kExtensionsMax));
    if (IsNothing(rule.extended_by().by())) here.Fault("by", "by: how long an extension is is missing");
    CheckOffset(rule.extended_by().by(), here.In("by"));
    CheckSelector(rule.extended_by().entry(), began, here.In("entry"));
  }
  if (!rule.named_by().empty() && (rule.has_repeat() || rule.has_count())) {
    at.Fault("named_by", "named_by: an entry names one date, so the rule has neither repeat nor count");
  }
  for (int i = 0; i < rule.named_by_size(); ++i) {
    const rules::v1::NamedDay& named = rule.named_by(i);
    const Written here = at.In("named_by", i);
    CheckSelector(named.entry(), began, here.In("entry"));
    CheckText(named.day(), "day", here);
    CheckFieldOf(named.entry().event(), named.day(), "day", /*is_day=*/true, here);
    if (named.has_plus()) CheckOffset(named.plus(), here.In("plus"));
  }
  for (int i = 0; i < rule.exception_size(); ++i) {
    const rules::v1::Exception& exception = rule.exception(i);
    const Written here = at.In("exception", i);
    CheckText(exception.title(), "title", here);
    CheckSelector(exception.entry(), began, here.In("entry"));
    CheckFieldOf(exception.entry().event(), exception.needs(), "needs", /*is_day=*/false, here);
    CheckFieldOf(exception.entry().event(), exception.until(), "until", /*is_day=*/true, here);
  }
}

void CheckRule(const rules::v1::Rule& rule, const Written& at) {
  CheckName(rule.name(), "name", at);
  CheckText(rule.title(), "title", at);
  CheckText(rule.citation(), "citation", at);
  if (rule.per() == rules::v1::PER_UNSPECIFIED) at.Fault("per", "per: for whom is missing");
  if (rule.verification() == rules::v1::VERIFICATION_UNSPECIFIED)
    at.Fault("verification", "verification: verified or unverified is missing");
  CheckDays(rule.effective_from(), rule.effective_until(), at);
  CheckBeginning(rule, at);
  const absl::string_view began = rule.has_each() ? absl::string_view(rule.each().event()) : "";
  CheckStarts(rule.earliest_of(), "earliest_of", rule.per(), began, at);
  CheckStarts(rule.latest_of(), "latest_of", rule.per(), began, at);
  CheckStarts(rule.not_later_than(), "not_later_than", rule.per(), began, at);
  if (!rule.has_due() && !rule.has_repeat() && !rule.has_count()) at.Fault("due", "due: when is missing");
  if (rule.has_due()) CheckOffset(rule.due(), at.In("due"));
  if (rule.has_repeat()) CheckRepeat(rule, at);
  CheckMeeting(rule, began, at);
  for (const auto& [field, days] :
       {std::pair("window_days", rule.window_days()), std::pair("met_before_days", rule.met_before_days())}) {
    if (days > static_cast<uint32_t>(kDaysMax)) at.Fault(field, absl::StrCat(field, " ", days, ": at most ", kDaysMax));
  }
  CheckKinds(rule.stops_in(), "stops_in", at);
  for (int i = 0; i < rule.stops_in_size(); ++i) {
    if (rule.stops_in(i) == rules::v1::CARE_KIND_FOSTER_CARE)
      at.Fault("stops_in", "stops_in: a clock that stops in foster care never runs", i);
  }
  if (!rule.stops_in().empty() && rule.per() == rules::v1::PER_CASE)
    at.Fault("stops_in", "stops_in: a case is not in care");
  for (int i = 0; i < rule.only_if_size(); ++i) {
    const rules::v1::Condition& condition = rule.only_if(i);
    const Written here = at.In("only_if", i);
    if (condition.ByteSizeLong() == 0) here.Fault("", "only_if: nothing is asked");
    if (condition.ever() && condition.has().empty() && condition.has_none().empty()) {
      here.Fault("ever", "ever: says where has and has_none look, and both are missing");
    }
    if (condition.age_under() != 0 && condition.age_under() <= condition.age_from())
      here.Fault("age_under", "age_under: nobody is as young and as old");
    CheckSelectors(condition.has(), "has", began, here);
    CheckSelectors(condition.has_none(), "has_none", began, here);
  }
}

template <typename List>
void CheckNamesApart(const List& list, absl::string_view field, const Written& at) {
  std::set<std::string> names;
  for (int i = 0; i < list.size(); ++i) {
    if (!names.insert(list[i].name()).second)
      at.In(field, i).Fault("name", absl::StrCat(field, " ", list[i].name(), " is there twice"));
  }
}

void CheckHoliday(const rules::v1::Holiday& holiday, const Written& at) {
  CheckText(holiday.name(), "name", at);
  if (holiday.until_year() != 0 && holiday.until_year() < holiday.from_year())
    at.Fault("until_year", "until_year is before from_year");
  for (const auto& [field, year] :
       {std::pair("from_year", holiday.from_year()), std::pair("until_year", holiday.until_year())}) {
    if (year != 0 && (year < kYearMin || year > kYearMax))
      at.Fault(field, absl::StrCat(field, " ", year, ": ", kYearMin, " to ", kYearMax));
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
        at.Fault("nth", absl::StrCat("nth: month ", holiday.nth().month(), "; 1 to 12"));
      if (!WeekdayNamed(holiday.nth().weekday()))
        at.Fault("nth", absl::StrCat("nth: weekday \"", holiday.nth().weekday(), "\"; \"MONDAY\" to \"SUNDAY\""));
      if (holiday.nth().nth() == 0 || holiday.nth().nth() > 4 || holiday.nth().nth() < -4)
        at.Fault("nth", absl::StrCat("nth: nth ", holiday.nth().nth(), "; 1 to 4, or -1 to -4"));
      break;
    case rules::v1::Holiday::kOnce:
      CheckDay(holiday.once().empty() ? "none" : holiday.once(), "once", at);
      break;
    case rules::v1::Holiday::WHEN_NOT_SET:
      at.Fault("", "one of on, nth and once is missing");
      break;
  }
}

void CheckClosure(const rules::v1::Closure& closure, const Written& at) {
  CheckText(closure.why(), "why", at);
  CheckDay(closure.from(), "from", at);
  CheckDay(closure.until(), "until", at);
  if (!closure.weekday().empty() && !WeekdayNamed(closure.weekday())) {
    at.Fault("weekday", absl::StrCat("weekday \"", closure.weekday(), "\": \"MONDAY\" to \"SUNDAY\""));
  }
  if (closure.weekday().empty() && closure.from().empty()) at.Fault("from", "from: the day, or a weekday, is missing");
  if (!closure.until().empty() && closure.until() < closure.from()) {
    at.Fault("until", absl::StrCat("until ", closure.until(), " is before from ", closure.from()));
  }
  if (closure.weekday().empty() && DaysBetween(closure.from(), closure.until()) >= kClosureDaysMax) {
    at.Fault("until", absl::StrCat("until ", closure.until(), ": ", DaysBetween(closure.from(), closure.until()) + 1,
                                   " days in a row; at most ", kClosureDaysMax));
  }
}

// A court's list must have nothing but closures, and must leave at least one weekday.
void CheckClosures(const rules::v1::Calendar& list, const Written& at) {
  CheckName(list.adds_to(), "adds_to", at);
  CheckText(list.court(), "court", at);
  if (list.weekend_size() > 0)
    at.Fault("weekend", "weekend: a list of closures adds to a calendar, which has the weekend");
  if (list.holiday_size() > 0)
    at.Fault("holiday", "holiday: a list of closures adds to a calendar, which has the holidays");
  std::set<std::string> weekdays;
  for (int i = 0; i < list.closed_size(); ++i) {
    CheckClosure(list.closed(i), at.In("closed", i));
    if (!list.closed(i).weekday().empty()) weekdays.insert(list.closed(i).weekday());
  }
  if (weekdays.size() > kWeekendDaysMax)
    at.Fault("closed", absl::StrCat("closed: ", weekdays.size(), " weekdays; at most ", kWeekendDaysMax));
  if (list.closed_size() > kClosuresMax)
    at.Fault("closed", absl::StrCat("closed: ", list.closed_size(), " of them; at most ", kClosuresMax));
}

}  // namespace

void CheckOffset(const rules::v1::Offset& offset, const Written& at) {
  const auto check = [&](const char* field, int64_t given, int64_t most) {
    if (given > most || given < -most) at.Fault(field, absl::StrCat(field, " ", given, ": at most ", most));
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
  if (set.version() == 0) at.Fault("version", "version: from 1");
  CheckDays(set.effective_from(), set.effective_until(), at);
  CheckNamesApart(set.rule(), "rule", at);
  CheckNamesApart(set.moment(), "moment", at);
  const Written choices = at.In("choices");
  CheckEnumNames(set.choices().outside_placement(), "PlacementType", "outside_placement", choices);
  CheckEnumNames(set.choices().outside_absence(), "AbsenceKind", "outside_absence", choices);
  CheckEnumNames(set.choices().runaway_absence(), "AbsenceKind", "runaway_absence", choices);
  for (const std::string& absence : set.choices().outside_absence()) {
    const auto& runaway = set.choices().runaway_absence();
    if (std::find(runaway.begin(), runaway.end(), absence) == runaway.end()) continue;
    choices.Fault("runaway_absence", absl::StrCat("runaway_absence: ", absence, " is an outside_absence, too"));
  }
  if (set.choices().has_trial_home_visit_limit()) {
    CheckOffset(set.choices().trial_home_visit_limit(), choices.In("trial_home_visit_limit"));
    if (DaysAtLeast(set.choices().trial_home_visit_limit()) < 1)
      choices.Fault("trial_home_visit_limit", "trial_home_visit_limit: at least a day is needed");
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
  if (calendar.version() == 0) at.Fault("version", "version: from 1");
  if (!calendar.adds_to().empty()) return CheckClosures(calendar, at);
  if (calendar.closed_size() > 0)
    at.Fault("closed", "closed: closures are a list of their own, in a file with adds_to");
  if (!calendar.court().empty()) at.Fault("court", "court: only a list of closures, with adds_to, is of one court");
  std::set<std::string> weekend;
  for (int i = 0; i < calendar.weekend_size(); ++i) {
    const std::string& name = calendar.weekend(i);
    if (!WeekdayNamed(name)) at.Fault("weekend", absl::StrCat("weekend \"", name, "\": \"MONDAY\" to \"SUNDAY\""), i);
    weekend.insert(name);
  }
  if (weekend.size() > kWeekendDaysMax)
    at.Fault("weekend", absl::StrCat("weekend: ", weekend.size(), " days; at most ", kWeekendDaysMax));
  if (calendar.holiday_size() > kHolidaysMax)
    at.Fault("holiday", absl::StrCat("holiday: ", calendar.holiday_size(), " of them; at most ", kHolidaysMax));
  for (int i = 0; i < calendar.holiday_size(); ++i) CheckHoliday(calendar.holiday(i), at.In("holiday", i));
}

}  // namespace casejournal::projections
