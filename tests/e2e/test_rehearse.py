"""casejournal rehearse: what an import would record, without a journal."""

import json
import os
import tempfile
import unittest

import journal
from journal import Exit, PROGRAM, ROOT, SAMPLES


def rehearse(*arguments, **options):
    return journal.run([PROGRAM, "rehearse", "--time-zone", "America/New_York", *map(str, arguments)], **options)


class RehearseTest(unittest.TestCase):
    def test_a_good_file_would_be_recorded_and_leaves_nothing(self):
        with tempfile.TemporaryDirectory() as temporary:
            ran = rehearse("--rules", ROOT / "deploy/rules", SAMPLES[0],
                           env={**os.environ, "TMPDIR": temporary})
            self.assertEqual(ran.exit, Exit.OK, ran.err)
            lines = len(SAMPLES[0].read_text().splitlines())
            self.assertIn(f"Would record {lines:,} requests with ", ran.out)
            self.assertEqual(os.listdir(temporary), [])

    def test_every_line_that_would_be_rejected_is_named(self):
        lines = SAMPLES[0].read_text().splitlines()
        first = json.loads(lines[0])
        first["requestId"] = "0a1b2c3d-0000-4000-8000-000000000001"  # the case would be opened a second time
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write("\n".join([*lines, "{", json.dumps(first)]) + "\n")
            file.flush()
            ran = rehearse("--json", file.name)
        self.assertNotEqual(ran.exit, Exit.OK)
        told = json.loads(ran.out)
        self.assertTrue(told["rehearsal"])
        self.assertEqual(told["requestsRecorded"], len(lines))
        self.assertEqual([each["line"] for each in told["rejected"]], [len(lines) + 1, len(lines) + 2])
        self.assertIn(f"{file.name}:{len(lines) + 1}", ran.err.replace(": line ", ":"))

    def test_a_time_zone_that_does_not_exist_is_rejected(self):
        ran = journal.run([PROGRAM, "rehearse", "--time-zone", "Ohio/Columbus", str(SAMPLES[0])])
        self.assertNotEqual(ran.exit, Exit.OK)
        self.assertIn("Ohio/Columbus", ran.err)


if __name__ == "__main__":
    unittest.main()
