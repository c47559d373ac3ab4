// Checks an exhibit as an outside party does: with only the file, and keys from elsewhere (docs/EXHIBIT.md, "What a
// verifier checks"). Pure.
#ifndef CASEJOURNAL_SERVICES_VERIFY_CHECK_EXHIBIT_H_
#define CASEJOURNAL_SERVICES_VERIFY_CHECK_EXHIBIT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/note_key.h"
#include "eventstore/witnesses/witness_policy.h"
#include "projections/state/fold_versions.h"
#include "services/exhibit/exhibit_view.h"

namespace casejournal::services {

// What the verifier trusts.
struct ExhibitTrust {
  // The journal's key.
  eventstore::NoteVerifier key;
  // The cosignatures that count, and how many are required. Without a policy none is checked.
  std::optional<eventstore::WitnessPolicy> policy;
  // Certificates (PEM) of timestamping authorities; the timestamp must be by one of them. Empty: a timestamp is read,
  // but not trusted.
  std::string time_stamp_ca;
  // Skip the pages for people, which this program cannot rebuild if another version of the pages made them.
  bool without_pages = false;
};

// The results, if every check passed.
struct ExhibitReport {
  ExhibitView view;
  eventstore::Checkpoint checkpoint;
  size_t signatures = 0;  // on the checkpoint, by any key
  std::optional<eventstore::PolicyFindings> witnesses;
  std::optional<int64_t> time_stamp_seconds;  // POSIX time that the timestamp states
  bool time_stamp_checked = false;
  int64_t time_stamp_valid_until =
      0;  // POSIX; where it was checked: when the first certificate of its chain expires, or did
  // Only if the file has a plan: the fold that attested it, compared with this program's.
  std::optional<projections::FoldComparison> fold;
  bool pages_checked = false;  // false also if the pages are of an earlier version, which cannot be made again
  size_t files = 0;
  // The archive is another than the one that was written, with the same files (packed_again.h).
  bool packed_again = false;
};

//   kDataLoss       a check failed; the message names the file and what is wrong with it.
//   kOutOfRange     the file is truncated.
//   kUnimplemented  a format, pages, or an event of a later program.
absl::StatusOr<ExhibitReport> CheckExhibit(absl::string_view file, const ExhibitTrust& trust);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_CHECK_EXHIBIT_H_
