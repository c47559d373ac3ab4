#!/bin/bash
# A time stamping authority writes the time with a fraction of a second, as RFC 3161 section 2.4.2 allows. Who reads it?
#
# Guess: everybody. A time in ASN.1 is basic, and at worst a reader cuts the fraction off.
# Versions: openssl ts 3.0 (Debian 12) as the authority; read by Bouncy Castle 1.72, pyasn1 0.4.8, and Go 1.19
# encoding/asn1 (all Debian 12), pkijs 4.0.0, @sigstore/core 4.0.1.
# Behavior, by digits of the fraction in four stamps:      0      1             3             6
#   Bouncy Castle, pkijs (to the millisecond)              right  right         right         right
#   pyasn1 GeneralizedTime.asDateTime                      right  wrong         right         error
#   Go encoding/asn1                                       right  error         error         error
#   @sigstore/core RFC3161Timestamp.signingTime            right  error         cut off       error
# pyasn1 takes a tenth of a second for a millisecond, and reports no error.
# The last zeros of a fraction are left out (DER), so one authority writes now six digits, now five, seldom none: such a
# verifier works on some days only.
# For this product: docs/OPERATING.md asks for an authority with whole seconds. A test of eventstore/witnesses checks
# that we read 0 to 6 digits.
# Needs: openssl, node with npm, a JDK (Debian: default-jdk-headless).
set -euo pipefail
for tool in openssl npm java apt-get; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
apt-get -qq download libbcpkix-java=1.72-2 libbcprov-java=1.72-2 libbcutil-java=1.72-2 golang-1.19-go golang-1.19-src \
  python3-pyasn1 2>/dev/null
for package in *.deb; do dpkg -x "$package" debian; done
ls ./*.deb | grep -E "pyasn1_|bcpkix|1.19-go"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @sigstore/core@4.0.1 pkijs@4.0.0 2>/dev/null

cat >ts.cnf <<'CONF'
[tsa]
default_tsa = t
[t]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
clock_precision_digits = $ENV::DIGITS
[leaf]
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = dn
[dn]
CONF
echo 01 >serial
echo "the root of a journal" >data
export DIGITS=0
openssl req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem -subj /CN=tsa -config ts.cnf -extensions leaf 2>log
openssl ts -query -data data -sha256 -cert -out request.tsq 2>>log
for DIGITS in 0 1 3 6; do
  fraction=again  # the last zeros of a fraction are left out: until it has this many digits
  until ((${#fraction} == DIGITS)); do
    openssl ts -reply -config ts.cnf -queryfile request.tsq -signer tsa.pem -inkey tsa.key -out "$DIGITS.tsr" 2>>log
    fraction=$(openssl ts -reply -in "$DIGITS.tsr" -text 2>>log | sed -n 's/.*Time stamp:[^.]*\.\([0-9]*\).*/\1/p')
  done
done

cat >Read.java <<'JAVA'
import java.nio.file.*;
import org.bouncycastle.tsp.TimeStampResponse;
public class Read {
  public static void main(String[] args) throws Exception {
    for (String n : new String[] {"0", "1", "3", "6"}) {
      var info = new TimeStampResponse(Files.readAllBytes(Path.of(n + ".tsr"))).getTimeStampToken().getTimeStampInfo();
      System.out.println("true " + n + " " + info.toASN1Structure().getGenTime().getTimeString());
      System.out.println("bouncycastle " + n + " " + info.getGenTime().getTime());
    }
  }
}
JAVA
cat >read.mjs <<'JS'
import { readFileSync } from 'fs';
import { RFC3161Timestamp } from '@sigstore/core';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
const exact = (b) => b.buffer.slice(b.byteOffset, b.byteOffset + b.length);
for (const n of [0, 1, 3, 6]) {
  const answer = readFileSync(`${n}.tsr`);
  try { console.log('sigstore', n, +RFC3161Timestamp.parse(answer).signingTime); } catch (e) { console.log('sigstore', n, 'error'); }
  const token = new pkijs.TimeStampResp({ schema: asn1js.fromBER(exact(answer)).result }).timeStampToken;
  const content = new pkijs.SignedData({ schema: token.content }).encapContentInfo.eContent.getValue();
  console.log('pkijs', n, +pkijs.TSTInfo.fromBER(content).genTime);
}
JS
cat >read.py <<'PY'
import re
from pyasn1.codec.der import decoder
from pyasn1.type import useful
for n in (0, 1, 3, 6):
    time = re.search(rb"\x18.2\d{13}(\.\d+)?Z", open(f"{n}.tsr", "rb").read(), re.S).group()
    try:
        print("pyasn1", n, round(decoder.decode(time, asn1Spec=useful.GeneralizedTime())[0].asDateTime.timestamp() * 1e6) // 1000)
    except ValueError:
        print("pyasn1", n, "error")
PY
cat >read.go <<'GO'
package main

import ("encoding/asn1"; "fmt"; "os"; "regexp"; "time")

func main() {
	for _, n := range []string{"0", "1", "3", "6"} {
		answer, _ := os.ReadFile(n + ".tsr")
		var seen time.Time
		if _, err := asn1.Unmarshal(regexp.MustCompile(`(?s)\x18.2\d{13}(\.\d+)?Z`).Find(answer), &seen); err != nil {
			fmt.Println("go", n, "error")
		} else {
			fmt.Println("go", n, seen.UnixMilli())
		}
	}
}
GO
java -cp "$(echo debian/usr/share/java/bc{pkix,prov,util}-1.72.jar | tr ' ' :)" Read.java >seen.txt
node read.mjs >>seen.txt
PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 read.py >>seen.txt
rm -f debian/usr/lib/go-1.19/src && ln -s ../../share/go-1.19/src debian/usr/lib/go-1.19/src
GOROOT=$work/debian/usr/lib/go-1.19 GOCACHE=$work/cache GO111MODULE=off debian/usr/lib/go-1.19/bin/go run read.go >>seen.txt

status=0
expect() {  # expect READER then what it makes of 0, 1, 3 and 6 digits
  local reader=$1 digits text seen said ms
  shift
  for digits in 0 1 3 6; do
    text=$(sed -n "s/^true $digits //p" seen.txt)
    seen=$(sed -n "s/^$reader $digits //p" seen.txt)
    ms=$(date -u -d "${text:0:8} ${text:8:2}:${text:10:2}:$(tr -d Z <<<"${text:12}")Z" +%s%3N)
    case $seen in
      "$ms") said=right ;;
      error) said=error ;;
      "$((ms / 1000 * 1000))") said=cut ;;
      *) said=wrong ;;
    esac
    if [[ $said == "$1" ]]; then echo "as before: $reader reads $text: $said"
    else echo "CHANGED: $reader reads $text as ${seen:-nothing} ($said, expected $1)"; status=1; fi
    shift
  done
}
expect bouncycastle right right right right
expect pkijs right right right right
expect pyasn1 right wrong right error
expect go right error error error
expect sigstore right error cut error
exit "$status"
