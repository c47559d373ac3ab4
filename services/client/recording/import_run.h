// Sends the requests of JSON lines files, many at once, and knows where it stopped.
#ifndef CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_RUN_H_
#define CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_RUN_H_

#include <cstdint>
#include <istream>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

#include "services/client/journal_client.h"
#include "services/client/recording/append_call.h"
#include "services/client/recording/import_order.h"
#include "services/console/exit_status.h"
#include "services/console/progress_bar.h"

namespace casejournal::services {

// What an import did so far, over all its files.
struct ImportCounts {
  uint64_t requests = 0;       // recorded now
  uint64_t events = 0;         // in these
  uint64_t repeated = 0;       // requests that had been recorded before
  uint64_t bytes = 0;          // read
  uint64_t last_position = 0;  // of what was recorded now
};

// Why a file was not imported to its end.
struct ImportStop {
  ExitStatus exit = ExitStatus::kOk;
  size_t line = 0;  // the first that is not recorded: everything before it is
  std::string why;
};

// Imports one file. For one thread.
class ImportRun {
 public:
  // `name` is the file's in messages. At most `window` requests are in flight.
  ImportRun(JournalClient& client, std::string name, size_t window, ImportCounts* counts, ProgressBar* bar);

  // Sends the lines from `from_line` on (from 1); stops at the first that is malformed or not
  // recorded, after the answers to those in flight. exit is kOk when all are recorded.
  ImportStop Import(std::istream& file, size_t from_line);

 private:
  void ReadAhead(std::istream& file);
  void TakeLine(const std::string& text);
  void SendReady();
  void Settle(const v1::AppendStreamResponse& answer);
  void StopAt(size_t line, ExitStatus exit, std::string why);

  JournalClient& client_;
  const std::string name_;
  const size_t window_;
  ImportCounts* const counts_;
  ProgressBar* const bar_;
  AppendCall call_;

  ImportOrder order_;
  std::map<size_t, v1::AppendRequest> requests_;                  // open lines
  std::unordered_multimap<std::string, size_t> lines_in_flight_;  // by request id
  size_t line_ = 0;                                               // the last that was read
  size_t from_line_ = 1;
  bool reading_ = true;
  bool sending_ = true;
  ImportStop stop_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_RUN_H_
