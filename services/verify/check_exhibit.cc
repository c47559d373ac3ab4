#include "services/verify/check_exhibit.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "eventstore/proofs/note.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/witnesses/time_stamp.h"
#include "projections/entries/standing.h"
#include "projections/state/attestation.h"
#include "projections/state/plan_digest.h"
#include "projections/versions/plan_text.h"
#include "services/exhibit/exhibit.h"
#include "services/exhibit/fold_words.h"
#include "services/verify/packed_again.h"

namespace casejournal::services {
namespace {

using eventstore::Hash;
using eventstore::Header;

// kDataLoss, unless `holds`.
absl::Status Hold(bool holds, absl::string_view file, absl::string_view what) {
  return holds ? absl::OkStatus() : absl::DataLossError(absl::StrCat(file, ": ", what));
}

absl::Status Lost(const absl::Status& status, absl::string_view file = "") {
  if (status.ok() || absl::IsUnimplemented(status)) return status;
  return absl::DataLossError(file.empty() ? std::string(status.message()) : absl::StrCat(file, ": ", status.message()));
}

// The files for people, which the program makes from the others.
bool IsPage(absl::string_view path) {
  return path == "exhibit.html" || path == "timeline.svg" || absl::EndsWith(path, ".json");
}

class ExhibitCheck {
 public:
  ExhibitCheck(const ZipFiles& files, const ExhibitTrust& trust) : files_(files), trust_(trust) {}

  // What was recorded is opened before it is read: an entry that does not open is damaged, whatever the program's
  // version.
  absl::StatusOr<ExhibitReport> Run() {
    absl::StatusOr<Exhibit> exhibit = ReadExhibit(files_);
    if (!exhibit.ok()) return Lost(exhibit.status());
    exhibit_ = *std::move(exhibit);
    report_.files = files_.size();
    for (const auto check : {&ExhibitCheck::CheckManifest, &ExhibitCheck::CheckCheckpoint,
                             &ExhibitCheck::CheckWitnesses, &ExhibitCheck::CheckEntries, &ExhibitCheck::ReadAll,
                             &ExhibitCheck::CheckChain, &ExhibitCheck::CheckDisclosure, &ExhibitCheck::CheckChosen,
                             &ExhibitCheck::CheckTexts, &ExhibitCheck::CheckToday, &ExhibitCheck::CheckJournal,
                             &ExhibitCheck::CheckPlan, &ExhibitCheck::CheckTime, &ExhibitCheck::CheckPages}) {
      if (absl::Status held = (this->*check)(); !held.ok()) return held;
    }
    return std::move(report_);
  }

 private:
  const event::v1::DisclosureMade& disclosure() const { return report_.view.disclosure(); }

  absl::Status ReadAll() {
    absl::StatusOr<ExhibitView> view = ViewExhibit(exhibit_);
    if (!view.ok()) return Lost(view.status());
    report_.view = *std::move(view);
    return absl::OkStatus();
  }

  absl::Status CheckManifest() {
    std::string manifest;
    for (const auto& [path, content] : files_) {
      if (path == "manifest.sha256") continue;
      absl::StrAppend(&manifest, eventstore::HexOf(eventstore::Sha256().Update(content).Finish()), "  ", path, "\n");
    }
    return Hold(files_.at("manifest.sha256") == manifest, "manifest.sha256",
                "the digests do not match the files; a file was changed");
  }

  absl::Status CheckCheckpoint() {
    absl::StatusOr<std::string> text = eventstore::OpenNote(exhibit_.checkpoint, trust_.key);
    if (!text.ok()) return Lost(text.status(), "checkpoint");
    absl::StatusOr<eventstore::Checkpoint> checkpoint = eventstore::ParseCheckpoint(*text);
    if (!checkpoint.ok()) return Lost(checkpoint.status(), "checkpoint");
    report_.checkpoint = *checkpoint;
    report_.signatures = eventstore::ParseNote(exhibit_.checkpoint)->signatures.size();
    return Hold(checkpoint->origin == trust_.key.name(), "checkpoint", "belongs to another journal than the key");
  }

