// casejournal keys: make, list, and replace the master keys of a journal. Shows no key but a new one that was asked
// for.
#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "casejournal/v1/operator_service.grpc.pb.h"
#include "eventstore/keys/master_keys.h"
#include "eventstore/keys/wrapping_keys.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/proofs/ed25519.h"
#include "services/client/call_failure.h"
#include "services/client/journal_client.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/files/private_files.h"
#include "services/journal/journal.h"
#include "services/journal/rotate_master_key.h"
#include "services/operate/commands.h"
#include "services/operate/key_flags.h"

namespace casejournal::services {
namespace {

std::string NameOfKey(absl::string_view id) { return absl::BytesToHexString(id); }
std::string NameOfKey(const eventstore::WrappingKeyId& id) { return eventstore::HexOf(id); }

void PrintKeysJson(const nlohmann::ordered_json& json) {
  Print(absl::StrCat(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
}

struct KeysMakeCommand {
  std::string output;
  std::string first_in;

  void Declare(CLI::App& app) {
    CLI::Option* to = app.add_option("-o,--output", output,
                                     "New file for the key, which only its owner can read [default:\nstandard output]")
                          ->type_name("FILE");
    app.add_option(
           "--first-in", first_in,
           "File with master keys: put the new key before them, so that it wraps\nfrom now on and they only open")
        ->type_name("FILE")
        ->excludes(to);
  }

  ExitStatus Run() const {
    KeepFilesPrivate();
    if (const absl::Status kept = KeepMemoryPrivate(); !kept.ok()) Remark(kept.message());
    if (!first_in.empty()) {
      const absl::StatusOr<eventstore::WrappingKeyId> name = eventstore::PutNewMasterKeyFirst(first_in);
      if (absl::IsNotFound(name.status())) {
        Complain(name.status().message());
        return ExitStatus::kNotFound;
      }
      if (!name.ok()) return ExplainLocalFailure(name.status());
      Print(
          absl::StrCat("The first key in ", first_in, " is now ", NameOfKey(*name),
                       ".\nPut a copy of the new key where your copy of the master key is, before you rotate: what is "
                       "made from then on opens with it alone. To wrap every data key with it: casejournal keys "
                       "rotate\n"));
      return ExitStatus::kOk;
    }
    std::string line = eventstore::NewMasterKeyLine();
    const absl::Cleanup wipe = [&line] { eventstore::Wipe(line); };
    if (output.empty()) {
      Print(line);
      return ExitStatus::kOk;
    }
    struct stat found {};
    if (::lstat(output.c_str(), &found) == 0) {
      Complain(
          absl::StrCat("-o: ", output, " exists, and a key is not replaced; put a new one before it with --first-in"));
      return ExitStatus::kRefused;
    }
    const absl::Status written = eventstore::WriteFileDurably(output, line, 0600);
    return written.ok() ? ExitStatus::kOk : ExplainFileFailure(written);
  }
};

struct KeysListCommand {
  std::string directory;
  KeyFlags keys;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option("--data", directory, "Data directory of the journal; no process may have it open")->required();
    keys.Declare(app);
    format.Declare(app, "Print each master key as JSON per line: its name, not the key");
  }

  ExitStatus Run() const {
    const absl::StatusOr<eventstore::WrappingKeys> listed = eventstore::ListWrappingKeys(directory, keys.Use());
    if (!listed.ok()) return ExplainLocalFailure(listed.status());
    bool all_there = true;
    Listing listing(format.format, {{.title = "Name"}, {.title = "Data keys", .right = true}, {.title = "Source"}});
    for (const eventstore::WrappingKeyUse& use : listed->uses) {
      all_there = all_there && (use.in_source || use.rows == 0);
      const std::string place = use.newest ? "first" : use.in_source ? "later" : "missing";
      if (format.json()) {
        PrintKeysJson({{"name", NameOfKey(use.id)}, {"dataKeys", use.rows}, {"source", place}});
      } else {
        listing.Add({NameOfKey(use.id), WithCommas(use.rows), place});
      }
    }
    if (!format.json()) listing.Finish("There is no data key.");
    if (!listed->source.ok()) return ExplainLocalFailure(listed->source);
    if (all_there) return ExitStatus::kOk;
    ResultTellsFailure();
    return ExitStatus::kDataLoss;
  }
};

struct KeysRotateCommand {
  JournalOptions options;
  KeyFlags keys;
  ServerFlags server;
  JsonFlag json;

  void Declare(CLI::App& app) {
    CLI::Option* data = app.add_option("--data", options.log.directory,
                                       "Data directory of the journal, if no process has it open; without it,\n"
                                       "the server does it, with its own serve --master-key");
    app.add_option("--checkpoint-copy", options.log.checkpoint_copy,
                   "With --data: the file given to casejournal serve --checkpoint-copy")
        ->type_name("FILE")
        ->needs(data);
    keys.Declare(app);
    server.Declare(app);
    json.Declare(app, "Print the outcome as JSON");
  }

  ExitStatus Run() {
    if (!options.log.directory.empty()) return RotateHere();
    return keys.AreLeftToTheServer() ? RotateServed() : ExitStatus::kUsage;
  }

 private:
  ExitStatus RotateHere() {
    KeepFilesPrivate();
    options.log.master_keys = keys.Use();
    options.tell = [](const std::string& words) { Remark(words); };
    const absl::StatusOr<std::unique_ptr<Journal>> journal = Journal::Open(options);
    if (!journal.ok()) return ExplainLocalFailure(journal.status());
    const absl::StatusOr<Rotation> rotation = [&] {
      ProgressBar bar(1000);
      return MasterKeyRotation((*journal)->log()).Rotate({}, [&](uint64_t done, uint64_t total) {
        Show(bar, done, total);
        return true;
      });
    }();
    if (absl::IsFailedPrecondition(rotation.status())) {
      Complain(rotation.status().message());
      return ExitStatus::kRefused;
    }
    if (!rotation.ok()) return ExplainLocalFailure(rotation.status());
    v1::RotatedMasterKey rotated;
    rotated.set_keys(rotation->rotated.keys);
    rotated.set_wrapping_key_id(std::string(rotation->rotated.id.begin(), rotation->rotated.id.end()));
    if (rotation->recorded_at) rotated.set_recorded_at_position(*rotation->recorded_at);
    rotated.set_not_recorded(std::string(rotation->not_recorded.message()));
    return Tell(rotated);
  }

  ExitStatus RotateServed() const {
    JournalClient client(server);
    std::optional<v1::RotatedMasterKey> rotated;
    std::optional<ProgressBar> bar(std::in_place, 1000);
    const auto context = client.Stream();
    const std::unique_ptr<v1::OperatorService::Stub> stub = v1::OperatorService::NewStub(client.channel());
    const v1::RotateMasterKeyRequest request;
    const grpc::Status status = ReadStream<v1::RotateMasterKeyResponse>(
        *context, stub->RotateMasterKey(context.get(), request), [&](const v1::RotateMasterKeyResponse& step) {
          if (step.has_rotated()) rotated = step.rotated();
          if (step.has_progress()) Show(*bar, step.progress().done(), step.progress().total());
          return true;
        });
    bar.reset();
    if (!status.ok()) return ReportFailure(status, client.server());
    if (rotated) return Tell(*rotated);
    Complain(absl::StrCat(client.server(), " ended the answer without an outcome"));
    return ExitStatus::kFailure;
  }

  static void Show(ProgressBar& bar, uint64_t done, uint64_t total) {
    bar.Show(total == 0 ? 0 : done * 1000 / total, Counted(done, "data key", "data keys"));
  }

  ExitStatus Tell(const v1::RotatedMasterKey& rotated) const {
    const std::string name = NameOfKey(rotated.wrapping_key_id());
    if (!rotated.not_recorded().empty())
      Remark(absl::StrCat("The journal has no entry about this: ", rotated.not_recorded()));
    if (json) {
      nlohmann::ordered_json shown = {{"masterKey", name}, {"dataKeys", rotated.keys()}};
      if (rotated.has_recorded_at_position()) shown["recordedAtPosition"] = rotated.recorded_at_position();
      if (!rotated.not_recorded().empty()) shown["notRecorded"] = rotated.not_recorded();
      PrintKeysJson(shown);
      return ExitStatus::kOk;
    }
    if (rotated.keys() == 0) {
      Print(absl::StrCat("Every data key is wrapped with the master key ", name, " already. Nothing was recorded.\n"));
      return ExitStatus::kOk;
    }
    Print(absl::StrCat(
        Counted(rotated.keys(), "data key was", "data keys were"), " wrapped again, with the master key ", name, ".",
        rotated.has_recorded_at_position() ? absl::StrCat("\nRecorded as entry ", rotated.recorded_at_position(), ".")
                                           : "",
        "\nBackups need the earlier master key until the next one is made: casejournal backup. Then take it out of the "
        "source, and keep it as long as copies of the repository or of the data directory from before.\n"));
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddKeysCommand(CLI::App& program, ExitStatus& exit) {
  CLI::App& keys = DeclareCommand(program, {.name = "keys",
                                            .group = kRunGroup,
                                            .summary = "Make, list, and replace the master keys of a journal",
                                            .examples = "casejournal keys make -o /etc/casejournal/master.key\n"
                                                        "casejournal keys list --data ./journal\n"
                                                        "casejournal keys rotate"});
  keys.require_subcommand(1);
  AddCommand<KeysMakeCommand>(keys, exit,
                              {.name = "make",
                               .group = kRunGroup,
                               .summary = "Make a new master key",
                               .examples = "casejournal keys make -o /etc/casejournal/master.key\n"
                                           "casejournal keys make --first-in /etc/casejournal/master.key"});
  AddCommand<KeysListCommand>(
      keys, exit,
      {.name = "list",
       .group = kRunGroup,
       .summary = "List by name the master keys that a journal needs",
       .examples = "casejournal keys list --data ./journal --master-key file:/etc/casejournal/master.key",
       .pages = true});
  AddCommand<KeysRotateCommand>(keys, exit,
                                {.name = "rotate",
                                 .group = kRunGroup,
                                 .summary = "Wrap every data key with the first master key of the source",
                                 .examples = "casejournal keys rotate\n"
                                             "casejournal keys rotate --data ./journal"});
}

}  // namespace casejournal::services
