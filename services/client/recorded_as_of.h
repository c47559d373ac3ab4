// The "as of" flags for what uses only the journal's own recorded time: exhibits and attested plans.
#ifndef CASEJOURNAL_SERVICES_CLIENT_RECORDED_AS_OF_H_
#define CASEJOURNAL_SERVICES_CLIENT_RECORDED_AS_OF_H_

#include "CLI/CLI.hpp"
#include "services/client/as_of_flags.h"

namespace casejournal::services {

// Declare the flags of AsOfFlags::DeclareKnown without --claimed: the time that an importer claims proves nothing.
void DeclareRecorded(AsOfFlags& flags, CLI::App& app);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_RECORDED_AS_OF_H_
