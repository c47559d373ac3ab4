#include "services/documents/timeline_drawing.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"
#include "services/documents/glyph_widths.h"
#include "services/documents/row_layout.h"
#include "services/documents/timeline_style.h"
#include "services/pages/headings.h"

namespace casejournal::services {
namespace {

constexpr double kMargin = 16;
constexpr double kTitleWidth = 158;  // of the column of row titles
constexpr double kAxisLeft = kMargin + kTitleWidth + 14;
constexpr double kPlotLeft = kAxisLeft - 10;
constexpr double kAxisTop = 62;
constexpr double kOnHeight = 14;
constexpr double kNamesHeight = 15;
constexpr double kBandHeight = 20;
constexpr double kRowPadding = 4;
constexpr double kRowTextHeight = 11;
constexpr double kListLineHeight = 13.5;
constexpr double kListGap = 18;
constexpr double kRemarkGap = 8;
constexpr size_t kRemarkLinesMax = 200;  // a notice has at most 5,000 bytes
constexpr double kNumberColumn = 22;
constexpr size_t kRowTitleLines = 2;
constexpr size_t kListLinesMax = 6;
constexpr size_t kItemsOfTwoColumns = 24;
// A drawing that is at least this high names its days below, too.
constexpr double kHeightOfTwoAxes = 420;

struct BarLegend {
  BarStyle style;
  const char* words;
};
constexpr BarLegend kBarLegend[] = {{BarStyle::kCase, "case open"},
                                    {BarStyle::kSafety, "safety plan"},
                                    {BarStyle::kCare, "in care"},
                                    {BarStyle::kKin, "with relatives or kin"},
                                    {BarStyle::kFoster, "foster or pre-adoptive home"},
                                    {BarStyle::kGroup, "group home, institution, or hospital"},
                                    {BarStyle::kOwn, "supervised independent living"},
                                    {BarStyle::kTrialVisit, "trial home visit"},
                                    {BarStyle::kAbsence, "absent from the placement"},
                                    {BarStyle::kOrder, "order of the court"},
                                    {BarStyle::kPlan, "plan version in force"}};
struct MarkLegend {
  MarkShape shape;
  const char* words;
};
constexpr MarkLegend kMarkLegend[] = {{MarkShape::kVersion, "plan version drawn up"},
                                      {MarkShape::kJournalized, "plan version journalized"},
                                      {MarkShape::kMeeting, "review or conference"},
                                      {MarkShape::kMeetingCalled, "review or conference, called"},
                                      {MarkShape::kHearing, "hearing"},
                                      {MarkShape::kHearingSet, "hearing, set"},
                                      {MarkShape::kHearingVacated, "hearing, vacated"},
                                      {MarkShape::kCourtPaper, "complaint or other order"},
                                      {MarkShape::kMet, "due: met"},
                                      {MarkShape::kMetLate, "due: met late"},
                                      {MarkShape::kMissed, "due: missed"},
                                      {MarkShape::kPastWhenSet, "due: past when it was set"},
                                      {MarkShape::kOpen, "due: open"},
                                      {MarkShape::kWindowOpen, "due: can be done now"},
                                      {MarkShape::kTolled, "due: clock stopped"},
                                      {MarkShape::kExcepted, "due: excepted"}};

class Page {
 public:
  Page(const TimelineFacts& facts, absl::string_view language, const TimelinePage& page)
      : facts_(facts),
        language_(language),
        page_(page),
        plot_right_(page.width - kMargin),
        axis_(facts.from, facts.until, kAxisLeft, plot_right_ - 10) {}

  TimelineDrawing Take() {
    canvas_.Text(kTitleText, kMargin, 30, Shortened(facts_.title, page_.width - 2 * kMargin, 20, true));
    canvas_.Text(kSubtitleText, kMargin, 48, Shortened(facts_.subtitle, page_.width - 2 * kMargin, 11));
    y_ = kAxisTop;
    DrawNames();
    y_ += ShowsOn() ? kOnHeight : 0;
    const double lanes_top = y_;
    for (const TimelineLane& lane : facts_.lanes) DrawLane(lane);
    const double lanes_bottom = y_;
    if (lanes_bottom - lanes_top >= kHeightOfTwoAxes) DrawNames();
    DrawGrid(lanes_top, lanes_bottom, y_);
    DrawLegend();
    TimelineDrawing drawing;
    if (page_.lists) {
      DrawNumbers();
      DrawLater();
    } else {
      drawing.items = Items();
    }
    DrawOutside();
    DrawRemarks();
    drawing.height = y_ + kMargin;
    SvgCanvas page;
    page.Rectangle("t-page", {0, 0, page_.width, drawing.height});
    drawing.elements = absl::StrCat(page.elements(), back_.elements(), canvas_.elements());
    drawing.texts = canvas_.texts();
    drawing.symbols = canvas_.symbols();
    return drawing;
  }

