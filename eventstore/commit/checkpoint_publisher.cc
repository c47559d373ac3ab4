#include "eventstore/commit/checkpoint_publisher.h"

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/storage/data_directory.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::Duration kInterval = absl::Seconds(1);

}  // namespace

CheckpointPublisher::CheckpointPublisher(NoteSigner signer, Sequencer& sequencer, std::vector<std::string> paths,
                                         SignedCheckpoint latest)
    : signer_(std::move(signer)),
      sequencer_(sequencer),
      paths_(std::move(paths)),
      latest_(std::move(latest)),
      thread_([this] { Run(); }) {}

CheckpointPublisher::~CheckpointPublisher() {
  {
    absl::MutexLock lock(&stop_mutex_);
    stopping_ = true;
  }
  thread_.join();
}

absl::StatusOr<SignedCheckpoint> CheckpointPublisher::Covering(uint64_t min_size) {
  const auto covers = [&](const SignedCheckpoint& checkpoint) {
    return checkpoint.size >= min_size && checkpoint.size > 0;
  };
  if (SignedCheckpoint latest = Latest(); covers(latest)) return latest;
  absl::MutexLock publishing(&publish_mutex_);
  if (SignedCheckpoint latest = Latest(); covers(latest)) return latest;
  if (sequencer_.size() < min_size) {
    return absl::OutOfRangeError(
        absl::StrCat("the log has ", sequencer_.size(), " events, fewer than the requested ", min_size));
  }
  if (absl::Status published = Publish(); !published.ok()) return published;
  return Latest();
}

SignedCheckpoint CheckpointPublisher::Latest() {
  absl::MutexLock lock(&mutex_);
  return latest_;
}

void CheckpointPublisher::Run() {
  absl::MutexLock stop_lock(&stop_mutex_);
  while (!stop_mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kInterval)) {
    absl::MutexLock publishing(&publish_mutex_);
    // A failure is reported when a checkpoint is requested. What was published stays true.
    if (sequencer_.size() > Latest().size) Publish().IgnoreError();
  }
}

absl::Status CheckpointPublisher::Publish() {
  const CompactRange range = sequencer_.CommittedRange();
  SignedCheckpoint checkpoint{.size = range.size(), .root = range.Root()};
  checkpoint.note =
      SignNote(FormatCheckpoint({.origin = signer_.name(), .size = checkpoint.size, .root = checkpoint.root}), signer_);
  for (const std::string& path : paths_) {
    if (absl::Status written = WriteFileDurably(path, checkpoint.note, 0600); !written.ok()) return written;
  }
  sequencer_.StoreCheckpoint(checkpoint.size, checkpoint.note);
  absl::MutexLock lock(&mutex_);
  latest_ = std::move(checkpoint);
  return absl::OkStatus();
}

absl::StatusOr<SignedCheckpoint> OpenCheckpoint(const std::string& note, const NoteSigner& signer) {
  absl::StatusOr<NoteVerifier> verifier = NoteVerifier::FromVerifierKey(signer.verifier_key());
  if (!verifier.ok()) return verifier.status();
  return OpenCheckpoint(note, *verifier);
}

absl::StatusOr<SignedCheckpoint> OpenCheckpoint(const std::string& note, const NoteVerifier& verifier) {
  absl::StatusOr<std::string> text = OpenNote(note, verifier);
  if (!text.ok()) return absl::DataLossError(absl::StrCat("checkpoint: ", text.status().message()));
  absl::StatusOr<Checkpoint> checkpoint = ParseCheckpoint(*text);
  if (!checkpoint.ok()) return absl::DataLossError(absl::StrCat("checkpoint: ", checkpoint.status().message()));
  return SignedCheckpoint{.note = note, .size = checkpoint->size, .root = checkpoint->root};
}

}  // namespace casejournal::eventstore
