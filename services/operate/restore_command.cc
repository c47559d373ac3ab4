// casejournal restore: make a data directory from a backup.
#include <algorithm>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "eventstore/backup/repository.h"
#include "eventstore/backup/restore_backup.h"
#include "eventstore/proofs/note_key.h"
#include "projections/entries/civil_day.h"
#include "services/backups/pace.h"
#include "services/client/access/staff_flag.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/files/given_file.h"
#include "services/files/private_files.h"
#include "services/journal/restored_journal.h"
#include "services/operate/backup_flags.h"
#include "services/operate/commands.h"
#include "services/operate/key_flags.h"
#include "services/operate/loss_words.h"
#include "services/verify/lost/journal_copies.h"

namespace casejournal::services {
namespace {

using eventstore::Generation;
using eventstore::Repository;

struct RestoreCommand {
  std::string repository;
  eventstore::RestoreRequest request;
  SecretsFlag secrets;
  KeyFlags keys;
  GenerationFlag generation;
  RateFlag rate;
  uint64_t entries = 0;
  std::string until_day;
  std::string until_time;
  std::string newest_known_file;
  std::vector<std::string> copies;
  std::string administrator;
  std::vector<std::string> administrators;  // of the restored state: "wren.example/u-1"
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("--repository", repository, "Directory with the backups of the journal")
        ->type_name("DIRECTORY")
        ->required();
    app.add_option("--data", request.directory, "New data directory; it must not exist, or be empty")->required();
    secrets.Declare(app);
    keys.Declare(app);
    generation.Declare(app);
    CLI::Option* count = app.add_option("--entries", entries, "Restore only the first so many entries")
                             ->type_name("COUNT")
                             ->check(CLI::Range(uint64_t{1}, std::numeric_limits<uint64_t>::max()));
    CLI::Option* day = app.add_option("--known-day", until_day,
                                      "Restore what was recorded by the end of this day, in the journal's\ntime zone")
                           ->type_name("YYYY-MM-DD");
    app.add_option("--known-at", until_time, "Restore what was recorded up to this instant")
        ->type_name("TIME")
        ->excludes(day)
        ->excludes(count);
    day->excludes(count);
    app.add_option("--last-checkpoint", newest_known_file,
                   "Last known checkpoint of the journal, from a witness, a mirror, a\n"
                   "client, or a --checkpoint-copy: it shows what the backup lacks")
        ->type_name("FILE");
    app.add_option("--journal-copy", copies,
                   "What was kept of the journal elsewhere: a file that events, subscribe,\ndisclosures, or roles "
                   "wrote with --json, a mirror, or an exhibit. It shows\nwhich rights, labels, and disclosures are "
                   "lost; may be repeated")
        ->type_name("FILE|DIRECTORY")
        ->allow_extra_args(false);
    app.add_option(
           "--administrator", administrator,
           "The administrator who confirms the rights, and whom alone the journal\nadmits until then; issuer and "
           "subject are those of the token [default: any\nadministrator of the restored state]")
        ->type_name("ISSUER/SUBJECT/NAME");
    rate.Declare(app);
    json.Declare(app, "Print what was restored as JSON");
  }

