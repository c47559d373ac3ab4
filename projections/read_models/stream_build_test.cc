// A build in several threads makes the bytes of a build in one.
#include "projections/read_models/stream_build.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>

#include "tests/support/fed_models.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class StreamBuildTest : public casejournal::testing::FedModels {
 protected:
  AllRows Built(size_t threads, uint64_t size) {
    const auto store = OpenModels(Place());
    EXPECT_THAT(BuildByStreams(*log_, *store, size, threads,
                               [&](uint64_t done, uint64_t total) {
                                 EXPECT_LE(done, total);
                                 last_shown_ = done;
                                 return true;
                               }),
                IsOk());
    AllRows rows = RowsIn(*store);
    std::filesystem::remove_all(Place());
    return rows;
  }

  uint64_t last_shown_ = 0;
};

// Who suffers: an operator whose rebuild differs from what was served, and who cannot tell which is right.
TEST_F(StreamBuildTest, ManyThreadsMakeTheBytesOfOne) {
  Walk(casejournal::testing::TestSeed(), 12);
  for (int part = 0; part < 2; ++part) {
    Record(120);
    const AllRows one_by_one = RowsMadeOneByOne();
    ASSERT_THAT(one_by_one, SizeIs(Gt(60)));
    for (const size_t threads : {1, 2, 5}) {
      EXPECT_EQ(Built(threads, log_->size()), one_by_one) << threads << " threads, part " << part;
      EXPECT_EQ(last_shown_, log_->size());
    }
  }
}

// Appends go on while it builds.
TEST_F(StreamBuildTest, EntriesBeyondTheSizeAreNotInIt) {
  Walk(casejournal::testing::TestSeed(), 5);
  Record(80);
  const uint64_t size = log_->size();
  const AllRows then = RowsMadeOneByOne();
  Record(80);

  EXPECT_EQ(Built(3, size), then);
  EXPECT_NE(Built(3, log_->size()), then);
}

TEST_F(StreamBuildTest, AnEmptyLogHasNoRows) { EXPECT_THAT(Built(4, 0), IsEmpty()); }

// Who suffers: whoever uses half of the rows as if they were all.
TEST_F(StreamBuildTest, OneThatEndsEarlyHasNoCheckpoint) {
  Walk(casejournal::testing::TestSeed(), 5);
  Record(100);
  const auto store = OpenModels(Place());
  int asked = 0;

  const absl::Status built = BuildByStreams(*log_, *store, log_->size(), 2, [&](uint64_t, uint64_t) {
    ++asked;
    return false;
  });

  EXPECT_THAT(built, StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(asked, 1);
  event::v1::StoredEvent unknown;
  unknown.mutable_case_event()->GetReflection()->MutableUnknownFields(unknown.mutable_case_event())->AddVarint(777, 1);
  RecordIn(eventstore::StreamId::Case(case_ids_[0]), unknown);
  const auto other = OpenModels(models_.path() + "/other");
  EXPECT_THAT(BuildByStreams(*log_, *other, log_->size(), 2, [](uint64_t, uint64_t) { return true; }),
              StatusIs(absl::StatusCode::kUnimplemented));
  for (const std::string& family : ProjectionNames()) {
    EXPECT_EQ(store->Checkpoint(family)->position, 0U) << family;
    EXPECT_EQ(other->Checkpoint(family)->position, 0U) << family;
  }
}

}  // namespace
}  // namespace casejournal::projections
