#include "services/evidence/anchor.h"

#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/proofs/note.h"
#include "eventstore/system/thread_name.h"
#include "eventstore/witnesses/time_stamp.h"
#include "services/http/http_request.h"
#include "services/recorder/journal_recorder.h"

namespace casejournal::services {
namespace {

using eventstore::SignedCheckpoint;

// How often the thread checks whether something is due.
constexpr absl::Duration kLook = absl::Seconds(1);
constexpr absl::Duration kRetryStamp = absl::Minutes(1);
// Other appends to the journal's stream at the same time are rare.
constexpr int kRecordTriesMax = 8;

// Return the newest cosigned checkpoint that was kept, if it is one of this log.
SignedCheckpoint ReadCosigned(const eventstore::EventLog& log, const std::string& path) {
  SignedCheckpoint kept;
  absl::StatusOr<std::string> note = eventstore::ReadSmallFile(path);
  if (!note.ok()) return kept;
  const auto verifier = eventstore::NoteVerifier::FromVerifierKey(log.verifier_key());
  if (!verifier.ok()) return kept;
  const absl::StatusOr<std::string> text = eventstore::OpenNote(*note, *verifier);
  const absl::StatusOr<eventstore::Checkpoint> checkpoint = eventstore::ParseCheckpoint(text.ok() ? *text : "");
  if (checkpoint.ok() && checkpoint->size <= log.size())
    kept = {.note = *note, .size = checkpoint->size, .root = checkpoint->root};
  return kept;
}

// The size of the log right after the last timestamp was recorded, if nothing came in between; else 0. Reads only the
// last entry of the journal's stream, so a timestamp that another entry follows does not count.
uint64_t SizeAfterLastStamp(const eventstore::EventLog& log) {
  const absl::StatusOr<eventstore::StreamHead> head = log.Head(eventstore::StreamId::Journal());
  if (!head.ok() || !head->last_revision) return 0;
  const auto last = log.ReadStream(eventstore::StreamId::Journal(), *head->last_revision, {.events_max = 1});
  event::v1::StoredEvent stored;
  if (!last.ok() || last->empty() || !stored.ParseFromString(last->front().payload())) return 0;
  return stored.journal_event().has_time_stamp_taken() ? stored.journal_event().time_stamp_taken().size() + 1 : 0;
}

absl::Status RecordStamp(eventstore::EventLog& log, const SignedCheckpoint& checkpoint, const std::string& response,
                         const std::string& authority) {
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
    SignedCheckpoint kept = ReadCosigned(log_, options_.cosigned_path);
    const absl::StatusOr<eventstore::PolicyFindings> found = options_.policy->Examine(kept.note);
    absl::MutexLock lock(&mutex_);
    // The policy may have changed.
    if (found.ok() && found->quorum_met) cosigned_ = std::move(kept);
  }
  {
    absl::MutexLock lock(&mutex_);
    stamped_size_ = SizeAfterLastStamp(log_);
  }
  if (!witnesses_.empty() || !options_.time_stamp_url.empty()) thread_ = std::thread([this] { Run(); });
}

Anchor::~Anchor() {
  pause_.Wake();
  if (thread_.joinable()) thread_.join();
}

absl::Status MeetWitnesses(const eventstore::EventLog& log, const AnchorOptions& options) {
  if (!options.policy) return absl::OkStatus();
  // The last published checkpoint, if there is one. Nothing is signed for this.
  absl::StatusOr<SignedCheckpoint> published = log.Checkpoint(0);
  if (!published.ok()) return published.status();
  std::vector<std::future<absl::Status>> asked;
  for (const eventstore::PolicyWitness& witness : options.policy->witnesses()) {
    if (witness.url.empty()) continue;
    asked.push_back(std::async(std::launch::async, [&log, &witness, &published, &options] {
      return WitnessClient(log, witness).Cosign(*published, options.timeout).status();
    }));
  }
  absl::Status forked;
  for (std::future<absl::Status>& answer : asked) {
    const absl::Status status = answer.get();
    if (absl::IsDataLoss(status)) forked = status;
  }
  if (forked.ok()) return forked;
  return absl::DataLossError(
      absl::StrCat(forked.message(),
                   "; the server does not start. Restore the newest state. If it is lost, continue as a new log, with "
                   "the checkpoint that the witness shows: casejournal continue --help"));
}

absl::StatusOr<Anchor::Cosigned> Anchor::Cosign(uint64_t min_size) {
  const absl::Time arrived = eventstore::SteadyNow();
  absl::MutexLock round(&round_mutex_);
  {
    absl::MutexLock lock(&mutex_);
    if (cosigned_.size >= min_size && cosigned_.size > 0)
      return Cosigned{.checkpoint = cosigned_, .quorum_met = true, .missing = {}};
  }
  // A caller that waited for a round without enough cosignatures uses the result of that round.
  if (last_round_ && last_round_->checkpoint.size >= min_size && last_round_at_ >= arrived) return *last_round_;
  absl::StatusOr<Cosigned> cosigned = AskWitnesses(min_size);
  last_round_.reset();
  if (cosigned.ok()) last_round_ = *cosigned;
  last_round_at_ = eventstore::SteadyNow();
  if (absl::IsDataLoss(cosigned.status()) && options_.on_forked) options_.on_forked(cosigned.status());
  return cosigned;
}

// Ask all witnesses at once.
absl::StatusOr<Anchor::Cosigned> Anchor::AskWitnesses(uint64_t min_size) {
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
    Report(absl::StrCat("witness ", witnesses_[i]->name()), note.status());
    if (absl::IsDataLoss(note.status())) forked = note.status();
    if (!note.ok()) {
      cosigned.missing.push_back(std::string(note.status().message()));
      continue;
    }
    // Each answer is the note with one more line; only that line is new.
    absl::StrAppend(&cosigned.checkpoint.note, note->substr(checkpoint->note.size()));
  }
  if (!forked.ok()) return forked;
  const absl::StatusOr<eventstore::PolicyFindings> found = options_.policy->Examine(cosigned.checkpoint.note);
  if (!found.ok()) return found.status();
  cosigned.quorum_met = found->quorum_met;
  if (!cosigned.quorum_met) return cosigned;
  if (absl::Status kept = eventstore::WriteFileDurably(options_.cosigned_path, cosigned.checkpoint.note, 0600);
      !kept.ok())
    return kept;
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
    anchored.quorum_met = true;
    if (options_.policy) {
      const absl::StatusOr<eventstore::PolicyFindings> found = options_.policy->Examine(anchored.checkpoint.note);
      anchored.quorum_met = found.ok() && found->quorum_met;
    }
  } else {
    absl::StatusOr<Cosigned> cosigned = Cosign(min_size);
    if (!cosigned.ok()) return cosigned.status();
    anchored.checkpoint = std::move(cosigned->checkpoint);
    anchored.quorum_met = cosigned->quorum_met;
  }
  if (!options_.time_stamp_url.empty()) {
    absl::StatusOr<std::string> stamp = Stamp(anchored.checkpoint);
    Report("timestamps", stamp.status());
    if (stamp.ok()) anchored.time_stamp = *std::move(stamp);
  }
  return anchored;
}

