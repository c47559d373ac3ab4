// The order in which the requests of an import may be sent: those for one case one after another, those for different
// cases at the same time.
#ifndef CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_ORDER_H_
#define CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_ORDER_H_

#include <cstddef>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace casejournal::services {

// Holds the lines that were read and are not yet recorded. A line is ready when every earlier line that shares a case
// with it is recorded, so that nothing is recorded for a case after one of its lines was rejected.
class ImportOrder {
 public:
  // Add a line. Lines must be added in ascending order.
  void Add(size_t line, const std::vector<std::string>& case_ids);

  // Return the lowest line that is ready and was not returned before.
  std::optional<size_t> NextReady();

  // Report that `line` is recorded; lines that waited for it may become ready. A rejected line stays.
  void Recorded(size_t line);

  // Return the lowest line that is not recorded.
  std::optional<size_t> LowestOpen() const;

  // Return the number of lines that are not recorded.
  size_t size() const { return open_.size(); }

 private:
  struct Line {
    std::vector<std::string> case_ids;
    size_t waits_for = 0;
    std::vector<size_t> followers;
  };

  std::map<size_t, Line> open_;
  absl::flat_hash_map<std::string, size_t> last_of_case_;
  std::priority_queue<size_t, std::vector<size_t>, std::greater<size_t>> ready_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_ORDER_H_
