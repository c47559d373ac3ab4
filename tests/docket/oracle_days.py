"""Days and hours as docs/DOCKET.md counts them, one at a time: for oracle.py, and just as independent of the
program."""

import datetime
import zoneinfo

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
ZONE = zoneinfo.ZoneInfo("America/New_York")


def parse(text):
    """A day from YYYY-MM-DD."""
    return datetime.date.fromisoformat(text)


def days_between(first, last):
    """Every day from `first` and before `last`."""
    while first < last:
        yield first
        first += DAY


def months_after(day, months):
    """The same day of the month, a number of months later or earlier, or the last day of that month."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    number = day.day
    while True:
        try:
            return datetime.date(year, month, number)
        except ValueError:
            number -= 1


def month_days(day):
    """All days of the month that `day` is in."""
    first = day
    while first.day > 1:
        first -= DAY
    return list(days_between(first, months_after(first, 1)))


class Calendar:
    """Weekends, the holidays that the question lists, those of each year, and the days on which the office is closed."""

    def __init__(self, holidays, yearly=(), closed=()):
        self.holidays = set(holidays)
        self.yearly = list(yearly)
        self.closed = set(closed)

    def is_holiday(self, day):
        """Whether a day is a holiday, or a day on which a weekend holiday is observed."""
        if day in self.holidays or any((day.month, day.day) == tuple(one) for one in self.yearly):
            return True
        beside = {5: day + DAY, 1: day - DAY}.get(day.isoweekday())
        return bool(beside) and any((beside.month, beside.day) == tuple(one) for one in self.yearly)

    def is_working_day(self, day):
        return day.isoweekday() <= 5 and not self.is_holiday(day)

    def is_sunday_or_holiday(self, day):
        return day.isoweekday() == 7 or self.is_holiday(day)

    def after(self, day, offset):
        """`day` plus an offset: years and months at once, then days, then working days."""
        day = months_after(day, 12 * offset.get("years", 0) + offset.get("months", 0))
        days = offset.get("days", 0)
        for _ in range(abs(days)):
            day += DAY if days > 0 else -DAY
        working_days = offset.get("working_days", 0)
        for _ in range(abs(working_days)):
            day += DAY if working_days > 0 else -DAY
            while not self.is_working_day(day):
                day += DAY if working_days > 0 else -DAY
        hours = offset.get("hours", 0)
        while hours > 0:
            day, hours = day + DAY, hours - 24
        return day

    def rolled(self, day, roll):
        """The day that a last day rolls to."""
        if roll == "PAST_SUNDAYS_AND_HOLIDAYS":
            while self.is_sunday_or_holiday(day) or day in self.closed:
                day += DAY
        elif roll == "TO_A_WORKING_DAY":
            while not self.is_working_day(day) or day in self.closed:
                day += DAY
        elif roll:
            raise ValueError(roll)
        return day


def added(offset, other, times):
    """An offset plus a multiple of another, part by part."""
    parts = ("years", "months", "days", "working_days", "hours")
    return {part: offset.get(part, 0) + times * other.get(part, 0) for part in parts}


def instant(day, time):
    """The instant of a local time. If it exists twice, the first; if it does not exist, as if clocks had not gone
    forward."""
    local = datetime.datetime.combine(day, datetime.time.fromisoformat(time), tzinfo=ZONE)
    return local.astimezone(datetime.timezone.utc)


def local_day(at):
    """The day of an instant."""
    return at.astimezone(ZONE).date()


def local_time(at):
    """The local time of an instant, HH:MM."""
    return at.astimezone(ZONE).strftime("%H:%M")
