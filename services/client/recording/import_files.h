// Imports JSON Lines files, one after another, and says what was recorded.
#ifndef CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_FILES_H_
#define CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_FILES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "services/client/journal_client.h"
#include "services/console/exit_status.h"
#include "services/console/format_flags.h"

namespace casejournal::services {

inline constexpr size_t kImportWindow = 256;

struct FilesToImport {
  std::vector<std::string> files;  // "-": standard input
  size_t from_line = 1;            // of the first file
  size_t window = kImportWindow;   // the maximum number of requests in flight
  // After a line is rejected, go on with other cases, and list every rejected line at the end.
  bool keep_going = false;
  JsonFlag json;  // print the summary as JSON
  // The journal is a scratch one, made for this import: say what would be recorded.
  bool rehearsal = false;
};

// Record the requests, and print a summary. Show a progress bar on a terminal. `server` is what `client` was made from:
// a suggested command line repeats it.
ExitStatus ImportFiles(JournalClient& client, const ServerFlags& server, const FilesToImport& asked);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_FILES_H_
