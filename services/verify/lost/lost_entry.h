// Which lost entries matter to whoever confirms the rights of a restored journal.
#ifndef CASEJOURNAL_SERVICES_VERIFY_LOST_LOST_ENTRY_H_
#define CASEJOURNAL_SERVICES_VERIFY_LOST_LOST_ENTRY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/v1/access_service.pb.h"
#include "eventstore/records/record.h"

namespace casejournal::services {

// Why an entry matters.
enum class LossMatter {
  kRights,      // it gave, ended, or confirmed a role, an assignment, or a grant
  kLabels,      // it set the labels of an entry
  kWithdrawal,  // it withdrew an entry, which may have been one of rights or labels
  kDisclosure,  // it says that something was given to somebody
};
// "rights", "labels", "withdrawal", "disclosure".
absl::string_view NameOf(LossMatter matter);

// A lost entry, by ids alone: no name, and nothing that somebody wrote.
struct LostEntry {
  std::optional<uint64_t> position;  // absent: the copy does not say
  std::string type;                  // "RoleEnded"
  LossMatter matter = LossMatter::kRights;
  std::string case_id;  // empty: of the journal
  std::optional<int64_t> recorded_at_us;
  // What it is about: ("role", "6f2c..."), ("subject", "wren.example/u-2"), ("labels", "sealed, health").
  std::vector<std::pair<std::string, std::string>> ids;
  bool proved = false;  // it is under a signed checkpoint
};

// What matters of the event, or nothing. Pure.
std::optional<LostEntry> LostEntryOf(uint64_t position, const eventstore::Header& header,
                                     const event::v1::StoredEvent& stored);

// The same of what lists show. A list proves nothing.
LostEntry LostEntryOf(const v1::Disclosure& disclosure);
// The entry that gave the role.
LostEntry GivenIn(const v1::GivenRole& role);
// The entry that ended it, if it was ended.
std::optional<LostEntry> EndedIn(const v1::GivenRole& role);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_LOST_LOST_ENTRY_H_
