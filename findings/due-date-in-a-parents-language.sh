#!/bin/bash
# A notice tells a parent the day of a review, 4 March 2026, in figures, as the locale of the parent's language has it,
# for example Spanish or Somali. Is 03/04/2026 the fourth of March or the third of April?
#
# Guess: a locale of the United States has the month first (es-US, es-PR), others have the day first, one locale has one
# order, and programs agree since they all use the same data (Unicode CLDR).
# Versions: Intl of Node (ICU prints its version), cldr-dates-full 48.0.0, Babel 2.10.3 and glibc 2.36 (Debian 12), JDK
# 17.
# Behavior:
#   es-US   day first everywhere
#   es-PR   month first in CLDR 48, Node, JDK, and Babel; day first in glibc
#   so      CLDR has both orders. In Node, plain format(d) is 3/4/2026, month first, and the same call with
#           { day: '2-digit', month: '2-digit', year: 'numeric' } is 04/03/2026, day first: two figures more, and the
#           day is another one. JDK and Babel have a short form with the day first.
#   en-US   month first everywhere
# For this product: pages and JSON write a day as YYYY-MM-DD, which has one order. Tests look for d/d/d on the pages of the
# plan, in the output of the commands that read, and in exhibits. docs/CLIENTS.md tells clients to do the same, or to
# write the month as a word. Notices in a parent's language, when they come, must write the month as a word.
# Needs: node with npm, a JDK (Debian: default-jdk-headless), localedef (glibc).
set -euo pipefail
for tool in npm java apt-get localedef; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
apt-get -qq download python3-babel python-babel-localedata python3-tz locales 2>/dev/null
for package in *.deb; do dpkg -x "$package" debian; done
ls ./*.deb | grep -E "babel_|locales_"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund cldr-dates-full@48.0.0 2>/dev/null

cat >Dates.java <<'JAVA'
import java.time.LocalDate;
import java.time.format.*;
import java.util.Locale;
public class Dates {
  public static void main(String[] args) {
    for (String tag : new String[] {"en-US", "es-US", "es-PR", "so"})
      System.out.println("jdk-short " + tag + " " + LocalDate.of(2026, 3, 4).format(
          DateTimeFormatter.ofLocalizedDate(FormatStyle.SHORT).withLocale(Locale.forLanguageTag(tag))));
  }
}
JAVA
cat >dates.cjs <<'JS'
const day = new Date(Date.UTC(2026, 2, 4, 12));
console.error(`Node ${process.versions.node}, ICU ${process.versions.icu}, CLDR ${process.versions.cldr}`);
for (const tag of ['en-US', 'es-US', 'es-PR', 'so']) {
  const show = (options) => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options }).format(day);
  console.log('intl-plain', tag, show({}));
  console.log('intl-2-digit', tag, show({ day: '2-digit', month: '2-digit', year: 'numeric' }));
  console.log('intl-short', tag, show({ dateStyle: 'short' }));
  const name = tag === 'en-US' ? 'en' : tag;
  const data = require(`cldr-dates-full/main/${name}/ca-gregorian.json`).main[name].dates.calendars.gregorian;
  console.log('cldr-short', tag, data.dateFormats.short);
  console.log('cldr-yMd', tag, data.dateTimeFormats.availableFormats.yMd);
}
JS
cat >dates.py <<'PY'
import datetime, babel
from babel.dates import format_date, format_skeleton
day = datetime.date(2026, 3, 4)
for tag in ("en-US", "es-US", "es-PR", "so"):
    locale = babel.Locale.parse(tag, sep="-")
    print("babel-short", tag, format_date(day, "short", locale=locale))
    print("babel-yMd", tag, format_skeleton("yMd", day, locale=locale))
PY
java Dates.java >seen.txt
node dates.cjs >>seen.txt
PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 dates.py >>seen.txt
mkdir glibc
for tag in en-US es-US es-PR; do
  I18NPATH=debian/usr/share/i18n localedef -c -i "${tag/-/_}" -f UTF-8 "glibc/${tag/-/_}.UTF-8" 2>/dev/null || true
  echo "glibc-%x $tag $(LOCPATH=$work/glibc LC_ALL=${tag/-/_}.UTF-8 date -d 2026-03-04 +%x)" >>seen.txt
done

status=0
expect() {  # expect LOCALE ORDER PROGRAM...
  local tag=$1 order=$2 program text seen
  shift 2
  for program; do
    text=$(sed -n "s/^$program $tag //p" seen.txt)
    case $text in
      M* | 3/4/* | 03/04/*) seen=month-first ;;
      d* | 4/3/* | 04/03/*) seen=day-first ;;
      *) seen=neither ;;
    esac
    if [[ $seen == "$order" ]]; then echo "as before: $tag $program: $text ($order)"
    else echo "CHANGED: $tag $program: $text ($seen, expected $order)"; status=1; fi
  done
}
expect en-US month-first jdk-short intl-plain intl-2-digit intl-short cldr-short cldr-yMd babel-short babel-yMd glibc-%x
expect es-US day-first jdk-short intl-plain intl-2-digit intl-short cldr-short cldr-yMd babel-short babel-yMd glibc-%x
expect es-PR month-first jdk-short intl-plain intl-2-digit intl-short cldr-short cldr-yMd babel-short babel-yMd
expect es-PR day-first glibc-%x
expect so month-first intl-plain cldr-yMd babel-yMd
expect so day-first jdk-short intl-2-digit intl-short cldr-short babel-short
exit "$status"
