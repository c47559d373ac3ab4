#include "services/errors/without_paths.h"

#include <gtest/gtest.h>

#include "services/errors/error_details.h"

namespace casejournal::services {
namespace {

TEST(WithoutPathsTest, KeepsTheLastComponentOfEachPath) {
  EXPECT_EQ(WithoutPaths("recording a group: IO error: No space left on device: While appending to file: "
                         "/srv/county/log/000012.log: "),
            "recording a group: IO error: No space left on device: While appending to file: 000012.log: ");
  EXPECT_EQ(WithoutPaths("/srv/county has 3 MiB free, and /srv/county/ too"), "county has 3 MiB free, and county too");
  EXPECT_EQ(WithoutPaths("renaming (/srv/county/clock.new)"), "renaming (clock.new)");
}

TEST(WithoutPathsTest, LeavesWhatIsNoPath) {
  for (const char* message : {"", "/", "a / b", "and/or", "wren.example/juvenile/r1", "http://witness.example:8464/add",
                              "2025/03/01", "tile 0/3, 5 // 2"}) {
    EXPECT_EQ(WithoutPaths(message), message);
  }
}

TEST(WithoutPathsTest, IsWhatAClientIsTold) {
  EXPECT_EQ(ToErrorStatus(absl::UnavailableError("opening /srv/county/clock.new: Permission denied")).message(),
            "opening clock.new: Permission denied");
}

}  // namespace
}  // namespace casejournal::services
