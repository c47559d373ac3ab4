#include "services/exhibit/exhibit.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "eventstore/proofs/tlog_proof.h"
#include "google/protobuf/util/json_util.h"
#include "projections/register/sentence.h"
#include "projections/state/plan_digest.h"
#include "services/exhibit/entry_json.h"
#include "services/exhibit/exhibit_page.h"
#include "services/exhibit/exhibit_timeline.h"
#include "services/exhibit/exhibit_view.h"
#include "services/exhibit/text_json.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

constexpr char kManifest[] = "manifest.sha256";
constexpr char kLeftOutProofs[] = "left-out.proofs";
constexpr size_t kHeaderHex = 2 * eventstore::kHeaderBytes;
constexpr size_t kProofHashesMax = 64;
constexpr size_t kLeafHex = 2 * sizeof(eventstore::Hash);

std::string EventStem(eventstore::Revision revision) { return absl::StrFormat("events/%06d", revision); }
std::string JournalStem(eventstore::Position position) { return absl::StrFormat("journal/%010d", position); }

std::string TextPath(eventstore::Revision revision) { return absl::StrFormat("texts/%06d.json", revision); }

std::string LeftOutProofs(const std::vector<ChainLink>& chain) {
  std::string text;
  for (const ChainLink& link : chain) {
    if (!link.left_out()) continue;
    const auto base64 = [](std::string* out, const eventstore::Hash& hash) {
      absl::StrAppend(out, absl::Base64Escape(eventstore::AsBytes(hash)));
    };
    absl::StrAppend(&text, absl::StrJoin(link.proof, " ", base64), "\n");
  }
  return text;
}

std::string ManifestOf(const ZipFiles& files) {
  std::string manifest;
  for (const auto& [path, content] : files) {
    absl::StrAppend(&manifest, eventstore::HexOf(eventstore::Sha256().Update(content).Finish()), "  ", path, "\n");
  }
  return manifest;
}

// Writes the files of one exhibit.
class ExhibitWriter {
 public:
  explicit ExhibitWriter(const Exhibit& exhibit, const ExhibitView& view) : exhibit_(exhibit), view_(view) {}

  ZipFiles Files() {
    files_["notice.txt"] = view_.disclosure().notice();
    files_["checkpoint"] = exhibit_.checkpoint;
    if (!exhibit_.time_stamp.empty()) files_["checkpoint.tsr"] = exhibit_.time_stamp;
    files_["chain.txt"] = ChainText(exhibit_.chain);
    if (std::string proofs = LeftOutProofs(exhibit_.chain); !proofs.empty()) files_[kLeftOutProofs] = std::move(proofs);
    Add("disclosure", exhibit_.disclosure, view_.disclosure_entry,
        projections::Sentence(view_.disclosure_entry.access_event()));
    for (size_t i = 0; i < exhibit_.events.size(); ++i) {
      const projections::Entry& entry = view_.events[i];
      Add(EventStem(entry.revision), exhibit_.events[i], *entry.stored,
          projections::Sentence(entry.event(), view_.Names()));
    }
    for (size_t i = 0; i < exhibit_.journal.size(); ++i) {
      const event::v1::StoredEvent& stored = view_.journal[i];
      Add(JournalStem(exhibit_.journal[i].entry.position), exhibit_.journal[i], stored,
          projections::Sentence(stored.journal_event()));
    }
    for (const TextInPart& text : exhibit_.texts) files_[TextPath(text.revision)] = TextJson(text.text);
    files_["schema.binpb"] = view_.schema;
    if (view_.plan) {
      files_["plan.json"] = JsonText(*view_.plan);
      files_["plan.binpb"] = projections::CanonicalPlan(*view_.plan);
      if (view_.disclosure().exhibit_format() >= kExhibitFormatWithTimeline)
        files_["timeline.svg"] = ExhibitTimeline(exhibit_, view_);
    }
    files_["exhibit.html"] = ExhibitPage(exhibit_, view_);
    files_[kManifest] = ManifestOf(files_);
    return std::move(files_);
  }

 private:
  std::string Proof(eventstore::Position position, const std::vector<eventstore::Hash>& hashes) const {
    return eventstore::FormatTlogProof({.index = position, .hashes = hashes, .checkpoint_note = exhibit_.checkpoint});
  }

  void Add(const std::string& stem, const ProvedEntry& proved, const event::v1::StoredEvent& stored,
           const std::string& sentence) {
    files_[absl::StrCat(stem, ".json")] = EntryJson(proved.entry, stored, sentence);
    files_[absl::StrCat(stem, ".tlog-proof")] = Proof(proved.entry.position, proved.proof);
  }

  const Exhibit& exhibit_;
  const ExhibitView& view_;
  ZipFiles files_;
};

