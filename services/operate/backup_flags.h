// Flags that backup and restore share.
#ifndef CASEJOURNAL_SERVICES_OPERATE_BACKUP_FLAGS_H_
#define CASEJOURNAL_SERVICES_OPERATE_BACKUP_FLAGS_H_

#include <cstdint>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "eventstore/backup/restore_backup.h"

namespace casejournal::services {

struct RateFlag {
  uint64_t mib_per_second = 0;  // 0: the default
  void Declare(CLI::App& app, const std::string& default_rate = "no limit") {
    app.add_option("--rate", mib_per_second,
                   absl::StrCat("Maximum MiB to read or write per second [default: ", default_rate, "]"))
        ->type_name("MIB")
        ->check(CLI::Range(1, 100'000));
  }
  uint64_t bytes_per_second() const { return mib_per_second << 20; }
};

struct SecretsFlag {
  std::string directory;
  void Declare(CLI::App& app) {
    app.add_option("--secrets", directory,
                   "Directory with signing.key, and with master.key unless --master-key says\nanother place: a copy of "
                   "the journal's directory secrets/")
        ->type_name("DIRECTORY")
        ->required();
  }
  eventstore::SecretFiles files() const {
    return {.master_key = absl::StrCat(directory, "/master.key"),
            .signing_key = absl::StrCat(directory, "/signing.key")};
  }
};

struct GenerationFlag {
  uint64_t number = 0;
  void Declare(CLI::App& app) {
    app.add_option("--backup", number,
                   "Number of the backup, as casejournal backup list shows it [default: the newest]")
        ->type_name("NUMBER")
        ->check(CLI::Range(uint64_t{1}, uint64_t{1'000'000'000}));
  }
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_OPERATE_BACKUP_FLAGS_H_
