// The findings of a case for people, by kind. Pure.
#ifndef CASEJOURNAL_SERVICES_PAGES_FINDINGS_PAGE_H_
#define CASEJOURNAL_SERVICES_PAGES_FINDINGS_PAGE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "casejournal/v1/case_service.pb.h"

namespace casejournal::services {

// A finding, and its number among all findings of the answer, from 1: a command takes it as "f7".
struct NumberedFinding {
  int number = 0;
  const v1::Finding* finding = nullptr;
};

// The findings of one kind, those with the newest day first.
struct FindingKind {
  std::string id;  // "plan.notice-short"
  size_t open = 0;
  size_t explained = 0;
  std::vector<NumberedFinding> findings;
};

// Return the kinds: those with open findings before others, then those with few findings before those with many, so
// that the many do not bury the rest.
std::vector<FindingKind> KindsOf(const std::vector<NumberedFinding>& findings);

struct FindingsStyle {
  size_t width = 100;
  size_t of_kind_max = 0;  // how many findings of one kind are shown; 0: all
  bool ids = false;        // show full names, each on a line of its own, so that it can be copied
  bool color = false;      // for PrintStyled (output.h)
};

// "open", "open; the explanation r9 lapsed", or "explained, r12".
std::string FindingStateWords(const v1::Finding& finding);

// Return the kinds with their findings, and then the sources as footnotes.
std::string FindingsPage(const std::vector<FindingKind>& kinds, const FindingsStyle& style);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_FINDINGS_PAGE_H_
