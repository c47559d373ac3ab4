// Files of a journal and of its backups are damaged, one at a time. Each damage is found, with the place where it is,
// or does nothing: no read gives an answer that is wrong, and nothing crashes.
//
// CASEJOURNAL_DAMAGES sets how many files are damaged: 300 without it, 10000 in the long run.
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "eventstore/backup/back_up.h"
#include "eventstore/backup/check_repository.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/recovery/fsck.h"
#include "tests/faults/damaged_tree.h"
#include "tests/faults/journal_story.h"
#include "tests/support/seed.h"
#include "tests/support/test_log.h"

namespace casejournal::faults {
namespace {

using eventstore::EventLog;
using eventstore::Hash;
using eventstore::RecordedEntry;
using ::testing::IsEmpty;

constexpr auto kAnyPace = [](uint64_t) { return true; };
constexpr auto kNoStages = [](eventstore::BackupStage, uint64_t, uint64_t) {};
constexpr auto kNoProgress = [](uint64_t, uint64_t) {};
constexpr size_t kDamagesOfStory = 1000;  // at most so many see the same journal

size_t Damages() {
  size_t damages = 0;
  const char* given = std::getenv("CASEJOURNAL_DAMAGES");
  return given != nullptr && absl::SimpleAtoi(given, &damages) ? damages : 300;
}

// What is tried now, for whoever has to find out about a crash.
char now_trying[512] = "";

void TellAndDie(int signal) {
  const char* what = now_trying;
  if (::write(STDERR_FILENO, what, std::strlen(what)) < 0 || ::write(STDERR_FILENO, "\n", 1) < 0) ::_exit(1);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

// What a journal has, and the tree of its files.
struct Known {
  Tree tree;
  std::vector<RecordedEntry> entries;
  std::vector<Hash> roots;  // by size
};

std::vector<RecordedEntry> Entries(const EventLog& log) {
  const auto entries = log.ReadLog(0, {.events_max = 1 << 20, .bytes_max = 1 << 30});
  EXPECT_TRUE(entries.ok()) << entries.status();
  return entries.ok() ? *entries : std::vector<RecordedEntry>();
}

Known Learn(const EventLog& log) {
  Known known{.tree = {}, .entries = Entries(log), .roots = {eventstore::EmptyRoot()}};
  eventstore::CompactRange tree;
  for (const RecordedEntry& entry : known.entries) {
    tree.Append(eventstore::LeafHash(entry.header_bytes));
    known.roots.push_back(tree.Root());
  }
  return known;
}

// The states of one journal, and another journal.
struct Journals {
  Known early;    // stopped
  Known running;  // as a kill would leave it: with write-ahead logs
  Known late;     // stopped
  Known other;    // another journal
  Tree backups_early;
  Tree backups;
  std::map<uint64_t, uint64_t> sizes;  // of the generations
};

class Workshop {
 public:
  explicit Workshop(uint64_t seed) : seed_(seed) {
    std::filesystem::create_directory(std::filesystem::path(places_.copy).parent_path());
    EXPECT_TRUE(EventLog::Create(places_.journal, "journal.test/wren").ok());
    journals_.early = Use(40, false);
    SaveBackup(1);
    journals_.backups_early = ReadTree(places_.backups);
    journals_.running = Use(40, true);
    journals_.late = Use(60, false);
    SaveBackup(2);
    journals_.backups = ReadTree(places_.backups);
    std::filesystem::remove_all(places_.journal);
    std::filesystem::remove_all(std::filesystem::path(places_.copy).parent_path());
    std::filesystem::create_directory(std::filesystem::path(places_.copy).parent_path());
    EXPECT_TRUE(EventLog::Create(places_.journal, "journal.test/heron").ok());
    journals_.other = Use(40, false);
  }
  const Journals& journals() const { return journals_; }

 private:
  Known Use(int requests, bool killed) {
    absl::StatusOr<std::unique_ptr<EventLog>> log = OpenJournal(places_, places_.journal);
    EXPECT_TRUE(log.ok()) << log.status();
    for (int writer = 0; writer < 2; ++writer) {
      const absl::Status written = Write(**log, story_, writer, requests / 2, 4'000, ++seed_);
      EXPECT_TRUE(written.ok()) << written;
    }
    EXPECT_TRUE((*log)->FinishMaking().ok());
    EXPECT_TRUE((*log)->CloseInstant(1'000'000).ok());
    EXPECT_TRUE((*log)->Checkpoint((*log)->size()).ok());
    Known known = Learn(**log);
    if (killed) known.tree = ReadTree(places_.journal);
    log->reset();
    if (!killed) known.tree = ReadTree(places_.journal);
    return known;
  }

  void SaveBackup(uint64_t number) {
    auto repository = eventstore::Repository::Open(places_.backups, eventstore::Repository::Use::kWrite);
    ASSERT_TRUE(repository.ok()) << repository.status();
    const absl::StatusOr<std::unique_ptr<EventLog>> log = OpenJournal(places_, places_.journal);
    ASSERT_TRUE(log.ok()) << log.status();
    const auto saved = eventstore::BackUpInUse(**log, **repository, "America/New_York", static_cast<int64_t>(number),
                                               kNoStages, kAnyPace);
    ASSERT_TRUE(saved.ok()) << saved.status();
    journals_.sizes[saved->generation.number] = saved->generation.size;
  }

  const eventstore::TestDirectory directory_;
  const Places places_{directory_.path()};
  uint64_t seed_;
  Story story_;
  Journals journals_;
};

// Reads a journal as others do, and compares what it answers with what it had.
class Reader {
 public:
  Reader(const EventLog& log, const Known& known) : log_(log), known_(known) {}

  void Read() {
    // A damaged log may serve less than it has, but never says that it is all.
    if (log_.size() < known_.entries.size()) Wrong("it has ", log_.size(), " entries of ", known_.entries.size());
    for (const RecordedEntry& entry : known_.entries) {
      const auto read = log_.ReadLog(entry.position, {.events_max = 1, .bytes_max = 1 << 30});
      if (Refused(read.status())) continue;
      if (read->empty() || !Same(read->front(), entry)) Wrong("position ", entry.position, " has another content");
    }
    std::map<std::string, std::vector<const RecordedEntry*>> streams;
    for (const RecordedEntry& entry : known_.entries) {
      streams[eventstore::StreamPrefix(entry.header.stream)].push_back(&entry);
    }
    for (const auto& [key, entries] : streams) ReadStream(entries);
    ReadRequests();
    ReadTree();
  }

  const std::vector<std::string>& wrong() const { return wrong_; }
  const std::vector<absl::Status>& refused() const { return refused_; }

 private:
  template <typename... Words>
  void Wrong(const Words&... words) {
    wrong_.push_back(absl::StrCat(words...));
  }

  bool Refused(const absl::Status& status) {
    if (!status.ok()) refused_.push_back(status);
    return !status.ok();
  }

  static bool Same(const RecordedEntry& one, const RecordedEntry& other) {
    return one.position == other.position && one.header_bytes == other.header_bytes && one.payload() == other.payload();
  }

  void ReadStream(const std::vector<const RecordedEntry*>& entries) {
    const eventstore::StreamId& stream = entries.front()->header.stream;
    const auto read = log_.ReadStream(stream, 0, {.events_max = 1 << 20, .bytes_max = 1 << 30});
    if (!Refused(read.status())) {
      bool same = read->size() >= entries.size();
      for (size_t i = 0; same && i < entries.size(); ++i) same = Same((*read)[i], *entries[i]);
      if (!same) Wrong("a stream has other entries");
    }
    const auto head = log_.Head(stream);
    if (!Refused(head.status()) && head->next() < entries.size()) Wrong("a stream has another head");
  }

  void ReadRequests() {
    for (const RecordedEntry& entry : known_.entries) {
      if (entry.header.index_in_request != 0) continue;
      const auto found = log_.FindRequest(entry.header.request_id);
      if (!Refused(found.status()) && found->first.value_or(~uint64_t{0}) != entry.position) {
        Wrong("the request at position ", entry.position, " is not found");
      }
    }
  }

  void ReadTree() {
    const uint64_t size = known_.entries.size();
    for (uint64_t position = 0; position < size; position += 7) {
      const auto proof = log_.InclusionProof(position, size);
      if (Refused(proof.status())) continue;
      const Hash leaf = eventstore::LeafHash(known_.entries[position].header_bytes);
      // A proof that does not verify deceives nobody, but it is not an answer.
      if (!eventstore::VerifyInclusion(position, size, leaf, *proof, known_.roots[size]).ok()) {
        Wrong("the proof of position ", position, " does not verify");
      }
    }
    const auto checkpoint = log_.Checkpoint(size);
    if (Refused(checkpoint.status())) return;
    if (checkpoint->size == size && checkpoint->root != known_.roots[size]) Wrong("the signed root is another one");
  }

  const EventLog& log_;
  const Known& known_;
  std::vector<std::string> wrong_;
  std::vector<absl::Status> refused_;
};

// A message says where the damage is: a file, a position, a key, a tile.
bool Located(const absl::Status& status, const std::string& directory) {
  for (const std::string& place : {directory, std::string("position "), std::string("data key "), std::string("tile "),
                                   std::string(".sst"), std::string(".log"), std::string("MANIFEST-")}) {
    if (absl::StrContains(status.message(), place)) return true;
  }
  return false;
}

enum class Result { kNotStarted, kFoundInUse, kFoundByCheck, kHarmless, kCount };
constexpr const char* kResultNames[] = {"refused", "found in use", "found by a check", "harmless"};

struct Tally {
  std::map<std::string, std::map<Result, size_t>> by_kind;
  std::map<std::string, size_t> harmless;
  std::vector<std::string> wrong;
  size_t count = 0;

  void Add(const Damaged& damaged, Result result) {
    ++by_kind[damaged.kind][result];
    if (result == Result::kHarmless) ++harmless[absl::StrCat(damaged.kind, ": ", NameOf(damaged.damage))];
    ++count;
  }
  void Show() const {
    for (const auto& [kind, results] : by_kind) {
      std::cout << "  " << kind << ":";
      for (const auto& [result, count] : results) std::cout << " " << count << " " << kResultNames[int(result)] << ";";
      std::cout << "\n";
    }
    if (std::getenv("CASEJOURNAL_SHOW_HARMLESS") == nullptr) return;
    for (const auto& [what, count] : harmless) std::cout << "    harmless: " << what << " " << count << "\n";
  }
};

// Start it, read it, append to it, start it again.
void TryJournal(const Damaged& damaged, const Known& known, Tally& tally) {
  const eventstore::TestDirectory directory;
  const Places places(directory.path());
  std::filesystem::create_directory(std::filesystem::path(places.copy).parent_path());
  WriteTree(damaged.tree, places.journal);
  const auto wrong = [&](const auto&... words) { tally.wrong.push_back(absl::StrCat(damaged.what, ": ", words...)); };
  const auto fsck = eventstore::Fsck(places.journal, kNoProgress);
  const bool found = !fsck.ok() || !fsck->findings.empty();
  Result result = found ? Result::kFoundByCheck : Result::kHarmless;
  for (int start = 0; start < 2; ++start) {
    absl::StatusOr<std::unique_ptr<EventLog>> log = OpenJournal(places, places.journal);
    if (!log.ok()) {
      if (!Located(log.status(), places.journal)) wrong("the start does not say where: ", log.status().ToString());
      if (!found) wrong("fsck finds nothing, and the start says: ", log.status().ToString());
      if (start == 0) result = Result::kNotStarted;
      break;
    }
    Reader reader(**log, known);
    reader.Read();
    for (const std::string& one : reader.wrong()) wrong("start ", start, ": ", one);
    for (const absl::Status& status : reader.refused()) {
      if (!Located(status, places.journal)) wrong("an answer does not say where: ", status.ToString());
      if (!found) wrong("fsck finds nothing, and an answer says: ", status.ToString());
    }
    if (start == 0 && !reader.refused().empty()) result = Result::kFoundInUse;
    Story story;
    Write(**log, story, 200, 1, 400, 1).IgnoreError();  // whether it is accepted or not
  }
  tally.Add(damaged, result);
}

// Check it, restore from it, back up to it again.
void TryBackups(const Damaged& damaged, const Journals& journals, Tally& tally) {
  const eventstore::TestDirectory directory;
  const Places places(directory.path());
  WriteTree(damaged.tree, places.backups);
  WriteTree(journals.late.tree, places.journal);
  const eventstore::DataPaths paths(places.journal);
  const auto wrong = [&](const auto&... words) {
    tally.wrong.push_back(absl::StrCat("backups/", damaged.what, ": ", words...));
  };
  // Restore the newest generation, and compare it with what the journal had then.
  const auto restore = [&](const eventstore::Repository& repository, const std::string& to) -> absl::Status {
    const auto newest = repository.Find(0);
    if (!newest.ok()) return newest.status();
    const auto restored =
        eventstore::Restore(repository, *newest,
                            {.directory = to,
                             .secrets = {.master_key = paths.master_key, .signing_key = paths.signing_key},
                             .limits = {},
                             .newest_known = ""},
                            kNoProgress, kAnyPace);
    if (!restored.ok()) return restored.status();
    const auto log = OpenJournal(places, to);
    if (!log.ok()) {
      wrong("what was restored does not start: ", log.status().ToString());
      return absl::OkStatus();
    }
    const std::vector<RecordedEntry> entries = Entries(**log);
    if (entries.size() != newest->size || entries.size() > journals.late.entries.size()) {
      wrong("restored ", entries.size(), " entries of ", newest->size);
    }
    for (size_t i = 0; i < std::min(entries.size(), journals.late.entries.size()); ++i) {
      const RecordedEntry& entry = journals.late.entries[i];
      if (entries[i].header_bytes == entry.header_bytes && entries[i].payload() == entry.payload()) continue;
      wrong("restored another entry at position ", i);
    }
    return absl::OkStatus();
  };

  Result result = Result::kHarmless;
  auto repository = eventstore::Repository::Open(places.backups, eventstore::Repository::Use::kRead);
  if (!repository.ok()) {
    if (!Located(repository.status(), places.backups)) wrong("does not say where: ", repository.status().ToString());
    return tally.Add(damaged, Result::kNotStarted);
  }
  const auto report = eventstore::CheckRepository(**repository, kNoProgress, kAnyPace);
  const bool found = !report.ok() || !report->findings.empty();
  if (found) result = Result::kFoundByCheck;
  if (const absl::Status restored = restore(**repository, places.restored); !restored.ok()) {
    result = Result::kFoundInUse;
    if (!found) wrong("the check finds nothing, and the restore says: ", restored.ToString());
    if (!Located(restored, places.backups) && !absl::StrContains(restored.message(), "backup")) {
      wrong("the restore does not say where: ", restored.ToString());
    }
  }
  repository->reset();
  repository = eventstore::Repository::Open(places.backups, eventstore::Repository::Use::kWrite);
  if (!repository.ok()) return wrong("it cannot be opened to write: ", repository.status().ToString());
  // The next backup is proved, or refused.
  const absl::StatusOr<std::unique_ptr<EventLog>> log = OpenJournal(places, places.journal);
  if (!log.ok()) return wrong("the journal does not start: ", log.status().ToString());
  const auto next = eventstore::BackUpInUse(**log, **repository, "America/New_York", 3, kNoStages, kAnyPace);
  if (next.ok()) {
    const uint64_t size = next->generation.size;
    if (size != journals.late.entries.size()) wrong("the next backup has ", size, " entries");
    if (!next->left_over.ok()) wrong("the next backup leaves something over: ", next->left_over.ToString());
    if (const absl::Status restored = restore(**repository, absl::StrCat(places.restored, "-next")); !restored.ok()) {
      wrong("the next backup cannot be restored: ", restored.ToString());
    }
  } else if (!Located(next.status(), places.backups)) {
    wrong("the next backup does not say where: ", next.status().ToString());
  }
  tally.Add(damaged, result);
}

class DamageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE}) std::signal(signal, TellAndDie);
  }
  void TearDown() override {
    for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE}) std::signal(signal, SIG_DFL);
  }

  static void Announce(const Damaged& damaged, uint64_t seed) {
    const std::string text = absl::StrCat("crashed on ", damaged.what, " (seed ", seed, ")");
    std::strncpy(now_trying, text.c_str(), sizeof(now_trying) - 1);
  }
};