  absl::Status CheckWitnesses() {
    if (!trust_.policy) return absl::OkStatus();
    absl::StatusOr<eventstore::PolicyFindings> found = trust_.policy->Examine(exhibit_.checkpoint);
    if (!found.ok()) return Lost(found.status(), "checkpoint");
    for (const eventstore::WitnessFinding& witness : found->witnesses) {
      absl::Status good = Hold(witness.witnessing != eventstore::Witnessing::kBad, "checkpoint",
                               absl::StrCat("the cosignature of ", witness.name, " does not verify"));
      if (!good.ok()) return good;
    }
    report_.witnesses = *std::move(found);
    return Hold(report_.witnesses->quorum_met, "checkpoint", "too few witnesses cosigned it for the policy");
  }

  absl::Status CheckInTree(absl::string_view file, absl::string_view header, eventstore::Position position,
                           const std::vector<Hash>& proof) {
    return Lost(eventstore::VerifyInclusion(position, report_.checkpoint.size, eventstore::LeafHash(header), proof,
                                            report_.checkpoint.root),
                file);
  }

  // Each given header names its revision and the leaf of the line before it. Each leaf that is left out is in the tree.
  absl::Status CheckChain() {
    std::optional<Header> before;
    Hash last_leaf{};
    for (size_t i = 0; i < exhibit_.chain.size(); ++i) {
      const ChainLink& link = exhibit_.chain[i];
      const std::string line = absl::StrCat("line ", i + 1);
      const bool behind = i == 0 || link.position > exhibit_.chain[i - 1].position;
      if (absl::Status held =
              Hold(behind, "chain.txt", absl::StrCat(line, " must have a later position than the line before it"));
          !held.ok())
        return held;
      if (link.left_out()) {
        absl::Status held = Lost(eventstore::VerifyInclusion(link.position, report_.checkpoint.size, link.leaf,
                                                             link.proof, report_.checkpoint.root),
                                 absl::StrCat("left-out.proofs, revision ", i));
        if (!held.ok()) return held;
      } else {
        absl::StatusOr<Header> header = eventstore::DecodeHeader(link.header);
        if (!header.ok()) return Lost(header.status(), absl::StrCat("chain.txt, ", line));
        const bool follows =
            header->stream == eventstore::StreamId::Case(exhibit_.disclosure.entry.header.stream.uuid) &&
            header->revision == i && header->prev_stream_leaf == last_leaf &&
            (!before || header->recorded_at_us >= before->recorded_at_us);
        if (absl::Status held = Hold(follows, "chain.txt", absl::StrCat(line, " does not follow the line before it"));
            !held.ok())
          return held;
        before = *header;
      }
      last_leaf = link.leaf;
    }
    return absl::OkStatus();
  }

  absl::Status CheckEntry(const ProvedEntry& proved, const std::string& file) {
    std::vector<Hash> parts;
    for (const eventstore::OpenedPart& part : proved.entry.parts) {
      parts.push_back(
          eventstore::PartCommitment(static_cast<uint8_t>(parts.size()), part.label, part.salt, part.plaintext));
    }
    absl::Status held = Hold(eventstore::PayloadCommitment(parts) == proved.entry.header.payload_commitment, file,
                             "not what was recorded: salts and plaintexts do not match its commitment");
    return held.ok() ? CheckInTree(file, proved.entry.header_bytes, proved.entry.position, proved.proof) : held;
  }

