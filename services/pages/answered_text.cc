#include "services/pages/answered_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/zone/zone_rules.h"
#include "services/pages/instant_text.h"

namespace casejournal::services {

std::string WithheldText(uint32_t entries) {
  return absl::StrCat(entries, entries == 1 ? " entry of this case is" : " entries of this case are",
                      " withheld from you. What ", entries == 1 ? "it says" : "they say",
                      " is not in this answer: something may be missing, and what is shown as due may have been done.");
}

Document::Text AnsweredWords(const v1::AnsweredAsOf& answered, absl::TimeZone zone) {
  Document::Text text;
  if (answered.has_revision()) {
    text += "Rests on revisions 0 to ";
    text += EntryLink(absl::StrCat(answered.revision()), answered.revision());
  } else {
    text += "Rests on no entry: nothing was known by then";
  }
  if (answered.has_known_since()) {
    text += absl::StrCat("; this journal knows the case since ", InstantText(answered.known_since(), zone));
  }
  text += ".";
  if (answered.entries_withheld() > 0) text += absl::StrCat(" ", WithheldText(answered.entries_withheld()));
  if (answered.cuts_request()) text += " It ends inside a request.";
  if (answered.claimed_entries() > 0) {
    text += absl::StrCat(" ", answered.claimed_entries(), " of its entries count by the claim of ",
                         absl::StrJoin(answered.claim_systems(), ", "), "; ", answered.proven_claims(),
                         " of these carry a proof.");
  }
  if (!answered.uncertain().empty()) {
    text += " On some day between, perhaps not yet by then: entries ";
    for (int i = 0; i < answered.uncertain_size(); ++i) {
      if (i > 0) text += ", ";
      text += EntryLink(absl::StrCat(answered.uncertain(i)), answered.uncertain(i));
    }
    text += ".";
  }
  text += absl::StrCat(" Days and times are those of ", projections::NameOfZone(zone), ".");
  return text;
}

std::string AnsweredText(const v1::AnsweredAsOf& answered, absl::TimeZone zone) {
  return AnsweredWords(answered, zone).Words();
}

}  // namespace casejournal::services
