// Which fold this is: its version, and the digest of its results on the golden cases (docs/EXHIBIT.md). Pure.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_FOLD_VERSIONS_H_
#define CASEJOURNAL_PROJECTIONS_STATE_FOLD_VERSIONS_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "casejournal/event/v1/access_event.pb.h"
#include "eventstore/proofs/hash.h"

namespace casejournal::projections {

// One version of the fold.
//
// The golden cases are the files of tests/golden/fold. The digest is the SHA-256 of a text, the results, with one line
// per plan and a newline after every line:
//
//   casejournal/fold/v1 golden cases SET
//   CASE entry REVISION DIGEST
//   CASE view NUMBER DIGEST
//
// SET is the version of the set. The cases are in byte order of their names. For each case there is one line per entry,
// for the plan after this entry, and then one line per view that the file of the case lists, numbered from 0. DIGEST is
// the CanonicalPlanDigest of the plan (plan_digest.h), in lower-case hexadecimal. Only plans count, so the
// digest says nothing about the source text, or about how a program keeps its state.
struct FoldVersion {
  uint32_t fold_version;
  uint32_t golden_set;
  absl::string_view digest;  // 64 lower-case hexadecimal digits
};

// All versions from the first one that has a digest, in ascending order. The last one is this program's, and its
// fold_version is kFoldVersion. The build recomputes the last row (tests/fold); the rows of released versions never
// change (tests/golden/fold_versions.golden).
absl::Span<const FoldVersion> FoldVersions();

// The digest of the last row.
const eventstore::Hash& FoldDigest();

// What an attestation says about the fold that made the plan, compared with the fold of this program.
enum class FoldComparison {
  kSame,   // the same version, and equal results on the golden cases
  kOther,  // another version, or other results
};
FoldComparison CompareFold(const event::v1::PlanAttestation& attestation);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_FOLD_VERSIONS_H_
