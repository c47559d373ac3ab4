#include "projections/docket/clock.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/docket/counted_time.h"
#include "projections/docket/due_dates.h"
#include "projections/docket/field_values.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/local_time.h"
#include "projections/law/field_paths.h"

namespace casejournal::projections {
namespace {

// The maximum number of dates of a clock.
constexpr int kDatesMax = 2000;
constexpr absl::civil_year_t kLastYear = 9999;
// The maximum number of entries of one type that begin a clock each: the latest ones.
constexpr size_t kClocksMax = 500;
// How many years ahead to look if nothing ends the time in care.
constexpr int kYearsAhead = 60;

// Compare instants if both are known, otherwise days.
bool OnOrBefore(const Picked& one, const DueDate& date, absl::TimeZone zone) {
  const std::optional<absl::Time> done = date.instant ? InstantOf(one.day, one.time, zone) : std::nullopt;
  return done ? *done <= *date.instant : one.day <= date.due;
}

// Computes the clock of one rule in one scope, from its beginning to its states.
class Running {
 public:
  Running(const LawRule& rule, const Scope& scope, const Case& of, Beginning began)
      : rule_(*rule.text),
        scope_(scope),
        case_(of),
        began_(std::move(began)),
        dates_(rule, scope, of, began_),
        rule_of_law_(rule) {
    FindEnd();
    CollectDone();
    CollectExceptions();
  }

  std::vector<DueDate> Dates() {
    switch (rule_.repeat().how_case()) {
      case rules::v1::Repeat::kGrid:
        SetGrid();
        break;
      case rules::v1::Repeat::kRolling:
        SetRolling();
        break;
      case rules::v1::Repeat::kCalendarMonth:
        SetMonths();
        break;
      case rules::v1::Repeat::HOW_NOT_SET:
        SetOnce(dates_.First());
        break;
    }
    return Finished();
  }

  // The single date that a count sets, with its derivation.
  std::vector<DueDate> DatesOfCount(absl::CivilDay on, std::vector<Step> steps) {
    SetOnce(dates_.OfCount(on, std::move(steps)));
    return Finished();
  }

  void set_stands_still(bool stands_still) { stands_still_ = stands_still; }

 private:
  Among AmongEntries(DayRange range) const {
    Among among = scope_.entries();
    among.range = range;
    among.began = began_.fact;
    among.clock_began = began_.day;
    among.business = rule_of_law_.business;
    return among;
  }

  // The entries of the episode from `day` on.
  DayRange EntriesFrom(absl::CivilDay day) const {
    return {.from = std::max(day, scope_.range.from.value_or(day)), .until = scope_.range.until};
  }

  void FindEnd() {
    if (!rule_.outlives()) end_ = scope_.ended;
    for (const Picked& one : PickAny(case_.facts, rule_.ended_by(), AmongEntries(EntriesFrom(began_.day)))) {
      if (!end_ || one.day < *end_) end_ = one.day;
    }
    stands_still_ = dates_.StandsStill();
  }

  void CollectDone() {
    DayRange range = scope_.range;
    if (rule_.met_before()) {
      range.from = std::nullopt;
    } else {
      range.from = FirstDayThatCounts();
    }
    Among among = AmongEntries(range);
    among.any_earlier = MayBeBefore();
    done_ = PickAny(case_.facts, rule_.met_by(), among);
    if (rule_.met_by_recording() && began_.fact != nullptr && RecordedOn(*began_.fact) <= case_.day) {
      const Picked recording{RecordedOn(*began_.fact), "", began_.fact};
      done_.insert(std::find_if(done_.begin(), done_.end(), [&](const Picked& one) { return one.day > recording.day; }),
                   recording);
    }
  }

  // The day on which an entry was recorded here, or, if the law accepts its claim, first recorded elsewhere.
  absl::CivilDay RecordedOn(const Fact& fact) const {
    if (!fact.claimed || !case_.law.choices().recording_as_claimed()) return fact.recorded;
    return std::min(*fact.claimed, fact.recorded);
  }

