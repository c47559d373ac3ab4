// Databases in memory behind rocksdb::DB. While a SimulatedStores lives, rocksdb::DB::Open and OpenForReadOnly open one
// of its databases. What RocksDB promises is kept, and nothing more: a batch is applied whole or not at all; one that
// was written with a sync, and all before it, outlive the power; of the others, a beginning does.
#ifndef CASEJOURNAL_TESTS_SIMULATION_SIMULATED_STORE_H_
#define CASEJOURNAL_TESTS_SIMULATION_SIMULATED_STORE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/scheduler.h"

namespace casejournal::simulation {

// How often calls fail; 0: never. After a failed write, a database writes nothing until it is opened again, and the
// batch may be there then.
struct StoreFaults {
  uint64_t write_one_in = 0;
  uint64_t read_one_in = 0;
};

// What is stored of one database.
struct StoredImage {
  struct Version {
    uint64_t number = 0;  // of its batch, from 1
    bool removed = false;
    std::string value;
  };
  using Rows = std::map<std::string, std::vector<Version>>;

  std::vector<std::string> batches;  // the write-ahead log
  uint64_t synced = 0;               // so many of them outlive the power
  std::optional<std::string> torn;   // of a failed write: may be there after the next opening
  bool failed = false;
  bool is_open = false;
  bool writing = false;
  uint64_t applied = 0;  // readers see so many
  std::map<std::string, uint32_t> families;
  std::map<uint32_t, Rows> rows;
  std::mutex mutex;  // outside of fibers, which take turns anyway
};

class SimulatedStores {
 public:
  SimulatedStores();
  ~SimulatedStores();
  SimulatedStores(const SimulatedStores&) = delete;
  SimulatedStores& operator=(const SimulatedStores&) = delete;
  static SimulatedStores* Current();

  StoreFaults faults;

  // The process that had them open is gone, and so is what was not synced, but for what `chance` keeps.
  void CutPower(Chance& chance);
  // The process is gone; the system keeps what it wrote.
  void EndProcess(Chance& chance);

  // Whether the row outlives the power, whatever happens now.
  bool IsDurable(const std::string& path, const std::string& family, const std::string& key) const;

  std::shared_ptr<StoredImage> At(const std::string& path, bool make);

 private:
  std::map<std::string, std::shared_ptr<StoredImage>> images_;
};

// While one lives, databases are RocksDB's although there is a SimulatedStores.
class RealStores {
 public:
  RealStores();
  ~RealStores();
  RealStores(const RealStores&) = delete;
  RealStores& operator=(const RealStores&) = delete;

 private:
  SimulatedStores* const away_;
};

}  // namespace casejournal::simulation

#endif  // CASEJOURNAL_TESTS_SIMULATION_SIMULATED_STORE_H_
