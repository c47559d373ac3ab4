#include "eventstore/commit/checkpoint_publisher.h"

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/system/thread_name.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::Duration kInterval = absl::Seconds(1);

}  // namespace

CheckpointPublisher::CheckpointPublisher(NoteSigner signer, Sequencer& sequencer, CheckpointFiles files,
                                         SignedCheckpoint latest)
    : signer_(std::move(signer)),
      sequencer_(sequencer),
      files_(std::move(files)),
      latest_file_(files_.latest),
      latest_(std::move(latest)) {
  {
    // A copy that cannot be written is reported at the start, and not when the log next grows.
    absl::MutexLock publishing(&publish_mutex_);
    if (const SignedCheckpoint published = Latest(); published.size > 0) WriteCopy(published);
  }
  thread_ = std::thread([this] { Run(); });
}

CheckpointPublisher::~CheckpointPublisher() {
  pause_.Wake();
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
  NameThisThread("checkpoints");
  while (!pause_.Wait(kInterval)) {
    {
      absl::MutexLock publishing(&publish_mutex_);
      // A failure is told to `on_latest`, and tried again in a second. What was published stays true.
      if (sequencer_.size() > Latest().size || latest_fails_) Publish().IgnoreError();
    }
    RetryCopy();
  }
}

absl::Status CheckpointPublisher::Publish() {
  const CompactRange range = sequencer_.CommittedRange();
  SignedCheckpoint checkpoint{.size = range.size(), .root = range.Root()};
  checkpoint.note =
      SignNote(FormatCheckpoint({.origin = signer_.name(), .size = checkpoint.size, .root = checkpoint.root}), signer_);
  if (absl::Status written = WriteLatest(checkpoint); !written.ok()) return written;
  if (!copy_fails_) WriteCopy(checkpoint);
  sequencer_.StoreCheckpoint(checkpoint.size, checkpoint.note);
  absl::MutexLock lock(&mutex_);
  latest_ = std::move(checkpoint);
  return absl::OkStatus();
}

absl::Status CheckpointPublisher::WriteLatest(const SignedCheckpoint& checkpoint) {
  const absl::Status written = latest_file_.Write(checkpoint.note);
  if (written.ok() == latest_fails_) {
    latest_fails_ = !written.ok();
    const std::string words =
        written.ok() ? "" : absl::StrCat("new checkpoints cannot be written: ", written.message());
    if (files_.on_latest) files_.on_latest(absl::Status(written.code(), words));
  }
  // Whatever is wrong with the disk, the caller did nothing wrong, and may ask again.
  return written.ok() ? written
                      : absl::UnavailableError(absl::StrCat("the checkpoint could not be stored: ", written.message()));
}

void CheckpointPublisher::WriteCopy(const SignedCheckpoint& checkpoint) {
  const absl::Status written = TryCopy(checkpoint);
  if (written.ok() != copy_fails_) return;
  copy_fails_ = !written.ok();
  if (files_.on_copy) files_.on_copy(written);
}

// While the copy fails, only this thread tries again, and callers who want a checkpoint do not wait for it.
void CheckpointPublisher::RetryCopy() {
  {
    absl::MutexLock publishing(&publish_mutex_);
    if (!copy_fails_) return;
  }
  if (!TryCopy(Latest()).ok()) return;
  absl::MutexLock publishing(&publish_mutex_);
  WriteCopy(Latest());  // there may be a newer one
}

absl::Status CheckpointPublisher::TryCopy(const SignedCheckpoint& checkpoint) const {
  if (files_.copy.empty()) return absl::OkStatus();
  const absl::Status written = WriteFileDurably(files_.copy, checkpoint.note, 0600);
  return absl::Status(written.code(),
                      absl::StrCat("the copy of the newest checkpoint cannot be written: ", written.message()));
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
