#include "services/console/help/help_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/pages/table.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

constexpr size_t kWidthMax = 100;
constexpr size_t kNarrow = 70;         // below it, what an option does stands under its name
constexpr size_t kDescriptionAt = 30;  // else it stands beside the name, from this column on
constexpr size_t kUnder = 6;

}  // namespace

std::string OptionValueText(const CLI::Option& option) {
  if (option.get_type_size() == 0) return "";
  const std::string type = option.get_type_name();
  return absl::StrCat(type.substr(0, type.find(":{")), option.get_expected_max() > 1 ? " ..." : "");
}

std::string OptionDescription(const CLI::Option& option) {
  std::string text = absl::StrReplaceAll(option.get_description(), {{"\n", " "}});
  if (!option.get_default_str().empty()) absl::StrAppend(&text, " [default: ", option.get_default_str(), "]");
  if (!option.get_envname().empty()) absl::StrAppend(&text, " [environment: ", option.get_envname(), "]");
  if (option.get_required()) absl::StrAppend(&text, " [required]");
  return text;
}

std::string HelpText::make_option(const CLI::Option* option, bool is_positional) const {
  const std::string name = make_option_name(option, is_positional);
  const std::string value = OptionValueText(*option);
  return Entry(absl::StrCat(absl::StrReplaceAll(name, {{",", ", "}}), value.empty() ? "" : " ", value),
               OptionDescription(*option));
}

std::string HelpText::make_subcommand(const CLI::App* command) const {
  return Entry(command->get_display_name(true), command->get_description());
}

std::string HelpText::make_description(const CLI::App* command) const {
  return Paragraph(command->get_description(), 0, std::min(width_, kWidthMax));
}

// A group of options stands where the other options do.
std::string HelpText::make_expanded(const CLI::App* group) const {
  std::string text = absl::StrCat("\n", group->get_group(), ":\n", Entry(group->get_description(), ""));
  for (const CLI::Option* option : group->get_options()) absl::StrAppend(&text, make_option(option, false));
  return text;
}

std::string HelpText::Entry(const std::string& name, const std::string& text) const {
  const size_t width = std::min(width_, kWidthMax);
  std::string entry = Paragraph(name, 2, width);
  if (text.empty()) return entry;
  if (width < kNarrow) return absl::StrCat(entry, Paragraph(text, kUnder, width));
  const std::string lines = Paragraph(text, kDescriptionAt, width);
  // There is room beside a short name.
  if (const size_t used = 2 + CountCodePoints(name); used + 2 <= kDescriptionAt) {
    return absl::StrCat("  ", name, std::string(kDescriptionAt - used, ' '), absl::StripLeadingAsciiWhitespace(lines));
  }
  return absl::StrCat(entry, lines);
}

}  // namespace casejournal::services
