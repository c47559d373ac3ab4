// The directory of the checkpoints that this user saw.
#ifndef CASEJOURNAL_SERVICES_VERIFY_SEEN_DIRECTORY_H_
#define CASEJOURNAL_SERVICES_VERIFY_SEEN_DIRECTORY_H_

#include <string>

namespace casejournal::services {

// Return $XDG_STATE_HOME/casejournal, else ~/.local/state/casejournal; empty if $HOME is not set.
std::string SeenDirectory();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_SEEN_DIRECTORY_H_
