#!/bin/bash
# A page of a plan has the SHA-256 digest of the plan as a QR code at its foot, and the clerk sends the page by fax. Group 3
# machines send 204 dots per inch across and, unless "fine" is chosen, only 98 lines per inch.
#
# Guess: a QR code with error correction M, twice as high as the text around it, survives a fax.
# Versions: libqrencode 4.1.1 draws 64 upper-case hexadecimal digits (33 x 33 modules); Ghostscript 10.0.0 makes the page that
# a fax machine would send (tiffg3); zbarimg 0.23.92 and ZXingReader 1.4.0 read it; all from Debian 12. Ten digests each.
# Behavior: nothing is lost on the way, as no paper is scanned, and still:
# - in standard resolution, neither reader finds a code of 46 points (16 mm, 0.5 mm a module); both find all of 72 points.
# - in fine resolution (196 lines), both find all codes of 46 points.
# For this product: the code on a paper has 46 points, so docs/DOCUMENTS.md, "By fax", says to choose fine resolution. The
# digest stands beside it in digits.
set -euo pipefail
export LC_ALL=C.UTF-8
command -v apt-get >/dev/null || { echo "needs apt-get" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

packages=(ghostscript libtiff-tools netpbm qrencode zbar-tools zxing-cpp-tools)
apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install "${packages[@]}" 2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu:$work/debian/lib/$(uname -m)-linux-gnu" HOME="$work"
own=$work/debian/usr/share/ghostscript/10.00.0
modules=$(echo "$work"/debian/usr/lib/*/ImageMagick-6*/modules-Q16/coders)
[ ! -d "$modules" ] || export MAGICK_CODER_MODULE_PATH="$modules"
[ ! -d "$own" ] || export GS_LIB="$own/Resource/Init:$own/lib:$own/iccprofiles"
qrencode --version 2>&1 | sed -n 1p
echo "Ghostscript $(gs --version 2>&1 | tail -1), zbarimg $(zbarimg --version)"

# Write the page as sent, with square dots, to page.png: a code of so many points, with so many lines per inch.
fax() { # digest points lines
  qrencode -l M -m 0 -t EPS -o code.eps "$1"
  local side
  side=$(awk '/BoundingBox/ {print $4; exit}' code.eps)
  printf '%s\n' '%!PS' '<< /PageSize [612 792] >> setpagedevice' "gsave $((540 - $2)) 72 translate $2 $side div dup scale" \
    '/showpage {} def (code.eps) run grestore systemdict /showpage get exec' >page.ps
  gs -q --permit-file-read=code.eps -dNOPAUSE -dBATCH -sDEVICE=tiffg3 "-r204x$3" -sOutputFile=page.tif page.ps >/dev/null 2>&1
  tifftopnm page.tif 2>/dev/null | pamstretch -xscale=1 -yscale="$((196 / $3))" 2>/dev/null | pnmtopng >page.png 2>/dev/null
}

status=0
for wanted in "46 98 0 0" "72 98 10 10" "46 196 10 10"; do
  read -r points lines zbar_wanted zxing_wanted <<<"$wanted"
  zbar=0 zxing=0
  for n in {1..10}; do
    digest=$(printf 'plan %s' "$n" | sha256sum | cut -c1-64 | tr a-f A-F)
    fax "$digest" "$points" "$lines"
    zbarimg -q --raw page.png >seen.txt 2>/dev/null || [ $? = 4 ] || { echo "zbarimg cannot read the page" >&2; exit 2; }
    if grep -q "$digest" seen.txt; then zbar=$((zbar + 1)); fi
    if ZXingReader page.png 2>/dev/null | grep -q "$digest"; then zxing=$((zxing + 1)); fi
  done
  echo "$points points, 204 x $lines dots per inch: zbar reads $zbar of 10, ZXing $zxing of 10"
  [ "$zbar $zxing" = "$zbar_wanted $zxing_wanted" ] || { echo "  expected: $zbar_wanted and $zxing_wanted"; status=1; }
done
exit $status
