#!/bin/bash
# A parent's language is recorded by its tag (BCP 47): Central Kurdish (ckb), Tibetan (bo), Cusco Quechua (quz). A client puts the tags
# into canonical form, finds an interpreter by them, and picks the notice of a hearing that fits best, of those in English, Spanish,
# Arabic, Chinese, French, and Russian. Where none fits, English is the default. What does the parent get?
#
# Guess: English, for there is no notice in Kurdish or Tibetan. The canonical form of a tag that is in the registry of IANA without a
# preferred value is the tag (RFC 5646, 4.5).
# Versions: @formatjs/intl-localematcher 0.10.1, bcp-47-normalize 2.3.0, language-subtag-registry 0.4.2 (npm), Intl of Node 20;
# ICU4J 72.1, golang.org/x/text 0.7.0 (Debian 12); JDK 17.
# Behavior, of matchers at their defaults:
#                   ckb   bo    ug    kk    wo    qu    so, quc        ug: Uyghur, kk: Kazakh, wo: Wolof, so: Somali, quc: K'iche'
#   formatjs, ICU4J ar    zh    en    ru    fr    es    en
#   x/text          ar    en    zh    ru    fr    es    en             says "High" of how sure it is, for all but bo and quc
#   JDK, lookup     none of the six, for each language
# They have a table of which other language a speaker is likely to know, and no answer says that it was used. If the parent's list
# says "ckb, en", all of them give English; formatjs also does with { algorithm: 'lookup' }.
# Canonical form:   quz   dik   gaz   cld   kmr   mnk   aii
#   Intl, ICU4J     qu    din   om    syr   ku    mnk   aii            (ICU4J has man for mnk)
#   normalize       qu    din   om    syr   ku    man   aii
#   JDK, x/text     as they were
# One member of a group becomes the whole group: Cusco Quechua becomes Quechua, Chaldean becomes Syriac, and Assyrian (aii), which
# is in the same group, stays. Which one it was cannot be got back, and an interpreter for "din" may speak another Dinka.
# Why it matters: a Kurdish parent gets an Arabic notice, a Tibetan one a Chinese notice, and the record says that a notice was given.
# For this product: it keeps the code of a language and its words as they were entered (PersonDetails.languages), and its papers are in
# English or Spanish, as the caller says. docs/CLIENTS.md tells clients to compare tags as they are, and to match by lookup.
# Needs: node with npm, a JDK (Debian: default-jdk-headless).
set -euo pipefail
for tool in node npm apt-get java; do command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