// Reads an exhibit from its files, path by path.
class ExhibitReader {
 public:
  explicit ExhibitReader(const ZipFiles& files) : files_(files) {}

  absl::StatusOr<Exhibit> Read() {
    Exhibit exhibit;
    if (absl::Status read = ReadFixed(exhibit); !read.ok()) return read;
    for (const auto& [path, content] : files_) {
      absl::string_view stem = path;
      if (!absl::ConsumeSuffix(&stem, ".json")) {
        if (absl::Status known = CheckKnown(path); !known.ok()) return known;
        continue;
      }
      if (path == "plan.json" || path == "disclosure.json") continue;
      if (absl::ConsumePrefix(&stem, "texts/")) {
        absl::StatusOr<TextInPart> text = ReadText(path, stem, content);
        if (!text.ok()) return text.status();
        exhibit.texts.push_back(*std::move(text));
        continue;
      }
      absl::StatusOr<ProvedEntry> proved = ReadEntry(std::string(stem));
      if (!proved.ok()) return proved.status();
      if (stem == EventStem(proved->entry.header.revision)) {
        exhibit.events.push_back(*std::move(proved));
      } else if (stem == JournalStem(proved->entry.position)) {
        exhibit.journal.push_back(*std::move(proved));
      } else {
        return Malformed(path, "the path does not match the entry in the file");
      }
    }
    if (exhibit.events.size() > kExhibitEventsMax)
      return Malformed("events/", absl::StrCat("has more than ", kExhibitEventsMax, " entries"));
    return exhibit;
  }

 private:
  static absl::Status Malformed(absl::string_view path, absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", what));
  }

  static absl::StatusOr<TextInPart> ReadText(const std::string& path, absl::string_view number,
                                             absl::string_view content) {
    TextInPart read;
    if (!absl::SimpleAtoi(number, &read.revision) || TextPath(read.revision) != path)
      return Malformed(path, "not a path of an exhibit");
    absl::StatusOr<event::v1::PlanText> text = ParseTextJson(content);
    if (!text.ok()) return Malformed(path, text.status().message());
    read.text = *std::move(text);
    return read;
  }

  absl::StatusOr<absl::string_view> Get(const std::string& path) const {
    const auto found = files_.find(path);
    if (found == files_.end()) return Malformed(path, "missing");
    return absl::string_view(found->second);
  }

  absl::Status ReadFixed(Exhibit& exhibit) const {
    absl::StatusOr<absl::string_view> checkpoint = Get("checkpoint");
    if (!checkpoint.ok()) return checkpoint.status();
    exhibit.checkpoint = std::string(*checkpoint);
    if (const auto found = files_.find("checkpoint.tsr"); found != files_.end()) {
      if (found->second.empty()) return Malformed(found->first, "empty");
      exhibit.time_stamp = found->second;
    }
    absl::StatusOr<absl::string_view> chain = Get("chain.txt");
    if (!chain.ok()) return chain.status();
    if (absl::Status read = ReadChain(*chain, exhibit.chain); !read.ok()) return read;
    if (absl::Status read = ReadLeftOutProofs(exhibit.chain); !read.ok()) return read;
    absl::StatusOr<ProvedEntry> disclosure = ReadEntry("disclosure");
    if (!disclosure.ok()) return disclosure.status();
    exhibit.disclosure = *std::move(disclosure);
    for (const char* path : {"notice.txt", "schema.binpb", "exhibit.html", kManifest}) {
      if (absl::Status there = Get(path).status(); !there.ok()) return there;
    }
    return absl::OkStatus();
  }

  // "POSITION DIGITS", with the digits of a header or of a leaf hash.
  static absl::Status ReadChain(absl::string_view text, std::vector<ChainLink>& chain) {
    if (text.empty() || !absl::EndsWith(text, "\n"))
      return Malformed("chain.txt", "expected lines with a position and digits");
    for (const absl::string_view line : absl::StrSplit(text.substr(0, text.size() - 1), '\n')) {
      const std::pair<absl::string_view, absl::string_view> halves = absl::StrSplit(line, absl::MaxSplits(' ', 1));
      const std::string bytes = absl::HexStringToBytes(halves.second);
      ChainLink& link = chain.emplace_back();
      const bool sized = halves.second.size() == kHeaderHex || halves.second.size() == kLeafHex;
      if (!sized || absl::BytesToHexString(bytes) != halves.second || !absl::SimpleAtoi(halves.first, &link.position) ||
          absl::StrCat(link.position) != halves.first) {
        return Malformed("chain.txt",
                         absl::StrCat("line ", chain.size(), " is not a position and a header or a leaf hash"));
      }
      if (halves.second.size() == kHeaderHex) {
        link.header = bytes;
        link.leaf = eventstore::LeafHash(bytes);
      } else {
        std::copy(bytes.begin(), bytes.end(), link.leaf.begin());
      }
    }
    return absl::OkStatus();
  }

