// casejournal mirror: write the journal's tree as static files for monitors (C2SP tlog-tiles).
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/proofs/note_key.h"
#include "services/client/call_failure.h"
#include "services/client/evidence/check_report.h"
#include "services/client/evidence/commands.h"
#include "services/client/evidence/verify_commands.h"
#include "services/client/journal_client.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/files/given_file.h"
#include "services/verify/consistency_call.h"
#include "services/verify/signed_checkpoint.h"
#include "services/verify/tile_files.h"

namespace casejournal::services {
namespace {

struct MirrorCommand {
  ServerFlags server;
  std::string directory;
  std::string key;
  bool witnessed = false;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("directory", directory,
                   "Directory of the files: checkpoint, tile/...; any web server can serve\nthem")
        ->type_name("DIRECTORY")
        ->required();
    app.add_option("--key", key, kVerifierKeyHelp)->type_name("VKEY|FILE");
    app.add_flag("--witnessed", witnessed,
                 "Mirror only up to a checkpoint that enough witnesses cosigned, and\ninclude their cosignatures");
    json.Declare(app, "Print the size and the root of the mirror as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    if (const ExitStatus read = ReadGivenKey(&key); read != ExitStatus::kOk) return read;
    JournalClient client(server);
    v1::GetCheckpointRequest request;
    request.set_witnessed(witnessed);
    v1::GetCheckpointResponse newest;
    const grpc::Status status = client.audit().GetCheckpoint(client.OneAnswer().get(), request, &newest);
    if (!status.ok()) return ReportFailure(status, client.server());
    const auto verifier = eventstore::NoteVerifier::FromVerifierKey(key.empty() ? newest.verifier_key() : key);
    if (!verifier.ok()) {
      Complain(absl::StrCat("the server's key is malformed: ", verifier.status().message()));
      return ExitStatus::kDataLoss;
    }
    const absl::Status mirrored = Mirror(client, *verifier, newest.checkpoint().note());
    if (mirrored.ok()) return ExitStatus::kOk;
    const ExitStatus exit = ExplainFileFailure(mirrored);
    return exit == ExitStatus::kDiskFull ? exit : ExitStatusOf(static_cast<int>(mirrored.code()));
  }

 private:
  // The existing files must match their checkpoint, and the journal must prove that it extends that checkpoint. Only
  // then fetch leaves, and change no existing file before the leaves give the new checkpoint's root. Write the
  // checkpoint last, so that a reader finds every file that the checkpoint covers.
  absl::Status Mirror(JournalClient& client, const eventstore::NoteVerifier& verifier,
                      const std::string& newest) const {
    std::string note = newest;
    absl::StatusOr<eventstore::Checkpoint> checkpoint = OpenCheckpoint(note, verifier);
    if (!checkpoint.ok()) return checkpoint.status();
    const std::string kept = absl::StrCat(directory, "/checkpoint");
    eventstore::Checkpoint earlier{.origin = {}, .size = 0, .root = eventstore::EmptyRoot(), .extensions = {}};
    std::error_code cannot_look;
    const bool mirrored_before = std::filesystem::exists(kept, cannot_look);
    if (cannot_look) return absl::UnavailableError(absl::StrCat(kept, ": ", cannot_look.message()));
    if (mirrored_before) {
      std::string before;
      if (absl::Status read = ReadInput(kept, &before); !read.ok()) return read;
      const absl::StatusOr<eventstore::Checkpoint> opened = OpenCheckpoint(before, verifier);
      if (!opened.ok()) return absl::DataLossError(absl::StrCat(kept, ": ", opened.status().message()));
      earlier = *opened;
      if (earlier.size > checkpoint->size) {
        return absl::DataLossError(
            absl::StrCat("the mirror has ", earlier.size, " entries; the journal shows only ", checkpoint->size));
      }
      std::string proved;
      const absl::StatusOr<eventstore::Checkpoint> now = ProveSince(client, earlier, verifier, &proved);
      if (!now.ok()) return now.status();
      if (!witnessed) {
        note = proved;
        checkpoint = now;
      }
    }
    absl::StatusOr<TileFiles> tiles = TileFiles::Open(directory, earlier.size, earlier.root);
    if (!tiles.ok()) return tiles.status();
    if (absl::Status fetched = Fetch(client, earlier.size, checkpoint->size, *tiles); !fetched.ok()) return fetched;
    if (tiles->Root() != checkpoint->root) {
      return absl::DataLossError("the leaves and the existing tiles do not give the checkpoint's root");
    }
    if (absl::Status finished = tiles->Finish(); !finished.ok()) return finished;
    if (absl::Status written = eventstore::WriteFileDurably(kept, note, 0644); !written.ok()) return written;
    if (json) {
      const nlohmann::ordered_json mirrored = {{"directory", directory},
                                               {"origin", checkpoint->origin},
                                               {"keyId", KeyIdOf(verifier)},
                                               {"size", checkpoint->size},
                                               {"fetched", checkpoint->size - earlier.size},
                                               {"root", eventstore::HexOf(checkpoint->root)}};
      Print(absl::StrCat(mirrored.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
      return absl::OkStatus();
    }
    Print(absl::StrCat(directory, ": ", WithCommas(checkpoint->size), " entries of ", checkpoint->origin, ", ",
                       WithCommas(checkpoint->size - earlier.size), " fetched, root ",
                       eventstore::HexOf(checkpoint->root), "\n"));
    return absl::OkStatus();
  }

  static absl::Status Fetch(JournalClient& client, uint64_t from, uint64_t to, TileFiles& tiles) {
    v1::ReadLeavesRequest request;
    request.set_first_position(from);
    request.set_end_position(to);
    ProgressBar bar(to - from);
    absl::Status right;
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::ReadLeavesResponse>(
        *context, client.audit().ReadLeaves(context.get(), request), [&](const v1::ReadLeavesResponse& batch) {
          const absl::string_view bytes = batch.hashes();
          for (size_t at = 0; at < bytes.size() && right.ok(); at += sizeof(eventstore::Hash)) {
            const auto leaf = eventstore::HashFromBytes(bytes.substr(at, sizeof(eventstore::Hash)));
            right = leaf.ok() ? tiles.Append(*leaf) : leaf.status();
          }
          bar.Show(tiles.size() - from, absl::StrCat(WithCommas(tiles.size()), " entries"));
          return right.ok() && tiles.size() <= to;
        });
    bar.Wipe();
    if (!right.ok()) return right;
    if (!status.ok())
      return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                          FailureText(ErrorOf(status), client.server()));
    return tiles.size() == to ? absl::OkStatus()
                              : absl::DataLossError(absl::StrCat("the server sent ", tiles.size() - from, " leaves; ",
                                                                 to - from, " were requested"));
  }
};

}  // namespace

void AddMirrorCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<MirrorCommand>(
      program, exit,
      {.name = "mirror",
       .group = kProveGroup,
       .summary = "Mirror the journal's hash tree to static files (C2SP tlog-tiles)",
       .examples = "casejournal mirror ./mirror --key \"$(cat journal.vkey)\"\n"
                   "casejournal mirror ./mirror --key \"$(cat journal.vkey)\" --witnessed   # fetch what is new"});
}

}  // namespace casejournal::services
