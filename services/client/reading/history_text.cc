#include "services/client/reading/history_text.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "projections/events/event_words.h"
#include "services/client/staff_with_id.h"
#include "services/pages/instant_text.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"
#include "services/pages/utf8.h"
#include "services/pages/word_difference.h"

namespace casejournal::services {
namespace {

std::string Days(int32_t days) { return absl::StrCat(days, days == 1 ? " day" : " days"); }

// "correction of r8".
std::string KindWords(const v1::HistoryRow& row) {
  const std::string of = row.has_settles_revision() ? absl::StrCat(" of r", row.settles_revision()) : "";
  switch (row.kind()) {
    case v1::ENTRY_KIND_LATE_ENTRY:
      return "late entry";
    case v1::ENTRY_KIND_CORRECTION:
      return absl::StrCat("correction", of);
    case v1::ENTRY_KIND_RETRACTION:
      return absl::StrCat("retraction", of);
    default:  // An ordinary entry has no kind to name; a newer server may have more kinds.
      return "";
  }
}

// Return the author of the entry: the actor, on whose behalf, and the source.
std::string AuthorText(const v1::HistoryRow& row, bool ids) {
  return Joined(
      {ids ? StaffWithId(row.actor()) : StaffWords(row.actor()), DayWords("for", row.on_behalf_of()), row.source()},
      "; ");
}

std::string EffectiveText(const v1::HistoryRow& row) {
  if (row.effective_was_on().empty() || row.effective_was_on() == row.effective_on()) return row.effective_on();
  const absl::string_view was = row.kind() == v1::ENTRY_KIND_RETRACTION ? " (of " : " (not ";
  return absl::StrCat(row.effective_on(), was, row.effective_was_on(), ")");
}

// Return whether a change already contains the reason: the reason of a choice is part of the plan.
bool IsAmongChanges(const std::string& reason, const std::vector<v1::HistoryRow>& rows) {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const v1::HistoryRow& row) { return row.change().after() == reason; });
}

constexpr size_t kHang = 7;

// Whether the full stop at `at` ends a sentence: no abbreviation such as "Ms." or "J." is before it.
bool EndsSentence(absl::string_view text, size_t at) {
  constexpr absl::string_view kAbbreviations[] = {"Mr", "Mrs", "Ms", "Dr", "St", "Jr", "Sr", "No"};
  if (at + 1 < text.size() && text[at + 1] != ' ') return false;
  const absl::string_view before = text.substr(0, at);
  const size_t space = before.find_last_of(" (“");
  const absl::string_view word = space == absl::string_view::npos ? before : before.substr(space + 1);
  const bool initial = word.size() == 1 && absl::ascii_isupper(static_cast<unsigned char>(word[0]));
  return !initial && std::find(std::begin(kAbbreviations), std::end(kAbbreviations), word) == std::end(kAbbreviations);
}

std::string LabelsText(const v1::HistoryRow& row) {
  std::vector<std::string> labels;
  for (const int label : row.labels()) {
    labels.push_back(projections::EnumWords(static_cast<event::v1::Label>(label)));
  }
  return Joined(labels, ", ");
}

std::string WhenAndWho(const v1::HistoryRow& row, const HistoryStyle& style) {
  std::string words =
      Joined({EffectiveText(row), KindWords(row),
              absl::StrCat("recorded ", InstantDay(row.recorded_at(), style.zone), " by ", AuthorText(row, style.ids))},
             "  ");
  // An imported entry is always late; its claim says when it was first written down.
  if (row.days_late() > 0 && row.claim().empty())
    absl::StrAppend(&words, ", ", Days(row.days_late()), " after its day");
  if (row.has_claimed_at() && !style.claims)
    absl::StrAppend(&words, ", first on ", InstantDay(row.claimed_at(), style.zone), " by its claim");
  return words;
}

// `revision`, and beside it a paragraph with `words`.
std::string Beside(const std::string& revision, absl::string_view words, Tone tone, const HistoryStyle& style) {
  const size_t hang = std::max(kHang, revision.size() + 1);
  std::string text;
  for (const std::string& line : Wrap(words, style.width > hang ? style.width - hang : 1)) {
    absl::StrAppend(&text, text.empty() ? Toned(revision, Tone::kOpen, style.color) : "",
                    std::string(text.empty() ? hang - revision.size() : hang, ' '), Toned(line, tone, style.color),
                    "\n");
  }
  return text;
}