  // A line of hashes for each entry that is left out. No file if there is none.
  absl::Status ReadLeftOutProofs(std::vector<ChainLink>& chain) const {
    const auto found = files_.find(kLeftOutProofs);
    absl::string_view rest = found == files_.end() ? absl::string_view() : found->second;
    for (ChainLink& link : chain) {
      if (!link.left_out()) continue;
      const size_t end = rest.find('\n');
      if (end == absl::string_view::npos)
        return Malformed(kLeftOutProofs, "has fewer lines than entries that were left out");
      for (const absl::string_view text : absl::StrSplit(rest.substr(0, end), ' ', absl::SkipEmpty())) {
        std::string bytes;
        eventstore::Hash& hash = link.proof.emplace_back();
        if (!absl::Base64Unescape(text, &bytes) || bytes.size() != hash.size() || link.proof.size() > kProofHashesMax) {
          return Malformed(kLeftOutProofs, "a line is not an inclusion proof");
        }
        std::copy(bytes.begin(), bytes.end(), hash.begin());
      }
      rest.remove_prefix(end + 1);
    }
    const bool whole = rest.empty() && (found == files_.end() || !found->second.empty());
    return whole && LeftOutProofs(chain) == (found == files_.end() ? "" : found->second)
               ? absl::OkStatus()
               : Malformed(kLeftOutProofs, "expected one line for each entry that was left out");
  }

  absl::StatusOr<eventstore::TlogProof> ReadProof(const std::string& path) const {
    absl::StatusOr<absl::string_view> text = Get(path);
    if (!text.ok()) return text.status();
    absl::StatusOr<eventstore::TlogProof> proof = eventstore::ParseTlogProof(*text);
    if (!proof.ok()) return Malformed(path, proof.status().message());
    if (proof->extra || proof->checkpoint_note != *Get("checkpoint"))
      return Malformed(path, "its checkpoint is not that of the exhibit");
    return proof;
  }

  absl::StatusOr<ProvedEntry> ReadEntry(const std::string& stem) const {
    const std::string path = absl::StrCat(stem, ".json");
    absl::StatusOr<absl::string_view> text = Get(path);
    if (!text.ok()) return text.status();
    absl::StatusOr<eventstore::RecordedEntry> entry = ParseEntryJson(*text);
    if (!entry.ok()) return Malformed(path, entry.status().message());
    absl::StatusOr<eventstore::TlogProof> proof = ReadProof(absl::StrCat(stem, ".tlog-proof"));
    if (!proof.ok()) return proof.status();
    if (proof->index != entry->position) return Malformed(path, "its proof is for another position");
    return ProvedEntry{.entry = *std::move(entry), .proof = std::move(proof->hashes)};
  }

  // A proof belongs to a JSON file. All other paths are in this list.
  absl::Status CheckKnown(const std::string& path) const {
    absl::string_view stem = path;
    if (absl::ConsumeSuffix(&stem, ".tlog-proof") && files_.contains(absl::StrCat(stem, ".json")))
      return absl::OkStatus();
    for (const char* known : {"checkpoint", "checkpoint.tsr", "chain.txt", kLeftOutProofs, "notice.txt", "schema.binpb",
                              "plan.binpb", "exhibit.html", "timeline.svg", kManifest}) {
      if (path == known) return absl::OkStatus();
    }
    return Malformed(path, "not a path of an exhibit");
  }

  const ZipFiles& files_;
};

}  // namespace

std::string ChainText(const std::vector<ChainLink>& chain) {
  std::string text;
  for (const ChainLink& link : chain) {
    absl::StrAppend(&text, link.position, " ",
                    link.left_out() ? eventstore::HexOf(link.leaf) : absl::BytesToHexString(link.header), "\n");
  }
  return text;
}

eventstore::Hash ChainDigest(const std::vector<ChainLink>& chain) {
  return eventstore::Sha256().Update(ChainText(chain)).Finish();
}

absl::StatusOr<ZipFiles> ExhibitFiles(const Exhibit& exhibit) {
  absl::StatusOr<ExhibitView> view = ViewExhibit(exhibit);
  if (!view.ok()) return view.status();
  return ExhibitWriter(exhibit, *view).Files();
}

absl::StatusOr<std::string> WriteExhibit(const Exhibit& exhibit) {
  absl::StatusOr<ZipFiles> files = ExhibitFiles(exhibit);
  if (!files.ok()) return files.status();
  return WriteZip(*files);
}

absl::StatusOr<Exhibit> ReadExhibit(const ZipFiles& files) { return ExhibitReader(files).Read(); }

}  // namespace casejournal::services
