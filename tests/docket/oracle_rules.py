"""What a selector matches and what a rule must not say, for oracle.py."""

from oracle_days import added


def picks(selector, fact):
    """Whether a selector matches this fact."""
    return fact["what"] == selector["what"] and (not selector.get("kind") or fact.get("kind") == selector["kind"])


def picked(selectors, scope):
    """The entries of a scope that one of the selectors matches, in the order of effect."""
    return [fact for fact in scope.entries if any(picks(selector, fact) for selector in selectors)]


def check(rule):
    """Reject a rule whose meaning the document does not define."""
    repeat = rule.get("repeat") or {}
    if "count" in rule and (rule["per"] != "CHILD" or repeat or rule.get("stops_in") or rule.get("extended_by")
                            or rule.get("not_later_than")):
        raise ValueError(f"{rule['name']}: a count with more than `due` and `roll`")
    if "calendar_month" in repeat and (rule.get("stops_in") or rule.get("roll") or rule.get("window_days")):
        raise ValueError(f"{rule['name']}: months that move")
    if rule.get("restarted_by") and "grid" not in repeat:
        raise ValueError(f"{rule['name']}: restarted, but no grid")
    if "grid" in repeat and (rule.get("not_later_than") or added({}, rule["due"], 1) != added({}, repeat["grid"], 1)):
        raise ValueError(f"{rule['name']}: a grid with a first date of its own")
    if rule.get("named_by") and (repeat or rule.get("count")):
        raise ValueError(f"{rule['name']}: a day is named for a date that is repeated")
    if rule["due"].get("hours") and (repeat or rule.get("extended_by") or len(rule["due"]) > 1):
        raise ValueError(f"{rule['name']}: hours and something else")
    if "FOSTER_CARE" in rule.get("stops_in", []):
        raise ValueError(f"{rule['name']}: stops in foster care")