absl::StatusOr<SignedCheckpoint> Anchor::Witnessed(uint64_t min_size) {
  if (witnesses_.empty()) return absl::FailedPreconditionError("this journal does not ask witnesses");
  absl::StatusOr<Cosigned> cosigned = Cosign(min_size);
  if (!cosigned.ok()) return cosigned.status();
  if (cosigned->quorum_met) return std::move(cosigned->checkpoint);
  return absl::UnavailableError(
      absl::StrCat("too few witnesses answered for the policy: ", absl::StrJoin(cosigned->missing, "; ")));
}

// Get a timestamp for `checkpoint`, and record it.
absl::StatusOr<std::string> Anchor::Stamp(const SignedCheckpoint& checkpoint) {
  const std::string request = eventstore::TimeStampRequest(checkpoint.note);
  absl::StatusOr<HttpAnswer> answer = HttpPost(options_.time_stamp_url, "application/timestamp-query", request,
                                               options_.timeout, eventstore::kTimeStampBytesMax);
  if (!answer.ok()) return answer.status();
  if (answer->status != 200)
    return absl::UnavailableError(absl::StrCat(options_.time_stamp_url, " answered with HTTP status ", answer->status));
  absl::StatusOr<int64_t> time = eventstore::ReadTimeStampAnswer(answer->body, request, checkpoint.note);
  if (!time.ok()) return absl::UnavailableError(absl::StrCat(options_.time_stamp_url, ": ", time.status().message()));
  if (absl::Status recorded = RecordStamp(log_, checkpoint, answer->body, options_.time_stamp_url); !recorded.ok())
    return recorded;
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
  eventstore::NameThisThread("anchor");
  absl::Time next_witnesses = eventstore::SteadyNow();
  absl::Time next_stamp = eventstore::SteadyNow() + options_.time_stamp_every;
  absl::Time retry_stamp = absl::InfinitePast();
  while (true) {
    bool stamp = false;
    uint64_t cosigned_size = 0;
    if (pause_.Wait(kLook)) return;
    {
      absl::MutexLock lock(&mutex_);
      const absl::Time now = eventstore::SteadyNow();
      const bool due = (stamp_soon_ && now >= retry_stamp) || (now >= next_stamp && GrewSinceStamp(log_.size()));
      stamp = due && !options_.time_stamp_url.empty();
      if (stamp) stamp_soon_ = false;
      cosigned_size = cosigned_.size;
    }
    const uint64_t size = log_.size();
    if (size > 0 &&
        (stamp || (!witnesses_.empty() && eventstore::SteadyNow() >= next_witnesses && size > cosigned_size))) {
      next_witnesses = eventstore::SteadyNow() + options_.witness_every;
      if (stamp) {
        next_stamp = eventstore::SteadyNow() + options_.time_stamp_every;
        const absl::StatusOr<AnchoredCheckpoint> anchored = Covering(size);
        Report("checkpoints", anchored.status());
        // A journalized plan always gets a timestamp, even if later.
        if (!anchored.ok() || anchored->time_stamp.empty()) {
          retry_stamp = eventstore::SteadyNow() + kRetryStamp;
          StampSoon();
        }
      } else {
        Report("checkpoints", Cosign(size).status());
      }
    }
  }
}

void Anchor::Report(const std::string& source, const absl::Status& status) {
  {
    absl::MutexLock lock(&mutex_);
    const auto found = reported_.find(source);
    if (status.ok()) {
      if (found != reported_.end()) reported_.erase(found);
      return;
    }
    if (found != reported_.end() && found->second == status) return;
    reported_[source] = status;
  }
  if (options_.report) options_.report(status);
}

}  // namespace casejournal::services
