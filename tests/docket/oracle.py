"""What is due, computed slowly: an independent implementation of docs/DOCKET.md, one day at a time.

It shares no code with the program that it is compared with, and uses neither events nor protobuf. A question is a dict
from histories.py with the facts of one child's case, the rules, the moments, and the day asked for. answer() returns
what is due on that day. It prefers a walk from day to day to a closed formula.
"""

import collections
import datetime

import court_oracle
from oracle_days import (DAY, HOUR, Calendar, added, days_between, instant, local_day, local_time, month_days,
                         months_after, parse)
from oracle_rules import check, picked, picks

CASE_OPENED = datetime.date(2020, 1, 1)
OUTSIDE_PLACEMENTS = {"PSYCHIATRIC_HOSPITAL", "JUVENILE_JUSTICE_FACILITY"}
OUTSIDE_ABSENCES = {"DETENTION"}
RUNAWAY_ABSENCES = {"RUNAWAY"}
VISIT = "TRIAL_HOME_VISIT"
# How many months ahead to search for the day on which time has added up, in addition to the time itself.
MONTHS_AHEAD = 40

# The case (number 0), a care episode, or a court case. `end` is the first day not in it, or None; `earlier` are the
# entries before it; `court` is the court case.
Scope = collections.namedtuple("Scope", "number begin end entries earlier court", defaults=[None])
# A running clock. `base` is the day from which `due` counts, and `time` the time of its beginning, if recorded;
# `met_by` are the entries that can meet it, in order, and `done` their days.
Clock = collections.namedtuple("Clock", "rule scope began base time end met_by done waits")
# One date of a grid that began or restarted on the day `since`.
Date = collections.namedtuple("Date", "number day since")
# What met a date of hours: the day of the entry, and whether it was in time.
Done = collections.namedtuple("Done", "day in_time")


class History:
    """What had happened by the day asked for, in the order of effect."""

    def __init__(self, question):
        self.on = parse(question["on"])
        facts = []
        for index, told in enumerate(question["facts"]):
            fact = dict(told, index=index, day=parse(told["day"]))
            for key in ("ends_on", "until"):
                if fact.get(key):
                    fact[key] = parse(fact[key])
            facts.append(fact)
        self.facts = [fact for fact in sorted(facts, key=lambda fact: fact["day"]) if fact["day"] <= self.on]
        self.by_what = collections.defaultdict(list)
        for fact in self.facts:
            self.by_what[fact["what"]].append(fact)
        self.ended = {fact["of"]: fact["day"] for fact in self.facts if "of" in fact}

    def those(self, what):
        """The facts of one kind."""
        return self.by_what[what]

    def closed(self):
        """The day on which the case was closed, if it was."""
        return min((fact["day"] for fact in self.those("closed")), default=None)


