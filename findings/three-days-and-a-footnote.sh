#!/bin/bash
# An agency sends a parent the plan by e-mail, as HTML, and a program makes the part in plain text of it (text/plain): that part is what a
# simple telephone shows, what is read aloud, and what is filed. The plan has a deadline with a footnote mark, 3<sup>1</sup> days. A judge
# struck a word, "The father may <del>not</del> see Ana", or <s>not</s>. And a page goes on with the conditions 4 and 9 of an order.
#
# Guess: plain text loses how words look, and none of the words and numbers. A struck word is marked or gone, a mark is set off in some way,
# and a condition keeps its number, since HTML has attributes for just that (start and value).
# Versions: html-to-text 10.0.1, turndown 7.2.5, node-html-markdown 2.0.0 (npm); html2text 1.3.2a, python3-html2text 2020.1.16,
# HTML::FormatText 2.16, w3m 0.5.3, lynx 2.9.0dev.12 (all Debian 12).
# Behavior:               deadline         <del>not</del>    <s>not</s>      conditions
#   w3m                   3^1 days         [DEL:not:DEL]     [S:not:S]       4, 9
#   lynx                  3^1 days         [DEL: not :DEL]   [DEL: not :DEL] 4, 9
#   python3-html2text     31 days          ~~not~~           ~~not~~         4, 5
#   node-html-markdown    31 days          ~~not~~           ~~not~~         1, 2
#   HTML::FormatText      31 days          gone              not             4, 9
#   html-to-text          31 days          not               not             4, 5
#   turndown              31 days          not               not             4, 5
#   html2text             31 days          not               not             1, 9
# Why it matters: six of eight make 31 days of three, without a mark. In three, a struck "not" forbids again what the judge has allowed. A
# condition that the court calls the ninth is the fifth or the second.
# For this product: where a page in HTML has a withdrawn row in <s>, the row below says in words that it is withdrawn, and by what. It
# makes a page as text from the record, and not from HTML.
# Needs: node with npm, perl, /usr/bin/python3.
set -euo pipefail
export LC_ALL=C.UTF-8
for tool in npm apt-get perl /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install html2text python3-html2text libhtml-format-perl w3m lynx 2>/dev/null |
  awk '/^Inst/ && $2 !~ /^(perl|libperl)/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts html-to-text@10.0.1 turndown@7.2.5 node-html-markdown@2.0.0 2>/dev/null

cat >plan.html <<'HTML'
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Plan</title></head><body>
<p>Answer within 3<sup>1</sup> days.</p>
<p>The father may <del>not</del> see Ana.</p>
<p>The mother may <s>not</s> see Leo.</p>
<ol start="4"><li>No contact.</li><li value="9">A sober home.</li></ol>
</body></html>
HTML
cat >convert.cjs <<'JS'
const html = require('fs').readFileSync('plan.html', 'utf8');
const programs = {
  'html-to-text': () => require('html-to-text').convert(html),
  'turndown': () => new (require('turndown'))().turndown(html),
  'node-html-markdown': () => require('node-html-markdown').NodeHtmlMarkdown.translate(html),
};
console.log(programs[process.argv[2]]());
JS
libraries="$work/debian/usr/lib/$(uname -m)-linux-gnu"
convert() {  # convert PROGRAM: its text of the plan
  export LD_LIBRARY_PATH="$libraries" PATH="$work/debian/usr/bin:$PATH"
  case $1 in
    w3m) HOME="$work" w3m -dump plan.html ;;
    lynx) lynx -cfg=/dev/null -dump plan.html ;;
    html2text) html2text -utf8 plan.html ;;
    python3-html2text) PYTHONPATH="$work/debian/usr/lib/python3/dist-packages" /usr/bin/python3 -c \
      'import html2text; print(html2text.html2text(open("plan.html").read()))' ;;
    HTML::FormatText) perl -I debian/usr/share/perl5 -I "$libraries/perl5/5.36" -MHTML::FormatText \
      -e 'print HTML::FormatText->format_file("plan.html")' ;;
    *) LD_LIBRARY_PATH="" node convert.cjs "$1" ;;
  esac
}
status=0
expect() {  # expect PROGRAM DEADLINE DEL S CONDITIONS: what is between the words around it
  local seen
  seen=$(convert "$1" | awk '{gsub(/ +/, " ")} /Answer within/ {sub(/.*within /, ""); sub(/ days.*/, ""); a = $0}
    /father may/ {sub(/.*father may ?/, ""); sub(/ ?see Ana.*/, ""); b = $0} /mother may/ {sub(/.*mother may ?/, ""); sub(/ ?see Leo.*/, "")
    c = $0} /No contact|sober home/ {d = d (match($0, /[0-9]+\./) ? substr($0, RSTART, RLENGTH) : "-")} END {print a "|" b "|" c "|" d}')
  if [[ $seen == "$2|$3|$4|$5" ]]; then echo "as before: $1: $seen"; else echo "CHANGED: $1: $seen, expected $2|$3|$4|$5"; status=1; fi
}
expect w3m 3^1 "[DEL:not:DEL]" "[S:not:S]" 4.9.
expect lynx 3^1 "[DEL: not :DEL]" "[DEL: not :DEL]" 4.9.
expect python3-html2text 31 "~~not~~" "~~not~~" 4.5.
expect node-html-markdown 31 "~~not~~" "~~not~~" 1.2.
expect HTML::FormatText 31 "" not 4.9.
expect html-to-text 31 not not 4.5.
expect turndown 31 not not 4.5.
expect html2text 31 not not 1.9.
exit "$status"
