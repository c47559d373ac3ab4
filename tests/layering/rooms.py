"""The rooms of the house: what each folder may include next to itself, and what it may not do.

"casejournal" is the code generated from proto/. A folder that is not here fails test_layering.
"""

import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Room:
    may_include: frozenset
    never: str
    pure: bool = False  # no store, network, clock, chance, or logger
    tests_may: frozenset = frozenset()  # what its tests include beyond that


def room(may_include, never, pure=False, tests_may=""):
    return Room(frozenset(may_include.split()), never, pure, frozenset(tests_may.split()))


CASE = ("projections/events projections/entries projections/items projections/words projections/zone projections/state "
        "projections/versions "
        "projections/law projections/docket projections/figures projections/findings projections/history "
        "projections/register projections/sight ")

ROOMS = {
    # The log. proofs, witnesses: one target without a database, which other programs link, too.
    "eventstore/system": room("", "Knows no file of ours: calls that signals interrupt, and waits by the steady clock."),
    "eventstore/proofs": room(
        "eventstore/system",
        "Knows no log: hashes, trees, notes, and files that survive power loss."),
    "eventstore/witnesses": room("eventstore/proofs", "Asks no one: formats and their checks.", pure=True),
    "eventstore/seal": room("eventstore/proofs", "Stores nothing.", pure=True),
    "eventstore/records": room("eventstore/proofs eventstore/seal", "Knows no file and no database.", pure=True),
    "eventstore/storage": room(
        "eventstore/proofs eventstore/records eventstore/seal eventstore/system",
        "Sees no plaintext and decides nothing.",
        tests_may="eventstore/recovery"),
    "eventstore/keys": room("eventstore/proofs eventstore/records eventstore/seal eventstore/storage eventstore/system",
                            "Logs nothing; shows no key."),
    "eventstore/reading": room("eventstore/keys eventstore/proofs eventstore/records eventstore/storage",
                               "Never writes."),
    "eventstore/commit": room("eventstore/proofs eventstore/reading eventstore/records eventstore/storage eventstore/system",
                              "Opens no payload; does not know the facade."),
    "eventstore/recovery": room(
        "eventstore/commit eventstore/keys eventstore/proofs eventstore/reading eventstore/records "
        "eventstore/storage eventstore/system",
        "Appends nothing."),
    "eventstore/backup": room(
        "eventstore eventstore/commit eventstore/keys eventstore/proofs eventstore/reading eventstore/records "
        "eventstore/recovery eventstore/storage eventstore/system",
        "Opens no payload but to prove a backup; writes to no log that is in use."),
    "eventstore": room(
        "eventstore/commit eventstore/keys eventstore/proofs eventstore/reading eventstore/records "
        "eventstore/recovery eventstore/seal eventstore/storage eventstore/system",
        "Knows no case: streams and bytes."),

    # What events add up to.
    "projections/events": room("casejournal", "Knows no plan.", pure=True),
    "projections/entries": room("casejournal eventstore/records projections/events", "Knows no plan.", pure=True),
    "projections/items": room("casejournal projections/entries projections/events",
                              "Knows no event: what a plan holds, and how copies share it.", pure=True),
    "projections/words": room("casejournal projections/events projections/items", "Knows no case.", pure=True),
    "projections/zone": room(
        "casejournal projections/words",
        "Reads no clock."),
    "projections/state": room("casejournal eventstore/proofs eventstore/records eventstore/seal projections/entries "
                              "projections/events projections/items",
                              "Knows no store and no rule.", pure=True, tests_may="projections/history projections/words"),
    "projections/versions": room("casejournal eventstore/proofs projections/entries projections/events "
                                 "projections/items projections/state projections/words",
                                 "Knows no store: what people are asked to sign, and what binds.", pure=True),
    "projections/register": room("casejournal projections/entries projections/events projections/state "
                                 "projections/versions projections/words", "Has no switch over event types.", pure=True),
    "projections/sight": room("casejournal eventstore/records projections/entries projections/items projections/state projections/versions", "Knows no caller: labels in, entries out.", pure=True,
                              tests_may="projections/docket projections/findings projections/history projections/register"),
    "projections/findings": room("casejournal eventstore/proofs projections/entries projections/events projections/law projections/state "
                                 "projections/versions projections/words", "Does not read the docket; refuses nothing.", pure=True),
    "projections/figures": room("casejournal projections/docket projections/entries projections/law projections/state",
                                "Does not read findings or due dates.", pure=True, tests_may="projections/events"),
    "projections/law": room("casejournal eventstore/records projections/entries projections/events",
                            "Reads no case: rule sets, calendars, and the days that count.", pure=True),
    "projections/docket": room("casejournal projections/entries projections/events projections/law projections/words",
                               "Does not read findings or plans.", pure=True),
    "projections/history": room("casejournal projections/entries projections/events projections/items "
                                "projections/register projections/state projections/words",
                                "Has no switch over event types.", pure=True),
    "projections/work": room("casejournal projections/entries projections/events projections/findings projections/items "
                             "projections/law projections/state projections/words", "Knows no rule: what a plan and its record ask for.",
                             pure=True),
    "projections/read_models/store": room("eventstore eventstore/proofs eventstore/storage eventstore/system",
                                          "Knows no row: families of keys and values, and how far they were made."),
    "projections/read_models": room(
        "casejournal eventstore eventstore/proofs eventstore/system projections/docket projections/read_models/store projections/law projections/entries "
        "projections/events projections/state projections/words projections/work",
        "Cannot append."),
    "projections/read_models/online": room("eventstore eventstore/proofs eventstore/system projections/read_models projections/read_models/store",
                                           "Cannot append. Knows no call: rebuilds beside what is served."),

    # Commands in.
    "services/admission/catalog": room("casejournal projections/events projections/findings projections/law projections/words",
                                       "Judges nothing: texts and how they are put together.", pure=True),
    "services/admission/shape": room("casejournal eventstore/records projections/entries projections/events "
                                     "services/admission/catalog",
                                     "Needs no case.", pure=True),
    "services/admission/proposal": room("casejournal projections/entries projections/events projections/items projections/law "
                                        "projections/state projections/versions services/admission/catalog", "Refuses nothing by itself.", pure=True),
    "services/admission/rules": room("casejournal projections/entries projections/events projections/findings "
                                     "services/admission/catalog services/admission/proposal",
                                     "Folds no case; a rule does not call another one's file.", pure=True),
    "services/admission": room("casejournal projections/entries projections/events projections/items "
                               "projections/state services/admission/catalog services/admission/proposal services/admission/rules",
                               "Records nothing.", pure=True, tests_may="services/admission/shape"),
    "services/errors": room("casejournal eventstore/proofs eventstore/records", "Decides nothing: details of errors and their size."),
    "services/http": room("", "Knows no journal: one request, with limits.", tests_may="services/credentials"),
    "services/access": room("casejournal eventstore/proofs eventstore/system projections/entries services/errors services/http services/net services/pages",
                            "Sees no content of events: who calls, and what they may do.",
                            tests_may="services/credentials"),
    "services/journal": room(
        "casejournal eventstore eventstore/backup eventstore/keys eventstore/proofs eventstore/recovery eventstore/system "
        "projections/law projections/entries projections/events projections/zone services/access services/recorder",
        "Knows no single case."),
    "services/cases": room(
        "casejournal eventstore eventstore/records eventstore/seal projections/entries projections/read_models projections/read_models/store "
        "projections/sight projections/state projections/versions services/access services/errors",
        "Cannot append.",
        tests_may="eventstore/system projections/events"),
    "services/backups": room(
        "casejournal eventstore eventstore/backup eventstore/proofs services/access services/errors services/recorder",
        "Knows no case: copies what is stored, and proves the copy.",
        tests_may="projections/events"),
    "services/recorder": room(
        "casejournal eventstore eventstore/proofs eventstore/records eventstore/system projections/entries projections/events projections/law "
        "projections/sight projections/state projections/versions services/admission services/admission/catalog services/admission/shape "
        "services/access services/cases services/errors",
        "Answers no question.",
        tests_may="projections/read_models services/journal"),

    # Answers out.
    "services/evidence": room(
        "casejournal eventstore eventstore/proofs eventstore/system eventstore/witnesses services/http services/recorder",
        "Knows no case."),
    "services/answers": room("casejournal eventstore eventstore/proofs eventstore/records eventstore/system projections/law projections/entries "
                             "projections/events projections/items projections/read_models projections/read_models/store projections/register "
                             "projections/state projections/words services/access services/admission/catalog services/cases services/errors "
                             "services/journal services/pages",
                             "Has no log to append to."),
    "services/answers/disclosures": room(
        "casejournal eventstore eventstore/proofs projections/entries projections/events projections/sight "
        "services/access services/answers services/cases services/evidence services/exhibit services/recorder",
        "Records disclosures, through the recorder, and nothing else.",
        tests_may="eventstore/system projections/read_models services/answers/access services/answers/cases services/answers/log "
                  "services/errors services/subscriptions"),
    "services/answers/cases": room("casejournal eventstore/system projections/docket projections/entries projections/figures projections/findings projections/law "
                                   "projections/history projections/sight projections/state projections/versions projections/words services/answers "
                                   "services/answers/disclosures services/cases "
                                   "services/journal", "Has no log to append to."),
    "services/answers/lists": room("casejournal eventstore/system projections/docket projections/entries projections/read_models "
                                   "projections/register projections/words services/answers services/answers/disclosures services/cases "
                                   "services/errors services/journal",
                                   "Has no log to append to."),
    "services/answers/journal": room("casejournal projections/docket projections/events projections/findings projections/law "
                                     "projections/state projections/words services/admission/catalog services/answers "
                                     "services/cases services/journal",
                                     "Reads no case."),
    "services/answers/log": room("casejournal eventstore eventstore/proofs eventstore/records eventstore/system services/answers "
                                 "services/answers/disclosures services/cases services/errors services/evidence", "Has no log to append to."),
    "services/answers/access": room(
        "casejournal eventstore eventstore/proofs eventstore/system projections/entries projections/events projections/read_models "
        "services/access services/answers services/answers/disclosures services/cases services/errors services/journal "
        "services/pages services/recorder",
        "Records roles, through the recorder, and nothing else."),
    "services/answers/documents": room(
        "casejournal eventstore/proofs eventstore/system projections/entries projections/events projections/register projections/state "
        "projections/versions projections/words services/answers services/answers/cases services/answers/disclosures services/cases services/documents "
        "services/documents/court services/evidence "
        "services/exhibit services/journal services/pages services/pages/plan services/paper services/recorder",
        "Records a disclosure, through the recorder, and nothing else."),
    "services/answers/exhibits": room(
        "casejournal eventstore/records eventstore/witnesses projections/events projections/state projections/versions "
        "services/answers services/cases services/errors services/evidence services/exhibit services/journal "
        "services/recorder "
        "services/verify",
        "Records a disclosure, through the recorder, and nothing else."),
    "services/answers/operator": room(
        "casejournal eventstore eventstore/proofs projections/read_models projections/read_models/online services/access "
        "services/answers services/backups services/errors services/journal",
        "Shows no content of an entry.", tests_may="eventstore/system"),
    "services/subscriptions": room("casejournal eventstore eventstore/system services/answers services/answers/disclosures services/cases "
                                   "services/errors", "Has no log to append to.",
                                   tests_may="projections/events services/recorder"),
    "services/grpc/operator": room(
        "casejournal services/answers/operator services/backups services/errors services/grpc services/grpc/raw services/journal "
        "services/net",
        "Has no rules."),
    "services/grpc/appends": room(
        "casejournal eventstore/system services/access services/admission/shape services/errors services/grpc services/grpc/raw "
        "services/recorder",
        "Has no rules."),
    "services/grpc/unary": room(
        "casejournal eventstore/system services/access services/errors services/grpc services/grpc/raw",
        "Has no rules, and knows no method by its name."),
    "services/grpc/raw": room("", "Parses nothing itself: bytes in, handlers behind them.", tests_may="casejournal"),
    "services/grpc": room(
        "casejournal eventstore/system projections/entries projections/read_models services/access services/admission/shape services/answers "
        "services/answers/access services/answers/cases services/answers/disclosures services/answers/documents "
        "services/answers/exhibits services/answers/journal services/answers/lists services/answers/log "
        "services/cases services/errors services/evidence services/grpc/raw services/journal services/net "
        "services/recorder services/subscriptions",
        "Has no rules.",
        tests_may="eventstore/records"),
    "services/server": room(
        "casejournal eventstore/system projections/read_models services/access services/answers/operator services/backups services/cases "
        "services/credentials services/evidence services/grpc services/grpc/appends services/grpc/operator services/grpc/unary services/journal services/listen "
        "services/net services/recorder",
        "Has no rules.",
        tests_may="eventstore/proofs projections/events projections/versions services/answers/cases services/answers/lists "
                  "services/answers/log services/errors services/exhibit services/verify"),

    # Text from answers, and checks that a stranger can make: no server and no database.
    "services/digest_code": room("", "Knows no document: digits and modules.", pure=True),
    "services/pages": room("casejournal projections/entries projections/events projections/words projections/zone "
                           "services/digest_code",
                           "Asks nothing: the same answer gives the same text.", pure=True,
                           tests_may="services/pages/plan"),
    "services/pages/plan": room("casejournal projections/events services/pages",
                                "Lays nothing out: the same plan gives the same document.", pure=True),
    "services/paper": room("services/digest_code services/pages", "Knows no case: documents as PDF.", tests_may=""),
    "services/documents": room("casejournal projections/entries projections/events projections/versions services/pages",
                               "Asks nothing, and decides nothing: the same answers give the same bytes.", pure=True),
    "services/documents/court": room("casejournal projections/entries projections/events projections/words services/documents services/pages "
                                     "services/pages/plan",
                                     "Asks nothing, and decides nothing: the same answers give the same bytes.", pure=True),
    "services/exhibit": room("casejournal eventstore/proofs eventstore/records projections/entries projections/events "
                             "projections/history projections/items projections/register projections/sight projections/state "
                             "projections/versions projections/words projections/zone services/documents services/pages services/pages/plan",
                             "Asks nothing: the same entries give the same bytes.", pure=True),
    "services/files": room("eventstore/proofs eventstore/system", "Knows no journal."),
    "services/net": room("", "Opens no connection."),
    "services/listen": room("eventstore/system services/net", "Reads nothing from a connection: which are let in, and how many."),
    "services/verify": room(
        "casejournal eventstore/proofs eventstore/records eventstore/seal eventstore/system eventstore/witnesses "
        "projections/entries projections/events projections/state projections/versions services/exhibit services/files",
        "Believes nothing that a server says; links no server and no database."),
    "services/verify/lost": room(
        "casejournal eventstore/proofs eventstore/records projections/events services/exhibit services/files services/verify",
        "Opens no journal: what others kept of it, and which of that is proved.",
        tests_may="eventstore/seal services/pages"),

    # Programs.
    "services/console": room("eventstore/proofs eventstore/records services/pages", "Knows no command."),
    "services/console/help": room("services/console services/pages", "Knows no command by name."),
    "services/json_input": room(
        "services/console services/pages",
        "Knows no message by name.",
        tests_may="casejournal"),
    "services/credentials": room("eventstore/proofs",
                                 "Knows no journal: keys, certificates, and tokens for a trial."),
    "services/client/connection": room("services/console services/files services/net services/pages",
                                       "Sends nothing: how a server is reached, and what a call says of its caller.",
                                       tests_may="services/credentials"),
    "services/client": room("services/client/connection services/files casejournal eventstore/proofs eventstore/records eventstore/system projections/events projections/words "
                            "projections/zone services/console services/net services/pages services/verify",
                            "Opens no data directory."),
    "services/client/lookup": room("casejournal projections/events services/client services/console services/pages",
                                   "Guesses nothing: what may mean several is listed."),
    "services/client/sign_in": room("casejournal services/client services/client/connection services/console services/files services/pages",
                                    "Checks no token: the server does."),
    "services/client/recording": room("casejournal eventstore/records projections/events services/client "
                                      "services/console services/files services/json_input services/pages",
                                      "Judges nothing: the server does."),
    "services/client/reading": room(
        "services/net casejournal eventstore/proofs projections/entries projections/events services/client "
        "services/client/lookup services/console services/documents services/files services/pages services/pages/plan services/verify",
        "Computes nothing that an answer does not say."),
    "services/client/access": room(
        "casejournal eventstore/records projections/events services/access services/client services/client/lookup "
        "services/console services/pages",
        "Decides nothing: the server does."),
    "services/client/work": room("casejournal projections/events services/client services/client/lookup services/client/reading "
                                 "services/console services/files services/pages",
                                 "Adds no duty: what an answer does not list was listed before."),
    "services/client/reading/plan": room(
        "casejournal eventstore/proofs projections/entries projections/versions projections/words services/client services/client/lookup "
        "services/client/reading services/console services/pages services/pages/plan",
        "Says nothing that does not follow from answers."),
    "services/client/evidence": room("casejournal eventstore/proofs eventstore/records projections/words "
                                     "services/client services/client/lookup services/client/recording services/console services/exhibit "
                                     "services/files services/pages services/verify", "Opens no data directory."),
    "services/operate": room("casejournal services/backups services/credentials services/http services/client/access services/client/recording eventstore/backup eventstore/keys eventstore/proofs eventstore/records eventstore/recovery projections/entries projections/law "
                             "projections/read_models "
                             "services/client services/console services/files services/journal "
                             "services/net services/pages services/server services/verify/lost", "Has no rules."),
    "services/casejournal": room("services/client/access services/client/evidence services/client/reading services/client/recording services/client/sign_in "
                                 "services/console services/console/help services/files services/operate", "Only names the commands."),
    "services/witness": room("eventstore/proofs eventstore/system eventstore/witnesses services/net",
                             "Knows nothing of a journal but its checkpoints."),
}


