// Checks an exhibit as a stranger does: with the file and keys from elsewhere, and nobody's word (docs/EXHIBIT.md,
// "What a verifier checks"). Pure.
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_CHECK_EXHIBIT_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_CHECK_EXHIBIT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/tree/checkpoint.h"
#include "eventstore/tree/note_key.h"
#include "eventstore/tree/witness_policy.h"
#include "projections/plan/fold_versions.h"
#include "services/exhibit/exhibit_view.h"

namespace casejournal::services {

// Whom to believe.
struct ExhibitTrust {
  // The journal's key.
  eventstore::NoteVerifier key;
  // Whose cosignatures count, and how many are needed; without it none is looked at.
  std::optional<eventstore::WitnessPolicy> policy;
  // Certificates (PEM) of time stamping authorities, one of which must have stamped it; empty: a time stamp is read,
  // not believed.
  std::string time_stamp_ca;
  // Leave out what is made for people, and what this program cannot make anew since other pages made it.
  bool without_pages = false;
};

// What was found, where all of it holds.
struct ExhibitReport {
  ExhibitView view;
  eventstore::Checkpoint checkpoint;
  size_t signatures = 0;  // on the checkpoint, whoever's
  std::optional<eventstore::PolicyFindings> witnesses;
  std::optional<int64_t> time_stamp_seconds;  // POSIX; what the time stamp states
  bool time_stamp_checked = false;
  int64_t time_stamp_valid_until =
      0;  // POSIX; where it was checked: when the first certificate of its chain expires, or did
  // Where the file has a plan: the fold that attested it, compared with this program's.
  projections::FoldComparison fold = projections::FoldComparison::kNotComparable;
  bool pages_checked = false;
  size_t files = 0;
  // It is another archive than the one that was written, with the same files in it (packed_again.h).
  bool packed_again = false;
};

//   kDataLoss       something does not hold; the message names the file and what is wrong with it.
//   kOutOfRange     the file is cut off.
//   kUnimplemented  a format, pages or an event of a later program.
absl::StatusOr<ExhibitReport> CheckExhibit(absl::string_view file, const ExhibitTrust& trust);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_CHECK_EXHIBIT_H_
