// A disk whose power is cut: what was synced is there, and of the rest some, in any order, torn anywhere. For tests
// only.
#ifndef CASEJOURNAL_TESTS_FAULTS_LOST_POWER_H_
#define CASEJOURNAL_TESTS_FAULTS_LOST_POWER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/faults/disk_trace.h"

namespace casejournal::faults {

// What a cut left.
struct Cut {
  Tree tree;
  std::string lost;  // which kind of loss it was
};

// Performs the steps of a trace. The bytes and the size of a file are safe with its last sync, a name with the last
// sync of its folder. What came later arrives or not, each sector of 512 bytes by itself as it was at some time since.
// A rename arrives whole or not at all.
class Disk {
 public:
  // A sync that lies does nothing. `trace` outlives this.
  explicit Disk(const Trace& trace, std::function<bool(const Step& sync)> lies = nullptr);

  // Perform the steps before `step`. It is not less than before.
  void AdvanceTo(size_t step);
  Cut CutPower(std::mt19937_64& chance) const;
  // Everything arrived.
  Tree Whole() const;

 private:
  struct PendingName {
    size_t step = 0;
    int folder = -1;  // -1: none
    std::string gone;
    int to_folder = -1;
    std::string made;
    int node = -1;
    int back = -1;  // the node that gets `gone`, if one does
  };
  struct Content {
    std::string safe;
    std::vector<size_t> pending;  // steps
  };

  void Perform(size_t index);
  static void Arrive(const PendingName& name, Tree& tree);

  const Trace& trace_;
  const std::function<bool(const Step& sync)> lies_;
  size_t next_ = 0;
  Tree safe_;  // names, and whether it is a folder
  std::map<int, Content> contents_;
  std::vector<PendingName> names_;
};

}  // namespace casejournal::faults

#endif  // CASEJOURNAL_TESTS_FAULTS_LOST_POWER_H_
