"""Finding persons and cases, before a second record of one human or one family is created."""

import casework
from casework import an_id
from journal import Exit, JournalTest

NAMES = {"hector": ("Héctor Vega", "1990-02-11"), "hektor": ("Hektor Wega", "1990-11-02"),
         "maria": ("María Vega Ruiz", "1987-06-23"), "smith": ("John Smith", "1970-01-01")}


def joined(word, name, born_on, **envelope):
    return casework.event("participantJoined", {"participantId": an_id(word), "personId": an_id(word, "person"),
                                                "capacity": "CAPACITY_ADULT", "name": name, "bornOn": born_on}, **envelope)


def assigned(subject, unit, part="ASSIGNMENT_PART_CASEWORKER", issuer="wren.example"):
    return casework.event("caseAssigned", {"staff": {"issuer": issuer, "subject": subject, "name": subject},
                                           "part": part, "unit": unit})


class FindingTest(JournalTest):
    def setUp(self):
        super().setUp()
        for word, (name, born_on) in NAMES.items():
            self.journal.append(casework.request(an_id(word, "case"), None, casework.opened(), joined(word, name, born_on)))

    def record(self, word, *events):
        return self.journal.append(casework.request(an_id(word, "case"), "any", *events))["firstPosition"]

    def persons(self, *words, after=None):
        return self.journal.rows("persons", *words, "--min-position", after or self.last())

    def last(self):
        return str(len(self.journal.events()) - 1)

    def cases(self, *words):
        return sorted(row["caseId"] for row in self.journal.rows("cases", *words, "--min-position", self.last()))


class PersonsTest(FindingTest):
    """Who suffers: the child who has two records, each with half of what is known."""

    def test_exact_swapped_and_phonetic_matches_in_that_order(self):
        found = self.persons("hector vega")
        self.assertEqual(["Héctor Vega", "Hektor Wega", "María Vega Ruiz"], [match["name"] for match in found])
        self.assertEqual(["NAME_MATCH_EXACT", "NAME_MATCH_SOME", "NAME_MATCH_SOME"], [match["nameMatch"] for match in found])

        self.assertEqual("NAME_MATCH_SWAPPED", self.persons("Vega, Héctor")[0]["nameMatch"])
        self.assertEqual("NAME_MATCH_PHONETIC", self.persons("Hecktor Veega")[0]["nameMatch"])
        self.assertEqual([], self.persons("Nobody Known"))

    def test_a_birth_date_ranks_and_never_hides(self):
        found = self.persons("vega", "--born", "1987-06-23")

        self.assertEqual(["María Vega Ruiz", "Héctor Vega"], [match["name"] for match in found[:2]])
        self.assertEqual("BIRTH_DATE_MATCH_SAME", found[0]["born"])
        near = self.persons("hektor wega", "--born", "1990-02-11")[0]
        self.assertEqual("BIRTH_DATE_MATCH_NEAR", near["born"])

    def test_a_corrected_name_is_found_and_the_wrong_one_is_not(self):
        right = joined("smith", "Jon Smythe", "1970-01-01", corrects={"revision": "1", "reason": "spelling"})
        self.record("smith", right)

        self.assertEqual("Jon Smythe", self.persons("Jon Smythe")[0]["name"])
        self.assertEqual("NAME_MATCH_PHONETIC", self.persons("John Smith")[0]["nameMatch"])
        self.journal.restart()
        self.assertEqual("Jon Smythe", self.persons("smythe")[0]["name"])

    def test_other_names_are_found(self):
        self.record("maria", casework.event("personDetailsLearned", {
            "participantId": an_id("maria"), "details": {"name": "María Vega Ruiz", "otherNames": ["Mary Gutierrez"]}}))

        self.assertEqual(an_id("maria", "person"), self.persons("gutierrez")[0]["personId"])

    def test_one_human_is_one_match_once_somebody_recognised_it(self):
        self.assertEqual(2, len(self.persons("hektor wega", "--limit", "2")))
        position = self.record("hektor", casework.event("samePersonRecognised", {
            "participantId": an_id("hektor"), "personId": an_id("hektor", "person"),
            "otherPersonId": an_id("hector", "person"), "basis": "the birth certificate"}))

        found = self.persons("hector vega", after=position)[0]
        self.assertEqual(an_id("hector", "person"), found["personId"])
        self.assertEqual([an_id("hektor", "person")], found["otherPersonIds"])
        self.assertEqual({an_id("hector", "case"), an_id("hektor", "case")}, set(found["caseIds"]))
        self.assertEqual(sorted([an_id("hector", "case"), an_id("hektor", "case")]),
                         self.cases("--person", an_id("hektor", "person")))

    def test_two_children_of_one_case_who_are_said_to_be_one_are_both_found(self):
        """Until someone says which of the two records is wrong."""
        case = an_id("siblings", "case")
        children = [casework.event("participantJoined", {
            "participantId": an_id(name), "personId": an_id(name, "person"), "capacity": "CAPACITY_CHILD", "name": f"{name} Quist"})
            for name in ("Ana", "Ben")]
        self.journal.append(casework.request(case, None, casework.opened(), *children))
        self.record("siblings", casework.event("samePersonRecognised", {
            "participantId": an_id("Ana"), "personId": an_id("Ana", "person"), "otherPersonId": an_id("Ben", "person"),
            "basis": "the birth certificate"}))
        # Also through a third id in another case.
        for name in ("Ana", "Ben"):
            self.record("smith", casework.event("samePersonRecognised", {
                "participantId": an_id("smith"), "personId": an_id("smith", "person"),
                "otherPersonId": an_id(name, "person"), "basis": "his word"}))

        self.assertEqual({"Ana Quist", "Ben Quist"}, {match["name"] for match in self.persons("quist")})
        [finding] = [found for found in self.journal.rows("findings", case) if found["id"] == "person.side-by-side"]
        self.assertEqual("FINDING_STATE_OPEN", finding["state"])
        self.assertEqual({an_id("Ana"), an_id("Ben")}, set(finding["subjectIds"]))

    def test_what_is_no_name_is_refused_without_repeating_it(self):
        for words in (["1234"], ["x" * 201]):
            self.assert_exit(Exit.MALFORMED, self.journal.run("persons", *words))
        self.assert_exit(Exit.USAGE, self.journal.run("persons", "Quarrington", "--born", "2014-02-30"))