  // The first day on which something done counts: within the episode, since the clock began, or up to the allowed
  // number of days before.
  absl::CivilDay FirstDayThatCounts() const {
    if (rule_.met_before_days() != 0) return began_.day - static_cast<int>(rule_.met_before_days());
    return *EntriesFrom(began_.day).from;
  }
  bool MayBeBefore() const { return rule_.met_before() || rule_.met_before_days() != 0; }

  void CollectExceptions() {
    for (const rules::v1::Exception& exception : rule_.exception()) {
      if (!case_.law.Chose(exception.chosen())) continue;
      for (Picked& one : Pick(case_.facts, exception.entry(), AmongEntries(scope_.range))) {
        if (!exception.needs().empty() && ValuesAt(case_.facts, *one.fact->body, exception.needs()).empty()) continue;
        exceptions_.push_back({&exception, std::move(one)});
      }
    }
  }

  void SetOnce(DueDate date) {
    for (const Picked& one : done_) {
      if (date.window_opens && one.day < *date.window_opens) continue;
      // If hours are counted, the entries of one day are not ordered by time.
      const bool is_first = !date.met_by;
      if (is_first ||
          (date.instant && OnOrBefore(one, date, case_.zone) && !OnOrBefore(*date.met_by, date, case_.zone)))
        date.met_by = one;
      if (!date.instant) break;
    }
    set_.push_back(std::move(date));
  }

  // Set fixed dates from the beginning, restarted by the entries that restart them.
  void SetGrid() {
    std::vector<absl::CivilDay> begins = {began_.day};
    std::vector<std::string> names = {""};
    for (const Picked& one : PickAny(case_.facts, rule_.restarted_by(), AmongEntries(EntriesFrom(began_.day + 1)))) {
      if (one.day <= begins.back()) continue;
      begins.push_back(one.day);
      names.push_back(absl::StrCat(NameOf(*one.fact), "."));
    }
    for (size_t i = 0; i < begins.size(); ++i) {
      const bool is_last = i + 1 == begins.size();
      for (int k = 1; k <= kDatesMax; ++k) {
        DueDate date = dates_.OfGrid(begins[i], k);
        date.grid_from = begins[i];
        date.name.insert(0, names[i]);
        if (!is_last && date.due > begins[i + 1]) break;
        if (begins.size() > 1 && i > 0) date.steps.insert(date.steps.begin(), {RestartedOn(begins[i]), begins[i]});
        set_.push_back(std::move(date));
        // Something done can meet future dates, so dates are set some way beyond the day asked for.
        if (is_last && EnoughSet()) break;
      }
    }
    for (const Picked& one : done_) MeetOnGrid(one);
    LeaveOutWhatIsFar();
  }

  // Whether there is a future date for each thing done, and one more.
  bool EnoughSet() const {
    const auto to_come =
        std::count_if(set_.begin(), set_.end(), [&](const DueDate& date) { return date.due > case_.day; });
    return to_come > static_cast<int64_t>(done_.size());
  }

  // Each entry meets at most one date.
  void MeetOnGrid(const Picked& one) {
    DueDate* meets = rule_.window_days() != 0 ? DateByWindow(one) : DateBetween(one);
    if (meets != nullptr && !meets->met_by) meets->met_by = one;
  }

  // The date whose window contains the day, or else the latest date before it.
  DueDate* DateByWindow(const Picked& one) {
    DueDate* meets = nullptr;
    for (DueDate& date : set_) {
      if (rule_.late_is_missed() && one.day > date.due) continue;
      if (one.day < *date.window_opens) break;
      meets = &date;
      if (one.day <= date.due) break;
    }
    return meets;
  }

