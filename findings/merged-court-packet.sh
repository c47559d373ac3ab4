#!/bin/bash
# Two siblings have each a review on the same form, filled in (fields "child" and "due", day 2026-03-09 and 2026-06-30),
# and each PDF carries its machine-readable record as an attached file. The clerk merges the two into one packet. Are both
# children's answers and both records in the packet?
#
# Guess: the pages stay as they were, and the attachments come along. At worst the two fields "due" become one.
# Versions: pdfunite and pdftotext 22.12.0, qpdf 11.3.0, pdftk-java 3.3.2, mutool 1.21.1, Ghostscript 10.00.0, pypdf 3.4.1
# (all Debian 12); pdf-lib 1.17.1; pdfjs-dist 4.10.38 reads the fields.
# Behavior, for fields of one object (most programs) / of two, as pdf-lib makes them and as the standard allows:
#              days in pdftotext's text   values of the fields, page by page   "due" in the form   attachments
#   qpdf        both                       both                                 due, due+1          none
#   pdftk       both                       both                                 due, 1.due          none
#   pdfunite    both                       both / none                          one child's / none  both, or none (*)
#   mutool      none: a form not filled    none                                 none                none
#   gs          both                       none: made part of the drawing       none                one child's
#   pypdf       both                       both                                 due, with two days  none
#   pdf-lib     both                       both                                 none                none
# (*) Poppler's pdfdetach lists both, pdf.js none. All tools end with 0, and mutool drops all that was filled in without a
# word. That a record is missing cannot be seen on any page.
# For this product: it makes no PDF yet. PDF documents, when they come, must have their text on the page and no form
# fields, and an exhibit goes out as its own file, never as an attachment that a packet may lose: the page must name the
# digest of its record. docs/CLIENTS.md says so to who builds packets.
# Needs: node with npm, java, /usr/bin/python3.
set -euo pipefail
for tool in npm apt-get java /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install poppler-utils qpdf mupdf-tools ghostscript python3-pypdf \
  2>/dev/null | awk '/^Inst/ {print $2}')