class Care:
    """The care episodes of the child, and the kind of each day in them."""

    def __init__(self, history, choices):
        self.history = history
        self.new_entry = choices.get("interruptions") == "NEW_ENTRY"
        self.limit = choices["trial_home_visit_months"]
        self.spans = []
        self.kinds = {}
        removals = history.those("removed")
        for removal, following in zip(removals, removals[1:] + [None]):
            self.walk(removal["day"], self.removal_end(removal, following))
        self.spans = [span for span in self.spans if span[0] != span[1]]

    def removal_end(self, removal, following):
        """The first day on which a removal is no longer in force, or None."""
        ends = [self.history.ended.get(removal["index"]), self.history.closed(), following and following["day"]]
        return min((end for end in ends if end), default=None)

    def walk(self, begin, end):
        """Go through the days of one removal: one episode, or several with interruptions between them."""
        stop = end if end else self.history.on + DAY
        since, home = begin, False
        self.begin_episode(begin)
        for day in days_between(begin, stop):
            if home and self.is_placed_elsewhere(day):
                since, home = day, False
                self.begin_episode(day)
            if not home and self.has_returned_home(day, since):
                home = True
                self.end_episode(day)
            if home:
                continue
            kind = self.kind_of(day, since)
            if kind == "OUTSIDE_SCOPE" and self.new_entry:
                self.end_episode(day)
                continue
            self.begin_episode(day)
            self.kinds[day] = kind
        if end:
            self.end_episode(end)

    def begin_episode(self, day):
        """Begin an episode, unless one continues."""
        if not self.spans or self.spans[-1][1]:
            self.spans.append([day, None])

    def end_episode(self, day):
        """End the episode, if there is one."""
        if not self.spans[-1][1]:
            self.spans[-1][1] = day

    def is_placed_elsewhere(self, day):
        """Whether a placement other than a trial home visit begins on this day."""
        return any(placed["day"] == day and placed["type"] != VISIT for placed in self.history.those("placed"))

    def placement_on(self, day, since):
        """The current placement of the child among those begun from `since` on: the one that began last."""
        begun = [placed for placed in self.history.those("placed") if since <= placed["day"] <= day]
        if not begun or not self.lasts(begun[-1], day):
            return None
        return begun[-1]

    def lasts(self, fact, day):
        """Whether a placement or absence has not ended by this day."""
        end = self.history.ended.get(fact["index"])
        return not end or day < end

    def has_returned_home(self, day, since):
        """Whether the child is on a trial home visit that has lasted too long."""
        placed = self.placement_on(day, since)
        return bool(placed) and placed["type"] == VISIT and day > self.last_day_of_visit(placed["day"])

    def last_day_of_visit(self, began):
        """The last day of the visit: an order made by then can name a later day, and another order by that day."""
        last = months_after(began, self.limit)
        while True:
            named = [fact["ends_on"] for fact in self.history.those("order")
                     if fact["kind"] == "PLACEMENT_OR_VISITS" and fact.get("ends_on") and fact["day"] <= last]
            if not named or max(named) <= last:
                return last
            last = max(named)

    def kind_of(self, day, since):
        """The kind of care of a day."""
        absences = {fact["kind"] for fact in self.history.those("absent")
                    if since <= fact["day"] <= day and self.lasts(fact, day)}
        placed = self.placement_on(day, since)
        if absences & RUNAWAY_ABSENCES:
            return "RUNAWAY"
        if absences & OUTSIDE_ABSENCES or placed and placed["type"] in OUTSIDE_PLACEMENTS:
            return "OUTSIDE_SCOPE"
        if placed and placed["type"] == VISIT:
            return "TRIAL_HOME_VISIT"
        return "FOSTER_CARE"

    def scopes(self):
        """The episodes, each with the entries from its first day and before the next episode begins."""
        found = []
        for number, (begin, end) in enumerate(self.spans, start=1):
            following = self.spans[number][0] if number < len(self.spans) else None
            entries = [fact for fact in self.history.facts
                       if begin <= fact["day"] and (not following or fact["day"] < following)]
            earlier = [fact for fact in self.history.facts if fact["day"] < begin]
            found.append(Scope(number, begin, end, entries, earlier))
        return found


