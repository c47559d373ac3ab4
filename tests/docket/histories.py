"""Random questions for the docket: a child's case with many interruptions, rules, and a day.

case(seed, number) always gives the same question. Days are chosen so that they coincide. Due dates are computed first.
Facts and the day asked for are then put on a due date, the first day of a window, the last day of a trial home visit,
the end of a month, and on the days around them.
"""

import datetime
import random

import oracle

DAY = datetime.timedelta(days=1)
# Holidays of each year, observed next to the weekend.
YEARLY = [(1, 1), (7, 4), (11, 11), (12, 25)]
PLACEMENTS = ["FOSTER_HOME"] * 3 + ["TRIAL_HOME_VISIT"] * 3 + ["PSYCHIATRIC_HOSPITAL", "JUVENILE_JUSTICE_FACILITY"]
ABSENCES = ["RUNAWAY"] * 2 + ["DETENTION"] * 2 + ["VISIT_OR_RESPITE"]
ORDERS = ["SHELTER_CARE", "TEMPORARY_CUSTODY", "EXTENSION_OF_TEMPORARY_CUSTODY", "PERMANENT_CUSTODY",
          "PLACEMENT_OR_VISITS", "PROTECTIVE_SUPERVISION", "TERMINATION_OF_AN_EARLIER_ORDER"]
NUMBERS = ["", "JV1", "JV1", "JV2", "JV3"]
NUMBERED = {"complaint", "order", "hearing", "motion"}
ENDINGS = {"exited": "removed", "placement_ended": "placed", "absence_ended": "absent"}
STOPS = ["OUTSIDE_SCOPE", "TRIAL_HOME_VISIT", "RUNAWAY"]
ROLLS = ["", "", "PAST_SUNDAYS_AND_HOLIDAYS", "TO_A_WORKING_DAY"]
# The default values of a rule.
PLAIN = {"due": {}, "not_later_than": [], "window_days": 0, "met_by": [], "met_before": False, "late_is_missed": False,
         "restarted_by": [], "ended_by": [], "outlives": False, "exception": [], "stops_in": [], "roll": "", "named_by": None}
# Times of day. On nights on which clocks change, some of them do not exist or exist twice.
TIMES = ["00:00", "00:30", "01:30", "02:30", "03:00", "12:00", "23:59"]
CHANGES = [datetime.date(2020, 3, 8), datetime.date(2020, 11, 1), datetime.date(2021, 3, 14), datetime.date(2021, 11, 7),
           datetime.date(2022, 3, 13), datetime.date(2022, 11, 6), datetime.date(2023, 3, 12), datetime.date(2023, 11, 5)]
FIRST_DAY, LAST_DAY = datetime.date(2020, 1, 2), datetime.date(2025, 6, 30)


def text(day):
    return day.isoformat()


def chance(dice, percent):
    return dice.random() * 100 < percent


# Days.


