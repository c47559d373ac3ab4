#!/bin/bash
# A parent who is hidden from a violent partner has the address of the state's program, which thousands of families share:
# PO Box 9000 Lot 1234. Only the lot says which family gets the letter. On a reservation, the address of a grandmother who
# must be noticed by registered mail is HC 61 Box 38, a form of the Postal Service. A client splits both for its labels.
#
# Guess: a part that a parser does not know stays in the line of the street, or the parser gives nothing. With a comma
# before the lot or without, the parts are the same.
# Versions: addresser 1.1.22, parse-address 1.1.2, @sroussey/parse-address 2.4.2, parse-address-string 0.0.3, humanparser
# 2.7.0.
# Behavior:                PO Box 9000 Lot 1234     PO Box 9000, Lot 1234    HC 61 Box 38
#   addresser              the lot is gone          right                    61 Box 38: "HC" is gone
#   parse-address and
#   @sroussey              the lot and all that     the same                 the street "HC" and nothing else
#                          follows it is gone
#   parse-address-string   right                    the lot is gone          right
#   humanparser            right                    right                    right
# So are "#1234" and "Apt 1234". No call ends with an error, and an address with street and apartment is right everywhere.
# addresser also gives an id, made of the address: all families of the program have one id, which looks like a household,
# and HC 61 Box 38 and RR 61 Box 38, two routes, have one too.
# For this product: it keeps an address as one text and never splits it. docs/CLIENTS.md tells clients to print that text,
# and not to compare families by what a parser makes of it.
# Needs: node with npm.
set -euo pipefail
command -v npm >/dev/null || { echo "needs npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund addresser@1.1.22 parse-address@1.1.2 @sroussey/parse-address@2.4.2 \
  parse-address-string@0.0.3 humanparser@2.7.0 2>/dev/null

cat >split.cjs <<'JS'
const { promisify } = require("node:util");
const { AddressParser } = require("@sroussey/parse-address");
const addresser = require("addresser");
const byString = promisify(require("parse-address-string"));
const parts = (found, ...names) => names.map((name) => found[name]).filter(Boolean).join(" ");
const unitAndPlace = (found) => parts(found, "number", "street", "type", "sec_unit_type", "sec_unit_num", "city", "state", "zip");
const programs = {
  addresser: (text) => addresser.parseAddress(text).formattedAddress,
  "addresser, id": (text) => addresser.parseAddress(text).id,
  "parse-address": (text) => unitAndPlace(require("parse-address").parseLocation(text)),
  "@sroussey": (text) => unitAndPlace(new AddressParser().parseLocation(text)),
  "parse-address-string": async (text) =>
    parts(await byString(text), "street_address1", "street_address2", "city", "state", "postal_code"),
  humanparser: (text) => require("humanparser").parseAddress(text).fullAddress,
};
const inTown = (text) => text + ", Saint Paul, MN 55117";
const [lot, other, sign, apt] = ["Lot 1234", "Lot 5678", "#1234", "Apt 1234"].map((unit) => inTown("PO Box 9000 " + unit));
const comma = inTown("PO Box 9000, Lot 1234");
const [contract, rural] = ["HC 61 Box 38", "RR 61 Box 38"].map((text) => text + ", Teec Nos Pos, AZ 86514");
const street = "12 Oak St Apt 4, Pine Ridge, SD 57770";
const expected = {
  addresser: [[lot, "PO Box 9000, Saint Paul, MN 55117"], [sign, "PO Box 9000, Saint Paul, MN 55117"],
    [apt, "PO Box 9000, Saint Paul, MN 55117"], [comma, comma], [contract, "61 Box 38, Teec Nos Pos, AZ 86514"],
    [street, "12 Oak St, Apt 4, Pine Ridge, SD 57770"]],
  "addresser, id": [[lot, "PO-Box-9000,-Saint-Paul,-MN-55117"], [other, "PO-Box-9000,-Saint-Paul,-MN-55117"],
    [contract, "61-Box-38,-Teec-Nos-Pos,-AZ-86514"], [rural, "61-Box-38,-Teec-Nos-Pos,-AZ-86514"]],
  "parse-address-string": [[lot, "PO Box 9000 Lot 1234 Saint Paul MN 55117"], [sign, "PO Box 9000 #1234 Saint Paul MN 55117"],
    [comma, "PO Box 9000 Saint Paul MN 55117"], [contract, "HC 61 Box 38 Teec Nos Pos AZ 86514"],
    [street, "12 Oak St Apt 4 Pine Ridge SD 57770"]],
  humanparser: [lot, sign, apt, comma, contract, street].map((text) => [text, text]),
};
expected["parse-address"] = expected["@sroussey"] = [[lot, "PO Box 9000"], [sign, "PO Box 9000"], [apt, "PO Box 9000"],
  [comma, "PO Box 9000"], [contract, "HC"], [street, "12 Oak St Apt 4 Pine Ridge SD 57770"],
  [inTown("PO Box 9000"), "PO Box 9000 Saint Paul MN 55117"]];
(async () => {
  for (const [name, program] of Object.entries(programs))
    for (const [text, wanted] of expected[name]) {
      const seen = await program(text);
      if (seen !== wanted) process.exitCode = 1;
      console.log(`${seen === wanted ? "as before" : "CHANGED"}: ${name}: ${text}: ${seen}`);
    }
})();
JS
node split.cjs
