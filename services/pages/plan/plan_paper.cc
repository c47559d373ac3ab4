// Papers: notices and their receipts, waivers, consents, duties, and documents.
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

std::string Receipts(const PlanView& view, const v1::Notice& notice) {
  std::vector<std::string> lines;
  for (const v1::Receipt& receipt : notice.receipts()) {
    lines.push_back(Joined({view.words.Person(receipt.by_id()), receipt.on(), receipt.means()}, ", "));
  }
  return Joined(lines, "\n");
}

Blocks Notices(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Notice", .wraps = true},
                                               {.title = "To", .wraps = true},
                                               {.title = "Sent", .wraps = true},
                                               {.title = "Received", .wraps = true}});
  for (const v1::Notice& notice : view.plan.notices()) {
    const event::v1::NoticeSent& terms = notice.terms();
    table.Add({view.words.Marked(Joined({EnumWords(terms.of()),
                                         terms.has_digest() ? view.words.Version(terms.digest()) : "", terms.detail()},
                                        ", "),
                                 notice.notice_id()),
               view.words.People(terms.to_ids()), Joined({notice.sent_on(), terms.means()}, ", "),
               Receipts(view, notice)});
  }
  for (const v1::Waiver& waiver : view.plan.waivers()) {
    table.Add({EnumWords(waiver.terms().of()), view.words.Person(waiver.terms().by_id()),
               Joined({DayWords("waived", waiver.waived_on()), waiver.terms().means()}, ", "), ""});
  }
  return Section(view.style, "Notices", {table});
}

Blocks Consents(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Consent", .wraps = true},
                                               {.title = "By", .wraps = true},
                                               {.title = "Toward", .wraps = true},
                                               {.title = "When", .wraps = true}});
  for (const v1::Consent& consent : view.plan.consents()) {
    table.Add(
        {view.words.Marked(Joined({consent.terms().scope(),
                                   DayWords("opens:", EnumsWords<event::v1::Label>(consent.terms().labels())),
                                   consent.terms().means()},
                                  "; "),
                           consent.consent_id()),
         Joined({view.words.Person(consent.terms().by_id()),
                 consent.terms().has_for_id() ? absl::StrCat("for ", view.words.Person(consent.terms().for_id())) : ""},
                " "),
         consent.terms().to(),
         Joined({DayWords("given", consent.given_on()), DayWords("until", consent.terms().expires_on()),
                 DayWords("revoked", consent.revoked_on()), consent.revoked_means()},
                "\n")});
  }
  return Section(view.style, "Consents", {table});
}

Blocks Duties(const PlanView& view) {
  Document::Table table = TableOf(
      view.style,
      {{.title = "Duty", .wraps = true}, {.title = "For"}, {.title = "Done on"}, {.title = "Document", .wraps = true}});
  for (const v1::DutyDone& duty : view.plan.duties()) {
    const event::v1::DutyPerformed& terms = duty.terms();
    table.Add({Joined({terms.duty(), terms.detail()}, ": "), view.words.Person(terms.child_id()), duty.done_on(),
               terms.has_document_id() ? view.words.Part(terms.document_id()) : ""});
  }
  return Section(view.style, "Duties done", {table});
}

Blocks Documents(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Document", .wraps = true},
                                               {.title = "Kept at", .wraps = true},
                                               {.title = "Since"},
                                               {.title = "Supports"}});
  for (const v1::Document& document : view.plan.documents()) {
    table.Add({view.words.Marked(absl::StrCat(document.terms().title(), " (", document.terms().media_type(), ", ",
                                              document.terms().size_bytes(), " bytes, SHA-256 ",
                                              absl::BytesToHexString(document.terms().sha256()), ")"),
                                 document.document_id()),
               document.terms().kept_where(), document.referenced_on(),
               EntryLinks(document.terms().supports_revisions())});
  }
  return Section(view.style, "Documents", {table});
}

}  // namespace

Blocks PaperSection(const PlanView& view) {
  return Together({Notices(view), Consents(view), Duties(view), Documents(view)});
}

}  // namespace casejournal::services