def _closure(links, target):
    reached, open_ = set(), [target]
    while open_:
        for next_ in links.get(open_.pop(), ()):
            if next_ not in reached:
                reached.add(next_)
                open_.append(next_)
    return reached


class Targets:
    """The targets of CMakeLists.txt: which folders each compiles, and what it links, directly or not."""

    def __init__(self, cmake_text):
        self.folders = {}
        self.links = {}
        for text in re.findall(r"casejournal_room\((.*?)\)", cmake_text, re.DOTALL):
            words = re.sub(r"#[^\n]*", "", text).split()
            name, key, parts = words[0], None, {}
            for word in words[1:]:
                if word in ("FOLDERS", "HEADERS", "OPTIONS", "DEPENDS"):
                    key = word
                else:
                    parts.setdefault(key, []).append(word)
            self.folders[name] = parts.get("FOLDERS", [])
            self.links[name] = parts.get("DEPENDS", [])
        for target, source in re.findall(r"target_sources\((\w+) PRIVATE ([\w/]+)/\w+\.cc\)", cmake_text):
            self.folders[target].append(source)
        for program, text in re.findall(r"target_link_libraries\((casejournal[\w-]*) PRIVATE (.*?)\)", cmake_text, re.DOTALL):
            self.links.setdefault(program, []).extend(text.split())

    def of_folder(self, folder):
        """The targets that compile a folder: its own row, or the one of the nearest folder above it."""
        while folder:
            found = [name for name, folders in self.folders.items() if folder in folders]
            if found:
                return found
            folder = folder.rpartition("/")[0]
        return []

    def reached_by(self, target):
        return _closure(self.links, target)
