#include "services/listen/descriptors.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(ConnectionsForTest, LeavesMoreThanHalfOfTheFilesToTheJournal) {
  for (const uint64_t files : {160, 256, 1'024, 4'096, 20'000, 1'048'576}) {
    const absl::StatusOr<uint64_t> connections = ConnectionsFor(files, 0);
    ASSERT_THAT(connections, IsOk()) << files;
    EXPECT_LE(*connections, kConnectionsMost);
    EXPECT_GE(*connections, 16U);
    EXPECT_LT(2 * *connections, files);
  }
  EXPECT_EQ(*ConnectionsFor(1'024, 0), 448U);
  EXPECT_EQ(*ConnectionsFor(1'048'576, 0), kConnectionsMost);
}

TEST(ConnectionsForTest, TakesWhatTheOperatorWantsIfThereAreFilesForIt) {
  EXPECT_EQ(*ConnectionsFor(1'024, 1), 1U);
  EXPECT_EQ(*ConnectionsFor(1'024, 448), 448U);
  EXPECT_EQ(*ConnectionsFor(1'048'576, 10'000), 10'000U) << "more than without being asked";
  EXPECT_THAT(
      ConnectionsFor(1'024, 449).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, AllOf(HasSubstr("--connections: 449 given; at most 448"),
                                                         HasSubstr("1024 open files"), HasSubstr("LimitNOFILE"))));
}

TEST(ConnectionsForTest, RefusesAProcessThatCannotServe) {
  for (const uint64_t files : {0, 1, 127, 159}) {
    EXPECT_THAT(ConnectionsFor(files, 0).status(),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("a server needs 160")))
        << files;
  }
}

TEST(OpenFilesMaxTest, IsRaisedToTheHardLimit) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit low{.rlim_cur = before.rlim_max / 2, .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_EQ(OpenFilesMax(), low.rlim_cur);
  EXPECT_EQ(RaiseOpenFilesMax(), before.rlim_max);
  EXPECT_EQ(OpenFilesMax(), before.rlim_max);
  EXPECT_EQ(RaiseOpenFilesMax(), before.rlim_max) << "nothing is left to raise";
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
}

}  // namespace
}  // namespace casejournal::services
