#include "services/exhibit/exhibit_page.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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
#include "services/exhibit/exhibit_timeline.h"
#include "services/pages/html_layout.h"
#include "services/pages/plan/plan_page.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {
namespace {

using Ranges = google::protobuf::RepeatedPtrField<event::v1::RevisionRange>;

Document::Heading Title(absl::string_view text) { return {.text = std::string(text)}; }
Document::Paragraph Says(Document::Text text) { return {.text = std::move(text)}; }
Document::Text Bold(absl::string_view text) {
  return Document::Span{.text = std::string(text), .look = Document::Look::kBold};
}
Document::Text Code(absl::string_view text) {
  return Document::Span{.text = std::string(text), .look = Document::Look::kCode};
}

Document::Text Words(std::vector<Document::Text> parts) {
  Document::Text text;
  for (const Document::Text& part : parts) text += part;
  return text;
}

// A document as a part of the page: its title, and its headings one level lower.
Blocks AsPart(Document document) {
  Blocks blocks = {Document::Heading{.level = 3, .text = document.title}};
  for (Document::Block& block : document.blocks) {
    if (auto* heading = std::get_if<Document::Heading>(&block)) heading->level = 4;
  }
  Append(blocks, std::move(document.blocks));
  return blocks;
}

// The numbers of other entries that the event names as such: "the report of concern (entry 3)".
std::vector<uint64_t> EntriesNamedIn(const event::v1::CaseEvent& event) {
  std::vector<uint64_t> named;
  const google::protobuf::Message* body = projections::BodyOf(event);
  if (body == nullptr) return named;
  for (const char* name : {"revision", "concern_revision"}) {
    const google::protobuf::FieldDescriptor* field = body->GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_UINT64) continue;
    named.push_back(body->GetReflection()->GetUInt64(*body, field));
  }
  return named;
}

// Blocks of the page, one function for each part.
class Page {
 public:
  Page(const Exhibit& exhibit, const ExhibitView& view)
      : exhibit_(exhibit),
        view_(view),
        disclosure_(view.disclosure()),
        left_out_(LeftOut(disclosure_.revisions(), disclosure_.head_revision())),
        names_(view.Names()),
        zone_(view.zone.value_or(absl::UTCTimeZone())) {}

  Document Made() const {
    Document document;
    document.title = "Exhibit";
    document.caption = {Words({"Entries of a case in the journal ", Bold(Origin()), "."})};
    document.running_head = RunningHead();
    document.digest = absl::BytesToHexString(disclosure_.chain_digest());
    document.digest_of = "the list of the entries, chain.txt";
    document.blocks = {Document::Notice{.text = disclosure_.notice()}};
    for (Blocks& part : std::vector<Blocks>{WhatThisIs(), Completeness(), Plan(), Texts(), Entries(), HowToCheck()})
      Append(document.blocks, std::move(part));
    return document;
  }

