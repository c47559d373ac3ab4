"""The same question, program, and fonts give the same bytes of every kind of paper.

Who suffers: a court that compares the paper that a party handed up with the one that the agency sent.
"""

import os
import pathlib
import tempfile
import unittest

import papers

OTHER = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <alias binding="same"><family>Noto Serif</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <match target="font"><edit name="antialias" mode="assign"><bool>false</bool></edit></match>
  <match target="font"><edit name="hintstyle" mode="assign"><const>hintfull</const></edit></match>
</fontconfig>
"""


class PaperBytesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="casejournal-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def made(self, name, **environment):
        """The digests of all papers, made by processes of their own under this environment."""
        folder = self.folder / name
        papers_of = folder / "papers"
        papers_of.mkdir(parents=True)
        home = folder / "home"
        home.mkdir()
        return papers.make_all(folder / "journal", papers_of, {**os.environ, "HOME": str(home), **environment}), papers_of

    def test_every_kind_that_the_program_names_is_compared(self):
        self.assertEqual(papers.kinds_in_help(), sorted(papers.KINDS))

    def test_bytes_depend_on_no_zone_locale_home_directory_or_font_settings(self):
        config = self.folder / "fonts.conf"
        config.write_text(OTHER, encoding="utf-8")
        first, papers_of = self.made("a", TZ="UTC", LANG="C", LC_ALL="C")
        other = {"TZ": "Asia/Kathmandu", "LANG": "es_ES.UTF-8", "LC_ALL": "", "LANGUAGE": "es", "PANGO_LANGUAGE": "ne",
                 "FONTCONFIG_FILE": str(config), "XDG_CONFIG_HOME": str(self.folder), "GDK_SCALE": "2",
                 "SOURCE_DATE_EPOCH": "1", "TMPDIR": str(self.folder)}
        again, _ = self.made("another-folder-with-a-longer-name", **other)

        self.assertEqual(first, again)
        self.assertEqual(len(papers.KINDS) * len(papers.FORMS) + 1, len(first))
        self.assertEqual(len(first), len(set(first.values())), "two papers are the same")
        for name in first:
            content = (papers_of / name).read_bytes()
            self.assertNotIn(str(self.folder).encode(), content)
            self.assertTrue(content.startswith((b"%PDF-", b"<!DOCTYPE html>", b"<?xml ")), name)


if __name__ == "__main__":
    unittest.main()
