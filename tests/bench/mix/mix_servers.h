// The processes of one run of the mix: a journal, the echo, and the databases beside them.
#ifndef CASEJOURNAL_TESTS_BENCH_MIX_MIX_SERVERS_H_
#define CASEJOURNAL_TESTS_BENCH_MIX_MIX_SERVERS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/child_process.h"
#include "tests/bench/stores/store_load.h"

namespace casejournal::services {

struct MixServersOptions {
  std::string program;         // the casejournal to measure
  std::string directory;       // new; the caller removes it
  std::string rules;           // rule files to adopt, or empty
  std::string serve_store;     // tests/bench/serve_store, or empty: no databases
  size_t case_memory_mib = 0;  // 0: the default of the program
};

// A database beside the journal, with its client.
struct ComparedStore {
  std::string name;
  std::unique_ptr<ChildProcess> process;
  std::unique_ptr<StoreLoad> load;
};

// Not for concurrent use.
class MixServers {
 public:
  explicit MixServers(MixServersOptions options) : options_(std::move(options)) {}

  // Make a journal, and start everything. `left_out` gets the databases that are not there, each with the reason.
  absl::Status Start(const std::vector<std::string>& json_payloads, const std::vector<std::string>& payloads,
                     std::vector<std::string>& left_out);
  // Stop the journal's server, and start it again: it knows no case then.
  absl::Status RestartJournal();
  // Wait until the server has finished what it does after its answers (read models, the list of what is due). Return
  // false if it was still busy after `limit`.
  bool AwaitIdleJournal(absl::Duration limit) const;

  const ChildProcess& journal() const { return *journal_; }
  const ChildProcess& echo() const { return *echo_; }
  std::vector<ComparedStore>& stores() { return stores_; }

 private:
  const MixServersOptions options_;
  std::unique_ptr<ChildProcess> journal_;
  std::unique_ptr<ChildProcess> echo_;
  std::vector<ComparedStore> stores_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MIX_MIX_SERVERS_H_
