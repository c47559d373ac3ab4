#include "services/client/access/role_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace casejournal::services {
namespace {

template <typename Value>
std::vector<std::string> NamesOf(const std::map<std::string, Value>& values) {
  std::vector<std::string> names;
  for (const auto& each : values) names.push_back(each.first);
  return names;
}

TEST(RoleNamesTest, OptionsTakeTheRolesThatTheJournalOrACaseGives) {
  EXPECT_THAT(NamesOf(RolesOfJournal()), ::testing::ElementsAre("administrator", "auditor", "caseworker", "court",
                                                                "operator", "pipeline", "supervisor"));
  EXPECT_THAT(NamesOf(RolesOfCase()), ::testing::ElementsAre("auditor", "caseworker", "counsel", "court", "emergency",
                                                             "guardian-ad-litem", "reviewer"));
  EXPECT_EQ(RolesOfCase().at("guardian-ad-litem"), event::v1::ROLE_GUARDIAN_AD_LITEM);
}

TEST(RoleNamesTest, OptionsTakeAllLabels) {
  EXPECT_THAT(NamesOf(LabelsByOption()), ::testing::ElementsAre("adoption", "education", "health", "part2",
                                                                "protected-address", "reporter-identity", "sealed"));
  EXPECT_EQ(LabelsByOption().at("part2"), event::v1::LABEL_PART2);
}

}  // namespace
}  // namespace casejournal::services
