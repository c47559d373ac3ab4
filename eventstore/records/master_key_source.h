// Where the master keys of a journal come from. They wrap its data keys (eventstore/keys).
#ifndef CASEJOURNAL_EVENTSTORE_RECORDS_MASTER_KEY_SOURCE_H_
#define CASEJOURNAL_EVENTSTORE_RECORDS_MASTER_KEY_SOURCE_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

// A source has one master key or several, the newest first: it wraps from now on, the others only open.
struct MasterKeySource {
  enum class Kind {
    kInDirectory,  // secrets/master.key in the data directory
    kFile,         // a file elsewhere
    kCredential,   // of systemd: the file with this name in $CREDENTIALS_DIRECTORY
    kEnvironment,  // a variable of the process
  };
  Kind kind = Kind::kInDirectory;
  std::string name;  // a path, or the name of the credential or of the variable; empty with kInDirectory

  bool outside() const { return kind != Kind::kInDirectory; }
  bool operator==(const MasterKeySource&) const = default;
};

// Parse "file:PATH", "credential:NAME", or "env:NAME".
//   kInvalidArgument  something else; the message has what is allowed.
absl::StatusOr<MasterKeySource> ParseMasterKeySource(absl::string_view text);

// The same text again. "secrets/master.key" for kInDirectory.
std::string TextOf(const MasterKeySource& source);

// Names a master key and does not tell it (keys/wrapped_key.h).
using WrappingKeyId = std::array<uint8_t, 8>;

// What a rotation did.
struct RotatedKeys {
  uint64_t keys = 0;   // data keys that were wrapped again
  WrappingKeyId id{};  // the master key that wraps all of them now
};

// How many rows of the key store a master key wraps.
struct WrappingKeyUse {
  WrappingKeyId id{};
  uint64_t rows = 0;
  bool newest = false;     // the first key of the source
  bool in_source = false;  // the source has it
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECORDS_MASTER_KEY_SOURCE_H_
