#include "projections/docket/docket_sentences.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "projections/docket/care_time.h"
#include "projections/docket/clock.h"
#include "projections/docket/docket_wordings.h"
#include "projections/entries/civil_day.h"
#include "projections/events/event_words.h"

namespace casejournal::projections {
namespace {

Parameter OnDay(absl::string_view name, absl::CivilDay day) { return DayParameter(name, FormatDay(day)); }
Parameter OnDay(absl::CivilDay day) { return OnDay("day", day); }

Parameter AtTime(absl::string_view name, const std::string& time) {
  Parameter parameter;
  parameter.data.set_name(std::string(name));
  parameter.data.add_values()->set_time_of_day(time);
  parameter.says = time;
  return parameter;
}

Parameter EntryType(const Fact& fact) {
  return CodesParameter("entry", {fact.body->GetDescriptor()->name()}, fact.what);
}

// An offset, unit by unit, in the words of OffsetWords.
std::vector<Parameter> Units(const rules::v1::Offset& offset) {
  std::vector<Parameter> units;
  const auto add = [&units](absl::string_view name, int64_t count, const auto& set) {
    if (count == 0) return;
    const bool is_less = !units.empty() && count < 0;
    rules::v1::Offset one;
    set(one, static_cast<int32_t>(is_less ? -count : count));
    Parameter& unit = units.emplace_back(NumberParameter(name, count));
    unit.says = absl::StrCat(is_less ? "less " : "", OffsetWords(one));
    unit.data.set_words(unit.says);
  };
  add("years", offset.years(), [](rules::v1::Offset& one, int32_t count) { one.set_years(count); });
  add("months", offset.months(), [](rules::v1::Offset& one, int32_t count) { one.set_months(count); });
  add("days", offset.days(), [](rules::v1::Offset& one, int32_t count) { one.set_days(count); });
  add("working_days", offset.working_days(),
      [](rules::v1::Offset& one, int32_t count) { one.set_working_days(count); });
  add("hours", offset.hours(),
      [](rules::v1::Offset& one, int32_t count) { one.set_hours(static_cast<uint32_t>(count)); });
  return units;
}

// The units of an offset, and then the rest.
Said SayUnits(const WordingText& wording, const rules::v1::Offset& offset, std::vector<Parameter> rest) {
  std::vector<Parameter> parameters = Units(offset);
  for (Parameter& each : rest) parameters.push_back(std::move(each));
  return Say(wording, std::move(parameters));
}

// A sentence with one day.
Unsaid WithDay(const WordingText& wording, absl::CivilDay day) {
  return [&wording, day] { return Say(wording, {OnDay(day)}); };
}

}  // namespace

Unsaid EntryOn(const Fact& fact, absl::CivilDay day, std::optional<absl::CivilDay> counted) {
  return [&fact, day, counted] {
    std::vector<Parameter> parameters = {EntryType(fact), OnDay(day)};
    if (counted) parameters.push_back(OnDay("counted", *counted));
    return Say(kEntryStep, std::move(parameters));
  };
}

Unsaid CareEndedOn(absl::CivilDay day) { return WithDay(kCareEndedStep, day); }

Unsaid BornOn(const BirthDate& born) {
  if (!born.IsRange()) return WithDay(kBornStep, born.first);
  return [first = born.first, last = born.last] {
    return Say(kBornBetweenStep, {OnDay("first", first), OnDay("last", last)});
  };
}

Unsaid MomentOn(const LawMoment& moment, absl::CivilDay day) {
  return [&text = *moment.text, day] { return Say(kMomentStep, {TextParameter("moment", text.title()), OnDay(day)}); };
}

Unsaid FirstCountedOn(absl::CivilDay day) { return WithDay(kFirstCountedStep, day); }

Unsaid AndAfter(const rules::v1::Offset& offset, absl::CivilDay day) {
  return [offset, day] { return SayUnits(kAndStep, offset, {OnDay(day)}); };
}

Unsaid PlusFrom(const rules::v1::Offset& offset, absl::CivilDay from, absl::CivilDay day) {
  return [offset, from, day] { return SayUnits(kPlusStep, offset, {OnDay("from", from), OnDay(day)}); };
}

Unsaid PlusHours(HoursAdded added) {
  return [added = std::move(added)] {
    const WordingText& wording = added.is_across ? (added.is_second ? kPlusHoursAcrossSecondStep : kPlusHoursAcrossStep)
                                                 : (added.is_second ? kPlusHoursSecondStep : kPlusHoursStep);
    return SayUnits(wording, added.offset,
                    {OnDay("from", added.from), AtTime("from_time", added.from_time), OnDay(added.day),
                     AtTime("time", added.time)});
  };
}

Unsaid ExtendedBy(const rules::v1::Offset& offset, const Fact& fact, absl::CivilDay day) {
  return [offset, &fact, day] { return SayUnits(kExtendedStep, offset, {EntryType(fact), OnDay(day)}); };
}

Unsaid NamedBy(const Fact& fact, absl::CivilDay named) {
  return [&fact, named] { return Say(kNamedStep, {EntryType(fact), OnDay(fact.day), OnDay("named", named)}); };
}

Unsaid RestartedOn(absl::CivilDay day) { return WithDay(kRestartedStep, day); }

Unsaid LastDoneOn(absl::CivilDay day) { return WithDay(kLastDoneStep, day); }

Unsaid EndOfMonth(absl::CivilDay day) { return WithDay(kEndOfMonthStep, day); }

Unsaid AddedUpOn(const rules::v1::Count& count, bool months_of_thirty, absl::CivilDay day) {
  return [&count, months_of_thirty, day] {
    std::vector<Parameter> parameters = {NumberParameter("months", count.months())};
    if (count.of_latest_months() != 0) parameters.push_back(NumberParameter("latest", count.of_latest_months()));
    parameters.push_back(OnDay(day));
    return Say(months_of_thirty ? kAddedUpOfThirtyStep : kAddedUpStep, std::move(parameters));
  };
}

Unsaid NotCounted(const LeftOut& left_out, std::optional<absl::CivilDay> day) {
  return [days = left_out.days, kind = left_out.kind, from = left_out.from, until = left_out.until, day] {
    std::vector<Parameter> parameters = {CountParameter("days", days, "day", "days"),
                                         CodesParameter("care", {rules::v1::CareKind_Name(kind)}, CareKindWords(kind)),
                                         OnDay("first", from), OnDay("last", until - 1)};
    if (day) parameters.push_back(OnDay(*day));
    return Say(kNotCountedStep, std::move(parameters));
  };
}

Unsaid NoLaterThan(absl::CivilDay day) { return WithDay(kNoLaterStep, day); }

Unsaid SetAgainOn(absl::CivilDay again, absl::CivilDay day) {
  return [again, day] { return Say(kSetAgainStep, {OnDay("again", again), OnDay(day)}); };
}

Unsaid RolledOff(const RolledDay& roll) {
  return [roll] {
    switch (roll.off) {
      case RolledDay::Off::kWeekday:
        return Say(kRolledOffWeekdayStep,
                   {OnDay("from", roll.from), CodesParameter("weekday", {absl::AsciiStrToUpper(roll.name)}, roll.name),
                    OnDay(roll.to)});
      case RolledDay::Off::kHoliday:
        return Say(kRolledOffHolidayStep,
                   {OnDay("from", roll.from), TextParameter("holiday", roll.name), OnDay(roll.to)});
      case RolledDay::Off::kObservedHoliday:
        return Say(kRolledOffObservedHolidayStep,
                   {OnDay("from", roll.from), TextParameter("holiday", roll.name), OnDay(roll.to)});
      case RolledDay::Off::kClosure:
        break;
    }
    return Say(kRolledOffClosureStep, {OnDay("from", roll.from), TextParameter("why", roll.name), OnDay(roll.to)});
  };
}

Unsaid ClosuresConsidered(std::string closures) {
  return [closures = std::move(closures)] {
    return closures.empty() ? Say(kNoClosuresStep) : Say(kClosuresStep, {TextParameter("closures", closures)});
  };
}

Unsaid BirthRangeCaution(const BirthDate& born) {
  return [first = born.first, last = born.last] {
    return Say(kBirthRangeCaution, {OnDay("first", first), OnDay("last", last)});
  };
}

Unsaid TakenOverCaution(absl::CivilDay claimed) { return WithDay(kTakenOverCaution, claimed); }

Unsaid NoChildNamedCaution(const Fact& met_by) {
  return [&met_by] {
    return Say(kNoChildNamedCaution, {NumberParameter("position", static_cast<int64_t>(met_by.position))});
  };
}

}  // namespace casejournal::projections