  ExitStatus Run() {
    KeepFilesPrivate();
    const absl::StatusOr<std::unique_ptr<Repository>> opened = Repository::Open(repository, Repository::Use::kRead);
    if (!opened.ok()) return ExplainLocalFailure(opened.status());
    const absl::StatusOr<Generation> found = (*opened)->Find(generation.number);
    if (!found.ok()) return ExplainLocalFailure(found.status());
    if (const absl::Status read = ReadLimits(*found); !read.ok()) {
      Complain(read.message());
      return ExitStatus::kUsage;
    }
    if (!newest_known_file.empty()) {
      if (const absl::Status read = ReadInput(newest_known_file, &request.newest_known); !read.ok()) {
        Complain(absl::StrCat("--last-checkpoint: ", read.message()));
        return ExitStatus::kNotFound;
      }
    }
    const absl::StatusOr<eventstore::NoteVerifier> key = eventstore::NoteVerifier::FromVerifierKey(found->verifier_key);
    if (!key.ok()) {
      Complain(absl::StrCat("backup ", found->number, ": its key is malformed: ", key.status().message()));
      return ExitStatus::kDataLoss;
    }
    if (!administrator.empty()) {
      const absl::StatusOr<event::v1::Staff> named = ReadStaff("--administrator", administrator);
      if (!named.ok()) {
        Complain(named.status().message());
        return ExitStatus::kUsage;
      }
      request.administrator_issuer = named->issuer();
      request.administrator_subject = named->subject();
    }
    request.look = [&](const std::string& directory) { return LookForAdministrators(directory, *found); };
    JournalCopies journal_copies(*key, IsLimited() ? 0 : found->size);
    for (const std::string& copy : copies) {
      if (const absl::Status read = journal_copies.Read(copy); !read.ok()) {
        Complain(absl::StrCat("--journal-copy: ", read.message(), ". Nothing was restored"));
        return ExitStatusOf(static_cast<int>(read.code()));
      }
    }
    request.newest_known = journal_copies.NewestNote(request.newest_known);
    request.secrets = secrets.files();
    request.secrets.master_keys = keys.Use();
    const absl::StatusOr<eventstore::Restored> restored = [&] {
      ProgressBar bar(1000);
      Pace pace(rate.bytes_per_second());
      return eventstore::Restore(
          **opened, *found, request,
          [&](uint64_t done, uint64_t total) {
            bar.Show(total == 0 ? 1000 : done * 1000 / total, Counted(done, "entry", "entries"));
          },
          [&](uint64_t bytes) { return pace.Take(bytes); });
    }();
    if (absl::IsAlreadyExists(restored.status())) {
      Complain(restored.status().message());
      return ExitStatus::kRefused;
    }
    if (!restored.ok()) return ExplainLocalFailure(restored.status());
    const LossReport losses =
        journal_copies.Compare({.tree = restored->tree, .last_recorded_at_us = restored->last_recorded_at_us},
                               {restored->published, {.note = "", .size = found->size, .root = found->root}});
    Show(*found, *restored, losses);
    if (losses.contradictions.empty()) return ExitStatus::kOk;
    if (json) ResultTellsFailure();
    return ExitStatus::kDataLoss;
  }

 private:
  // Who can confirm the rights of what is being restored. Whoever was named must be among them.
  absl::Status LookForAdministrators(const std::string& directory, const Generation& from) {
    absl::TimeZone zone = absl::UTCTimeZone();
    absl::LoadTimeZone(from.time_zone, &zone);
    eventstore::EventLogOptions options{.directory = directory, .disk_reserve_bytes = 0, .disk_reserve_files = 0};
    options.master_keys = request.secrets.master_keys;
    const absl::StatusOr<std::vector<v1::GivenRole>> roles =
        AdministratorsIn(std::move(options), absl::FormatTime("%Y-%m-%d", absl::Now(), zone));
    if (!roles.ok()) return roles.status();
    bool is_there = false;
    for (const v1::GivenRole& role : *roles) {
      const event::v1::Staff& holder = role.holder();
      is_there = is_there ||
                 (holder.issuer() == request.administrator_issuer && holder.subject() == request.administrator_subject);
      const std::string shown = absl::StrCat(holder.issuer(), "/", holder.subject());
      if (std::find(administrators.begin(), administrators.end(), shown) == administrators.end()) {
        administrators.push_back(shown);
      }
    }
    if (is_there || request.administrator_subject.empty()) return absl::OkStatus();
    return absl::NotFoundError(absl::StrCat(
        "--administrator: ", request.administrator_issuer, "/", request.administrator_subject,
        " is no administrator of the state that would be restored; ",
        administrators.empty() ? "nobody is" : absl::StrCat("those are ", absl::StrJoin(administrators, ", ")),
        ". Nothing was restored"));
  }

  bool IsLimited() const { return entries > 0 || !until_day.empty() || !until_time.empty(); }

