#!/bin/bash
# A document made by Cairo must have the same bytes each time, so it gets the journal's time as its date of creation,
# by cairo_pdf_surface_set_metadata(CAIRO_PDF_METADATA_CREATE_DATE, "2026-11-24T10:11:12Z"). Which date does a reader
# see?
#
# Guess: that time. The manual asks for ISO 8601 in just this form, and Cairo writes PDF's own form,
# "D:20261124101112Z".
# Versions: Cairo 1.16.0, pdfinfo 22.12.0, python3-pypdf 3.4.1 (Debian 12); pdfjs-dist 4.10.38, pdf-lib 1.17.1.
# Behavior: Cairo writes a date that it was given without the "D:" that PDF demands (its own date of now has it).
#   pdfinfo              shows the time
#   pdf.js (Firefox)     knows no date (PDFDateString.toDateObject gives null)
#   pdf-lib, pypdf       end with an error
# A time with microseconds, as the journal has it, is taken without an error, and then no date is written at all.
# The date of now that Cairo writes by itself is in the server's local zone, which two servers may not share. The empty
# text "" removes the date, and then two runs give the same bytes.
# For this product: it makes no PDF yet. PDF documents, when they come, must be made with CREATE_DATE "", and must state
# the journal's time in words on the page. A test must make one document twice, with a second between and under two time
# zones, and compare the bytes.
# Needs: node with npm, /usr/bin/python3.
set -euo pipefail
for tool in npm apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install libcairo2 poppler-utils python3-pypdf 2>/dev/null |
  awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu"
export PYTHONPATH="$work/debian/usr/lib/python3/dist-packages"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund pdfjs-dist@4.10.38 pdf-lib@1.17.1 2>/dev/null

cat >draw.py <<'PY'
import ctypes, sys
cairo = ctypes.CDLL("libcairo.so.2")
cairo.cairo_version_string.restype = ctypes.c_char_p
cairo.cairo_pdf_surface_create.restype = cairo.cairo_create.restype = ctypes.c_void_p
CREATE_DATE = 5
name, dates = sys.argv[1], sys.argv[2:]
surface = ctypes.c_void_p(cairo.cairo_pdf_surface_create(name.encode(), ctypes.c_double(612), ctypes.c_double(792)))
for date in dates:
    cairo.cairo_pdf_surface_set_metadata(surface, CREATE_DATE, date.encode())
pen = ctypes.c_void_p(cairo.cairo_create(surface))
cairo.cairo_rectangle(pen, *map(ctypes.c_double, (72, 72, 100, 100)))
cairo.cairo_fill(pen)
cairo.cairo_show_page(pen)
cairo.cairo_destroy(pen)
cairo.cairo_surface_finish(surface)
print("Cairo", cairo.cairo_version_string().decode(), cairo.cairo_surface_status(surface))
PY
draw() { /usr/bin/python3 draw.py "$@" >cairo.txt; grep -qx "Cairo .* 0" cairo.txt; }  # draw FILE [DATE]: 0 is success
draw given.pdf 2026-11-24T10:11:12Z
draw micros.pdf 2026-11-24T10:11:12.123456Z
TZ=America/New_York draw now.pdf
TZ=America/New_York draw first.pdf ""
sleep 1.1
TZ=UTC draw second.pdf ""
cat cairo.txt

written() { grep -aoE "/CreationDate \([^)]*" "$1" | sed 's/.*(//' || true; }
cat >read.mjs <<'JS'
import { readFileSync } from 'fs';
import { PDFDocument } from 'pdf-lib';
const { getDocument, PDFDateString } = await import('pdfjs-dist/legacy/build/pdf.mjs');
for (const name of ['given', 'now']) {
  const data = readFileSync(`${name}.pdf`);
  const { info } = await (await getDocument({ data: new Uint8Array(data), verbosity: 0 }).promise).getMetadata();
  console.log('pdfjs', name, PDFDateString.toDateObject(info.CreationDate) ? 'date' : 'none');
  const library = await PDFDocument.load(data, { updateMetadata: false });
  try { console.log('pdf-lib', name, library.getCreationDate() ? 'date' : 'none'); } catch { console.log('pdf-lib', name, 'error'); }
}
JS
cat >read.py <<'PY'
import pypdf
for name in ("given", "now"):
    try:
        print("pypdf", name, "date" if pypdf.PdfReader(name + ".pdf").metadata.creation_date else "none")
    except ValueError:
        print("pypdf", name, "error")
PY
node read.mjs >seen.txt 2>log || cat log
/usr/bin/python3 read.py >>seen.txt
for name in given now; do
  echo "pdfinfo $name $(pdfinfo -isodates $name.pdf 2>/dev/null | grep -q "^CreationDate: *2" && echo date || echo none)" >>seen.txt
done

status=0
is() { if [[ $2 == "$3" ]]; then echo "as before: $1: ${3:-nothing}"; else echo "CHANGED: $1: $2, expected $3"; status=1; fi; }
is "Cairo writes for 2026-11-24T10:11:12Z" "$(written given.pdf)" "20261124101112Z"
is "Cairo writes for 2026-11-24T10:11:12.123456Z" "$(written micros.pdf)" ""
is "Cairo writes by itself (form)" "$(written now.pdf | sed 's/[0-9]\{14\}-0[45]/.../')" "D:...'00"
for row in "pdfinfo given date" "pdfjs given none" "pdf-lib given error" "pypdf given error" \
  "pdfinfo now date" "pdfjs now date" "pdf-lib now date" "pypdf now date"; do
  is "${row% *}" "$(sed -n "s/^${row% *} //p" seen.txt)" "${row##* }"
done
is "date removed, a second later, another zone" "$(cmp -s first.pdf second.pdf && echo "same bytes" || echo "other bytes")" "same bytes"
exit "$status"
