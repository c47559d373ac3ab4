// casejournal backup: make and look after backups of a journal.
#include <algorithm>
#include <atomic>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "casejournal/v1/operator_service.grpc.pb.h"
#include "eventstore/backup/check_repository.h"
#include "eventstore/backup/restore_backup.h"
#include "eventstore/backup/retention.h"
#include "google/protobuf/util/time_util.h"
#include "services/backups/online_backups.h"
#include "services/backups/pace.h"
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
#include "services/net/metadata_keys.h"
#include "services/operate/backup_flags.h"
#include "services/operate/commands.h"
#include "services/operate/key_flags.h"

namespace casejournal::services {
namespace {

using eventstore::Generation;
using eventstore::Repository;

std::string TimeOf(int64_t micros) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixMicros(micros), absl::UTCTimeZone());
}

nlohmann::ordered_json JsonOf(const Generation& generation) {
  return {{"backup", generation.number},
          {"madeAt", TimeOf(generation.made_at_us)},
          {"origin", generation.origin},
          {"entries", generation.size},
          {"root", eventstore::HexOf(generation.root)},
          {"lastRecordedAt", TimeOf(generation.last_recorded_at_us)},
          {"addedEntries", generation.added_entries},
          {"addedBytes", generation.added_bytes}};
}

