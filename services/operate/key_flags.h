// The flags of every command that opens the keys of a journal.
#ifndef CASEJOURNAL_SERVICES_OPERATE_KEY_FLAGS_H_
#define CASEJOURNAL_SERVICES_OPERATE_KEY_FLAGS_H_

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "eventstore/records/master_key_source.h"
#include "services/console/output.h"
#include "services/files/private_memory.h"

namespace casejournal::services {

struct KeyFlags {
  std::string source;
  bool allow_core_dumps = false;

  static constexpr char kVariable[] = "CASEJOURNAL_MASTER_KEY_SOURCE";

  void Declare(CLI::App& app) {
    app.add_option("--master-key", source,
                   "Where the master keys are: file:PATH, credential:NAME (of systemd), or\n"
                   "env:NAME; one key a line, the newest first [default: secrets/master.key\n"
                   "in the data directory]")
        ->type_name("SOURCE")
        ->envname(kVariable)
        ->check([](const std::string& given) {
          return std::string(eventstore::ParseMasterKeySource(given).status().message());
        });
    app.add_flag(
        "--allow-core-dumps", allow_core_dumps,
        "Let a crash write an image of the memory, which has keys and content,\nand let other processes read it");
  }

  // For a command that has a server do it: whether none of these flags was given. Otherwise, say that they do nothing
  // there. The variable may be set for other commands.
  bool AreLeftToTheServer() const {
    const char* variable = std::getenv(kVariable);
    if ((source.empty() || (variable != nullptr && source == variable)) && !allow_core_dumps) return true;
    Complain("--master-key and --allow-core-dumps go with --data; a server has its own (casejournal serve)");
    return false;
  }

  // Keep the memory of this process private, unless that is not wanted, and return where the master keys are. For
  // before a key is read.
  eventstore::MasterKeySource Use() const {
    if (const absl::Status kept = allow_core_dumps ? absl::OkStatus() : KeepMemoryPrivate(); !kept.ok()) {
      Remark(absl::StrCat(kept.message(), "; a core dump may show keys"));
    }
    if (source.empty()) return {};
    eventstore::MasterKeySource parsed =
        eventstore::ParseMasterKeySource(source).value_or(eventstore::MasterKeySource());
    // Absolute, so that it can be removed from messages to clients (without_paths.h).
    std::error_code ignored;
    if (parsed.kind == eventstore::MasterKeySource::Kind::kFile)
      parsed.name = std::filesystem::absolute(parsed.name, ignored).string();
    return parsed;
  }
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_OPERATE_KEY_FLAGS_H_
