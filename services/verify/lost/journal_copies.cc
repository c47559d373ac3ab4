#include "services/verify/lost/journal_copies.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "casejournal/v1/entry.pb.h"
#include "eventstore/proofs/tile.h"
#include "google/protobuf/util/json_util.h"
#include "projections/events/event_codec.h"
#include "services/exhibit/exhibit.h"
#include "services/files/given_file.h"
#include "services/verify/check_exhibit.h"
#include "services/verify/recorded_entry.h"
#include "services/verify/signed_checkpoint.h"

namespace casejournal::services {
namespace {

using eventstore::CompactRange;
using eventstore::Hash;
using eventstore::SignedCheckpoint;

absl::Status InCopy(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

// What of an entry matters. Nothing also if this program does not know its event: `is_known` says which.
absl::StatusOr<std::optional<LostEntry>> MattersIn(const eventstore::RecordedEntry& entry, bool& is_known) {
  const absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry.payload());
  is_known = stored.ok();
  if (absl::IsUnimplemented(stored.status())) return std::nullopt;
  if (!stored.ok()) {
    return absl::DataLossError(absl::StrCat("position ", entry.position, ": ", stored.status().message()));
  }
  return LostEntryOf(entry.position, entry.header, *stored);
}

template <typename Message>
bool ReadJson(const std::string& text, Message& message) {
  message.Clear();
  return google::protobuf::util::JsonStringToMessage(text, &message).ok();
}

std::string NotGivenBy(const std::string& path, uint64_t first, uint64_t size) {
  return absl::StrCat(path, ": with its entries from position ", first, " to ", size - 1,
                      ", the journal does not have the root of its signed checkpoint of ", size, " entries");
}

}  // namespace

absl::Status JournalCopies::Read(const std::string& path) {
  Copy copy{.path = path};
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    if (absl::Status read = ReadMirror(copy); !read.ok()) return read;
  } else {
    std::string beginning(2, '\0');
    std::ifstream file(path, std::ios::binary);
    if (!file) return absl::NotFoundError(absl::StrCat(path, " cannot be read"));
    file.read(beginning.data(), 2);
    const absl::Status read = beginning == "PK" ? ReadExhibit(copy) : ReadLines(copy);
    if (!read.ok()) return read;
  }
  if (copy.checkpoint && copy.checkpoint->size > newest_size_) {
    newest_size_ = copy.checkpoint->size;
    newest_note_ = copy.checkpoint->note;
  }
  copies_.push_back(std::move(copy));
  return absl::OkStatus();
}

std::string JournalCopies::NewestNote(const std::string& known) const {
  if (known.empty()) return newest_note_;
  const absl::StatusOr<eventstore::Checkpoint> opened = OpenCheckpoint(known, key_);
  return opened.ok() && opened->size < newest_size_ ? newest_note_ : known;
}

absl::Status JournalCopies::ReadLines(Copy& copy) const {
  std::ifstream file(copy.path, std::ios::binary);
  std::string text;
  for (uint64_t line = 1; std::getline(file, text); ++line) {
    if (text.empty()) continue;
    if (absl::Status read = ReadLine(text, copy); !read.ok()) {
      return InCopy(absl::StrCat(copy.path, ", line ", line), read);
    }
  }
  return file.eof() ? absl::OkStatus() : absl::NotFoundError(absl::StrCat(copy.path, " cannot be read"));
}

absl::Status JournalCopies::ReadLine(const std::string& text, Copy& copy) const {
  v1::CaseEntry entry;
  if (ReadJson(text, entry) && entry.content_case() != v1::CaseEntry::CONTENT_NOT_SET) return Take(entry, copy);
  v1::GivenRole role;
  if (ReadJson(text, role) && !role.role_id().empty()) {
    copy.listed.push_back(GivenIn(role));
    if (std::optional<LostEntry> ended = EndedIn(role)) copy.listed.push_back(*std::move(ended));
    return absl::OkStatus();
  }
  v1::Disclosure disclosure;
  if (ReadJson(text, disclosure) && disclosure.what_case() != v1::Disclosure::WHAT_NOT_SET) {
    copy.listed.push_back(LostEntryOf(disclosure));
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "expected a JSON object as casejournal events, subscribe, disclosures, or roles of this version writes with "
      "--json");
}

