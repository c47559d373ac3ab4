// Compares two plans that the command line names.
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_PLAN_PLAN_DIFFERENCE_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_PLAN_PLAN_DIFFERENCE_H_

#include <optional>
#include <string>

#include "services/client/journal_client.h"
#include "services/console/exit_status.h"
#include "services/pages/plan/plan_page.h"

namespace casejournal::services {

// What to compare, and how to show it.
struct PlanDifferenceQuestion {
  std::string case_id;
  // Each is a version (its label, its digest, or 6 or more first digits of it), "in-force" (each version that is in
  // force), "working" (what the entries add up to), an entry such as "r186" (what they added up to then), or a day
  // (what was known at its end).
  std::string before;
  std::string after;
  bool claimed = false;  // for a day, entries count by their claims
  bool json = false;     // print ComparePlansResponse messages
  std::optional<uint64_t> min_position;
};

// Print what differs. A version is compared with other states of the record as what would be drawn up from them, for
// the same kind and children. Print any failure to standard error.
ExitStatus ShowPlanDifference(JournalClient& client, const PlanDifferenceQuestion& question, const PageStyle& style);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_PLAN_PLAN_DIFFERENCE_H_
