// Which entries one caller may see as they are stored.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_DISCLOSURES_ENTRY_GATE_H_
#define CASEJOURNAL_SERVICES_ANSWERS_DISCLOSURES_ENTRY_GATE_H_

#include <cstdint>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/entry.pb.h"
#include "eventstore/event_log.h"
#include "services/cases/reader.h"

namespace casejournal::services {

// Set `shown` to the place of an entry, and its leaf, and nothing else. The memory that it has is used again.
void SetWithheld(const eventstore::RecordedEntry& entry, v1::CaseEntry& shown);

// What one call gives of the entries that it reads. Remembers the decisions for each case for a short time. A case with
// no label that the caller may not see is not loaded. Not for concurrent use.
class EntryGate {
 public:
  // What counts as now was decided at most this long ago.
  static constexpr absl::Duration kDecidedFor = absl::Seconds(2);

  // `reader` and `log` must outlive it.
  EntryGate(const Reader& reader, const eventstore::EventLog& log) : reader_(reader), log_(log) {}

  // Whether the caller may see the exact bytes of the entry, which the log has. An entry about the record of a case
  // opens for those who may read both that stream and the case, and see all that it names and rests on.
  //   Errors of reading its case, as CaseCache::LoadCommitted, but not kNotFound.
  absl::StatusOr<bool> Opens(const eventstore::RecordedEntry& entry);

  // The entries of the case as the caller sees it, of an entry that Opens let pass, if something of it is withheld.
  // Else null: the entries in the log say everything.
  std::shared_ptr<const projections::EntryList> SeenOf(const eventstore::RecordedEntry& entry) const;

 private:
  struct OfCase {
    bool allowed = false;
    projections::LabelSet sees;
    std::shared_ptr<const projections::Sight> sight;  // null: nothing is withheld
    std::shared_ptr<const CaseAt> seen;               // with `sight`
    eventstore::Position size = 0;                    // of the log before it was decided
    absl::Time at = absl::InfinitePast();             // of SteadyNow
    uint64_t role_changes = 0;
  };

  absl::StatusOr<bool> OpensOfCase(const eventstore::RecordedEntry& entry);
  absl::StatusOr<bool> OpensOfAccess(const eventstore::RecordedEntry& entry);
  absl::StatusOr<const OfCase*> CaseOf(const eventstore::RecordedEntry& entry);
  absl::StatusOr<OfCase> Decided(const std::string& case_id) const;
  bool OpensOwn(const eventstore::RecordedEntry& entry) const;

  const Reader& reader_;
  const eventstore::EventLog& log_;
  absl::flat_hash_map<eventstore::Uuid, OfCase> cases_;
  absl::flat_hash_map<eventstore::Uuid, OfCase> access_;  // the access streams of the cases
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_DISCLOSURES_ENTRY_GATE_H_
