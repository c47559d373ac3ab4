// A disk in memory, below kSimulatedRoot, that the calls of the C library reach from a fiber. What was not synced may
// be lost when the power is cut: the bytes of a file, and the names in a folder.
#ifndef CASEJOURNAL_TESTS_SIMULATION_SIMULATED_DISK_H_
#define CASEJOURNAL_TESTS_SIMULATION_SIMULATED_DISK_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/scheduler.h"

namespace casejournal::simulation {

inline constexpr char kSimulatedRoot[] = "/simulated";

// How often calls fail; 0: never.
struct DiskFaults {
  uint64_t write_one_in = 0;
  uint64_t sync_one_in = 0;
  uint64_t read_one_in = 0;
  uint64_t crash_soon_after_rename_one_in = 0;
};

class SimulatedDisk {
 public:
  struct Node {
    bool folder = false;
    std::string bytes;
    std::string synced_bytes;
    std::map<std::string, std::shared_ptr<Node>> names;
    std::map<std::string, std::shared_ptr<Node>> synced_names;
    const void* locked_by = nullptr;
  };

  SimulatedDisk();
  ~SimulatedDisk();
  SimulatedDisk(const SimulatedDisk&) = delete;
  SimulatedDisk& operator=(const SimulatedDisk&) = delete;

  // The one that the calls reach, or null.
  static SimulatedDisk* Current();

  DiskFaults faults;
  bool full = false;  // statvfs finds no room

  std::shared_ptr<Node> Find(const std::string& path) const;
  // Null if its folder is not there.
  std::shared_ptr<Node> FolderOf(const std::string& path) const;
  static std::string NameIn(const std::string& path) { return path.substr(path.rfind('/') + 1); }

  // What may be there if the power is cut now; nothing stands for no file.
  std::vector<std::optional<std::string>> AfterACut(const std::string& path) const;

  // Everything that is open is closed. Of what was not synced, `chance` says what is kept: each file has its new bytes
  // or its old ones, each folder its new names or its old ones.
  void CutPower(Chance& chance);
  // The process ended: what it had open is closed and unlocked.
  void CloseAll();

  struct Open {
    std::shared_ptr<Node> node;
    std::string path;
    uint64_t at = 0;
    bool writes = false;
    std::vector<std::string> listed;  // of a folder that is read
    size_t next_listed = 0;
  };
  std::map<int, Open> open;  // by descriptor
  int Keep(Open file);

 private:
  void Settle(Node& node, Chance& chance);
  void Unlock(Node& node);

  std::shared_ptr<Node> root_;
};

}  // namespace casejournal::simulation

#endif  // CASEJOURNAL_TESTS_SIMULATION_SIMULATED_DISK_H_
