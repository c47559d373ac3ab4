#include "services/client/day_words.h"

#include <cstdlib>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/console/output.h"

namespace casejournal::services {
namespace {

constexpr int kYearMax = 9999;
// More than 9999 years of days.
constexpr int kStepsMax = 4'000'000;
constexpr int kMonthsPerYear = 12;

bool IsDigits(absl::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == absl::string_view::npos;
}

// "2023-08-15" and "2023-8-15": the year has four digits, so that no other order of the parts can be meant.
std::optional<absl::CivilDay> DayInNumbers(absl::string_view text) {
  constexpr size_t kYearDigits = 4;
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  if (parts.size() != 3 || parts[0].size() != kYearDigits || parts[1].size() > 2 || parts[2].size() > 2)
    return std::nullopt;
  int year = 0;
  int month = 0;
  int day = 0;
  for (const auto& [part, number] :
       {std::pair(parts[0], &year), std::pair(parts[1], &month), std::pair(parts[2], &day)}) {
    if (!IsDigits(part) || !absl::SimpleAtoi(part, number)) return std::nullopt;
  }
  const absl::CivilDay meant(year, month, day);
  const bool exists = year >= 1 && meant.year() == year && meant.month() == month && meant.day() == day;
  return exists ? std::optional(meant) : std::nullopt;
}

absl::CivilDay MonthsLater(absl::CivilDay from, int months) {
  const absl::CivilMonth month = absl::CivilMonth(from) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return from.day() < last.day() ? absl::CivilDay(month.year(), month.month(), from.day()) : last;
}

// "today", "-30d"
std::optional<absl::CivilDay> DayInWords(absl::string_view text, absl::CivilDay today) {
  const std::string word = absl::AsciiStrToLower(text);
  if (word == "today") return today;
  if (word == "yesterday") return today - 1;
  if (word == "tomorrow") return today + 1;
  constexpr size_t kCharsMin = 3;
  if (word.size() < kCharsMin || (word.front() != '-' && word.front() != '+')) return std::nullopt;
  const absl::string_view digits = absl::string_view(word).substr(1, word.size() - 2);
  int count = 0;
  if (!IsDigits(digits) || !absl::SimpleAtoi(digits, &count) || count > kStepsMax) return std::nullopt;
  const int steps = word.front() == '-' ? -count : count;
  switch (word.back()) {
    case 'd':
      return today + steps;
    case 'w':
      return today + 7 * steps;
    case 'm':
      return MonthsLater(today, steps);
    case 'y':
      return MonthsLater(today, kMonthsPerYear * steps);
    default:
      return std::nullopt;
  }
}

std::string NoDayText(absl::string_view text) {
  return absl::StrCat("\"", text,
                      "\" is not a day; use YYYY-MM-DD, for example 2025-03-31, or today, yesterday, tomorrow, -30d, "
                      "or +2w");
}

// Throws to end the program, as JournalClient does.
[[noreturn]] void EndWith(const char* option, absl::string_view what) {
  Complain(absl::StrCat(option, ": ", what));
  throw CLI::RuntimeError(static_cast<int>(ExitStatus::kUsage));
}

void Spell(JournalClient& client, std::initializer_list<GivenDay> days, bool past) {
  std::optional<absl::CivilDay> today;
  for (const GivenDay& given : days) {
    if (given.day->empty()) continue;
    std::optional<absl::CivilDay> meant = DayInNumbers(*given.day);
    // Nowhere is it a later day than here and now in UTC, and one more day.
    const bool surely_over = meant && *meant < absl::ToCivilDay(absl::Now(), absl::UTCTimeZone()) - 1;
    if ((!meant || (past && !surely_over)) && !today) today = absl::ToCivilDay(absl::Now(), client.Zone());
    if (!meant) {
      const absl::StatusOr<absl::CivilDay> in_words = DayMeant(*given.day, *today);
      if (!in_words.ok()) EndWith(given.option, in_words.status().message());
      meant = *in_words;
    }
    *given.day = absl::FormatCivilTime(*meant);
    if (past && !surely_over && *meant > *today) {
      EndWith(given.option, absl::StrCat(*given.day, " is in the future; today is ", absl::FormatCivilTime(*today)));
    }
  }
}

}  // namespace

absl::StatusOr<absl::CivilDay> DayMeant(absl::string_view text, absl::CivilDay today) {
  std::optional<absl::CivilDay> meant = DayInNumbers(text);
  if (!meant) meant = DayInWords(text, today);
  if (!meant) return absl::InvalidArgumentError(NoDayText(text));
  if (meant->year() < 1 || meant->year() > kYearMax)
    return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is not in the years 1 to 9999"));
  return *meant;
}

std::string CheckDay(const std::string& text) {
  return std::string(DayMeant(text, absl::CivilDay(2000, 1, 1)).status().message());
}

void SpellDays(JournalClient& client, std::initializer_list<GivenDay> days) { Spell(client, days, false); }

void SpellPastDays(JournalClient& client, std::initializer_list<GivenDay> days) { Spell(client, days, true); }

}  // namespace casejournal::services
