"""The page of an exhibit as a browser reads it.

Who suffers: a court whose computer runs what somebody wrote into a case.
"""

import html.parser
import unittest

from exhibits import ExhibitTest, with_names_of_today
from journal import SamplesTest

SIBLINGS = "cc5b606b-0394-4695-bb50-e7c72cf3e2ef"
NUMBER = "23-JV-0117"


class Page(html.parser.HTMLParser):
    """A page as a browser sees it: elements, and those that could load or run something."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.suspicious, self.words = set(), [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.suspicious += [(tag, name) for name, value in attrs
                            if name.startswith("on") or name in ("src", "href", "srcset", "action", "data", "style")
                            and not (name == "href" and value.startswith("#")) and (tag, name) != ("col", "style")]

    def handle_data(self, data):
        self.words += data


class ExhibitHtmlTest(ExhibitTest, SamplesTest):
    def test_the_page_loads_nothing_and_runs_nothing(self):
        """Whatever people wrote is only text in a reader's browser."""
        attack = "<script>alert(1)</script><img src=x onerror=alert(2)> \"&amp;' </title></pre>"
        files = self.make_whole(NUMBER, "--to", attack, "--why", attack, "--authority", attack).files
        page = files["exhibit.html"].decode()
        parsed = Page(page)

        self.assertEqual(3, parsed.words.count(attack))
        self.assertEqual([], parsed.suspicious)
        self.assertEqual(set(), parsed.elements - set(
            "html head meta title style body header nav main h1 h2 h3 h4 p ul li a b s time code br wbr div "
            "table colgroup col thead tbody tr th td span figure svg desc g rect path text".split()))
        self.assert_says(page, "default-src 'none'")
        for event in self.journal.rows("events", SIBLINGS)[::10]:
            self.assert_says(parsed.words, with_names_of_today(event["sentence"]))


if __name__ == "__main__":
    unittest.main()
