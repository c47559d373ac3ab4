#include "services/exhibit/exhibit_page.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "eventstore/tree/checkpoint.h"
#include "eventstore/tree/note.h"
#include "google/protobuf/util/time_util.h"
#include "projections/entries/standing.h"
#include "projections/events/event_words.h"
#include "projections/history/entry_words.h"
#include "projections/plan/plan_versions.h"
#include "projections/register/sentence.h"
#include "projections/words/instant_words.h"
#include "projections/words/names.h"
#include "services/pages/plan_page.h"
#include "services/pages/plan_words.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

// What was left out is listed row by row up to here, and by its range beyond.
constexpr size_t kLeftOutRowsMax = 500;

constexpr char kStyle[] = R"(
body { font: 15px/1.45 Georgia, "Times New Roman", serif; max-width: 62em; margin: 2em auto; padding: 0 1.5em; color: #111; }
h1 { font-size: 1.6em; margin-bottom: 0; } h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #999; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3em .8em .3em 0; border-bottom: 1px solid #ddd; }
th { font-weight: bold; white-space: nowrap; } .facts th { width: 13em; }
pre { font: 12px/1.35 "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre-wrap; }
.notice { border: 2px solid #111; padding: .5em 1em; white-space: pre-wrap; } .small { font-size: .87em; color: #444; }
code { font: .9em "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
tr { break-inside: avoid; } h2 { break-after: avoid; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } }
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
      : exhibit_(exhibit), view_(view), disclosure_(view.disclosure()), names_({&view.names}), zone_(view.zone.value_or(absl::UTCTimeZone())) {}

  std::string Text() const {
    return absl::StrCat(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>Exhibit of case ",
        Html(view_.case_id), "</title>\n<style>", kStyle, "</style>\n</head>\n<body>\n", Head(), Facts(), Completeness(), Plan(), Entries(), HowToCheck(),
        "</body>\n</html>\n");
  }

 private:
  std::string TimeText(int64_t us) const { return projections::InstantWords(us, zone_); }

  std::string Head() const {
    return absl::StrCat("<h1>Exhibit</h1>\n<p>Entries of a case in the journal <b>", Html(Origin()), "</b>.</p>\n<div class=\"notice\">",
                        Html(disclosure_.notice()), "</div>\n");
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
    for (const v1::CaseNumber& number : view_.names.numbers()) numbers.push_back(absl::StrCat(Html(number.number()), " (", Html(number.system()), ")"));
    return absl::StrJoin(numbers, ", ");
  }

  std::string Facts() const {
    const std::string effective = disclosure_.has_effective_on() ? absl::StrCat("; the plan shown is of facts effective up to ", Html(disclosure_.effective_on())) : "";
    return absl::StrCat("<h2>What this is</h2>\n<table class=\"facts\">\n", Fact("Case", absl::StrCat("<code>", Html(view_.case_id), "</code>")),
                        Fact("Numbers", Numbers()), Fact("Given to", Html(Joined({disclosure_.recipient(), projections::EnumWords(disclosure_.recipient_class())}, ", "))), Fact("Why", Html(disclosure_.purpose())),
                        Fact("Authorization", Html(disclosure_.authority())), Fact("Made by", Html(StaffWords(view_.disclosure_entry.admission().actor()))),
                        Fact("Recorded", TimeText(exhibit_.disclosure.entry.header.recorded_at_us)),
                        Fact("As of", absl::StrCat("revision ", disclosure_.known_revision(), " of the case", effective)), "</table>\n");
  }

  std::string Completeness() const {
    const auto left_out = LeftOut(disclosure_.revisions(), view_.chain.back().revision);
    std::string text = absl::StrCat("<h2>What is in it, and what is not</h2>\n<table class=\"facts\">\n",
                                    Fact("Entries given", absl::StrCat("revisions ", RangesText(disclosure_.revisions()), " (", exhibit_.events.size(), ")")),
                                    Fact("Left out", left_out.empty() ? "none: this is every entry of the case" : absl::StrCat("revisions ", RangesText(left_out))),
                                    Fact("The case's record ended at", absl::StrCat("revision ", disclosure_.head_revision(), ", among the first ",
                                                                                   disclosure_.head_observed_at(), " entries of the journal")),
                                    "</table>\n");
    if (left_out.empty()) return text;
    absl::StrAppend(&text, "<p>Each entry names the one before it by its digest, so an entry cannot be missing from this list:</p>\n<table>\n"
                           "<tr><th>Left out</th><th>Recorded</th></tr>\n");
    size_t rows = 0;
    for (const event::v1::RevisionRange& range : left_out) {
      // What was recorded in the same second is one row.
      for (uint64_t first = range.first(); first <= range.last() && rows < kLeftOutRowsMax; ++rows) {
        const std::string time = TimeText(view_.chain[first].recorded_at_us);
        uint64_t next = first + 1;
        while (next <= range.last() && TimeText(view_.chain[next].recorded_at_us) == time) ++next;
        absl::StrAppend(&text, "<tr><td>", first, next - first > 1 ? absl::StrCat(" to ", next - 1) : "", "</td><td>", time, "</td></tr>\n");
        first = next;
      }
    }
    return absl::StrCat(text, "</table>\n", rows == kLeftOutRowsMax ? "<p>chain.txt has the others.</p>\n" : "");
  }

  std::string Plan() const {
    if (!view_.plan) {
      return "<h2>The plan</h2>\n<p>Not in here: entries that it rests on were left out, and a plan of some of them would be another.</p>\n";
    }
    v1::GetCasePlanResponse response;
    *response.mutable_plan() = *view_.plan;
    for (v1::InForce& in_force : projections::VersionsInForce(*view_.plan)) *response.add_in_force() = std::move(in_force);
    v1::AnsweredAsOf& answered = *response.mutable_answered();
    answered.set_revision(disclosure_.known_revision());
    *answered.mutable_known_since() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(view_.chain.front().recorded_at_us);
    return absl::StrCat("<h2>What the entries add up to</h2>\n<pre>", Html(PlanPage(response, {.width = 108, .zone = zone_})), "</pre>\n");
  }

  std::string Entries() const {
    std::string rows;
    for (const projections::Entry& entry : view_.events) absl::StrAppend(&rows, Row(entry));
    return absl::StrCat("<h2>The entries</h2>\n<table>\n<tr><th>Revision</th><th>Effective on</th><th>What was recorded</th></tr>\n", rows, "</table>\n");
  }

  std::string Row(const projections::Entry& entry) const {
    const v1::HistoryRow row = projections::EntryWords(entry, names_, zone_);
    std::vector<std::string> small = {absl::StrCat("recorded ", TimeText(entry.recorded_at_us), " by ", StaffWords(entry.stored->admission().actor()))};
    const auto say = [&](absl::string_view label, absl::string_view words) {
      if (!words.empty()) small.push_back(absl::StrCat(label, words));
    };
    say("on behalf of ", row.on_behalf_of());
    say("source: ", row.source());
    say("reason: ", row.reason());
    say("claim: ", row.claim());
    say("labels: ", EnumsWords<event::v1::Label>(entry.event().labels()));
    say("", Settled(entry));
    return absl::StrCat("<tr><td>", entry.revision, "</td><td>", Html(entry.event().effective_on()), "</td><td>",
                        Html(projections::Sentence(entry.event(), view_.names)), "<br><span class=\"small\">", Html(absl::StrJoin(small, "; ")),
                        "</span></td></tr>\n");
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
        "<p>This page is made from the other files of the exhibit. Do not trust it; check the whole file, with the verifier key of the journal, got from "
        "somebody else than whoever handed it over:</p>\n<pre>casejournal verify exhibit FILE --key VKEY</pre>\n"
        "<p>The check needs no server. It recomputes every digest, opens every entry, follows every proof to the signed checkpoint, folds the entries anew, and "
        "makes this page again and compares it. What it does to the letter, and what an exhibit proves and what it does not, is in docs/EXHIBIT.md of "
        "CaseJournal; anybody can write another verifier from it.</p>\n<table class=\"facts\">\n",
        Fact("Checkpoint", absl::StrCat(checkpoint.size, " entries, root <code>", eventstore::HexOf(checkpoint.root), "</code>")),
        Fact("Whose key", absl::StrCat("that of ", Html(checkpoint.origin), "; whose signatures it carries besides, the check says")),
        Fact("Time stamp", exhibit_.time_stamp.empty() ? "none" : "an answer of a time stamping authority (RFC 3161) is in checkpoint.tsr"),
        Fact("Plan digest", disclosure_.has_plan() ? absl::StrCat("<code>", absl::BytesToHexString(disclosure_.plan().plan_digest()), "</code>") : ""),
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