class CasesTest(FindingTest):
    """Who suffers: the family whose case no one finds after the worker has left."""

    def test_by_worker_and_unit_as_they_are_now(self):
        self.record("hector", assigned("cw-1", "North"))
        self.record("maria", assigned("cw-1", "North"), assigned("su-1", "South", "ASSIGNMENT_PART_SUPERVISOR"))
        self.record("hector", assigned("cw-2", "West"))

        self.assertEqual([an_id("maria", "case")], self.cases("--worker", "cw-1"))
        self.assertEqual([an_id("hector", "case")], self.cases("--worker", "cw-2"))
        self.assertEqual([an_id("maria", "case")], self.cases("--unit", "North"))
        self.assertEqual([an_id("maria", "case")], self.cases("--unit", "South", "--worker", "cw-1"))
        self.assertEqual([], self.cases("--unit", "South", "--worker", "cw-2"))

    def test_a_worker_is_known_by_issuer_and_subject(self):
        """Two counties gave two people the same subject: neither may read the other's list by mistake."""
        self.record("hector", assigned("cw-1", "North"))
        self.record("maria", assigned("cw-1", "North", issuer="tallow.example"))

        self.assertEqual([an_id("hector", "case")], self.cases("--worker", "cw-1", "--issuer", "wren.example"))
        self.assertEqual([an_id("maria", "case")], self.cases("--worker", "cw-1", "--issuer", "tallow.example"))
        self.assertEqual([], self.cases("--unit", "North", "--worker", "cw-1", "--issuer", "harlan.example"))
        ran = self.journal.run("cases", "--worker", "cw-1", "--min-position", self.last())
        self.assert_exit(Exit.MALFORMED, ran)
        self.assert_says(ran.err, "staffIssuer", "wren.example", "tallow.example")
        self.record("maria", assigned("cw-2", "North"))
        self.assertEqual([an_id("maria", "case")], self.cases("--worker", "cw-2"))

    def test_by_a_number_that_was_put_right(self):
        number = {"system": "Juvenile Court", "number": "25-JV-0001"}
        self.record("smith", casework.event("caseNumberGiven", number))
        self.assertEqual([an_id("smith", "case")], self.cases("--number", "25-JV-0001"))
        self.record("smith", casework.event("caseNumberGiven", {**number, "number": "25-JV-0002"},
                                            corrects={"revision": "2", "reason": "a slip"}))

        self.assertEqual([an_id("smith", "case")], self.cases("--number", "25-JV-0002"))
        self.assert_exit(Exit.NOT_FOUND, self.journal.run("cases", "--number", "25-JV-0001", "--min-position", self.last()))

    def test_by_person_opened_closed_and_changed(self):
        everybody = sorted(an_id(word, "case") for word in NAMES)
        self.assertEqual([an_id("maria", "case")], self.cases("--person", an_id("maria", "person")))
        self.assertEqual(everybody, self.cases("--opened-from", casework.day(), "--opened-until", casework.day()))
        self.assertEqual([], self.cases("--opened-until", casework.day(2)))
        before = self.journal.rows("cases", "--min-position", self.last())
        newest = max(row["lastRecordedAt"] for row in before)
        self.record("smith", casework.event("caseClosed", {"reason": "CASE_CLOSE_REASON_FAMILY_MOVED"}))

        self.assertEqual([an_id("smith", "case")], self.cases("--changed-since", newest))
        self.assertEqual([an_id("smith", "case")], self.cases("--closed-from", casework.day()))
        self.assertEqual([], self.cases("--closed-until", casework.day(2)))

    def test_by_the_days_that_hold_now(self):
        smith = [an_id("smith", "case")]
        opened = casework.opened(days_ago=5, corrects={"revision": "0", "reason": "a slip"})
        self.record("smith", opened, casework.event("caseClosed", {"reason": "CASE_CLOSE_REASON_FAMILY_MOVED"}))
        self.assertEqual(smith, self.cases("--opened-until", casework.day(3)))
        self.assertEqual(smith, self.cases("--closed-from", casework.day(1)))

        self.record("smith", casework.event("caseReopened", {"origin": "CASE_ORIGIN_OWN_REQUEST"}))
        self.assertEqual([], self.cases("--closed-from", casework.day(1)))
        self.journal.stop()
        self.journal.ok("rebuild", "--data", self.journal.directory)
        self.journal.start()
        self.assertEqual(smith, self.cases("--opened-until", casework.day(3)))
        self.assertEqual([], self.cases("--closed-from", casework.day(1)))
        self.assertEqual([], self.cases("--changed-since", "2099-01-01T00:00:00Z"))
        self.assertEqual(len(NAMES), len(self.cases("--changed-since", "1066-10-14T09:00:00Z")))

    def test_a_day_that_is_none_is_refused(self):
        ran = self.journal.run("cases", "--opened-from", "2025-02-30")

        self.assert_exit(Exit.USAGE, ran)
        self.assert_says(ran.err, "--opened-from")
