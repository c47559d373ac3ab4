#include "services/pages/plan/comparison_page.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/pages/answered_text.h"
#include "services/pages/change_text.h"
#include "services/pages/table.h"
#include "services/pages/word_difference.h"

namespace casejournal::services {
namespace {

// The goal, the placement, and so on that a field is in: "goals[5c…", or "header".
absl::string_view PartKey(absl::string_view field) {
  const size_t item = field.find(']');
  return field.substr(0, item == absl::string_view::npos ? field.find('.') : item);
}

// The changes of one part, in their order.
struct ChangedPart {
  std::string title;
  std::vector<const v1::Change*> changes;

  bool IsNew() const {
    return std::all_of(changes.begin(), changes.end(), [](const v1::Change* each) { return each->before().empty(); });
  }
  bool IsGone() const {
    return std::all_of(changes.begin(), changes.end(), [](const v1::Change* each) { return each->after().empty(); });
  }
};

std::vector<ChangedPart> PartsOf(const google::protobuf::RepeatedPtrField<v1::Change>& changes) {
  std::vector<ChangedPart> parts;
  absl::string_view key;
  for (const v1::Change& change : changes) {
    std::string title = PartAndField(change.path()).first;
    if (title.empty()) title = change.path();
    if (parts.empty() || PartKey(change.field()) != key) parts.push_back({.title = title, .changes = {}});
    key = PartKey(change.field());
    // The title of a part is the shortest: "activity “x”", and not "activity “x”, referral to Harbor Light".
    if (title.size() < parts.back().title.size()) parts.back().title = title;
    parts.back().changes.push_back(&change);
  }
  return parts;
}

std::string PartText(const ChangedPart& part, bool with_fields, size_t width) {
  std::string text = Paragraph(part.title, 2, width);
  if (!with_fields) return text;
  const std::string prefix = absl::StrCat(part.title, ", ");
  for (const v1::Change* change : part.changes) {
    absl::string_view field = change->path();
    if (absl::StartsWith(field, prefix)) field.remove_prefix(prefix.size());
    absl::StrAppend(&text, Paragraph(absl::StrCat(field, ": ", ChangeText(*change)), 4, width));
  }
  return text;
}

std::string CountWords(size_t count) { return absl::StrCat(count, count == 1 ? " part" : " parts"); }

}  // namespace

size_t ChangedParts(const google::protobuf::RepeatedPtrField<v1::Change>& changes) {
  std::set<absl::string_view> parts;
  for (const v1::Change& change : changes) parts.insert(PartKey(change.field()));
  return parts.size();
}

std::string ComparisonPage(const v1::ComparePlansResponse& comparison, const std::string& before,
                           const std::string& after, const PageStyle& style) {
  std::vector<ChangedPart> added;
  std::vector<ChangedPart> gone;
  std::vector<ChangedPart> changed;
  for (ChangedPart& part : PartsOf(comparison.changes())) {
    std::vector<ChangedPart>& list = part.IsNew() ? added : part.IsGone() ? gone : changed;
    list.push_back(std::move(part));
  }
  const size_t parts = added.size() + gone.size() + changed.size();
  std::string text =
      Paragraph(parts == 0 ? absl::StrCat("Both say the same: ", before, ", and ", after, ".")
                           : absl::StrCat("From ", before, " to ", after, ": ", CountWords(parts),
                                          parts == 1 ? " differs (" : " differ (", changed.size(), " changed, ",
                                          added.size(), " new, ", gone.size(), " no longer there)."),
                0, style.width);
  const auto add = [&](const std::string& heading, const std::vector<ChangedPart>& list, bool with_fields) {
    if (list.empty()) return;
    absl::StrAppend(&text, "\n");
    for (const std::string& line : Wrap(heading, style.width))
      absl::StrAppend(&text, Toned(line, Tone::kStrong, style.color), "\n");
    for (const ChangedPart& part : list)
      absl::StrAppend(&text, ColorDifference(PartText(part, with_fields, style.width), style.color));
  };
  add("Changed", changed, true);
  add(absl::StrCat("New in ", after), added, true);
  add(absl::StrCat("Only in ", before), gone, false);
  absl::StrAppend(&text, "\n", Paragraph(AnsweredText(comparison.answered(), style.zone), 0, style.width));
  return text;
}

}  // namespace casejournal::services
