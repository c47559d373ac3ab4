#include "services/evidence/notices.h"

#include <gmock/gmock.h>

#include <string>

namespace casejournal::services {
namespace {

using event::v1::LABEL_ADOPTION;
using event::v1::LABEL_HEALTH;
using event::v1::LABEL_PART2;

Notices NoticesOfTheCounty() {
  Notices notices;
  notices.general = "Confidential.\n";
  notices.by_label[LABEL_PART2] = "42 CFR Part 2 applies.\n";
  notices.by_label[LABEL_HEALTH] = "Health information.\n";
  return notices;
}

TEST(NoticesTest, WithoutLabelsOnlyTheGeneralNoticeApplies) {
  EXPECT_EQ(NoticesOfTheCounty().For({}), "Confidential.\n");
  EXPECT_EQ(NoticesOfTheCounty().For({LABEL_ADOPTION}), "Confidential.\n") << "it has no notice of its own";
}

TEST(NoticesTest, EachLabelAddsItsNoticeOnceInAFixedOrder) {
  const std::string both = "Confidential.\n\n42 CFR Part 2 applies.\n\nHealth information.\n";

  EXPECT_EQ(NoticesOfTheCounty().For({LABEL_PART2}), "Confidential.\n\n42 CFR Part 2 applies.\n");
  EXPECT_EQ(NoticesOfTheCounty().For({LABEL_PART2, LABEL_HEALTH}), both);
  EXPECT_EQ(NoticesOfTheCounty().For({LABEL_HEALTH, LABEL_PART2, LABEL_HEALTH}), both);
}

TEST(NoticesTest, AJournalWithoutNoticesOfItsOwnHasAGeneralOne) {
  EXPECT_FALSE(Notices().For({LABEL_PART2}).empty());
  EXPECT_EQ(Notices().For({LABEL_PART2}).back(), '\n');
}

}  // namespace
}  // namespace casejournal::services
