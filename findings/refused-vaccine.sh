#!/bin/bash
# The plan of a child in care must have the record of the child's immunizations and known medical problems (42 U.S.C. 675(1)(C)). A
# clinic sends them as C-CDA. The document says, by negationInd="true", that a vaccine was refused, that no X-ray was made, that no
# fracture was found, and that penicillin is no allergy. A client makes FHIR of it. What does the record say then?
#
# Guess: not done, not found, no allergy; at worst the four entries are missing. A converter knows the attribute that turns a statement
# around.
# Versions: @medplum/ccda 5.1.10 (FHIR R4), cda-fhir 2.0.0 (DSTU2); both npm.
# Behavior:                       @medplum/ccda                        cda-fhir
#   the vaccine that was refused  completed                            wasNotGiven, with the reason
#   the X-ray that was not made   completed                            completed
#   the fracture, not found       active, confirmed                    active
#   penicillin, no allergy        active, confirmed                    active
# No call ends with an error. Only the vaccine of cda-fhir differs from what negationInd="false" gives. @medplum/ccda leaves out the
# reason of the refusal too, and writes a vaccine that FHIR has as not-done with negationInd="false" and the status "aborted".
# Why it matters: a child counts as vaccinated, and a court reads of a fracture that a doctor looked for and did not find.
# For this product: it reads neither C-CDA nor FHIR, and keeps a fact about health in words (fact of
# HealthOrSchoolFactLearned). docs/CLIENTS.md tells a client that takes facts from C-CDA to look for negationInd="true" itself.
# Needs: node with npm.
set -euo pipefail
command -v npm >/dev/null || { echo "needs npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @medplum/ccda@5.1.10 cda-fhir@2.0.0 >/dev/null 2>&1

cat >convert.cjs <<'JS'
globalThis.WebSocket ??= class {};  // @medplum/ccda looks for it when it is loaded; Node 20 has none
const { convertCcdaToFhir, convertCcdaToXml, convertFhirToCcda, convertXmlToCcda } = require("@medplum/ccda");
const { CcdaParserStream } = require("cda-fhir");
const root = "2.16.840.1.113883", both = (number, date) =>
  `<templateId root="${root}.10.20.22.${number}"/><templateId root="${root}.10.20.22.${number}" extension="${date}"/>`;
const id = (n) => `<id root="e6f1ba43-c0ed-4b9b-9f12-f435d8ad8f0${n}"/>`, day = '<low value="20260309"/>';
const section = (number, code, title, entry) => `<component><section>${both(number, "2015-08-01")}
<code code="${code}" codeSystem="${root}.6.1"/><title>${title}</title><text>${title}</text><entry>${entry}</entry></section></component>`;
const act = (number, n, observation) => `<act classCode="ACT" moodCode="EVN">${both(number, "2015-08-01")}${id(n)}
<code code="CONC" codeSystem="${root}.5.6"/><statusCode code="active"/><effectiveTime>${day}</effectiveTime>
<entryRelationship typeCode="SUBJ">${observation}</entryRelationship></act>`;
const reason = `<entryRelationship typeCode="RSON"><observation classCode="OBS" moodCode="EVN">${both("4.53", "2015-08-01")}${id(2)}
<code code="PATOBJ" codeSystem="${root}.5.8"/><statusCode code="completed"/></observation></entryRelationship>`;
const made = (negation) => `<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><realmCode code="US"/>
<typeId root="${root}.1.3" extension="POCD_HD000040"/>${both("1.2", "2015-08-01")}<id root="2.999.1"/>
<code code="34133-9" codeSystem="${root}.6.1"/><title>Summary</title><effectiveTime value="20261124101112+0000"/>
<confidentialityCode code="N" codeSystem="${root}.5.25"/><languageCode code="en-US"/><recordTarget><patientRole>
<id root="2.999.2" extension="17"/><patient><name><given>Ada</given><family>Sample</family></name>
<administrativeGenderCode code="F" codeSystem="${root}.5.1"/><birthTime value="20240115"/></patient></patientRole></recordTarget>
<component><structuredBody>
${section("2.2.1", "11369-6", "Immunizations", `<substanceAdministration classCode="SBADM" moodCode="EVN" negationInd="${negation}">
${both("4.52", "2015-08-01")}${id(1)}<statusCode code="completed"/><effectiveTime value="20260309"/><consumable>
<manufacturedProduct classCode="MANU">${both("4.54", "2014-06-09")}<manufacturedMaterial><code code="03" codeSystem="${root}.12.292"
displayName="MMR"/></manufacturedMaterial></manufacturedProduct></consumable>${negation ? reason : ""}</substanceAdministration>`)}
${section("2.7.1", "47519-4", "Procedures", `<procedure classCode="PROC" moodCode="EVN" negationInd="${negation}">
${both("4.14", "2014-06-09")}${id(3)}<code code="168537006" codeSystem="${root}.6.96" displayName="Plain X-ray"/>
<statusCode code="completed"/><effectiveTime value="20260309"/></procedure>`)}
${section("2.5.1", "11450-4", "Problems", act("4.3", 4, `<observation classCode="OBS" moodCode="EVN" negationInd="${negation}">
${both("4.4", "2015-08-01")}${id(5)}<code code="64572001" codeSystem="${root}.6.96" displayName="Condition"/>
<statusCode code="completed"/><effectiveTime>${day}</effectiveTime>
<value xsi:type="CD" code="125605004" codeSystem="${root}.6.96" displayName="Fracture of bone"/></observation>`))}
${section("2.6.1", "48765-2", "Allergies", act("4.30", 6, `<observation classCode="OBS" moodCode="EVN" negationInd="${negation}">
${both("4.7", "2014-06-09")}${id(7)}<code code="ASSERTION" codeSystem="${root}.5.4"/><statusCode code="completed"/>
<effectiveTime>${day}</effectiveTime><value xsi:type="CD" code="416098002" codeSystem="${root}.6.96" displayName="Drug allergy"/>
<participant typeCode="CSM"><participantRole classCode="MANU"><playingEntity classCode="MMAT">
<code code="7980" codeSystem="${root}.6.88" displayName="Penicillin G"/></playingEntity></participantRole></participant></observation>`))}
</structuredBody></component></ClinicalDocument>`;

const programs = {
  "@medplum/ccda": async (xml) => convertCcdaToFhir(convertXmlToCcda(xml)),
  "cda-fhir": (xml) => new Promise((resolve, reject) => {
    const parser = new CcdaParserStream("1");
    parser.on("data", resolve).on("error", reject).end(xml);
  }),
};
const word = (status) => status?.coding?.[0].code ?? status;
const said = (it) => [it.wasNotGiven && "wasNotGiven", it.status, word(it.clinicalStatus), word(it.verificationStatus),
  (it.statusReason ?? it.explanation?.reasonNotGiven?.[0])?.coding[0].code].filter(Boolean).join(", ");
const expect = (what, seen, expected) => {
  if (seen !== expected) process.exitCode = 1;
  console.log(`${seen === expected ? "as before" : "CHANGED"}: ${what}: ${seen}`);
};
const expected = {  // with negationInd="false", with "true"
  "@medplum/ccda": { Immunization: ["completed", "completed"], Procedure: ["completed", "completed"],
    Condition: ["active, confirmed", "active, confirmed"], AllergyIntolerance: ["active, confirmed", "active, confirmed"] },
  "cda-fhir": { Immunization: ["", "wasNotGiven, PATOBJ"], Procedure: ["completed", "completed"],
    Condition: ["active", "active"], AllergyIntolerance: ["active", "active"] },
};
(async () => {
  for (const [name, convert] of Object.entries(programs))
    for (const negation of [false, true]) {
      const found = (await convert(made(negation))).entry.map((entry) => entry.resource);
      for (const [type, wanted] of Object.entries(expected[name]))
        expect(`${name}, negationInd="${negation}", ${type}`,
          found.filter((it) => it.resourceType === type).map(said).join("; "), wanted[Number(negation)]);
    }
  const bundle = await programs["@medplum/ccda"](made(false));
  const vaccine = bundle.entry.map((entry) => entry.resource).find((it) => it.resourceType === "Immunization");
  vaccine.status = "not-done";
  const written = convertCcdaToXml(convertFhirToCcda(bundle)).match(/<substanceAdministration[^]*?<\/substanceAdministration>/)[0];
  expect("@medplum/ccda, written from not-done", /negationInd="\w+"/.exec(written)[0] + ", " + /statusCode code="\w+"/.exec(written)[0],
    'negationInd="false", statusCode code="aborted"');
})();
JS
node convert.cjs
