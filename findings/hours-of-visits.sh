#!/bin/bash
# A visitation center sends its log as an OpenDocument spreadsheet (.ods). A column has the length of each visit or call, and the total of
# the month. A cell has the value, as a duration of ISO 8601 (office:time-value="PT00H12M30S"), and the text that the page shows, in the
# format that the author chose ("12:30"). On the address, a worker left a comment: "Do not disclose".
#
# Guess: a reader takes the value, since that is why the file has it: 12 minutes and a half. The comment is no part of the address.
# Versions: pandas 1.5.3 with odfpy 1.4.2, roo 2.10.0, orcus-ods 0.17.2 (all Debian 12); xlsx 0.18.5 (npm).
# Behavior:     value          shown         xlsx        roo         pandas         orcus-ods
#               PT00H12M30S    12:30         12.5 min    12.5 h      12:30 o'clock  nothing
#               PT00H45M00S    45:00         45 min      45 h        error          nothing
#               PT02H30M00S    2 h 30 min    2.5 h       2 h         error          nothing
#               PT14H30M00S    2:30 PM       14.5 h      2.5 h       14:30 o'clock  nothing
#               PT26H30M00S    26:30:00      26.5 h      26.5 h      error          nothing
#               PT02H30M00S    02:30:00      2.5 h       2.5 h       2:30 o'clock   nothing
#   the address, 12 Elm St                   right       right       wrong          right
# roo and pandas read the text that is shown, and not the value. One total over 24 hours, and pandas reads nothing of the file. orcus-ods
# leaves each duration empty, without a word. For pandas, the address is "Clerk2026-03-09T10:00:00Do not disclose12 Elm St".
# Why it matters: a judge asks how long a parent was with the child. A call of 12 minutes counts as half a day, and the words of a
# worker's comment are in the data that is handed on.
# For this product: it reads no spreadsheet, and keeps the length of a visit in words (duration of VisitationArranged).
# Needs: node with npm, /usr/bin/python3.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC
for tool in npm apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install python3-pandas python3-odf liborcus-bin ruby-roo ruby3.1 \
  2>/dev/null | awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
libraries="$work/debian/usr/lib/$(uname -m)-linux-gnu"
export LD_LIBRARY_PATH="$libraries:$libraries/blas:$libraries/lapack"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts xlsx@0.18.5 2>/dev/null

cat >write.py <<'PY'
import sys, zipfile
value, shown, file = sys.argv[1:]
oasis = "urn:oasis:names:tc:opendocument:xmlns:"
spaces = " ".join(f'xmlns:{name}="{oasis}{name}:1.0"' for name in ("office", "table", "text"))
text = lambda words, before="": f'<table:table-cell office:value-type="string">{before}<text:p>{words}</text:p></table:table-cell>'
comment = ("<office:annotation><dc:creator>Clerk</dc:creator><dc:date>2026-03-09T10:00:00</dc:date>"
           "<text:p>Do not disclose</text:p></office:annotation>")
content = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="Visits"><table:table-row>{text("length")}{text("place")}</table:table-row><table:table-row>
<table:table-cell office:value-type="time" office:time-value="{value}"><text:p>{shown}</text:p></table:table-cell>
{text("12 Elm St", comment)}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
kind = "application/vnd.oasis.opendocument.spreadsheet"
manifest = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{oasis}manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{kind}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
with zipfile.ZipFile(file, "w") as made:
    for name, words in ("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest):
        made.writestr(name, words.replace("\n", ""))  # on one line, as office programs write it
PY
cat >read.py <<'PY'
import sys, pandas
try:
    length, place = pandas.read_excel(sys.argv[1], engine="odf").values.tolist()[0]
    print(f"{length}, {place}")
except ValueError:
    print("error")
PY
cat >read.cjs <<'JS'
const sheet = require("xlsx").readFile(process.argv[2]).Sheets.Visits;
console.log(`${sheet.A2.v * 24} h, ${sheet.B2.v}`);
JS
cat >read.rb <<'RB'
require 'roo'
file = Roo::OpenOffice.new(ARGV[0])
puts "#{file.cell(2, 1) / 3600.0} h, #{file.cell(2, 2)}"
RB
read_by() {  # read_by PROGRAM FILE: the length and the place
  case $1 in
    xlsx) LD_LIBRARY_PATH="" node read.cjs "$2" ;;
    roo) "$ruby" read.rb "$2" ;;
    pandas) PYTHONPATH="$work/debian/usr/lib/python3/dist-packages" /usr/bin/python3 read.py "$2" ;;
    orcus-ods) PATH="$work/debian/usr/bin:$PATH" orcus-ods -f csv -o csv "$2" || true  # it ends with 1 in any case
      sed -n 's/,/, /; 2p' csv/Visits.csv ;;
  esac
}
ruby=$work/debian/usr/bin/ruby3.1
[[ -x $ruby ]] || ruby=$(command -v ruby3.1)
RUBYLIB=$(echo "$work/debian"/usr/lib/ruby/{3.1.0,vendor_ruby} "$libraries"/ruby/{,vendor_ruby/}3.1.0 \
  "$work/debian"/usr/share/rubygems-integration/all/gems/{roo,rubyzip}-*/lib | tr ' ' :)
export RUBYLIB GEM_PATH="$work/debian/usr/share/rubygems-integration/all:$libraries/rubygems-integration/3.1.0"
status=0
expect() {  # expect VALUE SHOWN XLSX ROO PANDAS
  local program seen wanted place="12 Elm St" comment="Clerk2026-03-09T10:00:00Do not disclose"
  /usr/bin/python3 write.py "$1" "$2" visits.ods
  for program in xlsx roo pandas orcus-ods; do
    case $program in
      xlsx) wanted="$3 h, $place" ;;
      roo) wanted="$4 h, $place" ;;
      pandas) if [[ $5 == error ]]; then wanted=error; else wanted="$5, $comment$place"; fi ;;
      orcus-ods) wanted=", $place" ;;
    esac
    seen=$(read_by "$program" visits.ods)
    if [[ $seen == "$wanted" ]]; then echo "as before: $program, $1 shown as $2: $seen"
    else echo "CHANGED: $program, $1 shown as $2: $seen, expected $wanted"; status=1; fi
  done
}
expect PT00H12M30S 12:30 0.20833333333333334 12.5 12:30:00
expect PT00H45M00S 45:00 0.75 45.0 error
expect PT02H30M00S "2 h 30 min" 2.5 2.0 error
expect PT14H30M00S "2:30 PM" 14.5 2.5 14:30:00
expect PT26H30M00S 26:30:00 26.5 26.5 error
expect PT02H30M00S 02:30:00 2.5 2.5 02:30:00
exit "$status"
