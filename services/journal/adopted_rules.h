// Which rule sets and calendars a journal adopted: entries of its own stream, each with the exact file.
#ifndef CASEJOURNAL_SERVICES_JOURNAL_ADOPTED_RULES_H_
#define CASEJOURNAL_SERVICES_JOURNAL_ADOPTED_RULES_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "eventstore/event_log.h"
#include "projections/docket/law.h"
#include "projections/docket/rule_file.h"

namespace casejournal::services {

// All that was adopted, in the order of adoption.
//   kUnimplemented  a file that this program cannot read: a newer one adopted it.
//   kDataLoss       a file whose digest is another.
absl::StatusOr<projections::RuleBook> ReadAdoptedRules(const eventstore::EventLog& log);

// The adoptions that would bring `book` up to `files`, in their order; none where all are adopted.
//   kInvalidArgument  something is wrong in a file, or in all of them together with what was adopted; a version that
//                     was adopted with other content, or is lower than the one adopted. One fault on each line.
absl::StatusOr<std::vector<event::v1::JournalEvent>> AdoptionsOf(const std::vector<projections::RuleFile>& files,
                                                                 const projections::RuleBook& book);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JOURNAL_ADOPTED_RULES_H_