// The first `count` code points of `text`.
absl::string_view FirstOf(absl::string_view text, size_t count) {
  size_t bytes = 0;
  for (; count > 0 && bytes < text.size(); --count) bytes += std::max<size_t>(CodePointBytes(text.substr(bytes)), 1);
  return text.substr(0, bytes);
}

std::string DimParagraph(absl::string_view words, const HistoryStyle& style) {
  std::string text;
  for (const std::string& line : Wrap(words, style.width > kHang ? style.width - kHang : 1))
    absl::StrAppend(&text, std::string(kHang, ' '), Toned(line, Tone::kDim, style.color), "\n");
  return text;
}

}  // namespace

std::string HeadSentence(absl::string_view sentences) {
  int quotes = 0;  // what is quoted may have sentences of its own
  for (size_t i = 0; i < sentences.size(); ++i) {
    if (absl::StartsWith(sentences.substr(i), "“")) ++quotes;
    if (absl::StartsWith(sentences.substr(i), "”")) --quotes;
    if (quotes <= 0 && sentences[i] == '.' && EndsSentence(sentences, i))
      return std::string(sentences.substr(0, i + 1));
  }
  return std::string(sentences);
}

std::string ChangesText(const std::vector<NotedChange>& changes, size_t indent, const HistoryStyle& style) {
  std::string text;
  std::string part;
  for (const NotedChange& each : changes) {
    const auto [belongs_to, field] = PartAndField(each.change.path());
    if (belongs_to != part) absl::StrAppend(&text, Paragraph(belongs_to, indent, style.width));
    part = belongs_to;
    const std::string note = each.note.empty() ? "" : absl::StrCat(" (", each.note, ")");
    absl::StrAppend(&text,
                    Paragraph(absl::StrCat(field, ": ", ChangeText(each.change), note), indent + 2, style.width));
  }
  return ColorDifference(text, style.color);
}

std::string HistoryEntryText(const std::vector<v1::HistoryRow>& rows, absl::string_view sentence,
                             const HistoryStyle& style) {
  const v1::HistoryRow& first = rows.front();
  const std::string revision = absl::StrCat("r", first.revision());
  std::string text = sentence.empty() ? Beside(revision, WhenAndWho(first, style), Tone::kPlain, style)
                                      : absl::StrCat(Beside(revision, HeadSentence(sentence), Tone::kStrong, style),
                                                     DimParagraph(WhenAndWho(first, style), style));
  const auto line = [&](absl::string_view label, const std::string& words) {
    if (!words.empty()) absl::StrAppend(&text, Paragraph(absl::StrCat(label, ": ", words), kHang, style.width));
  };
  if (style.claims) line("claim", first.claim());
  if (!IsAmongChanges(first.reason(), rows)) line("why", first.reason());
  line("labels", LabelsText(first));
  std::vector<NotedChange> changes;
  for (const v1::HistoryRow& row : rows) {
    changes.push_back({row.change(), row.has_overtaken_by() ? absl::StrCat("overtaken by r", row.overtaken_by(),
                                                                           DayWords(" from", row.overtaken_on()))
                                                            : ""});
  }
  return absl::StrCat(text, ChangesText(changes, kHang, style));
}

std::string HistoryLine(const std::vector<v1::HistoryRow>& rows, absl::string_view sentence,
                        const HistoryStyle& style) {
  const v1::HistoryRow& first = rows.front();
  std::string revision = absl::StrCat("r", first.revision());
  revision.resize(std::max(revision.size() + 1, kHang - 1), ' ');
  const std::string words =
      sentence.empty() ? Joined({PartAndField(first.change().path()).first, AuthorText(first, style.ids)}, "; ")
                       : HeadSentence(sentence);
  const std::string marks = Joined({KindWords(first), DayWords("labels:", LabelsText(first))}, "; ");
  std::string line = Printable(absl::StrReplaceAll(
      absl::StrCat(first.effective_on(), "  ", words, marks.empty() ? "" : absl::StrCat(" (", marks, ")")),
      {{"\n", " "}}));
  if (style.width > 0) {
    const size_t room = style.width > revision.size() ? style.width - revision.size() : 1;
    if (CountCodePoints(line) > room) line = absl::StrCat(FirstOf(line, room - 1), "…");
  }
  return absl::StrCat(Toned(revision, Tone::kOpen, style.color), line, "\n");
}

}  // namespace casejournal::services
