#!/bin/bash
# A parent's counsel returns the draft of a case plan as a Word file with tracked changes: a class ends by 30 September
# instead of 30 June; the sentence on visits was moved down; a row of the table was put in. A search, a comparison, or an
# import takes the text of the file. Which plan is it?
#
# Guess: either the text with all changes accepted, or old and new together. In no case are both dates missing.
# Versions: pandoc 2.17.1.1, docx2txt 1.4, python3-docx 0.8.11 (Debian 12); mammoth 1.13.0, officeparser 8.1.1,
# word-extractor 1.0.4.
# Behavior: three texts from six programs, all without a word on changes.
#   pandoc, mammoth, officeparser    30 September; the sentence once, in its new place; the new row
#   docx2txt, word-extractor         30 September; the sentence twice, in its old and its new place; the new row
#   python-docx                      no date at all ("The class ends by ."), no sentence on visits, an empty row
# python-docx reads neither what was put in nor what was taken out or moved, so a plan looks shorter and complete. A
# reader that gives the moved sentence twice shows a condition where the parties have taken it away.
# For this product: what binds is the text that the journal drew up, with its digest, not a Word file. docs/CLIENTS.md
# tells a client that imports text to refuse a .docx with w:ins, w:del, w:moveFrom, or w:moveTo until a person has
# accepted or rejected each change.
# Needs: node with npm, /usr/bin/python3.
set -euo pipefail
for tool in npm apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install pandoc docx2txt python3-docx 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu"
export PYTHONPATH="$work/debian/usr/lib/python3/dist-packages"
data=()
[[ ! -d debian/usr/share/pandoc/data ]] || data=("--data-dir=$work/debian/usr/share/pandoc/data")
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund mammoth@1.13.0 officeparser@8.1.1 word-extractor@1.0.4 2>/dev/null
pandoc --version | sed -n 1p

cat >write.py <<'PY'
import itertools, zipfile
number = itertools.count(1)
office, package = "http://schemas.openxmlformats.org/officeDocument/2006/", "http://schemas.openxmlformats.org/package/2006/"
run = lambda text, tag="t": f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'
mark = lambda tag, inner="": f'<w:{tag} w:id="{next(number)}" w:author="Counsel" w:date="2026-03-01T10:00:00Z">{inner}</w:{tag}>'
def paragraph(inner, change=""):
    return f'<w:p>{f"<w:pPr><w:rPr>{mark(change)}</w:rPr></w:pPr>" if change else ""}{inner}</w:p>'
def moved(tag, text):  # the range, by its name, and the paragraph in it
    end = next(number)
    start = f'<w:{tag}RangeStart w:id="{end}" w:author="Counsel" w:date="2026-03-01T10:00:00Z" w:name="move1"/>'
    return paragraph(start + mark(tag, run(text)) + f'<w:{tag}RangeEnd w:id="{end}"/>', tag)
def row(inner, change=""):
    return f'<w:tr>{f"<w:trPr>{mark(change)}</w:trPr>" if change else ""}<w:tc>{paragraph(inner)}</w:tc></w:tr>'
visits = "The father visits without supervision."
body = (paragraph(run("The class ends by ") + mark("del", run("30 June", "delText")) + mark("ins", run("30 September")) + run("."))
        + moved("moveFrom", visits) + paragraph(run("From the day of the next hearing:")) + moved("moveTo", visits)
        + '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="6000"/></w:tblGrid>' + row(run("Parenting class"))
        + row(mark("ins", run("Day care")), "ins") + '</w:tbl>' + paragraph(run("End of the plan.")))
with zipfile.ZipFile("plan.docx", "w") as out:
    out.writestr("[Content_Types].xml", f'<Types xmlns="{package}content-types"><Default Extension="rels" ContentType="application/vnd.'
                 'openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
                 'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
    out.writestr("_rels/.rels", f'<Relationships xmlns="{package}relationships"><Relationship Id="rId1" Type="{office}relationships/'
                 'officeDocument" Target="word/document.xml"/></Relationships>')
    out.writestr("word/document.xml", '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
                 + body + '<w:sectPr/></w:body></w:document>')
PY
cat >read.mjs <<'JS'
import { createRequire } from 'module';
import { writeFileSync } from 'fs';
const require = createRequire(import.meta.url);
writeFileSync('mammoth.txt', (await require('mammoth').extractRawText({ path: 'plan.docx' })).value);
writeFileSync('officeparser.txt', (await (await require('officeparser').parseOffice('plan.docx')).to('text')).value);
writeFileSync('word-extractor.txt', (await new (require('word-extractor'))().extract('plan.docx')).getBody());
JS
cat >read.py <<'PY'
import docx
plan = docx.Document("plan.docx")
print(*[p.text for p in plan.paragraphs], *[cell.text for table in plan.tables for row in table.rows for cell in row.cells], sep="\n")
PY
/usr/bin/python3 write.py
pandoc "${data[@]}" -t plain --wrap=none plan.docx >pandoc.txt
docx2txt plan.docx docx2txt.txt
/usr/bin/python3 read.py >python-docx.txt
node read.mjs

status=0
expect() {  # expect DATE VISITS ROWS READER...: how often the sentence on visits is there, and how many of the two rows
  local want="$1, visits $2, rows $3" reader date visits rows seen
  shift 3
  for reader; do
    date=$(grep -oE '30 (June|September)' "$reader.txt" | paste -sd '+') || true
    visits=$(grep -o 'without supervision' "$reader.txt" | wc -l) || true
    rows=$(grep -oE 'Parenting class|Day care' "$reader.txt" | wc -l) || true
    seen="${date:-no date}, visits $visits, rows $rows"
    if [[ $seen == "$want" ]]; then echo "as before: $reader: $seen"; else echo "CHANGED: $reader: $seen, expected $want"; status=1; fi
  done
}
expect "30 September" 1 2 pandoc mammoth officeparser
expect "30 September" 2 2 docx2txt word-extractor
expect "no date" 0 1 python-docx
exit "$status"
