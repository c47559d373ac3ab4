#!/bin/bash
# The master key of a journal is split into five shares, one for each of five officers; any three give it back. An officer leaves, so
# the key is split again and five new shares are handed out. Years later the key is needed, and one officer brings a share of the first
# split. In another office the shares were renamed to number the officers. Which key comes out?
#
# Guess: from three shares, perhaps a wrong key. From all five, the right one or an error: two more than needed show that one does not
# fit. From five good shares, the right key in any case. A share knows which one it is, whatever its file is called.
# Versions: ssss 0.5, gfshare 2.0.0 (Debian 12); secrets.js-grempe 2.0.0, shamirs-secret-sharing 2.0.1, shamir-secret-sharing
# 0.0.4, slip39 0.1.9 (npm).
# Behavior:                 five good shares    three, or all five, with one of the first split
#   ssss                    a wrong key         a wrong key
#   gfshare                 right               a wrong key
#   secrets.js-grempe       right               a wrong key, longer than the key was
#   shamirs-secret-sharing  right               a wrong key, longer than the key was
#   shamir-secret-sharing   right               a wrong key
#   slip39                  an error            an error
# A wrong key comes without an error. ssss gives the right key for exactly as many shares as were asked for at the split; with a good
# one too many it gives a wrong one. gfshare has the number of a share in the name of its file only (master.key.064), so good shares
# that are renamed to .001, .002, and .003 give a wrong key as well. slip39 has a mark of the split in each share, but gives a
# wrong key for a slip in the passphrase.
# Why it matters: all officers came, each share was good, and the journal seems to be damaged.
# For this product: a master key has a name, and whoever gives another one is told both names (KeyStoreTest.
# AWrongMasterKeyIsNamedAndSoIsTheRightOne). casejournal keys list --master-key file:COMBINED ends with 8 if the key is another one.
# docs/OPERATING.md says to try shares so before the key itself is put away, and to write the name and the number needed on each.
# Needs: node with npm.
set -euo pipefail
for tool in npm apt-get; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install ssss libgfshare-bin 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu"
dpkg-query -W -f '${Package} ${Version}\n' ssss libgfshare-bin 2>/dev/null ||
  for package in *.deb; do dpkg-deb -W --showformat='${Package} ${Version}\n' "$package"; done
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts secrets.js-grempe@2.0.0 shamirs-secret-sharing@2.0.1 \
  shamir-secret-sharing@0.0.4 slip39@0.1.9 >/dev/null 2>&1

cat >split.cjs <<'JS'
const { execFileSync, spawnSync } = require("node:child_process");
const { randomBytes, webcrypto } = require("node:crypto");
const fs = require("node:fs");
globalThis.crypto ??= webcrypto;
const secrets = require("secrets.js-grempe"), shamirs = require("shamirs-secret-sharing"), slip39 = require("slip39");
const shamir = require("shamir-secret-sharing");
const key = randomBytes(32), hex = key.toString("hex");
fs.writeFileSync("master.key", key);

let splits = 0;
const gfcombine = (files) => {
  fs.rmSync("combined", { force: true });
  const { status } = spawnSync("gfcombine", ["-o", "combined", ...files]);
  return status === 0 ? fs.readFileSync("combined") : `exit ${status}`;
};
const slip = (shares, passphrase = "Cedar 17") => Buffer.from(slip39.recoverSecret(shares, passphrase));
const programs = {  // [split into five shares, combine shares]
  ssss: [() => execFileSync("ssss-split", ["-t", "3", "-n", "5", "-x", "-q"], { input: hex + "\n", stdio: ["pipe", "pipe", "pipe"] })
    .toString().trim().split("\n"), (shares) => {
    const ended = spawnSync("ssss-combine", ["-t", `${shares.length}`, "-x", "-q"], { input: shares.join("\n") + "\n" });
    return ended.status === 0 ? Buffer.from(ended.stderr.toString().trim(), "hex") : `exit ${ended.status}`;
  }],
  gfshare: [() => {
    const directory = `split${++splits}`;
    fs.mkdirSync(directory);
    execFileSync("gfsplit", ["-n", "3", "-m", "5", "master.key", `${directory}/master.key`]);
    return fs.readdirSync(directory).map((name) => `${directory}/${name}`);
  }, gfcombine],
  "secrets.js-grempe": [() => secrets.share(hex, 5, 3), (shares) => Buffer.from(secrets.combine(shares), "hex")],
  "shamirs-secret-sharing": [() => shamirs.split(key, { shares: 5, threshold: 3 }), (shares) => Buffer.from(shamirs.combine(shares))],
  "shamir-secret-sharing": [() => shamir.split(new Uint8Array(key), 5, 3), async (shares) => Buffer.from(await shamir.combine(shares))],
  slip39: [() => {
    const made = slip39.fromArray([...key], { passphrase: "Cedar 17", threshold: 1, groups: [[3, 5]] });
    return [0, 1, 2, 3, 4].map((at) => made.fromPath(`r/0/${at}`).mnemonics[0]);
  }, slip],
};
const numberOf = (share) => typeof share === "string" ? (/master\.key\.(\d+)$/.exec(share)?.[1] ?? share) : share.at(-1);
const seen = async (combine) => {
  try {
    const got = await combine();
    return typeof got === "string" ? got : got.equals(key) ? "the key" : got.length > key.length ? "a longer key" : "a wrong key";
  } catch (error) { return "an error"; }
};
const expect = async (what, combine, expected) => {
  const found = await seen(combine);
  if (found !== expected) process.exitCode = 1;
  console.log(`${found === expected ? "as before" : "CHANGED"}: ${what}: ${found}`);
};
(async () => {
  const wrong = "a wrong key", longer = ["secrets.js-grempe", "shamirs-secret-sharing"];
  for (const [name, [split, combine]] of Object.entries(programs)) {
    const now = await split(), numbers = now.map(numberOf);
    let earlier;  // gfshare and shamir-secret-sharing choose numbers by chance; two shares with one number may be an error
    do earlier = (await split())[0]; while (numbers.slice(1).includes(numberOf(earlier)));
    const other = name === "slip39" ? "an error" : longer.includes(name) ? "a longer key" : wrong;
    await expect(`${name}, three shares`, () => combine(now.slice(2)), "the key");
    await expect(`${name}, five shares`, () => combine(now), name === "slip39" ? "an error" : name === "ssss" ? wrong : "the key");
    await expect(`${name}, three shares, one of them earlier`, () => combine([earlier, ...now.slice(3)]), other);
    await expect(`${name}, five shares, one of them earlier`, () => combine([earlier, ...now.slice(1)]), other);
    if (name === "slip39") await expect("slip39, a slip in the passphrase", () => combine(now.slice(2), "cedar 17"), wrong);
    if (name === "gfshare") {
      const renamed = now.slice(0, 3).map((file, at) => (fs.copyFileSync(file, `officer.00${at + 1}`), `officer.00${at + 1}`));
      await expect("gfshare, renamed shares", () => combine(renamed), wrong);
    }
  }
})();
JS
node split.cjs
