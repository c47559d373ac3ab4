// An exhibit of a case in a journal in memory, which passes every check unless a test makes it lie.
#ifndef CASEJOURNAL_TESTS_SUPPORT_EXHIBIT_STORY_H_
#define CASEJOURNAL_TESTS_SUPPORT_EXHIBIT_STORY_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "projections/entries/entry.h"
#include "projections/state/attestation.h"
#include "projections/state/case_record.h"
#include "projections/versions/reduced_text.h"
#include "projections/zone/zone_rules.h"
#include "services/exhibit/exhibit.h"
#include "services/exhibit/given_entries.h"
#include "tests/support/case_builder.h"
#include "tests/support/memory_journal.h"

namespace casejournal::testing {

class ExhibitStory {
 public:
  explicit ExhibitStory(absl::string_view origin_opened = "journal.test/wren") {
    event::v1::StoredEvent opened;
    opened.mutable_journal_event()->mutable_opened()->set_origin(std::string(origin_opened));
    const event::v1::TimeZoneRulesAdopted rules = projections::ZoneRulesOf("America/New_York", NewYork());
    opened.mutable_journal_event()->mutable_opened()->set_time_zone(rules.time_zone());
    *opened.mutable_journal_event()->mutable_opened()->mutable_offsets() = rules.offsets();
    event::v1::StoredEvent schema;
    schema.mutable_journal_event()->mutable_schema_adopted()->set_schema_version(1);
    schema.mutable_journal_event()->mutable_schema_adopted()->set_file_descriptor_set("a schema");
    journal.Record(eventstore::StreamId::Journal(), {opened}).Record(eventstore::StreamId::Journal(), {schema});
  }

  ExhibitStory& Record(const std::vector<CaseEvent>& events) {
    std::vector<event::v1::StoredEvent> stored;
    for (const CaseEvent& event : events) stored.push_back(StoredOf(event));
    journal.Record(stream, stored);
    return *this;
  }

  // Record the disclosure of the chosen entries that may be given without a label, or of all of them, and return the
  // exhibit. `lie` changes the disclosure before it is recorded.
  services::Exhibit Give(const services::RevisionRanges& chosen = {},
                         const std::function<void(event::v1::DisclosureMade&)>& lie = {}) {
    projections::CaseRecord record(stream.uuid.ToString());
    std::vector<eventstore::RecordedEntry> recorded;
    for (const eventstore::RecordedEntry& entry : journal.entries()) {
      if (entry.header.stream != stream) continue;
      recorded.push_back(entry);
      record.Evolve(*projections::ToEntry(entry));
    }
    const eventstore::Revision head = recorded.size() - 1;
    const services::GivenEntries given = services::ChooseGiven(record, head, chosen, {});
    services::Exhibit exhibit;
    for (const eventstore::RecordedEntry& entry : recorded) {
      const bool is_given = IsIn(given.given, entry.header.revision);
      exhibit.chain.push_back({.position = entry.position,
                               .header = is_given ? entry.header_bytes : "",
                               .leaf = eventstore::LeafHash(entry.header_bytes),
                               .proof = {}});
      if (is_given) exhibit.events.push_back({.entry = entry, .proof = {}});
    }
    event::v1::StoredEvent stored;
    event::v1::DisclosureMade& made = *stored.mutable_access_event()->mutable_disclosure_made();
    made.set_recipient("Wren County Juvenile Court");
    made.set_purpose("hearing of 2025-04-01");
    made.set_form(event::v1::DISCLOSURE_FORM_EXHIBIT);
    made.set_recipient_class(event::v1::RECIPIENT_CLASS_COURT);
    *made.mutable_revisions() = given.given;
    made.set_known_revision(head);
    made.set_head_revision(head);
    made.set_head_leaf(std::string(eventstore::AsBytes(exhibit.chain.back().leaf)));
    made.set_head_observed_at(journal.entries().size());
    made.set_notice("Do not pass this on.");
    made.set_exhibit_format(services::kExhibitFormat);
    made.set_page_version(services::kExhibitPageVersion);
    made.set_chain_digest(std::string(eventstore::AsBytes(services::ChainDigest(exhibit.chain))));
    *made.mutable_entries_today() = services::EntriesToday(record.entries(), given.given);
    for (const services::GivenText& text : given.texts) AddText(record, text, made, exhibit);
    if (given.left_out.empty()) *made.mutable_plan() = Attest(record);
    if (lie) lie(made);
    journal.Record(eventstore::StreamId::Access(stream.uuid), {stored});
    exhibit.disclosure.entry = journal.entries().back();
    for (const eventstore::RecordedEntry& entry : journal.entries()) {
      if (entry.header.stream == eventstore::StreamId::Journal()) exhibit.journal.push_back({.entry = entry});
    }
    Prove(exhibit);
    return exhibit;
  }

