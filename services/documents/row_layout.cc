#include "services/documents/row_layout.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/documents/free_rows.h"
#include "services/documents/glyph_widths.h"
#include "services/documents/timeline_style.h"

namespace casejournal::services {
namespace {

constexpr double kBarHeight = 15;
constexpr double kBarWidthMin = 2.5;
constexpr double kBarTextInset = 5;
constexpr double kShortNameWidthMin = 34;
constexpr double kNumberHeight = 10.5;
constexpr double kMarkHeight = 14;
constexpr double kSmallMarkHeight = 9;
constexpr double kSmallScale = 0.5;
constexpr double kSmallGap = 0.1;
constexpr size_t kManyMarks = 12;
constexpr double kGap = 3;
constexpr double kLabelGap = 2.5;  // between a symbol and its name
constexpr size_t kRowsOfNames = 3;
// How far names may reach beyond the first and the last day.
constexpr double kBeyondMarks = 12;

bool IsDark(BarStyle style) {
  return style == BarStyle::kCare || style == BarStyle::kKin || style == BarStyle::kFoster ||
         style == BarStyle::kGroup || style == BarStyle::kOwn;
}

struct PlacedBar {
  const TimelineBar* bar = nullptr;
  Box box;
  double end = 0;  // where it ends, if that is before box.right
  bool began_before = false;
  bool goes_on = false;
  size_t line = 0;
  std::string text;    // on the bar
  std::string number;  // below it
  size_t number_row = 0;
};

std::string BarDays(const TimelineBar& bar, const RowPlace& place) { return DaysOf(bar, place.language); }

// Choose what stands on the bar: all of it, its name, or a number, with as much of the name as there is room for.
void ChooseBarText(const RowPlace& place, PlacedBar* placed) {
  const TimelineBar& bar = *placed->bar;
  const std::string& name = bar.name.empty() ? bar.words : bar.name;
  const double width = placed->box.right - placed->box.left - 2 * kBarTextInset;
  for (const std::string* text : {&bar.words, &name}) {
    if (TextWidth(*text, kDarkBarText.size) > width) continue;
    placed->text = *text;
    return;
  }
  const std::string number = absl::StrCat(place.numbers->NumberOf(BarDays(bar, place), bar.words));
  const double rest = width - TextWidth(absl::StrCat(number, ". "), kDarkBarText.size);
  const std::string shortened = rest < kShortNameWidthMin ? "" : Shortened(name, rest, kDarkBarText.size);
  if (!shortened.empty()) {
    placed->text = absl::StrCat(number, ". ", shortened);
  } else if (TextWidth(number, kDarkBarText.size) <= width + kBarTextInset) {
    placed->text = number;
  } else {
    placed->number = number;
  }
}

// A bar of few days is drawn wider than they are, or nobody would see it.
PlacedBar PlaceBar(const TimelineBar& bar, const RowPlace& place) {
  const double left = place.axis.At(bar.from);
  const double end = place.axis.At(bar.until ? *bar.until : std::max(place.on, bar.from));
  return {.bar = &bar,
          .box = {left, 0, std::max(left + kBarWidthMin, end), 0},
          .end = end,
          .began_before = bar.from < place.axis.from(),
          .goes_on = !bar.until || *bar.until > place.axis.until()};
}

void DrawBar(const PlacedBar& placed, double top, const RowPlace& place) {
  const TimelineBar& bar = *placed.bar;
  SvgCanvas& canvas = *place.canvas;
  const Box box{placed.box.left, top, placed.box.right, top + kBarHeight};
  canvas.Begin(absl::StrCat(BarDays(bar, place), ": ", bar.words));
  canvas.Bar(bar.style, box, placed.began_before, placed.goes_on);
  if (!placed.text.empty()) {
    const bool is_number = absl::string_view(placed.text).find_first_not_of("0123456789") == absl::string_view::npos;
    canvas.Text(IsDark(bar.style) ? kDarkBarText : kLightBarText,
                is_number ? (box.left + box.right) / 2 : box.left + kBarTextInset, top + kBarHeight - 4.2, placed.text,
                is_number ? TextAnchor::kMiddle : TextAnchor::kStart);
  }
  if (!placed.number.empty()) {
    canvas.Text(kNumberText, (box.left + box.right) / 2,
                box.bottom + (static_cast<double>(placed.number_row) + 1) * kNumberHeight - 2, placed.number,
                TextAnchor::kMiddle);
  }
  canvas.End();
}

// A mark with its symbol and its name or number, on one or the other side.
struct PlacedMark {
  const TimelineMark* mark = nullptr;
  double x = 0;
  size_t row = 0;
  std::string label;
  bool is_left = false;  // the label stands on the left
};

// How marks are put into rows.
struct MarkRules {
  bool by_number = true;  // or by name
  size_t rows_max = std::numeric_limits<size_t>::max();
  double scale = 1;  // of the symbols
  double gap = kGap;
};

struct PlacedMarks {
  std::vector<PlacedMark> marks;
  size_t rows = 0;
  MarkRules rules;
};

const TextStyle& StyleOf(const MarkRules& rules) { return rules.by_number ? kNumberText : kNameText; }

// Put each mark in the first row where it and its label have room. None if there are too few rows.
std::optional<PlacedMarks> PlaceMarks(const std::vector<const TimelineMark*>& marks, const MarkRules& rules,
                                      const RowPlace& place) {
  PlacedMarks all{{}, 0, rules};
  FreeRows free(rules.gap, rules.rows_max);
  const TextStyle& style = StyleOf(rules);
  const double radius = kSymbolRadius * rules.scale;
  for (const TimelineMark* mark : marks) {
    PlacedMark placed{mark, place.axis.At(mark->day)};
    if (mark->is_named) {
      placed.label = rules.by_number ? absl::StrCat(place.numbers->NumberOf(DaysOf(*mark), mark->words)) : mark->name;
    }
    const double width = placed.label.empty() ? 0 : kLabelGap + TextWidth(placed.label, style.size, style.bold);
    placed.is_left = placed.x + radius + width > place.axis.right() + kBeyondMarks;
    const double left = placed.x - radius - (placed.is_left ? width : 0);
    const double right = placed.x + radius + (placed.is_left ? 0 : width);
    const std::optional<size_t> row = free.Claim(left, right);
    if (!row || left < place.axis.left() - kBeyondMarks) return std::nullopt;
    placed.row = *row;
    all.marks.push_back(std::move(placed));
  }
  all.rows = free.size();
  return all;
}

double DrawPlaced(const PlacedMarks& all, double top, const RowPlace& place) {
  const double row_height = all.rules.scale < 1 ? kSmallMarkHeight : kMarkHeight;
  const double away = kSymbolRadius * all.rules.scale + kLabelGap;
  for (const PlacedMark& placed : all.marks) {
    const double middle = top + (static_cast<double>(placed.row) + 0.5) * row_height;
    place.canvas->Begin(absl::StrCat(DaysOf(*placed.mark), ": ", placed.mark->words));
    place.canvas->Symbol(placed.mark->shape, placed.x, middle, all.rules.scale);
    if (!placed.label.empty()) {
      place.canvas->Text(StyleOf(all.rules), placed.is_left ? placed.x - away : placed.x + away, middle + 3.3,
                         placed.label, placed.is_left ? TextAnchor::kEnd : TextAnchor::kStart);
    }
    place.canvas->End();
  }
  return static_cast<double>(all.rows) * row_height;
}

}  // namespace

double DrawBars(const std::vector<TimelineBar>& bars, double top, const RowPlace& place) {
  std::vector<PlacedBar> all;
  FreeRows lines(0);
  for (const TimelineBar& bar : bars) {
    PlacedBar placed = PlaceBar(bar, place);
    placed.line = lines.Claim(placed.box.left, placed.end).value_or(0);
    ChooseBarText(place, &placed);
    all.push_back(std::move(placed));
  }
  double height = 0;
  for (size_t line = 0; line < lines.size(); ++line) {
    FreeRows below(kGap);
    for (PlacedBar& placed : all) {
      if (placed.line != line || placed.number.empty()) continue;
      const double half = TextWidth(placed.number, kNumberText.size, kNumberText.bold) / 2;
      const double middle = (placed.box.left + placed.box.right) / 2;
      placed.number_row = below.Claim(middle - half, middle + half).value_or(0);
    }
    // The narrow ones last, where the next bar would cover them.
    for (const bool narrow : {false, true}) {
      for (const PlacedBar& placed : all) {
        if (placed.line == line && (placed.end < placed.box.right) == narrow) DrawBar(placed, top + height, place);
      }
    }
    height += kBarHeight + static_cast<double>(below.size()) * kNumberHeight + kGap;
  }
  return height;
}

double DrawMarks(const TimelineRow& row, double top, const RowPlace& place) {
  std::vector<const TimelineMark*> all;
  std::vector<const TimelineMark*> named;
  std::vector<const TimelineMark*> others;
  for (const TimelineMark& mark : row.marks) {
    all.push_back(&mark);
    (mark.is_named ? named : others).push_back(&mark);
  }
  std::optional<PlacedMarks> placed;
  if (!row.is_law) placed = PlaceMarks(all, {.by_number = false, .rows_max = kRowsOfNames}, place);
  if (!placed && !others.empty()) placed = PlaceMarks(all, {.rows_max = 1}, place);
  double height = 0;
  if (!placed && !others.empty()) {
    // One line is too short for marks that need no number and those with numbers: the latter stand below.
    std::optional<PlacedMarks> done = PlaceMarks(others, {.rows_max = 1}, place);
    if (!done && others.size() > kManyMarks) done = PlaceMarks(others, {.scale = kSmallScale, .gap = kSmallGap}, place);
    if (!done) done = PlaceMarks(others, {}, place);
    height += done ? DrawPlaced(*done, top, place) : 0;
    all = named;
  }
  if (!placed) placed = PlaceMarks(all, {}, place);
  return placed ? height + DrawPlaced(*placed, top + height, place) : height;
}

}  // namespace casejournal::services
