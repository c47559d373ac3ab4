// A witness (C2SP tlog-witness): cosigns a checkpoint of a known log only if it extends the checkpoint cosigned before.
#ifndef CASEJOURNAL_SERVICES_WITNESS_WITNESS_H_
#define CASEJOURNAL_SERVICES_WITNESS_WITNESS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/proofs/note_key.h"
#include "eventstore/witnesses/cosignature.h"
#include "eventstore/witnesses/witness_request.h"

namespace casejournal::services {

struct WitnessAnswer {
  int http_status = 0;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

// What the witness cosigned last for one log.
struct WitnessedLog {
  std::string origin;
  std::optional<eventstore::WitnessedTree> tree;
  std::string note;     // the last cosigned checkpoint, as the log signed it; empty if there is none
  bool forked = false;  // the log signed two histories; the proof is in the directory
};

// All state is in one directory, and is written and synced before each answer. Safe for concurrent use; only one
// process at a time can open the directory.
class Witness {
 public:
  // Open the state in `directory`, or create it with a new key named `name` if it does not exist.
  //   kInvalidArgument  `name` is not valid for a key or is not the name of the existing key, or a log key is
  //                     malformed.
  //   kUnavailable      another process has the directory open.
  //   kDataLoss         the state is damaged. Retire such a witness; never restart it with less state than it had.
  static absl::StatusOr<std::unique_ptr<Witness>> Open(const std::string& directory, const std::string& name,
                                                       const std::vector<std::string>& log_keys);
  ~Witness();

  // The key to give to everyone who checks cosignatures.
  std::string verifier_key() const { return signer_.verifier_key(); }

  // Return the answer to POST add-checkpoint with `body` at `now_seconds` (POSIX).
  WitnessAnswer AddCheckpoint(absl::string_view body, uint64_t now_seconds);

  // Return the logs, ordered by origin.
  std::vector<WitnessedLog> Logs() const;

 private:
  struct Log {
    eventstore::NoteVerifier key;
    std::string file;  // holds the last cosigned note
    std::string note;
    std::optional<eventstore::WitnessedTree> tree;
    bool forked = false;
  };

  Witness(std::string directory, eventstore::CosignatureSigner signer, int lock_fd)
      : directory_(std::move(directory)), signer_(std::move(signer)), lock_fd_(lock_fd) {}
  absl::Status AddLog(const std::string& key);
  absl::Status KeepFork(Log& log, const std::string& note);

  const std::string directory_;
  const eventstore::CosignatureSigner signer_;
  const int lock_fd_;
  mutable absl::Mutex mutex_;
  std::map<std::string, Log> logs_ ABSL_GUARDED_BY(mutex_);  // by origin
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_WITNESS_WITNESS_H_
