"""Every kind of paper, made from the store of a release: a journal whose entries, ids, and times never change.

So the bytes of a paper depend on the program and on the machine, and on nothing else.
"""

import contextlib
import hashlib
import re
import sys

from journal import PROGRAM, ROOT, Journal, run

sys.path.append(str(ROOT / "tests/compat"))
import releases  # pylint: disable=wrong-import-position

CASE = "22-JV-0232"  # of the sample new-home: two children, several versions, corrections, and labels
DAY = "2024-04-01"
LABELS = ("reporter-identity", "protected-address", "part2", "health", "adoption", "sealed", "education")
OPEN = [word for label in LABELS for word in ("--with-label", label)] + ["--authority", "order of the court"]
# What each kind of `casejournal document` needs besides the case.
KINDS = {
    "disclosures": [],
    "docket": [*OPEN, "--on", DAY],
    "packet": [*OPEN, "--child", "Lena", "--effective-on", DAY],
    "plan": [*OPEN, "--digest", "1.2"],
    "register": OPEN,
    "review-report": OPEN,
    "working-plan": [*OPEN, "--effective-on", DAY],
}
FORMS = {"letter.pdf": [], "a4.es.pdf": ["--paper", "a4", "--lang", "es"], "html": [], "es.html": ["--lang", "es"]}


def kinds_in_help():
    """The kinds of documents that the program names."""
    text = run([PROGRAM, "document", "--help"]).out
    said = re.search(r"The kind of document: (.*?)\s*\[required\]", text, re.DOTALL)[1]
    return sorted(said.replace("\n", " ").split(",")[i].strip() for i in range(said.count(",") + 1))


def make_all(directory, folder, env=None):
    """Make every paper in every form, from stores in data directories below `directory`. Returns the digests by the
    names of the files in `folder`."""
    # Each list of disclosures from a store of its own, because each paper adds to it.
    for form, flags in FORMS.items():
        with served(directory / f"disclosures.{form}", env) as journal:
            make(journal, folder / f"disclosures.{form}", "document", "disclosures", CASE, *KINDS["disclosures"], *flags)
    with served(directory / "others", env) as journal:
        for kind in sorted(set(KINDS) - {"disclosures"}):
            for form, flags in FORMS.items():
                make(journal, folder / f"{kind}.{form}", "document", kind, CASE, *KINDS[kind], *flags)
        make(journal, folder / "timeline.svg", "timeline", CASE, "--on", DAY)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


@contextlib.contextmanager
def served(directory, env):
    """A server on the store of the latest release."""
    directory.mkdir(mode=0o700, parents=True)
    release = releases.releases()[-1]
    releases.unpack_store(release, directory)
    journal = Journal(directory)
    journal.server_env = env
    if not releases.has_roles(release):
        journal.name_administrator()
    journal.start()
    try:
        yield journal
    finally:
        journal.stop()


def make(journal, file, *words):
    ran = run([PROGRAM, *words, "--server", journal.address, "--checkpoints", "none", "-o", file], env=journal.server_env)
    if ran.exit != 0:
        raise AssertionError(f"{file.name}: {ran.err}")