 private:
  std::string Word(absl::string_view english) const { return std::string(Heading(language_, english)); }

  bool ShowsOn() const { return axis_.Has(facts_.on); }

  void DrawNames() {
    const TimeAxis::Rows rows = axis_.Names(language_, kYearText.size, kMonthText.size);
    for (const auto* row : {&rows.upper, &rows.lower}) {
      if (row->empty()) continue;
      y_ += kNamesHeight;
      for (const AxisSpan& span : *row) {
        if (span.label.empty()) continue;
        canvas_.Text(row == &rows.upper ? kYearText : kMonthText, span.left + 3, y_ - 4, span.label);
      }
    }
    y_ += 2;
  }

  // Behind everything: the days to come, the lines of years and months, and the day asked for.
  void DrawGrid(double lanes_top, double lanes_bottom, double bottom) {
    if (ShowsOn() && facts_.on < axis_.until()) {
      back_.Rectangle("t-to-come", {axis_.At(facts_.on), kAxisTop, plot_right_, bottom});
    }
    const TimeAxis::Rows rows = axis_.Names(language_, kYearText.size, kMonthText.size);
    for (const AxisSpan& span : rows.lower) {
      if (span.left > axis_.left()) back_.Line("t-line", span.left, kAxisTop + kNamesHeight, span.left, bottom);
    }
    for (const AxisSpan& span : rows.upper) {
      if (span.left > axis_.left()) back_.Line("t-year-line", span.left, kAxisTop + 3, span.left, bottom);
    }
    for (const auto& [line_y, is_band] : lines_) {
      if (is_band) {
        back_.Rectangle("t-band", {kMargin - 6, line_y, plot_right_ + 6, line_y + kBandHeight}, 3);
      } else {
        back_.Line("t-rule", kMargin, line_y, plot_right_, line_y);
      }
    }
    back_.Line("t-rule", kMargin, lanes_bottom, plot_right_, lanes_bottom);
    if (!ShowsOn()) return;
    const double x = axis_.At(facts_.on);
    back_.Line("t-now", x, lanes_top, x, lanes_bottom);
    const std::string day = projections::FormatDay(facts_.on);
    const double half = TextWidth(day, kOnText.size, kOnText.bold) / 2;
    canvas_.Text(kOnText, std::clamp(x, kPlotLeft + half, plot_right_ - half), lanes_top - 3, day, TextAnchor::kMiddle);
  }

  void DrawLane(const TimelineLane& lane) {
    lines_.emplace_back(y_ + 2, true);
    canvas_.Text(kLaneText, kMargin, y_ + 16.5, Shortened(lane.title, page_.width - 2 * kMargin, 13, true));
    y_ += kBandHeight + 4;
    for (const TimelineRow& row : lane.rows) {
      if (&row != &lane.rows.front()) lines_.emplace_back(y_, false);
      DrawRow(row);
    }
    if (lane.rows.empty()) {
      canvas_.Text(kRowText, kMargin, y_ + 9, Word("Nothing on these days"));
      y_ += 16;
    }
    y_ += 2;
  }

  void DrawRow(const TimelineRow& row) {
    const TextStyle& style = row.is_law ? kLawText : kRowText;
    const std::vector<std::string> title = LinesOf(row.title, kTitleWidth, style.size, kRowTitleLines);
    const double text_height = static_cast<double>(title.size()) * kRowTextHeight;
    const RowPlace place{axis_, facts_.on, language_, &numbers_, &canvas_};
    const double top = y_ + kRowPadding;
    double height = DrawBars(row.bars, top, place);
    height += DrawMarks(row, top + height, place);
    for (const TimelineBar& bar : row.bars) bar_styles_.insert(bar.style);
    for (const TimelineMark& mark : row.marks) shapes_.insert(mark.shape);
    height = std::max(height, text_height);
    double baseline = top + 10.5;
    for (const std::string& line : title) {
      canvas_.Text(style, kMargin, baseline, line);
      baseline += kRowTextHeight;
    }
    y_ = top + height + kRowPadding;
  }

