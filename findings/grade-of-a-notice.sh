#!/bin/bash
# An agency's rule says that a notice to parents must be readable at the sixth grade of school. A client that makes notices has a check
# for it, by the grade of Flesch and Kincaid: 0.39 x words for each sentence + 11.8 x syllables for each word - 15.59. The notice of a
# review has two sentences, five rights as a list, and two sentences more. Does it pass?
#
# Guess: each program gives the same answer, or is off by a grade, since syllables are only estimated. A list is counted as one sentence,
# or as one for each item, and a full stop behind each item hardly matters.
# Versions: style of diction 1.11, Lingua::EN::Fathom 1.22 (Debian 12); text-readability 1.1.1, readability-scores 1.0.8, text-statistics
# 0.1.1 (npm).
# Behavior (the grade):   as written                        a full stop        a capital letter    without
#                                                           behind each item   too, and no dash    the list
#   style                  1.2 (43 words in 5 sentences)    1.2                4.3                 1.2
#   text-statistics        5.8 (95 words in 6 sentences)    4.0                3.4                -1.1
#   Fathom                 8.4 (84 words in 5 sentences)    5.5                5.5                 1.9
#   readability-scores     9.4 (90 words in 4 sentences)    5.1                5.1                 2.2
#   text-readability      12.6 (90 words in 3 sentences)   12.6                6.0                 2.5
# One notice is for the first grade and for a college, and it is not the syllables (all but style have 1.4 or 1.5 for a word). style drops
# what does not begin with a capital letter: the list, which has the hard words, is not in the grade, and nothing says so. For
# text-readability the list and the sentence behind it are one. Full stops alone make the notice pass in two more programs, and where
# each item looks like a sentence, it passes in all five.
# Why it matters: a notice that a parent cannot read has a report that says it is easy, and a good one is held back.
# For this product: it grades no text. docs/CLIENTS.md tells a client that must to make a sentence of each item, to name the program with
# the grade, and to compare the words that it counted with a count of its own.
# Needs: node with npm, perl.
set -euo pipefail
export LC_ALL=C.UTF-8
for tool in npm apt-get perl; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
apt-get -qq download diction liblingua-en-fathom-perl liblingua-en-sentence-perl liblingua-en-syllable-perl 2>/dev/null
for package in *.deb; do dpkg -x "$package" debian; done
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts text-readability@1.1.1 readability-scores@1.0.8 text-statistics@0.1.1 2>/dev/null

cat >written.txt <<'TEXT'
Your case plan will be reviewed on March 4, 2026, at 9:30 a.m. You have these rights at the review:

- to have an attorney, appointed by the court if you cannot pay
- to examine the records of the agency about you and your children
- to present evidence and to question witnesses
- to have an interpreter without any cost to you
- to ask for a different placement or a different visitation schedule

If you do not agree with the decision, you may appeal within 14 days. Call Ms. Park at 330-555-0110.
TEXT
sed '/^- /s/$/./' written.txt >stops.txt
sed 's/^- t/T/' stops.txt >sentences.txt
sed '/^- /d' written.txt >without.txt

cat >grade.cjs <<'JS'
const text = require('fs').readFileSync(process.argv[2], 'utf8');
const readability = require('text-readability').default, scores = require('readability-scores')(text);
const statistics = require('text-statistics')(text);
const counted = [readability.lexiconCount(text), readability.sentenceCount(text)];
console.log('text-readability', readability.fleschKincaidGrade(text).toFixed(1), ...counted);
console.log('readability-scores', scores.fleschKincaid.toFixed(1), scores.wordCount, scores.sentenceCount);
console.log('text-statistics', statistics.fleschKincaidGradeLevel().toFixed(1), statistics.wordCount(), statistics.sentenceCount());
JS
cat >grade.pl <<'PERL'
use Lingua::EN::Fathom;
my $text = Lingua::EN::Fathom->new;
$text->analyse_file($ARGV[0]);
printf "fathom %.1f %d %d\n", $text->kincaid, $text->num_words, $text->num_sentences;
PERL
status=0
expect() {  # expect TEXT "GRADE of each PROGRAM"
  local seen
  seen=$({
    debian/usr/bin/style "$1.txt" | awk '/Kincaid:/ {grade = $2} / words, average/ {words = $1}
      / sentences, average/ {print "style", grade, words, $1}'
    perl -I debian/usr/share/perl5 grade.pl "$1.txt"
    node grade.cjs "$1.txt"
  } | sort | paste -sd ' ')
  if [[ $seen == "$2" ]]; then echo "as before: $1: $seen"; else echo "CHANGED: $1: $seen, expected $2"; status=1; fi
}
# Each with the grade, the words, and the sentences that it counts.
expect written "fathom 8.4 84 5 readability-scores 9.4 90 4 style 1.2 43 5 text-readability 12.6 90 3 text-statistics 5.8 95 6"
expect stops "fathom 5.5 84 9 readability-scores 5.1 90 8 style 1.2 43 5 text-readability 12.6 90 3 text-statistics 4.0 95 11"
expect sentences "fathom 5.5 84 9 readability-scores 5.1 90 8 style 4.3 94 10 text-readability 6.0 90 7 text-statistics 3.4 95 11"
expect without "fathom 1.9 33 4 readability-scores 2.2 39 3 style 1.2 43 5 text-readability 2.5 39 3 text-statistics -1.1 44 6"
exit "$status"
