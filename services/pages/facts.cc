#include "services/pages/facts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

constexpr size_t kFactGap = 2;
constexpr size_t kFactRoomMin = 20;  // A value in a narrower column cannot be read.

size_t WidestLine(const std::vector<std::string>& lines) {
  size_t widest = 0;
  for (const std::string& line : lines) widest = std::max(widest, CountCodePoints(line));
  return widest;
}

}  // namespace

std::string FactsText(const std::vector<Fact>& facts, size_t width, bool color) {
  size_t names = 0;
  for (const Fact& fact : facts) {
    if (!fact.value.text.empty()) names = std::max(names, CountCodePoints(Printable(fact.name)));
  }
  const size_t hang = names + kFactGap;
  const size_t room = width > hang ? width - hang : 1;
  std::string text;
  for (const Fact& fact : facts) {
    if (fact.value.text.empty()) continue;
    const std::string name = Printable(fact.name);
    std::vector<std::string> lines = Wrap(fact.value.text, room);
    const bool beside = room >= kFactRoomMin && WidestLine(lines) <= room;
    if (!beside) lines = Wrap(fact.value.text, width > kFactGap ? width - kFactGap : 1);
    const size_t indent = beside ? hang : kFactGap;
    absl::StrAppend(&text, Toned(name, Tone::kStrong, color), beside ? "" : "\n");
    for (size_t i = 0; i < lines.size(); ++i) {
      const size_t space = beside && i == 0 ? hang - CountCodePoints(name) : indent;
      absl::StrAppend(&text, lines[i].empty() ? "" : std::string(space, ' '), Toned(lines[i], fact.value.tone, color),
                      "\n");
    }
  }
  return text;
}

}  // namespace casejournal::services