  absl::Status CheckEntries() {
    if (absl::Status held = CheckEntry(exhibit_.disclosure, "disclosure.json"); !held.ok()) return held;
    for (const auto* entries : {&exhibit_.events, &exhibit_.journal}) {
      for (const ProvedEntry& proved : *entries) {
        absl::Status held = CheckEntry(proved, absl::StrCat("the entry at position ", proved.entry.position));
        if (!held.ok()) return held;
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckDisclosure() {
    const event::v1::DisclosureMade& said = disclosure();
    const Header& header = exhibit_.disclosure.entry.header;
    const ChainLink& head = exhibit_.chain.back();
    if (absl::Status form = Hold(said.form() == event::v1::DISCLOSURE_FORM_EXHIBIT, "disclosure.json",
                                 "is not the disclosure of an exhibit");
        !form.ok()) {
      return form;
    }
    if (said.exhibit_format() < kExhibitFormatEarliest || said.exhibit_format() > kExhibitFormat) {
      return absl::UnimplementedError(absl::StrCat("disclosure.json: the exhibit has format ", said.exhibit_format(),
                                                   "; this program reads formats ", kExhibitFormatEarliest, " to ",
                                                   kExhibitFormat));
    }
    const std::pair<bool, absl::string_view> facts[] = {
        {header.stream.kind == eventstore::StreamKind::kAccess, "is not an entry of the case's access stream"},
        {said.head_revision() == exhibit_.chain.size() - 1 && said.head_leaf() == eventstore::AsBytes(head.leaf),
         "names another end of the case's record than chain.txt"},
        {said.chain_digest() == eventstore::AsBytes(ChainDigest(exhibit_.chain)), "was recorded for another chain.txt"},
        {head.position < said.head_observed_at() && said.head_observed_at() <= exhibit_.disclosure.entry.position,
         "cannot have seen the end of the case's record that it names"},
        {said.known_revision() <= said.head_revision(), "its known revision is after the end of the case's record"},
        {said.notice() == files_.at("notice.txt"), "has another notice than notice.txt"},
    };
    for (const auto& [holds, what] : facts) {
      if (absl::Status held = Hold(holds, "disclosure.json", what); !held.ok()) return held;
    }
    return absl::OkStatus();
  }

  // The entries in the file are those that the disclosure lists, and are in the chain.
  absl::Status CheckChosen() {
    size_t given = 0;
    std::optional<uint64_t> last;
    for (const event::v1::RevisionRange& range : disclosure().revisions()) {
      const bool apart = range.first() <= range.last() && range.last() <= disclosure().known_revision() &&
                         (!last || range.first() > *last + 1);
      if (absl::Status held = Hold(apart, "disclosure.json", "lists impossible revisions"); !held.ok()) return held;
      last = range.last();
      for (uint64_t revision = range.first(); revision <= range.last(); ++revision, ++given) {
        const bool there = given < exhibit_.events.size() && exhibit_.events[given].entry.header.revision == revision;
        if (absl::Status held =
                Hold(there, "events/", absl::StrCat("revision ", revision, " was given, but is not in the file"));
            !held.ok())
          return held;
        const eventstore::RecordedEntry& entry = exhibit_.events[given].entry;
        const bool same = entry.header_bytes == exhibit_.chain[revision].header &&
                          entry.position == exhibit_.chain[revision].position;
        if (absl::Status held =
                Hold(same, "events/", absl::StrCat("revision ", revision, " is not the entry in chain.txt"));
            !held.ok())
          return held;
      }
    }
    const auto headers = std::count_if(exhibit_.chain.begin(), exhibit_.chain.end(),
                                       [](const ChainLink& link) { return !link.left_out(); });
    if (absl::Status held =
            Hold(static_cast<size_t>(headers) == given, "chain.txt", "the headers do not match the given entries");
        !held.ok()) {
      return held;
    }
    return Hold(given > 0 && given == exhibit_.events.size(), "events/", "has other entries than the disclosure lists");
  }

  // Each text is of an entry that is left out, and has the digest of its version.
  absl::Status CheckTexts() {
    const auto& said = disclosure().texts();
    if (absl::Status held = Hold(static_cast<size_t>(said.size()) == exhibit_.texts.size(), "texts/",
                                 "has other texts than the disclosure lists");
        !held.ok()) {
      return held;
    }
    std::optional<uint64_t> last;
    for (size_t i = 0; i < exhibit_.texts.size(); ++i) {
      const TextInPart& text = exhibit_.texts[i];
      const event::v1::TextGiven& given = said.at(static_cast<int>(i));
      const std::string file = absl::StrFormat("texts/%06d.json", text.revision);
      const bool fits = given.revision() == text.revision && given.revision() <= disclosure().known_revision() &&
                        exhibit_.chain[given.revision()].left_out() && (!last || given.revision() > *last);
      if (absl::Status held = Hold(fits, file, "is not the text of an entry that was left out"); !held.ok())
        return held;
      last = given.revision();
      google::protobuf::RepeatedField<uint32_t> withheld;
      for (int part = 0; part < text.text.parts_size(); ++part) {
        if (text.text.parts(part).has_withheld()) withheld.Add(static_cast<uint32_t>(part));
      }
      const bool same = std::equal(withheld.begin(), withheld.end(), given.withheld().begin(), given.withheld().end());
      if (absl::Status held = Hold(same, file, "withholds other parts than the disclosure says"); !held.ok())
        return held;
      if (absl::Status held = Hold(projections::PlanTextDigest(text.text) == given.digest(), file,
                                   "does not have the digest of the version");
          !held.ok()) {
        return held;
      }
    }
    return absl::OkStatus();
  }

  // The disclosure states what became of given entries only, including each that an entry in the file corrects or
  // withdraws.
  absl::Status CheckToday() {
    const auto given = [&](uint64_t revision) {
      return revision < exhibit_.chain.size() && !exhibit_.chain[revision].left_out();
    };
    std::optional<uint64_t> last;
    for (const event::v1::EntryToday& today : disclosure().entries_today()) {
      const bool right = given(today.revision()) && (!last || today.revision() > *last) &&
                         !(today.has_corrected_by() && today.has_withdrawn_by());
      if (absl::Status held = Hold(right, "disclosure.json", "says what became of entries that are not in the file");
          !held.ok())
        return held;
      last = today.revision();
    }
    // A correction or a retraction that counts itself leaves its mark on the entry that it is about.
    for (const projections::Entry& entry : report_.view.events) {
      const std::optional<eventstore::Revision> settled = projections::Settles(entry);
      if (!settled || !given(*settled)) continue;
      const event::v1::EntryToday* own = report_.view.Today(entry.revision);
      if (own != nullptr && (own->has_withdrawn_by() || own->has_corrected_by())) continue;
      const event::v1::EntryToday* about = report_.view.Today(*settled);
      const bool marked = about != nullptr && (about->has_corrected_by() || about->has_withdrawn_by());
      absl::Status held = Hold(
          marked, "disclosure.json",
          absl::StrCat("does not say that revision ", entry.revision, " corrects or withdraws revision ", *settled));
      if (!held.ok()) return held;
    }
    return absl::OkStatus();
  }

  absl::Status CheckJournal() {
    const std::vector<ProvedEntry>& entries = exhibit_.journal;
    const std::vector<event::v1::StoredEvent>& journal = report_.view.journal;
    const Header& first = entries.front().entry.header;
    const bool opens =
        entries.front().entry.position == 0 && first.revision == 0 && journal.front().journal_event().has_opened();
    if (absl::Status held = Hold(opens, "journal/", "the first entry does not open the journal"); !held.ok())
      return held;
    std::string origin = journal.front().journal_event().opened().origin();
    for (size_t i = 0; i < entries.size(); ++i) {
      const event::v1::JournalEvent& event = journal[i].journal_event();
      bool fits = entries[i].entry.header.stream == eventstore::StreamId::Journal();
      fits = fits &&
             (i == 0 || event.has_continued() || event.has_schema_adopted() || event.has_time_zone_rules_adopted());
      if (event.has_continued()) {
        fits = fits && event.continued().earlier_origin() == origin;
        origin = event.continued().origin();
      }
      absl::Status held =
          Hold(fits, "journal/",
               absl::StrCat("the entry at position ", entries[i].entry.position, " does not belong there"));
      if (!held.ok()) return held;
    }
    if (absl::Status held =
            Hold(origin == report_.checkpoint.origin, "journal/", "has another origin than the checkpoint");
        !held.ok())
      return held;
    return Hold(report_.view.schema == files_.at("schema.binpb"), "schema.binpb",
                "is not the schema that the journal adopted");
  }

  absl::Status CheckPlan() {
    const event::v1::PlanAttestation& said = disclosure().plan();
    const bool shown = files_.contains("plan.binpb");
    if (!report_.view.plan) {
      return Hold(!shown && !files_.contains("plan.json"), "plan.binpb",
                  "a plan is shown, but entries that it rests on are not in the file");
    }
    if (absl::Status held = Hold(shown, "plan.binpb", "missing"); !held.ok()) return held;
    const std::string folded = projections::CanonicalPlan(*report_.view.plan);
    const bool same_day = said.has_effective_on() == disclosure().has_effective_on() &&
                          said.effective_on() == disclosure().effective_on();
    const bool same_entries =
        said.revision() == disclosure().known_revision() && said.position() == exhibit_.events.back().entry.position;
    if (absl::Status held =
            Hold(same_day && same_entries, "disclosure.json", "attests a plan of other entries or another day");
        !held.ok())
      return held;
    report_.fold = projections::CompareFold(said);
    absl::Status held = Hold(folded == files_.at("plan.binpb"), "plan.binpb", OtherPlanText(said));
    if (!held.ok()) return held;
    return Hold(projections::IsOfPlan(said, folded), "disclosure.json", "attests a plan with another digest");
  }

  absl::Status CheckTime() {
    // Nothing in the tree says that there was a timestamp, so a verifier that requires one must not accept a file
    // without it.
    if (exhibit_.time_stamp.empty())
      return Hold(trust_.time_stamp_ca.empty(), "checkpoint.tsr", "missing, but a timestamp is required");
    const absl::StatusOr<int64_t> seconds = eventstore::ReadTimeStamp(exhibit_.time_stamp, exhibit_.checkpoint);
    if (!seconds.ok()) return Lost(seconds.status(), "checkpoint.tsr");
    report_.time_stamp_seconds = *seconds;
    if (trust_.time_stamp_ca.empty()) return absl::OkStatus();
    absl::StatusOr<eventstore::StampedTime> stamped =
        eventstore::CheckTimeStamp(exhibit_.time_stamp, exhibit_.checkpoint, trust_.time_stamp_ca);
    if (!stamped.ok()) return Lost(stamped.status(), "checkpoint.tsr");
    report_.time_stamp_checked = true;
    report_.time_stamp_valid_until = stamped->valid_until;
    return absl::OkStatus();
  }

  // Every other file follows from what was checked: rebuild it and compare. Pages of an earlier version cannot be
  // rebuilt; the report says so.
  absl::Status CheckPages() {
    const uint32_t version = disclosure().page_version();
    const bool is_earlier = version >= kExhibitPageVersionEarliest && version < kExhibitPageVersion;
    report_.pages_checked = !trust_.without_pages && !is_earlier;
    if (report_.pages_checked && version != kExhibitPageVersion) {
      return absl::UnimplementedError(absl::StrCat(
          "exhibit.html: the pages have version ", version, ", but this program makes version ", kExhibitPageVersion,
          " and cannot compare them; skip the page check, or use the program that made them"));
    }
    if (report_.pages_checked && !report_.view.zone) {
      return absl::UnimplementedError(
          "exhibit.html: its times are in a time zone that this computer does not know, so it cannot be compared; "
          "install tzdata, or skip the page check");
    }
    absl::StatusOr<ZipFiles> made = ExhibitFiles(exhibit_);
    if (!made.ok()) return Lost(made.status());
    for (const auto& [path, content] : *made) {
      // The manifest was compared with the files, and follows from them.
      if (path == "manifest.sha256") continue;
      const auto found = files_.find(path);
      if (found == files_.end()) return Hold(false, path, "missing");
      if (!report_.pages_checked && IsPage(path)) continue;
      if (found->second != content) return Hold(false, path, "does not match its entries");
    }
    for (const auto& [path, content] : files_) {
      if (absl::Status held = Hold(made->contains(path), path, "unexpected file"); !held.ok()) return held;
    }
    return absl::OkStatus();
  }

  const ZipFiles& files_;
  const ExhibitTrust& trust_;
  Exhibit exhibit_;
  ExhibitReport report_;
};

}  // namespace

absl::StatusOr<ExhibitReport> CheckExhibit(absl::string_view file, const ExhibitTrust& trust) {
  absl::StatusOr<ZipFiles> files = ReadZip(file);
  const bool as_written = files.ok();
  if (!as_written) files = ReadPackedAgain(file);
  if (absl::IsOutOfRange(files.status())) return files.status();
  if (!files.ok()) return absl::DataLossError(files.status().message());
  absl::StatusOr<ExhibitReport> report = ExhibitCheck(*files, trust).Run();
  if (report.ok()) report->packed_again = !as_written;
  return report;
}

}  // namespace casejournal::services