  // Prove each entry of the exhibit by the journal's newest checkpoint.
  void Prove(services::Exhibit& exhibit) const {
    exhibit.checkpoint = journal.Note();
    exhibit.disclosure.proof = journal.InclusionOf(exhibit.disclosure.entry.position);
    for (auto* entries : {&exhibit.events, &exhibit.journal}) {
      for (services::ProvedEntry& proved : *entries) proved.proof = journal.InclusionOf(proved.entry.position);
    }
    for (services::ChainLink& link : exhibit.chain) {
      if (link.left_out()) link.proof = journal.InclusionOf(link.position);
    }
  }

  // The manifest of the files again, as for somebody who changed one of them.
  static services::ZipFiles WithManifest(services::ZipFiles files) {
    files.erase("manifest.sha256");
    std::string manifest;
    for (const auto& [path, content] : files)
      absl::StrAppend(&manifest, eventstore::HexOf(eventstore::Sha256().Update(content).Finish()), "  ", path, "\n");
    files["manifest.sha256"] = manifest;
    return files;
  }

  static services::RevisionRanges Range(uint64_t first, uint64_t last) {
    services::RevisionRanges ranges;
    ranges.Add()->set_first(first);
    ranges.Mutable(0)->set_last(last);
    return ranges;
  }

  MemoryJournal journal;
  const eventstore::StreamId stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(Id("case")));

 private:
  static void AddText(const projections::CaseRecord& record, const services::GivenText& text,
                      event::v1::DisclosureMade& made, services::Exhibit& exhibit) {
    const event::v1::PlanVersionDrawnUp& drawn = record.entries()[text.revision].event().plan_version_drawn_up();
    event::v1::TextGiven& given = *made.add_texts();
    given.set_revision(text.revision);
    given.set_digest(drawn.digest());
    given.mutable_withheld()->Add(text.withheld.begin(), text.withheld.end());
    exhibit.texts.push_back(
        {.revision = text.revision, .text = projections::WithheldAt(drawn.text(), given.withheld())});
  }

  static bool IsIn(const services::RevisionRanges& ranges, eventstore::Revision revision) {
    for (const event::v1::RevisionRange& range : ranges) {
      if (range.first() <= revision && revision <= range.last()) return true;
    }
    return false;
  }

  static event::v1::PlanAttestation Attest(const projections::CaseRecord& record) {
    return projections::AttestPlan("casejournal test", projections::SaltSeed{4}, record, record.entries().size() - 1,
                                   std::nullopt);
  }
};

// Ana's case in five entries: a note is corrected.
inline ExhibitStory AnasExhibit() {
  ExhibitStory story;
  story.Record({CaseOpened("2025-03-10"), ChildJoined("2025-03-10", "Ana")});
  story.Record({AdultJoined("2025-03-10", "Maria"), NoteWritten("2025-03-11", "a cal")});
  story.Record({Correcting(3, NoteWritten("2025-03-11", "a call"))});
  return story;
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_EXHIBIT_STORY_H_