TEST_F(DamageTest, ADamagedFileIsFoundOrDoesNothing) {
  const uint64_t seed = testing::TestSeed();
  std::mt19937_64 chance(seed);
  Tally journal;
  Tally backups;
  std::unique_ptr<Workshop> workshop;
  for (size_t i = 0; i < Damages(); ++i) {
    if (i % kDamagesOfStory == 0) workshop = std::make_unique<Workshop>(chance());
    const Journals& journals = workshop->journals();
    if (i % 4 == 3) {
      const Damaged damaged = DamageOne(journals.backups, {{&journals.backups_early}, {}}, chance);
      Announce(damaged, seed);
      TryBackups(damaged, journals, backups);
      continue;
    }
    const bool running = i % 4 == 1;
    const Known& sound = running ? journals.running : journals.late;
    const Known& another = running ? journals.late : journals.running;
    const Damaged damaged =
        DamageOne(sound.tree, {{&journals.early.tree, &another.tree}, {&journals.other.tree}}, chance);
    Announce(damaged, seed);
    TryJournal(damaged, sound, journal);
  }
  std::cout << journal.count << " damaged files of journals:\n";
  journal.Show();
  std::cout << backups.count << " damaged files of backups:\n";
  backups.Show();
  EXPECT_THAT(journal.wrong, IsEmpty()) << absl::StrJoin(journal.wrong, "\n");
  EXPECT_THAT(backups.wrong, IsEmpty()) << absl::StrJoin(backups.wrong, "\n");
}

}  // namespace
}  // namespace casejournal::faults
