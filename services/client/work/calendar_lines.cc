#include "services/client/work/calendar_lines.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

// The maximum length of a line in octets, without its end.
constexpr size_t kLineOctetsMax = 75;

bool ContinuesCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// A value may be preceded by parameters, whose values may be quoted.
size_t ColonBeforeValue(absl::string_view line) {
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (line[i] == ':' && !quoted) return i;
  }
  return absl::string_view::npos;
}

}  // namespace

void AddCalendarLine(absl::string_view line, std::string& calendar) {
  size_t room = kLineOctetsMax;
  while (line.size() > room) {
    size_t cut = room;
    while (ContinuesCharacter(line[cut])) --cut;
    absl::StrAppend(&calendar, line.substr(0, cut), "\r\n ");
    line.remove_prefix(cut);
    room = kLineOctetsMax - 1;
  }
  absl::StrAppend(&calendar, line, "\r\n");
}

std::string CalendarText(absl::string_view text) {
  return absl::StrReplaceAll(Printable(absl::StrReplaceAll(text, {{"\r\n", "\n"}})),
                             {{"\\", "\\\\"}, {";", "\\;"}, {",", "\\,"}, {"\n", "\\n"}});
}

std::string TextOfCalendar(absl::string_view value) {
  return absl::StrReplaceAll(value, {{"\\\\", "\\"}, {"\\;", ";"}, {"\\,", ","}, {"\\n", "\n"}, {"\\N", "\n"}});
}

std::vector<CalendarLine> CalendarLinesIn(absl::string_view calendar) {
  const std::string whole = absl::StrReplaceAll(calendar, {{"\r\n ", ""}, {"\r\n\t", ""}, {"\n ", ""}, {"\n\t", ""}});
  std::vector<CalendarLine> lines;
  for (absl::string_view line : absl::StrSplit(whole, '\n')) {
    absl::ConsumeSuffix(&line, "\r");
    const size_t colon = ColonBeforeValue(line);
    if (colon == absl::string_view::npos) continue;
    const absl::string_view name = line.substr(0, std::min(colon, line.find(';')));
    lines.push_back({.name = absl::AsciiStrToUpper(name), .value = std::string(line.substr(colon + 1))});
  }
  return lines;
}

}  // namespace casejournal::services
