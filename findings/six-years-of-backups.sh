#!/bin/bash
# Records of disclosures are kept for six years (45 CFR 164.530(j)), other records for twelve months. A file of backups is thinned
# out with "6Y" or "12M". Which backups are removed before that time is over?
#
# Guess: none. 6Y is six years back, 12M is as long as 1Y, and all programs that take these letters agree.
# Versions: borg 1.2.4, restic 0.14.0, duplicity 0.8.22, rdiff-backup 2.2.2 (all Debian 12).
# Behavior: how many days are kept for      12M     1Y      72M     6Y
#   duplicity, rdiff-backup                 360     365     2,160   2,190
#   borg (prune --keep-within)              372     365     2,232   2,190
#   restic (forget --keep-within)           months and years of the calendar, counted from the newest snapshot
#   the calendar                            365 or 366      2,191 or 2,192
# So 6Y removes a backup of the last day or two of six years in three programs, and 12M is five days less than 1Y in two of them and
# a week more in the third. restic's 6m from 31 August goes back to "31 February", which is 3 March, and removes the backup of 1
# March. No program warns. In days (2192D, 2192d), all four keep what they should.
# For this product: casejournal backup prune takes days only. docs/OPERATING.md says to give other programs days as well.
# Needs: /usr/bin/python3 (borg, duplicity, rdiff-backup).
set -euo pipefail
for tool in apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install restic borgbackup duplicity rdiff-backup 2>/dev/null |
  awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" PYTHONPATH="$work/debian/usr/lib/python3/dist-packages"
export LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu" HOME="$work/home" TZ=UTC LC_ALL=C.UTF-8
export BORG_REPO="$work/borg" BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes RESTIC_REPOSITORY="$work/restic" RESTIC_PASSWORD=trial
mkdir home plans
py() { local name=$1; shift; /usr/bin/python3 "$(command -v "$name")" "$@" 2>&1; }
py borg --version; restic version; py duplicity --version; py rdiff-backup --version

now=$(date +%s)  # the first backup lacks half a day to six years
declare -A made=([six-years]=$(($(date -d "$(date -d "@$now" "+%F %T") 6 years ago" +%s) + 43200))
  [370-days]=$((now - 370 * 86400)) [363-days]=$((now - 363 * 86400)) [today]=$now
  [1-March]=$(date -d "2026-03-01 12:00" +%s) [4-March]=$(date -d "2026-03-04 12:00" +%s))
py borg init --encryption none
restic --quiet init
for name in six-years 370-days 363-days today; do
  echo "$name" >>plans/plan.txt
  py borg create --timestamp "$(date -d "@${made[$name]}" +%FT%T)" "::$name" plans
  restic --quiet backup --time "$(date -d "@${made[$name]}" "+%F %T")" plans
  py duplicity full --no-encryption --current-time "${made[$name]}" plans "file://$work/duplicity" >/dev/null
  py rdiff-backup --current-time "${made[$name]}" plans rdiff-backup >/dev/null
done

removed() {  # removed PROGRAM TIME: the lines that name what is removed
  case $1 in
    borg) py borg prune --dry-run --list --keep-within "$2" | grep "Would prune" ;;
    restic) restic forget --dry-run --keep-within "$2" | sed -n '/^remove/,$p' ;;
    duplicity) py duplicity remove-older-than "$2" "file://$work/duplicity" | sed -n '/^Found old/,$p' ;;
    rdiff-backup) rm -rf thinned; cp -a rdiff-backup thinned; py rdiff-backup --force --remove-older-than "$2" thinned ;;
  esac
}
status=0
expect() {  # expect PROGRAM TIME NAME...: the backups that are removed
  local program=$1 time=$2 name seen=""
  shift 2
  removed "$program" "$time" >said.txt || true
  for name in six-years 370-days 363-days today 1-March 4-March; do
    if grep -qE "$(date -d "@${made[$name]}" "+%F %T|%a %b %e %T %Y")" said.txt; then seen+="${seen:+ }$name"; fi
  done
  if [[ $seen == "$*" ]]; then echo "as before: $program, $time removes ${seen:-nothing}"
  else echo "CHANGED: $program, $time removes ${seen:-nothing}, expected ${*:-nothing}"; status=1; fi
}
expect borg 1y six-years 370-days
expect borg 12m six-years
expect borg 6y six-years
for time in 72m 2192d; do expect borg "$time"; done
for time in 1y 12m; do expect restic "$time" six-years 370-days; done
for time in 6y 72m 2192d; do expect restic "$time"; done
for program in duplicity rdiff-backup; do
  expect "$program" 1Y six-years 370-days
  expect "$program" 12M six-years 370-days 363-days
  for time in 6Y 72M; do expect "$program" "$time" six-years; done
  expect "$program" 2192D
done
export RESTIC_REPOSITORY="$work/august"  # the newest snapshot is of 31 August
restic --quiet init
for day in 2026-03-01 2026-03-04 2026-08-31; do restic --quiet backup --time "$day 12:00:00" plans; done
expect restic 6m 1-March
exit "$status"
