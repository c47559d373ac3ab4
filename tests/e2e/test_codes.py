"""The maps from this project's short code lists to those of others: deploy/codes/README.md."""

import collections
import csv
import pathlib
import re
import unittest

import casework

CODES = casework.ROOT / "deploy/codes"
CONTRACT = "".join(path.read_text(encoding="utf-8")
                   for path in sorted(pathlib.Path(casework.ROOT, "proto/casejournal/event/v1").glob("*.proto")))
COLUMNS = ["ours", "system", "code", "words", "citation", "verified", "note"]
# AFCARS asks first whether a child lives with a foster family, and asks where only if it does not.
ONE_QUESTION = {"afcars2020.E113": "afcars2020.E113 and E120", "afcars2020.E120": "afcars2020.E113 and E120"}
# The lists that each of our lists is mapped to.
LISTS = {
    "absence_kind": {"afcars2020.E120"},
    "assignment_part": {"niem.CaseworkerInvolvement"},
    "disposition": {"niem.AllegationStatus"},
    "disposition_sought": {"orc.2151.415(A)"},
    "exit_reason": {"afcars2020.E155"},
    "filing_exception_kind": {"usc.42.675(5)(E)"},
    "foster_home_trait": {"afcars2020"},
    "hearing_kind": {"niem.HearingCategory"},
    "permanency_outcome": {"afcars2020.E148", "afcars2020.E155", "niem.AFCARSPermanencyGoalCode"},
    "placement_change": {"niem.PlacementChangeReason"},
    "placement_location": {"afcars2020.E121"},
    "placement_type": {"afcars2020.E113", "afcars2020.E120", "niem.PlacementSetting"},
    "removal_circumstance": {"afcars2020", "niem.FosterCareRemovalReason"},
    "removal_environment": {"afcars2020.E71"},
    "transfer_to": {"afcars2020.E156"},
    "visit_location": {"afcars2020.E152"},
}


def enums():
    """The values of every enum of the contract except 0, by name."""
    return {name: {value for value, number in re.findall(r"^  ([A-Z0-9_]+) = (\d+)", body, re.M) if number != "0"}
            for name, body in re.findall(r"^enum (\w+) \{\n(.*?)^\}", CONTRACT, re.M | re.S)}


class CodesTest(unittest.TestCase):
    """Who suffers: a state whose federal report counts a child's home as something else."""

    def maps(self):
        for path in sorted(CODES.glob("*.csv")):
            with open(path, newline="", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            yield path, rows

    def test_every_value_of_ours_has_a_row_in_every_list_and_no_row_names_another(self):
        """A row may say that there is no counterpart. Without a row, no one has checked."""
        known = enums()
        read = {}
        for path, rows in self.maps():
            name = "".join(word.capitalize() for word in path.stem.split("_"))
            read[path.stem] = set()
            mapped = collections.defaultdict(set)
            for row in rows:
                self.assertEqual(COLUMNS, list(row))
                read[path.stem].add(row["system"])
                mapped[ONE_QUESTION.get(row["system"], row["system"])].add(row["ours"])
            for system, ours in mapped.items():
                self.assertEqual(known[name], ours, f"{path.name}: {system}")
        self.assertEqual(LISTS, read)

    def test_every_row_has_a_source_and_says_what_it_lacks(self):
        for _, rows in self.maps():
            for row in rows:
                self.assertIn(row["verified"], ("verified", "unverified"), row)
                self.assertTrue(row["citation"] and row["system"], row)
                self.assertTrue(row["code"] or row["note"], row)

    def test_one_value_has_one_code_in_one_list(self):
        for _, rows in self.maps():
            pairs = [(row["ours"], row["system"]) for row in rows]
            self.assertEqual(len(pairs), len(set(pairs)))

    def test_the_numbers_of_afcars_are_those_of_our_enums_where_we_say_so(self):
        """ExitReason and TransferTo have the numbers of E155 and E156."""
        for path in ("exit_reason.csv", "transfer_to.csv"):
            with open(CODES / path, newline="", encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    self.assertRegex(CONTRACT, rf"\n  {row['ours']} = {row['code']}\b")
