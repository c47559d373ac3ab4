#include "services/cli/seen_checkpoint.h"

#include <cstdlib>
#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "eventstore/tree/note_key.h"
#include "services/cli/call_failure.h"
#include "services/cli/consistency_call.h"
#include "services/cli/output.h"
#include "services/cli/seen_directory.h"
#include "services/cli/signed_checkpoint.h"

namespace casejournal::services {
namespace {

// The file: the verifier key, a newline, the note.
absl::Status Remember(const std::string& file, absl::string_view key, absl::string_view note) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), error);
  absl::Status written = WriteFile(file, absl::StrCat(key, "\n", note));
  return written.ok() ? written : absl::FailedPreconditionError(absl::StrCat("what was seen of the journal cannot be kept: ", written.message()));
}

std::string Remedy(const std::string& file) {
  return absl::StrCat("; nothing of its answers is shown. If you know that this is meant, remove ", file);
}

// The journal, from what is kept.
absl::Status CheckAgainst(JournalClient& client, const std::string& file, const std::string& kept, const v1::GetCheckpointResponse& newest) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(kept, absl::MaxSplits('\n', 1));
  const auto verifier = eventstore::NoteVerifier::FromVerifierKey(parts.first);
  if (!verifier.ok()) return absl::FailedPreconditionError(absl::StrCat(file, " is damaged: ", verifier.status().message(), "; remove it to trust anew"));
  const auto since = OpenCheckpoint(parts.second, *verifier);
  if (!since.ok()) return absl::FailedPreconditionError(absl::StrCat(file, " is damaged: ", since.status().message(), "; remove it to trust anew"));
  if (newest.verifier_key() != parts.first) {
    return absl::DataLossError(absl::StrCat("the journal at ", client.server(), " is not the one that was seen there before: its key was ", parts.first,
                                            ", now it is ", absl::CHexEscape(newest.verifier_key()), Remedy(file)));
  }
  std::string note = newest.checkpoint().note();
  absl::StatusOr<eventstore::Checkpoint> now = OpenCheckpoint(note, *verifier);
  if (!now.ok()) return absl::DataLossError(absl::StrCat(now.status().message(), Remedy(file)));
  if (now->size < since->size) {
    return absl::DataLossError(absl::StrCat("the journal at ", client.server(), " had ", since->size, " entries when it was last seen; now it shows ", now->size,
                                            Remedy(file)));
  }
  if (now->size == since->size) {
    if (now->root == since->root) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat("the journal at ", client.server(), " shows another history of its ", now->size, " entries than it did before",
                                            Remedy(file)));
  }
  now = ProveSince(client, *since, *verifier, &note);
  if (absl::IsDataLoss(now.status())) return absl::DataLossError(absl::StrCat("the journal at ", client.server(), " was rewritten: ", now.status().message(), Remedy(file)));
  return now.ok() ? Remember(file, parts.first, note) : now.status();
}

}  // namespace

std::string SeenDirectory() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state != '\0') return absl::StrCat(state, "/casejournal");
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') return absl::StrCat(home, "/.local/state/casejournal");
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

absl::Status CheckSeen(JournalClient& client, const std::string& file) {
  std::error_code cannot_look;
  const bool known = std::filesystem::exists(file, cannot_look);
  if (cannot_look) return absl::FailedPreconditionError(absl::StrCat(file, ": ", cannot_look.message()));
  v1::GetCheckpointResponse newest;
  const grpc::Status status = client.audit().GetCheckpoint(client.OneAnswer().get(), {}, &newest);
  if (!status.ok() && !known) return absl::OkStatus();
  if (!status.ok()) return absl::Status(static_cast<absl::StatusCode>(status.error_code()), FailureText(ErrorOf(status), client.server()));
  std::string kept;
  if (known) {
    if (absl::Status read = ReadInput(file, &kept); !read.ok()) return absl::FailedPreconditionError(read.message());
    return CheckAgainst(client, file, kept, newest);
  }
  const auto verifier = eventstore::NoteVerifier::FromVerifierKey(newest.verifier_key());
  if (!verifier.ok()) return absl::DataLossError(absl::StrCat("the journal's key: ", verifier.status().message()));
  if (absl::Status opened = OpenCheckpoint(newest.checkpoint().note(), *verifier).status(); !opened.ok()) return opened;
  return Remember(file, newest.verifier_key(), newest.checkpoint().note());
}

}  // namespace casejournal::services
