#include "services/client/lookup/rule_lookup.h"

#include <gtest/gtest.h>

namespace casejournal::services {
namespace {

TEST(RuleLookupTest, NameWithoutItsSetMeansTheRule) {
  const std::vector<std::string> rules = {"us-federal", "us-federal.asap", "us-oh", "us-oh.semi-annual-review"};
  EXPECT_EQ(RuleMeant("semi-annual-review", rules), "us-oh.semi-annual-review");
  EXPECT_EQ(RuleMeant("us-oh.semi-anual-review", rules), "us-oh.semi-annual-review");
  EXPECT_EQ(RuleMeant("semiannual-review", rules), "us-oh.semi-annual-review");
  EXPECT_EQ(RuleMeant("US-OH", rules), "us-oh");
  EXPECT_EQ(RuleMeant("something-else-altogether", rules), "");
  EXPECT_EQ(RuleMeant("", rules), "");
  EXPECT_EQ(RuleMeant("us-oh", {}), "");
}

}  // namespace
}  // namespace casejournal::services
