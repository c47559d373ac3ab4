#!/bin/bash
# A child in a foster home has two families in GEDCOM: two FAMC links, one with PEDI foster, one with PEDI birth. Either may be first, for
# one program the home where the child lives, for another the parents. Ana's foster parents, John and Jane, have a son, Tom, and Jane a
# mother, Mary. Ana's parents are Luis and Rosa; Leo is her brother, Mia her sister by Rosa alone, and Elena is Rosa's mother. An agency
# looks for Ana's adult relatives, to whom it must give notice within 30 days of the removal, but for family violence (42 U.S.C.
# 671(a)(29)), and for her siblings.
#
# Guess: Luis and Rosa, Leo, Mia, and Elena. GEDCOM 5.5.1 has PEDI for just this. A program that does not know it gives both families,
# and no answer depends on which of two lines is first.
# Versions: Gramps 5.1.5, Gedcom.pm 1.22 (Debian 12); topola 3.10.1 (npm).
# Behavior:                     parents                   siblings    grandparents
#   Gramps, ancestor report     Luis, Rosa                            Elena
#   Gramps, kinship report      John, Jane                Tom         Mary            if the foster home is first
#                               Luis, Rosa                Leo, Mia    Elena           if the family of birth is first
#   topola                      John, Jane                Tom                         if the foster home is first
#                               Luis, Rosa                Leo                         if the family of birth is first
#   Gedcom.pm                   John, Luis, Jane, Rosa    Tom, Leo    Mary, Elena     half_siblings has Mia, and not Tom
# Two reports of Gramps on one file contradict each other: one of the two heeds PEDI. Where the foster home is first, the kinship report
# and topola know nobody of the child's own family.
# Why it matters: Mary is told and Elena is not, and a child who lives with Tom and away from Leo and Mia counts as placed with a sibling.
# For this product: it reads no GEDCOM. Each relation to a child is recorded by itself, with its kind and basis (RelationEstablished), and
# a foster parent is a RELATION_CAREGIVER, not a parent. docs/CLIENTS.md tells a client that takes relatives from GEDCOM to read PEDI.
# Needs: node with npm, perl, /usr/bin/python3.
set -euo pipefail
export LC_ALL=C.UTF-8
for tool in npm apt-get perl /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install gramps libgedcom-perl 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts topola@3.10.1 2>/dev/null

record() { printf '0 @%s@ %s\n' "$1" "$2"; printf '1 %s\n' "${@:3}"; }  # record ID TAG LINE...
file() {  # file LINK LINK: the family, with Ana's two links in this order
  printf '%s\n' "0 HEAD" "1 SOUR CLERK" "1 SUBM @U@" "1 GEDC" "2 VERS 5.5.1" "2 FORM LINEAGE-LINKED" "1 CHAR UTF-8"
  record U SUBM "NAME Clerk"
  record ANA INDI "NAME Ana /Castile/" "SEX F" "$1" "$2"
  record LEO INDI "NAME Leo /Castile/" "SEX M" "FAMC @BIRTH@"
  record MIA INDI "NAME Mia /Ortiz/" "SEX F" "FAMC @ROSAS@"
  record TOM INDI "NAME Tom /Field/" "SEX M" "FAMC @HOME@"
  record LUIS INDI "NAME Luis /Castile/" "SEX M" "FAMS @BIRTH@"
  record ROSA INDI "NAME Rosa /Castile/" "SEX F" "FAMS @BIRTH@" "FAMS @ROSAS@" "FAMC @VEGA@"
  record JOHN INDI "NAME John /Field/" "SEX M" "FAMS @HOME@"
  record JANE INDI "NAME Jane /Field/" "SEX F" "FAMS @HOME@" "FAMC @HALL@"
  record ELENA INDI "NAME Elena /Vega/" "SEX F" "FAMS @VEGA@"
  record MARY INDI "NAME Mary /Hall/" "SEX F" "FAMS @HALL@"
  record HOME FAM "HUSB @JOHN@" "WIFE @JANE@" "CHIL @TOM@" "CHIL @ANA@"
  record BIRTH FAM "HUSB @LUIS@" "WIFE @ROSA@" "CHIL @ANA@" "CHIL @LEO@"
  record ROSAS FAM "WIFE @ROSA@" "CHIL @MIA@"
  record VEGA FAM "WIFE @ELENA@" "CHIL @ROSA@"
  record HALL FAM "WIFE @MARY@" "CHIL @JANE@"
  echo "0 TRLR"
}
foster=$'FAMC @HOME@\n2 PEDI foster' birth=$'FAMC @BIRTH@\n2 PEDI birth'
file "$foster" "$birth" >foster-first.ged
file "$birth" "$foster" >birth-first.ged

