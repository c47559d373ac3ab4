// Walks over JSON text and knows at every step where in the text it is.
#ifndef CASEJOURNAL_SERVICES_JSON_INPUT_JSON_CURSOR_H_
#define CASEJOURNAL_SERVICES_JSON_INPUT_JSON_CURSOR_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// A place in `text`, which must be well-formed JSON (anything else may be read as anything, but is
// not read past its end) and must outlive it.
class JsonCursor {
 public:
  explicit JsonCursor(absl::string_view text) : text_(text) { SkipSpace(); }

  // The offset of the next character that is no white space.
  size_t offset() const { return offset_; }

  // That character: '{', '[', '"', a digit, '-', or the first letter of true, false and null; 0 at
  // the end.
  char Peek() const { return offset_ < text_.size() ? text_[offset_] : '\0'; }

  // Steps over `c` if it is next.
  bool Take(char c);

  // The string that is next, without quotes and escapes; steps over it.
  std::string TakeString();

  // The text of the value that is next, as it stands; steps over it.
  absl::string_view TakeValue();

  // Between two items: steps over a comma. False at the end of the list or object, which is stepped
  // over.
  bool NextItem(char close);

 private:
  void SkipSpace();
  void SkipString();

  absl::string_view text_;
  size_t offset_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JSON_INPUT_JSON_CURSOR_H_
