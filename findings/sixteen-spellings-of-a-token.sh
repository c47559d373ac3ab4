#!/bin/bash
# A server ends one token before its time: it refuses the SHA-256 of its text. The last letter of the text has six bits, of which the
# signature (ES256, 64 bytes) uses two. Who holds the token changes the other four. How many of the 64 last letters still verify?
#
# Guess: one. A signature that was changed does not verify, and base64url has one spelling.
# Versions: libjwt 1.10.2, libcjose 0.6.2.1, libjose 11, librhonabwy 1.1.11, python3-jwt 2.6.0, python3-authlib 1.2.0, ruby-jwt 2.5.0,
# golang-jwt 4.4.3 (all Debian 12); jose 6.2.17, fast-jwt 6.3.6, jsonwebtoken 9.0.3 (npm).
# Behavior:
#   libjose                      1
#   all others                   16; RFC 4648, 3.5 allows a decoder to refuse bits that are not zero, and does not demand it
#   and with "==" behind it      also taken by libjwt, libcjose, librhonabwy, python3-jwt, python3-authlib, ruby-jwt, and jose
# So a list of ended tokens, a cache, or a check for replays must name a token by what it says (jti), or by its decoded bytes.
# For this product: a token has one spelling, and any other is refused, so that it can be remembered by its SHA-256
# (docs/decisions/0066). An entry records the jti.
# Needs: node with npm, openssl, and apt-get and /usr/bin/python3 with python3-cryptography of Debian 12.
set -euo pipefail
for tool in npm apt-get openssl; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
apt-get -qq download libjwt0 libb64-0d libcjose0 libjose0 libjansson4 librhonabwy1.1 libyder2.0 liborcania2.3 libulfius2.7 libmicrohttpd12 \
  python3-jwt python3-authlib ruby-jwt ruby3.1 libruby3.1 libyaml-0-2 golang-1.19-go golang-1.19-src \
  golang-github-golang-jwt-jwt-dev 2>/dev/null
