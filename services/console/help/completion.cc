#include "services/console/help/completion.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/console/choices.h"
#include "services/console/command_line.h"
#include "services/console/help/help_text.h"

namespace casejournal::services {
namespace {

bool TakesValue(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

std::string Quoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

std::string Words(const std::vector<std::string>& words) { return absl::StrJoin(words, " "); }

// What can follow a command: its options and its subcommands. What can follow an option: its choices.
std::string Bash(const CLI::App& program) {
  std::string cases;
  std::string choices;
  for (const CLI::App* command : CommandsOf(program)) {
    for (const CLI::Option* option : OptionsOf(*command)) {
      const std::vector<std::string> values = ChoicesOf(*option);
      if (values.empty() || !option->nonpositional()) continue;
      std::vector<std::string> patterns;
      for (const std::string& name : option->get_lnames())
        patterns.push_back(absl::StrCat(command->get_name(), "\\ --", name));
      absl::StrAppend(&choices, "    ", absl::StrJoin(patterns, "|"), ") values=", Quoted(Words(values)), " ;;\n");
    }
    std::vector<std::string> words = OptionNames(*command);
    for (const std::string& name : CommandNames(*command)) words.push_back(name);
    absl::StrAppend(&cases, "    ", command->get_name(), ") words=", Quoted(Words(words)), " ;;\n");
  }
  return absl::StrCat(
      "# Completion of casejournal for bash. To load it in one shell: source <(casejournal completion bash)\n"
      "_casejournal() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} words= values=\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    COMPREPLY=($(compgen -W ",
      Quoted(Words(CommandNames(program))),
      " -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "  case \"${COMP_WORDS[1]} ${COMP_WORDS[COMP_CWORD-1]}\" in\n",
      choices,
      "  esac\n"
      "  if [ -n \"$values\" ]; then\n"
      "    COMPREPLY=($(compgen -W \"$values\" -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "  case ${COMP_WORDS[1]} in\n",
      cases,
      "  esac\n"
      "  if [[ $current == -* ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "  else\n"
      "    COMPREPLY=($(compgen -W \"${words//-*([^ ])/}\" -- \"$current\") $(compgen -f -- \"$current\"))\n"
      "  fi\n"
      "}\n"
      "complete -o filenames -F _casejournal casejournal\n");
}

std::string Fish(const CLI::App& program) {
  std::string script =
      "# Completion of casejournal for fish. To load it in one shell: casejournal completion fish | source\n";
  for (const CLI::App* command : CommandsOf(program)) {
    absl::StrAppend(&script, "complete -c casejournal -n __fish_use_subcommand -f -a ", command->get_name(), " -d ",
                    Quoted(command->get_description()), "\n");
    const std::string after = absl::StrCat("-n '__fish_seen_subcommand_from ", command->get_name(), "'");
    for (const CLI::App* subcommand : CommandsOf(*command)) {
      absl::StrAppend(&script, "complete -c casejournal ", after, " -a ", subcommand->get_name(), " -d ",
                      Quoted(subcommand->get_description()), "\n");
    }
    for (const CLI::Option* option : OptionsOf(*command)) {
      if (!option->nonpositional()) continue;
      absl::StrAppend(&script, "complete -c casejournal ", after);
      for (const std::string& name : option->get_lnames()) absl::StrAppend(&script, " -l ", name);
      for (const std::string& name : option->get_snames()) absl::StrAppend(&script, " -s ", name);
      const std::vector<std::string> values = ChoicesOf(*option);
      if (!values.empty()) {
        absl::StrAppend(&script, " -x -a ", Quoted(Words(values)));
      } else if (TakesValue(*option)) {
        absl::StrAppend(&script, " -r");
      }
      absl::StrAppend(&script, " -d ", Quoted(OptionDescription(*option)), "\n");
    }
  }
  return script;
}

// Text in a description of _arguments.
std::string ZshText(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"[", "\\["}, {"]", "\\]"}, {":", "\\:"}});
}

// What completes a value in _arguments.
std::string ZshValues(const std::vector<std::string>& choices) {
  return choices.empty() ? "_files" : absl::StrCat("(", Words(choices), ")");
}

std::string Zsh(const CLI::App& program) {
  std::string commands;
  std::string cases;
  for (const CLI::App* command : CommandsOf(program)) {
    absl::StrAppend(&commands, "    ",
                    Quoted(absl::StrCat(command->get_name(), ":", ZshText(command->get_description()))), "\n");
    absl::StrAppend(&cases, "    ", command->get_name(), ")\n      _arguments -s");
    for (const CLI::Option* option : OptionsOf(*command)) {
      if (!option->nonpositional()) continue;
      for (const std::string& name : option->get_lnames()) {
        absl::StrAppend(&cases, " \\\n        ",
                        Quoted(absl::StrCat("--", name, "[", ZshText(OptionDescription(*option)), "]",
                                            TakesValue(*option) ? absl::StrCat(":", ZshText(OptionValueText(*option)),
                                                                               ":", ZshValues(ChoicesOf(*option)))
                                                                : "")));
      }
    }
    const std::vector<std::string> names = CommandNames(*command);
    if (!names.empty())
      absl::StrAppend(&cases, " \\\n        ", Quoted(absl::StrCat("1:command:(", Words(names), ")")));
    absl::StrAppend(&cases, " \\\n        '*:argument:_files' ;;\n");
  }
  return absl::StrCat(
      "#compdef casejournal\n"
      "# Completion of casejournal for zsh. To load it in one shell: source <(casejournal completion zsh)\n"
      "_casejournal() {\n"
      "  local -a commands=(\n",
      commands,
      "  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  local command=$words[2]\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case $command in\n",
      cases,
      "  esac\n"
      "}\n"
      "if [ \"$funcstack[1]\" = _casejournal ]; then _casejournal \"$@\"; else compdef _casejournal casejournal; fi\n");
}

}  // namespace

const std::vector<std::string>& CompletionShells() {
  static const auto* const shells = new std::vector<std::string>{"bash", "fish", "zsh"};
  return *shells;
}

absl::StatusOr<std::string> CompletionScript(const CLI::App& program, absl::string_view shell) {
  if (shell == "bash") return Bash(program);
  if (shell == "fish") return Fish(program);
  if (shell == "zsh") return Zsh(program);
  return absl::NotFoundError(absl::StrCat("there is no completion for ", shell, "; there is one for ",
                                          absl::StrJoin(CompletionShells(), ", ")));
}

}  // namespace casejournal::services
