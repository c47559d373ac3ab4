// Walks over JSON text and reports the current offset.
#ifndef CASEJOURNAL_SERVICES_JSON_INPUT_JSON_CURSOR_H_
#define CASEJOURNAL_SERVICES_JSON_INPUT_JSON_CURSOR_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// A place in `text`, which must be well-formed JSON and must outlive the cursor. Other text may be misread, but is
// never read past its end.
class JsonCursor {
 public:
  explicit JsonCursor(absl::string_view text) : text_(text) { SkipSpace(); }

  // Return the offset of the next character that is not white space.
  size_t offset() const { return offset_; }

  // Return that character: '{', '[', '"', a digit, '-', or the first letter of true, false, or null; 0 at the end.
  char Peek() const { return offset_ < text_.size() ? text_[offset_] : '\0'; }

  // Step over `c` if it is next, and return whether it was.
  bool Take(char c);

  // Return the next string, without quotes and escapes, and step over it.
  std::string TakeString();

  // Return the text of the next value unchanged, and step over it.
  absl::string_view TakeValue();

  // Step over the comma between two items and return true, or step over the end of the list or object and return false.
  bool NextItem(char close);

 private:
  void SkipSpace();
  void SkipString();

  absl::string_view text_;
  size_t offset_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JSON_INPUT_JSON_CURSOR_H_