apt-get -qq update 2>/dev/null
apt-get -qq download libicu4j-java golang-1.19-go golang-1.19-src golang-golang-x-text-dev 2>/dev/null
for package in *.deb; do dpkg -x "$package" debian; done
ls ./*.deb | grep -E "icu4j|x-text"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @formatjs/intl-localematcher@0.10.1 bcp-47-normalize@2.3.0 \
  language-subtag-registry@0.4.2 2>/dev/null

export NOTICES="en es ar zh fr ru" PARENTS="ckb bo ug kk wo qu so quc ckb,en bo,en ug,en" TAGS="quz dik gaz cld kmr mnk aii"
cat >tags.mjs <<'JS'
import fs from 'node:fs';
import { match } from '@formatjs/intl-localematcher';
import { bcp47Normalize } from 'bcp-47-normalize';
const [notices, parents, tags] = ['NOTICES', 'PARENTS', 'TAGS'].map((name) => process.env[name].split(' '));
const say = (who, values) => console.log(`${who}: ${values.join(' ')}`);
say('formatjs', parents.map((list) => match(list.split(','), notices, 'en')));
say('formatjs lookup', parents.map((list) => match(list.split(','), notices, 'en', { algorithm: 'lookup' })));
say('Intl', tags.map((tag) => Intl.getCanonicalLocales(tag)[0]));
say('normalize', tags.map((tag) => bcp47Normalize(tag)));
const registry = JSON.parse(fs.readFileSync('node_modules/language-subtag-registry/data/json/registry.json', 'utf8'));
say('registry', tags.map((tag) => registry.find((row) => row.Type === 'language' && row.Subtag === tag)['Preferred-Value'] ?? tag));
JS
cat >Tags.java <<'JAVA'
import com.ibm.icu.util.LocaleMatcher;
import com.ibm.icu.util.ULocale;
import java.util.*;
import java.util.function.UnaryOperator;
public class Tags {
  static void say(String who, String name, UnaryOperator<String> of) {
    StringJoiner line = new StringJoiner(" ", who + ": ", "");
    for (String value : System.getenv(name).split(" ")) line.add(of.apply(value));
    System.out.println(line);
  }
  public static void main(String[] args) {
    List<Locale> notices = new ArrayList<>();
    for (String tag : System.getenv("NOTICES").split(" ")) notices.add(Locale.forLanguageTag(tag));
    LocaleMatcher matcher = LocaleMatcher.builder().setSupportedLocales(String.join(",", System.getenv("NOTICES").split(" "))).build();
    say("ICU4J", "PARENTS", list -> matcher.getBestMatch(list).toLanguageTag());
    say("JDK lookup", "PARENTS", list -> {
      Locale found = Locale.lookup(Locale.LanguageRange.parse(list), notices);
      return found == null ? "none" : found.toLanguageTag();
    });
    say("ICU4J form", "TAGS", tag -> ULocale.createCanonical(tag).toLanguageTag());
    say("JDK form", "TAGS", tag -> Locale.forLanguageTag(tag).toLanguageTag());
  }
}
JAVA
cat >tags.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/text/language"
)

func main() {
	var notices []language.Tag
	for _, tag := range strings.Fields(os.Getenv("NOTICES")) {
		notices = append(notices, language.MustParse(tag))
	}
	matcher := language.NewMatcher(notices)
	var found, sure, form []string
	for _, list := range strings.Fields(os.Getenv("PARENTS")) {
		parent, _, _ := language.ParseAcceptLanguage(list)
		tag, _, confidence := matcher.Match(parent...)
		found = append(found, tag.String())
		sure = append(sure, confidence.String())
	}
	for _, tag := range strings.Fields(os.Getenv("TAGS")) {
		form = append(form, language.Make(tag).String())
	}
	fmt.Println("x/text: " + strings.Join(found, " "))
	fmt.Println("x/text sure: " + strings.Join(sure, " "))
	fmt.Println("x/text form: " + strings.Join(form, " "))
}
GO
{
  node tags.mjs
  java -cp debian/usr/share/java/icu4j.jar Tags.java
  GOROOT=$work/debian/usr/lib/go-1.19 GOPATH=$work/debian/usr/share/gocode GOCACHE=$work/cache GO111MODULE=off \
    debian/usr/lib/go-1.19/bin/go run tags.go
} >seen.txt

status=0
expect() {  # expect WHO VALUES
  local seen
  seen=$(sed -n "s|^$1: ||p" seen.txt)
  if [[ $seen == "$2" ]]; then echo "as before: $1: $seen"; else echo "CHANGED: $1: $seen, expected $2"; status=1; fi
}
echo "for: $PARENTS"
expect formatjs "ar zh en ru fr es en en en en en"
expect ICU4J "ar zh en ru fr es en en en en en"
expect x/text "ar en zh ru fr es en en en en en"
expect "x/text sure" "High No High High High High High No Exact Exact Exact"
expect "formatjs lookup" "en en en en en en en en en en en"
expect "JDK lookup" "none none none none none none none none en en en"
echo "for: $TAGS"
expect registry "$TAGS"
expect Intl "qu din om syr ku mnk aii"
expect "ICU4J form" "qu din om syr ku man aii"
expect normalize "qu din om syr ku man aii"
expect "JDK form" "$TAGS"
expect "x/text form" "$TAGS"
exit "$status"
