// Finds a member of staff, or a unit, by what people call them.
#ifndef CASEJOURNAL_SERVICES_CLIENT_LOOKUP_STAFF_LOOKUP_H_
#define CASEJOURNAL_SERVICES_CLIENT_LOOKUP_STAFF_LOOKUP_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "casejournal/event/v1/person.pb.h"
#include "services/client/journal_client.h"
#include "services/client/name_fit.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// The help text of an option that FindStaff reads.
inline constexpr char kStaffHelp[] = "the id in the credential, for\nexample cw-2041, or a name or part of it";

// Collects the members of staff that may be meant by `named`, which is not empty. If `issuer` is not empty, only those
// with a credential from it.
class StaffChoices {
 public:
  StaffChoices(std::string named, std::string issuer);

  void Consider(const event::v1::Staff& staff);

  // Return those that fit best: by the subject of the credential; else by the subject without regard to case; else by
  // the whole name; else by part of the name. Ordered by subject and issuer.
  std::vector<event::v1::Staff> Best() const;

  // Return the name or the subject that is nearest to what was given, as a member of staff; empty if none is near.
  std::string Near() const;

 private:
  // By subject and issuer, with the names that each has had, the latest considered last.
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> known_;
  const std::string named_;
  const std::string issuer_;
};

// Set `subject` and an empty `issuer` to the one of `choices` that fits best. If none or several do, print this to
// standard error; `among` ends the sentence that nobody was found: "is responsible for a case".
ExitStatus ChooseStaff(const StaffChoices& choices, const std::string& named, absl::string_view among,
                       std::string* subject, std::string* issuer);

// Find the one, of all who are responsible for a case now, and of all whom something to be done names, that `subject`
// names. A subject that the server knows is taken as it is: `is_known` asks it.
ExitStatus FindStaff(JournalClient& client, absl::FunctionRef<grpc::Status()> is_known, std::string* subject,
                     std::string* issuer);

// Set `unit` to the unit that it names, without regard to case and blanks or by a part of its name.
ExitStatus FindUnit(JournalClient& client, std::string* unit);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_LOOKUP_STAFF_LOOKUP_H_
