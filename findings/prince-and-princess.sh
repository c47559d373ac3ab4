#!/bin/bash
# An intake has one field for the name of a child, and a client splits it into a first and a last name by a library, to look for siblings
# and to find the child again. In care are the siblings Prince, Princess, and King Johnson, and the children Judge Miller, Anh Do, and
# Jun Ma.
#
# Guess: names are hard where they have three or more words, a particle, or a comma. Of two words in letters, the first is the first name
# and the last is the last name, and nothing else is left to say.
# Versions: nameparser 1.1.2, Lingua::EN::NameParse 1.38 (both Debian 12); humanparser 2.7.0, parse-full-name 1.2.7, another-name-parser
# 0.1.0, humanname 0.2.2 (npm).
# Behavior: how many of twenty such names have this first and this last name
#   Lingua::EN::NameParse   20
#   parse-full-name         17   Judge Miller and Sir Carter have a title, and no first name; Van Nguyen has none either
#   humanname               17   Jun Ma has no last name: "Ma" is an academic degree, M.A. Master Lewis has none: he is a Mr.
#   humanparser             16   the same degree and titles
#   another-name-parser     13   Anh Do has no last name: "Do" is a doctor of osteopathy. Judge Miller is a judge with the first name Miller
#   nameparser               8   Prince and Princess Johnson are both "Johnson" without a first name, and King Johnson has no last name
# No call ends with an error. What is gone from the two fields is in a third one, for a title or a suffix.
# Why it matters: for a search by first and last name, two siblings are one child, and the third is no relative of theirs. A notice or an
# AFCARS file made of the two fields names a child by half of the name.
# For this product: it keeps a name as one text, its search for persons takes each word of it alike, and ids tell people apart.
# Needs: node with npm, perl, /usr/bin/python3.
set -euo pipefail
for tool in npm apt-get perl /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install python3-nameparser liblingua-en-nameparse-perl 2>/dev/null |
  awk '/^Inst/ && $2 !~ /^(perl|libperl)/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts humanparser@2.7.0 parse-full-name@1.2.7 another-name-parser@0.1.0 \
  humanname@0.2.2 2>/dev/null

cat >names.txt <<'NAMES'
Prince Johnson
Princess Johnson
King Johnson
Royal Jones
Major Thomas
Saint West
Judge Miller
Sir Carter
Bishop Turner
Deacon Hill
General Grant
Baron Scott
Master Lewis
Honor Reed
Anh Do
Thi Do
Jun Ma
Eva Ma
Van Nguyen
Maria Le
NAMES
cat >split.cjs <<'JS'
const programs = {
  "humanparser": (name) => { const it = require("humanparser").parseName(name); return [it.firstName, it.lastName]; },
  "parse-full-name": (name) => { const it = require("parse-full-name").parseFullName(name); return [it.first, it.last]; },
  "another-name-parser": (name) => { const it = require("another-name-parser")(name); return [it.first, it.last]; },
  "humanname": (name) => { const it = require("humanname").parse(name); return [it.firstName, it.lastName]; },
};
for (const name of require("fs").readFileSync("names.txt", "utf8").trim().split("\n"))
  for (const [program, split] of Object.entries(programs))
    console.log([program, name, ...split(name).map((part) => part || "-")].join("\t"));
JS
cat >split.py <<'PY'
from nameparser import HumanName
for line in open("names.txt"):
    name = HumanName(line.strip())
    print("nameparser", line.strip(), name.first or "-", name.last or "-", sep="\t")
PY
cat >split.pl <<'PERL'
use Lingua::EN::NameParse;
my $parser = Lingua::EN::NameParse->new(force_case => 0);
while (my $name = <>) {
  chomp $name;
  $parser->parse($name);
  my %part = $parser->components;
  print join("\t", "Lingua::EN::NameParse", $name, $part{given_name_1} || "-", $part{surname_1} || "-"), "\n";
}
PERL
node split.cjs >seen.txt
PYTHONPATH="$work/debian/usr/lib/python3/dist-packages" /usr/bin/python3 split.py >>seen.txt
perl -I debian/usr/share/perl5 split.pl names.txt >>seen.txt
status=0
is() { if [[ $2 == "$3" ]]; then echo "as before: $1: $2"; else echo "CHANGED: $1: $2, expected $3"; status=1; fi; }
expect() {  # expect PROGRAM COUNT [NAME "FIRST LAST"]...: how many of the twenty are right, and what it makes of each name
  is "$1, right of 20" "$(awk -F'\t' -v it="$1" '$1 == it && $2 == $3 " " $4' seen.txt | wc -l)" "$2"
  local program=$1
  shift 2
  while (($#)); do
    is "$program, $1" "$(awk -F'\t' -v it="$program" -v name="$1" '$1 == it && $2 == name {print $3 " " $4}' seen.txt)" "$2"
    shift 2
  done
}
expect nameparser 8 "Prince Johnson" "- Johnson" "Princess Johnson" "- Johnson" "King Johnson" "Johnson -" \
  "Judge Miller" "- Miller" "Sir Carter" "Carter -"
expect another-name-parser 13 "Anh Do" "Anh -" "General Grant" "Grant -" "Judge Miller" "Miller -"
expect humanparser 16 "Jun Ma" "Jun -" "Judge Miller" "- Miller"
expect parse-full-name 17 "Van Nguyen" "- Van Nguyen" "Judge Miller" "- Miller" "Sir Carter" "- Carter"
expect humanname 17 "Jun Ma" "Jun -" "Master Lewis" "Lewis -"
expect Lingua::EN::NameParse 20
exit "$status"
