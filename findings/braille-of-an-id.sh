#!/bin/bash
# A parent who is blind reads the plan in Braille: the room "4b", the day of a hearing, the id of the version that binds
# (a UUID). liblouis makes the cells, for screen readers and for embossers, by the table of the parent's language.
#
# Guess: different texts of digits and letters have different cells. The letters a to j have the dots of the digits 1 to
# 0, but a number begins with a sign, and a table has a sign as well that ends it before such a letter.
# Versions: liblouis 3.24.0 (Debian 12).
# Behavior: the tables for English (UEB and US), Arabic, and Vietnamese have that sign, and French has digits of its own.
# The tables for Spanish (both grades), Portuguese, and Hindi have none: "4b" and "42" are the same cells, and so are two
# UUIDs that differ in ...-412b-... and ...-4122-... only. Of the 256 texts from 00 to ff, 196 differ.
# The table for Nepali writes the digits of Nepal without any number sign, just as the letters (2083 and a word of four
# letters are the same), and does not know 0 to 9: 2026-03-09 becomes ten escapes of eight cells each.
# The US tables write a day as their code had it, one sign for all three numbers. A day that is typed in these cells
# comes back from the same table as "2026-jc-ji".
# For this product: docs/CLIENTS.md tells who makes Braille to take a table with that sign (in Spanish text, English UEB
# for ids), and to write the month of a day as a word. Ids of ours must be compared by a program, not by a reader.
set -euo pipefail
export LC_ALL=C.UTF-8
command -v apt-get >/dev/null || { echo "needs apt-get" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install liblouis-bin liblouis-data 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
  export LOUIS_TABLEPATH=$work/debian/usr/share/liblouis/tables
fi
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu"
lou_translate --version | sed -n 1p

cells() { printf '%s\n' "$2" | lou_translate --forward "$1"; }  # cells TABLE TEXT
status=0
is() { if [[ $2 == "$3" ]]; then echo "as before: $1: $2"; else echo "CHANGED: $1: $2, expected $3"; status=1; fi; }
compare() { if [[ $(cells "$1" "$2") == "$(cells "$1" "$3")" ]]; then echo same; else echo differ; fi; }
expect() {  # expect same|differ COUNT TABLE...: for each pair of texts, and how many of the 256 numbers 00 to ff differ
  local answer=$1 count=$2 table
  shift 2
  for table; do
    is "$table, 4b and 42" "$(compare "$table" 4b 42)" "$answer"
    is "$table, two UUIDs" "$(compare "$table" 550e8400-e29b-412b-a716-446655440000 550e8400-e29b-4122-a716-446655440000)" "$answer"
    is "$table, 00 to ff" "$(printf '%02x\n' {0..255} | lou_translate --forward "$table" | sort -u | wc -l)" "$count"
  done
}
expect differ 256 en-ueb-g1.ctb en-ueb-g2.ctb en-us-g1.ctb fr-bfu-comp6.utb ar-ar-g1.utb vi-vn-g1.ctb
expect same 196 es-g1.ctb es-g2.ctb pt-pt-g1.utb hi-in-g1.utb
is "ne.ctb, 2083 in digits of Nepal and a word of the letters ba ja ha ca" "$(compare ne.ctb २०८३ बजहच)" same
escape=$(cells ne.ctb 2026-03-09)
is "ne.ctb, cells for 2026-03-09" "${#escape}" 80
for table in en-us-g1.ctb en-us-g2.ctb; do
  is "$table, 2026-03-09 and back" "$(cells $table 2026-03-09 | lou_translate --backward $table)" "2026-jc-ji"
done
for table in en-ueb-g1.ctb en-ueb-g2.ctb es-g1.ctb; do
  is "$table, 2026-03-09 and back" "$(cells $table 2026-03-09 | lou_translate --backward $table)" "2026-03-09"
done
exit "$status"