def odd_day(dice, low, high):
    """A day from `low` through `high`: usually the end of a month or a leap day, if there is one."""
    day = low + dice.randint(0, max(0, (high - low).days)) * DAY
    if chance(dice, 25):
        day = oracle.month_days(day)[-1]
    elif chance(dice, 10):
        day = datetime.date(day.year // 4 * 4, 2, 29)
    return min(max(day, low), high)


def near(dice, day):
    """The day itself or an adjacent day."""
    return day + dice.choice([-1, 0, 0, 0, 1]) * DAY


def holidays(dice):
    """Some single holidays, some of them in a row."""
    days = set()
    for _ in range(dice.randint(0, 12)):
        day = odd_day(dice, FIRST_DAY, LAST_DAY)
        for _ in range(dice.choice([1, 1, 2, 4])):
            days.add(day)
            day += DAY
    return sorted(map(text, days))


# Facts. During generation, a fact's day is a date, and an ending does not say yet what it ends.


def stay_end(dice, begin, limit):
    """A day on which a stay could end: soon, after weeks, or near the limit of a trial home visit."""
    how = dice.randint(0, 5)
    if how == 0:
        return begin
    if how <= 2:
        return begin + dice.randint(1, 120) * DAY
    return oracle.months_after(begin, limit) + dice.choice([-30, -1, 0, 1, 1, 2, 3, 40, 120]) * DAY


def stays(dice, begin, end, limit):
    """Placements and absences during a removal, consistent or not."""
    facts, day = [], begin if chance(dice, 70) else begin + dice.randint(-40, 40) * DAY
    while day < end and len(facts) < 14:
        kind = dice.choice(PLACEMENTS)
        facts.append({"day": day, "what": "placed", "type": kind})
        over = stay_end(dice, day, limit)
        if kind == "TRIAL_HOME_VISIT" and chance(dice, 40):
            facts += visit_orders(dice, day, limit)
        if chance(dice, 60):
            facts.append({"day": over, "what": "placement_ended"})
        if chance(dice, 45):
            facts += absence(dice, day, over)
        day = over if chance(dice, 55) else over + dice.randint(0, 45) * DAY
        if chance(dice, 15):
            break
    return facts


def visit_orders(dice, begin, limit):
    """Orders that allow a longer trial home visit, in time or not, each building on the one before."""
    facts, day, last = [], begin, oracle.months_after(begin, limit)
    for _ in range(dice.choice([1, 1, 2, 3])):
        day = dice.choice([day - DAY, day, day + 20 * DAY, last - DAY, last, last, last + DAY, last + 30 * DAY])
        last = dice.choice([last - DAY, last, last + DAY, last + 30 * DAY, oracle.months_after(last, 3)])
        facts.append({"day": day, "what": "order", "kind": "PLACEMENT_OR_VISITS", "ends_on": last})
    return facts


def absence(dice, low, high):
    """An absence that may or may not end."""
    day = odd_day(dice, low, max(low, high))
    facts = [{"day": day, "what": "absent", "kind": dice.choice(ABSENCES)}]
    if chance(dice, 85):
        facts.append({"day": day + dice.choice([0, 1, 5, 14, 31, 60, 150]) * DAY, "what": "absence_ended"})
    return facts


def removals(dice, limit):
    """One to four removals: one after another, overlapping, or on the same day."""
    facts, day = [], odd_day(dice, FIRST_DAY, FIRST_DAY + 900 * DAY)
    for _ in range(dice.choice([1, 1, 1, 2, 2, 3, 4])):
        end = day + dice.choice([0, 1, 3, 30, 59, 60, 61, 90, 200, 365, 366, 500, 800]) * DAY
        facts.append({"day": day, "what": "removed"})
        facts += stays(dice, day, end, limit)
        if chance(dice, 75):
            facts.append({"day": end, "what": "exited"})
        day = end + dice.choice([-200, -20, -1, 0, 0, 1, 2, 30, 200, 400]) * DAY
        day = max(day, FIRST_DAY)
    return facts


def court_facts(dice, around):
    """A complaint, an adjudication, and orders near a removal, in a sensible order or not."""
    facts = []
    for day in around:
        for what, percent in (("complaint", 60), ("adjudicated", 60)):
            if chance(dice, percent):
                facts.append({"day": day + dice.choice([-3, -1, 0, 0, 1, 2, 20, 59, 60, 61, 90]) * DAY, "what": what})
        for _ in range(dice.randint(0, 3)):
            order = {"day": day + dice.choice([-1, 0, 1, 30, 60, 200, 365, 400]) * DAY, "what": "order",
                     "kind": dice.choice(ORDERS)}
            if chance(dice, 40):
                order["ends_on"] = order["day"] + dice.choice([0, 1, 30, 90, 180, 365, 400]) * DAY
            facts.append(order)
    return facts


def doings(dice, days):
    """Reviews, hearings, motions, and exceptions on or next to the given days."""
    facts = []
    for day in days:
        fact = {"day": near(dice, day), "what": dice.choice(["review", "review", "hearing", "hearing", "motion",
                                                             "exception"])}
        if fact["what"] == "exception" and chance(dice, 50):
            fact["until"] = near(dice, day) + dice.choice([0, 0, 1, 100, 400]) * DAY
        facts.append(fact)
    return facts


def history(dice, limit):
    """Facts in the order in which they are recorded, without the `of` of endings."""
    facts = removals(dice, limit) if chance(dice, 97) else []
    begins = [fact["day"] for fact in facts if fact["what"] == "removed"] or [odd_day(dice, FIRST_DAY, LAST_DAY)]
    facts += court_facts(dice, begins)
    facts += doings(dice, [odd_day(dice, min(begins), LAST_DAY) for _ in range(dice.randint(0, 6))])
    for fact in facts:
        fact["day"] = max(fact["day"], FIRST_DAY)
        if fact["what"] in NUMBERED:
            fact["number"] = dice.choice(NUMBERS)
    return facts


def recorded(dice, facts):
    """The facts in recording order: mostly the order of days, but not always on the same day."""
    facts = list(facts)
    if chance(dice, 60):
        dice.shuffle(facts)
    if chance(dice, 75):
        facts.sort(key=lambda fact: fact["day"])
    return facts


def timed(dice, facts):
    """The facts, many with a time of day, and sometimes moved to a night on which clocks change."""
    found = []
    for fact in facts:
        if chance(dice, 50):
            fact = dict(fact, time=dice.choice(TIMES))
            if fact["what"] in ("review", "hearing", "motion", "exception") and chance(dice, 30):
                fact["day"] = dice.choice(CHANGES) + dice.choice([-1, 0, 0, 1]) * DAY
        found.append(fact)
    return found


def closing(dice, facts):
    """Sometimes the end of the case: on the day of the last fact, or later."""
    if not facts or chance(dice, 65):
        return []
    last = max(fact["day"] for fact in facts)
    return [{"day": last + dice.choice([0, 0, 1, 30, 300]) * DAY, "what": "closed"}]


def with_endings(facts):
    """The facts as JSON. Each ending names what it ends: the last one begun, in the order of effect, that has not
    ended."""
    ends, going = {}, {"removed": [], "placed": [], "absent": []}
    for fact in sorted(facts, key=lambda fact: fact["day"]):
        if fact["what"] in going:
            going[fact["what"]].append(fact)
        elif fact["what"] in ENDINGS and going[ENDINGS[fact["what"]]]:
            ends[id(fact)] = going[ENDINGS[fact["what"]]].pop()
    kept = [fact for fact in facts if fact["what"] not in ENDINGS or id(fact) in ends]
    index = {id(fact): number for number, fact in enumerate(kept)}
    told = []
    for fact in kept:
        plain = {key: text(value) if isinstance(value, datetime.date) else value for key, value in fact.items()}
        if id(fact) in ends:
            plain["of"] = index[id(ends[id(fact)])]
        told.append(plain)
    return told


# Rules.


def moments(dice):
    """Days from which rules can begin; each can begin from an earlier one."""
    entered = {"name": "entered", "per": "CARE_EPISODE", "earliest_of": [
        {"entry": {"what": "adjudicated"}}, {"began": "CARE", "plus": {"days": 60}}]}
    first = {"name": "first-contact", "per": "CHILD", "earliest_of": [
        {"entry": {"what": "complaint"}}, {"entry": {"what": "order", "kind": "SHELTER_CARE"}}]}
    sunset = {"name": "sunset", "per": "CHILD", "earliest_of": [
        {"moment": "first-contact", "plus": {"years": 1}}, {"entry": {"what": "order", "kind": "PERMANENT_CUSTODY"}}]}
    court = {"name": "court", "per": "COURT_CASE", "earliest_of": [
        {"entry": {"what": "complaint"}}, {"entry": {"what": "removed"}}, {"entry": {"what": "order"}}]}
    both = {"name": "both", "per": "CARE_EPISODE", "latest_of": [
        {"entry": {"what": dice.choice(["complaint", "hearing"])}}, {"moment": "entered"}]}
    gone = {"name": "gone", "per": "CARE_EPISODE", "earliest_of": [{"began": "EXIT", "plus": offset(dice)}]}
    return [entered, first, sunset, court, both, gone]


def offset(dice):
    """An offset that is not zero."""
    return dice.choice([{"days": 1}, {"days": 30}, {"days": 60}, {"days": 90}, {"days": 180}, {"months": 1},
                        {"months": 6}, {"months": 12}, {"years": 1}, {"months": 3, "days": 5}, {"working_days": 5},
                        {"months": 1, "working_days": 3}, {"months": 2, "days": -1}])


def turn(dice):
    """The period between two dates, and a window that fits into it."""
    long, window = dice.choice([({"days": 30}, 10), ({"days": 90}, 30), ({"days": 180}, 30), ({"months": 1}, 7),
                                ({"months": 6}, 30), ({"months": 12}, 60), ({"years": 1}, 30),
                                ({"working_days": 30}, 9)])
    return long, window if chance(dice, 50) else 0


def selector(dice, choices=("review", "hearing", "motion", "order", "adjudicated")):
    what = dice.choice(choices)
    if what == "order" and chance(dice, 60):
        return {"what": "order", "kind": dice.choice(ORDERS)}
    return {"what": what}


def start(dice, per):
    """A day to begin from."""
    how = dice.randint(0, 2)
    if how == 0:
        found = {"entry": selector(dice, ("complaint", "adjudicated", "order", "removed", "placed", "hearing"))}
    elif how == 1:
        own = ["first-contact", "sunset", "court"] + ["entered", "entered", "both", "gone"] * (per == "CARE_EPISODE")
        found = {"moment": dice.choice(own)}
    else:
        own = ["CARE", "CASE"] if per != "CARE_EPISODE" else ["CARE", "CARE", "CARE", "EXIT", "CASE"]
        found = {"began": dice.choice(own)}
    if chance(dice, 25):
        found["plus"] = dice.choice([{"days": 60}, {"days": -30}, {"months": 1}, {"days": 1}, {"working_days": -2}])
    return found


def begins(dice, rule):
    """Set what a rule begins with."""
    how = dice.randint(0, 9)
    if how <= 6:
        rule["earliest_of"] = [start(dice, rule["per"]) for _ in range(dice.choice([1, 2, 2, 3]))]
    elif how == 7:
        rule["latest_of"] = [start(dice, rule["per"]) for _ in range(2)]
    else:
        rule["each"] = selector(dice, ("hearing", "placed", "removed", "order", "exception", "adjudicated"))


def repeats(dice, rule):
    """Set when it is due, once or repeatedly."""
    how = dice.choice(["once", "once", "grid", "grid", "rolling", "calendar_month"])
    if how == "once" and chance(dice, 20):
        rule["due"] = {"hours": dice.choice([1, 12, 23, 24, 25, 36, 48, 72])}
        rule.pop("earliest_of", rule.pop("latest_of", None))
        rule["each"] = selector(dice, ("hearing", "motion", "placed", "exception"))
    elif how == "once":
        rule["due"] = offset(dice) if chance(dice, 95) else {"days": dice.choice([0, -30])}
    if how == "once":
        if chance(dice, 25):
            rule["named_by"] = {"entry": selector(dice, ("order",)), "plus": dice.choice([{}, {"days": -30}, {"months": 1}])}
        rule["window_days"] = dice.choice([0, 0, 14, 30])
        if chance(dice, 25):
            rule["not_later_than"] = [start(dice, rule["per"]) for _ in range(dice.choice([1, 2]))]
    elif how == "calendar_month":
        rule["due"], rule["repeat"] = {"months": 1}, {"calendar_month": True}
    else:
        long, rule["window_days"] = turn(dice)
        rule["due"], rule["repeat"] = long, {how: long}
    if how == "rolling" and chance(dice, 30):
        rule["due"] = offset(dice)
    if how == "grid" and chance(dice, 35):
        rule["restarted_by"] = [selector(dice, ("order", "adjudicated", "hearing"))]
    if how != "calendar_month":
        rule["roll"] = dice.choice(ROLLS)
        rule["stops_in"] = dice.choice([[], ["OUTSIDE_SCOPE"], ["OUTSIDE_SCOPE"], dice.sample(STOPS, 2)])


def count_rule(dice, name):
    """A clock that begins when time has added up."""
    months, latest = dice.choice([(15, 22), (15, 22), (12, 22), (12, 22), (6, 0), (3, 5), (12, 12)])
    return {"name": name, "per": "CHILD", "due": dice.choice([{}, {}, {"days": 60}]), "roll": dice.choice(ROLLS),
            "count": {"months": months, "of_latest_months": latest, "from_moment": dice.choice(["", "entered"]),
                      "leaves_out": dice.choice([[], ["TRIAL_HOME_VISIT", "RUNAWAY"], STOPS, ["OUTSIDE_SCOPE"]])}}


def rule(dice, name):
    """One rule, of any form that the document defines."""
    if chance(dice, 15):
        made = count_rule(dice, name)
    else:
        made = {"name": name, "per": dice.choice(["CHILD", "COURT_CASE", "CARE_EPISODE", "CARE_EPISODE"])}
        begins(dice, made)
        repeats(dice, made)
        if chance(dice, 20) and not made["due"].get("hours"):
            made["extended_by"] = {"entry": selector(dice, ("order", "hearing")), "at_most": dice.choice([1, 2]),
                                   "by": dice.choice([{"months": 6}, {"days": 30}, {"working_days": 10}])}
    made["met_by"] = [selector(dice) for _ in range(dice.choice([1, 1, 2]))]
    made["met_before"] = chance(dice, 15)
    made["late_is_missed"] = "rolling" not in made.get("repeat", {}) and chance(dice, 15)
    made["outlives"] = chance(dice, 20)
    if chance(dice, 25):
        made["ended_by"] = [selector(dice, ("order", "motion", "adjudicated"))]
    if chance(dice, 30):
        made["exception"] = [{"entry": {"what": "exception"}, "until": chance(dice, 50)}]
    return dict(PLAIN, **made)


# Questions.


def collisions(question):
    """The days on which something is due, opens, or is met, if there are any."""
    days = set()
    found = oracle.answer(question)
    for told in [item[key] for item in found["items"] for key in ("due", "window_opens", "met_on", "began")]:
        days.add(told)
    days |= {moment["day"] for moment in found["moments"]}
    return sorted(oracle.parse(day) for day in days - {""} if FIRST_DAY <= oracle.parse(day) <= LAST_DAY)


def ask(facts, on, frame):
    """A question, as JSON."""
    return dict(frame, on=text(on), facts=with_endings(facts))


def last_days_of_visits(facts, limit):
    """The last possible day of each trial home visit, and the day after."""
    lasts = [oracle.months_after(fact["day"], limit) for fact in facts if fact.get("type") == "TRIAL_HOME_VISIT"]
    return [last + more * DAY for last in lasts for more in (0, 1)]


def day_asked_for(dice, facts, special, question):
    """A day in the history: a special day, a day of an interruption, or any day."""
    how = dice.randint(0, 9)
    days = [fact["day"] for fact in facts] or [FIRST_DAY + 200 * DAY]
    if how <= 4:
        return max(FIRST_DAY, near(dice, dice.choice(special or days)))
    kinds = oracle.Docket(question).care.kinds
    interrupted = [day for day, kind in kinds.items() if kind != "FOSTER_CARE"]
    if how <= 7 and interrupted:
        return dice.choice(interrupted)
    return odd_day(dice, min(days), max(days) + 200 * DAY)


def case(seed, number):
    """The question with this number."""
    dice = random.Random(f"{seed}/{number}")
    limit = dice.choice([6, 6, 1, 3])
    frame = {"holidays": holidays(dice), "yearly": YEARLY, "closed": holidays(dice) if chance(dice, 50) else [],
             "choices": {"interruptions": dice.choice(["CLOCKS_STOP", "NEW_ENTRY"]),
                         "partial_months": dice.choice(["CALENDAR", "THIRTY_DAYS"]), "trial_home_visit_months": limit},
             "rules": [rule(dice, f"rule-{index}") for index in range(dice.randint(1, 5))], "moments": moments(dice)}
    facts, special = history(dice, limit), []
    for _ in range(dice.choice([1, 1, 2])):
        special = collisions(ask(recorded(dice, facts), odd_day(dice, FIRST_DAY, LAST_DAY), frame))
        if special:
            facts += doings(dice, [dice.choice(special) for _ in range(dice.randint(1, 5))])
    facts = timed(dice, [dict(fact, day=max(fact["day"], FIRST_DAY)) for fact in facts])
    special += last_days_of_visits(facts, limit) + [fact["day"] for fact in facts]
    facts = recorded(dice, facts) + closing(dice, facts)
    question = ask(facts, LAST_DAY, frame)
    return dict(question, on=text(day_asked_for(dice, facts, special, question)))
