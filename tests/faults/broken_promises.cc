#include <filesystem>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/backup/back_up.h"
#include "eventstore/backup/check_repository.h"
#include "eventstore/commit/clock_mark.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/recovery/fsck.h"
#include "tests/faults/journal_story.h"
#include "tests/support/test_log.h"

namespace casejournal::faults {
namespace {

using eventstore::EventLog;
using eventstore::Hash;
using eventstore::RecordedEntry;

constexpr auto kAnyPace = [](uint64_t) { return true; };
constexpr auto kNoStages = [](eventstore::BackupStage, uint64_t, uint64_t) {};
constexpr auto kNoProgress = [](uint64_t, uint64_t) {};

bool Has(const std::vector<Promise>& promises, PromiseKind kind) {
  return std::any_of(promises.begin(), promises.end(), [&](const Promise& one) { return one.kind == kind; });
}

class Checking {
 public:
  Checking(const Places& places, const Story& story, const std::vector<Promise>& promises, std::mt19937_64& chance)
      : places_(places), story_(story), promises_(promises), requests_(story.requests()), chance_(chance) {}

  std::vector<std::string> Run() {
    std::unique_ptr<EventLog> log = Start();
    if (log != nullptr) {
      CheckLog(*log);
      WriteMore(std::move(log));
    }
    if (std::filesystem::exists(places_.backups) || Has(promises_, PromiseKind::kBackedUp)) CheckBackups();
    CheckRestored();
    return broken_;
  }

 private:
  template <typename... Words>
  void Broken(const Words&... words) {
    broken_.push_back(absl::StrCat(words...));
  }

  std::unique_ptr<EventLog> Start() {
    absl::StatusOr<std::unique_ptr<EventLog>> log = OpenJournal(places_, places_.journal);
    if (absl::IsNotFound(log.status()) && !Has(promises_, PromiseKind::kMade) && story_.continuation.origin.empty()) {
      // Whoever makes a journal and is interrupted makes it again.
      if (absl::Status made = EventLog::Create(places_.journal, "journal.test/wren"); !made.ok()) {
        Broken("making the journal again: ", made.ToString());
        return nullptr;
      }
      log = OpenJournal(places_, places_.journal);
    }
    if (absl::IsDataLoss(log.status()) && !story_.continuation.origin.empty() &&
        !Has(promises_, PromiseKind::kContinued)) {
      absl::Status continued = eventstore::ContinueLog(places_.journal, story_.continuation, places_.copy);
      if (!continued.ok()) Broken("continuing again: ", continued.ToString());
      log = OpenJournal(places_, places_.journal);
    }
    if (log.ok()) return *std::move(log);
    Broken("the start: ", log.status().ToString());
    return nullptr;
  }

  // All entries, each submitted, each request whole and once.
  std::vector<RecordedEntry> ReadAll(const EventLog& log, absl::string_view where) {
    absl::StatusOr<std::vector<RecordedEntry>> entries = log.ReadLog(0, {.events_max = 1 << 20, .bytes_max = 1 << 30});
    if (!entries.ok()) {
      Broken(where, ": reading: ", entries.status().ToString());
      return {};
    }
    if (entries->size() != log.size()) Broken(where, ": ", entries->size(), " entries of ", log.size());
    std::set<std::string> seen;
    for (size_t i = 0; i < entries->size(); ++i) {
      const RecordedEntry& entry = (*entries)[i];
      const std::string request = entry.header.request_id.ToString();
      const auto submitted = requests_.find(request);
      const size_t index = entry.header.index_in_request;
      if (submitted == requests_.end()) {
        Broken(where, ": nobody submitted the entry at position ", i);
        continue;
      }
      const std::vector<Submitted::Event>& events = submitted->second.events;
      if (index == 0 && !seen.insert(request).second) Broken(where, ": request ", request, " is there twice");
      if (index == 0 && i + events.size() > entries->size()) Broken(where, ": request ", request, " is cut off");
      if (index > 0 && (i == 0 || (*entries)[i - 1].header.request_id != entry.header.request_id)) {
        Broken(where, ": position ", i, " is not behind its request");
      }
      if (index >= events.size() || entry.position != i || entry.header.stream != events[index].stream ||
          entry.payload() != events[index].payload) {
        Broken(where, ": position ", i, " has another content than was submitted");
      }
    }
    return *std::move(entries);
  }

