// Where this user keeps the checkpoints that were seen.
#ifndef CASEJOURNAL_SERVICES_VERIFY_SEEN_DIRECTORY_H_
#define CASEJOURNAL_SERVICES_VERIFY_SEEN_DIRECTORY_H_

#include <string>

namespace casejournal::services {

// $XDG_STATE_HOME/casejournal, else ~/.local/state/casejournal; empty where there is no home.
std::string SeenDirectory();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_SEEN_DIRECTORY_H_
