#!/bin/bash
# A report names a child "Juana". A client looks for a child who is known already, by the Jaro-Winkler similarity of first names, as record
# linkage has done since 1990. From 0.85 on, a person must look at the two. Ana, Juana, and Eliana are three sisters.
#
# Guess: the measure is a formula with published examples, so programs agree, at most with another rounding. It does not matter which of
# the two names comes first. A program that has the three examples of its literature right has the measure right.
# Versions: dna-jellyfish 0.8.9 (Debian 12); talisman 1.1.4, jaro-winkler 0.2.8, natural 8.1.1, @skyra/jaro-winkler 1.1.1,
# jaro-winkler-typescript 1.0.1 (npm). All names are in capitals.
# Behavior: all six give the published values (MARTHA and MARHTA 0.9611, DIXON and DICKSONX 0.8133, DWAYNE and DUANE 0.8400). Others:
#                        jellyfish, talisman   jaro-winkler   natural   @skyra    typescript, and the other way round
#   ANA, JUANA           0.5111                0.5111         0.5111    0.8667    0.8667  0.5111
#   ANA, ELIANA          0.5000                0.5000         0.5000    0.8333    0.8333  0.5000
#   MIA, SCHMIDT         0.0000                0.0000         0.0000    0.6508    0.6508  0.0000
#   SMITH, SCHMIDT       0.7364                0.6655         0.6989    0.7943    0.7943  0.6655
#   JOHN, JOSEPH         0.6111                0.6111         0.6889    0.8000    0.8000  0.6111
#   CASTILLO, CASTLE     0.8917                0.8917         0.8917    0.9097    0.8917  0.8917
# They differ in how far apart two equal letters may be, in half transpositions, and in whether two unlike names get the bonus for an equal
# beginning. In jaro-winkler-typescript the order of the two names counts.
# Why it matters: a search finds another child, or not, by the library and by the order of two arguments. A threshold that was set with one
# program, or that a paper gives, says nothing of another.
# For this product: its search for persons compares words and their American Soundex (projections/words/person_name.h), and has no
# threshold. A person says that two records are of one child.
# Needs: node with npm, /usr/bin/python3.
set -euo pipefail
for tool in npm apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install python3-jellyfish 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts talisman@1.1.4 jaro-winkler@0.2.8 natural@8.1.1 @skyra/jaro-winkler@1.1.1 \
  jaro-winkler-typescript@1.0.1 2>/dev/null

cat >compare.cjs <<'JS'
const programs = {
  "talisman": require("talisman/metrics/jaro-winkler").similarity,
  "jaro-winkler": require("jaro-winkler"),
  "natural": (one, other) => require("natural/lib/natural/distance/jaro-winkler_distance")(one, other, {}),
  "@skyra": require("@skyra/jaro-winkler").jaroWinkler,
  "typescript": require("jaro-winkler-typescript").jaroWinkler,
};
const [program, one, other] = process.argv.slice(2);
console.log(programs[program](one, other).toFixed(4));
JS
cat >compare.py <<'PY'
import sys, jellyfish
print(f"{jellyfish.jaro_winkler_similarity(*sys.argv[1:]):.4f}")
PY
compare() {  # compare PROGRAM ONE OTHER
  case $1 in
    jellyfish) PYTHONPATH="$work/debian/usr/lib/python3/dist-packages" /usr/bin/python3 -W ignore compare.py "$2" "$3" ;;
    *) node compare.cjs "$@" ;;
  esac
}
status=0
is() { if [[ $2 == "$3" ]]; then echo "as before: $1: $2"; else echo "CHANGED: $1: $2, expected $3"; status=1; fi; }
programs=(jellyfish talisman jaro-winkler natural @skyra typescript)
expect() {  # expect ONE OTHER VALUE...: of each program in this order, then of the last one with the names the other way round
  local one=$1 other=$2 program back
  shift 2
  back=${*: -1}
  for program in "${programs[@]}"; do
    is "$program, $one, $other" "$(compare "$program" "$one" "$other")" "$1"
    [[ $program != typescript ]] || is "$program, $other, $one" "$(compare "$program" "$other" "$one")" "$back"
    [[ $program == typescript ]] || is "$program, $other, $one" "$(compare "$program" "$other" "$one")" "$1"
    shift
  done
}
expect MARTHA MARHTA 0.9611 0.9611 0.9611 0.9611 0.9611 0.9611 0.9611
expect DIXON DICKSONX 0.8133 0.8133 0.8133 0.8133 0.8133 0.8133 0.8133
expect DWAYNE DUANE 0.8400 0.8400 0.8400 0.8400 0.8400 0.8400 0.8400
expect ANA JUANA 0.5111 0.5111 0.5111 0.5111 0.8667 0.8667 0.5111
expect ANA ELIANA 0.5000 0.5000 0.5000 0.5000 0.8333 0.8333 0.5000
expect MIA SCHMIDT 0.0000 0.0000 0.0000 0.0000 0.6508 0.6508 0.0000
expect SMITH SCHMIDT 0.7364 0.7364 0.6655 0.6989 0.7943 0.7943 0.6655
expect JOHN JOSEPH 0.6111 0.6111 0.6111 0.6889 0.8000 0.8000 0.6111
expect CASTILLO CASTLE 0.8917 0.8917 0.8917 0.8917 0.9097 0.8917 0.8917
exit "$status"
