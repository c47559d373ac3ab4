#!/bin/bash
# A case plan as PDF (Pango, Cairo) has the case number 2023-J-0210 and the id of its version, a UUID. A court's clerk,
# a search index, or our own test reads the PDF by pdftotext. Is the number in the text?
#
# Guess: yes, perhaps with a line break inside. No program hyphenates here: each hyphen on the page belongs to the number.
# Versions: pango-view 1.50.12, pdftotext (Poppler) 22.12.0, mutool 1.21.1 (Debian 12); pdfjs-dist 4.10.38 and
# @embedpdf/pdfium 2.15.1.
# Behavior: Pango breaks a line after a hyphen that a letter follows. pdftotext takes a hyphen at the end of a line for
# hyphenation, removes it, and joins the two parts: "2023J-0210", "41d4a716-...". No option is needed for that, and
# nothing is said; with -layout or -raw it keeps hyphen and line break. mutool, pdf.js, and PDFium keep both as well.
# For this product: it makes no PDF yet. PDF documents, when they come, must set a number, an id, and a citation with
# allow_breaks="false" (PANGO_ATTR_ALLOW_BREAKS), which helps, as this script shows. Their tests must look for each of
# them in the output of plain pdftotext.
# Needs: node with npm, fontconfig, and the font DejaVu Sans (Debian: fonts-dejavu-core).
set -euo pipefail
for tool in npm apt-get fc-list; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
# The packages and what they need beyond what is installed here.
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install pango1.0-tools poppler-utils mupdf-tools 2>/dev/null |
  awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund pdfjs-dist@4.10.38 @embedpdf/pdfium@2.15.1 2>/dev/null
pango-view --version | sed -n 1p
pdftotext -v 2>&1 | sed -n 1p
mutool -v 2>&1 | sed -n 1p || true

cat >read.mjs <<'JS'
import { readFileSync, writeFileSync } from 'fs';
const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
const { init } = await import('@embedpdf/pdfium');
const wasm = readFileSync('node_modules/@embedpdf/pdfium/dist/pdfium.wasm');
const pdfium = await init({ wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) });
pdfium.PDFiumExt_Init();
const { wasmExports } = pdfium.pdfium;
for (const name of process.argv.slice(2)) {
  const data = readFileSync(`${name}.pdf`);
  const page = await (await pdfjs.getDocument({ data: new Uint8Array(data), verbosity: 0 }).promise).getPage(1);
  const items = (await page.getTextContent()).items;
  writeFileSync(`${name}.pdfjs`, items.map((item) => item.str + (item.hasEOL ? '\n' : '')).join(''));
  const file = wasmExports.malloc(data.length);
  pdfium.pdfium.HEAPU8.set(data, file);
  const text = pdfium.FPDFText_LoadPage(pdfium.FPDF_LoadPage(pdfium.FPDF_LoadMemDocument(file, data.length, ''), 0));
  const count = pdfium.FPDFText_CountChars(text), out = wasmExports.malloc(2 * count + 2);
  pdfium.FPDFText_GetText(text, 0, count, out);
  writeFileSync(`${name}.pdfium`, Buffer.from(pdfium.pdfium.HEAPU8.slice(out, out + 2 * count)).toString('utf16le'));
}
JS

case=2023-J-0210 version=550e8400-e29b-41d4-a716-446655440000
plan() {  # plan CASE VERSION
  echo "The juvenile court has journalized the case plan of this child under its case number $1, and the version that binds" \
    "the parties has the identity $2 in the register."
}
free=() kept=()
for width in $(seq 150 10 330); do
  pango-view --markup --font="DejaVu Sans 11" --width="$width" --no-display --output="free$width.pdf" --text="$(plan $case $version)"
  pango-view --markup --font="DejaVu Sans 11" --width="$width" --no-display --output="kept$width.pdf" --text="$(plan \
    "<span allow_breaks='false'>$case</span>" "<span allow_breaks='false'>$version</span>")"
  free+=("free$width") kept+=("kept$width")
done 2>/dev/null
for name in "${free[@]}" "${kept[@]}"; do
  pdftotext "$name.pdf" "$name.pdftotext"
  pdftotext -layout "$name.pdf" "$name.layout"
  pdftotext -raw "$name.pdf" "$name.raw"
  mutool draw -q -F txt -o "$name.mutool" "$name.pdf" 2>/dev/null
done
node read.mjs "${free[@]}" >log 2>&1 || { cat log; exit 1; }

lost() {  # lost KIND TEXT NAME...: on how many pages TEXT is not there, even with line breaks taken out
  local kind=$1 text=$2 count=0 name
  shift 2
  for name; do tr -d '\r\n ' <"$name.$kind" | grep -qF -- "$text" || count=$((count + 1)); done
  echo "$count"
}
status=0
say() { if (($1)); then echo "as before: $2"; else echo "CHANGED: $2"; status=1; fi; }
total=${#free[@]}
for text in $case $version; do
  for kind in layout raw mutool pdfjs pdfium; do
    count=$(lost $kind $text "${free[@]}")
    say "$((count == 0))" "$kind: on $count of $total pages $text is not in the text"
  done
  count=$(lost pdftotext $text "${free[@]}")
  say "$((count > 0))" "pdftotext: on $count of $total pages $text is not in the text"
  count=$(lost pdftotext $text "${kept[@]}")
  say "$((count == 0))" "pdftotext, set with allow_breaks=false: on $count of $total pages $text is not in the text"
done
grep -hoE "2023J-0210|41d4a716-[0-9]*" ./free*.pdftotext | sort | uniq -c
exit "$status"
