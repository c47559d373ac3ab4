#include "services/answers/operator/rebuild_projection.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "eventstore/system/deadline.h"
#include "services/errors/error_details.h"
#include "services/errors/error_reason.h"
#include "tests/support/fed_models.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class RebuildProjectionTest : public casejournal::testing::FedModels {
 protected:
  void SetUp() override {
    FedModels::SetUp();
    Walk(casejournal::testing::TestSeed(), 6);
    FedModels::Record(80);
    store_ = projections::ReadModelStore::Closed(Place(), projections::ProjectionNames());
    worker_ = std::make_unique<projections::Worker>(*log_, *store_, projections::FoldFromLog(*log_));
    ASSERT_THAT(worker_->WaitFor(log_->size(), eventstore::Deadline::In(absl::Seconds(30))), IsOk());
    rebuilds_.reset(new Rebuilds{.log = *log_,
                                 .worker = *worker_,
                                 .options = {.threads = 2},
                                 .stopping = stopping_,
                                 .tell = [this](const std::string& line, bool failed) {
                                   lines_.push_back(absl::StrCat(failed ? "failed: " : "", line));
                                 }});
    request_.set_projection(v1::PROJECTION_READ_MODELS);
  }
  void TearDown() override {
    rebuilds_.reset();
    worker_.reset();
    store_.reset();
  }
  absl::Status Rebuild(Send<v1::RebuildProjectionResponse> send) {
    Caller caller;
    caller.actor.set_issuer("wren.example");
    caller.actor.set_subject("u-6");
    caller.actor.set_name("Dana Reed");
    return RebuildProjection(*rebuilds_, caller, request_, send);
  }

  std::atomic<bool> stopping_ = false;
  std::unique_ptr<projections::ReadModelStore> store_;
  std::unique_ptr<projections::Worker> worker_;
  std::unique_ptr<Rebuilds> rebuilds_;
  v1::RebuildProjectionRequest request_;
  std::vector<std::string> lines_;
};

TEST_F(RebuildProjectionTest, TellsHowFarItIsAndThenTheOutcome) {
  std::vector<v1::RebuildProjectionResponse> steps;
  ASSERT_THAT(Rebuild([&](const v1::RebuildProjectionResponse& step) {
                steps.push_back(step);
                return true;
              }),
              IsOk());

  ASSERT_FALSE(steps.empty());
  for (const v1::RebuildProjectionResponse& step : steps) {
    EXPECT_EQ(step.has_rebuilt(), &step == &steps.back());
    EXPECT_LE(step.progress().done(), step.progress().total());
  }
  const v1::RebuiltProjection& rebuilt = steps.back().rebuilt();
  EXPECT_EQ(rebuilt.entries(), log_->size());
  EXPECT_EQ(rebuilt.rows(), RowsIn(*store_).size());
  EXPECT_TRUE(rebuilt.compared());
  EXPECT_EQ(rebuilt.differences(), 0U);
  EXPECT_EQ(rebuilt.kept_as(), "v1.old");
  EXPECT_THAT(lines_, ElementsAre(AllOf(HasSubstr("begins"), HasSubstr("wren.example/u-6"), Not(HasSubstr("Dana"))),
                                  AllOf(HasSubstr("were rebuilt"), HasSubstr("the same bytes as before"))));
}

// Who suffers: a family whose number or name is in the key of a row that an operator is shown.
TEST_F(RebuildProjectionTest, RowsThatDifferAreCountedAndNotNamed) {
  ASSERT_THAT(store_->Change("cases", {{"nJV-SECRET", "1"}}, {}, *store_->Checkpoint("cases")), IsOk());
  v1::RebuildProjectionResponse last;
  ASSERT_THAT(Rebuild([&](const v1::RebuildProjectionResponse& step) {
                last = step;
                return true;
              }),
              IsOk());

  EXPECT_EQ(last.rebuilt().differences(), 1U);
  EXPECT_FALSE(absl::StrContains(last.SerializeAsString(), "SECRET"));
  for (const std::string& line : lines_) EXPECT_FALSE(absl::StrContains(line, "SECRET")) << line;
}

TEST_F(RebuildProjectionTest, OnlyAProjectionThatIsKnownIsRebuilt) {
  for (const int projection : {0, 2, -1}) {
    request_.set_projection(static_cast<v1::Projection>(projection));
    const absl::Status refused = Rebuild([](const v1::RebuildProjectionResponse&) { return true; });
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("projection"))) << projection;
  }
  EXPECT_THAT(lines_, IsEmpty());
}

TEST_F(RebuildProjectionTest, OneIsMadeAtATime) {
  absl::Status second;
  ASSERT_THAT(Rebuild([&](const v1::RebuildProjectionResponse& step) {
                if (step.has_progress()) second = Rebuild([](const v1::RebuildProjectionResponse&) { return true; });
                return true;
              }),
              IsOk());

  EXPECT_THAT(second, StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("already under way")));
  EXPECT_THAT(Rebuild([](const v1::RebuildProjectionResponse&) { return true; }), IsOk()) << "and then the next";
}

TEST_F(RebuildProjectionTest, AStopAndACallerWhoGoesAwayEndIt) {
  const uint64_t openings = store_->openings();
  EXPECT_THAT(Rebuild([](const v1::RebuildProjectionResponse&) { return false; }),
              StatusIs(absl::StatusCode::kCancelled));
  const absl::Status stopped = Rebuild([&](const v1::RebuildProjectionResponse&) { return stopping_ = true; });
  EXPECT_THAT(stopped, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ReasonOf(stopped).reason(), "SERVER_STOPPING");
  EXPECT_THAT(Rebuild([](const v1::RebuildProjectionResponse&) { return true; }),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(store_->openings(), openings) << "what served serves on";
  EXPECT_THAT(lines_, ElementsAre(HasSubstr("begins"), HasSubstr("without a result"), HasSubstr("begins"),
                                  HasSubstr("without a result")));
}

}  // namespace
}  // namespace casejournal::services
