// The days that people type: 2023-08-15, 2023-8-15, today, yesterday, tomorrow, -30d, +2w, -6m, and -1y.
#ifndef CASEJOURNAL_SERVICES_CLIENT_DAY_WORDS_H_
#define CASEJOURNAL_SERVICES_CLIENT_DAY_WORDS_H_

#include <initializer_list>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/client/journal_client.h"

namespace casejournal::services {

// Check an option value that is a civil day, or a word for one. Return the error text, as CLI11 expects it; empty if
// `text` is valid.
std::string CheckDay(const std::string& text);

// Return the day that `text` means on the day `today`. Months and years keep the day of the month, or take the last day
// of a shorter month.
//   kInvalidArgument  it is not a day, or not in the years 1 to 9999.
absl::StatusOr<absl::CivilDay> DayMeant(absl::string_view text, absl::CivilDay today);

// A day that was given, and the option that it was given with, such as "--on".
struct GivenDay {
  const char* option;
  std::string* day;  // empty: not given. CheckDay accepted it.
};

// Spell each day as the server reads it, YYYY-MM-DD; a word counts from today in the journal's zone. Throws
// CLI::RuntimeError, which ends the program, if the zone is needed and there is no answer (JournalClient::Zone), or if
// a day is not in the years 1 to 9999.
void SpellDays(JournalClient& client, std::initializer_list<GivenDay> days);

// Do the same for days that must not be after today: of what was known, and of what was effective. Complains, and
// throws with kUsage, if one is.
void SpellPastDays(JournalClient& client, std::initializer_list<GivenDay> days);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_DAY_WORDS_H_
