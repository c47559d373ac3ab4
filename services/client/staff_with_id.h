// The name of a member of staff with the id that commands take.
#ifndef CASEJOURNAL_SERVICES_CLIENT_STAFF_WITH_ID_H_
#define CASEJOURNAL_SERVICES_CLIENT_STAFF_WITH_ID_H_

#include <string>

#include "casejournal/event/v1/person.pb.h"

namespace casejournal::services {

// Return "Dana Reed (cw-2041)"; what there is of the two if one is missing.
std::string StaffWithId(const event::v1::Staff& staff);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_STAFF_WITH_ID_H_
