"""The court cases of a child, for oracle.py: an independent implementation of docs/DOCKET.md, "Court cases". Like
oracle.py, it shares no code with the program that it is compared with."""

DISPOSITIONS = {"PROTECTIVE_SUPERVISION", "TEMPORARY_CUSTODY", "LEGAL_CUSTODY", "PERMANENT_CUSTODY",
                "PLANNED_PERMANENT_LIVING_ARRANGEMENT"}


class CourtCase:
    """A court case that has begun: its numbers, its last complaint, and the removals that joined it."""

    def __init__(self, begin, numbers=()):
        self.begin = begin
        self.numbers = set(numbers)
        self.complaint = None
        self.removals = []
        self.end = None

    def joins(self, fact):
        """Add a complaint, an order of shelter care, or a removal to it."""
        if fact["what"] == "removed":
            self.removals.append(fact)
        if fact["what"] == "complaint":
            if self.complaint is None:
                self.numbers = set()
            self.complaint = fact["day"]
            self.numbers |= numbers_of(fact)

    def lasts(self, day):
        """Whether it continues on that day, as far as is known."""
        return self.begin <= day and (not self.end or day < self.end)


def numbers_of(fact):
    """The court numbers that an entry gives."""
    return {fact["number"]} if fact.get("number") else set()


class Court:
    """The court cases of the child."""

    def __init__(self, history):
        self.history = history
        self.cases = []
        for fact in history.facts:
            if fact["what"] in ("complaint", "removed") or fact["what"] == "order" and fact["kind"] == "SHELTER_CARE":
                self.take(fact)
        for court, following in zip(self.cases, self.cases[1:]):
            if self.is_over(court, following.begin):
                court.end = following.begin

    def take(self, fact):
        """Process a fact that begins a court case or joins the one that began last."""
        last = self.cases[-1] if self.cases else None
        if last is None or self.is_over(last, fact["day"]):
            self.cases.append(CourtCase(fact["day"], last.numbers if last else ()))
        elif fact["what"] == "complaint" and last.complaint and numbers_of(fact) and not numbers_of(fact) & last.numbers:
            led = self.led_to(last, fact)
            self.cases.append(CourtCase((led or fact)["day"]))
            if led:
                self.cases[-1].joins(led)
        self.cases[-1].joins(fact)

    def led_to(self, last, complaint):
        """The removal that led to another complaint, or None."""
        if not last.removals:
            return None
        removal = last.removals[-1]
        exit_day = self.history.ended.get(removal["index"])
        facts = self.history.facts
        disposed = [fact for fact in facts[:facts.index(complaint)]
                    if fact["what"] == "order" and fact["kind"] in DISPOSITIONS and fact["day"] >= removal["day"]]
        if removal["day"] <= last.complaint or disposed or exit_day and exit_day <= complaint["day"]:
            return None
        return removal

    def is_over(self, court, day):
        """Whether the child has returned home and is not under supervision."""
        if not court.removals:
            return False
        exit_day = self.history.ended.get(court.removals[-1]["index"])
        return bool(exit_day) and exit_day <= day and not self.is_supervised(court, day)

    def is_supervised(self, court, day):
        """Whether an order of protective supervision made since the court case began is in force."""
        stands = False
        for fact in self.history.those("order"):
            if fact["day"] > day:
                continue
            if fact["kind"] == "PROTECTIVE_SUPERVISION":
                stands = fact["day"] >= court.begin and not (fact.get("ends_on") and fact["ends_on"] < day)
            elif fact["kind"] in DISPOSITIONS or fact["kind"] == "TERMINATION_OF_AN_EARLIER_ORDER":
                stands = False
        return stands

    def cases_with_entries(self):
        """The court cases in order, each with its entries, and with earlier entries that belong to no other court
        case."""
        found = []
        for number, court in enumerate(self.cases, start=1):
            others = set().union(*[other.numbers for other in self.cases if other is not court])
            entries = [fact for fact in self.history.facts if self.belongs(fact, number, court, others)]
            earlier = [fact for fact in self.history.facts if number > 1 and fact["day"] < court.begin and fact not in entries
                       and not (numbers_of(fact) & others and not numbers_of(fact) & court.numbers)]
            found.append((court, entries, earlier))
        return found

    @staticmethod
    def belongs(fact, number, court, others):
        """Whether an entry belongs to a court case: by its number, or else by its day."""
        mine, of_another = numbers_of(fact) & court.numbers, numbers_of(fact) & others
        if bool(mine) != bool(of_another):
            return bool(mine)
        return court.lasts(fact["day"]) or number == 1 and fact["day"] < court.begin
