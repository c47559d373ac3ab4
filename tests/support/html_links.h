// The links and anchors of a page in HTML.
#ifndef CASEJOURNAL_TESTS_SUPPORT_HTML_LINKS_H_
#define CASEJOURNAL_TESTS_SUPPORT_HTML_LINKS_H_

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace casejournal::testing {

// The values of an attribute, in their order.
inline std::vector<std::string> ValuesOf(const std::string& html, const std::string& attribute) {
  const std::string begin = absl::StrCat(" ", attribute, "=\"");
  std::vector<std::string> values;
  for (size_t at = html.find(begin); at != std::string::npos; at = html.find(begin, at + 1)) {
    const size_t from = at + begin.size();
    values.push_back(html.substr(from, html.find('"', from) - from));
  }
  return values;
}

// Every link leads to a place on the same page, and no place is there twice.
inline void ExpectLinksResolve(const std::string& html) {
  std::set<std::string> places;
  for (const std::string& id : ValuesOf(html, "id")) EXPECT_TRUE(places.insert("#" + id).second) << id << " is twice";
  for (const std::string& href : ValuesOf(html, "href")) EXPECT_TRUE(places.contains(href)) << href;
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_HTML_LINKS_H_
