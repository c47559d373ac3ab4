#!/bin/bash
# A court's order, written in Word, has its 30 conditions as a list with letters: (a) to (z), (aa), (bb), and so on. A later order says
# "paragraph (bb) is vacated". Letters of a list are not in the text of a .docx, each program counts them. Which condition is (bb)?
#
# Guess: after (z) come (aa), (ab), (ac), as the columns of a sheet and as in HTML, and (bb) does not exist yet. Programs agree on it, or
# leave out the letters; none gives one letter twice.
# Versions: docx2txt 1.4, pandoc 2.17.1.1, w3m 0.5.3 (Debian 12); docx-preview 0.4.1, mammoth 1.13.0, html-to-text 10.0.1 (npm).
# Behavior, for the conditions 26 to 28:
#   docx2txt                                     (z)  (aa)  (bb)     as Word: letters are doubled (ISO/IEC 29500-1, 17.18.59, lowerLetter)
#   pandoc to text, Markdown, and reST           (z)  (a)   (b)      the letters begin again, so each of the first four is there twice
#   pandoc to HTML, then w3m or html-to-text     z.   aa.   ab.      as every browser: <ol type="a">
#   docx-preview                                 lower-alpha of CSS: z, aa, ab
#   mammoth, to HTML and Markdown                26.  27.   28.
# So the condition 28 has four names. In HTML, (bb) would be the 54th. In pandoc's text, there is no (bb), and "paragraph (b)" is two
# conditions, the second and the 28th. No program says anything, and up to (z), all but mammoth agree.
# Why it matters: a condition that was vacated still binds, or another one is taken for it.
# For this product: an order is recorded in words, as one text (words of OrderMade), and an order that ends another one names it by its id
# (ends_order_ids), never by a letter. docs/CLIENTS.md tells a client that takes text from .docx to quote the condition itself.
# Needs: node with npm, perl, unzip, /usr/bin/python3.
set -euo pipefail
export LC_ALL=C.UTF-8
for tool in npm apt-get perl unzip /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install docx2txt pandoc w3m 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
machine=$(uname -m)
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$machine-linux-gnu" HOME="$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts docx-preview@0.4.1 mammoth@1.13.0 html-to-text@10.0.1 jsdom@26.1.0 2>/dev/null

cat >order.py <<'PY'
import zipfile
head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
package = "http://schemas.openxmlformats.org/package/2006"
kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
relation = lambda name, target: (f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/{name}" '
                                 f'Target="{target}"/></Relationships>')
conditions = "".join(f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>condition {number}</w:t>'
                     f'</w:r></w:p>' for number in range(1, 31))
with zipfile.ZipFile("order.docx", "w") as order:
    order.writestr("[Content_Types].xml", f'{head}<Types xmlns="{package}/content-types"><Default Extension="rels" '
                   'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
                   f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
                   f'<Override PartName="/word/numbering.xml" ContentType="{kind}.numbering+xml"/></Types>')
    order.writestr("_rels/.rels", relation("officeDocument", "word/document.xml"))
    order.writestr("word/_rels/document.xml.rels", relation("numbering", "numbering.xml"))
    order.writestr("word/document.xml", f"{head}<w:document {word}><w:body>{conditions}<w:sectPr/></w:body></w:document>")
    order.writestr("word/numbering.xml", f'{head}<w:numbering {word}><w:abstractNum w:abstractNumId="0"><w:multiLevelType '
                   'w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%1)"/>'
                   '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
                   '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>')
PY
/usr/bin/python3 order.py
cat >convert.cjs <<'JS'
const fs = require('fs'), mammoth = require('mammoth'), { JSDOM } = require('jsdom'), path = 'order.docx';
fs.writeFileSync('html-to-text.txt', require('html-to-text').convert(fs.readFileSync('order.html', 'utf8')));
(async () => {
  fs.writeFileSync('mammoth.txt', (await mammoth.convertToMarkdown({ path })).value);
  fs.writeFileSync('mammoth-list.txt', (await mammoth.convertToHtml({ path })).value.match(/<ol[^>]*>/)[0]);
  const { window } = new JSDOM('<body></body>');
  Object.assign(globalThis, { window, document: window.document, DOMParser: window.DOMParser, Node: window.Node });
  await require('docx-preview').renderAsync(fs.readFileSync(path), window.document.body);
  fs.writeFileSync('docx-preview.txt', window.document.documentElement.outerHTML.match(/counter\([^,]*, ([a-z-]*)\)/)[1]);
})();
JS
docx2txt order.docx docx2txt.txt
for format in plain markdown rst html; do
  pandoc --data-dir="$work/debian/usr/share/pandoc/data" order.docx -t "$format" -o "order.$format"
done
w3m -dump order.html >w3m.txt
node convert.cjs

status=0
expect() {  # expect "SEEN" PROGRAM EXPECTED
  if [[ $1 == "$3" ]]; then echo "as before: $2: $1"; else echo "CHANGED: $2: $1, expected $3"; status=1; fi
}
labels() { sed -n -E 's/^ *([^ ]+) +condition (2|26|27|28)$/\1/p' "$1" | paste -sd ' '; }
expect "$(labels docx2txt.txt)" docx2txt "(b) (z) (aa) (bb)"
for format in plain markdown rst; do expect "$(labels "order.$format")" "pandoc, $format" "(b) (z) (a) (b)"; done
expect "$(grep -o '<ol[^>]*>' order.html)" "pandoc, HTML" '<ol type="a">'
for program in w3m html-to-text; do expect "$(labels "$program.txt")" "$program" "b. z. aa. ab."; done
expect "$(cat docx-preview.txt)" docx-preview lower-alpha
expect "$(labels mammoth.txt)" "mammoth, Markdown" "2. 26. 27. 28."
expect "$(cat mammoth-list.txt)" "mammoth, HTML" "<ol>"
exit "$status"