cat >relatives.pl <<'PERL'
use Gedcom;
my $gedcom = Gedcom->new(gedcom_file => $ARGV[0], read_only => 1);
die "the file is not valid\n" unless $gedcom->validate;
my $ana = $gedcom->get_individual("Ana Castile");
my @lists = map { join " ", map { $_->given_names } $ana->$_ } qw(parents siblings half_siblings ancestors);
print "Gedcom.pm ", join(", ", @lists), "\n";
PERL
cat >relatives.cjs <<'JS'
const fs = require('fs'), { gedcomToJson, JsonDataProvider } = require('topola');
const bytes = fs.readFileSync(process.argv[2]), data = new JsonDataProvider(gedcomToJson(bytes.toString()));
const family = data.getFam(data.getIndi('ANA').getFamilyAsChild()), first = (id) => data.getIndi(id).getFirstName();
const siblings = family.getChildren().filter((id) => id !== 'ANA').map(first);
console.log(`topola ${first(family.getFather())} ${first(family.getMother())}, ${siblings.join(' ')}`);
JS
libraries="$work/debian/usr/lib/$(uname -m)-linux-gnu"
gramps() {  # gramps FILE OPTION...
  GRAMPSHOME="$work" HOME="$work" GRAMPS_RESOURCES="$work/debian/usr/share" PYTHONPATH="$work/debian/usr/lib/python3/dist-packages" \
    LD_LIBRARY_PATH="$libraries" GI_TYPELIB_PATH="$libraries/girepository-1.0" \
    /usr/bin/python3 debian/usr/bin/gramps -i "$@" >log 2>&1 || { cat log; exit 1; }
}
ask() {  # ask FILE: what each program says of Ana
  gramps "$1" -a report -p name=ancestor_report,pid=ANA,off=txt,of=report.txt
  sed -n 's/^[0-9]*\. *[A-Z][a-z]*, \([A-Z][a-z]*\)\..*/\1/p' report.txt | sed 1d | paste -sd ' ' | sed 's/^/ancestor-report /'
  gramps "$1" -a report -p name=kinship_report,pid=ANA,off=txt,of=report.txt
  awk '/^[A-Z][a-z]* \([0-9]+\)/ {printf "%s", lists++ ? "," : "kinship-report"} /^ +[A-Z][a-z]*, / && lists {printf " %s", $2}
    END {print ""}' report.txt
  perl -I debian/usr/share/perl5 relatives.pl "$1"
  node relatives.cjs "$1"
}
status=0
expect() {  # expect FILE PROGRAM "PARENTS, SIBLINGS, OTHERS"
  local seen
  seen=$(sed -n "s/^$2 //p" "$1.txt")
  if [[ $seen == "$3" ]]; then echo "as before: $1, $2: $seen"; else echo "CHANGED: $1, $2: $seen, expected $3"; status=1; fi
}
for order in foster-first birth-first; do
  ask "$order.ged" >"$order.txt"
  expect "$order" ancestor-report "Luis Rosa Elena"
done
expect foster-first kinship-report "John Jane, Tom, Mary"
expect foster-first topola "John Jane, Tom"
expect foster-first Gedcom.pm "John Luis Jane Rosa, Tom Leo, Mia, John Luis Jane Rosa Mary Elena"
expect birth-first kinship-report "Luis Rosa, Leo Mia, Elena"
expect birth-first topola "Luis Rosa, Leo"
expect birth-first Gedcom.pm "Luis John Rosa Jane, Leo Tom, Mia, Luis John Rosa Jane Elena Mary"
exit "$status"
