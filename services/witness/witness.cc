#include "services/witness/witness.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/proofs/note.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::services {
namespace {

using eventstore::WitnessStatus;

// Return a file name for a log: an origin can be any text.
std::string StemOf(absl::string_view origin) {
  return eventstore::HexOf(eventstore::Sha256().Update(origin).Finish()).substr(0, 32);
}

absl::StatusOr<eventstore::CosignatureSigner> ReadOrMakeKey(const std::string& file, const std::string& name) {
  absl::StatusOr<std::string> text = eventstore::ReadSmallFile(file);
  if (absl::IsNotFound(text.status())) {
    absl::StatusOr<eventstore::CosignatureSigner> made = eventstore::CosignatureSigner::Generate(name);
    if (!made.ok()) return made;
    absl::Status written = eventstore::WriteFileDurably(file, absl::StrCat(made->signer_key(), "\n"), 0600);
    return written.ok() ? made : absl::StatusOr<eventstore::CosignatureSigner>(written);
  }
  if (!text.ok()) return text.status();
  absl::StatusOr<eventstore::CosignatureSigner> signer =
      eventstore::CosignatureSigner::FromSignerKey(absl::StripSuffix(*text, "\n"));
  if (!signer.ok()) return absl::DataLossError(absl::StrCat(file, " is damaged"));
  if (!name.empty() && signer->name() != name) {
    return absl::InvalidArgumentError(
        absl::StrCat("the witness is ", signer->name(), " and its name cannot change; got ", name));
  }
  return signer;
}

WitnessAnswer Refuse(WitnessStatus status, absl::string_view reason) {
  return {.http_status = static_cast<int>(status), .body = absl::StrCat(reason, "\n")};
}

}  // namespace

absl::StatusOr<std::unique_ptr<Witness>> Witness::Open(const std::string& directory, const std::string& name,
                                                       const std::vector<std::string>& log_keys) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return eventstore::ErrnoStatus(error.value(), absl::StrCat("creating ", directory));
  const std::string lock = absl::StrCat(directory, "/LOCK");
  const int fd = eventstore::OpenFile(lock, O_RDWR | O_CREAT, 0600);
  if (fd < 0) return eventstore::ErrnoStatus(errno, absl::StrCat("opening ", lock));
  if (eventstore::LockFile(fd, LOCK_EX) != 0) {
    ::close(fd);
    return absl::UnavailableError(absl::StrCat(directory, " is in use by another process"));
  }
  absl::StatusOr<eventstore::CosignatureSigner> signer = ReadOrMakeKey(absl::StrCat(directory, "/witness.key"), name);
  if (!signer.ok()) {
    ::close(fd);
    return signer.status();
  }
  std::unique_ptr<Witness> witness(new Witness(directory, *std::move(signer), fd));
  for (const std::string& key : log_keys) {
    if (absl::Status added = witness->AddLog(key); !added.ok()) return added;
  }
  return witness;
}

Witness::~Witness() { ::close(lock_fd_); }

absl::Status Witness::AddLog(const std::string& key) {
  absl::StatusOr<eventstore::NoteVerifier> verifier = eventstore::NoteVerifier::FromVerifierKey(key);
  if (!verifier.ok()) return absl::InvalidArgumentError(absl::StrCat("--log: ", verifier.status().message()));
  Log log{.key = *verifier,
          .file = absl::StrCat(directory_, "/", StemOf(verifier->name()), ".checkpoint"),
          .note = {},
          .tree = {}};
  log.forked = std::filesystem::exists(absl::StrCat(log.file, ".forked"));
  absl::StatusOr<std::string> note = eventstore::ReadSmallFile(log.file);
  if (note.ok()) {
    // The note was cosigned here: if it does not verify, it was damaged later.
    const absl::StatusOr<std::string> text = eventstore::OpenNote(*note, *verifier);
    const absl::StatusOr<eventstore::Checkpoint> checkpoint = eventstore::ParseCheckpoint(text.ok() ? *text : "");
    if (!checkpoint.ok())
      return absl::DataLossError(absl::StrCat(log.file, " is damaged, or was cosigned for another key of this log"));
    log.tree = eventstore::WitnessedTree{.size = checkpoint->size, .root = checkpoint->root};
    log.note = *std::move(note);
  } else if (!absl::IsNotFound(note.status())) {
    return note.status();
  }
  absl::MutexLock lock(&mutex_);
  if (!logs_.emplace(verifier->name(), std::move(log)).second)
    return absl::InvalidArgumentError(absl::StrCat("--log: ", verifier->name(), " is given twice"));
  return absl::OkStatus();
}

WitnessAnswer Witness::AddCheckpoint(absl::string_view body, uint64_t now_seconds) {
  const absl::StatusOr<eventstore::AddCheckpointRequest> request = eventstore::ParseAddCheckpoint(body);
  if (!request.ok()) return Refuse(WitnessStatus::kBadRequest, request.status().message());
  const absl::StatusOr<eventstore::Checkpoint> submitted = eventstore::SubmittedCheckpoint(*request);
  if (!submitted.ok()) return Refuse(WitnessStatus::kBadRequest, submitted.status().message());
  // Compare, record, and answer under one lock, so that a slower request cannot replace a newer state.
  absl::MutexLock lock(&mutex_);
  const auto found = logs_.find(submitted->origin);
  if (found == logs_.end()) return {.http_status = 404, .body = "unknown log\n"};
  Log& log = found->second;
  const eventstore::WitnessDecision decision = eventstore::DecideAddCheckpoint(*request, log.key, log.tree);
  switch (decision.status) {
    case WitnessStatus::kCosigned:
      break;
    case WitnessStatus::kStale:
      return {.http_status = static_cast<int>(decision.status),
              .content_type = std::string(eventstore::kTreeSizeContentType),
              .body = eventstore::FormatTreeSize(decision.last_size)};
    default:
      if (decision.forked) {
        if (absl::Status kept = KeepFork(log, request->checkpoint_note); !kept.ok())
          return {.http_status = 500, .body = "the witness cannot write its state\n"};
      }
      return Refuse(decision.status, decision.reason);
  }
  if (absl::Status written = eventstore::WriteFileDurably(log.file, request->checkpoint_note, 0644); !written.ok()) {
    return {.http_status = 500, .body = "the witness cannot write its state\n"};
  }
  log.tree = decision.next;
  log.note = request->checkpoint_note;
  return {.http_status = static_cast<int>(decision.status),
          .body = signer_.CosignatureLine(decision.checkpoint_text, now_seconds)};
}

// Two notes with one signature and two histories prove that the log forked. Store the first that is seen.
absl::Status Witness::KeepFork(Log& log, const std::string& note) {
  const std::string file = absl::StrCat(log.file, ".forked");
  if (log.forked) return absl::OkStatus();
  log.forked = true;
  return eventstore::WriteFileDurably(file, note, 0644);
}

std::vector<WitnessedLog> Witness::Logs() const {
  absl::MutexLock lock(&mutex_);
  std::vector<WitnessedLog> logs;
  for (const auto& [origin, log] : logs_)
    logs.push_back({.origin = origin, .tree = log.tree, .note = log.note, .forked = log.forked});
  return logs;
}

}  // namespace casejournal::services
