// For tests of violations and of wrong fields: whether what they say for people is what they say as data.
#ifndef CASEJOURNAL_TESTS_SUPPORT_VIOLATION_SENTENCE_H_
#define CASEJOURNAL_TESTS_SUPPORT_VIOLATION_SENTENCE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "projections/words/form.h"
#include "services/admission/catalog/violation_wordings.h"

namespace casejournal::testing {

// Expect that `wording` is a sentence of the tables with all of its parameters, that `says` is this sentence, and that
// it names nobody.
inline void ExpectSentence(const std::string& says, const v1::Wording& wording) {
  const auto all = services::ViolationWordings();
  const auto text = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == wording.id(); });
  ASSERT_NE(text, all.end()) << says << ": " << wording.id();
  std::vector<std::string> given;
  for (const v1::WordingParameter& parameter : wording.parameters()) {
    given.push_back(parameter.name());
    EXPECT_EQ(parameter.words(), "") << wording.id();
    EXPECT_FALSE(parameter.values().empty()) << wording.id() << ": " << parameter.name();
  }
  std::vector<std::string> named;
  size_t at = 0;
  projections::VisitPieces(
      text->text,
      [&](absl::string_view piece) {
        const size_t found = says.find(std::string(piece), at);
        EXPECT_NE(found, std::string::npos) << says << ": " << text->text;
        if (found != std::string::npos) at = found + piece.size();
      },
      [&](absl::string_view name) { named.emplace_back(name); });
  EXPECT_EQ(named, given) << wording.id();
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_VIOLATION_SENTENCE_H_
