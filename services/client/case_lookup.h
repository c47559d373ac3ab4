// Finds a case by what people call it: its id, a number, the beginning of its id, or the name of a child.
#ifndef CASEJOURNAL_SERVICES_CLIENT_CASE_LOOKUP_H_
#define CASEJOURNAL_SERVICES_CLIENT_CASE_LOOKUP_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "casejournal/v1/case_service.pb.h"
#include "services/client/journal_client.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// The help text of an argument that FindCase reads.
inline constexpr char kCaseHelp[] =
    "The case: its id, 4 or more first digits of it, a court or other number,\nor a "
    "child's name";

// Return whether `text` has the form of a case id: 8-4-4-4-12 lower-case hexadecimal digits.
bool IsCaseId(absl::string_view text);

// Return the first digits of a case id, by which people tell cases without numbers apart.
std::string ShortCaseId(absl::string_view case_id);

// What a case was found by. A number or a name may be that of one child of several.
enum class CaseFoundBy { kId, kNumber, kChild };

struct FoundCase {
  std::string case_id;
  CaseFoundBy by = CaseFoundBy::kId;
  std::string number;  // as recorded, if it was found by a number
};

// A case that may be meant.
struct CaseChoice {
  v1::CaseSummary summary;
  CaseFoundBy by = CaseFoundBy::kId;
  std::string number;
};

// Collects the cases that may be meant by `named`.
class CaseChoices {
 public:
  explicit CaseChoices(std::string named);

  void Consider(const v1::CaseSummary& summary);

  // Return the cases that fit best: by number without regard to case and blanks; else by the whole name of a child;
  // else by the beginning of the id, at least 4 digits; else by part of the name of a child.
  const std::vector<CaseChoice>& Best() const;

  // Return a number of a case that is nearly the one that was given; empty if there is none.
  std::string NearNumber() const;

 private:
  static constexpr size_t kWays = 4;

  const std::string named_;
  std::vector<CaseChoice> found_[kWays];
  std::vector<std::string> numbers_;
};

// Set `case_id`, or all of `found`, to the case that `named` names. Every failure is printed to standard error: no case
// or several cases may be meant, or the server does not answer.
ExitStatus FindCase(JournalClient& client, const std::string& named, std::string* case_id);
ExitStatus FindCase(JournalClient& client, const std::string& named, FoundCase* found);

// Pass each case of the journal to `take`.
grpc::Status ReadAllCases(JournalClient& client, absl::FunctionRef<void(const v1::CaseSummary&)> take);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_CASE_LOOKUP_H_
