#include "services/console/help/manual.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/console/command_line.h"
#include "services/console/display.h"
#include "services/console/exit_status.h"
#include "services/console/help/help_text.h"
#include "services/console/version.h"

namespace casejournal::services {
namespace {

// Text for roff: no character in it means anything to roff.
std::string Roff(absl::string_view text) {
  std::string escaped = absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}});
  std::vector<std::string> lines = absl::StrSplit(escaped, '\n');
  for (std::string& line : lines) {
    if (absl::StartsWith(line, ".") || absl::StartsWith(line, "'")) line.insert(0, "\\&");
  }
  return absl::StrJoin(lines, "\n");
}

// "casejournal-verify-exhibit" or "casejournal verify exhibit".
std::string FullName(const CLI::App& command, absl::string_view separator) {
  const std::string words = CommandWords(command, separator);
  return absl::StrCat("casejournal", words.empty() ? "" : separator, words);
}

std::string OptionsText(const std::vector<const CLI::Option*>& options) {
  std::string text;
  for (const CLI::Option* option : options) {
    const std::string name =
        absl::StrReplaceAll(option->get_positional() && !option->nonpositional() ? option->get_name(true, false)
                                                                                 : option->get_name(false, true),
                            {{",", ", "}});
    const std::string value = OptionValueText(*option);
    absl::StrAppend(&text, ".TP\n\\fB", Roff(name), "\\fR",
                    value.empty() ? "" : absl::StrCat(" \\fI", Roff(value), "\\fR"), "\n",
                    Roff(OptionDescription(*option)), "\n");
  }
  return text;
}

// The options of a command that are in this group.
std::vector<const CLI::Option*> OptionsIn(const CLI::App& command, const std::string& group) {
  std::vector<const CLI::Option*> options;
  for (const CLI::Option* option : OptionsOf(command)) {
    if (option->get_group() == group) options.push_back(option);
  }
  return options;
}

// The options of a command, without those that the page of the program describes.
std::vector<const CLI::Option*> OwnOptionsIn(const CLI::App& command) {
  std::vector<const CLI::Option*> options;
  for (const CLI::Option* option : OptionsOf(command)) {
    if (option->get_group() != kDisplayGroup && option->get_group() != kConnectionGroup) options.push_back(option);
  }
  return options;
}

std::string Section(absl::string_view title, const std::string& text) {
  return text.empty() ? "" : absl::StrCat(".SH ", title, "\n", text);
}

std::string CommandsText(const CLI::App& command) {
  std::string text;
  for (const CLI::App* each : CommandsOf(command)) {
    absl::StrAppend(&text, ".TP\n\\fB", Roff(FullName(*each, " ")), "\\fR\n", Roff(each->get_description()), "\n");
  }
  return text;
}

// The example lines of the footer of --help.
std::string ExamplesText(const CLI::App& command) {
  const std::string footer = command.get_footer();
  const size_t begin = footer.find("Examples:\n");
  if (begin == std::string::npos) return "";
  const std::string rest = footer.substr(begin + sizeof("Examples:\n") - 1);
  const std::string examples = rest.substr(0, rest.find("\n\n"));
  return absl::StrCat(".SH EXAMPLES\n.nf\n", Roff(examples), "\n.fi\n");
}

void AddPages(const CLI::App& command, std::vector<ManualPage>& pages) {
  const std::string name = FullName(command, "-");
  std::vector<std::string> summary = absl::StrSplit(command.get_description(), '\n');
  const bool is_program = command.get_parent() == nullptr;
  std::string text = absl::StrCat(".TH \"", absl::AsciiStrToUpper(Roff(name)), "\" 1 \"\" \"casejournal ", kVersion,
                                  "\" \"CaseJournal\"\n.SH NAME\n", Roff(name), " \\- ", Roff(summary.front()),
                                  "\n.SH SYNOPSIS\n\\fB", Roff(FullName(command, " ")), "\\fR",
                                  CommandsOf(command).empty() ? "" : " \\fICOMMAND\\fR", " [\\fIOPTIONS\\fR]\n");
  if (summary.size() > 1) absl::StrAppend(&text, ".SH DESCRIPTION\n", Roff(command.get_description()), "\n");
  const std::vector<const CLI::App*> commands = CommandsOf(command);
  absl::StrAppend(&text, Section("COMMANDS", CommandsText(command)),
                  Section("OPTIONS", OptionsText(OwnOptionsIn(command))));
  if (is_program && !commands.empty()) {
    for (const char* group : {kConnectionGroup, kDisplayGroup}) {
      absl::StrAppend(&text, Section(absl::AsciiStrToUpper(group), OptionsText(OptionsIn(*commands.front(), group))));
    }
  }
  absl::StrAppend(&text, ExamplesText(command));
  if (is_program) absl::StrAppend(&text, ".SH EXIT STATUS\n.nf\n", Roff(ExitStatusHelp()), "\n.fi\n");
  if (!is_program) absl::StrAppend(&text, ".SH SEE ALSO\n\\fBcasejournal\\fR(1)\n");
  pages.push_back({absl::StrCat(name, ".1"), std::move(text)});
  for (const CLI::App* each : commands) AddPages(*each, pages);
}

}  // namespace

std::vector<ManualPage> ManualPages(const CLI::App& program) {
  std::vector<ManualPage> pages;
  AddPages(program, pages);
  return pages;
}

}  // namespace casejournal::services
