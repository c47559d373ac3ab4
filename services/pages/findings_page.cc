#include "services/pages/findings_page.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

constexpr size_t kHang = 7;

// The last day that the sentence of a finding names; empty if it names none.
std::string LastDay(const v1::Finding& finding) {
  std::string last;
  for (const v1::WordingParameter& parameter : finding.wording().parameters()) {
    for (const v1::FieldValue& value : parameter.values()) last = std::max(last, value.day());
  }
  return last;
}

// Numbers the sources in the order in which they are named.
class Footnotes {
 public:
  // "[2]"; empty for a finding without a source.
  std::string Mark(const std::string& source) {
    if (source.empty()) return "";
    auto found = std::find(sources_.begin(), sources_.end(), source);
    if (found == sources_.end()) found = sources_.insert(sources_.end(), source);
    return absl::StrCat("[", found - sources_.begin() + 1, "]");
  }

  std::string Text(size_t width) const {
    std::string text;
    for (size_t i = 0; i < sources_.size(); ++i)
      absl::StrAppend(&text, Hanging(absl::StrCat("[", i + 1, "]"), 5, sources_[i], Tone::kDim, width, false));
    return text;
  }

  // `label`, and beside it a paragraph.
  static std::string Hanging(const std::string& label, size_t hang, absl::string_view words, Tone tone, size_t width,
                             bool color) {
    std::string text;
    hang = std::max(hang, label.size() + 1);
    for (const std::string& line : Wrap(words, width > hang ? width - hang : 1)) {
      absl::StrAppend(&text, text.empty() ? Toned(label, tone, color) : "",
                      std::string(text.empty() ? hang - label.size() : hang, ' '), line, "\n");
    }
    return text;
  }

 private:
  std::vector<std::string> sources_;
};

std::string CountsOf(const FindingKind& kind) {
  return Joined({kind.open == 0 ? "" : absl::StrCat(kind.open, " open"),
                 kind.explained == 0 ? "" : absl::StrCat(kind.explained, " explained")},
                ", ");
}

}  // namespace

std::vector<FindingKind> KindsOf(const std::vector<NumberedFinding>& findings) {
  std::vector<FindingKind> kinds;
  for (const NumberedFinding& each : findings) {
    auto kind =
        std::find_if(kinds.begin(), kinds.end(), [&](const FindingKind& one) { return one.id == each.finding->id(); });
    if (kind == kinds.end()) kind = kinds.insert(kinds.end(), {.id = each.finding->id(), .findings = {}});
    (each.finding->state() == v1::FINDING_STATE_ANSWERED ? kind->explained : kind->open) += 1;
    kind->findings.push_back(each);
  }
  const auto order = [](const FindingKind& kind) {
    return std::make_tuple(kind.open == 0, kind.findings.size(), kind.id);
  };
  std::sort(kinds.begin(), kinds.end(),
            [&](const FindingKind& a, const FindingKind& b) { return order(a) < order(b); });
  for (FindingKind& kind : kinds) {
    std::stable_sort(
        kind.findings.begin(), kind.findings.end(),
        [](const NumberedFinding& a, const NumberedFinding& b) { return LastDay(*a.finding) > LastDay(*b.finding); });
  }
  return kinds;
}

std::string FindingStateWords(const v1::Finding& finding) {
  if (finding.state() == v1::FINDING_STATE_ANSWERED) return absl::StrCat("explained, r", finding.answered_by());
  return finding.has_lapsed_answer() ? absl::StrCat("open; the explanation r", finding.lapsed_answer(), " lapsed")
                                     : "open";
}

std::string FindingsPage(const std::vector<FindingKind>& kinds, const FindingsStyle& style) {
  Footnotes notes;
  std::string text;
  for (const FindingKind& kind : kinds) {
    std::vector<std::string> marks;
    for (const NumberedFinding& each : kind.findings) {
      const std::string mark = notes.Mark(each.finding->source());
      if (std::find(marks.begin(), marks.end(), mark) == marks.end()) marks.push_back(mark);
    }
    absl::StrAppend(&text, Toned(kind.id, Tone::kStrong, style.color), ": ",
                    Toned(CountsOf(kind), kind.open > 0 ? Tone::kOpen : Tone::kGood, style.color),
                    marks.size() == 1 && !marks[0].empty() ? absl::StrCat(" ", marks[0]) : "", "\n");
    size_t shown = 0;
    for (const NumberedFinding& each : kind.findings) {
      if (style.of_kind_max > 0 && shown == style.of_kind_max) break;
      ++shown;
      const v1::Finding& finding = *each.finding;
      const bool plainly_open = finding.state() != v1::FINDING_STATE_ANSWERED && !finding.has_lapsed_answer();
      const std::string words = Joined({FindingSentence(finding), marks.size() == 1 ? "" : notes.Mark(finding.source()),
                                        plainly_open ? "" : absl::StrCat("(", FindingStateWords(finding), ")")},
                                       " ");
      absl::StrAppend(&text, Footnotes::Hanging(absl::StrCat("  f", each.number), kHang, words, Tone::kDim, style.width,
                                                style.color));
      if (!finding.explanation().empty())
        absl::StrAppend(&text, Paragraph(absl::StrCat("Explained: ", finding.explanation()), kHang, style.width));
      if (style.ids) absl::StrAppend(&text, Paragraph(finding.finding(), kHang, style.width));
    }
    if (shown < kind.findings.size()) {
      absl::StrAppend(&text, Paragraph(absl::StrCat("and ", kind.findings.size() - shown, " more: --kind ", kind.id),
                                       kHang, style.width));
    }
  }
  const std::string sources = notes.Text(style.width);
  return absl::StrCat(text, sources.empty() ? "" : "\n", sources);
}

}  // namespace casejournal::services