  void CheckLog(const EventLog& log) {
    const std::vector<RecordedEntry> entries = ReadAll(log, "the log");
    std::map<uint64_t, Hash> roots = {{0, eventstore::EmptyRoot()}};
    eventstore::CompactRange tree;
    for (const RecordedEntry& entry : entries) {
      tree.Append(eventstore::LeafHash(entry.header_bytes));
      roots[tree.size()] = tree.Root();
    }
    for (const Promise& promise : promises_) {
      if (promise.kind == PromiseKind::kAcked) {
        const bool there = promise.number < entries.size() &&
                           entries[promise.number].header.request_id == promise.request &&
                           entries[promise.number].header.index_in_request == 0;
        if (!there) Broken("position ", promise.number, " of ", entries.size(), " was acknowledged and is lost");
      }
      if (promise.kind == PromiseKind::kPublished &&
          (!roots.contains(promise.number) || roots[promise.number] != promise.root)) {
        Broken("the published checkpoint of ", promise.number, " is not in the tree of ", entries.size());
      }
      if (promise.kind == PromiseKind::kClosed) {
        const auto mark = eventstore::ReadClockMark(eventstore::DataPaths(places_.journal).clock);
        if (!mark.ok() || mark->closed_us <= promise.instant_us) {
          Broken("a closed instant is open again: ", mark.status().ToString());
        }
      }
    }
    CheckTree(log, tree);
    CheckStreams(log, entries);
    CheckRequests(log, entries);
    const auto report = log.CheckStored(kNoProgress, kAnyPace);
    if (!report.ok()) return Broken("checking what is stored: ", report.status().ToString());
    for (const std::string& finding : report->findings) Broken("what is stored: ", finding);
    if (report->root != tree.Root()) Broken("what is stored has another root than what is read");
  }

  void CheckTree(const EventLog& log, const eventstore::CompactRange& tree) {
    if (tree.size() == 0) return;
    const auto checkpoint = log.Checkpoint(tree.size());
    if (!checkpoint.ok()) return Broken("a checkpoint: ", checkpoint.status().ToString());
    if (checkpoint->size != tree.size() || checkpoint->root != tree.Root()) {
      Broken("the signed root is not the one of the entries");
    }
    const uint64_t position = chance_() % tree.size();
    const auto header = log.ReadHeaders(position, 1);
    const auto proof = log.InclusionProof(position, tree.size());
    if (!header.ok() || header->empty() || !proof.ok()) return Broken("no proof of position ", position);
    const Hash leaf = eventstore::LeafHash(eventstore::EncodeHeader(header->front().header));
    if (!eventstore::VerifyInclusion(position, tree.size(), leaf, *proof, tree.Root()).ok()) {
      Broken("the proof of position ", position, " does not verify");
    }
  }

  void CheckStreams(const EventLog& log, const std::vector<RecordedEntry>& entries) {
    std::map<std::string, std::vector<uint64_t>> positions;
    std::map<std::string, eventstore::StreamId> streams;
    for (const RecordedEntry& entry : entries) {
      const std::string key = eventstore::StreamPrefix(entry.header.stream);
      positions[key].push_back(entry.position);
      streams.emplace(key, entry.header.stream);
    }
    std::set<uint64_t> keys;
    for (const auto& [key, stream] : streams) {
      const auto head = log.Head(stream);
      if (!head.ok() || head->next() != positions[key].size()) {
        Broken("a stream has another head than entries: ", head.status().ToString());
        continue;
      }
      if (!keys.insert(head->key_id).second) Broken("two streams have data key ", head->key_id);
      std::vector<uint64_t> found;
      const auto scanned = log.ScanStream(stream, 0, {.events_max = 1 << 20, .bytes_max = 1 << 30},
                                          [&](RecordedEntry& entry) { found.push_back(entry.position); });
      if (!scanned.ok() || found != positions[key]) Broken("a stream is not what the log has of it");
    }
  }

  void CheckRequests(const EventLog& log, const std::vector<RecordedEntry>& entries) {
    std::map<std::string, uint64_t> there;
    for (const RecordedEntry& entry : entries) {
      if (entry.header.index_in_request == 0) there[entry.header.request_id.ToString()] = entry.position;
    }
    for (const auto& [request, submitted] : requests_) {
      if (chance_() % 8 != 0) continue;
      const auto found = log.FindRequest(*eventstore::Uuid::Parse(request));
      const auto entry = there.find(request);
      const bool right = found.ok() && found->first.has_value() == (entry != there.end()) &&
                         (!found->first || *found->first == entry->second);
      if (!right) Broken("request ", request, " is not found where it is");
    }
  }

