#!/bin/bash
# A state's AFCARS or NIEM file was indented by a tool that also puts the text of an element on a line of its own. XML
# Schema removes white space around a value before it is checked (whiteSpace is "collapse", fixed, for every type but
# strings). Is it valid?
#
# Guess: yes, and all validators say so, for numbers and for dates.
# Versions: xmllint (libxml2 2.9.14), python3-xmlschema 1.10.0 (Debian 12), libxml2-wasm 0.7.2 (a libxml2 of today), JDK
# 17.
# Behavior: for libxml2, white space before or after a date is an error ("not a valid value of the atomic type
# 'xs:date'"), also in a type derived from xs:date by a limit. Around a decimal or a boolean it is no error. A space after
# (not before) an xs:dateTime is taken. If the derived type has a pattern, the date is taken as well. The JDK and
# xmlschema take all. (lxml, PHP, and Perl's XML::LibXML use libxml2 too.)
# For this product: it reads and writes no XML yet. XML of ours, when it comes, must have no white space in values, and a
# test must look. An importer must not reject a foreign file because libxml2 does: it must remove the space around dates
# first, or its message must name this reason.
# Needs: a JDK (Debian: default-jdk-headless), node with npm, /usr/bin/python3.
set -euo pipefail
for tool in java npm apt-get /usr/bin/python3; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
mapfile -t missing < <(apt-get -s -qq --no-install-recommends install libxml2-utils python3-xmlschema 2>/dev/null |
  awk '/^Inst/ {print $2}')
if ((${#missing[@]})); then
  apt-get -qq download "${missing[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" debian; done
fi
export PATH="$work/debian/usr/bin:$PATH" LD_LIBRARY_PATH="$work/debian/usr/lib/$(uname -m)-linux-gnu"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund libxml2-wasm@0.7.2 2>/dev/null
xmllint --version 2>&1 | sed -n 1p
java -version 2>&1 | sed -n 1p

cat >file.xsd <<'XSD'
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="date" type="xs:date"/>
  <xs:element name="dateTime" type="xs:dateTime"/>
  <xs:element name="month" type="xs:gYearMonth"/>
  <xs:element name="decimal" type="xs:decimal"/>
  <xs:element name="boolean" type="xs:boolean"/>
  <xs:element name="limit"><xs:simpleType><xs:restriction base="xs:date"><xs:minInclusive value="2020-01-01"/></xs:restriction>
  </xs:simpleType></xs:element>
  <xs:element name="pattern"><xs:simpleType><xs:restriction base="xs:date"><xs:pattern value="[0-9-]{10}"/></xs:restriction>
  </xs:simpleType></xs:element>
</xs:schema>
XSD
cases() {  # NAME VALUE: each as it is, with a space before, with a space after, and on a line of its own
  local name=$1 value=$2
  printf '<%s>%s</%s>' "$name" "$value" "$name" >"$name.plain.xml"
  printf '<%s> %s</%s>' "$name" "$value" "$name" >"$name.before.xml"
  printf '<%s>%s </%s>' "$name" "$value" "$name" >"$name.after.xml"
  printf '<%s>\n  %s\n</%s>' "$name" "$value" "$name" >"$name.line.xml"
}
for day in date limit pattern; do cases $day 2026-11-24; done
cases dateTime 2026-11-24T10:11:12Z
cases month 2026-11
cases decimal 12.5
cases boolean true

cat >Valid.java <<'JAVA'
import java.io.File;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
public class Valid {
  public static void main(String[] names) throws Exception {
    var schema = SchemaFactory.newInstance("http://www.w3.org/2001/XMLSchema").newSchema(new File("file.xsd"));
    for (String name : names) {
      String seen = "yes";
      try { schema.newValidator().validate(new StreamSource(new File(name))); } catch (org.xml.sax.SAXException e) { seen = "no"; }
      System.out.println("jdk " + name + " " + seen);
    }
  }
}
JAVA
cat >valid.mjs <<'JS'
import { readFileSync } from 'fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
const schema = XsdValidator.fromDoc(XmlDocument.fromString(readFileSync('file.xsd', 'utf8')));
for (const name of process.argv.slice(2)) {
  let seen = 'yes';
  try { schema.validate(XmlDocument.fromString(readFileSync(name, 'utf8'))); } catch { seen = 'no'; }
  console.log('wasm', name, seen);
}
JS
cat >valid.py <<'PY'
import sys, xmlschema
schema = xmlschema.XMLSchema("file.xsd")
for name in sys.argv[1:]:
    print("xmlschema", name, "yes" if schema.is_valid(name) else "no")
PY
java Valid.java ./*.*.xml >seen.txt
node valid.mjs ./*.*.xml >>seen.txt
PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 valid.py ./*.*.xml >>seen.txt
for name in ./*.*.xml; do
  echo "xmllint $name $(xmllint --noout --schema file.xsd "$name" 2>/dev/null && echo yes || echo no)" >>seen.txt
done

status=0
expect() {  # expect VALIDATOR "PLAIN BEFORE AFTER LINE" NAME...
  local validator=$1 answers=$2 name form seen
  shift 2
  for name; do
    seen=$(for form in plain before after line; do sed -n "s|^$validator ./$name.$form.xml ||p" seen.txt; done | paste -sd ' ')
    if [[ $seen == "$answers" ]]; then echo "as before: $validator, $name as it is, space before, after, both: $seen"
    else echo "CHANGED: $validator, $name: $seen, expected $answers"; status=1; fi
  done
}
for validator in jdk xmlschema; do expect $validator "yes yes yes yes" date limit pattern dateTime month decimal boolean; done
for validator in xmllint wasm; do
  expect $validator "yes yes yes yes" pattern decimal boolean
  expect $validator "yes no no no" date limit month
  expect $validator "yes no yes no" dateTime
done
exit "$status"
