#include "services/verify/seen_checkpoint.h"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "eventstore/proofs/note_key.h"
#include "services/files/given_file.h"
#include "services/verify/consistency_call.h"
#include "services/verify/seen_directory.h"
#include "services/verify/signed_checkpoint.h"

namespace casejournal::services {
namespace {

// Write the file: the verifier key, a newline, and the note.
absl::Status Remember(const std::string& file, absl::string_view key, absl::string_view note) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), error);
  absl::Status written = WriteFile(file, absl::StrCat(key, "\n", note));
  return written.ok() ? written
                      : absl::FailedPreconditionError(absl::StrCat(
                            "the last checkpoint of the journal could not be stored: ", written.message()));
}

std::string Remedy(const std::string& file) {
  return absl::StrCat("; its answers are not shown. If this is expected, remove ", file);
}

struct SeenJournal {
  std::string key;
  eventstore::NoteVerifier verifier;
  eventstore::Checkpoint checkpoint;
};

// Read `file`. kDataLoss: it cannot be read, or it was changed. Without it, another history would not be noticed.
absl::StatusOr<SeenJournal> ReadSeen(const std::string& file) {
  const auto damaged = [&](absl::string_view why) {
    return absl::DataLossError(
        absl::StrCat(file, ", with the last checkpoint seen of the journal, is damaged: ", why, Remedy(file)));
  };
  std::string kept;
  if (absl::Status read = ReadInput(file, &kept); !read.ok()) {
    return absl::DataLossError(
        absl::StrCat("the last checkpoint seen of the journal cannot be read: ", read.message(), Remedy(file)));
  }
  const std::pair<std::string, std::string> parts = absl::StrSplit(kept, absl::MaxSplits('\n', 1));
  const auto verifier = eventstore::NoteVerifier::FromVerifierKey(parts.first);
  if (!verifier.ok()) return damaged(verifier.status().message());
  const auto checkpoint = OpenCheckpoint(parts.second, *verifier);
  if (!checkpoint.ok()) return damaged(checkpoint.status().message());
  return SeenJournal{parts.first, *verifier, *checkpoint};
}

// Check the journal against the stored checkpoint.
absl::Status CheckAgainst(JournalSource& source, const std::string& file, const SeenJournal& seen,
                          const v1::GetCheckpointResponse& newest) {
  if (newest.verifier_key() != seen.key) {
    return absl::DataLossError(absl::StrCat("the journal at ", source.server(),
                                            " is not the one seen there before: its key was ", seen.key, ", now it is ",
                                            absl::CHexEscape(newest.verifier_key()), Remedy(file)));
  }
  std::string note = newest.checkpoint().note();
  absl::StatusOr<eventstore::Checkpoint> now = OpenCheckpoint(note, seen.verifier);
  if (!now.ok()) return absl::DataLossError(absl::StrCat(now.status().message(), Remedy(file)));
  const eventstore::Checkpoint& since = seen.checkpoint;
  if (now->size < since.size) {
    return absl::DataLossError(absl::StrCat("the journal at ", source.server(), " had ", since.size,
                                            " entries when it was last seen; now it shows ", now->size, Remedy(file)));
  }
  if (now->size == since.size) {
    if (now->root == since.root) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat("the journal at ", source.server(), " shows another history of its ",
                                            now->size, " entries than before", Remedy(file)));
  }
  now = ProveSince(source, since, seen.verifier, &note);
  if (absl::IsDataLoss(now.status()))
    return absl::DataLossError(
        absl::StrCat("the journal at ", source.server(), " was rewritten: ", now.status().message(), Remedy(file)));
  return now.ok() ? Remember(file, seen.key, note) : now.status();
}

}  // namespace

std::string SeenDirectory() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state != '\0')
    return absl::StrCat(state, "/casejournal");
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return absl::StrCat(home, "/.local/state/casejournal");
  return "";
}

std::string SeenFile(const std::string& directory, const std::string& server) {
  std::string name;
  for (const unsigned char c : server) {
    if (absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '_') {
      name += static_cast<char>(c);
    } else {
      absl::StrAppend(&name, "%", absl::Hex(c, absl::kZeroPad2));
    }
  }
  return absl::StrCat(directory, "/", name, ".checkpoint");
}

absl::Status CheckSeen(JournalSource& source, const std::string& file) {
  std::error_code error;
  // If permission is denied, the file may exist: reading it then fails.
  const bool known =
      std::filesystem::exists(std::filesystem::symlink_status(file, error)) || error == std::errc::permission_denied;
  std::optional<SeenJournal> seen;
  if (known) {
    absl::StatusOr<SeenJournal> read = ReadSeen(file);
    if (!read.ok()) return read.status();
    seen = *std::move(read);
  }
  const absl::StatusOr<v1::GetCheckpointResponse> newest = source.Checkpoint();
  if (!newest.ok()) return known ? newest.status() : absl::OkStatus();
  if (seen) return CheckAgainst(source, file, *seen, *newest);
  const auto verifier = eventstore::NoteVerifier::FromVerifierKey(newest->verifier_key());
  if (!verifier.ok()) return absl::DataLossError(absl::StrCat("the journal's key: ", verifier.status().message()));
  if (absl::Status opened = OpenCheckpoint(newest->checkpoint().note(), *verifier).status(); !opened.ok())
    return opened;
  return Remember(file, newest->verifier_key(), newest->checkpoint().note());
}

}  // namespace casejournal::services
