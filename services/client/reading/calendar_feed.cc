#include "services/client/reading/calendar_feed.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "projections/events/event_words.h"
#include "services/client/reading/docket_words.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

// RFC 5545, 3.1: the maximum length of a line in octets, without its end. A longer line continues after a space.
constexpr size_t kLineOctetsMax = 75;

bool ContinuesCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

void AddLine(absl::string_view line, std::string& feed) {
  size_t room = kLineOctetsMax;
  while (line.size() > room) {
    size_t cut = room;
    while (ContinuesCharacter(line[cut])) --cut;
    absl::StrAppend(&feed, line.substr(0, cut), "\r\n ");
    line.remove_prefix(cut);
    room = kLineOctetsMax - 1;
  }
  absl::StrAppend(&feed, line, "\r\n");
}

// Escape a text value (RFC 5545, 3.3.11), which cannot contain control characters.
std::string Text(absl::string_view text) {
  return absl::StrReplaceAll(Printable(absl::StrReplaceAll(text, {{"\r\n", "\n"}})),
                             {{"\\", "\\\\"}, {";", "\\;"}, {",", "\\,"}, {"\n", "\\n"}});
}

std::string Date(absl::string_view day) { return absl::StrReplaceAll(day, {{"-", ""}}); }

std::string CaseWords(const v1::WorkItem& item) {
  return item.numbers().empty() ? item.case_id() : absl::StrJoin(item.numbers(), ", ");
}

absl::string_view Warning(v1::ClockState state) {
  switch (state) {
    case v1::CLOCK_STATE_MISSED:
      return "MISSED: ";
    case v1::CLOCK_STATE_PAST_WHEN_SET:
      return "PAST WHEN SET: ";
    default:
      return "";
  }
}

std::string Cautions(const v1::DocketItem& due) {
  std::string lines;
  for (const v1::Caution& caution : due.cautions()) absl::StrAppend(&lines, "\n", caution.says());
  return lines;
}

bool IsByLaw(const v1::DocketItem& due) { return !due.rule().empty(); }

// What is to be done. The words of a plan name people and tell of them, so without names they are the kind alone.
std::string SummaryWords(const v1::DocketItem& due, bool names) {
  if (names || IsByLaw(due)) return due.title();
  std::string words = projections::EnumWords(due.kind());
  if (!words.empty()) words[0] = absl::ascii_toupper(static_cast<unsigned char>(words[0]));
  return words;
}

std::string SourceWords(const v1::DocketItem& due) {
  if (!IsByLaw(due)) return "Set by the record of the case";
  return absl::StrCat(due.citation(), due.unverified() ? " (unverified)" : "", "\nRule ", due.rule(), " v",
                      due.rules_version());
}

void AddEvent(const v1::WorkItem& item, absl::string_view on, bool names, std::string& feed) {
  const v1::DocketItem& due = item.due();
  const std::string whom = names && !due.child().empty() ? absl::StrCat(", ", due.child()) : "";
  AddLine("BEGIN:VEVENT", feed);
  AddLine(absl::StrCat("UID:", Text(absl::StrCat(item.case_id(), "/", due.item()))), feed);
  AddLine(absl::StrCat("DTSTAMP:", Date(on), "T000000Z"), feed);
  AddLine(absl::StrCat("DTSTART;VALUE=DATE:", Date(due.due())), feed);
  AddLine(absl::StrCat("SUMMARY:", Text(absl::StrCat(Warning(due.state()), SummaryWords(due, names), " (",
                                                     CaseWords(item), whom, ")"))),
          feed);
  AddLine(
      absl::StrCat("DESCRIPTION:",
                   Text(absl::StrCat(
                       SourceWords(due), "\nSince ", due.began().day(), ": ", due.began().what(),
                       due.window_opens().empty() ? "" : absl::StrCat("\nMay be done from ", due.window_opens(), " on"),
                       "\nState: ", ClockStateWords(due.state()), Cautions(due)))),
      feed);
  AddLine(absl::StrCat("CATEGORIES:", Text(ClockStateWords(due.state()))), feed);
  AddLine("TRANSP:TRANSPARENT", feed);
  AddLine("END:VEVENT", feed);
}

}  // namespace

std::string CalendarFeed(const std::vector<v1::WorkItem>& items, absl::string_view title, absl::string_view on,
                         bool names) {
  std::string feed;
  AddLine("BEGIN:VCALENDAR", feed);
  AddLine("VERSION:2.0", feed);
  AddLine("PRODID:-//CaseJournal//Docket//EN", feed);
  AddLine("CALSCALE:GREGORIAN", feed);
  AddLine("METHOD:PUBLISH", feed);
  AddLine(absl::StrCat("X-WR-CALNAME:", Text(title)), feed);
  for (const v1::WorkItem& item : items) {
    if (item.due().state() != v1::CLOCK_STATE_TOLLED && !item.due().due().empty()) AddEvent(item, on, names, feed);
  }
  AddLine("END:VCALENDAR", feed);
  return feed;
}

}  // namespace casejournal::services
