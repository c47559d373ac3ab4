#include "projections/docket/due_dates.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/docket/field_values.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/local_time.h"

namespace casejournal::projections {
namespace {

// The periods of care of the kinds for which the clock stops.
std::vector<LeftOut> StopsOf(const rules::v1::Rule& rule, const Scope& scope) {
  std::vector<LeftOut> stops;
  if (scope.child == nullptr || rule.stops_in_size() == 0) return stops;
  for (const CareEpisode& care : scope.child->care) {
    for (const CareStretch& stretch : care.stretches) {
      if (std::find(rule.stops_in().begin(), rule.stops_in().end(), stretch.kind) == rule.stops_in().end()) continue;
      stops.push_back({stretch.from, stretch.until, 0, stretch.kind, stretch.since});
    }
  }
  std::sort(stops.begin(), stops.end(), [](const LeftOut& a, const LeftOut& b) { return a.from < b.from; });
  return stops;
}

}  // namespace

DueDates::DueDates(const LawRule& rule, const Scope& scope, const Case& of, const Beginning& began)
    : rule_(*rule.text),
      scope_(scope),
      case_(of),
      business_(*rule.business),
      began_(began),
      stops_(StopsOf(rule_, scope)) {}

bool DueDates::StandsStill() const {
  return std::any_of(stops_.begin(), stops_.end(),
                     [&](const LeftOut& stop) { return stop.from <= case_.day && case_.day < stop.until; });
}

Among DueDates::AmongEntries() const {
  Among among = scope_.entries();
  among.began = began_.fact;
  among.clock_began = began_.day;
  among.business = &business_;
  return among;
}

DueDate DueDates::First() const {
  DueDate date = Make(FirstBasis());
  Cap(date);
  Finish(date);
  SayWhetherItArosePast(date);
  return date;
}

// A day that an entry names takes precedence over the day that the rule computes, and over earlier extensions.
DueDates::Basis DueDates::FirstBasis() const {
  Basis basis{began_.day, began_.time, rule_.has_due() ? rule_.due() : rule_.repeat().rolling(), {}};
  const std::optional<Named> named = LatestNamed();
  if (named) {
    basis.day = named->day;
    basis.time.clear();
    basis.offset = named->by->plus();
    basis.steps.push_back({NamedBy(*named->fact, named->day), named->day, named->fact});
  }
  if (rule_.has_extended_by()) Extend(named, basis);
  return basis;
}

std::optional<DueDates::Named> DueDates::LatestNamed() const {
  std::optional<Named> latest;
  for (const rules::v1::NamedDay& by : rule_.named_by()) {
    for (const Picked& one : Pick(case_.facts, by.entry(), AmongEntries())) {
      const std::vector<std::string> values = ValuesAt(case_.facts, *one.fact->body, by.day());
      const absl::StatusOr<absl::CivilDay> day = ParseDay(values.empty() ? "" : values.front());
      if (!day.ok() || (latest && latest->fact->order >= one.fact->order)) continue;
      latest = Named{*day, one.fact, &by};
    }
  }
  return latest;
}

// Offsets are added up before they are applied. The day that an entry names already includes the extensions made before
// it.
void DueDates::Extend(const std::optional<Named>& named, Basis& basis) const {
  const rules::v1::Extension& extension = rule_.extended_by();
  uint32_t times = 0;
  for (const Picked& one : Pick(case_.facts, extension.entry(), AmongEntries())) {
    if (times++ == extension.at_most()) break;
    if (named && one.fact->order <= named->fact->order) continue;
    basis.offset = Sum(basis.offset, extension.by());
    basis.steps.push_back({ExtendedBy(extension.by(), *one.fact, one.day), one.day, one.fact});
  }
}

DueDate DueDates::OfGrid(absl::CivilDay from, int k) const {
  DueDate date = Make({from, from == began_.day ? began_.time : "", Times(rule_.repeat().grid(), k), {}});
  date.name = absl::StrCat(k);
  Finish(date);
  return date;
}

DueDate DueDates::After(const Picked& done) const {
  std::vector<Step> steps = {{LastDoneOn(done.day), done.day, done.fact}};
  DueDate date = Make({done.day, done.time, rule_.repeat().rolling(), std::move(steps)});
  date.name = NameOf(*done.fact);
  Finish(date);
  return date;
}

DueDate DueDates::OfMonth(absl::CivilMonth month) const {
  DueDate date;
  date.due = absl::CivilDay(month + 1) - 1;
  date.name = FormatDay(date.due).substr(0, sizeof("YYYY-MM") - 1);
  date.window_opens = absl::CivilDay(month);
  date.counts_until = date.due;
  date.steps.push_back({EndOfMonth(date.due), date.due});
  return date;
}

DueDate DueDates::Make(Basis basis) const {
  DueDate date;
  date.steps = std::move(basis.steps);
  rules::v1::Offset days = basis.offset;
  days.clear_hours();
  const absl::Duration hours = basis.offset.hours() * absl::Hours(1);
  const std::optional<absl::Time> begin =
      basis.offset.hours() == 0 ? std::nullopt : InstantOf(Plus(basis.day, days, business_), basis.time, case_.zone);
  if (begin) {
    date.instant = *begin + hours;
    date.due = absl::ToCivilDay(*date.instant, case_.zone);
    date.time = TimeOfDay(*date.instant, case_.zone);
  } else {
    date.due = Plus(basis.day, basis.offset, business_);
  }
  if (!IsNothing(basis.offset)) {
    date.steps.push_back(
        {begin ? PlusHours({.offset = basis.offset,
                            .from = basis.day,
                            .from_time = basis.time,
                            .day = date.due,
                            .time = date.time,
                            .is_across = case_.zone.At(*begin).offset != case_.zone.At(*date.instant).offset,
                            .is_second = IsSecondOfTwo(*date.instant, case_.zone)})
               : PlusFrom(basis.offset, basis.day, date.due),
         date.due});
  }
  Move(basis.day, date);
  return date;
}

DueDate DueDates::OfCount(absl::CivilDay on, std::vector<Step> steps) const {
  DueDate date = Make({on, "", rule_.due(), std::move(steps)});
  Finish(date);
  return date;
}

// The first day by which enough days after `from` count.
void DueDates::Move(absl::CivilDay from, DueDate& date) const {
  if (date.due <= from) return;
  for (const LeftOut& stop : stops_) {
    const absl::CivilDay begin = std::max(stop.from, from + 1);
    if (begin >= stop.until || begin > date.due) continue;
    LeftOut moved = stop;
    moved.days = stop.until - begin;
    date.due += moved.days;
    date.steps.push_back({NotCounted(moved, date.due), date.due, stop.since});
    date.left_out.push_back(moved);
  }
}

void DueDates::Cap(DueDate& date) const {
  const Beginnings beginnings(case_);
  const std::optional<Beginning> cap = beginnings.Of(rule_.not_later_than(), {}, scope_, business_);
  if (!cap || cap->day >= date.due) return;
  date.due = cap->day;
  date.cautions.insert(date.cautions.end(), cap->cautions.begin(), cap->cautions.end());
  if (date.due < began_.day) date.arose_on = began_.day;
  for (const Step& step : cap->steps) date.steps.push_back(step);
  date.steps.push_back({NoLaterThan(date.due), date.due, cap->fact});
}

// A date before the day on which it arose could not be met. A date that is counted from a day that an entry names, such
// as that of a hearing, arose when that entry was made. A date that a latest day made so early arose when the clock
// began. An entry that was replaced had its own date: if that had passed, the duty was already missed. A date that the
// rule counts back from an act arose before the act.
void DueDates::SayWhetherItArosePast(DueDate& date) const {
  if (rule_.has_each() && !rule_.each().day().empty() && began_.fact != nullptr) {
    const absl::CivilDay arose = began_.fact->day;
    if (!date.arose_on && date.due < arose) date.arose_on = arose;
    if (date.arose_on && began_.before) {
      std::vector<RolledDay> rolls;
      const absl::CivilDay earlier =
          RollOff(Plus(*began_.before, rule_.due(), business_), rule_.roll(), business_, rolls);
      if (earlier < arose) {
        date.arose_on.reset();
        date.steps.push_back({SetAgainOn(arose, earlier), earlier});
      }
    }
  }
  if (date.arose_on && date.due >= *date.arose_on) date.arose_on.reset();  // it was rolled to a later day
}

void DueDates::Finish(DueDate& date) const {
  date.due = RollOff(date.due, rule_.roll(), business_, date.rolls);
  for (const RolledDay& roll : date.rolls) {
    date.steps.push_back({RolledOff(roll), roll.to});
  }
  if (rule_.roll() != rules::v1::ROLL_UNSPECIFIED) {
    std::string considered = business_.ClosuresName();
    date.closures = considered.empty() ? "none considered" : considered;
    date.steps.push_back({ClosuresConsidered(std::move(considered)), date.due});
  }
  // A day that was moved counts as a whole day.
  if (date.instant && absl::ToCivilDay(*date.instant, case_.zone) != date.due) {
    date.instant.reset();
    date.time.clear();
  }
  if (rule_.window_days() != 0) date.window_opens = date.due - static_cast<int>(rule_.window_days());
}

}  // namespace casejournal::projections