absl::Status JournalCopies::Take(const v1::CaseEntry& entry, Copy& copy) const {
  if (entry.has_destroyed()) return absl::OkStatus();
  if (entry.has_withheld()) {
    const absl::StatusOr<Hash> leaf = eventstore::HashFromBytes(entry.withheld().leaf_hash());
    if (!leaf.ok()) return absl::DataLossError("a withheld entry without the hash of its leaf");
    return entry.withheld().position() < from_ ? absl::OkStatus()
                                               : Add(entry.withheld().position(), {.leaf = *leaf}, copy);
  }
  if (entry.opened().recorded().position() < from_) return absl::OkStatus();
  const absl::StatusOr<eventstore::RecordedEntry> recorded = RecordedEntryOf(entry.opened().recorded());
  if (!recorded.ok()) return recorded.status();
  Line line{.leaf = eventstore::LeafHash(recorded->header_bytes)};
  if (!recorded->parts.empty()) {
    absl::StatusOr<std::optional<LostEntry>> matters = MattersIn(*recorded, line.opened);
    if (!matters.ok()) return matters.status();
    line.matters = *std::move(matters);
  }
  return Add(recorded->position, std::move(line), copy);
}

// One file may have what several readers could see: each saw other entries, of the same history.
absl::Status JournalCopies::Add(uint64_t position, Line line, Copy& copy) {
  const auto [there, added] = copy.lines.emplace(position, line);
  if (added) return absl::OkStatus();
  if (there->second.leaf != line.leaf)
    return absl::DataLossError(absl::StrCat("position ", position, " is there twice, with other content"));
  if (line.opened) there->second = std::move(line);
  return absl::OkStatus();
}

absl::Status JournalCopies::ReadMirror(Copy& copy) const {
  copy.is_mirror = true;
  SignedCheckpoint checkpoint;
  const std::string file = absl::StrCat(copy.path, "/checkpoint");
  if (absl::Status read = ReadInput(file, &checkpoint.note); !read.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(copy.path, " is no mirror of a journal (casejournal mirror): ", read.message()));
  }
  const absl::StatusOr<eventstore::Checkpoint> opened = OpenCheckpoint(checkpoint.note, key_);
  if (!opened.ok()) return InCopy(file, opened.status());
  checkpoint.size = opened->size;
  checkpoint.root = opened->root;
  for (uint64_t index = from_ / eventstore::kTileWidth; index * eventstore::kTileWidth < checkpoint.size; ++index) {
    const eventstore::TileId tile{.level = 0, .index = index};
    const int width = eventstore::TileWidthAt(tile, checkpoint.size);
    const std::string path = absl::StrCat(copy.path, "/", eventstore::TilePath(tile, width));
    std::string bytes;
    if (absl::Status read = ReadInput(path, &bytes); !read.ok()) return absl::DataLossError(read.message());
    const absl::StatusOr<std::vector<Hash>> hashes = eventstore::ParseTile(bytes);
    if (!hashes.ok() || hashes->size() != static_cast<size_t>(width)) {
      return absl::DataLossError(absl::StrCat(path, " is not a tile of ", width, " hashes"));
    }
    for (size_t at = 0; at < hashes->size(); ++at) {
      const uint64_t position = index * eventstore::kTileWidth + at;
      if (position >= from_) copy.lines[position] = {.leaf = (*hashes)[at]};
    }
  }
  copy.checkpoint = std::move(checkpoint);
  return absl::OkStatus();
}

absl::Status JournalCopies::ReadExhibit(Copy& copy) const {
  std::string bytes;
  if (absl::Status read = ReadInput(copy.path, &bytes); !read.ok()) return read;
  const absl::StatusOr<ExhibitReport> report = CheckExhibit(bytes, {.key = key_, .without_pages = true});
  if (!report.ok()) return InCopy(copy.path, report.status());
  const absl::StatusOr<ZipFiles> files = ReadZip(bytes);
  if (!files.ok()) return InCopy(copy.path, files.status());
  absl::StatusOr<Exhibit> exhibit = services::ReadExhibit(*files);
  if (!exhibit.ok()) return InCopy(copy.path, exhibit.status());
  std::vector<ProvedEntry> entries = std::move(exhibit->events);
  entries.push_back(std::move(exhibit->disclosure));
  for (const ProvedEntry& proved : entries) {
    if (proved.entry.position < from_) continue;
    Line line{.leaf = eventstore::LeafHash(proved.entry.header_bytes)};
    absl::StatusOr<std::optional<LostEntry>> matters = MattersIn(proved.entry, line.opened);
    if (!matters.ok()) return InCopy(copy.path, matters.status());
    line.matters = *std::move(matters);
    copy.lines[proved.entry.position] = std::move(line);
  }
  copy.is_proved = true;
  copy.checkpoint = {.note = exhibit->checkpoint, .size = report->checkpoint.size, .root = report->checkpoint.root};
  return absl::OkStatus();
}

