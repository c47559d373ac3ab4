// Facts about one thing, for people: names in a column, and beside each its value.
#ifndef CASEJOURNAL_SERVICES_PAGES_FACTS_H_
#define CASEJOURNAL_SERVICES_PAGES_FACTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "services/pages/table.h"

namespace casejournal::services {

struct Fact {
  std::string name;
  Cell value;
};

// Return the facts as lines of at most `width` code points, and more only for an identifier, which is never broken. A
// value that has no room beside its name stands below it. Facts without a value are left out. Texts are shown as
// Printable (utf8.h) returns them. With `color`, names and tones have control sequences.
std::string FactsText(const std::vector<Fact>& facts, size_t width, bool color);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_FACTS_H_