  void DrawLegend() {
    for (const TimelineMark& mark : facts_.later) shapes_.insert(mark.shape);
    y_ += 20;
    double x = kMargin;
    const auto next = [&](const std::string& words, double symbol_width) {
      const double width = symbol_width + 5 + TextWidth(words, kListText.size) + 18;
      if (x + width - 18 > plot_right_ && x > kMargin) {
        x = kMargin;
        y_ += 17;
      }
      canvas_.Text(kListText, x + symbol_width + 5, y_ + 3.5, words);
      return std::exchange(x, x + width);
    };
    for (const BarLegend& entry : kBarLegend) {
      if (bar_styles_.count(entry.style) == 0) continue;
      const double left = next(Word(entry.words), 20);
      canvas_.Bar(entry.style, {left + 0.5, y_ - 5, left + 20, y_ + 5}, false, false);
    }
    for (const MarkLegend& entry : kMarkLegend) {
      if (shapes_.count(entry.shape) == 0) continue;
      const double left = next(Word(entry.words), 12);
      canvas_.Symbol(entry.shape, left + 6, y_);
    }
    y_ += 12;
  }

  // Items in columns of about the same height. `lead` is drawn in front of each: a number, or a symbol.
  template <typename Lead>
  void DrawList(const std::string& title, const std::vector<NumberedList::Item>& items, const Lead& lead) {
    if (items.empty()) return;
    const double columns = items.size() > kItemsOfTwoColumns && page_.width >= kPageWidth ? 3 : 2;
    const double width = (plot_right_ - kMargin - (columns - 1) * kListGap) / columns;
    std::vector<std::vector<std::string>> texts;
    size_t lines = 0;
    for (const NumberedList::Item& item : items) {
      texts.push_back(
          LinesOf(absl::StrCat(item.days, " ", item.words), width - kNumberColumn - 6, kListText.size, kListLinesMax));
      lines += texts.back().size();
    }
    y_ += 24;
    canvas_.Text(kListHeadText, kMargin, y_, title);
    y_ += 8;
    const double top = y_;
    double column = 0;
    size_t drawn = 0;
    double bottom = top;
    for (size_t i = 0; i < items.size(); ++i) {
      if (static_cast<double>(drawn) * columns >= (column + 1) * static_cast<double>(lines)) {
        ++column;
        y_ = top;
      }
      const double column_left = kMargin + column * (width + kListGap);
      lead(i, column_left, y_ + kListLineHeight - 3);
      for (const std::string& line : texts[i]) {
        y_ += kListLineHeight;
        canvas_.Text(kListText, column_left + kNumberColumn + 6, y_ - 3, line);
      }
      drawn += texts[i].size();
      bottom = std::max(bottom, y_);
    }
    y_ = bottom;
  }

  void DrawNumbers() {
    DrawList(Word("The numbers"), numbers_.items(), [this](size_t i, double left, double baseline) {
      canvas_.Text(kNumberText, left + kNumberColumn, baseline, absl::StrCat(i + 1), TextAnchor::kEnd);
    });
  }

  void DrawLater() {
    std::vector<NumberedList::Item> items;
    for (const TimelineMark& mark : facts_.later) items.push_back({DaysOf(mark), mark.words});
    DrawList(absl::StrCat(Word("Still to come after"), " ", projections::FormatDay(facts_.until)), items,
             [this](size_t i, double left, double baseline) {
               canvas_.Symbol(facts_.later[i].shape, left + kNumberColumn - 6, baseline - 3.5);
             });
  }

  std::vector<TimelineItem> Items() const {
    std::vector<TimelineItem> items;
    for (const NumberedList::Item& item : numbers_.items())
      items.push_back({absl::StrCat(items.size() + 1), item.days, item.words});
    return items;
  }

  void DrawOutside() {
    if (facts_.outside == 0) return;
    y_ += 22;
    canvas_.Text(kSubtitleText, kMargin, y_, absl::StrCat(Word("Outside the days drawn"), ": ", facts_.outside));
  }

  void DrawRemarks() {
    for (const std::string& remark : facts_.remarks) {
      y_ += kRemarkGap;
      for (const std::string& line : LinesOf(remark, page_.width - 2 * kMargin, kSubtitleText.size, kRemarkLinesMax)) {
        y_ += kListLineHeight;
        canvas_.Text(kSubtitleText, kMargin, y_, line);
      }
    }
  }

  const TimelineFacts& facts_;
  const absl::string_view language_;
  const TimelinePage page_;
  const double plot_right_;
  const TimeAxis axis_;
  NumberedList numbers_;
  SvgCanvas canvas_;
  SvgCanvas back_;
  double y_ = 0;
  std::vector<std::pair<double, bool>> lines_;  // where lanes and rows begin; true: a lane
  std::set<BarStyle> bar_styles_;
  std::set<MarkShape> shapes_;
};

}  // namespace

TimelineDrawing Draw(const TimelineFacts& facts, absl::string_view language, const TimelinePage& page) {
  return Page(facts, language, page).Take();
}

}  // namespace casejournal::services