  absl::Status ReadLimits(const Generation& from) {
    if (entries > 0) request.limits.size_max = entries;
    absl::Time until = absl::InfiniteFuture();
    if (!until_day.empty()) {
      absl::CivilDay day;
      absl::TimeZone zone;
      if (!absl::ParseCivilTime(until_day, &day) || absl::FormatCivilTime(day) != until_day) {
        return absl::InvalidArgumentError(
            absl::StrCat("--known-day: got \"", until_day, "\"; expected a day such as 2025-03-31"));
      }
      if (!absl::LoadTimeZone(from.time_zone, &zone)) {
        return absl::InvalidArgumentError(
            absl::StrCat("--known-day: this machine does not know the journal's time zone \"", from.time_zone,
                         "\"; use --known-at"));
      }
      until = projections::EndOfDay(day, zone) - absl::Microseconds(1);
    }
    if (!until_time.empty()) {
      std::string error;
      if (!absl::ParseTime(absl::RFC3339_full, until_time, &until, &error)) {
        return absl::InvalidArgumentError(
            absl::StrCat("--known-at: got \"", until_time, "\"; expected a time such as 2025-03-31T17:00:00Z"));
      }
    }
    if (until != absl::InfiniteFuture()) request.limits.recorded_until_us = absl::ToUnixMicros(until);
    return absl::OkStatus();
  }

  void Show(const Generation& from, const eventstore::Restored& restored, const LossReport& losses) const {
    const std::string last =
        absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixMicros(restored.last_recorded_at_us), absl::UTCTimeZone());
    if (json) {
      const nlohmann::ordered_json shown = {{"backup", from.number},
                                            {"origin", from.origin},
                                            {"entries", restored.size},
                                            {"entriesOfBackup", from.size},
                                            {"root", eventstore::HexOf(restored.root)},
                                            {"lastRecordedAt", last},
                                            {"olderThanPublished", restored.published.size > restored.size},
                                            {"publishedEntries", restored.published.size},
                                            {"entriesInRepository", restored.in_repository},
                                            {"damagedBackups", restored.unread},
                                            {"administrators", administrators},
                                            {"lost", LossJson(losses)}};
      Print(absl::StrCat(shown.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
      return;
    }
    Print(absl::StrCat("Restored ", Counted(restored.size, "entry", "entries"), " of ", from.origin, " from backup ",
                       from.number, " to ", request.directory, ". The last one was recorded at ", last,
                       ".\nEvery entry was opened and checked.\n"));
    Print(LossText(restored, losses, !copies.empty()));
    for (const std::string& contradiction : losses.contradictions) Complain(contradiction);
    if (restored.published.size > restored.size) {
      Print(absl::StrCat("It does not serve as it is. If no newer backup is left: casejournal continue --data ",
                         request.directory, "\n"));
    }
    Print(
        "Roles, assignments, grants, and labels are those of its last entry: what had ended since counts again. So "
        "only\nadministrators are admitted until one of them has looked at them (casejournal roles, casejournal "
        "who-may),\nended what must not count (casejournal roles end), and confirmed the rest: casejournal roles "
        "confirm\n");
    if (!request.administrator_subject.empty()) {
      Print(absl::StrCat("Of the administrators, only ", request.administrator_issuer, "/",
                         request.administrator_subject, " is admitted until then.\n"));
    } else if (administrators.empty()) {
      Print("It has no administrator: casejournal name-administrator names one.\n");
    } else {
      Print(absl::StrCat("Its administrators are ", absl::StrJoin(administrators, ", "), ".",
                         administrators.size() > 1 ? " One of them who was dismissed since could confirm "
                                                     "their own rights:\nrestore again, and name who confirms "
                                                     "(--administrator)."
                                                   : "",
                         "\n"));
    }
  }
};

}  // namespace

void AddRestoreCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<RestoreCommand>(
      program, exit,
      {.name = "restore",
       .group = kRunGroup,
       .summary = "Make a data directory from a backup",
       .examples =
           "casejournal restore --repository /mnt/backups --secrets /root/journal-secrets --data ./journal\n"
           "casejournal restore --repository /mnt/backups --secrets ./secrets --data ./past --known-day 2025-03-31\n"
           "casejournal restore --repository /mnt/backups --secrets ./secrets --data ./journal \\\n"
           "    --last-checkpoint seen.checkpoint --journal-copy kept.jsonl --journal-copy ./mirror"});
}

}  // namespace casejournal::services
