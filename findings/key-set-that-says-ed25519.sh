#!/bin/bash
# An identity provider signs with Ed25519. Its tokens say "alg": "EdDSA" (RFC 8037). RFC 9864 gives the same signature the name
# "Ed25519", so the provider corrects one word in its key set: "alg": "EdDSA" becomes "Ed25519". Keys and tokens stay. Who still signs in?
#
# Guess: everyone. The member is optional, the key is the same, and the token is what it was.
# Versions: python3-jwt 2.6.0, python3-authlib 1.2.0, python3-jwcrypto 1.1.0, node-jose 4.11.4 (all Debian 12); jose 6.2.17 (npm).
# Behavior: which token is taken with a key set that says (nothing, EdDSA, Ed25519):
#                      token EdDSA          token Ed25519
#   python3-jwt        yes, yes, no         no, no, no     the whole set "did not contain any usable keys"
#   jose 6.2.17        yes, yes, no         yes, no, yes
#   node-jose 4.11.4   yes, yes, no         no, no, no
#   python3-authlib    yes, yes, yes        no, no, no
#   python3-jwcrypto   yes, yes, yes        no, no, no
# Only a key set that names no algorithm works with each verifier, and only a token that says EdDSA. No verifier takes both names
# for both.
# For this product: it takes each of the six pairs, because the two names are one algorithm (services/access/key_set.cc,
# docs/decisions/0066).
# Needs: node with npm, openssl, and apt-get and /usr/bin/python3 with python3-cryptography of Debian 12.
set -euo pipefail
for tool in npm apt-get openssl; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
apt-get -qq download python3-jwt python3-authlib python3-jwcrypto python3-deprecated python3-wrapt node-jose 2>/dev/null
for package in *.deb; do dpkg -x "$package" debian; done
ls ./*.deb | grep -E "jwt|authlib|jwcrypto|jose"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund jose@6.2.17 2>/dev/null
openssl genpkey -quiet -algorithm ED25519 -out private.pem

# Each program prints its name, the algorithm in the token, and yes or no for each of the three key sets.
cat >verify.mjs <<'JS'
import { createPrivateKey, createPublicKey, sign } from 'crypto';
import { readFileSync, writeFileSync } from 'fs';
import * as jose from 'jose';
import * as older from './debian/usr/share/nodejs/jose/dist/node/esm/index.js';
const key = createPrivateKey(readFileSync('private.pem'));
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwk = { ...createPublicKey(key).export({ format: 'jwk' }), kid: '1', use: 'sig' };
const sets = [{}, { alg: 'EdDSA' }, { alg: 'Ed25519' }].map((alg) => ({ keys: [{ ...jwk, ...alg }] }));
const tokens = ['EdDSA', 'Ed25519'].map((alg) => {
  const text = `${part({ alg, kid: '1' })}.${part({ sub: 'u-104', exp: Math.floor(Date.now() / 1000) + 3600 })}`;
  return [alg, `${text}.${sign(null, text, key).toString('base64url')}`];
});
writeFileSync('made.json', JSON.stringify({ sets, tokens }));
for (const [who, library] of [['jose', jose], ['node-jose', older]]) {
  for (const [alg, token] of tokens) {
    const taken = await Promise.all(sets.map((set) =>
      library.jwtVerify(token, library.createLocalJWKSet(set)).then(() => 'yes', () => 'no')));
    console.log(who, alg, ...taken);
  }
}
JS
cat >verify.py <<'PY'
import json
import authlib.jose
import jwcrypto.jwk
import jwcrypto.jwt
import jwt
made = json.load(open("made.json"))
names = ["EdDSA", "Ed25519"]  # both are allowed


def by_jwt(token, keys):
    jwt.decode(token, jwt.PyJWKSet.from_dict(keys)["1"].key, algorithms=names)


def by_authlib(token, keys):
    authlib.jose.JsonWebToken(names).decode(token, authlib.jose.JsonWebKey.import_key_set(keys)).validate()


def by_jwcrypto(token, keys):
    jwcrypto.jwt.JWT(jwt=token, key=jwcrypto.jwk.JWKSet.from_json(json.dumps(keys)), algs=names)


def says(check, token, keys):
    try:
        check(token, keys)
        return "yes"
    except Exception:
        return "no"


for who, check in {"python3-jwt": by_jwt, "python3-authlib": by_authlib, "python3-jwcrypto": by_jwcrypto}.items():
    for algorithm, token in made["tokens"]:
        print(who, algorithm, *[says(check, token, keys) for keys in made["sets"]])
PY
node verify.mjs >seen.txt
PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 verify.py >>seen.txt

status=0
expect() {  # expect PROGRAM ALGORITHM TAKEN, with the key sets that say nothing, EdDSA, and Ed25519
  if grep -qx "$1 $2 $3" seen.txt; then echo "as before: $1: a token $2: $3"
  else echo "CHANGED: $1: a token $2: $(sed -n "s/^$1 $2 //p" seen.txt), expected $3"; status=1; fi
}
expect python3-jwt EdDSA "yes yes no"
expect python3-jwt Ed25519 "no no no"
expect jose EdDSA "yes yes no"
expect jose Ed25519 "yes no yes"
expect node-jose EdDSA "yes yes no"
expect node-jose Ed25519 "no no no"
expect python3-authlib EdDSA "yes yes yes"
expect python3-authlib Ed25519 "no no no"
expect python3-jwcrypto EdDSA "yes yes yes"
expect python3-jwcrypto Ed25519 "no no no"
exit "$status"
