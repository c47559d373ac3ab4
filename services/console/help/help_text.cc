#include "services/console/help/help_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/console/command_line.h"
#include "services/console/display.h"
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
  for (const CLI::Option* option : group->get_options()) {
    if (option != group->get_help_ptr()) absl::StrAppend(&text, make_option(option, false));
  }
  return text;
}

std::string HelpText::make_help(const CLI::App* command, std::string name, CLI::AppFormatMode mode) const {
  if (mode == CLI::AppFormatMode::Sub) return make_expanded(command);
  return absl::StrCat(make_description(command), make_usage(command, std::move(name)), make_positionals(command),
                      Groups(*command), make_subcommands(command, mode), "\n", make_footer(command));
}

std::string HelpText::Groups(const CLI::App& command) const {
  std::string text;
  const auto add = [&](const CLI::App& of, const std::string& group) {
    const std::vector<const CLI::Option*> options = of.get_options(
        [&](const CLI::Option* option) { return option->get_group() == group && option->nonpositional(); });
    if (!options.empty()) absl::StrAppend(&text, make_group(group, false, options));
  };
  for (const std::string& group : command.get_groups()) {
    if (group != kDisplayGroup && group != kConnectionGroup && !group.empty()) add(command, group);
  }
  const std::vector<const CLI::App*> commands = CommandsOf(command);
  // Each command has the same ones.
  if (command.get_parent() == nullptr && !commands.empty()) {
    add(*commands.front(), kConnectionGroup);
    add(*commands.front(), kDisplayGroup);
  }
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