apt-get -qq download "${missing[@]}" pdftk-java libbcprov-java libcommons-lang3-java 2>/dev/null
for package in *.deb; do dpkg -x "$package" debian; done
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu"
export PYTHONPATH="$work/debian/usr/lib/python3/dist-packages"
share=$work/debian/usr/share/ghostscript/10.00.0
[[ ! -d $share ]] || export GS_LIB="$share/Resource/Init:$share/Resource:$share/lib"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund pdf-lib@1.17.1 pdfjs-dist@4.10.38 2>/dev/null
ls ./*.deb | grep -E "/(poppler-utils|qpdf|pdftk-java|mupdf-tools|ghostscript|python3-pypdf)_"

cat >forms.mjs <<'JS'
import { PDFDocument, PDFName } from 'pdf-lib';
import { writeFileSync } from 'fs';
for (const kind of ['one', 'two']) for (const [child, day] of [['first', '2026-03-09'], ['second', '2026-06-30']]) {
  const pdf = await PDFDocument.create(), page = pdf.addPage([400, 300]);
  page.drawText('Review', { x: 50, y: 250 });
  for (const [i, [name, value]] of [['child', child], ['due', day]].entries()) {
    const field = pdf.getForm().createTextField(name);
    field.setText(value);
    field.addToPage(page, { x: 50, y: 200 - 50 * i, width: 200, height: 20 });
    if (kind === 'two') continue;
    field.defaultUpdateAppearances(pdf.getForm().getDefaultFont());  // then one object: what its widget has, in the field
    for (const [key, entry] of field.acroField.getWidgets()[0].dict.entries())
      if (key !== PDFName.of('Parent')) field.acroField.dict.set(key, entry);
    field.acroField.dict.delete(PDFName.of('Kids'));
    page.node.Annots().set(i, field.ref);
  }
  await pdf.attach(Buffer.from(`{"child":"${child}"}`), `${child}.json`);
  writeFileSync(`${kind}-${child}.pdf`, await pdf.save({ updateFieldAppearances: kind === 'two' }));
}
JS
cat >copy.mjs <<'JS'
import { PDFDocument } from 'pdf-lib';
import { readFileSync, writeFileSync } from 'fs';
const [out, ...names] = process.argv.slice(2), all = await PDFDocument.create();
for (const name of names) {
  const pdf = await PDFDocument.load(readFileSync(name));
  for (const page of await all.copyPages(pdf, pdf.getPageIndices())) all.addPage(page);
}
writeFileSync(out, await all.save());
JS
cat >read.mjs <<'JS'
import { readFileSync } from 'fs';
const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
for (const name of process.argv.slice(2)) {
  const pdf = await pdfjs.getDocument({ data: new Uint8Array(readFileSync(`${name}.pdf`)), verbosity: 0 }).promise;
  const shown = [], data = [];
  for (let n = 1; n <= pdf.numPages; n++)
    for (const a of await (await pdf.getPage(n)).getAnnotations()) if (/^20/.test(a.fieldValue ?? '')) shown.push(a.fieldValue);
  for (const [field, objects] of Object.entries(await pdf.getFieldObjects() ?? {}))
    for (const o of objects) if (/^20/.test(o.value ?? '')) data.push(`${field}=${o.value}`);
  const files = Object.keys(await pdf.getAttachments() ?? {});
  console.log(name, 'shown', shown.join(' ') || 'none', '| data', data.join(' ') || 'none', '| files', files.join(' ') || 'none');
}
JS
node forms.mjs
classes=$(find debian/usr/share/java -name 'bcprov*.jar' -o -name 'commons-lang3*.jar' | paste -sd :)
for kind in one two; do
  pair=("$kind-first.pdf" "$kind-second.pdf")
  pdfunite "${pair[@]}" $kind-pdfunite.pdf
  qpdf --empty --pages "${pair[@]}" -- $kind-qpdf.pdf
  java -cp "debian/usr/share/pdftk/pdftk.jar:$classes" com.gitlab.pdftk_java.pdftk "${pair[@]}" cat output $kind-pdftk.pdf
  mutool merge -o $kind-mutool.pdf "${pair[@]}"
  gs -q -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -sOutputFile=$kind-gs.pdf "${pair[@]}"
  /usr/bin/python3 -c "import sys, pypdf
out = pypdf.PdfWriter()
for name in sys.argv[2:]: out.append(name)
out.write(sys.argv[1])" $kind-pypdf.pdf "${pair[@]}"
  node copy.mjs $kind-pdf-lib.pdf "${pair[@]}"
done
node read.mjs {one,two}-{first,qpdf,pdftk,pdfunite,mutool,gs,pypdf,pdf-lib} >seen.txt

status=0
a=2026-03-09 b=2026-06-30
expect() {  # expect NAME "DAYS IN THE TEXT" "WHAT read.mjs SAYS"
  local page seen
  page=$(pdftotext "$1.pdf" - 2>/dev/null | grep -oE '^20[0-9-]+' | paste -sd ' ') || true
  seen="page ${page:-none} | $(sed -n "s/^$1 //p" seen.txt)"
  if [[ $seen == "page $2 | $3" ]]; then echo "as before: $1: $seen"
  else echo "CHANGED: $1: $seen, expected page $2 | $3"; status=1; fi
}
for kind in one two; do
  expect $kind-first "$a" "shown $a | data due=$a | files first.json"
  expect $kind-qpdf "$a $b" "shown $a $b | data due=$a due+1=$b | files none"
  expect $kind-pdftk "$a $b" "shown $a $b | data due=$a 1.due=$b | files none"
  expect $kind-mutool none "shown none | data none | files none"
  expect $kind-gs "$a $b" "shown none | data none | files first.json"
  expect $kind-pypdf "$a $b" "shown $a $b | data due=$a due=$b | files none"
  expect $kind-pdf-lib "$a $b" "shown $a $b | data none | files none"
done
expect one-pdfunite "$a $b" "shown $a $b | data due=$a | files none"
expect two-pdfunite "$a $b" "shown none | data none | files none"
for kind in one two; do
  listed=$(pdfdetach -list $kind-pdfunite.pdf 2>/dev/null | sed -n 's/^[12]: //p' | paste -sd ' ')
  if [[ $listed == "first.json second.json" ]]; then echo "as before: $kind-pdfunite, pdfdetach: $listed"
  else echo "CHANGED: $kind-pdfunite, pdfdetach: $listed"; status=1; fi
done
exit "$status"
