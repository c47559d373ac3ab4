// A witness of C2SP tlog-witness: cosigns checkpoints of logs that it knows, each only where it continues what it
// cosigned before.
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

// What it cosigned last of one log.
struct WitnessedLog {
  std::string origin;
  std::optional<eventstore::WitnessedTree> tree;
  std::string note;     // the last that was cosigned, as the log signed it; empty: none
  bool forked = false;  // the log was seen to sign two histories; the proof is in the directory
};

// Everything that it must not forget is in one directory, written and synced before it answers. Safe for concurrent
// use; one process at a time has the directory open.
class Witness {
 public:
  // Opens the state in `directory`, or makes it with a new key named `name` where there is none.
  //   kInvalidArgument  a name that no key may have, another name than the key's, a log's key that is none.
  //   kUnavailable      another process has it open.
  //   kDataLoss         what is there is damaged: such a witness must be retired, never restarted with less than it
  //   knew.
  static absl::StatusOr<std::unique_ptr<Witness>> Open(const std::string& directory, const std::string& name,
                                                       const std::vector<std::string>& log_keys);
  ~Witness();

  // To hand to those who check.
  std::string verifier_key() const { return signer_.verifier_key(); }

  // The answer to POST add-checkpoint with `body` at `now_seconds` (POSIX).
  WitnessAnswer AddCheckpoint(absl::string_view body, uint64_t now_seconds);

  // By origin.
  std::vector<WitnessedLog> Logs() const;

 private:
  struct Log {
    eventstore::NoteVerifier key;
    std::string file;  // holds the last note that was cosigned
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
