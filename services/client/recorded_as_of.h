// "As of" for what rests on the journal's own recorded time alone: exhibits, attested plans.
#ifndef CASEJOURNAL_SERVICES_CLIENT_RECORDED_AS_OF_H_
#define CASEJOURNAL_SERVICES_CLIENT_RECORDED_AS_OF_H_

#include "CLI/CLI.hpp"
#include "services/client/as_of_flags.h"

namespace casejournal::services {

// AsOfFlags::DeclareKnown without --claimed: what an importer says of when something was recorded proves nothing.
void DeclareRecorded(AsOfFlags& flags, CLI::App& app);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_RECORDED_AS_OF_H_