class Docket:
    """The answer to one question."""

    def __init__(self, question):
        self.history = History(question)
        self.on = self.history.on
        self.calendar = Calendar(map(parse, question.get("holidays", [])), question.get("yearly", []),
                                 map(parse, question.get("closed", [])))
        self.thirty_days = question["choices"].get("partial_months") == "THIRTY_DAYS"
        self.care = Care(self.history, question["choices"])
        self.episodes = self.care.scopes()
        self.case = Scope(0, CASE_OPENED, self.history.closed(), self.history.facts, [])
        self.court_cases = self.court_scopes()
        self.moments = {moment["name"]: moment for moment in question.get("moments", [])}
        self.rules = question["rules"]

    def court_scopes(self):
        """The court cases; if there is none, one without a number."""
        closed, found = self.history.closed(), []
        for number, (court, entries, earlier) in enumerate(court_oracle.Court(self.history).cases_with_entries(), start=1):
            ends = [end for end in (court.end, closed) if end]
            found.append(Scope(number, court.begin, min(ends, default=None), entries, earlier, court))
        nothing = court_oracle.CourtCase(CASE_OPENED)
        return found or [Scope(1, CASE_OPENED, closed, self.history.facts, [], nothing)]

    def scopes(self, per):
        """What a rule or a moment is applied to."""
        return {"CHILD": [self.case], "CARE_EPISODE": self.episodes, "COURT_CASE": self.court_cases}[per]

    # Days to begin from.

    def moment_day(self, name, scope):
        """The day of a moment for a scope, in the past or the future, or None."""
        moment = self.moments[name]
        if moment["per"] == "CHILD":
            scope = self.case
        elif moment["per"] == "COURT_CASE":
            scope = self.court_case_of(scope)
        elif scope.number == 0 or scope.court:
            raise ValueError(f"{name}: a moment of which care episode?")
        return self.chosen_day(moment, scope)

    def court_case_of(self, scope):
        """The court case for a moment: the same one, the one in which a stay in care began, or the first."""
        if scope.court:
            return scope
        if scope.number == 0:
            return self.court_cases[0]
        return [court for court in self.court_cases if court.number == 1 or court.begin <= scope.begin][-1]

    def chosen_day(self, asked, scope):
        """The earliest of the existing starts, or the latest once all exist, or None."""
        if asked.get("earliest_of"):
            days = [self.start_day(start, scope) for start in asked["earliest_of"]]
            return min((day for day in days if day), default=None)
        days = [self.start_day(start, scope) for start in asked["latest_of"]]
        return max(days) if all(days) else None

    def start_day(self, start, scope):
        """The day of one start, or None."""
        if "entry" in start:
            day = min((fact["day"] for fact in picked([start["entry"]], scope)), default=None)
        elif "moment" in start:
            day = self.moment_day(start["moment"], scope)
        else:
            day = self.began_day(start["began"], scope)
        return day and self.calendar.after(day, start.get("plus") or {})

    def began_day(self, began, scope):
        """A day that is not the day of an entry. For the case, care begins with the first episode."""
        if began == "CASE":
            return CASE_OPENED
        if scope.court and began == "CARE":
            begins = [care.begin for care in self.episodes
                      if scope.court.lasts(care.begin) or scope.number == 1 and care.begin < scope.begin]
            return begins[0] if begins else None
        if scope.number == 0 and began == "CARE":
            return self.episodes[0].begin if self.episodes else None
        if scope.number == 0 or scope.court:
            raise ValueError("the end of which care episode?")
        return scope.begin if began == "CARE" else scope.end

    # Clocks.

    def clocks(self, rule):
        """All clocks of a rule that have begun."""
        check(rule)
        for scope in self.scopes(rule["per"]):
            if rule.get("each"):
                begins = [(fact["day"], fact["day"], fact.get("time"), False) for fact in picked([rule["each"]], scope)]
            elif rule.get("count"):
                begins = [(began, base, None, waits) for began, base, waits in self.added_up(rule["count"])]
            else:
                day = self.chosen_day(rule, scope)
                begins = [(day, day, None, False)] if day else []
            for began, base, time, waits in begins:
                if began <= self.on:
                    met_by = self.met_by(rule, scope, began)
                    yield Clock(rule, scope, began, base, time, self.end_of(rule, scope, began), met_by,
                                [fact["day"] for fact in met_by], waits)

    def end_of(self, rule, scope, began):
        """The day on which a clock ends, or None."""
        ends = [fact["day"] for fact in picked(rule.get("ended_by", []), scope) if fact["day"] >= began]
        if scope.end and not rule.get("outlives"):
            ends.append(scope.end)
        return min(ends, default=None)

    def met_by(self, rule, scope, began):
        """The entries that can meet a clock."""
        chosen = picked(rule.get("met_by", []), scope)
        if not rule.get("met_before"):
            return [fact for fact in chosen if fact["day"] >= began]
        earlier = [fact for fact in scope.earlier if any(picks(selector, fact) for selector in rule["met_by"])]
        return sorted(earlier + chosen, key=lambda fact: (fact["day"], fact["index"]))

    def counts(self, day, rule):
        """Whether a day counts for a clock. Every day after the day asked for counts."""
        return day > self.on or self.care.kinds.get(day) not in rule.get("stops_in", [])

    def moved(self, began, day, rule):
        """The first day with as many days that count as there are days from `began` to `day`."""
        if not rule.get("stops_in"):
            return day
        wanted = len(list(days_between(began, day)))
        if wanted == 0:
            return day
        while wanted:
            began += DAY
            if self.counts(began, rule):
                wanted -= 1
        return began

    # Dates.

    def first_date(self, clock):
        """The first due date."""
        rule, offset, base, named = clock.rule, clock.rule["due"], clock.base, self.named(clock)
        if named:
            base, offset = named["ends_on"], clock.rule["named_by"]["plus"]
        extension = rule.get("extended_by")
        if extension:
            longer = picked([extension["entry"]], clock.scope)[:extension["at_most"]]
            facts = self.history.facts
            times = len([fact for fact in longer if not named or facts.index(fact) > facts.index(named)])
            offset = added(offset, extension["by"], times)
        instant_due = self.instant_due(clock) if not named else None
        day = local_day(instant_due) if instant_due else self.calendar.after(base, offset)
        day = self.moved(base, day, rule)
        limits = [self.start_day(start, clock.scope) for start in rule.get("not_later_than", [])]
        day = min([day] + [limit for limit in limits if limit])
        return self.calendar.rolled(day, rule.get("roll", ""))

    def named(self, clock):
        """The last entry that names the date itself, or None."""
        named_by = clock.rule.get("named_by")
        named = [fact for fact in picked([named_by["entry"]], clock.scope) if fact.get("ends_on")] if named_by else []
        return named[-1] if named else None

    def instant_due(self, clock):
        """The instant until which it can be done, if hours are counted from a time, or None."""
        hours = clock.rule["due"].get("hours")
        if not hours or not clock.time:
            return None
        return instant(clock.base, clock.time) + hours * HOUR

    def last_instant(self, clock, day):
        """The same instant, unless the date moved to another day."""
        at = self.instant_due(clock)
        return at if at and local_day(at) == day and not self.named(clock) else None

    def grid_dates(self, clock):
        """The dates of a grid, up to a few after the day asked for. Each restart keeps the dates before it."""
        restarts = {fact["day"] for fact in picked(clock.rule.get("restarted_by", []), clock.scope)}
        begins = [clock.began] + sorted(day for day in restarts if day > clock.began)
        dates = []
        for begin, restart in zip(begins, begins[1:] + [None]):
            for day in self.grid_from(clock, begin):
                if restart and day > restart:
                    break
                dates.append(Date(len(dates) + 1, day, begin))
        return dates

    def grid_from(self, clock, begin):
        """The dates of one grid, up to a few after the day asked for."""
        times, later = 0, 0
        while later < 4:
            times += 1
            day = self.calendar.after(begin, added({}, clock.rule["repeat"]["grid"], times))
            day = self.calendar.rolled(self.moved(begin, day, clock.rule), clock.rule.get("roll", ""))
            later += day > self.on
            yield day

    def window_opens(self, rule, day):
        """The first day on which it can be done, or None."""
        if (rule.get("repeat") or {}).get("calendar_month"):
            return month_days(day)[0]
        if not rule.get("window_days"):
            return None
        for _ in range(rule["window_days"]):
            day -= DAY
        return day

    def may_meet(self, clock, done, day):
        """Whether an entry of the day `done` is neither too early for the date nor too late for a date that cannot be
        met late."""
        opens = self.window_opens(clock.rule, day)
        return not (opens and done < opens) and not (clock.rule.get("late_is_missed") and done > day)

    def single(self, clock):
        """The single date, and when it was met."""
        day = self.first_date(clock)
        last = self.last_instant(clock, day)
        if last:
            return [(1, day, self.met_in_hours(clock, day, last))]
        met = [done for done in clock.done if self.may_meet(clock, done, day)]
        return [(1, day, met[0] if met else None)]

    def met_in_hours(self, clock, day, last):
        """What met it, if the limit is an instant: the first entry in time, or else the first late one, if late entries
        count."""
        opens = self.window_opens(clock.rule, day)
        for in_time in (True,) if clock.rule.get("late_is_missed") else (True, False):
            for fact in clock.met_by:
                if opens and fact["day"] < opens:
                    continue
                at = instant(fact["day"], fact["time"]) if fact.get("time") else None
                if (at <= last if at else fact["day"] <= day) == in_time:
                    return Done(fact["day"], in_time)
        return None

    def rolling(self, clock):
        """The dates, each a period after the one before was met."""
        found, day, begin = [], self.first_date(clock), clock.began
        while True:
            met = [done for done in clock.done if self.may_meet(clock, done, day)
                   and (done > begin if found else done >= begin or clock.rule.get("met_before"))]
            found.append((len(found) + 1, day, met[0] if met else None))
            if not met:
                return found
            begin = met[0]
            day = self.calendar.after(begin, clock.rule["repeat"]["rolling"])
            day = self.calendar.rolled(self.moved(begin, day, clock.rule), clock.rule.get("roll", ""))

    def grid(self, clock):
        """All dates up to the day asked for, those already met, and the next one that is not met."""
        dates, met = self.grid_dates(clock), {}
        for done in clock.done:
            date = self.date_met(clock, dates, met, done)
            if date:
                met[date.number] = done
        found, next_one = [], False
        for date in dates:
            if date.day <= self.on or date.number in met or not next_one:
                found.append((date.number, date.day, met.get(date.number)))
            next_one = next_one or date.day > self.on and date.number not in met
        return found

    def date_met(self, clock, dates, met, done):
        """The date of a grid that an entry of the day `done` meets, or None."""
        if clock.rule.get("window_days"):
            open_then = [date for date in dates if self.window_opens(clock.rule, date.day) <= done <= date.day]
            before = [date for date in dates if date.day < done]
            one = open_then[0] if open_then else before[-1] if before else None
            return one if one and one.number not in met and self.may_meet(clock, done, one.day) else None
        earlier = [date for date in dates if date.day < done]
        later = [date for date in dates if date.day >= done]
        if earlier and earlier[-1].number not in met and not clock.rule.get("late_is_missed"):
            if not later or done - earlier[-1].day < later[0].day - done:
                return earlier[-1]
        if not later or later[0].number in met:
            return None
        too_early = done < later[0].since and not (later[0].since == clock.began and clock.rule.get("met_before"))
        return None if too_early else later[0]

    def calendar_months(self, clock):
        """The last day of each full month in care, and what was done in it."""
        found, month = [], month_days(clock.began)
        if month[0] < clock.began:
            month = month_days(month[-1] + DAY)
        while month[0] <= self.on:
            if all(day in self.care.kinds for day in month if day <= self.on):
                done = [day for day in clock.done if day in month]
                found.append((len(found) + 1, month[-1], done[0] if done else None))
            month = month_days(month[-1] + DAY)
        return found

    def dates(self, clock):
        """What is due, as (number, day, met on), without what is no longer due."""
        repeat = clock.rule.get("repeat") or {}
        how = (self.grid if "grid" in repeat else self.rolling if "rolling" in repeat
               else self.calendar_months if repeat.get("calendar_month") else self.single)
        return [(number, day, met) for number, day, met in how(clock) if met or not clock.end or day < clock.end]

    # States.

    def exception_day(self, clock, day):
        """The day of the first exception that applies to a date, or None."""
        days = []
        for exception in clock.rule.get("exception", []):
            for fact in picked([exception["entry"]], clock.scope):
                if not (exception.get("until") and fact.get("until") and fact["until"] < day):
                    days.append(fact["day"])
        return min(days, default=None)

    def state(self, clock, day, met):
        """The state of a date, and the day on which it was met."""
        if isinstance(met, Done):
            return ("MET" if met.in_time else "MET_LATE"), met.day
        if met:
            return ("MET" if met <= day else "MET_LATE"), met
        excepted = self.exception_day(clock, day)
        if excepted and excepted <= day:
            return "EXCEPTED", None
        if excepted and not clock.rule.get("late_is_missed"):
            return "MET_LATE", excepted
        if day > self.on and (clock.waits or not self.counts(self.on, clock.rule)):
            return "TOLLED", None
        if day < self.on:
            return ("PAST_WHEN_SET" if self.was_past(clock, day) else "MISSED"), None
        opens = self.window_opens(clock.rule, day)
        return ("WINDOW_OPEN" if opens and opens <= self.on else "OPEN"), None

    def was_past(self, clock, day):
        """Whether a latest day made the date so early that it had passed when the clock began."""
        if clock.rule.get("count") or clock.rule.get("repeat"):
            return False
        limits = [self.start_day(start, clock.scope) for start in clock.rule.get("not_later_than", [])]
        limits = [limit for limit in limits if limit]
        if not limits or day >= clock.began or min(limits) >= clock.began:
            return False
        without = dict(clock.rule, not_later_than=[], roll="")
        return min(limits) < self.first_date(clock._replace(rule=without))

    # Time that adds up.

    def counted_days(self, count):
        """The days that count up to a horizon, including days after the day asked for while the child is in care."""
        counted = set()
        horizon = months_after(self.on, count["months"] + MONTHS_AHEAD)
        for episode in self.episodes:
            since = self.moment_day(count["from_moment"], episode) if count.get("from_moment") else episode.begin
            if not since:
                continue
            for day in days_between(max(since, episode.begin), episode.end or horizon):
                if day > self.on or self.care.kinds[day] not in count.get("leaves_out", []):
                    counted.add(day)
        return counted

    def added_up(self, count):
        """The day by which enough has added up, as [(the day it counts from, the day it is enough, whether it waits)],
        or []."""
        counted = self.counted_days(count)
        if not counted:
            return []
        first, last = min(counted), max(counted)
        days = list(days_between(first, last + DAY))
        marks = bytes(day in counted for day in days)
        for position, day in enumerate(days):
            if not marks[position]:
                continue
            start = 0
            if count.get("of_latest_months"):
                start = max(0, (months_after(day, -count["of_latest_months"]) - first).days)
            start = marks.index(1, start)
            if self.is_enough(count, days[start], day, marks[start:position + 1]):
                waits = day > self.on and self.on not in counted
                return [(days[start], day, waits)]
        return []

    def is_enough(self, count, start, day, marks):
        """Whether enough months have added up from `start` through `day`. The marks are 1 for each day that counts."""
        if self.thirty_days:
            return marks.count(1) >= 30 * count["months"]
        end = months_after(start, count["months"])
        return end <= day and end + marks.count(0) * DAY <= day

    # The answer.

    def items(self):
        """All that is due."""
        found = []
        for rule in self.rules:
            for clock in self.clocks(rule):
                for number, day, met in self.dates(clock):
                    state, met_on = self.state(clock, day, met)
                    found.append({"rule": rule["name"], "care_episode": 0 if rule.get("each") else clock.scope.number,
                                  "began": clock.began.isoformat(), "number": number, "due": day.isoformat(),
                                  "due_time": self.due_time(clock, day),
                                  "window_opens": text(self.window_opens(rule, day)), "state": state,
                                  "met_on": text(met_on)})
        return sorted(found, key=in_order)

    def due_time(self, clock, day):
        """The time of day at which it is due, if it matters."""
        last = None if clock.rule.get("repeat") or clock.rule.get("count") else self.last_instant(clock, day)
        return local_time(last) if last else ""

    def moment_days(self):
        """The days of all moments."""
        found = [{"moment": name, "care_episode": 0 if scope.court else scope.number, "day": text(self.chosen_day(moment, scope))}
                 for name, moment in self.moments.items() for scope in self.scopes(moment["per"])]
        return sorted(found, key=lambda moment: (moment["moment"], moment["care_episode"], moment["day"]))


def text(day):
    """A day as text; empty for None."""
    return day.isoformat() if day else ""


def in_order(item):
    """The sort key of items."""
    return tuple(item[key] for key in ("rule", "care_episode", "began", "due", "number", "state", "met_on"))


def answer(question):
    """What is due, as a dict."""
    docket = Docket(question)
    return {"items": docket.items(), "moments": docket.moment_days()}
