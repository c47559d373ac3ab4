// What the words mean that results and helps use.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_HELP_GLOSSARY_H_
#define CASEJOURNAL_SERVICES_CONSOLE_HELP_GLOSSARY_H_

#include <string>
#include <vector>

namespace casejournal::services {

struct GlossaryWord {
  std::string word;
  std::string meaning;  // whole sentences
};

// The words, in the order of the alphabet.
const std::vector<GlossaryWord>& Glossary();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_HELP_GLOSSARY_H_
