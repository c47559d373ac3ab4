#include "tests/faults/journal_story.h"

#include <filesystem>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/backup/back_up.h"
#include "tests/faults/disk_trace.h"
#include "tests/support/test_log.h"

namespace casejournal::faults {

using eventstore::EventLog;
using eventstore::StreamId;
using eventstore::Uuid;

namespace {

constexpr auto kAnyPace = [](uint64_t) { return true; };
constexpr auto kNoStages = [](eventstore::BackupStage, uint64_t, uint64_t) {};
constexpr auto kNoProgress = [](uint64_t, uint64_t) {};

// Streams that a test can tell apart, the same in every run.
StreamId StreamOf(int writer, int number) {
  Uuid uuid;
  uuid.bytes.fill(0);
  uuid.bytes[0] = static_cast<uint8_t>(writer + 1);
  uuid.bytes[1] = static_cast<uint8_t>(number);
  uuid.bytes[6] = 0x40;
  uuid.bytes[8] = 0x80;
  return StreamId::Case(uuid);
}

std::string Payload(std::mt19937_64& chance, size_t bytes_max, const std::string& what) {
  const size_t bytes = chance() % 8 == 0 ? chance() % bytes_max : chance() % 400;
  std::string payload = what;
  while (payload.size() < bytes) absl::StrAppend(&payload, " ", chance());
  return payload;
}

absl::Status WriteTogether(EventLog& log, Story& story, int writers, int requests, size_t bytes_max, uint64_t seed) {
  std::vector<absl::Status> statuses(writers);
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back(
        [&, writer] { statuses[writer] = Write(log, story, writer, requests, bytes_max, seed + writer); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& status : statuses) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Saved(Story& story, const absl::StatusOr<eventstore::SavedBackup>& saved) {
  if (!saved.ok()) return saved.status();
  const eventstore::Generation& generation = saved->generation;
  story.Promised(
      {.kind = PromiseKind::kBackedUp, .number = generation.number, .size = generation.size, .root = generation.root});
  return saved->left_over;
}

// A backup while others write.
absl::Status SaveInUse(EventLog& log, eventstore::Repository& repository, Story& story, uint64_t seed) {
  absl::Status written;
  std::thread writer([&] { written = Write(log, story, 1, 10, 3'000, seed); });
  const absl::Status saved =
      Saved(story, eventstore::BackUpInUse(log, repository, "America/New_York", 1, kNoStages, kAnyPace));
  writer.join();
  return saved.ok() ? written : saved;
}

}  // namespace

Places::Places(const std::string& root)
    : root(root),
      journal(absl::StrCat(root, "/journal")),
      copy(absl::StrCat(root, "/elsewhere/latest")),
      backups(absl::StrCat(root, "/backups")),
      restored(absl::StrCat(root, "/restored")) {}

void Story::Submit(const Uuid& request, Submitted submitted) {
  absl::MutexLock lock(&mutex_);
  requests_[request.ToString()] = std::move(submitted);
}

void Story::Promised(const Promise& promise) {
  absl::MutexLock lock(&mutex_);
  Mark(promises_.size());
  promises_.push_back(promise);
}

std::vector<Promise> Story::promises() const {
  absl::MutexLock lock(&mutex_);
  return promises_;
}

std::map<std::string, Submitted> Story::requests() const {
  absl::MutexLock lock(&mutex_);
  return requests_;
}

absl::StatusOr<std::unique_ptr<EventLog>> OpenJournal(const Places& places, const std::string& directory) {
  eventstore::EventLogOptions options{.directory = directory};
  if (directory == places.journal) options.checkpoint_copy = places.copy;
  options.disk_reserve_bytes = 0;
  return EventLog::Open(std::move(options));
}

absl::Status Write(EventLog& log, Story& story, int writer, int requests, size_t bytes_max, uint64_t seed) {
  std::mt19937_64 chance(seed);
  for (int i = 0; i < requests; ++i) {
    eventstore::LogAppend append{.request_id = eventstore::RandomUuid()};
    Submitted submitted;
    const int first = static_cast<int>(chance() % 12);
    const int streams = chance() % 4 == 0 ? 2 : 1;
    for (int s = 0; s < streams; ++s) {
      const StreamId stream = StreamOf(writer, first + s);
      const absl::StatusOr<eventstore::StreamHead> head = log.Head(stream);
      if (!head.ok()) return head.status();
      eventstore::StreamAppend part{.stream = stream, .head = *head};
      const int events = chance() % 5 == 0 ? 4 : 1;
      for (int e = 0; e < events; ++e) {
        const std::string payload = Payload(chance, bytes_max, append.request_id.ToString());
        part.events.push_back({.payload = payload});
        submitted.events.push_back({stream, payload});
      }
      append.streams.push_back(std::move(part));
    }
    const Uuid request = append.request_id;
    story.Submit(request, submitted);
    const absl::StatusOr<eventstore::Appended> appended = eventstore::AppendAndWait(log, std::move(append));
    if (!appended.ok()) return appended.status();
    story.Promised({.kind = PromiseKind::kAcked, .number = appended->first_position, .request = request});
    if (chance() % 12 == 0) {
      const absl::StatusOr<eventstore::SignedCheckpoint> checkpoint = log.Checkpoint(appended->first_position + 1);
      if (!checkpoint.ok()) return checkpoint.status();
      story.Promised({.kind = PromiseKind::kPublished, .number = checkpoint->size, .root = checkpoint->root});
    }
    if (chance() % 25 == 0) {
      const int64_t instant_us = appended->recorded_at_us;
      if (log.CloseInstant(instant_us).ok()) {
        story.Promised({.kind = PromiseKind::kClosed, .instant_us = instant_us});
      }
    }
  }
  return absl::OkStatus();
}

absl::Status MakeOnly(const Places& places, Story& story, uint64_t) {
  if (absl::Status made = EventLog::Create(places.journal, "journal.test/wren"); !made.ok()) return made;
  story.Promised({.kind = PromiseKind::kMade});
  const auto repository = eventstore::Repository::Open(places.backups, eventstore::Repository::Use::kWrite);
  if (!repository.ok()) return repository.status();
  return OpenJournal(places, places.journal).status();
}

absl::Status MakeAndWrite(const Places& places, Story& story, uint64_t seed) {
  if (absl::Status made = EventLog::Create(places.journal, "journal.test/wren"); !made.ok()) return made;
  story.Promised({.kind = PromiseKind::kMade});
  for (int start = 0; start < 3; ++start) {
    absl::StatusOr<std::unique_ptr<EventLog>> log = OpenJournal(places, places.journal);
    if (!log.ok()) return log.status();
    // Groups of a few hundred bytes, and groups over several blocks of the write-ahead log.
    const size_t bytes_max = start == 1 ? 60'000 : 3'000;
    if (absl::Status written = WriteTogether(**log, story, 3, 16, bytes_max, seed + 10 * start); !written.ok()) {
      return written;
    }
    if (absl::Status finished = (*log)->FinishMaking(); !finished.ok()) return finished;
  }
  return absl::OkStatus();
}

absl::Status BackUpAndRestore(const Places& places, Story& story, uint64_t seed) {
  auto repository = eventstore::Repository::Open(places.backups, eventstore::Repository::Use::kWrite);
  if (!repository.ok()) return repository.status();
  for (int night = 1; night <= 3; ++night) {
    absl::StatusOr<std::unique_ptr<EventLog>> log = OpenJournal(places, places.journal);
    if (!log.ok()) return log.status();
    if (absl::Status written = Write(**log, story, 0, 5, 3'000, seed + night); !written.ok()) return written;
    if (night == 2) {
      if (absl::Status saved = SaveInUse(**log, **repository, story, seed); !saved.ok()) return saved;
      continue;
    }
    const absl::Status saved =
        Saved(story, eventstore::BackUpInUse(**log, **repository, "America/New_York", night, kNoStages, kAnyPace));
    if (!saved.ok()) return saved;
  }
  story.Promised({.kind = PromiseKind::kPruning, .number = 1});
  if (absl::Status removed = (*repository)->Remove(1); !removed.ok()) return removed;
  if (const auto swept = (*repository)->Sweep(); !swept.ok()) return swept.status();

  const eventstore::DataPaths paths(places.journal);
  const absl::StatusOr<eventstore::Generation> newest = (*repository)->Find(0);
  if (!newest.ok()) return newest.status();
  const absl::StatusOr<eventstore::Restored> restored =
      eventstore::Restore(**repository, *newest,
                          {.directory = places.restored,
                           .secrets = {.master_key = paths.master_key, .signing_key = paths.signing_key},
                           .limits = {},
                           .newest_known = ""},
                          kNoProgress, kAnyPace);
  if (!restored.ok()) return restored.status();
  story.Promised({.kind = PromiseKind::kRestored, .size = restored->size, .root = restored->root});
  return absl::OkStatus();
}

absl::Status PrepareOlderState(const Places& places, Story& story, uint64_t seed) {
  Story lost;
  const std::string older = absl::StrCat(places.root, "/older");
  if (absl::Status made = EventLog::Create(places.journal, "journal.test/wren"); !made.ok()) return made;
  for (Story* part : {&story, &lost}) {
    absl::StatusOr<std::unique_ptr<EventLog>> log = OpenJournal(places, places.journal);
    if (!log.ok()) return log.status();
    if (absl::Status written = Write(**log, *part, 0, 12, 3'000, seed + (part == &lost ? 1 : 0)); !written.ok()) {
      return written;
    }
    if (absl::Status finished = (*log)->FinishMaking(); !finished.ok()) return finished;
    if (const auto checkpoint = (*log)->Checkpoint((*log)->size()); !checkpoint.ok()) return checkpoint.status();
    log->reset();
    if (part == &story) std::filesystem::copy(places.journal, older, std::filesystem::copy_options::recursive);
  }
  // The databases are older than the marks beside them.
  for (const char* part : {"log", "keys"}) {
    std::filesystem::remove_all(absl::StrCat(places.journal, "/", part));
    std::filesystem::rename(absl::StrCat(older, "/", part), absl::StrCat(places.journal, "/", part));
  }
  std::filesystem::remove_all(older);
  const absl::StatusOr<eventstore::Continuation> plan = eventstore::PlanContinuation(places.journal, "", places.copy);
  if (!plan.ok()) return plan.status();
  story.continuation = *plan;
  return absl::OkStatus();
}

absl::Status ContinueAndWrite(const Places& places, Story& story, uint64_t seed) {
  if (absl::Status continued = eventstore::ContinueLog(places.journal, story.continuation, places.copy);
      !continued.ok()) {
    return continued;
  }
  story.Promised({.kind = PromiseKind::kContinued});
  absl::StatusOr<std::unique_ptr<EventLog>> log = OpenJournal(places, places.journal);
  if (!log.ok()) return log.status();
  return Write(**log, story, 0, 12, 3'000, seed);
}

}  // namespace casejournal::faults