  // Something done between two dates counts for the next one. It counts as late for the one before if that was not met
  // and is nearer.
  DueDate* DateBetween(const Picked& one) {
    const auto next = std::find_if(set_.begin(), set_.end(), [&](const DueDate& date) { return one.day <= date.due; });
    if (next != set_.begin() && !rule_.late_is_missed()) {
      DueDate& before = *std::prev(next);
      if (!before.met_by && (next == set_.end() || one.day - before.due < next->due - one.day)) return &before;
    }
    if (next == set_.end()) return nullptr;
    const bool is_first_grid = *next->grid_from == began_.day;
    return one.day >= *next->grid_from || (is_first_grid && MayBeBefore()) ? &*next : nullptr;
  }

  // Keep all dates up to the day asked for, the dates met before they were due, and the next date.
  void LeaveOutWhatIsFar() {
    for (size_t i = 0; i < set_.size(); ++i) {
      if (set_[i].due <= case_.day || set_[i].met_by) continue;
      set_.resize(i + 1);
      return;
    }
  }

  void SetRolling() {
    DueDate date = dates_.First();
    bool is_first = true;
    absl::CivilDay since = began_.day;
    auto next = done_.begin();
    while (set_.size() < kDatesMax) {
      while (next != done_.end() && !CountsAfter(*next, date, since, is_first)) ++next;
      if (next == done_.end()) break;
      date.met_by = *next;
      since = next->day;
      is_first = false;
      set_.push_back(std::move(date));
      date = dates_.After(*next);
      ++next;
    }
    set_.push_back(std::move(date));
  }

  // Whether something done meets the date that follows what was done on `since`.
  bool CountsAfter(const Picked& one, const DueDate& date, absl::CivilDay since, bool is_first) const {
    if (date.window_opens && one.day < *date.window_opens) return false;
    return is_first ? MayBeBefore() || one.day >= since : one.day > since;
  }

  // Set the full months in which the clock runs, through the month of the day asked for.
  void SetMonths() {
    absl::CivilMonth month(began_.day);
    if (absl::CivilDay(month) < began_.day) ++month;
    for (; absl::CivilDay(month) <= case_.day && set_.size() < kDatesMax; ++month) {
      DueDate date = dates_.OfMonth(month);
      if (!InCareFrom(absl::CivilDay(month), std::min(date.due, case_.day))) continue;
      for (const Picked& one : done_) {
        if (one.day < *date.window_opens || one.day > *date.counts_until || date.met_by) continue;
        date.met_by = one;
      }
      set_.push_back(std::move(date));
    }
  }

  // Return whether the child is in care on each day from `from` through `until`.
  bool InCareFrom(absl::CivilDay from, absl::CivilDay until) const {
    absl::CivilDay day = from;
    for (const CareEpisode& care : scope_.child->care) {
      for (const CareStretch& stretch : care.stretches) {
        if (stretch.from <= day && day < stretch.until) day = stretch.until;
      }
    }
    return day > until;
  }

  // Set numbers, ends, and states.
  std::vector<DueDate> Finished() {
    std::vector<DueDate> dates;
    uint32_t number = 0;
    for (DueDate& date : set_) {
      date.number = ++number;
      if (date.due.year() > kLastYear) continue;  // the record has no later days
      const bool done = SetState(date);
      if (end_ && date.due >= *end_ && !done) continue;
      const bool was_missed = date.state == v1::CLOCK_STATE_MISSED || date.state == v1::CLOCK_STATE_PAST_WHEN_SET;
      if (was_missed && rule_.is_a_right()) continue;
      SayWhatToKnow(date);
      dates.push_back(std::move(date));
    }
    return dates;
  }

  // Add the cautions of the beginning, even if nothing had been recorded here by the day asked for, and of what met the
  // date.
  void SayWhatToKnow(DueDate& date) const {
    date.cautions.insert(date.cautions.begin(), began_.cautions.begin(), began_.cautions.end());
    if (rule_.met_by_recording() && began_.fact != nullptr && began_.fact->claimed) {
      date.cautions.push_back(TakenOverCaution(*began_.fact->claimed));
    }
    if (!date.met_by) return;
    const Fact& met_by = *date.met_by->fact;
    if (scope_.child != nullptr && case_.facts.IsAmbiguous(met_by)) {
      date.cautions.push_back(NoChildNamedCaution(met_by));
    }
  }

