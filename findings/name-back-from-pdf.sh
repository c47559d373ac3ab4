#!/bin/bash
# A plan is handed out as PDF, and a program of the court takes the names of the family from its text. The families write
# their names in Nepali, Burmese, Khmer, Tamil, Bengali, Arabic, Amharic, or Latin letters.
#
# Guess: if a page shows a name and the file says which letters each glyph stands for, the text of the page has the name.
# Versions: Pango 1.50.12 and Cairo 1.16.0 (pango-view) write the files, with the fonts of fonts-noto-core 20201225;
# pdftotext 22.12.0 (poppler), mutool 1.21.1, pypdf 3.4.1, and pdfminer 20221105 read them; all from Debian 12.
# Behavior: only Latin and Ethiopic names come back from every program, and no program gives back all names.
# - pdftotext, by default and with -layout, puts a space into Nepali, Khmer, and Arabic names. With -raw, Nepali and Khmer
#   are right, and each Arabic letter has a line of its own.
# - mutool, pypdf, and pdfminer give vowel signs in the order in which they are drawn, before the consonant that they
#   follow in text: Burmese, Tamil, and Bengali names come back as other words, and Khmer loses a letter.
# - pypdf gives Arabic names backwards. mutool and pdfminer have them right.
# For this product: names are to be taken from --json or from an exhibit, never from the text of a paper
# (docs/DOCUMENTS.md). A paper has the digest of what it was made from, and not its words, in its QR code.
set -euo pipefail
export LC_ALL=C.UTF-8
command -v apt-get >/dev/null || { echo "needs apt-get" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

packages=(fonts-noto-core mupdf-tools pango1.0-tools poppler-utils python3-pdfminer python3-pypdf)
apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install "${packages[@]}" 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu"
export PYTHONPATH="$work/debian/usr/lib/python3/dist-packages" FONTCONFIG_FILE="$work/fonts.conf" HOME="$work"
cat >fonts.conf <<FONTS
<fontconfig><dir>$work/debian/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>$work/cache</cachedir></fontconfig>
FONTS
python=$(command -v /usr/bin/python3 || command -v python3)
pango-view --version 2>/dev/null | sed -n 1p
pdftotext -v 2>&1 | sed -n 1p

status=0
is() { if [[ $2 == "$3" ]]; then echo "as before: $1: $2"; else echo "CHANGED: $1: $2, expected $3"; status=1; fi; }
read_by() {  # read_by PROGRAM FILE: the text of the page, as lines without directional marks
  case $1 in
    pdftotext) pdftotext "$2" - ;;
    pdftotext-raw) pdftotext -raw "$2" - ;;
    mutool) mutool draw -q -F txt "$2" 2>/dev/null ;;
    pypdf) "$python" -c 'import sys, pypdf; print(pypdf.PdfReader(sys.argv[1]).pages[0].extract_text())' "$2" ;;
    pdfminer) "$python" -c 'import sys, pdfminer.high_level as read; print(read.extract_text(sys.argv[1]))' "$2" ;;
  esac | tr -d '\f' | sed 's/[‪‫‬]//g; s/^ *//; s/ *$//' | sed '/^$/d'
}
# NAME FONT, then which programs give the name back: pdftotext, pdftotext -raw, mutool, pypdf, pdfminer.
expect() {
  local name=$1 font=$2 wanted=$3 program found=
  pango-view --backend=cairo --font "$font 12" --text "$name" -q -o name.pdf 2>/dev/null
  for program in pdftotext pdftotext-raw mutool pypdf pdfminer; do
    if [[ $(read_by $program name.pdf) == "$name" ]]; then found+="yes "; else found+="no "; fi
  done
  is "$name ($font)" "${found% }" "$wanted"
}
expect "Xalwo Cabdi" "Noto Serif" "yes yes yes yes yes"
expect "ሰላም ተስፋዬ" "Noto Sans Ethiopic" "yes yes yes yes yes"
expect "सीता देवी" "Noto Sans Devanagari" "no yes yes yes yes"
expect "ကျော်ကျော်" "Noto Sans Myanmar" "yes yes no no no"
expect "ស្រីមុំ" "Noto Sans Khmer" "no yes no no no"
expect "கௌரி" "Noto Sans Tamil" "yes yes no no no"
expect "সুমিতা" "Noto Sans Bengali" "yes yes no no no"
expect "محمد علي" "Noto Sans Arabic" "no no yes no yes"
exit "$status"
