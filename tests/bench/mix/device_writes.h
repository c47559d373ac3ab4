// How much was written to the device that holds a directory.
#ifndef CASEJOURNAL_TESTS_BENCH_MIX_DEVICE_WRITES_H_
#define CASEJOURNAL_TESTS_BENCH_MIX_DEVICE_WRITES_H_

#include <cstdint>
#include <string>

namespace casejournal::services {

// The counter of one block device. It counts what every process of the machine writes there, after the kernel merged
// it. (/proc/PID/io would count whole large pages of the zeros that a journal keeps ahead.)
class DeviceWrites {
 public:
  // Find the device of the file system that holds `directory`. If there is none, as in a container, take the device
  // with the most writes so far.
  explicit DeviceWrites(const std::string& directory);

  // Return its name, for example "vda", or nothing if there is no device.
  const std::string& name() const { return name_; }
  // Return the bytes written since the machine started, or 0 if there is no device.
  uint64_t Bytes() const;

 private:
  std::string name_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MIX_DEVICE_WRITES_H_