  // Set the state. Return whether something other than an exception met the date.
  bool SetState(DueDate& date) const {
    const bool in_time = date.met_by && OnOrBefore(*date.met_by, date, case_.zone);
    if (!in_time && Except(date, /*at_any_time=*/true)) return false;
    if (date.met_by && (in_time || !rule_.late_is_missed())) {
      date.state = in_time ? v1::CLOCK_STATE_MET : v1::CLOCK_STATE_MET_LATE;
      date.met_as = date.met_by->fact->what;
      return true;
    }
    date.met_by.reset();
    if (Except(date, /*at_any_time=*/false)) return false;
    if (stands_still_ && date.due > case_.day) {
      date.state = v1::CLOCK_STATE_TOLLED;
    } else if (date.due < case_.day) {
      date.state = date.arose_on ? v1::CLOCK_STATE_PAST_WHEN_SET : v1::CLOCK_STATE_MISSED;
    } else if (date.window_opens && *date.window_opens <= case_.day) {
      date.state = v1::CLOCK_STATE_WINDOW_OPEN;
    } else {
      date.state = v1::CLOCK_STATE_OPEN;
    }
    return false;
  }

  // Apply the first exception that holds on the date.
  bool Except(DueDate& date, bool at_any_time) const {
    const Excepting* holds = nullptr;
    for (const Excepting& each : exceptions_) {
      if (each.exception->at_any_time() != at_any_time) continue;
      if (!each.exception->until().empty()) {
        const std::vector<std::string> until = ValuesAt(case_.facts, *each.by.fact->body, each.exception->until());
        if (!until.empty() && until.front() < FormatDay(date.due)) continue;
      }
      if (holds == nullptr || each.by.day < holds->by.day) holds = &each;
    }
    if (holds == nullptr) return false;
    const bool in_time = holds->by.day <= date.due || holds->exception->at_any_time();
    if (!in_time && rule_.late_is_missed()) return false;
    date.met_by = holds->by;
    date.met_as = absl::StrCat("exception: ", holds->exception->title());
    date.state = in_time ? v1::CLOCK_STATE_EXCEPTED : v1::CLOCK_STATE_MET_LATE;
    return true;
  }

  struct Excepting {
    const rules::v1::Exception* exception;
    Picked by;
  };