void PrintJson(const nlohmann::ordered_json& json) {
  Print(absl::StrCat(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
}

// A damaged backup is not passed over in silence. Return whether there is one.
bool TellDamaged(const Repository& repository, const std::vector<Repository::DamagedGeneration>& all) {
  for (const Repository::DamagedGeneration& damaged : all) {
    Complain(absl::StrCat("backup ", damaged.number, " is damaged: ", damaged.why.message()));
  }
  if (all.empty()) return false;
  Complain(
      absl::StrCat("put damaged files back from a copy of the repository, or give a backup up by removing its file ",
                   "in ", repository.directory(), "/generations; until then, whatever it may use is kept"));
  return true;
}

struct RepositoryFlag {
  std::string directory;
  void Declare(CLI::App& app) {
    app.add_option("--repository", directory, "Directory with the backups of one journal")
        ->type_name("DIRECTORY")
        ->required();
  }
};

// What the server says of a backup that it made.
Backup BackupIn(const v1::MadeBackup& made) {
  using google::protobuf::util::TimeUtil;
  Backup backup;
  Generation& generation = backup.generation;
  generation.number = made.number();
  generation.made_at_us = TimeUtil::TimestampToMicroseconds(made.made_at());
  generation.origin = made.origin();
  generation.size = made.size();
  generation.root = eventstore::HashFromBytes(made.root()).value_or(eventstore::Hash{});
  generation.last_recorded_at_us = TimeUtil::TimestampToMicroseconds(made.last_recorded_at());
  generation.added_entries = made.added_entries();
  generation.added_bytes = made.added_bytes();
  if (made.has_recorded_at_position()) backup.recorded_at = made.recorded_at_position();
  backup.not_recorded = absl::UnavailableError(made.not_recorded());
  backup.damaged.assign(made.damaged().begin(), made.damaged().end());
  return backup;
}

struct BackupCommand {
  JournalOptions options;
  std::string repository;
  ServerFlags server;
  KeyFlags keys;
  RateFlag rate;
  JsonFlag json;

  void Declare(CLI::App& app) {
    // A subcommand needs none of these.
    CLI::Option* data = app.add_option("--data", options.log.directory,
                                       "Data directory of the journal, if no process has it open; without it,\n"
                                       "the server backs up to its serve --backup-repository");
    app.add_option("--repository", repository,
                   "With --data: directory with the backups of one journal; it is made if it\nis missing")
        ->type_name("DIRECTORY")
        ->needs(data);
    app.add_option("--checkpoint-copy", options.log.checkpoint_copy,
                   "With --data: the file given to casejournal serve --checkpoint-copy")
        ->type_name("FILE")
        ->needs(data);
    rate.Declare(app, "no limit with --data, else\n32");
    keys.Declare(app);
    server.Declare(app);
    json.Declare(app, "Print the backup as JSON");
  }

  ExitStatus Run() {
    if (!options.log.directory.empty() && repository.empty()) {
      Complain(
          "give --repository DIRECTORY with --data DIRECTORY; without both, the server backs up to its own repository");
      return ExitStatus::kUsage;
    }
    if (options.log.directory.empty()) return keys.AreLeftToTheServer() ? BackUpServed() : ExitStatus::kUsage;
    if (const absl::Status place = CheckBackupPlace(repository, options.log.directory); !place.ok()) {
      Complain(absl::StrCat("--repository: ", place.message()));
      return ExitStatus::kUsage;
    }
    return BackUpHere();
  }

 private:
  ExitStatus BackUpHere() {
    KeepFilesPrivate();
    options.log.master_keys = keys.Use();
    options.tell = [](const std::string& words) { Remark(words); };
    const absl::StatusOr<std::unique_ptr<Journal>> journal = Journal::Open(options);
    if (!journal.ok()) return ExplainLocalFailure(journal.status());
    const std::atomic<bool> stopping = false;
    OnlineBackups backups((*journal)->log(), {.repository = repository, .time_zone = (*journal)->zone_name()},
                          stopping);
    const absl::StatusOr<Backup> made = [&] {
      ProgressBar bar(1000);
      const uint64_t no_limit = std::numeric_limits<uint64_t>::max();
      return backups.Make({}, rate.mib_per_second == 0 ? no_limit : rate.bytes_per_second(), (*journal)->NowUs(),
                          [&](const BackupStep& step) {
                            Show(bar, step.stage == eventstore::BackupStage::kProving, step.done, step.total);
                            return true;
                          });
    }();
    return made.ok() ? Tell(*made) : ExplainLocalFailure(made.status());
  }

  ExitStatus BackUpServed() const {
    JournalClient client(server);
    v1::BackupRequest request;
    request.set_bytes_per_second(rate.bytes_per_second());
    std::optional<Backup> made;
    std::optional<ProgressBar> bar(std::in_place, 1000);
    const auto context = client.Stream();
    const std::unique_ptr<v1::OperatorService::Stub> stub = v1::OperatorService::NewStub(client.channel());
    const grpc::Status status = ReadStream<v1::BackupResponse>(
        *context, stub->Backup(context.get(), request), [&](const v1::BackupResponse& step) {
          if (step.has_made()) made = BackupIn(step.made());
          const v1::BackupProgress& progress = step.progress();
          if (step.has_progress())
            Show(*bar, progress.stage() == v1::BACKUP_STAGE_PROVING, progress.done(), progress.total());
          return true;
        });
    bar.reset();
    if (!status.ok()) return ReportFailure(status, client.server());
    if (made) {
      const auto left_over = context->GetServerTrailingMetadata().find(kLeftOverKey);
      if (left_over != context->GetServerTrailingMetadata().end()) {
        made->left_over = absl::UnavailableError(absl::string_view(left_over->second.data(), left_over->second.size()));
      }
    }
    if (!made) {
      Complain(absl::StrCat(client.server(), " ended the answer without a backup"));
      return ExitStatus::kFailure;
    }
    return Tell(*made);
  }

  static void Show(ProgressBar& bar, bool proving, uint64_t done, uint64_t total) {
    bar.Show(total == 0 ? 0 : done * 1000 / total,
             absl::StrCat(proving ? "proving: " : "storing: ", Counted(done, "entry", "entries")));
  }

  ExitStatus Tell(const Backup& backup) const {
    const Generation& made = backup.generation;
    for (const uint64_t number : backup.damaged) {
      Complain(
          absl::StrCat("Backup ", number,
                       " is damaged, and whatever it may use is kept. casejournal backup check names its file: put "
                       "that back from a copy\nof the repository, or give the backup up by removing generations/",
                       absl::StrFormat("%06d", number)));
    }
    if (!backup.left_over.ok()) {
      Complain(absl::StrCat(
          "The backup is made. What no backup uses any more is still there, forgotten data keys among it: ",
          backup.left_over.message(), ". The next backup removes it."));
    }
    if (made.number == 1) {
      Remark(
          "This is the first backup in its repository. If there were earlier ones, their disk may not be mounted, or "
          "their files are gone.");
    }
    if (!backup.recorded_at) {
      Complain(absl::StrCat("The journal has no entry about this backup: ", backup.not_recorded.message()));
    }
    if (json) {
      nlohmann::ordered_json shown = JsonOf(made);
      if (backup.recorded_at) shown["recordedAtPosition"] = *backup.recorded_at;
      if (!backup.recorded_at) shown["notRecorded"] = backup.not_recorded.message();
      shown["damaged"] = backup.damaged;
      if (!backup.left_over.ok()) shown["leftOver"] = backup.left_over.message();
      PrintJson(shown);
      return ExitStatus::kOk;
    }
    Print(absl::StrCat(
        "Backup ", made.number, " of ", made.origin, ": ", Counted(made.size, "entry", "entries"), ", ",
        WithCommas(made.added_entries), " of them new (", Counted(made.added_bytes, "byte", "bytes"),
        " added).\nIt was restored to a scratch place, and its root is that of its signed checkpoint: ",
        eventstore::HexOf(made.root),
        backup.recorded_at ? absl::StrCat("\nRecorded as entry ", *backup.recorded_at, ".") : "",
        "\nIt has no key that opens it: keep a copy of the directory secrets/ at another place, and of the "
        "master key if it is elsewhere.\n"));
    return ExitStatus::kOk;
  }
};

struct BackupListCommand {
  RepositoryFlag repository;
  FormatFlags format;

  void Declare(CLI::App& app) {
    repository.Declare(app);
    format.Declare(app, "Print each backup as JSON per line");
  }

  ExitStatus Run() {
    const absl::StatusOr<std::unique_ptr<Repository>> opened =
        Repository::Open(repository.directory, Repository::Use::kRead);
    if (!opened.ok()) return ExplainLocalFailure(opened.status());
    const absl::StatusOr<Repository::Survey> survey = (*opened)->Look();
    if (!survey.ok()) return ExplainLocalFailure(survey.status());
    const absl::StatusOr<std::vector<Repository::DamagedGeneration>> damaged = (*opened)->Damaged();
    if (!damaged.ok()) return ExplainLocalFailure(damaged.status());
    Show(survey->sound, damaged->empty() ? "There is no backup yet." : "No backup can be read.");
    return TellDamaged(**opened, *damaged) ? ExitStatus::kDataLoss : ExitStatus::kOk;
  }

 private:
  void Show(const std::vector<Generation>& generations, absl::string_view none) const {
    if (format.json()) {
      for (const Generation& generation : generations) PrintJson(JsonOf(generation));
      return;
    }
    Listing listing(format.format, {{.title = "Backup", .right = true},
                                    {.title = "Made at"},
                                    {.title = "Entries", .right = true},
                                    {.title = "Last entry of"},
                                    {.title = "Bytes added", .right = true},
                                    {.title = "Origin"}});
    for (const Generation& generation : generations) {
      listing.Add({absl::StrCat(generation.number), TimeOf(generation.made_at_us), WithCommas(generation.size),
                   TimeOf(generation.last_recorded_at_us), WithCommas(generation.added_bytes), generation.origin});
    }
    listing.Finish(none);
  }
};

struct BackupCheckCommand {
  RepositoryFlag repository;
  RateFlag rate;
  JsonFlag json;

  void Declare(CLI::App& app) {
    repository.Declare(app);
    rate.Declare(app);
    json.Declare(app, "Print the result as JSON");
  }

  ExitStatus Run() {
    const absl::StatusOr<std::unique_ptr<Repository>> opened =
        Repository::Open(repository.directory, Repository::Use::kRead);
    if (!opened.ok()) return ExplainLocalFailure(opened.status());
    const absl::StatusOr<eventstore::RepositoryReport> report = [&] {
      ProgressBar bar(1000);
      Pace pace(rate.bytes_per_second());
      return eventstore::CheckRepository(
          **opened,
          [&](uint64_t done, uint64_t total) {
            bar.Show(total == 0 ? 1000 : done * 1000 / total, Counted(done, "object", "objects"));
          },
          [&](uint64_t bytes) { return pace.Take(bytes); });
    }();
    if (!report.ok()) return ExplainLocalFailure(report.status());
    if (json) {
      nlohmann::ordered_json shown = {{"verdict", report->findings.empty() ? "sound" : "damaged"},
                                      {"backups", report->generations},
                                      {"objects", report->objects},
                                      {"bytes", report->bytes},
                                      {"unusedObjects", report->unused_objects},
                                      {"findings", report->findings}};
      PrintJson(shown);
    } else {
      for (const std::string& finding : report->findings) Print(absl::StrCat("damaged: ", finding, "\n"));
      if (report->findings.empty()) {
        Print(absl::StrCat("sound: ", Counted(report->generations, "backup", "backups"), ", ",
                           Counted(report->objects, "object", "objects"), ", ", Counted(report->bytes, "byte", "bytes"),
                           ". Whether the keys open them, a drill shows: casejournal backup drill\n"));
      } else {
        Print("The next casejournal backup writes again, from the journal, what it needs itself.\n");
      }
    }
    if (report->findings.empty()) return ExitStatus::kOk;
    ResultTellsFailure();
    return ExitStatus::kDataLoss;
  }
};

struct BackupPruneCommand {
  RepositoryFlag repository;
  eventstore::Retention retention;
  bool yes = false;
  JsonFlag json;

  void Declare(CLI::App& app) {
    repository.Declare(app);
    app.add_option("--keep", retention.newest, "Keep so many of the newest backups")
        ->type_name("COUNT")
        ->check(CLI::Range(uint64_t{1}, uint64_t{1'000'000}));
    app.add_option("--keep-days", retention.days, "Keep those that are at most so many days old")
        ->type_name("DAYS")
        ->check(CLI::Range(uint64_t{1}, uint64_t{100'000}));
    app.add_flag("--yes", yes, "Do it; without this flag, only show what would be removed");
    json.Declare(app, "Print what is removed, or would be removed, as JSON");
  }

  ExitStatus Run() {
    if (retention.newest == 0 && retention.days == 0) {
      Complain("give --keep COUNT, --keep-days DAYS, or both; a backup is kept if one of them keeps it");
      return ExitStatus::kUsage;
    }
    absl::StatusOr<std::unique_ptr<Repository>> opened =
        Repository::Open(repository.directory, yes ? Repository::Use::kWrite : Repository::Use::kRead);
    if (!opened.ok()) return ExplainLocalFailure(opened.status());
    const absl::StatusOr<std::vector<Generation>> sound = Restorable(**opened);
    if (!sound.ok()) return ExplainLocalFailure(sound.status());
    const std::vector<uint64_t> pruned = eventstore::ToPrune(*sound, retention, absl::ToUnixMicros(absl::Now()));
    if (!yes) {
      const absl::StatusOr<std::vector<Repository::DamagedGeneration>> damaged = (*opened)->Damaged();
      if (!damaged.ok()) return ExplainLocalFailure(damaged.status());
      Show(pruned, sound->size() - pruned.size(), 0);
      return TellDamaged(**opened, *damaged) ? ExitStatus::kDataLoss : ExitStatus::kOk;
    }
    if (absl::Status sweepable = (*opened)->CheckSweepable(); !sweepable.ok()) return ExplainLocalFailure(sweepable);
    for (const uint64_t number : pruned) {
      const absl::Status removed = (*opened)->Remove(number);
      if (!removed.ok()) return TellUnfinished(**opened, pruned, "not all of these backups were removed: ", removed);
    }
    const absl::StatusOr<Repository::Swept> swept = (*opened)->Sweep();
    if (!swept.ok()) {
      return TellUnfinished(
          **opened, pruned,
          "not everything that no backup uses was removed, forgotten data keys among it: ", swept.status());
    }
    Show(pruned, sound->size() - pruned.size(), swept->bytes);
    return TellDamaged(**opened, swept->damaged) ? ExitStatus::kDataLoss : ExitStatus::kOk;
  }

 private:
  // Those whose own files and lists are sound. Another does not take the place of one of them.
  static absl::StatusOr<std::vector<Generation>> Restorable(const Repository& opened) {
    absl::StatusOr<Repository::Survey> survey = opened.Look();
    if (!survey.ok()) return survey.status();
    const absl::StatusOr<std::vector<Repository::DamagedGeneration>> damaged = opened.Damaged();
    if (!damaged.ok()) return damaged.status();
    std::erase_if(survey->sound, [&](const Generation& each) {
      return std::any_of(damaged->begin(), damaged->end(), [&](const auto& of) { return of.number == each.number; });
    });
    return std::move(survey->sound);
  }

  // What is removed is removed, whatever failed after it.
  ExitStatus TellUnfinished(const Repository& opened, std::vector<uint64_t> pruned, absl::string_view what,
                            const absl::Status& why) const {
    const absl::StatusOr<std::vector<Generation>> left = Restorable(opened);
    if (left.ok()) {
      std::erase_if(pruned, [&](uint64_t number) {
        return std::any_of(left->begin(), left->end(), [&](const Generation& of) { return of.number == number; });
      });
      Show(pruned, left->size(), std::nullopt);
    }
    return ExplainLocalFailure(absl::Status(why.code(), absl::StrCat(what, why.message(), "; run this again")));
  }

  // `bytes`: those of what no backup uses. Absent: the work ended before all of it was removed.
  void Show(const std::vector<uint64_t>& pruned, size_t left, std::optional<uint64_t> bytes) const {
    if (json) {
      PrintJson(
          {{"done", yes && bytes.has_value()}, {"removed", pruned}, {"left", left}, {"bytes", bytes.value_or(0)}});
      return;
    }
    const std::string backups = Counted(pruned.size(), "backup", "backups");
    if (yes) {
      Print(absl::StrCat("Removed ", backups, bytes ? " and " + Counted(*bytes, "byte", "bytes") : "", ". ",
                         Counted(left, "backup is", "backups are"), " left.\n"));
    } else {
      Print(absl::StrCat("Would remove ", backups, pruned.empty() ? "" : ": ", absl::StrJoin(pruned, ", "), ". ",
                         WithCommas(left), " would be left. Nothing was done. Add --yes to do it.\n"));
    }
  }
};

struct BackupDrillCommand {
  RepositoryFlag repository;
  SecretsFlag secrets;
  KeyFlags keys;
  GenerationFlag generation;
  RateFlag rate;
  JsonFlag json;

  void Declare(CLI::App& app) {
    repository.Declare(app);
    secrets.Declare(app);
    keys.Declare(app);
    generation.Declare(app);
    rate.Declare(app);
    json.Declare(app, "Print the backup that was restored as JSON");
  }

  ExitStatus Run() {
    const absl::StatusOr<std::unique_ptr<Repository>> opened =
        Repository::Open(repository.directory, Repository::Use::kWrite);
    if (!opened.ok()) return ExplainLocalFailure(opened.status());
    const absl::StatusOr<Generation> found = (*opened)->Find(generation.number);
    if (!found.ok()) return ExplainLocalFailure(found.status());
    const absl::StatusOr<eventstore::KeySet> data_keys = (*opened)->Keys();
    if (!data_keys.ok()) return ExplainLocalFailure(data_keys.status());
    eventstore::SecretFiles files = secrets.files();
    files.master_keys = keys.Use();
    const absl::Status proved = [&] {
      ProgressBar bar(1000);
      Pace pace(rate.bytes_per_second());
      return eventstore::ProveBackup(
          **opened, *found, *data_keys, files,
          [&](uint64_t done, uint64_t total) {
            bar.Show(total == 0 ? 1000 : done * 1000 / total, Counted(done, "entry", "entries"));
          },
          [&](uint64_t bytes) { return pace.Take(bytes); });
    }();
    if (!proved.ok()) return ExplainLocalFailure(proved);
    if (json) {
      PrintJson(JsonOf(*found));
      return ExitStatus::kOk;
    }
    Print(absl::StrCat("Backup ", found->number,
                       " was restored to a scratch place and removed again: ", Counted(found->size, "entry", "entries"),
                       ", every one opened and checked, with the root of the signed checkpoint: ",
                       eventstore::HexOf(found->root), "\n"));
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddBackupCommand(CLI::App& program, ExitStatus& exit) {
  CLI::App& backup = AddCommand<BackupCommand>(
      program, exit,
      {.name = "backup",
       .group = kRunGroup,
       .summary = "Back up a journal, and prove that it can be restored",
       .examples = "casejournal backup\n"
                   "casejournal backup --data ./journal --repository /mnt/backups\n"
                   "casejournal backup list --repository /mnt/backups\n"
                   "casejournal backup prune --repository /mnt/backups --keep 7 --keep-days 30 --yes"});
  AddCommand<BackupListCommand>(backup, exit,
                                {.name = "list",
                                 .group = kRunGroup,
                                 .summary = "List the backups of a repository",
                                 .examples = "casejournal backup list --repository /mnt/backups",
                                 .pages = true});
  AddCommand<BackupCheckCommand>(backup, exit,
                                 {.name = "check",
                                  .group = kRunGroup,
                                  .summary = "Check every byte of a repository, without any key",
                                  .examples = "casejournal backup check --repository /mnt/backups"});
  AddCommand<BackupPruneCommand>(
      backup, exit,
      {.name = "prune",
       .group = kRunGroup,
       .summary = "Remove backups that are no longer wanted",
       .examples = "casejournal backup prune --repository /mnt/backups --keep 7 --keep-days 30 --yes"});
  AddCommand<BackupDrillCommand>(
      backup, exit,
      {.name = "drill",
       .group = kRunGroup,
       .summary = "Restore a backup to a scratch place, check it, and remove it",
       .examples = "casejournal backup drill --repository /mnt/backups --secrets /root/journal-secrets"});
}

}  // namespace casejournal::services
