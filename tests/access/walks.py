"""Random histories of roles, assignments, grants, links, joins, and restores, and questions about them."""

import datetime

CASES = ["the Lees", "the Reeds", "the Moss children"]
UNITS = ["north", "south"]
# The same subject at two issuers is two people.
PEOPLE = [["wren.example", "u-1"], ["wren.example", "u-2"], ["heron.example", "u-1"], ["heron.example", "u-2"]]
FIRST = datetime.date(2025, 5, 1)
DAYS = 20
ROLES = ["ADMINISTRATOR", "OPERATOR", "CASEWORKER", "SUPERVISOR", "COURT", "AUDITOR", "PIPELINE", "REVIEWER",
         "GUARDIAN_AD_LITEM", "COUNSEL", "EMERGENCY"]
LABELS = ["REPORTER_IDENTITY", "PROTECTED_ADDRESS", "PART2", "HEALTH", "ADOPTION", "SEALED", "EDUCATION"]


def day(number):
    return (FIRST + datetime.timedelta(days=number)).isoformat()


def some_day(chance):
    return day(chance.randrange(DAYS))


def step(chance, number, given, granted, restored):
    """One more step. The last three are the ids so far; roles are of any kind, also where they count for nothing."""
    if chance.random() < 0.02:
        restored.append(f"restore {number}")
        named = {"administrator": chance.choice(PEOPLE)} if chance.random() < 0.5 else {}
        return {"restored": restored[-1], **named}
    if restored and chance.random() < 0.2:
        return {"confirmed": chance.choice(restored[-2:])}
    kind = chance.choice(["give", "give", "give", "end", "assign", "assign", "grant", "grant", "revoke", "link", "join"])
    who = chance.choice(PEOPLE)
    if kind == "give" or (kind == "end" and not given):
        made = {"give": f"role {number}", "who": who, "role": chance.choice(ROLES)}
        if made["role"] == "SUPERVISOR" and chance.random() < 0.7:
            made["unit"] = chance.choice(UNITS)
        if chance.random() < 0.3:
            made["until"] = some_day(chance)
        given.append(made["give"])
        return made
    if kind == "end":
        return {"end": chance.choice(given)}
    case = chance.choice(CASES)
    made = {"case": case, "effective": some_day(chance)}
    if kind == "assign":
        made.update({"assign": chance.choice(["CASEWORKER", "SUPERVISOR"]), "who": who})
        if chance.random() < 0.6:
            made["unit"] = chance.choice(UNITS)
    elif kind == "grant" or (kind == "revoke" and not granted):
        made.update({"grant": f"grant {number}", "who": who, "role": chance.choice(ROLES)})
        if chance.random() < 0.5:
            made["until"] = some_day(chance)
        if chance.random() < 0.3:
            made["opens"] = chance.sample(LABELS, chance.randrange(1, 3))
        granted.append((case, made["grant"]))
    elif kind == "revoke":
        made["case"], made["revoke"] = chance.choice(granted)
    elif kind == "link":
        made["link"] = chance.choice([other for other in CASES if other != case])
    else:
        made.update({"join": chance.choice([other for other in CASES if other != case]), "goes_on": chance.random() < 0.5})
    return made


def walk(chance):
    given, granted, restored = [], [], []
    return [step(chance, number, given, granted, restored) for number in range(chance.randrange(3, 30))]


def question(chance, steps):
    asked = {"after": chance.randrange(1, len(steps) + 1), "who": chance.choice(PEOPLE), "on": some_day(chance)}
    if chance.random() < 0.8:
        asked["case"] = chance.choice(CASES)
    return asked
