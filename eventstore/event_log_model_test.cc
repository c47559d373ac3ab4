// The log against a model: many writers, random requests, reopenings. The log must hold what the model holds.
#include <gmock/gmock.h>

#include <map>
#include <random>
#include <thread>

#include "eventstore/recovery/fsck.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

constexpr int kWriters = 8;
constexpr int kStreams = 12;
constexpr int kRequestsEach = 60;
constexpr int kRounds = 3;

// What each writer knows is recorded, by stream and revision.
using Recorded = std::map<std::pair<StreamId, Revision>, std::string>;

class EventLogModelTest : public TestLog {
 protected:
  // Appends random requests; a writer that lost a race reads the heads again.
  Recorded Write(uint64_t seed, int writer) {
    std::mt19937_64 random(seed * 1000 + writer);
    Recorded recorded;
    for (int i = 0; i < kRequestsEach; ++i) {
      for (bool done = false; !done;) done = TryOnce(random, absl::StrCat("w", writer, ".", i), recorded);
    }
    return recorded;
  }

  bool TryOnce(std::mt19937_64& random, const std::string& tag, Recorded& recorded) {
    LogAppend request{.request_id = RandomUuid()};
    std::vector<int> chosen(kStreams);
    std::iota(chosen.begin(), chosen.end(), 0);
    std::shuffle(chosen.begin(), chosen.end(), random);
    chosen.resize(1 + random() % 3);
    Recorded ours;
    for (const int index : chosen) {
      const StreamHead head = *log_->Head(streams_[index]);
      std::vector<std::string> payloads;
      for (size_t n = 0; n < 1 + random() % 4; ++n) {
        payloads.push_back(absl::StrCat(tag, "/", index, "/", n, std::string(random() % 2000, 'x')));
        ours[{streams_[index], head.next() + n}] = payloads.back();
      }
      request.streams.push_back(Part(streams_[index], head, payloads));
    }
    const absl::StatusOr<Appended> appended = AppendAndWait(*log_, std::move(request));
    if (!appended.ok()) {
      EXPECT_TRUE(absl::IsAborted(appended.status())) << appended.status();
      return false;
    }
    recorded.merge(ours);
    EXPECT_TRUE(ours.empty()) << "a revision was given twice";
    return true;
  }

  void ExpectLogHolds(const Recorded& model) {
    ASSERT_EQ(log_->size(), model.size());
    for (const StreamId& stream : streams_) {
      const std::vector<std::string> payloads = PayloadsOf(stream);
      for (size_t revision = 0; revision < payloads.size(); ++revision) {
        const auto found = model.find({stream, revision});
        ASSERT_NE(found, model.end());
        EXPECT_EQ(payloads[revision], found->second);
      }
    }
  }

  std::vector<StreamId> streams_ = [] {
    std::vector<StreamId> streams;
    for (int i = 0; i < kStreams; ++i) streams.push_back(StreamId::Case(RandomUuid()));
    return streams;
  }();
};

TEST_F(EventLogModelTest, HoldsExactlyWhatWasAcknowledgedToManyWriters) {
  const char* given = std::getenv("CASEJOURNAL_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
  std::cout << "seed=" << seed << " (CASEJOURNAL_SEED repeats it)\n";
  Recorded model;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Recorded> parts(kWriters);
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
      writers.emplace_back([&, writer] { parts[writer] = Write(seed + round, writer); });
    }
    for (std::thread& writer : writers) writer.join();
    for (Recorded& part : parts) {
      model.merge(part);
      EXPECT_TRUE(part.empty()) << "two writers were given the same revision";
    }
    ExpectLogHolds(model);
    Reopen();
    ExpectLogHolds(model);
  }
  log_.reset();
  const absl::StatusOr<FsckReport> report = Fsck(directory_.path(), [](uint64_t, uint64_t) {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->findings, ::testing::IsEmpty());
  EXPECT_EQ(report->events, model.size());
}

}  // namespace
}  // namespace casejournal::eventstore
