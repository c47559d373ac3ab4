#!/bin/bash
# A log or a timestamping authority keeps its signing key in a PKCS#11 token, under the label "journal", which all programs name. The
# key is rotated: a new one is made under the same label, with the next id. PKCS#11 permits that, and the old one stays until it is
# no longer needed. Which key signs now?
#
# Guess: an error, as two keys fit; or always the newer one, or always the older one, and the same in each program.
# Versions: SoftHSM 2.6.1, pkcs11-tool of OpenSC 0.23.0, p11tool of GnuTLS 3.7.9, OpenSSL 3.0 with the engine of libp11 0.4.12 (all
# Debian 12).
# Behavior, for 24 tokens that are made in the same way (numbers of one run; they differ from run to run):
#   pkcs11-tool, p11tool   the old key of 7 tokens, the new one of 17; both programs the same one
#   OpenSSL                the old key of 12, the new one of 12; another one than pkcs11-tool for 9 tokens
# Each program takes one of the two, says nothing, and takes the same one when it is asked again. The order in which SoftHSM lists
# objects does not depend on their age.
# Why it matters: after a rotation it is a matter of chance whether the old key still signs, a trial on another token proves nothing,
# and a check by one program does not tell what another one signs with.
# For this product: it keeps keys in files. A witness or an authority with a token has to name its key by id, as this script shows,
# and to give each key a label of its own.
# Needs: openssl.
set -euo pipefail
for tool in openssl apt-get; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
packages="softhsm2 libsofthsm2 opensc opensc-pkcs11 gnutls-bin libengine-pkcs11-openssl"
# shellcheck disable=SC2086
mapfile -t missing < <({ printf '%s\n' $packages; apt-get -s -qq --no-install-recommends install $packages 2>/dev/null |
  awk '/^Inst/ {print $2}'; } | sort -u)
apt-get -qq download "${missing[@]}" 2>/dev/null
for package in *.deb; do dpkg -x "$package" debian; done
libraries="$work/debian/usr/lib/$(uname -m)-linux-gnu" module="$work/debian/usr/lib/softhsm/libsofthsm2.so"
export PATH="$work/debian/usr/bin:$PATH" SOFTHSM2_CONF="$work/softhsm.conf" GNUTLS_PIN=1234 OPENSSL_CONF="$work/openssl.cnf"
printf '%s\n' "directories.tokendir = $work/tokens" "log.level = ERROR" >softhsm.conf
printf '%s\n' "openssl_conf = all" "[all]" "engines = engines" "[engines]" "pkcs11 = token" "[token]" "engine_id = pkcs11" \
  "dynamic_path = $libraries/engines-3/pkcs11.so" "MODULE_PATH = $module" "PIN = 1234" "init = 0" >openssl.cnf

tool() { LD_LIBRARY_PATH="$libraries" pkcs11-tool --module "$module" --login --pin 1234 --token-label token "$@" &>/dev/null; }
key() {  # key PROGRAM WHICH: writes found.der, the public part of the key that fits; WHICH is label, 01, or 02
  local uri="pkcs11:token=token;type=private;object=journal"
  rm -f found.*
  case $1 in
    pkcs11-tool) if [[ $2 == label ]]; then tool --read-object --type pubkey --label journal -o found.der
      else tool --read-object --type pubkey --id "$2" -o found.der; fi ;;
    p11tool) [[ $2 == label ]] || uri="pkcs11:token=token;type=private;id=%$2"
      LD_LIBRARY_PATH="$libraries" p11tool --provider "$module" --login --export-pubkey "$uri" --outfile found.pem &>/dev/null ;;
    openssl) [[ $2 == label ]] || uri="pkcs11:token=token;type=private;id=%$2"
      LD_LIBRARY_PATH="$libraries" openssl pkey -engine pkcs11 -inform engine -in "$uri" -pubout -out found.pem 2>/dev/null ;;
  esac
  if [[ -s found.pem ]]; then openssl pkey -pubin -in found.pem -outform DER -out found.der; fi
}
declare -A old new
programs="pkcs11-tool p11tool openssl" differ=0 apart=0 changed=0 by_id=0
for program in $programs; do old[$program]=0 new[$program]=0; done
for token in $(seq 24); do
  rm -rf tokens
  mkdir tokens
  LD_LIBRARY_PATH="$libraries" softhsm2-util --module "$module" --init-token --free --label token --pin 1234 --so-pin 1234 >/dev/null
  for id in 01 02; do
    tool --keypairgen --key-type EC:prime256v1 --label journal --id "$id"
    key pkcs11-tool "$id"
    mv found.der "$id.der"
  done
  declare -A took=()
  for program in $programs; do
    key "$program" label
    if cmp -s found.der 01.der; then took[$program]=01 old[$program]=$((old[$program] + 1)); fi
    if cmp -s found.der 02.der; then took[$program]=02 new[$program]=$((new[$program] + 1)); fi
    key "$program" label
    cmp -s found.der "${took[$program]}.der" || changed=$((changed + 1))
    key "$program" 02
    if cmp -s found.der 02.der; then by_id=$((by_id + 1)); fi
  done
  if [[ ${took[p11tool]} != "${took[pkcs11-tool]}" ]]; then apart=$((apart + 1)); fi
  if [[ ${took[openssl]} != "${took[pkcs11-tool]}" ]]; then differ=$((differ + 1)); fi
done

status=0
expect() {  # expect WHAT TEST: a test of numbers that holds
  if (($2)); then echo "as before: $1"; else echo "CHANGED: $1"; status=1; fi
}
for program in $programs; do
  expect "$program: the old key of ${old[$program]} tokens, the new one of ${new[$program]}" \
    "${old[$program]} > 0 && ${new[$program]} > 0 && ${old[$program]} + ${new[$program]} == 24"
done
expect "openssl takes another key than pkcs11-tool for $differ of 24 tokens" "$differ > 0"
expect "p11tool takes another key than pkcs11-tool for $apart" "$apart == 0"
expect "asked again, $changed programs take another key" "$changed == 0"
expect "asked by the id of the new key, $by_id of 72 give it" "$by_id == 72"
exit "$status"
