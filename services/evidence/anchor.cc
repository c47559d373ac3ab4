#include "services/evidence/anchor.h"

#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "eventstore/durable_file.h"
#include "eventstore/tree/checkpoint.h"
#include "eventstore/tree/note.h"
#include "eventstore/tree/time_stamp.h"
#include "services/evidence/http_post.h"
#include "services/journal/journal.h"

namespace casejournal::services {
namespace {

using eventstore::SignedCheckpoint;

// How often the thread looks whether something is to be done.
constexpr absl::Duration kLook = absl::Seconds(1);
// Others record in the journal's stream at the same time, seldom.
constexpr int kRecordTriesMax = 8;

// The newest cosigned checkpoint that was kept, if it is one of this log's.
SignedCheckpoint ReadCosigned(const eventstore::EventLog& log, const std::string& path) {
  SignedCheckpoint kept;
  absl::StatusOr<std::string> note = eventstore::ReadSmallFile(path);
  if (!note.ok()) return kept;
  const auto verifier = eventstore::NoteVerifier::FromVerifierKey(log.verifier_key());
  if (!verifier.ok()) return kept;
  const absl::StatusOr<std::string> text = eventstore::OpenNote(*note, *verifier);
  const absl::StatusOr<eventstore::Checkpoint> checkpoint = eventstore::ParseCheckpoint(text.ok() ? *text : "");
  if (checkpoint.ok() && checkpoint->size <= log.size()) kept = {.note = *note, .size = checkpoint->size, .root = checkpoint->root};
  return kept;
}

absl::Status RecordStamp(eventstore::EventLog& log, const SignedCheckpoint& checkpoint, const std::string& response, const std::string& authority) {
  absl::Status recorded;
  for (int tries = 0; tries < kRecordTriesMax; ++tries) {
    event::v1::JournalEvent event;
    event::v1::TimeStampTaken& taken = *event.mutable_time_stamp_taken();
    taken.set_checkpoint(checkpoint.note);
    taken.set_size(checkpoint.size);
    taken.set_response(response);
    taken.set_authority(authority);
    recorded = AppendToJournalStream(log, {JournalEntry(std::move(event))});
    if (!absl::IsAborted(recorded)) break;
  }
  return recorded;
}

}  // namespace

Anchor::Anchor(eventstore::EventLog& log, AnchorOptions options) : log_(log), options_(std::move(options)) {
  if (options_.policy) {
    for (const eventstore::PolicyWitness& witness : options_.policy->witnesses()) {
      if (!witness.url.empty()) witnesses_.push_back(std::make_unique<WitnessClient>(log_, witness));
    }
    absl::MutexLock lock(&mutex_);
    cosigned_ = ReadCosigned(log_, options_.cosigned_path);
  }
  if (!witnesses_.empty() || !options_.time_stamp_url.empty()) thread_ = std::thread([this] { Run(); });
}

Anchor::~Anchor() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

absl::Status Anchor::Meet() {
  if (witnesses_.empty()) return absl::OkStatus();
  const absl::StatusOr<Cosigned> cosigned = Cosign(log_.size());
  if (!absl::IsDataLoss(cosigned.status())) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(cosigned.status().message(),
                                          "; nothing is served. Restore the newest state; if it is lost, this goes on only as a new log "
                                          "(casejournal continue --help)"));
}

// Asks all witnesses at once.
absl::StatusOr<Anchor::Cosigned> Anchor::Cosign(uint64_t min_size) {
  absl::MutexLock round(&cosign_mutex_);
  {
    absl::MutexLock lock(&mutex_);
    if (cosigned_.size >= min_size && cosigned_.size > 0) return Cosigned{.checkpoint = cosigned_, .quorum_met = true, .missing = {}};
  }
  absl::StatusOr<SignedCheckpoint> checkpoint = log_.Checkpoint(min_size);
  if (!checkpoint.ok()) return checkpoint.status();
  std::vector<std::future<absl::StatusOr<std::string>>> asked;
  for (const auto& witness : witnesses_) {
    asked.push_back(std::async(std::launch::async, [&] { return witness->Cosign(*checkpoint, options_.timeout); }));
  }
  Cosigned cosigned{.checkpoint = *checkpoint, .quorum_met = false, .missing = {}};
  absl::Status forked;
  for (size_t i = 0; i < asked.size(); ++i) {
    const absl::StatusOr<std::string> note = asked[i].get();
    if (absl::IsDataLoss(note.status())) forked = note.status();
    if (!note.ok()) {
      cosigned.missing.push_back(std::string(note.status().message()));
      continue;
    }
    // Each answered with the note and its own line: the line is what is new.
    const std::string lines = note->substr(checkpoint->note.size());
    absl::StrAppend(&cosigned.checkpoint.note, lines);
  }
  if (!forked.ok()) return forked;
  const absl::StatusOr<eventstore::PolicyFindings> found = options_.policy->Examine(cosigned.checkpoint.note);
  if (!found.ok()) return found.status();
  cosigned.quorum_met = found->quorum_met;
  if (!cosigned.quorum_met) return cosigned;
  if (absl::Status kept = eventstore::WriteFileDurably(options_.cosigned_path, cosigned.checkpoint.note, 0644); !kept.ok()) return kept;
  absl::MutexLock lock(&mutex_);
  cosigned_ = cosigned.checkpoint;
  return cosigned;
}

