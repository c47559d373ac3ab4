#include "projections/words/wording.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "projections/words/form.h"

namespace casejournal::projections {
namespace {

Parameter Named(absl::string_view name, absl::string_view says) {
  Parameter parameter;
  parameter.data.set_name(std::string(name));
  parameter.says = std::string(says);
  return parameter;
}

bool IsName(absl::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
  });
}

}  // namespace

Parameter IdParameter(absl::string_view name, absl::string_view id, absl::string_view words) {
  return IdsParameter(name, {std::string(id)}, words);
}

Parameter IdsParameter(absl::string_view name, absl::Span<const std::string> ids, absl::string_view words) {
  Parameter parameter = Named(name, words);
  for (const std::string& id : ids) {
    if (!id.empty()) parameter.data.add_values()->set_id(id);
  }
  parameter.data.set_words(std::string(words));
  return parameter;
}

Parameter DayParameter(absl::string_view name, absl::string_view day) {
  Parameter parameter = Named(name, day);
  if (!day.empty()) parameter.data.add_values()->set_day(std::string(day));
  return parameter;
}

Parameter NumberParameter(absl::string_view name, int64_t number) {
  Parameter parameter = Named(name, absl::StrCat(number));
  parameter.data.add_values()->set_number(number);
  return parameter;
}

Parameter CountParameter(absl::string_view name, int64_t count, absl::string_view one, absl::string_view several) {
  Parameter parameter = Named(name, absl::StrCat(count, " ", count == 1 ? one : several));
  parameter.data.add_values()->set_number(count);
  parameter.data.set_words(parameter.says);
  return parameter;
}

Parameter TextParameter(absl::string_view name, absl::string_view text) {
  Parameter parameter = Named(name, text);
  if (!text.empty()) parameter.data.add_values()->set_text(std::string(text));
  return parameter;
}

Parameter CodesParameter(absl::string_view name, absl::Span<const std::string> value_names, absl::string_view words) {
  Parameter parameter = Named(name, words);
  for (const std::string& value : value_names) parameter.data.add_values()->set_code(value);
  parameter.data.set_words(std::string(words));
  return parameter;
}

Said Say(const WordingText& wording, std::vector<Parameter> parameters) {
  Said said;
  VisitParts(wording.text, [&](absl::string_view part, bool is_optional) {
    std::string filled;
    bool has_all = true;
    VisitPieces(
        part, [&](absl::string_view text) { absl::StrAppend(&filled, text); },
        [&](absl::string_view name) {
          const auto found = std::find_if(parameters.begin(), parameters.end(),
                                          [&](const Parameter& parameter) { return parameter.data.name() == name; });
          const bool has = found != parameters.end() && !found->says.empty();
          has_all = has_all && has;
          if (has) absl::StrAppend(&filled, found->says);
        });
    if (!is_optional || has_all) absl::StrAppend(&said.says, filled);
  });
  said.wording.set_id(std::string(wording.id));
  for (Parameter& parameter : parameters) *said.wording.add_parameters() = std::move(parameter.data);
  return said;
}

absl::Status CheckWordingText(const WordingText& wording) {
  const auto count = [&](char c) { return std::count(wording.text.begin(), wording.text.end(), c); };
  if (count('{') != count('}') || count('[') != count(']')) {
    return absl::InvalidArgumentError(absl::StrCat(wording.id, ": unbalanced: ", wording.text));
  }
  absl::Status status;
  VisitParts(wording.text, [&](absl::string_view part, bool) {
    VisitPieces(
        part, [](absl::string_view) {},
        [&](absl::string_view name) {
          if (!IsName(name)) {
            status = absl::InvalidArgumentError(absl::StrCat(wording.id, ": not a name of a parameter: {", name, "}"));
          }
        });
  });
  return status;
}

}  // namespace casejournal::projections
