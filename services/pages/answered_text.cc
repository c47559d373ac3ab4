#include "services/pages/answered_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/zone/zone_rules.h"
#include "services/pages/instant_text.h"

namespace casejournal::services {

std::string AnsweredText(const v1::AnsweredAsOf& answered, absl::TimeZone zone) {
  std::string text = answered.has_revision() ? absl::StrCat("Rests on revisions 0 to ", answered.revision())
                                             : std::string("Rests on no entry: nothing was known by then");
  if (answered.has_known_since()) {
    absl::StrAppend(&text, "; this journal knows the case since ", InstantText(answered.known_since(), zone));
  }
  absl::StrAppend(&text, ".");
  if (answered.cuts_request()) absl::StrAppend(&text, " It ends inside a request.");
  if (answered.claimed_entries() > 0) {
    absl::StrAppend(&text, " ", answered.claimed_entries(), " of its entries count by the claim of ",
                    absl::StrJoin(answered.claim_systems(), ", "), "; ", answered.proven_claims(),
                    " of these carry a proof.");
  }
  if (!answered.uncertain().empty()) {
    absl::StrAppend(&text, " On some day between, perhaps not yet by then: entries ",
                    absl::StrJoin(answered.uncertain(), ", "), ".");
  }
  absl::StrAppend(&text, " Days and times are those of ", projections::NameOfZone(zone), ".");
  return text;
}

}  // namespace casejournal::services
