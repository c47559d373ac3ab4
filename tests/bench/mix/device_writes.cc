#include "tests/bench/mix/device_writes.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace casejournal::services {
namespace {

constexpr uint64_t kSectorBytes = 512;

// Documentation/block/stat.rst: field 7 is the number of sectors written, in units of 512 bytes.
uint64_t SectorsWritten(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> fields = absl::StrSplit(line, ' ', absl::SkipEmpty());
  uint64_t sectors = 0;
  return fields.size() > 6 && absl::SimpleAtoi(fields[6], &sectors) ? sectors : 0;
}

std::string StatOf(const std::string& name) { return absl::StrCat("/sys/class/block/", name, "/stat"); }

}  // namespace

DeviceWrites::DeviceWrites(const std::string& directory) {
  std::error_code ignored;
  struct stat status = {};
  if (::stat(directory.c_str(), &status) == 0) {
    const std::string link = absl::StrCat("/sys/dev/block/", major(status.st_dev), ":", minor(status.st_dev));
    const std::filesystem::path target = std::filesystem::canonical(link, ignored);
    if (!ignored) {
      name_ = target.filename();
      return;
    }
  }
  uint64_t most = 0;
  for (const auto& device : std::filesystem::directory_iterator("/sys/block", ignored)) {
    const std::string name = device.path().filename();
    const uint64_t sectors = SectorsWritten(StatOf(name));
    if (absl::StartsWith(name, "loop") || absl::StartsWith(name, "zram") || sectors <= most) continue;
    most = sectors;
    name_ = name;
  }
}

uint64_t DeviceWrites::Bytes() const { return name_.empty() ? 0 : SectorsWritten(StatOf(name_)) * kSectorBytes; }

}  // namespace casejournal::services
