#!/bin/bash
# The proof of a page is too long for one handy QR code, so libqrencode makes four that belong together (structured
# append in ISO/IEC 18004). What does a reader give for one of the four, and for the four on one picture?
#
# Guess: for each symbol its part of the text, or an error; a reader that knows the mode adds the number of the part.
# Versions: qrencode 4.1.1 (Debian 12), level M, version 5; jsqr 1.4.0, @zxing/library 0.21.3, zxing-wasm 3.1.6
# (ZXing-C++), zbarimg 0.23.92 (Debian 12).
# Behavior:
#   jsQR                takes the header of a part for data: nothing, an empty text, or a wrong text that is nowhere in
#                       the message; no error, although the error correction of the symbol is sound
#   ZXing (JavaScript)  the part alone, as if it were the whole: here the first is a good address with a digest cut short
#   ZXing-C++           the part, with its number and how many there are
#   zbarimg             nothing for one symbol, and nothing for three of four in one picture; the whole text for all four
# For this product: no page has a QR code yet. If pages get one, each must have one symbol that is complete by itself, for
# example with the digest of the exhibit, and a test must fail if a symbol has structured append.
# Needs: node with npm.
set -euo pipefail
for tool in npm apt-get; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install qrencode zbar-tools 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund jsqr@1.4.0 @zxing/library@0.21.3 zxing-wasm@3.1.6 pngjs@7.0.0 2>/dev/null
coders=$(find "$work/debian" -type d -path "*/ImageMagick-*/coders" 2>/dev/null | sed -n 1p) || true
[[ -z $coders ]] || export MAGICK_CODER_MODULE_PATH=$coders MAGICK_CONFIGURE_PATH=$work/debian/etc/ImageMagick-6
qrencode --version 2>&1 | sed -n 1p
echo "zbarimg $(zbarimg --version)"

printf '%s' "https://journal.example/exhibit/550e8400-e29b-41d4-a716-446655440000" \
  "?root=4c4314a9c3ab6287a19d659bd78cc405b39a670f8f5cb94a4c8a33b4ff25ee3a&size=1048576&signed=fx6ntQWmSyU/O2l5FJJJDnFaqExPf6qR" \
  "rLL0/gDmzjK1JuEfVjrvK15BSgg0zmIwdj8RZ9bASKzmZFWVwnimnQ==" >text
qrencode -S -v 5 -l M -s 4 -o part.png <text
ls part-*.png | wc -l

cat >read.mjs <<'JS'
import { readFileSync, writeFileSync } from 'fs';
import { PNG } from 'pngjs';
import jsqr from 'jsqr';
import * as zxing from '@zxing/library';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
const text = readFileSync('text', 'utf8');
const wasm = readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm');
const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length);
await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
const parts = [1, 2, 3, 4].map((n) => PNG.sync.read(readFileSync(`part-0${n}.png`)));
const beside = (pictures) => {  // pictures in one row
  const all = new PNG({ width: pictures.reduce((sum, p) => sum + p.width, 0), height: pictures[0].height });
  pictures.reduce((x, p) => (PNG.bitblt(p, all, 0, 0, p.width, p.height, x, 0), x + p.width), 0);
  return all;
};
const kind = (seen) => seen === null ? 'nothing' : seen === '' ? 'empty' : seen === text ? 'whole'
  : text.includes(seen) ? 'part' : 'wrong';
for (const [i, p] of parts.entries()) {
  const seen = (jsqr.default ?? jsqr)(new Uint8ClampedArray(p.data), p.width, p.height);
  console.log('jsqr', i + 1, kind(seen && seen.data), JSON.stringify(seen?.data));
  const grey = Uint8ClampedArray.from({ length: p.width * p.height }, (_, n) => p.data[4 * n]);
  const source = new zxing.HybridBinarizer(new zxing.RGBLuminanceSource(grey, p.width, p.height));
  const part = new zxing.QRCodeReader().decode(new zxing.BinaryBitmap(source)).getText();
  console.log('zxing', i + 1, kind(part), JSON.stringify(part));
  const [found] = await readBarcodes(readFileSync(`part-0${i + 1}.png`), { formats: ['QRCode'] });
  console.log('zxing-cpp', i + 1, `${kind(found.text)}-${found.sequenceIndex}-of-${found.sequenceSize}`, '');
}
writeFileSync('part-three.png', PNG.sync.write(beside([parts[0], parts[1], parts[3]])));
writeFileSync('part-four.png', PNG.sync.write(beside(parts)));
JS
node read.mjs >seen.txt 2>log || cat log
for picture in 01 02 03 04 three four; do
  found=$(zbarimg -q --raw "part-$picture.png" 2>/dev/null) || true
  case $found in "") kind=nothing ;; "$(<text)") kind=whole ;; *) kind=other ;; esac
  echo "zbar ${picture#0} $kind" >>seen.txt
done
cut -c1-110 seen.txt

status=0
expect() {  # expect READER WHAT KIND...
  local seen
  seen=$(grep "^$1 $2 " seen.txt | cut -d ' ' -f 3) || true
  if [[ " $3 " == *" $seen "* ]]; then echo "as before: $1, $2: $seen"; else echo "CHANGED: $1, $2: $seen, expected $3"; status=1; fi
}
for part in 1 2 3 4; do
  expect jsqr $part "nothing empty wrong"
  expect zxing $part part
  expect zxing-cpp $part "part-$((part - 1))-of-4"
  expect zbar $part nothing
done
grep -q "^jsqr [1-4] wrong" seen.txt || { echo "CHANGED: jsqr gives no wrong text"; status=1; }
expect zbar three nothing
expect zbar four whole
exit "$status"
