"""What a tool can check in the Markdown pages: the width of their lines, the length of the README, and their links.

    python3 -m unittest discover -s tests/layering
"""

import re
import unittest

from test_layering import ROOT, files

WIDTH_MAX = 140
README_LINES_MAX = 150

CODE_BLOCK = re.compile(r"^ *(```+).*?^ *\1 *$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r"\]\(<?([^()\s>]+)>?(?: \"[^\"]*\")?\)|^\[[^\]]+\]:[ \t]*(\S+)", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def is_table_row(line):
    return line.lstrip().startswith("|")


def cannot_be_broken(line):
    """A link or a path that is too long by itself."""
    return len(line.split()) == 1 or re.fullmatch(r"\s*(?:[-*]|\d+\.)?\s*\[[^\]]*\]\(\S+\)\S*", line) is not None


def prose(text):
    """The page without its code: an example in it is neither a heading nor a link."""
    return CODE_BLOCK.sub("", text)


def anchors(text):
    """The names by which a link can point to the headings of a page, as GitHub makes them."""
    found = set()
    for heading in re.findall(r"^#{1,6} +(.*?) *#*$", prose(text), re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        number = 0
        while (numbered := f"{name}-{number}" if number else name) in found:
            number += 1
        found.add(numbered)
    return found


def links(text):
    """The target of every link of a page."""
    return [inline or defined for inline, defined in LINK.findall(CODE_SPAN.sub("", prose(text)))]


def broken(page, target):
    """What is wrong with a relative link of a page, or an empty string."""
    path, _, anchor = target.partition("#")
    end = (ROOT / page).parent / path if path else ROOT / page
    if not end.exists():
        return "no such file"
    if anchor and (end.suffix != ".md" or anchor not in anchors(end.read_text(encoding="utf-8"))):
        return "no such heading"
    return ""


class DocumentsTest(unittest.TestCase):
    """Who suffers: a reader on a small screen, and a reader who follows a link to nowhere."""

    maxDiff = None

    def test_lines_are_narrow_enough_to_read_and_to_compare(self):
        """Tables may be wider: a row cannot be broken."""
        self.assertEqual([], [f"{path}:{number}: {len(line)} characters; the limit is {WIDTH_MAX}"
                              for path, text in files(".md")
                              for number, line in enumerate(text.splitlines(), 1)
                              if len(line) > WIDTH_MAX and not is_table_row(line) and not cannot_be_broken(line)])

    def test_the_readme_is_read_in_one_sitting(self):
        """The long tour is docs/TOUR.md."""
        self.assertLessEqual(len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()), README_LINES_MAX)

    def test_every_relative_link_leads_to_a_file_and_a_heading_that_exist(self):
        checked = [(path, target, broken(path, target)) for path, text in files(".md") for target in links(text)
                   if not ELSEWHERE.match(target)]

        self.assertGreater(len(checked), 30)
        self.assertEqual([], [f"{path}: {target}: {fault}" for path, target, fault in checked if fault])


class ReadingTest(unittest.TestCase):
    """The checks above can fail."""

    def test_a_heading_is_found_by_the_name_that_github_gives_it(self):
        page = "# One: two, `three`\n\n## Again\n\n```\n# no heading\n```\n\n## Again\n\n### [A](b.md) link\n"
        self.assertEqual({"one-two-three", "again", "again-1", "a-link"}, anchors(page))

    def test_a_link_in_code_is_not_followed(self):
        page = "[a](a.md#b) `[c](d.md)` [e](<f.md>)\n```\n[g](h.md)\n```\n[i]: j.md\n"
        self.assertEqual(["a.md#b", "f.md", "j.md"], links(page))

    def test_a_link_to_a_missing_file_or_heading_is_broken(self):
        self.assertEqual("no such file", broken("README.md", "docs/MISSING.md"))
        self.assertEqual("no such heading", broken("docs/TOUR.md", "../README.md#missing"))
        self.assertEqual("", broken("docs/TOUR.md", "../README.md#two-commands"))
        self.assertEqual("", broken("README.md", "docs/decisions"))


if __name__ == "__main__":
    unittest.main()
