#!/bin/bash
# A timestamp is good, and the certificate that signed it has since expired. Is the stamp still good?
#
# Versions: OpenSSL 3.0 (Debian 12), Bouncy Castle 1.72 (Debian's jars), pkijs 4.0.0, @sigstore/core 4.0.1.
# Behavior: four verifiers judge the certificate on three different days.
#   openssl ts -verify      today: "certificate has expired", unless -attime names the day of the stamp
#   Bouncy Castle, pkijs    the day that the stamp states (pkijs with checkChain and no checkDate as well)
#   @sigstore/core          no day: it is given a public key
# For this product: a check of an old exhibit says what the stamp is worth at the stamp's own time, and docs/EXHIBIT.md
# tells a reader to pass -attime to openssl.
# Needs: openssl, faketime, node with npm, a JDK (Debian: faketime default-jdk-headless).
set -euo pipefail
for tool in openssl faketime npm java; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

cat >ts.cnf <<'CONF'
[tsa]
default_tsa = t
[t]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
[ca]
basicConstraints = critical,CA:TRUE
[leaf]
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = dn
[dn]
CONF
echo 01 >serial
echo "the root of a journal" >data
# An authority of 2024 with a certificate for one year stamps the data on 1 March 2024.
faketime "2024-03-01 12:00:00" bash -e >log 2>&1 <<'MADE'
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=ca -days 7300 -config ts.cnf -extensions ca
openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=tsa -config ts.cnf
openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -days 365 -set_serial 7 -extfile ts.cnf -extensions leaf -out tsa.pem
openssl ts -query -data data -sha256 -cert -out request.tsq
openssl ts -reply -config ts.cnf -queryfile request.tsq -signer tsa.pem -inkey tsa.key -out answer.tsr
MADE

apt-get -qq download libbcpkix-java=1.72-2 libbcprov-java=1.72-2 libbcutil-java=1.72-2 2>/dev/null
for package in *.deb; do dpkg -x "$package" java; done
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @sigstore/core@4.0.1 pkijs@4.0.0 2>/dev/null

cat >Check.java <<'JAVA'
import java.io.FileReader;
import java.nio.file.*;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.tsp.TimeStampResponse;
public class Check {
  public static void main(String[] args) throws Exception {
    var signer = (X509CertificateHolder) new PEMParser(new FileReader("tsa.pem")).readObject();
    new TimeStampResponse(Files.readAllBytes(Path.of("answer.tsr"))).getTimeStampToken()
        .validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
    System.out.println("good");
  }
}
JAVA
cat >check.mjs <<'JS'
import { createPublicKey } from 'crypto';
import { readFileSync } from 'fs';
import { RFC3161Timestamp } from '@sigstore/core';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
const exact = (b) => b.buffer.slice(b.byteOffset, b.byteOffset + b.length);
const der = (file) => Buffer.from(readFileSync(file, 'utf8').replace(/-----[^-]+-----/g, ''), 'base64');
const data = readFileSync('data'), answer = readFileSync('answer.tsr');
RFC3161Timestamp.parse(answer).verify(data, createPublicKey(readFileSync('tsa.pem')));  // throws if it is not good
console.log('sigstore good');
const token = new pkijs.TimeStampResp({ schema: asn1js.fromBER(exact(answer)).result }).timeStampToken;
const trusted = new pkijs.Certificate({ schema: asn1js.fromBER(exact(der('ca.pem'))).result });
const seen = await new pkijs.SignedData({ schema: token.content }).verify(
  { signer: 0, data: exact(data), checkChain: true, trustedCerts: [trusted], extendedMode: true });
console.log('pkijs', seen.signatureVerified && seen.signerCertificateVerified ? 'good' : seen.message);
JS

openssl ts -verify -data data -in answer.tsr -CAfile ca.pem >today.txt 2>&1 || true
openssl ts -verify -attime "$(date -d 2024-03-01T12:00:30Z +%s)" -data data -in answer.tsr -CAfile ca.pem >then.txt 2>&1 || true
java -cp "$(echo java/usr/share/java/bc{pkix,prov,util}-1.72.jar | tr ' ' :)" Check.java >java.txt 2>&1 || true
node check.mjs >node.txt 2>&1 || true

status=0
expect() {  # expect WHO FILE WORDS
  if grep -q -- "$3" "$2"; then echo "as before: $1: $3"; else echo "CHANGED: $1: $(tail -1 "$2")"; status=1; fi
}
expect "openssl ts -verify, today" today.txt "certificate has expired"
expect "openssl ts -verify -attime" then.txt "Verification: OK"
expect "Bouncy Castle 1.72" java.txt "good"
expect "pkijs 4.0.0" node.txt "pkijs good"
expect "@sigstore/core 4.0.1" node.txt "sigstore good"
exit "$status"
