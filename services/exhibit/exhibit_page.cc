#include "services/exhibit/exhibit_page.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/note.h"
#include "projections/entries/known_set.h"
#include "projections/entries/standing.h"
#include "projections/events/event_words.h"
#include "projections/history/entry_words.h"
#include "projections/register/sentence.h"
#include "projections/versions/in_force.h"
#include "projections/versions/plan_text.h"
#include "projections/words/instant_words.h"
#include "projections/words/names.h"
#include "services/pages/plan_page.h"
#include "services/pages/plan_words.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

// Characters in a line of the plan. kStyle prints this many on a page of A4 or Letter.
constexpr size_t kPlanWidth = 108;

constexpr char kStyle[] = R"(
body { font: 15px/1.45 Georgia, "Times New Roman", serif; max-width: 62em; margin: 2em auto; padding: 0 1.5em; color: #111; }
h1 { font-size: 1.6em; margin-bottom: 0; } h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #999; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3em .8em .3em 0; border-bottom: 1px solid #ddd; }
th { font-weight: bold; white-space: nowrap; } .facts th { width: 13em; }
pre { font: 12px/1.35 "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre-wrap; }
.notice { border: 2px solid #111; padding: .5em 1em; white-space: pre-wrap; } .small { font-size: .87em; color: #444; }
code { font: 12px "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: nowrap; }
tr { break-inside: avoid; } h2 { break-after: avoid; } .mark { font-weight: bold; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 11pt; } pre { font-size: 7pt; white-space: pre; } code { font-size: 8pt; } }
)";

std::string Html(absl::string_view text) {
  return absl::StrReplaceAll(Printable(text), {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

std::string Fact(absl::string_view name, absl::string_view html) {
  return html.empty() ? "" : absl::StrCat("<tr><th>", name, "</th><td>", html, "</td></tr>\n");
}

// Parts of the page, one function each.
class Page {
 public:
  Page(const Exhibit& exhibit, const ExhibitView& view)
      : exhibit_(exhibit),
        view_(view),
        disclosure_(view.disclosure()),
        names_(view.Names()),
        zone_(view.zone.value_or(absl::UTCTimeZone())) {}

  std::string Text() const {
    return absl::StrCat(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n<title>Exhibit of case ",
        Html(view_.case_id), "</title>\n<style>", kStyle, "</style>\n</head>\n<body>\n", Head(), Facts(),
        Completeness(), Plan(), Texts(), Entries(), HowToCheck(), "</body>\n</html>\n");
  }

 private:
  std::string TimeText(int64_t us) const { return projections::InstantWords(us, zone_); }

  std::string Head() const {
    return absl::StrCat("<h1>Exhibit</h1>\n<p>Entries of a case in the journal <b>", Html(Origin()),
                        "</b>.</p>\n<div class=\"notice\">", Html(disclosure_.notice()), "</div>\n");
  }

  // The journal's name is the first line of the checkpoint.
  std::string Origin() const { return Checkpoint().origin; }

  eventstore::Checkpoint Checkpoint() const {
    const absl::StatusOr<eventstore::OpenedNote> note = eventstore::ParseNote(exhibit_.checkpoint);
    const absl::StatusOr<eventstore::Checkpoint> checkpoint = eventstore::ParseCheckpoint(note.ok() ? note->text : "");
    return checkpoint.ok() ? *checkpoint : eventstore::Checkpoint();
  }

  std::string Numbers() const {
    std::vector<std::string> numbers;
    for (const v1::CaseNumber& number : view_.standing.numbers())
      numbers.push_back(absl::StrCat(Html(number.number()), " (", Html(number.system()), ")"));
    return absl::StrJoin(numbers, ", ");
  }

  std::string Facts() const {
    const std::string effective =
        disclosure_.has_effective_on()
            ? absl::StrCat("; the plan shown is of facts effective up to ", Html(disclosure_.effective_on()))
            : "";
    return absl::StrCat(
        "<h2>What this is</h2>\n<table class=\"facts\">\n",
        Fact("Case", absl::StrCat("<code>", Html(view_.case_id), "</code>")), Fact("Numbers", Numbers()),
        Fact("Given to",
             Html(Joined({disclosure_.recipient(), projections::EnumWords(disclosure_.recipient_class())}, ", "))),
        Fact("Why", Html(disclosure_.purpose())), Fact("Authorization", Html(disclosure_.authority())),
        Fact("Labels opened by it", Html(EnumsWords<event::v1::Label>(disclosure_.with_labels()))),
        Fact("Made by", Html(StaffWords(view_.disclosure_entry.admission().actor()))),
        Fact("Recorded", TimeText(exhibit_.disclosure.entry.header.recorded_at_us)),
        Fact("As of", absl::StrCat("revision ", disclosure_.known_revision(), " of the case", effective)),
        "</table>\n");
  }

  std::string Completeness() const {
    const auto left_out = LeftOut(disclosure_.revisions(), disclosure_.head_revision());
    const std::string explained = left_out.empty()
                                      ? ""
                                      : "<p>Of each entry that was left out, chain.txt has the position in the journal "
                                        "and the digest, and nothing else. Each entry that is "
                                        "given names its own revision and, by its digest, the entry before it.</p>\n";
    return absl::StrCat(
        "<h2>What is in it, and what is not</h2>\n<table class=\"facts\">\n",
        Fact("Entries given",
             absl::StrCat("revisions ", RangesText(disclosure_.revisions()), " (", exhibit_.events.size(), ")")),
        Fact("Left out", left_out.empty() ? "none: this is every entry of the case"
                                          : absl::StrCat("revisions ", RangesText(left_out))),
        Fact("The case's record ended at", absl::StrCat("revision ", disclosure_.head_revision(), ", among the first ",
                                                        disclosure_.head_observed_at(), " entries of the journal")),
        "</table>\n", explained);
  }

  // The same text as the server's answer for the plan as of the known revision.
  std::string Plan() const {
    if (!view_.plan) {
      return "<h2>The plan</h2>\n<p>Not in here: entries that it rests on were left out, and a plan of some of them "
             "would be another.</p>\n";
    }
    const projections::KnownSet known = projections::KnownSet::All();
    v1::AsOf as_of;
    as_of.set_revision(disclosure_.known_revision());
    if (disclosure_.has_effective_on()) as_of.set_effective_on(disclosure_.effective_on());
    v1::GetCasePlanResponse response;
    *response.mutable_plan() = *view_.plan;
    for (v1::InForce& in_force : projections::InForceOf(view_.record->entries(), known, *view_.plan))
      *response.add_in_force() = std::move(in_force);
    *response.mutable_answered() = projections::DescribeKnown(known, view_.record->entries(), as_of);
    response.mutable_answered()->set_cuts_request(EndsInsideRequest());
    return absl::StrCat("<h2>What the entries add up to</h2>\n<pre>",
                        Html(PlanPage(response, {.width = kPlanWidth, .zone = zone_})), "</pre>\n");
  }

  // The rest of the texts of versions whose entries were left out.
  std::string Texts() const {
    std::string texts;
    for (const TextInPart& in_part : exhibit_.texts) {
      const absl::StatusOr<v1::PlanDocument> document = projections::ReadPlanText(in_part.text);
      if (!document.ok()) continue;
      const auto withheld = std::count_if(in_part.text.parts().begin(), in_part.text.parts().end(),
                                          [](const event::v1::PlanPart& part) { return part.has_withheld(); });
      const std::string page = VersionPage(VersionOf(in_part), *document, static_cast<int>(withheld), view_.standing,
                                           {.width = kPlanWidth, .zone = zone_});
      absl::StrAppend(&texts, "<p>From the entry of revision ", in_part.revision, ":</p>\n<pre>", Html(page),
                      "</pre>\n");
    }
    if (texts.empty()) return "";
    return absl::StrCat(
        "<h2>Texts of which parts were left out</h2>\n<p>The digest of a version covers all of its parts. Whoever "
        "signed "
        "or journalized this digest signed or journalized these words, and others that are not in here.</p>\n",
        texts);
  }

  // What the given entries say of the version.
  v1::PlanVersion VersionOf(const TextInPart& in_part) const {
    const std::string digest = projections::PlanTextDigest(in_part.text);
    for (const v1::PlanVersion& version : view_.standing.versions()) {
      if (version.digest() == digest) return version;
    }
    v1::PlanVersion version;
    version.set_digest(digest);
    return version;
  }

  // The entries of a request have adjacent positions. Return whether the next entry of the case belongs to the request
  // of the last given one.
  bool EndsInsideRequest() const {
    const eventstore::RecordedEntry& last = exhibit_.events.back().entry;
    const size_t next = disclosure_.known_revision() + 1;
    return next < exhibit_.chain.size() &&
           exhibit_.chain[next].position < last.position - last.header.index_in_request + last.header.events_in_request;
  }

  std::string Entries() const {
    std::string rows;
    for (const projections::Entry& entry : view_.events) absl::StrAppend(&rows, Row(entry));
    return absl::StrCat(
        "<h2>The entries</h2>\n<table>\n<tr><th>Revision</th><th>Effective on</th><th>What was recorded</th></tr>\n",
        rows, "</table>\n");
  }

  std::string Row(const projections::Entry& entry) const {
    const v1::HistoryRow row = projections::EntryWords(entry, names_, zone_);
    std::vector<std::string> small = {absl::StrCat("recorded ", TimeText(entry.recorded_at_us), " by ",
                                                   StaffWords(entry.stored->admission().actor()))};
    const auto say = [&](absl::string_view label, absl::string_view words) {
      if (!words.empty()) small.push_back(absl::StrCat(label, words));
    };
    say("on behalf of ", row.on_behalf_of());
    say("source: ", row.source());
    say("reason: ", row.reason());
    say("claim: ", row.claim());
    const event::v1::EntryToday* today = view_.Today(entry.revision);
    const bool relabeled = today != nullptr && !today->labels().empty();
    say("labels: ", EnumsWords<event::v1::Label>(relabeled ? today->labels() : entry.event().labels()));
    say("", Settled(entry));
    return absl::StrCat("<tr><td>", entry.revision, "</td><td>", Html(entry.event().effective_on()), "</td><td>",
                        Mark(today), Html(projections::Sentence(entry.event(), names_)), "<br><span class=\"small\">",
                        Html(absl::StrJoin(small, "; ")), "</span></td></tr>\n");
  }

  // What became of the entry, before its words.
  static std::string Mark(const event::v1::EntryToday* today) {
    if (today == nullptr) return "";
    if (today->has_withdrawn_by())
      return absl::StrCat("<span class=\"mark\">WITHDRAWN by revision ", today->withdrawn_by(), ".</span> ");
    if (!today->has_corrected_by()) return "";
    return absl::StrCat("<span class=\"mark\">CORRECTED by revision ", today->corrected_by(),
                        ", whose words count.</span> ");
  }

  static std::string Settled(const projections::Entry& entry) {
    const std::optional<eventstore::Revision> settles = projections::Settles(entry);
    if (!settles) return "";
    const bool correction = projections::RoleOf(entry) == projections::EntryRole::kCorrection;
    return absl::StrCat(correction ? "corrects" : "withdraws", " the entry of revision ", *settles);
  }

  std::string HowToCheck() const {
    const eventstore::Checkpoint checkpoint = Checkpoint();
    return absl::StrCat(
        "<h2>How to check it</h2>\n"
        "<p>This page is made from the other files of the exhibit. Do not trust it; check the whole file, with the "
        "verifier key of the journal, got from "
        "somebody else than whoever handed it over:</p>\n<pre>casejournal verify exhibit FILE --key VKEY</pre>\n"
        "<p>The check needs no server. It recomputes every digest, opens every entry, follows every proof to the "
        "signed checkpoint, folds the entries anew, and "
        "rebuilds this page and compares it. What it does to the letter, and what an exhibit proves and what it does "
        "not, is in docs/EXHIBIT.md of "
        "CaseJournal; anyone can write another verifier from it.</p>\n<table class=\"facts\">\n",
        Fact("Checkpoint",
             absl::StrCat(checkpoint.size, " entries, root <code>", eventstore::HexOf(checkpoint.root), "</code>")),
        Fact("Whose key", absl::StrCat("that of ", Html(checkpoint.origin),
                                       "; whose signatures it carries besides, the check says")),
        Fact("Time stamp", exhibit_.time_stamp.empty()
                               ? "none"
                               : "an answer of a time stamping authority (RFC 3161) is in checkpoint.tsr"),
        Fact("Plan digest",
             disclosure_.has_plan()
                 ? absl::StrCat("<code>", absl::BytesToHexString(disclosure_.plan().plan_digest()), "</code>")
                 : ""),
        Fact("Made by program", Html(view_.disclosure_entry.admission().client())), "</table>\n");
  }

  const Exhibit& exhibit_;
  const ExhibitView& view_;
  const event::v1::DisclosureMade& disclosure_;
  projections::Names names_;
  const absl::TimeZone zone_;
};

}  // namespace

std::string ExhibitPage(const Exhibit& exhibit, const ExhibitView& view) { return Page(exhibit, view).Text(); }

}  // namespace casejournal::services
