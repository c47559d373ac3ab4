#include "projections/state/fold_versions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "projections/state/plan_fold.h"

namespace casejournal::projections {
namespace {

std::set<std::string> GoldenRows() {
  const std::filesystem::path root = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
  std::ifstream file(root / "tests" / "golden" / "fold_versions.golden");
  std::set<std::string> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.front() != '#') rows.insert(line);
  }
  return rows;
}

std::string LineOf(const FoldVersion& row) {
  return absl::StrCat("fold ", row.fold_version, " golden cases ", row.golden_set, " digest ", row.digest);
}

event::v1::PlanAttestation AttestationOf(uint32_t version, const eventstore::Hash& digest) {
  event::v1::PlanAttestation attestation;
  attestation.set_fold_version(version);
  attestation.set_fold_digest(std::string(eventstore::AsBytes(digest)));
  return attestation;
}

TEST(FoldVersionsTest, RowsAscendAndTheLastOneIsOfThisProgram) {
  uint32_t before = 0;
  for (const FoldVersion& row : FoldVersions()) {
    EXPECT_GT(row.fold_version, before);
    before = row.fold_version;
    EXPECT_EQ(row.digest.size(), 64U);
    for (const char digit : row.digest) EXPECT_TRUE(absl::ascii_isdigit(digit) || (digit >= 'a' && digit <= 'f'));
  }
  EXPECT_EQ(before, kFoldVersion);
  EXPECT_EQ(eventstore::HexOf(FoldDigest()), FoldVersions().back().digest);
}

TEST(FoldVersionsTest, RowsOfReleasedVersionsNeverChange) {
  std::set<std::string> now;
  for (const FoldVersion& row : FoldVersions()) now.insert(LineOf(row));
  for (const std::string& row : GoldenRows()) {
    EXPECT_TRUE(now.contains(row)) << "\"" << row
                                   << "\" is in tests/golden/fold_versions.golden and not in kFoldVersions. "
                                   << "If a program with this row was released, the row may not change: courts compare "
                                   << "attestations by it. Restore it, raise kFoldVersion, and add a row.";
  }
  for (const std::string& row : now) {
    EXPECT_TRUE(GoldenRows().contains(row)) << "add this line to tests/golden/fold_versions.golden: " << row;
  }
}

TEST(CompareFoldTest, SameVersionAndDigestIsTheSameFold) {
  EXPECT_EQ(CompareFold(AttestationOf(kFoldVersion, FoldDigest())), FoldComparison::kSame);
}

TEST(CompareFoldTest, OtherVersionOrDigestIsAnotherFold) {
  EXPECT_EQ(CompareFold(AttestationOf(kFoldVersion - 1, FoldDigest())), FoldComparison::kOther);
  EXPECT_EQ(CompareFold(AttestationOf(kFoldVersion, eventstore::Hash{})), FoldComparison::kOther);
}

TEST(CompareFoldTest, AFoldWithoutADigestIsNotTheSame) {
  event::v1::PlanAttestation attestation;
  attestation.set_fold_version(kFoldVersion);
  EXPECT_EQ(CompareFold(attestation), FoldComparison::kOther);
}

}  // namespace
}  // namespace casejournal::projections