  const rules::v1::Rule& rule_;
  const Scope& scope_;
  const Case& case_;
  const Beginning began_;
  const DueDates dates_;
  const LawRule& rule_of_law_;
  std::optional<absl::CivilDay> end_;
  bool stands_still_ = false;
  std::vector<Picked> done_;
  std::vector<Excepting> exceptions_;
  std::vector<DueDate> set_;
};

bool RuleIsInForce(const rules::v1::Rule& rule, absl::CivilDay began) {
  const std::string day = FormatDay(began);
  return rule.effective_from() <= day && (rule.effective_until().empty() || day <= rule.effective_until());
}

// The days that count for a rule, and whether the clock is stopped on the day asked for.
struct Counting {
  std::vector<CountedDays> days;
  std::vector<LeftOut> left_out;
  bool stands_still = false;
};

Counting DaysThatCount(const rules::v1::Count& count, const Scope& scope, const Case& of) {
  Counting counting;
  const Beginnings beginnings(of);
  for (const Scope& stay : ScopesFor(rules::v1::PER_CARE_EPISODE, of)) {
    if (stay.child != scope.child || stay.episode != scope.episode) continue;
    absl::CivilDay from = stay.care->began;
    if (!count.from_moment().empty()) {
      const LawMoment* moment = of.law.MomentNamed(count.from_moment());
      const std::optional<Beginning> began = moment == nullptr ? std::nullopt : beginnings.OfMoment(*moment, stay);
      if (!began) continue;
      from = began->day;
    }
    const bool open = !stay.care->ended || *stay.care->ended > of.day;
    if (open) counting.stands_still = true;
    for (const CareStretch& stretch : stay.care->stretches) {
      const bool is_last = &stretch == &stay.care->stretches.back();
      const bool left_out =
          std::find(count.leaves_out().begin(), count.leaves_out().end(), stretch.kind) != count.leaves_out().end();
      const bool elsewhere =
          count.placement_size() > 0 &&
          std::none_of(count.placement().begin(), count.placement().end(),
                       [&](const std::string& name) { return IsCalled(stretch.placement_type, name); });
      const absl::CivilDay until = open && is_last ? absl::CivilDay(of.day.year() + kYearsAhead, 1, 1) : stretch.until;
      const absl::CivilDay begin = std::max(stretch.from, from);
      if (!left_out && !elsewhere) {
        if (begin < until) counting.days.push_back({begin, until});
        continue;
      }
      counting.left_out.push_back({begin, stretch.until, stretch.until - begin, stretch.kind, stretch.since});
      if (!open || !is_last) continue;
      // The count would continue tomorrow. In other places, it is not known when the child comes back.
      if (left_out) counting.days.push_back({std::max(stretch.until, from), until});
    }
  }
  for (const CountedDays& each : counting.days) {
    if (each.from <= of.day && of.day < each.until) counting.stands_still = false;
  }
  return counting;
}

std::vector<Clock> ClockOfCount(const LawRule& rule, const Scope& scope, const Case& of) {
  const rules::v1::Count& count = rule.text->count();
  const Counting counting = DaysThatCount(count, scope, of);
  const std::optional<AddedUp> added =
      WhenAddedUp(counting.days, static_cast<int>(count.months()), static_cast<int>(count.of_latest_months()),
                  of.law.choices().partial_months());
  if (!added || added->first > of.day || !RuleIsInForce(*rule.text, added->first)) return {};
  Beginning began{added->first, "", nullptr, "the first day that counts", {}};
  for (const CareEpisode& care : scope.child->care) {
    if (care.began <= added->first) began.fact = care.by;
  }
  began.steps.push_back({FirstCountedOn(added->first), added->first, began.fact});
  std::vector<Step> steps;
  std::vector<LeftOut> left_out;
  for (const LeftOut& each : counting.left_out) {
    if (each.until <= added->first || each.from >= added->on || each.days <= 0) continue;
    left_out.push_back(each);
    steps.push_back({NotCounted(each, std::nullopt), each.from, each.since});
  }
  const bool thirty = of.law.choices().partial_months() == rules::v1::PARTIAL_MONTHS_THIRTY_DAYS;
  steps.push_back({AddedUpOn(count, thirty, added->on), added->on});
  Running running(rule, scope, of, began);
  running.set_stands_still(counting.stands_still && added->on > of.day);
  Clock clock{&rule, &scope, began, running.DatesOfCount(added->on, std::move(steps))};
  for (DueDate& date : clock.dates) date.left_out = left_out;
  return {std::move(clock)};
}

// Whether a condition holds by the entries up to `until`: those in the rule's scope, or those of the whole case.
bool Holds(const rules::v1::Condition& condition, const Clock& clock, absl::CivilDay until, const Case& of) {
  const Scope& scope = *clock.scope;
  if (!of.law.Chose(condition.chosen())) return false;
  if (!condition.not_chosen().empty() && of.law.Chose(condition.not_chosen())) return false;
  Among among = scope.entries();
  if (condition.ever()) {
    among.range = {};
    among.court = nullptr;
  }
  among.range.until = Earlier(among.range.until, until + 1);
  among.began = clock.began.fact;
  if (condition.has_size() > 0 && PickAny(of.facts, condition.has(), among).empty()) return false;
  if (condition.has_none_size() > 0 && !PickAny(of.facts, condition.has_none(), among).empty()) return false;
  if (condition.age_from() == 0 && condition.age_under() == 0) return true;
  if (scope.child == nullptr || !scope.child->child.born) return false;
  // For a range of birth dates, any date that makes it hold is enough.
  const BirthDate& born = *scope.child->child.born;
  return FullYears(born.first, clock.began.day) >= static_cast<int>(condition.age_from()) &&
         (condition.age_under() == 0 ||
          FullYears(born.last, clock.began.day) < static_cast<int>(condition.age_under()));
}

// Whether a rule requires an age that the child has only for some dates of a range of birth dates.
bool AsksAgeNotKnown(const Clock& clock) {
  if (clock.scope->child == nullptr || !clock.scope->child->child.born || !clock.scope->child->child.born->IsRange())
    return false;
  const BirthDate& born = *clock.scope->child->child.born;
  const int oldest = FullYears(born.first, clock.began.day);
  const int youngest = FullYears(born.last, clock.began.day);
  const auto& conditions = clock.rule->text->only_if();
  return std::any_of(conditions.begin(), conditions.end(), [&](const rules::v1::Condition& condition) {
    const auto within = [](int age, uint32_t limit) { return age < static_cast<int>(limit); };
    return within(oldest, condition.age_from()) != within(youngest, condition.age_from()) ||
           within(oldest, condition.age_under()) != within(youngest, condition.age_under());
  });
}

void KeepWhatIsAsked(Clock& clock, const Case& of) {
  std::erase_if(clock.dates, [&](const DueDate& date) {
    const auto& conditions = clock.rule->text->only_if();
    return std::any_of(conditions.begin(), conditions.end(), [&](const rules::v1::Condition& condition) {
      return !Holds(condition, clock, std::min(date.due, of.day), of);
    });
  });
  if (!AsksAgeNotKnown(clock)) return;
  const Unsaid caution = BirthRangeCaution(*clock.scope->child->child.born);
  const std::string says = caution().says;
  for (DueDate& date : clock.dates) {
    if (std::none_of(date.cautions.begin(), date.cautions.end(),
                     [&says](const Unsaid& each) { return each().says == says; }))
      date.cautions.push_back(caution);
  }
}

}  // namespace

std::vector<Clock> ClocksOf(const LawRule& rule, const Scope& scope, const Case& of) {
  std::vector<Clock> clocks;
  const auto begin = [&](Beginning began) {
    if (!RuleIsInForce(*rule.text, began.day)) return;
    Running running(rule, scope, of, began);
    clocks.push_back({&rule, &scope, began, running.Dates()});
  };
  if (rule.text->has_count()) {
    clocks = ClockOfCount(rule, scope, of);
  } else if (rule.text->has_each()) {
    std::vector<Picked> each = Pick(of.facts, rule.text->each(), scope.entries());
    if (each.size() > kClocksMax) each.erase(each.begin(), each.end() - kClocksMax);
    for (const Picked& one : each) {
      Beginning began{one.day, one.time, one.fact, one.fact->what, {}};
      began.before = one.before;
      const bool is_for_another_day = one.day != one.fact->day;
      began.steps.push_back(
          {EntryOn(*one.fact, one.fact->day, is_for_another_day ? std::optional(one.day) : std::nullopt), one.day,
           one.fact});
      begin(std::move(began));
    }
  } else {
    std::optional<Beginning> began =
        Beginnings(of).Of(rule.text->earliest_of(), rule.text->latest_of(), scope, *rule.business);
    if (began && began->day <= of.day) begin(*std::move(began));
  }
  for (Clock& clock : clocks) KeepWhatIsAsked(clock, of);
  std::erase_if(clocks, [](const Clock& clock) { return clock.dates.empty(); });
  return clocks;
}

}  // namespace casejournal::projections