JournalCopies::Leaves JournalCopies::Prove(const CompactRange& tree, const std::vector<SignedCheckpoint>& published,
                                           LossReport& report) const {
  Leaves proved;
  std::map<uint64_t, Hash> roots;  // by size
  for (const SignedCheckpoint& checkpoint : published) roots[checkpoint.size] = checkpoint.root;
  for (const Copy& copy : copies_) {
    if (!copy.checkpoint || copy.checkpoint->size <= tree.size()) continue;
    roots.emplace(copy.checkpoint->size, copy.checkpoint->root);
    Leaves leaves;
    CompactRange range = tree;
    for (auto line = copy.lines.lower_bound(tree.size()); line != copy.lines.end(); ++line) {
      leaves[line->first] = line->second.leaf;
      if (copy.is_mirror) range.Append(line->second.leaf);
    }
    if (copy.is_mirror && range.Root() != copy.checkpoint->root) {
      report.contradictions.push_back(NotGivenBy(copy.path, tree.size(), copy.checkpoint->size));
    } else if (copy.is_mirror || copy.is_proved) {
      proved.insert(leaves.begin(), leaves.end());
    }
  }
  // What the copies have together, if it has no gap up to a checkpoint.
  Leaves together;
  std::set<uint64_t> unclear;
  for (const Copy& copy : copies_) {
    if (copy.is_mirror || copy.is_proved) continue;
    for (auto line = copy.lines.lower_bound(tree.size()); line != copy.lines.end(); ++line) {
      const auto [there, added] = together.emplace(line->first, line->second.leaf);
      if (!added && there->second != line->second.leaf) unclear.insert(line->first);
    }
  }
  Leaves pending;
  CompactRange range = tree;
  for (auto root = roots.upper_bound(tree.size()); root != roots.end(); ++root) {
    while (range.size() < root->first) {
      const uint64_t position = range.size();
      const auto known = proved.find(position);
      const auto shown = together.find(position);
      if (known == proved.end() && (shown == together.end() || unclear.contains(position))) return proved;
      const Hash leaf = known != proved.end() ? known->second : shown->second;
      pending[position] = leaf;
      range.Append(leaf);
    }
    if (range.Root() == root->second) {
      proved.insert(pending.begin(), pending.end());
      continue;
    }
    report.contradictions.push_back(NotGivenBy("the copies", tree.size(), root->first));
    return proved;
  }
  return proved;
}

LossReport JournalCopies::Compare(const RestoredBeginning& restored,
                                  const std::vector<SignedCheckpoint>& published) const {
  LossReport report;
  const uint64_t first = restored.tree.size();
  uint64_t end = first;
  for (const SignedCheckpoint& checkpoint : published) end = std::max(end, checkpoint.size);
  report.missing = end - first;
  const Leaves proved = Prove(restored.tree, published, report);
  std::map<uint64_t, bool> opened;  // by position: whether a copy has the content
  std::map<uint64_t, LostEntry> matter;
  for (const Copy& copy : copies_) {
    uint64_t others = 0;
    for (auto line = copy.lines.lower_bound(first); line != copy.lines.end(); ++line) {
      const auto& [position, shown] = *line;
      const auto known = proved.find(position);
      if (known != proved.end() && known->second != shown.leaf) {
        if (others++ == 0) {
          report.contradictions.push_back(absl::StrCat(copy.path, ": its entry at position ", position,
                                                       " is not the one under the signed checkpoint"));
        }
        continue;
      }
      opened[position] |= shown.opened;
      if (!shown.matters) continue;
      LostEntry entry = *shown.matters;
      entry.proved = known != proved.end();
      matter.emplace(position, std::move(entry));
    }
  }
  for (const auto& [position, is_opened] : opened) {
    if (position >= end) {
      ++report.beyond;
    } else if (is_opened) {
      ++report.shown;
      if (proved.contains(position)) ++report.proved;
    } else {
      ++report.withheld;
    }
  }
  report.unknown = report.missing - report.shown - report.withheld;
  std::vector<LostEntry> unplaced;
  for (const Copy& copy : copies_) {
    for (const LostEntry& listed : copy.listed) {
      if (listed.position) {
        if (*listed.position >= first) matter.emplace(*listed.position, listed);
      } else if (*listed.recorded_at_us > restored.last_recorded_at_us) {
        unplaced.push_back(listed);
      }
    }
  }
  std::set<std::vector<std::pair<std::string, std::string>>> ended;  // the ids of roles
  for (auto& [position, entry] : matter) {
    if (entry.type == "RoleEnded") ended.insert(entry.ids);
    report.entries.push_back(std::move(entry));
  }
  for (LostEntry& entry : unplaced) {
    if (ended.insert(entry.ids).second) report.entries.push_back(std::move(entry));
  }
  return report;
}

}  // namespace casejournal::services