for package in *.deb; do dpkg -x "$package" debian; done
ls ./*.deb | grep -E "/(libjwt|libcjose|libjose|librhonabwy|python3|ruby-jwt|golang-github)"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund jose@6.2.17 fast-jwt@6.3.6 jsonwebtoken@9.0.3 2>/dev/null
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out private.pem
openssl pkey -in private.pem -pubout -out public.pem

# tokens.txt: the token with each of the 64 last letters, and with "==". Each program prints the numbers of those that it takes.
cat >verify.mjs <<'JS'
import { createPublicKey, createSign } from 'crypto';
import { readFileSync, writeFileSync } from 'fs';
import * as jose from 'jose';
import { createVerifier } from 'fast-jwt';
import jsonwebtoken from 'jsonwebtoken';
const pem = readFileSync('public.pem', 'utf8');
writeFileSync('key.json', JSON.stringify(createPublicKey(pem).export({ format: 'jwk' })));
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const text = `${part({ alg: 'ES256' })}.${part({ sub: 'u-104', exp: Math.floor(Date.now() / 1000) + 3600 })}`;
const key = { key: readFileSync('private.pem'), dsaEncoding: 'ieee-p1363' };
const token = `${text}.${createSign('sha256').update(text).sign(key, 'base64url')}`;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const tokens = [...[...letters].map((letter) => token.slice(0, -1) + letter), `${token}==`];
writeFileSync('tokens.txt', tokens.join('\n') + '\n');
const say = async (who, check) => {
  const taken = await Promise.all(tokens.map(async (one) => { try { await check(one); return 1; } catch { return 0; } }));
  console.log(who, taken.slice(0, 64).reduce((a, b) => a + b), taken[64]);
};
await say('jose', (one) => jose.jwtVerify(one, createPublicKey(pem)));
await say('fast-jwt', (one) => createVerifier({ key: pem })(one));
await say('jsonwebtoken', (one) => jsonwebtoken.verify(one, pem));
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
    return libjwt.jwt_decode(c.byref(c.c_void_p()), token, pem, len(pem)) == 0


def by_libcjose(token):
    imported = c.c_void_p(cjose.cjose_jws_import(token, c.c_size_t(len(token)), error))
    return cjose.cjose_jws_verify(imported, c.c_void_p(cjose.cjose_jwk_import(key, c.c_size_t(len(key)), error)), error)


def by_libjose(token):
    names = [part for pair in zip((b"protected", b"payload", b"signature"), token.split(b".")) for part in pair]
    flat = c.c_void_p(jansson.json_pack(b"{s:s,s:s,s:s}", *names))
    return jose.jose_jws_ver(None, flat, None, c.c_void_p(jansson.json_loads(key, c.c_size_t(0), None)), False)


def by_librhonabwy(token):
    read, public = c.c_void_p(), c.c_void_p()
    rhonabwy.r_jwt_init(c.byref(read)), rhonabwy.r_jwk_init(c.byref(public)), rhonabwy.r_jwk_import_from_json_str(public, key)
    return rhonabwy.r_jwt_parse(read, token, 0) == 0 and rhonabwy.r_jwt_verify_signature(read, public, 0) == 0


def raises_not(check):
    def taken(token):
        try:
            check(token)
            return True
        except Exception:
            return False
    return taken


rhonabwy.r_global_init()
tokens = open("tokens.txt", "rb").read().split()
for who, check in {
        "libjwt": by_libjwt, "libcjose": by_libcjose, "libjose": by_libjose, "librhonabwy": by_librhonabwy,
        "python3-jwt": raises_not(lambda token: jwt.decode(token, pem, algorithms=["ES256"])),
        "python3-authlib": raises_not(lambda token: authlib.jose.jwt.decode(token, pem).validate())}.items():
    print(who, sum(map(check, tokens[:64])), int(check(tokens[64])), flush=True)
PY
cat >verify.rb <<'RB'
require "jwt"
require "openssl"
key = OpenSSL::PKey.read(File.read("public.pem"))
taken = File.readlines("tokens.txt", chomp: true).map do |token|
  JWT.decode(token, key, true, { algorithm: "ES256" }) && 1
rescue JWT::DecodeError
  0
end
puts "ruby-jwt #{taken.first(64).sum} #{taken[64]}"
RB
cat >verify.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/golang-jwt/jwt"
)

func main() {
	pem, _ := os.ReadFile("public.pem")
	key, _ := jwt.ParseECPublicKeyFromPEM(pem)
	text, _ := os.ReadFile("tokens.txt")
	taken := [2]int{}
	for i, token := range strings.Fields(string(text)) {
		if _, err := jwt.Parse(token, func(*jwt.Token) (interface{}, error) { return key, nil }); err == nil {
			taken[i/64]++
		}
	}
	fmt.Println("golang-jwt", taken[0], taken[1])
}
GO
export LD_LIBRARY_PATH=debian/usr/lib/$(uname -m)-linux-gnu
node verify.mjs >seen.txt
PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 verify.py >>seen.txt
debian/usr/bin/ruby3.1 --disable-gems -I debian/usr/lib/ruby/3.1.0 -I "$LD_LIBRARY_PATH/ruby/3.1.0" \
  -I debian/usr/share/rubygems-integration/all/gems/jwt-2.5.0/lib verify.rb >>seen.txt
rm -f debian/usr/lib/go-1.19/src && ln -s ../../share/go-1.19/src debian/usr/lib/go-1.19/src
GOROOT=$work/debian/usr/lib/go-1.19 GOPATH=$work/debian/usr/share/gocode GOCACHE=$work/cache GO111MODULE=off \
  debian/usr/lib/go-1.19/bin/go run verify.go >>seen.txt

status=0
expect() {  # expect LETTERS PADDED PROGRAM...
  for who in "${@:3}"; do
    if grep -qx "$who $1 $2" seen.txt; then echo "as before: $who: $1 of 64 letters, with \"==\": $2"
    else echo "CHANGED: $who: $(sed -n "s/^$who //p" seen.txt), expected $1 $2"; status=1; fi
  done
}
expect 1 0 libjose
expect 16 1 libjwt libcjose librhonabwy python3-jwt python3-authlib ruby-jwt jose
expect 16 0 golang-jwt fast-jwt jsonwebtoken
exit "$status"
