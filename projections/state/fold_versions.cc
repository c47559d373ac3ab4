#include "projections/state/fold_versions.h"

#include <iterator>

#include "absl/strings/escaping.h"
#include "projections/state/plan_fold.h"

namespace casejournal::projections {
namespace {

// To add a row: CONTRIBUTING.md, "Changing the fold".
constexpr FoldVersion kFoldVersions[] = {
    {5, 1, "c41cd85a904fc3bf87f5f2ca9abfdcff78d2325ab456867ba99a5fec8b8d1447"},
    {6, 2, "fc693a5193ccbd58f7227b75df49a8cbca522f3555a35af2fc5b5792ea940535"},
};
static_assert(std::rbegin(kFoldVersions)->fold_version == kFoldVersion, "kFoldVersions needs a row for kFoldVersion");

}  // namespace

absl::Span<const FoldVersion> FoldVersions() { return kFoldVersions; }

const eventstore::Hash& FoldDigest() {
  // A test holds that every row has 64 hexadecimal digits.
  static const eventstore::Hash digest =
      *eventstore::HashFromBytes(absl::HexStringToBytes(FoldVersions().back().digest));
  return digest;
}

FoldComparison CompareFold(const event::v1::PlanAttestation& attestation) {
  const bool same =
      attestation.fold_version() == kFoldVersion && attestation.fold_digest() == eventstore::AsBytes(FoldDigest());
  return same ? FoldComparison::kSame : FoldComparison::kOther;
}

}  // namespace casejournal::projections
