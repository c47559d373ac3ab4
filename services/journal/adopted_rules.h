// The rule sets and calendars that a journal adopted: entries of its own stream, each with the exact file.
#ifndef CASEJOURNAL_SERVICES_JOURNAL_ADOPTED_RULES_H_
#define CASEJOURNAL_SERVICES_JOURNAL_ADOPTED_RULES_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "eventstore/event_log.h"
#include "projections/law/law.h"
#include "projections/law/rule_file.h"

namespace casejournal::services {

// Return everything that was adopted, in the order of adoption.
//   kUnimplemented  this program cannot read a file; a newer program adopted it.
//   kDataLoss       a file does not match its digest.
absl::StatusOr<projections::RuleBook> ReadAdoptedRules(const eventstore::EventLog& log);

// Return the adoptions that bring `book` up to `files`, in their order. Empty if all are adopted.
//   kInvalidArgument  a file is wrong, alone or together with what was adopted; or a version was adopted with other
//                     content, or is lower than the adopted one. One fault on each line.
absl::StatusOr<std::vector<event::v1::JournalEvent>> AdoptionsOf(const std::vector<projections::RuleFile>& files,
                                                                 const projections::RuleBook& book);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JOURNAL_ADOPTED_RULES_H_
