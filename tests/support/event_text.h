// Events told as text, in the words of the contract.
#ifndef CASEJOURNAL_TESTS_SUPPORT_EVENT_TEXT_H_
#define CASEJOURNAL_TESTS_SUPPORT_EVENT_TEXT_H_

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/text_format.h"
#include "tests/support/case_builder.h"
#include "tests/support/plan_texts.h"

namespace casejournal::testing {

// The digest of a version's text, by a word for it.
inline std::string Digest(absl::string_view word) { return Sha256Of(word); }

// `text`, with the id of a word for each $word, and its digest for each @word.
inline std::string TextWithIds(absl::string_view text) {
  std::string written;
  for (size_t at = 0; at < text.size();) {
    const char mark = text[at++];
    if (mark != '$' && mark != '@') {
      written += mark;
      continue;
    }
    std::string word;
    while (at < text.size() && absl::ascii_isalnum(text[at])) word += text[at++];
    absl::StrAppend(&written, mark == '$' ? Id(word) : absl::CHexEscape(Digest(word)));
  }
  return written;
}

// Parse a message from such text.
template <typename Message>
Message MessageFromText(absl::string_view text) {
  const std::string written = TextWithIds(text);
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(written, &message)) << written;
  return message;
}

// Parse an event of that day from such text.
inline CaseEvent EventFromText(absl::string_view day, absl::string_view text) {
  CaseEvent event = MessageFromText<CaseEvent>(text);
  event.set_effective_on(std::string(day));
  return event;
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_EVENT_TEXT_H_
