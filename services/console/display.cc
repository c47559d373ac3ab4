#include "services/console/display.h"

#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"
#include "services/console/choices.h"
#include "services/console/terminal.h"

namespace casejournal::services {
namespace {

// Of the command that runs; a process runs one.
struct Choices {
  bool quiet = false;
  std::string color = "auto";
  bool no_pager = false;
  bool json = false;
  bool for_program = false;
};
Choices choices;  // NOLINT(cert-err58-cpp): empty and short texts only

absl::string_view InEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? absl::string_view() : absl::string_view(value);
}

}  // namespace

void DeclareDisplay(CLI::App& app) {
  app.add_flag("--quiet,-q", choices.quiet, "Print only results and errors: no hints, and no progress")
      ->group(kDisplayGroup);
  app.add_option("--color", choices.color,
                 "Use colors: auto (on a terminal, unless $NO_COLOR is set), always, or never\n"
                 "[default: auto]")
      ->type_name("WHEN")
      ->check(OneOfWords({"auto", "always", "never"}))
      ->group(kDisplayGroup);
  app.add_flag("--no-pager", choices.no_pager,
               "Do not show long results in a pager ($CASEJOURNAL_PAGER, $PAGER, or\nless)")
      ->group(kDisplayGroup);
}

void ChooseJson() { choices.json = true; }

bool WantsJson() { return choices.json; }

void ChooseForProgram() { choices.for_program = true; }

bool AreForProgram() { return choices.json || choices.for_program; }

bool IsQuiet() { return choices.quiet; }

bool UsesColor() {
  if (choices.color != "auto") return choices.color == "always";
  return StandardOutputIsTerminal() && InEnvironment("NO_COLOR").empty() && InEnvironment("TERM") != "dumb";
}

bool MayPage() { return !choices.no_pager && StandardOutputIsTerminal(); }

}  // namespace casejournal::services
