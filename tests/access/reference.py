"""Who may do what, decided slowly from what docs/ACCESS.md says, and from nothing of the program.

A history is a list of steps in the order in which they were recorded (walks.py). A question names a person, a day, how
many steps there were, and a case or none.
"""

READS = "read-plan read-record follow give"
WORKS = READS + " record open-case take-emergency disclosures who-may"

# "What each role may do", besides describe and prove, which everybody with a role may.
ACTS = {
    "ADMINISTRATOR": "assign disclosures who-may manage-roles read-roles",
    "OPERATOR": "check-log operate",
    "CASEWORKER": WORKS,
    "SUPERVISOR": WORKS + " assign",
    "COURT": READS,
    "AUDITOR": READS + " check-log disclosures who-may read-roles",
    "PIPELINE": "read-record follow",
    "REVIEWER": "read-plan",
    "GUARDIAN_AD_LITEM": "read-plan read-record",
    "COUNSEL": "read-plan",
    "EMERGENCY": "read-plan",
}
IN_AGENCY = "REPORTER_IDENTITY PROTECTED_ADDRESS PART2 HEALTH ADOPTION EDUCATION"
# "Which labels each role sees".
LABELS = {
    "CASEWORKER": IN_AGENCY,
    "SUPERVISOR": IN_AGENCY,
    "COURT": "PROTECTED_ADDRESS HEALTH ADOPTION SEALED EDUCATION",
    "REVIEWER": "HEALTH EDUCATION",
    "GUARDIAN_AD_LITEM": "HEALTH EDUCATION",
    "EMERGENCY": "PROTECTED_ADDRESS HEALTH",
}
ORDER = list(ACTS)
EVERYWHERE = {"ADMINISTRATOR", "COURT", "AUDITOR", "PIPELINE"}
BY_JOURNAL = EVERYWHERE | {"OPERATOR", "CASEWORKER", "SUPERVISOR"}
BY_CASE = {"CASEWORKER", "COURT", "AUDITOR", "REVIEWER", "GUARDIAN_AD_LITEM", "COUNSEL", "EMERGENCY"}


def counts_on(until, day):
    return until is None or day <= until


def current_assignments(steps):
    """The last one of each part, by the day of effect and then by the order of recording."""
    found = {}
    for number, step in enumerate(steps):
        if "assign" in step:
            rank = (step["effective"], number)
            if step["assign"] not in found or found[step["assign"]][0] < rank:
                found[step["assign"]] = (rank, step)
    return [step for _, step in found.values()]


def waits_for_confirmation(steps):
    """Whether the last restore was not confirmed."""
    restores = [number for number, step in enumerate(steps) if "restored" in step]
    return bool(restores) and {"confirmed": steps[restores[-1]]["restored"]} not in steps[restores[-1]:]


def may_confirm(steps, who):
    """Whether somebody is the administrator whom the last restore named, if any, or became one since."""
    last = max(number for number, step in enumerate(steps) if "restored" in step)
    if steps[last].get("administrator", who) == who:
        return True
    ended = {step["end"] for step in steps if "end" in step}
    return any(step.get("role") == "ADMINISTRATOR" and "give" in step and step["who"] == who and step["give"] not in ended
               for step in steps[last:])


def roles_of(steps, who, case, day):
    """The roles that count, each with the labels that a grant opens besides."""
    held = held_by(steps, who, case, day)
    if not waits_for_confirmation(steps):
        return held
    return [one for one in held if one[0] == "ADMINISTRATOR"] if may_confirm(steps, who) else []


def held_by(steps, who, case, day):
    ended = {step["end"] for step in steps if "end" in step}
    in_journal = [step for step in steps if "give" in step and step["who"] == who and step["give"] not in ended
                  and step["role"] in BY_JOURNAL and counts_on(step.get("until"), day)]
    if case is None:
        return [(step["role"], set()) for step in in_journal]
    names = {step["role"] for step in in_journal}
    in_agency = names & {"CASEWORKER", "SUPERVISOR"}
    of_case = [step for step in steps if step.get("case") == case]
    assignments = current_assignments(of_case)
    roles = []
    for step in in_journal:
        if step["role"] in EVERYWHERE:
            roles.append((step["role"], set()))
        if step["role"] == "SUPERVISOR" and ("unit" not in step or any(a.get("unit") == step["unit"] for a in assignments)):
            roles.append(("SUPERVISOR", set()))
    for assignment in assignments:
        if assignment["who"] == who and in_agency:
            both = assignment["assign"] == "SUPERVISOR" and "SUPERVISOR" in names
            roles.append(("SUPERVISOR" if both else "CASEWORKER", set()))
    revoked = {step["revoke"] for step in of_case if "revoke" in step}
    for grant in of_case:
        if "grant" not in grant or grant["who"] != who or grant["grant"] in revoked or grant["role"] not in BY_CASE:
            continue
        if not counts_on(grant.get("until"), day):
            continue
        if grant["role"] in ("EMERGENCY", "CASEWORKER") and not in_agency:
            continue
        if grant["role"] == "EMERGENCY" and "until" not in grant:
            continue
        roles.append((grant["role"], set(grant.get("opens", []))))
    return roles


def decide(steps, question):
    """{act: {"sees": labels, "under": role}} for each act that is allowed."""
    held = roles_of(steps[:question["after"]], question["who"], question.get("case"), question["on"])
    held.sort(key=lambda role: ORDER.index(role[0]))
    allowed = {}
    for role, opened in held:
        for act in ["describe", "prove"] + ACTS[role].split():
            entry = allowed.setdefault(act, {"sees": set(), "under": role})
            entry["sees"] |= opened | set(LABELS.get(role, "").split())
    return allowed
