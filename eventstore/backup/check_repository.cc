#include "eventstore/backup/check_repository.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/backup/segment.h"
#include "eventstore/commit/checkpoint_publisher.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/note_key.h"
#include "eventstore/storage/log_value.h"

namespace casejournal::eventstore {
namespace {

constexpr size_t kFindingsMax = 100;

class Checking {
 public:
  Checking(const Repository& repository, BackupProgress progress, BackupPace pace)
      : repository_(repository), progress_(progress), pace_(pace) {}

  absl::StatusOr<RepositoryReport> Run() {
    const absl::StatusOr<Repository::Survey> survey = repository_.Look();
    if (!survey.ok()) return survey.status();
    for (const Repository::DamagedGeneration& damaged : survey->damaged) Find(damaged.why);
    all_known_ = survey->damaged.empty();
    report_.generations = survey->sound.size();
    const absl::StatusOr<std::vector<Hash>> names = repository_.objects().Names();
    if (!names.ok()) return names.status();
    total_ = names->size();
    CheckKeys(survey->sound);
    for (const Generation& generation : survey->sound) CheckGeneration(generation);
    // What was found stays found, though something else could not be read now.
    if (!status_.ok() && (report_.findings.empty() || absl::IsCancelled(status_))) return status_;
    if (!status_.ok()) report_.findings.push_back(absl::StrCat("not checked: ", status_.message()));
    for (const Hash& name : *names) report_.unused_objects += all_known_ && !used_.contains(name) ? 1 : 0;
    return std::move(report_);
  }

 private:
  // What cannot be opened now is neither sound nor damaged, and nothing follows from it.
  void Find(const absl::Status& status) {
    if (!status_.ok()) return;
    if (!absl::IsDataLoss(status) && !absl::IsNotFound(status)) return status_.Update(status);
    if (status.ok() || report_.findings.size() >= kFindingsMax) return;
    report_.findings.emplace_back(status.message());
  }

  // The bytes of an object. Nothing: it is damaged, which is reported once, or the check ends.
  std::optional<std::string> Read(const Hash& name) {
    if (!status_.ok()) return std::nullopt;
    const bool first = used_.insert(name).second;
    absl::StatusOr<std::string> bytes = repository_.objects().Get(name);
    if (!bytes.ok() && !absl::IsDataLoss(bytes.status())) status_ = bytes.status();
    if (!bytes.ok() && first) Find(bytes.status());
    if (!bytes.ok()) return std::nullopt;
    if (first) {
      ++report_.objects;
      report_.bytes += bytes->size();
      progress_(report_.objects, total_);
    }
    if (!pace_(bytes->size())) status_ = absl::CancelledError("the check was cancelled");
    return *std::move(bytes);
  }

  void CheckKeys(const std::vector<Generation>& generations) {
    const absl::StatusOr<KeySet> keys = repository_.Keys();
    if (absl::IsNotFound(keys.status()) && generations.empty()) return;
    if (!keys.ok()) return Find(keys.status());
    uint64_t last_id = 0;
    for (const Hash& name : keys->chunks) {
      const std::optional<std::string> bytes = Read(name);
      if (!bytes) continue;
      const absl::StatusOr<KeyChunk> chunk = DecodeKeyChunk(*bytes);
      if (!chunk.ok()) {
        Find(absl::DataLossError(absl::StrCat(repository_.objects().PathOf(name), ": ", chunk.status().message())));
      } else if (!chunk->rows.empty()) {
        last_id = chunk->rows.back().first;
      }
    }
    for (const Generation& generation : generations) {
      if (generation.last_key_id <= last_id) continue;
      Find(absl::DataLossError(absl::StrCat("backup ", generation.number, " uses data keys up to ",
                                            generation.last_key_id, ", but the set of keys ends with ", last_id)));
    }
  }

  void CheckGeneration(const Generation& generation) {
    for (const auto& [path, name] : generation.files) Read(name);
    CheckCheckpoint(generation);
    const absl::StatusOr<std::vector<SegmentPlace>> places = repository_.SegmentsOf(generation);
    for (std::optional<Hash> at = generation.list; at && places.ok();) {
      const std::optional<std::string> text = Read(*at);
      const absl::StatusOr<SegmentList> list =
          text ? ParseSegmentList(*text) : absl::DataLossError("the list cannot be read");
      at = list.ok() ? list->before : std::nullopt;
    }
    if (!places.ok()) {
      all_known_ = false;
      return Find(places.status());
    }
    if (const std::optional<Hash> root = RootOf(*places); root && *root != generation.root) {
      Find(absl::DataLossError(
          absl::StrCat("the entries of backup ", generation.number, " do not have the root of its signed checkpoint")));
    }
  }

  void CheckCheckpoint(const Generation& generation) {
    const auto file = generation.files.find("checkpoints/latest");
    const std::optional<std::string> note = file == generation.files.end() ? std::nullopt : Read(file->second);
    const absl::StatusOr<NoteVerifier> key = NoteVerifier::FromVerifierKey(generation.verifier_key);
    const absl::StatusOr<SignedCheckpoint> checkpoint =
        note && key.ok() ? OpenCheckpoint(*note, *key) : absl::DataLossError("there is none");
    if (checkpoint.ok() && checkpoint->size == generation.size && checkpoint->root == generation.root) return;
    Find(absl::DataLossError(absl::StrCat("backup ", generation.number, " has no signed checkpoint of its entries")));
  }

  // The root over these segments. Generations share their beginnings, so each segment is read once.
  std::optional<Hash> RootOf(const std::vector<SegmentPlace>& places) {
    size_t shared = 0;
    while (shared < places.size() && shared < read_.size() && places[shared] == read_[shared].place) ++shared;
    read_.resize(shared);
    for (size_t at = shared; at < places.size(); ++at) {
      const std::optional<std::string> bytes = Read(places[at].object);
      if (!bytes) return std::nullopt;
      const absl::StatusOr<Segment> segment = DecodeSegment(*bytes);
      if (!segment.ok() || segment->first != places[at].first || segment->values.size() != places[at].entries) {
        Find(absl::DataLossError(absl::StrCat(repository_.objects().PathOf(places[at].object),
                                              " does not have the entries that its list says")));
        return std::nullopt;
      }
      CompactRange tree = read_.empty() ? CompactRange() : read_.back().tree;
      for (const std::string& value : segment->values) tree.Append(LeafHash(HeaderIn(value)));
      read_.push_back({places[at], std::move(tree)});
    }
    return read_.empty() ? EmptyRoot() : read_.back().tree.Root();
  }

  struct ReadSegment {
    SegmentPlace place;
    CompactRange tree;  // over everything up to its end
  };

  const Repository& repository_;
  const BackupProgress progress_;
  const BackupPace pace_;
  RepositoryReport report_;
  absl::Status status_;
  uint64_t total_ = 0;
  std::set<Hash> used_;
  bool all_known_ = false;         // what the generations use
  std::vector<ReadSegment> read_;  // of the generation before
};

}  // namespace

absl::StatusOr<RepositoryReport> CheckRepository(const Repository& repository, BackupProgress progress,
                                                 BackupPace pace) {
  return Checking(repository, progress, pace).Run();
}

}  // namespace casejournal::eventstore