 private:
  std::string TimeText(int64_t us) const { return projections::InstantWords(us, zone_); }

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
      numbers.push_back(absl::StrCat(number.number(), " (", number.system(), ")"));
    return absl::StrJoin(numbers, ", ");
  }

  std::string RunningHead() const {
    const std::string which = view_.standing.numbers().empty()
                                  ? "Exhibit of a case"
                                  : absl::StrCat("Exhibit of case ", view_.standing.numbers(0).number());
    return absl::StrCat(which, " in the journal ", Origin(), ", as of revision ", disclosure_.known_revision());
  }

  // `words`, with a link to the row where the entry stands, or with which others it was left out.
  Document::Text Link(absl::string_view words, uint64_t revision) const {
    const auto out = std::find_if(left_out_.begin(), left_out_.end(), [&](const event::v1::RevisionRange& range) {
      return range.first() <= revision && revision <= range.last();
    });
    return EntryLink(words, out == left_out_.end() ? revision : out->first());
  }

  Document::Text Revision(uint64_t revision) const { return Link(absl::StrCat("revision ", revision), revision); }

  // The same words as RangesText, with links.
  Document::Text Linked(const Ranges& ranges) const {
    Document::Text text = ranges.empty() ? "none" : "";
    for (const event::v1::RevisionRange& range : ranges) {
      text += Words({text.empty() ? "" : ", ", Link(absl::StrCat(range.first()), range.first())});
      if (range.last() != range.first()) text += Words({" to ", Link(absl::StrCat(range.last()), range.last())});
    }
    return text;
  }

  Blocks WhatThisIs() const {
    const std::string effective =
        disclosure_.has_effective_on()
            ? absl::StrCat("; the plan shown is of facts effective up to ", disclosure_.effective_on())
            : "";
    Document::Facts facts;
    facts.Add("Case", Code(view_.case_id));
    facts.Add("Numbers", Numbers());
    facts.Add("Given to",
              Joined({disclosure_.recipient(), projections::EnumWords(disclosure_.recipient_class())}, ", "));
    facts.Add("Why", disclosure_.purpose());
    facts.Add("Authorization", disclosure_.authority());
    facts.Add("Labels opened by it", EnumsWords<event::v1::Label>(disclosure_.with_labels()));
    facts.Add("Made by", StaffWords(view_.disclosure_entry.admission().actor()));
    facts.Add("Recorded", TimeText(exhibit_.disclosure.entry.header.recorded_at_us));
    facts.Add("As of", Words({Revision(disclosure_.known_revision()), " of the case", effective}));
    return {Title("What this is"), facts};
  }

  Blocks Completeness() const {
    Document::Facts facts;
    facts.Add("Entries given",
              Words({"revisions ", Linked(disclosure_.revisions()), absl::StrCat(" (", exhibit_.events.size(), ")")}));
    facts.Add("Left out",
              left_out_.empty() ? "none: this is every entry of the case" : Words({"revisions ", Linked(left_out_)}));
    facts.Add("The case's record ended at",
              Words({Revision(disclosure_.head_revision()),
                     absl::StrCat(", among the first ", disclosure_.head_observed_at(), " entries of the journal")}));
    Blocks blocks = {Title("What is in it, and what is not"), facts};
    if (!left_out_.empty()) {
      blocks.emplace_back(
          Says("Of each entry that was left out, chain.txt has the position in the journal and the digest, and nothing "
               "else. Each entry that is given names its own revision and, by its digest, the entry before it."));
    }
    return blocks;
  }

  // The same document as of the server's answer for the plan as of the known revision.
  Blocks Plan() const {
    if (!view_.plan) {
      return {Title("The plan"),
              Says("Not in here: entries that it rests on were left out, and a plan of some of them would be another."),
              Says("The timeline is not in here either, because it is drawn from the plan.")};
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
    Blocks blocks = {Title("What the entries add up to")};
    Append(blocks, AsPart(PlanDocumentOf(response, {.zone = zone_})));
    Append(blocks, TimelineSection(exhibit_, view_));
    return blocks;
  }

  // The rest of the texts of versions whose entries were left out.
  Blocks Texts() const {
    Blocks texts;
    for (const TextInPart& in_part : exhibit_.texts) {
      const absl::StatusOr<v1::PlanDocument> document = projections::ReadPlanText(in_part.text);
      if (!document.ok()) continue;
      const auto withheld = std::count_if(in_part.text.parts().begin(), in_part.text.parts().end(),
                                          [](const event::v1::PlanPart& part) { return part.has_withheld(); });
      Blocks text = AsPart(VersionDocumentOf(VersionOf(in_part), *document, static_cast<int>(withheld), view_.standing,
                                             {.zone = zone_}));
      std::get<Document::Heading>(text.front()).anchor = TextAnchor(in_part.revision);
      texts.emplace_back(Says(Words({"From the entry of ", Revision(in_part.revision), ":"})));
      Append(texts, std::move(text));
    }
    if (texts.empty()) return {};
    Blocks blocks = {
        Title("Texts of which parts were left out"),
        Says("The digest of a version covers all of its parts. Whoever signed or journalized this digest signed or "
             "journalized these words, and others that are not in here.")};
    Append(blocks, std::move(texts));
    return blocks;
  }

  static std::string TextAnchor(uint64_t revision) { return absl::StrCat("text-", revision); }

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

  // All entries of the case by revision. Those that were left out and follow one another have one row.
  Blocks Entries() const {
    Document::Table table{
        .columns = {{.title = "Revision"}, {.title = "Effective on"}, {.title = "What was recorded", .wraps = true}}};
    auto out = left_out_.begin();
    const auto add_left_out = [&](uint64_t before) {
      for (; out != left_out_.end() && out->first() < before; ++out) AddLeftOut(*out, table);
    };
    for (const projections::Entry& entry : view_.events) {
      add_left_out(entry.revision);
      AddEntry(entry, table);
    }
    add_left_out(disclosure_.head_revision() + 1);
    return {Title("The entries"), table};
  }

  void AddLeftOut(const event::v1::RevisionRange& range, Document::Table& table) const {
    const bool one = range.first() == range.last();
    Document::Row& row = table.Add(
        {one ? absl::StrCat(range.first()) : absl::StrCat(range.first(), " to ", range.last()), "", Bold("Left out.")});
    row.anchor = EntryAnchor(range.first());
    row.details.push_back(Says(one ? "It is not in here. Its place and its digest are in chain.txt."
                                   : "They are not in here. Their places and their digests are in chain.txt."));
    for (const TextInPart& in_part : exhibit_.texts) {
      if (in_part.revision < range.first() || in_part.revision > range.last()) continue;
      row.details.push_back(Says(Document::Span{
          .text = absl::StrCat("Parts of the text that revision ", in_part.revision, " drew up are in here."),
          .link = TextAnchor(in_part.revision)}));
    }
  }

  void AddEntry(const projections::Entry& entry, Document::Table& table) const {
    const event::v1::EntryToday* today = view_.Today(entry.revision);
    Document::Row& row = table.Add({absl::StrCat(entry.revision), entry.event().effective_on(), SentenceOf(entry)});
    row.anchor = EntryAnchor(entry.revision);
    row.name = absl::StrCat("Revision ", entry.revision);
    row.struck = today != nullptr && today->has_withdrawn_by();
    if (today != nullptr) AddFate(*today, row);
    AddSettled(entry, row);
    row.details.push_back(Says(Circumstances(entry, today)));
  }

  // What was recorded, with links to the entries that it names.
  Document::Text SentenceOf(const projections::Entry& entry) const {
    const std::string sentence = projections::Sentence(entry.event(), names_);
    for (const uint64_t revision : EntriesNamedIn(entry.event())) {
      const std::string named = absl::StrCat("ntry ", revision);
      const size_t at = sentence.find(named);
      if (at == 0 || at == std::string::npos) continue;
      const absl::string_view whole = sentence;
      return Words({whole.substr(0, at - 1), Link(whole.substr(at - 1, named.size() + 1), revision),
                    whole.substr(at + named.size())});
    }
    return sentence;
  }

  // What became of the entry.
  void AddFate(const event::v1::EntryToday& today, Document::Row& row) const {
    if (today.has_withdrawn_by()) {
      row.details.push_back(
          Says(Words({Bold("WITHDRAWN by "), Revision(today.withdrawn_by()), ". What it says does not count."})));
    } else if (today.has_corrected_by()) {
      row.details.push_back(
          Says(Words({Bold("CORRECTED by "), Revision(today.corrected_by()), ", whose words count."})));
    }
  }

  // What the entry does to an earlier one.
  void AddSettled(const projections::Entry& entry, Document::Row& row) const {
    const std::optional<eventstore::Revision> settles = projections::Settles(entry);
    if (!settles) return;
    const bool correction = projections::RoleOf(entry) == projections::EntryRole::kCorrection;
    row.details.push_back(
        Says(Words({correction ? "Corrects the entry of " : "Withdraws the entry of ", Revision(*settles), "."})));
  }

  std::string Circumstances(const projections::Entry& entry, const event::v1::EntryToday* today) const {
    const v1::HistoryRow row = projections::EntryWords(entry, names_, zone_);
    std::vector<std::string> said = {absl::StrCat("Recorded ", TimeText(entry.recorded_at_us), " by ",
                                                  StaffWords(entry.stored->admission().actor()))};
    const auto say = [&](absl::string_view label, absl::string_view words) {
      if (!words.empty()) said.push_back(absl::StrCat(label, words));
    };
    say("on behalf of ", row.on_behalf_of());
    say("source: ", row.source());
    say("reason: ", row.reason());
    say("claim: ", row.claim());
    const bool relabeled = today != nullptr && !today->labels().empty();
    say("labels: ", EnumsWords<event::v1::Label>(relabeled ? today->labels() : entry.event().labels()));
    return absl::StrJoin(said, "; ");
  }

  Blocks HowToCheck() const {
    const eventstore::Checkpoint checkpoint = Checkpoint();
    Document::Facts facts;
    facts.Add("Checkpoint",
              Words({absl::StrCat(checkpoint.size, " entries, root "), Code(eventstore::HexOf(checkpoint.root))}));
    facts.Add("Whose key",
              absl::StrCat("that of ", checkpoint.origin, "; whose signatures it carries besides, the check says"));
    facts.Add("Time stamp", exhibit_.time_stamp.empty()
                                ? "none"
                                : "an answer of a time stamping authority (RFC 3161) is in checkpoint.tsr");
    if (disclosure_.has_plan())
      facts.Add("Plan digest", Code(absl::BytesToHexString(disclosure_.plan().plan_digest())));
    facts.Add("Made by program", view_.disclosure_entry.admission().client());
    return {
        Title("How to check it"),
        Says("This page is made from the other files of the exhibit. Do not trust it; check the whole file, with the "
             "verifier key of the journal, got from somebody else than whoever handed it over:"),
        Document::Paragraph{.text = Code("casejournal verify exhibit FILE --key VKEY"), .indent = 2},
        Says("The check needs no server. It recomputes every digest, opens every entry, follows every proof to the "
             "signed checkpoint, folds the entries anew, and rebuilds this page and compares it. What it does to "
             "the letter, and what an exhibit proves and what it does not, is in docs/EXHIBIT.md of CaseJournal; "
             "anyone can write another verifier from it."),
        facts};
  }

  const Exhibit& exhibit_;
  const ExhibitView& view_;
  const event::v1::DisclosureMade& disclosure_;
  const Ranges left_out_;
  projections::Names names_;
  const absl::TimeZone zone_;
};

}  // namespace

Document ExhibitDocumentOf(const Exhibit& exhibit, const ExhibitView& view) { return Page(exhibit, view).Made(); }

std::string ExhibitPage(const Exhibit& exhibit, const ExhibitView& view) {
  return HtmlOf(ExhibitDocumentOf(exhibit, view));
}

}  // namespace casejournal::services
