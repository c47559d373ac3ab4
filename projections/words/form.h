// Forms: text with {names in braces} and [parts in square brackets], which are left out if a value in them is empty.
#ifndef CASEJOURNAL_PROJECTIONS_WORDS_FORM_H_
#define CASEJOURNAL_PROJECTIONS_WORDS_FORM_H_

#include "absl/strings/string_view.h"

namespace casejournal::projections {

// Call `visit(part, is_optional)` for the parts of a form outside and inside square brackets, in order.
template <typename Visit>
void VisitParts(absl::string_view form, const Visit& visit) {
  while (!form.empty()) {
    const size_t open = form.find('[');
    if (open != 0) visit(form.substr(0, open), false);
    if (open == absl::string_view::npos) return;
    const size_t close = form.find(']', open);
    if (close == absl::string_view::npos) return;
    visit(form.substr(open + 1, close - open - 1), true);
    form.remove_prefix(close + 1);
  }
}

// Call `on_text(text)` and `on_braced(what the braces hold)` for the pieces of a part, in order.
template <typename OnText, typename OnBraced>
void VisitPieces(absl::string_view part, const OnText& on_text, const OnBraced& on_braced) {
  while (!part.empty()) {
    const size_t open = part.find('{');
    on_text(part.substr(0, open));
    if (open == absl::string_view::npos) return;
    const size_t close = part.find('}', open);
    if (close == absl::string_view::npos) return;
    on_braced(part.substr(open + 1, close - open - 1));
    part.remove_prefix(close + 1);
  }
}

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORDS_FORM_H_
