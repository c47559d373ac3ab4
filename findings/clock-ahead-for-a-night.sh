#!/bin/bash
# A backup is made each night. In one night the clock of the machine was a year ahead; it was set right in the morning, and three
# more nights went well. Today the newest backup is restored. Of which night is it?
#
# Guess: of last night. At worst "newest" is the night with the wrong clock, and a program that cannot go on refuses the next backup.
# Versions: duplicity 0.8.22, restic 0.14.0, borg 1.2.4, bup 0.33.7, rdiff-backup 2.2.2 (all Debian 12).
# Behavior:
#   bup            last night
#   restic, borg   (restore latest; list --last 1) the night with the wrong clock, for a year. Where one backup is kept by number
#                  (--keep-last 1), each run removes the backup that was just made
#   rdiff-backup   the night before the wrong clock; it refused all backups since then, with an error
#   duplicity      the night before the wrong clock, and ends with 0, also with --time of yesterday. The three later backups had ended
#                  with 0 as well. The first of them belongs to no chain, and cleanup removes it. The others are full and sound, but
#                  a chain that reaches into next year stands for every day until then. Without the files of its last step, last
#                  night comes back
# Why it matters: four nights of a journal are gone at the restore, no message says so, and each backup had succeeded.
# For this product: the newest backup is the one with the highest number, whatever the clock said
# (RetentionTest.AClockThatWasAheadMakesNoGenerationTheNewest). docs/OPERATING.md says what to do about other programs.
# Needs: /usr/bin/python3 (borg, bup, duplicity, rdiff-backup).
set -euo pipefail
for tool in apt-get git /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install restic borgbackup duplicity rdiff-backup bup 2>/dev/null |
  awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" PYTHONPATH="$work/debian/usr/lib/python3/dist-packages"
export LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu" HOME="$work/home" TZ=UTC LC_ALL=C.UTF-8
export BORG_REPO="$work/borg" BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes RESTIC_REPOSITORY="$work/restic" RESTIC_PASSWORD=trial
export BUP_DIR="$work/bup" DUPLICITY="file://$work/duplicity"
mkdir home journal
py() { local name=$1; shift; /usr/bin/python3 "$(command -v "$name")" "$@"; }
py borg --version; restic version; py duplicity --version; py rdiff-backup --version; bup --version
py borg init --encryption none
restic --quiet init
bup init 2>/dev/null

now=$(date +%s)
refused=""
backup() {  # backup NIGHT TIME
  echo "$1" >>journal/entries
  py borg create --timestamp "$(date -d "@$2" +%FT%T)" "::$1" journal
  restic --quiet backup --time "$(date -d "@$2" "+%F %T")" journal
  bup index journal 2>/dev/null
  bup save --quiet --name journal --date "$2" journal 2>/dev/null
  py duplicity --no-encryption --current-time "$2" journal "$DUPLICITY" >/dev/null 2>&1
  py rdiff-backup --current-time "$2" journal rdiff-backup >/dev/null 2>&1 || refused+="$1 "
}
backup first $((now - 5 * 86400))
backup before $((now - 4 * 86400))
backup wrong-clock $((now + 362 * 86400))
backup after $((now - 2 * 86400))
backup night-before $((now - 86400))
backup last-night "$now"

status=0
expect() {  # expect WHAT SEEN EXPECTED
  if [[ $2 == "$3" ]]; then echo "as before: $1: $2"; else echo "CHANGED: $1: $2, expected $3"; status=1; fi
}
restored() {  # restored COMMAND...: the last entry in the directory "out" that the command makes, and its exit status
  rm -rf out; local code=0
  "$@" >said 2>&1 || code=$?
  echo "$(find out -name entries -exec tail -n 1 {} + 2>/dev/null), exit $code"
}
expect "bup" "$(restored bup restore -C out "journal/latest$work/journal/.")" "last-night, exit 0"
expect "restic" "$(restored restic restore latest --target out)" "wrong-clock, exit 0"
expect "restic, kept" "$(restic forget --dry-run --keep-last 1 | grep -c "$(date -d "@$((now + 362 * 86400))" "+%F %T").*last snapshot")" 1
expect "borg" "$(py borg list --last 1 --short)" wrong-clock
expect "borg, kept" "$(py borg prune --dry-run --list --keep-last 1 2>&1 | awk '/Keeping/ {print $6}')" wrong-clock
expect "rdiff-backup, refused" "$refused" "after night-before last-night "
expect "rdiff-backup" "$(restored py rdiff-backup --restore-as-of now rdiff-backup out)" "before, exit 0"
expect "duplicity" "$(restored py duplicity restore --no-encryption "$DUPLICITY" out)" "before, exit 0"
for night in 1 2; do  # an hour after a backup was made, its state is asked for
  expect "duplicity, as of $night nights ago" \
    "$(restored py duplicity restore --no-encryption --time "$((now - night * 86400 + 3600))" "$DUPLICITY" out)" "before, exit 0"
done
expect "duplicity, to be cleaned up" "$(py duplicity cleanup --no-encryption "$DUPLICITY" 2>&1 |
  grep -c "^duplicity-inc.*to.$(date -d "@$((now - 2 * 86400))" +%Y%m%d)T.*difftar")" 1
find duplicity home -name "duplicity-*.to.$(date -d "@$((now + 362 * 86400))" +%Y%m%d)T*" -delete
expect "duplicity, without the step into next year" "$(restored py duplicity restore --no-encryption "$DUPLICITY" out)" "last-night, exit 0"
exit "$status"
