// Sends the requests of JSON Lines files, many at once, and reports where it stopped.
#ifndef CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_RUN_H_
#define CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_RUN_H_

#include <cstdint>
#include <istream>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/client/journal_client.h"
#include "services/client/recording/append_call.h"
#include "services/client/recording/import_order.h"
#include "services/console/exit_status.h"
#include "services/console/progress_bar.h"

namespace casejournal::services {

// The result of an import so far, over all its files.
struct ImportCounts {
  uint64_t requests = 0;       // recorded by this import
  uint64_t events = 0;         // in these requests
  uint64_t repeated = 0;       // requests that were already recorded
  uint64_t bytes = 0;          // of the lines that are recorded, rejected, or skipped
  uint64_t last_position = 0;  // of the entries recorded by this import
  // With `keep_going`: requests that were not sent, because an earlier one of their case was rejected; and those cases.
  uint64_t not_sent = 0;
  absl::flat_hash_set<std::string> rejected_cases = {};
};

// A line that was malformed or rejected.
struct ImportRejection {
  ExitStatus exit = ExitStatus::kOk;
  size_t line = 0;
  std::string why;
};

// Why the import of a file stopped early.
struct ImportStop {
  ExitStatus exit = ExitStatus::kOk;
  size_t line = 0;  // the first line that is not recorded; all lines before it are
  std::string why;
  // With `keep_going`: every line that was malformed or rejected, in order; the first gives `exit`, `line`, and `why`.
  std::vector<ImportRejection> rejections = {};
};

struct ImportOptions {
  size_t window = 1;  // the maximum number of requests in flight
  // After a line is rejected, go on with other cases. Nothing more is recorded for the cases of that line.
  bool keep_going = false;
};

// Imports one file. Use it from one thread.
class ImportRun {
 public:
  // `name` is the name of the file in messages.
  ImportRun(JournalClient& client, std::string name, ImportOptions options, ImportCounts* counts, ProgressBar* bar);

  // Send the lines starting at `from_line` (the first line is 1). Stop at the first line that is malformed or rejected,
  // after the answers to the requests in flight. `exit` is kOk if all lines are recorded.
  ImportStop Import(std::istream& file, size_t from_line);

 private:
  void ReadAhead(std::istream& file);
  void TakeLine(const std::string& text, size_t bytes);
  // Return what is wrong if an earlier line of the file has the same request id and other content.
  std::string SameIdText(const v1::AppendRequest& request);
  void SendReady();
  void Settle(const v1::AppendStreamResponse& answer);
  void Reject(size_t line, ExitStatus exit, std::string why);
  void StopAt(size_t line, ExitStatus exit, std::string why);

  JournalClient& client_;
  const std::string name_;
  const ImportOptions options_;
  ImportCounts* const counts_;
  ProgressBar* const bar_;
  AppendCall call_;

  ImportOrder order_;
  struct OpenLine {
    v1::AppendRequest request;
    size_t bytes = 0;  // of the line
  };
  // A request of the file, by a hash of its id.
  struct Given {
    size_t line = 0;
    size_t content = 0;  // a hash
  };

  std::map<size_t, OpenLine> requests_;  // open lines
  absl::flat_hash_map<size_t, Given> given_;
  std::unordered_multimap<std::string, size_t> lines_in_flight_;  // by request id
  size_t line_ = 0;                                               // the last line that was read
  size_t from_line_ = 1;
  bool reading_ = true;
  bool sending_ = true;
  ImportStop stop_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_RUN_H_
