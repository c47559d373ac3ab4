#!/bin/bash
# A state's XML (NIEM has xs:duration) holds the time frame of an activity, and its schema limits it: maxInclusive "P6M", at
# most six months; for a certain order minInclusive "P6M". Which time frames are valid?
#
# Guess: at most six months are up to 181 days, or up to 184, and five months and 28 days in any case. Validators agree.
# Versions: xmllint (libxml2 2.9.14), Xerces-C 3.2.4, python3-xmlschema 1.10.0 (Debian 12), libxml2-wasm 0.7.2, JDK 17.
# Behavior:                              P180D   P181D to P184D   P185D   P5M27D   P5M28D to P5M31D   P6M
#   at most P6M
#     xmllint, libxml2-wasm, Xerces-C,
#     JDK                                yes     no               no      yes      no                 yes
#     xmlschema                          yes     yes              no      yes      yes                yes
#   at least P6M
#     the same four                      no      no               yes     no       no                 yes
#     xmlschema                          no      yes              yes     no       yes                yes
# XML Schema compares months with days only where four starting days of its own agree; all else has no order. So four
# validators say that 182 days, or five months and 28 days, are neither at most nor at least six months, and xmlschema
# says that they are both.
# For this product: 180 days and 6 months are two clocks, and our grid never compares them. It writes no XML yet. XML of
# ours, when it comes, must give the day on which a time frame ends and not a duration. docs/CLIENTS.md tells writers of
# schemas to limit the day, or to have limit and values in the same unit.
# Needs: a JDK (Debian: default-jdk-headless), node with npm, /usr/bin/python3.
set -euo pipefail
for tool in java npm apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install libxml2-utils python3-xmlschema libxerces-c-samples 2>/dev/null |
  awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund libxml2-wasm@0.7.2 2>/dev/null
xmllint --version 2>&1 | sed -n 1p

values=(P180D P181D P182D P183D P184D P185D P5M27D P5M28D P5M29D P5M30D P5M31D P6M)
for limit in max min; do
  mkdir $limit
  cat >$limit/limit.xsd <<XSD
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="frame"><xs:simpleType><xs:restriction base="xs:duration">
  <xs:${limit}Inclusive value="P6M"/></xs:restriction></xs:simpleType></xs:element></xs:schema>
XSD
  for value in "${values[@]}"; do
    echo '<frame xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="limit.xsd">'"$value</frame>" \
      >"$limit/$value.xml"
  done
done
cat >Valid.java <<'JAVA'
import java.io.File;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
public class Valid {
  public static void main(String[] names) throws Exception {
    for (String name : names) {
      File file = new File(name);
      var schema = SchemaFactory.newInstance("http://www.w3.org/2001/XMLSchema").newSchema(new File(file.getParent(), "limit.xsd"));
      String seen = "yes";
      try { schema.newValidator().validate(new StreamSource(file)); } catch (org.xml.sax.SAXException e) { seen = "no"; }
      System.out.println("jdk " + name + " " + seen);
    }
  }
}
JAVA
cat >valid.mjs <<'JS'
import { readFileSync } from 'fs';
import { dirname } from 'path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
const parse = (name) => XmlDocument.fromString(readFileSync(name, 'utf8'));
for (const name of process.argv.slice(2)) {
  let seen = 'yes';
  const schema = XsdValidator.fromDoc(parse(`${dirname(name)}/limit.xsd`)), document = parse(name);
  try { schema.validate(document); } catch { seen = 'no'; }
  console.log('wasm', name, seen);
}
JS
cat >valid.py <<'PY'
import os.path, sys, xmlschema
for name in sys.argv[1:]:
    schema = xmlschema.XMLSchema(os.path.join(os.path.dirname(name), "limit.xsd"))
    print("xmlschema", name, "yes" if schema.is_valid(name) else "no")
PY
java Valid.java ./*/P*.xml >seen.txt
node valid.mjs ./*/P*.xml >>seen.txt
PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 valid.py ./*/P*.xml >>seen.txt
for name in ./*/P*.xml; do
  echo "xmllint $name $(xmllint --noout --schema "${name%/*}/limit.xsd" "$name" 2>/dev/null && echo yes || echo no)"
  echo "xerces-c $name $(SAX2Count -v=always -f "$name" >>log 2>&1 && echo yes || echo no)"
done >>seen.txt

status=0
expect() {  # expect LIMIT "ANSWERS FOR THE VALUES" VALIDATOR...
  local limit=$1 answers=$2 validator value seen
  shift 2
  for validator; do
    seen=$(for value in "${values[@]}"; do sed -n "s|^$validator ./$limit/$value.xml ||p" seen.txt; done | paste -sd ' ')
    if [[ $seen == "$answers" ]]; then echo "as before: $validator, $limit P6M: $seen"
    else echo "CHANGED: $validator, $limit P6M: $seen, expected $answers"; status=1; fi
  done
}
echo "${values[*]}"
expect max "yes no no no no no yes no no no no yes" xmllint wasm xerces-c jdk
expect max "yes yes yes yes yes no yes yes yes yes yes yes" xmlschema
expect min "no no no no no yes no no no no no yes" xmllint wasm xerces-c jdk
expect min "no yes yes yes yes yes no yes yes yes yes yes" xmlschema
exit "$status"
