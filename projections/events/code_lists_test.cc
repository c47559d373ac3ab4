#include "projections/events/code_lists.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace casejournal::projections {
namespace {

// With UPDATE_GOLDENS=1 in the environment, the list of a new release is written. The list of an existing release never
// changes.
TEST(CodeListsTest, AReleaseIsWhatItWas) {
  const std::filesystem::path path =
      std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "tests" / "golden" / "code_lists.md";
  const auto read = [&] {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  };
  const std::string heading = CodeListsText().substr(0, CodeListsText().find('\n'));
  const char* update = std::getenv("UPDATE_GOLDENS");
  if (update != nullptr && read().substr(0, heading.size()) != heading) std::ofstream(path) << CodeListsText();

  EXPECT_EQ(read(), CodeListsText())
      << "a value was added or its words changed: raise kCodeListsVersion, then run this test with UPDATE_GOLDENS=1";
}

TEST(CodeListsTest, NamesEachValueAndItsWords) {
  const std::string text = CodeListsText();

  EXPECT_NE(text.find("\n## ContactKind\n\n- 1 `CONTACT_KIND_HOME_VISIT` home visit\n"), std::string::npos);
  EXPECT_NE(text.find("- 3 `GOAL_AREA_WELL_BEING` well-being\n"), std::string::npos);
  EXPECT_EQ(text.find("UNSPECIFIED"), std::string::npos);
}

}  // namespace
}  // namespace casejournal::projections
