#!/bin/bash
# A log only ever grows, so an operator copies snapshots of the journal's directory each minute by rsync --append-verify:
# only the new bytes travel, and what the copy has already is checked by its sum. Our log has zeros ahead of its end
# (docs/decisions/0010), so its size stays the same for up to 256 KiB of events. What is in the copy?
#
# Guess: "verify" compares the whole file, sees that it differs, and sends it again; at worst it ends with an error.
# Versions: rsync 3.5.0 (Debian 12 with security updates; prints its own).
# Behavior: a file that has the same size in the copy, or is longer there, is left out before anything is compared, also
# with --checksum. No event after the first copy arrives, nothing is said, and rsync ends with 0. After a clean stop,
# which cuts the zeros off, the copy is longer and stays behind for good. Plain rsync -a and --inplace are right.
# (rsync's issue 368 has the same.)
# For this product: docs/OPERATING.md says how to copy a journal (stopped, or from a snapshot), and that --append and
# --append-verify lose events without a word. The proof of a copy is casejournal fsck and the newest signed checkpoint,
# not rsync's status.
set -euo pipefail
command -v apt-get >/dev/null || { echo "needs apt-get" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install rsync 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu"
rsync --version | sed -n 1p

ways=(plain inplace append append-verify append-verify-checksum)
copy() {  # copy WAY
  case $1 in
    plain) rsync -a journal/ "$1/" ;;
    inplace) rsync -a --inplace journal/ "$1/" ;;
    append) rsync -a --append journal/ "$1/" ;;
    append-verify) rsync -a --append-verify journal/ "$1/" ;;
    append-verify-checksum) rsync -a --checksum --append-verify journal/ "$1/" ;;
  esac
}
status=0
expect() {  # expect TEXT WHEN WAY...: the events in the copy, and that rsync ended with 0
  local text=$1 when=$2 way seen ended
  shift 2
  for way; do
    ended=0
    copy "$way" >said.txt 2>&1 || ended=$?
    seen=$(tr -d '\0' <"$way/log" | paste -sd ' ')
    if [[ $seen == "$text" && $ended == 0 && ! -s said.txt ]]; then echo "as before: $way, $when: $seen"
    else echo "CHANGED: $way, $when: $seen (status $ended), expected $text"; status=1; fi
  done
}
mkdir journal
truncate -s 256K journal/log
write() { dd of=journal/log bs=1 seek="$1" conv=notrunc status=none; }
echo "event-1" | write 0
expect "event-1" "first copy" "${ways[@]}"
sleep 1.1
echo "event-2" | write 8
expect "event-1 event-2" "within the zeros" plain inplace
expect "event-1" "within the zeros" append append-verify append-verify-checksum
sleep 1.1
truncate -s 16 journal/log
expect "event-1 event-2" "after a clean stop" plain inplace
expect "event-1" "after a clean stop" append append-verify append-verify-checksum
exit "$status"
