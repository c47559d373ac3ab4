// Finds a participant of a case, or a person of the journal, by what people call them.
#ifndef CASEJOURNAL_SERVICES_CLIENT_LOOKUP_PEOPLE_LOOKUP_H_
#define CASEJOURNAL_SERVICES_CLIENT_LOOKUP_PEOPLE_LOOKUP_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_plan.pb.h"
#include "services/client/journal_client.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Whom a lookup may find.
enum class Among { kParticipants, kChildren };

// Return the participants whose id `named` is; else those with this name; else those with part of it, in the order of
// the plan.
std::vector<v1::Participant> ParticipantsNamed(const v1::CasePlan& plan, absl::string_view named, Among among);

// Set `id` to the only participant that `named` fits best. Print any failure to standard error.
ExitStatus FindParticipant(const v1::CasePlan& plan, const std::string& named, Among among, std::string* id);

// The same for a case, whose plan is requested. An empty name and an id are taken as they are.
ExitStatus FindParticipant(JournalClient& client, const std::string& case_id, const std::string& named,
                           std::string* id);

// Set `person_id` to the id of the only person whose name `named` fits best, in all cases. An empty name and an id are
// taken as they are.
ExitStatus FindPerson(JournalClient& client, const std::string& named, std::string* person_id);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_LOOKUP_PEOPLE_LOOKUP_H_
