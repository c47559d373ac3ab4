#!/bin/bash
# A signed token says "crit": ["only-case"], "only-case": "23-JV-0117": it counts only for whoever understands that extension,
# which limits it to one case. Who takes the token without understanding it?
#
# Guess: nobody. RFC 7515, 4.1.11: who does not understand a critical extension must reject the token.
# Versions: libjwt 1.10.2, libcjose 0.6.2.1, libjose 11, librhonabwy 1.1.11, ruby-jwt 2.5.0, python3-jwt 2.6.0-1+deb12u1,
# python3-authlib 1.2.0-1+deb12u2 (all Debian 12); jose 6.2.17, fast-jwt 6.3.6, jsonwebtoken 9.0.3 (npm).
# Behavior:
#   libjwt, libcjose, libjose, librhonabwy, ruby-jwt, jsonwebtoken   take it: all four C libraries of Debian among them
#   python3-jwt, python3-authlib, jose, fast-jwt                     refuse it; python3-jwt 2.6.0-1, before the update, takes it
# So an extension limits nothing: most verifiers read it as a token for every case.
# For this product: the server knows no extension and refuses each token with "crit", an empty list included. It limits nothing by
# the header of a token: rights are events in the journal (docs/decisions/0066).
# Needs: node with npm, openssl, and apt-get and /usr/bin/python3 with python3-cryptography of Debian 12.
set -euo pipefail
for tool in npm apt-get openssl; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
apt-get -qq download libjwt0 libb64-0d libcjose0 libjose0 libjansson4 librhonabwy1.1 libyder2.0 liborcania2.3 libulfius2.7 libmicrohttpd12 \
  python3-jwt python3-authlib ruby-jwt ruby3.1 libruby3.1 libyaml-0-2 2>/dev/null
for package in *.deb; do dpkg -x "$package" debian; done
ls ./*.deb | grep -E "/(libjwt|libcjose|libjose|librhonabwy|python3|ruby-jwt)"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund jose@6.2.17 fast-jwt@6.3.6 jsonwebtoken@9.0.3 2>/dev/null
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out private.pem
openssl pkey -in private.pem -pubout -out public.pem

# Each program checks plain.jwt and crit.jwt, and prints its name, the token, and what it does.
cat >verify.mjs <<'JS'
import { createPublicKey, createSign } from 'crypto';
import { readFileSync, writeFileSync } from 'fs';
import * as jose from 'jose';
import { createVerifier } from 'fast-jwt';
import jsonwebtoken from 'jsonwebtoken';
const pem = readFileSync('public.pem', 'utf8');
writeFileSync('key.json', JSON.stringify(createPublicKey(pem).export({ format: 'jwk' })));
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
for (const [name, more] of [['plain', {}], ['crit', { crit: ['only-case'], 'only-case': '23-JV-0117' }]]) {
  const text = `${part({ alg: 'RS256', ...more })}.${part({ sub: 'u-104', exp: Math.floor(Date.now() / 1000) + 3600 })}`;
  const token = `${text}.${createSign('sha256').update(text).sign(readFileSync('private.pem'), 'base64url')}`;
  writeFileSync(`${name}.jwt`, token);
  const say = async (who, check) => {
    try { await check(); console.log(who, name, 'taken'); } catch { console.log(who, name, 'refused'); }
  };
  await say('jose', () => jose.jwtVerify(token, createPublicKey(pem)));
  await say('fast-jwt', () => createVerifier({ key: pem })(token));
  await say('jsonwebtoken', () => jsonwebtoken.verify(token, pem));
}
JS
cat >verify.py <<'PY'
import ctypes as c
import authlib.jose
import jwt
pem, key = open("public.pem", "rb").read(), open("key.json", "rb").read()
libjwt, cjose = c.CDLL("libjwt.so.0"), c.CDLL("libcjose.so.0")
jansson, jose, rhonabwy = c.CDLL("libjansson.so.4"), c.CDLL("libjose.so.0"), c.CDLL("librhonabwy.so.1.1")
for function in (cjose.cjose_jwk_import, cjose.cjose_jws_import, jansson.json_loads, jansson.json_pack):
    function.restype = c.c_void_p
jose.jose_jws_ver.restype = cjose.cjose_jws_verify.restype = c.c_bool
error = c.create_string_buffer(1024)


def by_libjwt(token):
    assert libjwt.jwt_decode(c.byref(c.c_void_p()), token, pem, len(pem)) == 0


def by_libcjose(token):
    imported = c.c_void_p(cjose.cjose_jws_import(token, c.c_size_t(len(token)), error))
    assert cjose.cjose_jws_verify(imported, c.c_void_p(cjose.cjose_jwk_import(key, c.c_size_t(len(key)), error)), error)


def by_libjose(token):
    names = [part for pair in zip((b"protected", b"payload", b"signature"), token.split(b".")) for part in pair]
    flat = c.c_void_p(jansson.json_pack(b"{s:s,s:s,s:s}", *names))
    assert jose.jose_jws_ver(None, flat, None, c.c_void_p(jansson.json_loads(key, c.c_size_t(0), None)), False)


def by_librhonabwy(token):
    read, public = c.c_void_p(), c.c_void_p()
    assert rhonabwy.r_jwt_init(c.byref(read)) == 0 and rhonabwy.r_jwk_init(c.byref(public)) == 0
    assert rhonabwy.r_jwk_import_from_json_str(public, key) == 0
    assert rhonabwy.r_jwt_parse(read, token, 0) == 0 and rhonabwy.r_jwt_verify_signature(read, public, 0) == 0


rhonabwy.r_global_init()
for name in ("plain", "crit"):
    token = open(f"{name}.jwt", "rb").read()
    for who, check in {
            "libjwt": by_libjwt, "libcjose": by_libcjose, "libjose": by_libjose, "librhonabwy": by_librhonabwy,
            "python3-jwt": lambda token: jwt.decode(token, pem, algorithms=["RS256"]),
            "python3-authlib": lambda token: authlib.jose.jwt.decode(token, pem).validate()}.items():
        try:
            check(token)
            print(who, name, "taken", flush=True)
        except Exception:
            print(who, name, "refused", flush=True)
PY
cat >verify.rb <<'RB'
require "jwt"
require "openssl"
%w[plain crit].each do |name|
  JWT.decode(File.read("#{name}.jwt"), OpenSSL::PKey.read(File.read("public.pem")), true, { algorithm: "RS256" })
  puts "ruby-jwt #{name} taken"
rescue JWT::DecodeError
  puts "ruby-jwt #{name} refused"
end
RB
export LD_LIBRARY_PATH=debian/usr/lib/$(uname -m)-linux-gnu
node verify.mjs >seen.txt
PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 verify.py >>seen.txt
debian/usr/bin/ruby3.1 --disable-gems -I debian/usr/lib/ruby/3.1.0 -I "$LD_LIBRARY_PATH/ruby/3.1.0" \
  -I debian/usr/share/rubygems-integration/all/gems/jwt-2.5.0/lib verify.rb >>seen.txt

status=0
expect() {  # expect PROGRAM WHAT
  if ! grep -qx "$1 plain taken" seen.txt; then echo "CHANGED: $1 does not take the plain token"; status=1
  elif grep -qx "$1 crit $2" seen.txt; then echo "as before: $1: $2"
  else echo "CHANGED: $1: $(sed -n "s/^$1 crit //p" seen.txt), expected $2"; status=1; fi
}
for who in libjwt libcjose libjose librhonabwy ruby-jwt jsonwebtoken; do expect "$who" taken; done
for who in python3-jwt python3-authlib jose fast-jwt; do expect "$who" refused; done
exit "$status"