  // It accepts appends, and keeps them over a stop.
  void WriteMore(std::unique_ptr<EventLog> log) {
    Story more;
    if (absl::Status written = Write(*log, more, 0, 2, 3'000, chance_()); !written.ok()) {
      return Broken("appending: ", written.ToString());
    }
    if (absl::Status written = Write(*log, more, 100 + static_cast<int>(chance_() % 100), 1, 400, chance_());
        !written.ok()) {
      return Broken("appending to a new stream: ", written.ToString());
    }
    for (const auto& [request, submitted] : more.requests()) requests_[request] = submitted;
    const uint64_t size = log->size();
    log.reset();
    if (chance_() % 3 != 0) return;
    const auto report = eventstore::Fsck(places_.journal, kNoProgress);
    if (!report.ok()) return Broken("fsck: ", report.status().ToString());
    for (const std::string& finding : report->findings) Broken("fsck: ", finding);
    if (report->events != size) Broken("fsck: ", report->events, " entries of ", size);
    absl::StatusOr<std::unique_ptr<EventLog>> again = OpenJournal(places_, places_.journal);
    if (!again.ok()) return Broken("the second start: ", again.status().ToString());
    ReadAll(**again, "the log after the second start");
  }

  void CheckBackups() {
    auto repository = eventstore::Repository::Open(places_.backups, eventstore::Repository::Use::kWrite);
    if (!repository.ok()) return Broken("the repository: ", repository.status().ToString());
    std::set<uint64_t> may_be_gone;
    for (const Promise& promise : promises_) {
      if (promise.kind == PromiseKind::kPruning) may_be_gone.insert(promise.number);
    }
    for (const Promise& promise : promises_) {
      if (promise.kind != PromiseKind::kBackedUp || may_be_gone.contains(promise.number)) continue;
      const auto generation = (*repository)->Find(promise.number);
      if (!generation.ok()) {
        Broken("backup ", promise.number, ": ", generation.status().ToString());
      } else if (generation->size != promise.size || generation->root != promise.root) {
        Broken("backup ", promise.number, " is of other entries");
      }
    }
    CheckRepositoryNow(**repository, "the repository");
    const absl::StatusOr<std::unique_ptr<EventLog>> log = OpenJournal(places_, places_.journal);
    if (!log.ok()) return Broken("the start for a backup: ", log.status().ToString());
    const auto next = eventstore::BackUpInUse(**log, **repository, "America/New_York", 99, kNoStages, kAnyPace);
    if (!next.ok()) return Broken("the next backup: ", next.status().ToString());
    if (!next->left_over.ok()) Broken("the next backup leaves something over: ", next->left_over.ToString());
    CheckRepositoryNow(**repository, "the repository after the next backup");
    const std::string directory = absl::StrCat(places_.root, "/restored-now");
    const auto restored = RestoreNewest(**repository, directory);
    if (!restored.ok()) return Broken("restoring: ", restored.status().ToString());
    if (restored->root != next->generation.root) Broken("what was restored has another root than its backup");
  }

  void CheckRepositoryNow(const eventstore::Repository& repository, absl::string_view where) {
    const auto report = eventstore::CheckRepository(repository, kNoProgress, kAnyPace);
    if (!report.ok()) return Broken(where, ": ", report.status().ToString());
    for (const std::string& finding : report->findings) Broken(where, ": ", finding);
  }

  absl::StatusOr<eventstore::Restored> RestoreNewest(const eventstore::Repository& repository,
                                                     const std::string& directory) const {
    const eventstore::DataPaths paths(places_.journal);
    const auto newest = repository.Find(0);
    if (!newest.ok()) return newest.status();
    return eventstore::Restore(repository, *newest,
                               {.directory = directory,
                                .secrets = {.master_key = paths.master_key, .signing_key = paths.signing_key},
                                .limits = {},
                                .newest_known = ""},
                               kNoProgress, kAnyPace);
  }

  // A restored journal is there whole, or not at all.
  void CheckRestored() {
    const auto promise = std::find_if(promises_.begin(), promises_.end(),
                                      [](const Promise& one) { return one.kind == PromiseKind::kRestored; });
    if (!std::filesystem::exists(places_.restored)) {
      if (promise != promises_.end()) Broken("the restored journal is gone");
      return;
    }
    absl::StatusOr<std::unique_ptr<EventLog>> log = OpenJournal(places_, places_.restored);
    if (!log.ok()) return Broken("the restored journal: ", log.status().ToString());
    ReadAll(**log, "the restored journal");
    const auto checkpoint = (*log)->Checkpoint((*log)->size());
    if (!checkpoint.ok()) return Broken("the restored journal: ", checkpoint.status().ToString());
    if (promise != promises_.end() && (checkpoint->size != promise->size || checkpoint->root != promise->root)) {
      Broken("the restored journal has other entries than it had");
    }
  }

  const Places& places_;
  const Story& story_;
  const std::vector<Promise>& promises_;
  std::map<std::string, Submitted> requests_;
  std::mt19937_64& chance_;
  std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> BrokenPromises(const Places& places, const Story& story, const std::vector<Promise>& promises,
                                        std::mt19937_64& chance) {
  return Checking(places, story, promises, chance).Run();
}

}  // namespace casejournal::faults
