// fold_digest: recomputes the digest of this fold on the golden cases. The build runs it, and fails if the digest is
// not the one in the last row of projections/state/fold_versions.cc.
//
//   fold_digest DIRECTORY            compare with the last row
//   fold_digest DIRECTORY --print    print the row that fits
//   fold_digest DIRECTORY --results  print the results, whose SHA-256 is the digest
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "projections/state/fold_versions.h"
#include "tests/support/golden_cases.h"

namespace {

using casejournal::testing::GoldenDigest;
using casejournal::testing::GoldenResults;
using casejournal::testing::GoldenSet;
using casejournal::testing::ReadGoldenSet;

// The first line of `results` that is not in the file of the results that were recorded with the row.
std::string FirstChange(const std::filesystem::path& directory, const std::string& results) {
  const std::string recorded = casejournal::testing::internal_golden::ContentsOf(directory / "results.txt");
  const std::vector<std::string> before = absl::StrSplit(recorded, '\n');
  const std::vector<std::string> now = absl::StrSplit(results, '\n');
  for (size_t i = 0; i < now.size(); ++i) {
    if (i >= before.size() || now[i] != before[i]) return now[i];
  }
  return "none: tests/golden/fold/results.txt agrees with this fold";
}

int Compare(const std::filesystem::path& directory, const GoldenSet& set, const std::string& results) {
  const casejournal::projections::FoldVersion& row = casejournal::projections::FoldVersions().back();
  const std::string digest = GoldenDigest(results);
  if (row.golden_set == set.version && row.digest == digest) return 0;
  std::cerr << "fold_digest: the fold gives other plans for the golden cases than its row says.\n"
            << "  row of projections/state/fold_versions.cc: {" << row.fold_version << ", " << row.golden_set << ", \""
            << row.digest << "\"}\n"
            << "  this build: golden cases " << set.version << ", digest " << digest << "\n"
            << "  first changed result: " << FirstChange(directory, results) << "\n"
            << "If you did not mean to change a plan, correct the code. If you did, raise kFoldVersion and add a row;\n"
            << "CONTRIBUTING.md, \"Changing the fold\", says how.\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::string mode = arguments.size() == 2 ? arguments[1] : "";
  if (arguments.empty() || arguments.size() > 2 || (!mode.empty() && mode != "--print" && mode != "--results")) {
    std::cerr << "usage: fold_digest DIRECTORY [--print | --results]\n";
    return 2;
  }
  const absl::StatusOr<GoldenSet> set = ReadGoldenSet(arguments[0]);
  const absl::StatusOr<std::string> results = set.ok() ? GoldenResults(*set) : set.status();
  if (!results.ok()) {
    std::cerr << "fold_digest: " << results.status().message() << "\n";
    return 2;
  }
  if (mode == "--results") {
    std::cout << *results;
    return 0;
  }
  if (mode == "--print") {
    std::cout << "    {" << casejournal::projections::FoldVersions().back().fold_version << ", " << set->version
              << ", \"" << GoldenDigest(*results) << "\"},\n";
    return 0;
  }
  return Compare(arguments[0], *set, *results);
}
