// Read models on a disk that fails for a while. For tests only.
#ifndef CASEJOURNAL_TESTS_SUPPORT_FAILING_STORE_H_
#define CASEJOURNAL_TESTS_SUPPORT_FAILING_STORE_H_

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "projections/read_models/store/read_model_store.h"

namespace casejournal::testing {

// From its construction until Mend, the directory of a store is gone, and the store has failed to write rows into
// `family`, which it must have.
class FailingDisk {
 public:
  FailingDisk(projections::ReadModelStore& store, std::string directory, const std::string& family)
      : directory_(std::move(directory)), away_(absl::StrCat(directory_, ".away")) {
    std::ofstream(away_) << "no directory can be made here";
    if (!Exchange()) return;
    const std::string row(size_t{1} << 20, 'x');
    absl::Status written;
    for (int i = 0; written.ok() && i < 1000; ++i) written = store.Write(family, {{absl::StrCat(i), row}}, {});
    EXPECT_FALSE(written.ok());
  }
  ~FailingDisk() { Mend(); }
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;

  void Mend() {
    if (!std::filesystem::exists(away_)) return;
    if (std::filesystem::is_directory(away_)) Exchange();
    std::filesystem::remove(away_);
  }

 private:
  // In one step: in between, a store that tries again would make an empty directory.
  bool Exchange() const {
    const bool exchanged = ::renameat2(AT_FDCWD, away_.c_str(), AT_FDCWD, directory_.c_str(), RENAME_EXCHANGE) == 0;
    EXPECT_TRUE(exchanged) << "the file system cannot exchange two names";
    return exchanged;
  }

  const std::string directory_;
  const std::string away_;
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_FAILING_STORE_H_
