#include "services/client/reading/docket_words.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kStatePrefix = "CLOCK_STATE_";
constexpr size_t kIndent = 2;

// Nobody pictures 1,378 days.
constexpr int kDaysAsYears = 366;
constexpr double kDaysOfAYear = 365.25;

// "1 day", "366 days", "3.8 years".
std::string DaysText(int days) {
  const int count = std::abs(days);
  if (count > kDaysAsYears) return absl::StrFormat("%.1f years", count / kDaysOfAYear);
  return absl::StrCat(count, count == 1 ? " day" : " days");
}

std::string EntryText(const v1::DocketEntry& entry) {
  return absl::StrCat(entry.what(), ", ", entry.day(),
                      entry.has_revision() ? absl::StrCat(" (r", entry.revision(), ")") : "");
}

}  // namespace

std::string ClockStateWords(v1::ClockState state) {
  const std::string& name = v1::ClockState_Name(state);
  if (name.empty()) return absl::StrCat("state ", static_cast<int>(state));  // A newer server may have more states.
  return absl::StrReplaceAll(absl::AsciiStrToLower(name.substr(kStatePrefix.size())), {{"_", " "}});
}

bool IsToDo(v1::ClockState state) {
  return state == v1::CLOCK_STATE_OPEN || state == v1::CLOCK_STATE_WINDOW_OPEN || state == v1::CLOCK_STATE_MISSED ||
         state == v1::CLOCK_STATE_PAST_WHEN_SET || state == v1::CLOCK_STATE_TOLLED;
}

bool DiffersInChildOnly(const v1::DocketItem& a, const v1::DocketItem& b) {
  return a.rule() == b.rule() && a.child_id() != b.child_id() && a.due() == b.due() && a.number() == b.number() &&
         a.state() == b.state() && a.met_by().day() == b.met_by().day() &&
         std::equal(a.cautions().begin(), a.cautions().end(), b.cautions().begin(), b.cautions().end(),
                    [](const v1::Caution& one, const v1::Caution& other) { return one.says() == other.says(); });
}

namespace {

std::string DateStateWords(const v1::DocketItem& item) {
  switch (item.state()) {
    case v1::CLOCK_STATE_MET:
      return absl::StrCat("met on ", item.met_by().day());
    case v1::CLOCK_STATE_MET_LATE:
      return absl::StrCat("met late, on ", item.met_by().day());
    case v1::CLOCK_STATE_EXCEPTED:
      return absl::StrCat("excepted since ", item.met_by().day());
    case v1::CLOCK_STATE_TOLLED:
      return "tolled";
    case v1::CLOCK_STATE_MISSED:
      return absl::StrCat("missed, ", DaysText(item.days_left()), " ago");
    case v1::CLOCK_STATE_PAST_WHEN_SET:
      return absl::StrCat("not done; already past when it was set on ", item.arose_on());
    case v1::CLOCK_STATE_WINDOW_OPEN:
      return absl::StrCat("window open",
                          item.days_left() == 0 ? ", today" : absl::StrCat(", ", DaysText(item.days_left()), " left"));
    default:
      return item.days_left() == 0 ? "today" : absl::StrCat("in ", DaysText(item.days_left()));
  }
}

}  // namespace

std::string StandingWords(const v1::DocketItem& item) {
  std::string words = DateStateWords(item);
  if (item.state() == v1::CLOCK_STATE_MET_LATE && !item.arose_on().empty()) {
    absl::StrAppend(&words, "; already past when it was set on ", item.arose_on());
  }
  return words;
}

std::string Derivation(const v1::DocketItem& item, size_t width) {
  std::string text =
      Paragraph(absl::StrCat(item.due(), item.due_time().empty() ? "" : absl::StrCat(" ", item.due_time()), "  ",
                             item.title(), item.child().empty() ? "" : absl::StrCat(": ", item.child()),
                             item.number() > 1 ? absl::StrCat(" (", item.number(), ")") : ""),
                0, width);
  const auto line = [&](absl::string_view words) { absl::StrAppend(&text, Paragraph(words, kIndent, width)); };
  line(absl::StrCat("Rule: ", item.rule(), " v", item.rules_version(), ", ", item.citation(),
                    item.unverified() ? " (unverified)" : ""));
  if (!item.court_numbers().empty()) line(absl::StrCat("Court number: ", absl::StrJoin(item.court_numbers(), ", ")));
  for (const v1::DerivationStep& step : item.steps()) {
    line(absl::StrCat("- ", step.says(), step.has_revision() ? absl::StrCat(" (r", step.revision(), ")") : ""));
  }
  if (!item.window_opens().empty()) line(absl::StrCat("- may be done from ", item.window_opens(), " on"));
  std::string stands = absl::StrCat("State: ", ClockStateWords(item.state()));
  if (item.has_met_by()) absl::StrAppend(&stands, ", by ", EntryText(item.met_by()));
  if (IsToDo(item.state()) && item.state() != v1::CLOCK_STATE_TOLLED)
    absl::StrAppend(&stands, " (", DateStateWords(item), ")");
  line(stands);
  for (const v1::Caution& caution : item.cautions()) line(absl::StrCat("Caution: ", CautionSentence(item, caution)));
  if (item.state() == v1::CLOCK_STATE_MISSED && !item.if_missed().empty())
    line(absl::StrCat("If missed: ", item.if_missed()));
  if (!item.note().empty()) line(absl::StrCat("Note: ", item.note()));
  return text;
}

}  // namespace casejournal::services
