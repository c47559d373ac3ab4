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
#include "absl/container/flat_hash_set.h"

namespace casejournal::services {

// Holds the lines that were read and are not yet recorded. A line is ready when every earlier line that shares a case
// with it is recorded, so that nothing is recorded for a case after one of its lines was rejected.
class ImportOrder {
 public:
  // `rejected_cases` are those of rejected lines, of this and earlier files. It must outlive this object.
  explicit ImportOrder(absl::flat_hash_set<std::string>& rejected_cases) : rejected_cases_(rejected_cases) {}

  // Add a line. Lines must be added in ascending order. Returns false, and adds nothing, if a line of one of its cases
  // was rejected: then the other cases of the line are rejected, too.
  bool Add(size_t line, const std::vector<std::string>& case_ids);

  // Return the lowest line that is ready and was not returned before.
  std::optional<size_t> NextReady();

  // Report that `line` is recorded; lines that waited for it may become ready. A rejected line stays.
  void Recorded(size_t line);

  // Forget a rejected line, and all lines that wait for it or for each other: nothing more is recorded for their cases.
  // Returns the number of lines that waited.
  size_t Rejected(size_t line);

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

  absl::flat_hash_set<std::string>& rejected_cases_;
  std::map<size_t, Line> open_;
  absl::flat_hash_map<std::string, size_t> last_of_case_;
  std::priority_queue<size_t, std::vector<size_t>, std::greater<size_t>> ready_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_RECORDING_IMPORT_ORDER_H_
