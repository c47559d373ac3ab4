// The first administrator: named by whoever has the data directory with its signing key, when nobody has the role.
#ifndef CASEJOURNAL_SERVICES_JOURNAL_NAME_ADMINISTRATOR_H_
#define CASEJOURNAL_SERVICES_JOURNAL_NAME_ADMINISTRATOR_H_

#include <string>

#include "absl/status/statusor.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/v1/access_service.pb.h"
#include "eventstore/event_log.h"
#include "services/journal/journal.h"

namespace casejournal::services {

struct NewAdministrator {
  event::v1::Staff holder;  // with issuer, subject, and name
  std::string reason;
  bool although_there_is_one = false;
};

// Record that somebody is an administrator from here on, in a journal that no other process has open. Return the role.
//   kAlreadyExists  the journal has an administrator without a last day. Nothing was recorded.
//   Others as Journal::Open and EventLog::Append.
absl::StatusOr<v1::GivenRole> NameAdministrator(JournalOptions options, const NewAdministrator& administrator);

// The entry that it records.
eventstore::NewEvent AdministratorEntry(const event::v1::Staff& holder, const std::string& reason);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JOURNAL_NAME_ADMINISTRATOR_H_
