// ISSUER/SUBJECT/NAME: a person or a program, as flags name them.
#ifndef CASEJOURNAL_SERVICES_CLIENT_ACCESS_STAFF_FLAG_H_
#define CASEJOURNAL_SERVICES_CLIENT_ACCESS_STAFF_FLAG_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/person.pb.h"

namespace casejournal::services {

// Read ISSUER/SUBJECT/NAME; the name may have slashes in it, an issuer that is a URL only "https://HOST" or
// "http://HOST".
//   kInvalidArgument  anything else; the message names `flag`.
absl::StatusOr<event::v1::Staff> ReadStaff(absl::string_view flag, const std::string& text);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_ACCESS_STAFF_FLAG_H_
