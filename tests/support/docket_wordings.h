// Reads the wordings of a docket as a client does that says its sentences itself.
#ifndef CASEJOURNAL_TESTS_SUPPORT_DOCKET_WORDINGS_H_
#define CASEJOURNAL_TESTS_SUPPORT_DOCKET_WORDINGS_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "casejournal/v1/docket.pb.h"
#include "projections/docket/docket.h"
#include "projections/docket/docket_wordings.h"
#include "projections/words/form.h"

namespace casejournal::testing {

// What the English sentence says for a parameter.
inline std::string ParameterWords(const v1::WordingParameter& parameter) {
  if (!parameter.words().empty() || parameter.values().empty()) return parameter.words();
  const v1::FieldValue& value = parameter.values(0);
  switch (value.value_case()) {
    case v1::FieldValue::kText:
      return value.text();
    case v1::FieldValue::kDay:
      return value.day();
    case v1::FieldValue::kTimeOfDay:
      return value.time_of_day();
    case v1::FieldValue::kNumber:
      return absl::StrCat(value.number());
    default:
      return "";  // an id or a code has words
  }
}

// The text of a wording, filled with its parameters.
inline std::string FilledWording(absl::string_view text, const v1::Wording& wording) {
  std::string says;
  projections::VisitParts(text, [&](absl::string_view part, bool is_optional) {
    std::string filled;
    bool has_all = true;
    projections::VisitPieces(
        part, [&](absl::string_view piece) { absl::StrAppend(&filled, piece); },
        [&](absl::string_view name) {
          const auto found =
              std::find_if(wording.parameters().begin(), wording.parameters().end(),
                           [&](const v1::WordingParameter& parameter) { return parameter.name() == name; });
          const std::string words = found == wording.parameters().end() ? "" : ParameterWords(*found);
          has_all = has_all && !words.empty();
          absl::StrAppend(&filled, words);
        });
    if (!is_optional || has_all) absl::StrAppend(&says, filled);
  });
  return says;
}

inline void ExpectWordingSays(const v1::Wording& wording, absl::string_view says) {
  for (const projections::WordingText& text : projections::DocketWordings()) {
    if (text.id != wording.id()) continue;
    EXPECT_EQ(FilledWording(text.text, wording), says) << wording.ShortDebugString();
    return;
  }
  ADD_FAILURE() << "no text for the wording \"" << wording.id() << "\" of: " << says;
}

// Expect that the wordings of all steps and cautions say again what these say.
inline void ExpectWordingsSay(const projections::Docket& docket) {
  for (const v1::DocketItem& item : docket.items) {
    for (const v1::DerivationStep& step : item.steps()) ExpectWordingSays(step.wording(), step.says());
    for (const v1::Caution& caution : item.cautions()) ExpectWordingSays(caution.wording(), caution.says());
  }
  for (const v1::DocketMoment& moment : docket.moments) {
    for (const v1::DerivationStep& step : moment.steps()) ExpectWordingSays(step.wording(), step.says());
  }
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_DOCKET_WORDINGS_H_
