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
#include "projections/state/plan_versions.h"
#include "tests/support/case_builder.h"

namespace casejournal::testing {

// The digest of a version's text, by a word for it.
inline std::string Digest(absl::string_view word) { return projections::PlanDigest(word); }

// Parse an event from text, in which $word means the id and @word the digest for that word.
inline CaseEvent EventFromText(absl::string_view day, absl::string_view text) {
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
  CaseEvent event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(written, &event)) << written;
  event.set_effective_on(std::string(day));
  return event;
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_EVENT_TEXT_H_