absl::StatusOr<AnchoredCheckpoint> Anchor::Covering(uint64_t min_size) {
  AnchoredCheckpoint anchored;
  if (witnesses_.empty()) {
    absl::StatusOr<SignedCheckpoint> checkpoint = log_.Checkpoint(min_size);
    if (!checkpoint.ok()) return checkpoint.status();
    anchored.checkpoint = *std::move(checkpoint);
    anchored.quorum_met = !options_.policy.has_value();
  } else {
    absl::StatusOr<Cosigned> cosigned = Cosign(min_size);
    if (!cosigned.ok()) return cosigned.status();
    anchored.checkpoint = std::move(cosigned->checkpoint);
    anchored.quorum_met = cosigned->quorum_met;
    for (const std::string& missing : cosigned->missing) Report(absl::UnavailableError(missing));
  }
  if (!options_.time_stamp_url.empty()) {
    absl::StatusOr<std::string> stamp = Stamp(anchored.checkpoint);
    stamp.ok() ? void(anchored.time_stamp = *std::move(stamp)) : Report(stamp.status());
  }
  return anchored;
}

absl::StatusOr<SignedCheckpoint> Anchor::Witnessed(uint64_t min_size) {
  if (!options_.policy) return absl::FailedPreconditionError("this journal knows no witnesses");
  absl::StatusOr<Cosigned> cosigned = Cosign(min_size);
  if (!cosigned.ok()) return cosigned.status();
  if (cosigned->quorum_met) return std::move(cosigned->checkpoint);
  return absl::UnavailableError(absl::StrCat("too few witnesses cosigned: ", absl::StrJoin(cosigned->missing, "; ")));
}

// A stamp over `checkpoint`, recorded.
absl::StatusOr<std::string> Anchor::Stamp(const SignedCheckpoint& checkpoint) {
  const std::string request = eventstore::TimeStampRequest(checkpoint.note);
  absl::StatusOr<HttpAnswer> answer =
      HttpPost(options_.time_stamp_url, "application/timestamp-query", request, options_.timeout, eventstore::kTimeStampBytesMax);
  if (!answer.ok()) return answer.status();
  if (answer->status != 200) return absl::UnavailableError(absl::StrCat(options_.time_stamp_url, " answered with HTTP status ", answer->status));
  absl::StatusOr<int64_t> time = eventstore::ReadTimeStampAnswer(answer->body, request, checkpoint.note);
  if (!time.ok()) return absl::UnavailableError(absl::StrCat(options_.time_stamp_url, ": ", time.status().message()));
  if (absl::Status recorded = RecordStamp(log_, checkpoint, answer->body, options_.time_stamp_url); !recorded.ok()) return recorded;
  absl::MutexLock lock(&mutex_);
  stamped_size_ = checkpoint.size + 1;
  return std::move(answer->body);
}

void Anchor::StampSoon() {
  absl::MutexLock lock(&mutex_);
  stamp_soon_ = true;
}

bool Anchor::GrewSinceStamp(uint64_t size) const { return size > stamped_size_; }

void Anchor::Run() {
  absl::Time next_witnesses = absl::Now();
  absl::Time next_stamp = absl::Now() + options_.time_stamp_every;
  while (true) {
    bool stamp = false;
    uint64_t cosigned_size = 0;
    {
      absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kLook)) return;
      const bool due = stamp_soon_ || (absl::Now() >= next_stamp && GrewSinceStamp(log_.size()));
      stamp = due && !options_.time_stamp_url.empty();
      if (stamp) stamp_soon_ = false;
      cosigned_size = cosigned_.size;
    }
    const uint64_t size = log_.size();
    if (size > 0 && (stamp || (!witnesses_.empty() && absl::Now() >= next_witnesses && size > cosigned_size))) {
      next_witnesses = absl::Now() + options_.witness_every;
      if (stamp) {
        next_stamp = absl::Now() + options_.time_stamp_every;
        Report(Covering(size).status());
      } else {
        const absl::StatusOr<Cosigned> cosigned = Cosign(size);
        Report(cosigned.status());
        if (cosigned.ok()) {
          for (const std::string& missing : cosigned->missing) Report(absl::UnavailableError(missing));
        }
      }
    }
  }
}

// Says it once, until something else is to be said: a witness that is away is asked again and again.
void Anchor::Report(const absl::Status& status) {
  if (status.ok() || !options_.report) return;
  {
    absl::MutexLock lock(&mutex_);
    if (std::exchange(reported_, status) == status) return;
  }
  options_.report(status);
}

}  // namespace casejournal::services
