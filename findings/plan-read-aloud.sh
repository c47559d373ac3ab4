#!/bin/bash
# A parent who does not read well has the plan read aloud, in the voice of the language at home: objective 1.2, a service of
# 1.5 hours, 1,011 entries, a hearing on 2026-03-04. Screen readers on free systems, and many telephone systems, use eSpeak NG.
#
# Guess: a voice says a sign between two digits as the language says it, or leaves it out only where nothing changes.
# Versions: espeak-ng 1.51 from Debian 12, which prints the sounds of what it would say (--ipa).
# Behavior:
# - Chinese and Korean voices say "1.5" as "1 5", and Burmese and Thai voices say it exactly as "15", although all four
#   languages have a word for the point: an hour and a half becomes "one five" or "fifteen". "1,5" does not help.
# - Portuguese, Polish, and Romanian voices say the comma of "1,5", and leave out the point of "1.5". English, Spanish,
#   Vietnamese, and Arabic voices say the point.
# - The voice of Latin American Spanish says "1,011" as one comma zero eleven, which is a little more than one; the voice
#   of English says one thousand eleven.
# - The Nepali voice says "2026-03-04" with "minus" twice, and each number in English.
# For this product: what a program reads aloud is no copy of a plan (docs/DOCUMENTS.md, "Read aloud"). A page gives a part its
# name beside its number.
set -euo pipefail
export LC_ALL=C.UTF-8
command -v apt-get >/dev/null || { echo "needs apt-get" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install espeak-ng 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
lib=$work/debian/usr/lib/$(uname -m)-linux-gnu
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$lib:$work/debian/lib/$(uname -m)-linux-gnu:$lib/pulseaudio" HOME="$work"
[ ! -d "$lib/espeak-ng-data" ] || export ESPEAK_DATA_PATH="$lib"
espeak-ng --version 2>/dev/null | cut -d: -f1-2 | cut -c1-40

# The sounds, without stress, pauses, and marks of another voice.
sounds() { espeak-ng -q -v "$1" --ipa -- "$2" 2>/dev/null | tr -d '\n' | sed 's/[ ˈˌ]//g'; }
status=0
expect() { # what is said, whether it is so
  printf '%-62s %s\n' "$1" "$2"
  [ "$2" = "$3" ] || { echo "  expected: $3"; status=1; }
}
same() { [ "$(sounds "$1" "$2")" = "$(sounds "$1" "$3")" ] && echo yes || echo no; }

for voice in cmn ko pt-br pl ro; do expect "$voice: \"1.5\" as \"1 5\"" "$(same $voice 1.5 '1 5')" yes; done
for voice in my th; do expect "$voice: \"1.5\" as \"15\"" "$(same $voice 1.5 15)" yes; done
for voice in cmn ko my th; do expect "$voice: \"1,5\" as \"1 5\"" "$(same $voice 1,5 '1 5')" yes; done
for voice in pt-br pl ro; do expect "$voice: \"1,5\" as \"1 5\"" "$(same $voice 1,5 '1 5')" no; done
for voice in en-us es-419 vi ar; do expect "$voice: \"1.5\" as \"1 5\"" "$(same $voice 1.5 '1 5')" no; done
expect "es-419: \"1,011\" as \"1 coma 011\"" "$(same es-419 1,011 '1 coma 0 11')" yes
expect "en-us: \"1,011\" as \"1011\"" "$(same en-us 1,011 1011)" yes
nepali=$(sounds ne 2026-03-04)
printf 'ne: "2026-03-04": %s\n' "$nepali"
expect "ne: \"minus\" in \"2026-03-04\"" "$(grep -o mainʌs <<<"$nepali" | wc -l)" 2
expect "ne: numbers in the voice of English" "$(grep -c '(en)' <<<"$nepali")" 1
exit $status
