// The recorder, driven by several threads at once.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <set>
#include <thread>

#include "tests/support/matchers.h"
#include "tests/support/test_recorder.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Id;
using casejournal::testing::IsOk;
using ::testing::Each;
using ::testing::UnorderedElementsAreArray;

class RecorderThreadsTest : public TestRecorder {
 protected:
  void SetUp() override {
    TestRecorder::SetUp();
    OpenCases(names_);
    opened_size_ = log().size();
  }

  const std::vector<std::string> names_ = {"Ana", "Ben", "Cleo", "Dov"};
  uint64_t opened_size_ = 0;
};

// Each request is for two cases, in changing order, so that requests wait for each other. Two threads send it, as a
// client and its retry do.
TEST_F(RecorderThreadsTest, RecordsARequestOnceThoughTwoThreadsSendIt) {
  constexpr size_t kRequests = 48;
  constexpr size_t kThreads = 4;
  std::vector<v1::AppendRequest> requests;
  std::map<std::string, std::vector<std::string>> sent;
  for (size_t i = 0; i < kRequests; ++i) {
    const std::vector<std::string> two = {names_[i % 4], names_[(i + 1 + i / 4 % 3) % 4]};
    requests.push_back(NoteIn(two, absl::StrCat("note ", i)));
    for (const std::string& name : two) sent[name].push_back(requests.back().request_id());
  }

  std::vector<std::vector<absl::StatusOr<v1::AppendResponse>>> answers(kThreads);
  std::vector<std::thread> threads;
  for (size_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (size_t i = thread % 2; i < kRequests; i += 2) answers[thread].push_back(Record(requests[i]));
    });
  }
  for (std::thread& thread : threads) thread.join();

  std::set<eventstore::Position> positions;
  for (size_t i = 0; i < kRequests; ++i) {
    const auto& one = answers[i % 2][i / 2];
    const auto& other = answers[i % 2 + 2][i / 2];
    ASSERT_THAT(one, IsOk());
    ASSERT_THAT(other, IsOk());
    EXPECT_NE(one->repeated_answer(), other->repeated_answer());
    EXPECT_EQ(one->first_position(), other->first_position());
    EXPECT_EQ(one->cases(0).first_revision(), other->cases(0).first_revision());
    positions.insert(one->first_position());
  }
  EXPECT_EQ(positions.size(), kRequests);
  EXPECT_EQ(log().size(), opened_size_ + 2 * kRequests);
  for (const std::string& name : names_) EXPECT_THAT(RequestsIn(name), UnorderedElementsAreArray(sent[name]));
}

// A stream of appends sends the next request of a case when the one before is answered.
TEST_F(RecorderThreadsTest, KeepsTheOrderOfRequestsThatAnswersSend) {
  constexpr size_t kNotes = 40;
  struct Chain {
    std::string name;
    std::vector<std::string> sent;
    std::vector<absl::Status> answers;
    absl::Notification over;
  };
  std::vector<Chain> chains(names_.size());
  const std::function<void(Chain&)> send_next = [&](Chain& chain) {
    v1::AppendRequest request = NoteIn({chain.name}, absl::StrCat(chain.name, "'s note ", chain.sent.size()));
    request.mutable_cases(0)->mutable_expected()->set_exactly(chain.sent.size());
    chain.sent.push_back(request.request_id());
    recorder().RecordSoon(Dana(), std::make_shared<const v1::AppendRequest>(std::move(request)),
                          [&](const absl::StatusOr<v1::AppendResponse>& answer) {
                            chain.answers.push_back(answer.status());
                            chain.sent.size() < kNotes ? send_next(chain) : chain.over.Notify();
                          });
  };
  for (size_t i = 0; i < chains.size(); ++i) {
    chains[i].name = names_[i];
    send_next(chains[i]);
  }
  for (const Chain& chain : chains) chain.over.WaitForNotification();

  for (const Chain& chain : chains) {
    EXPECT_THAT(chain.answers, Each(IsOk()));
    EXPECT_EQ(RequestsIn(chain.name), chain.sent);
  }
}

// Readers of a case see all that was answered before they began, and never an older record than before.
TEST_F(RecorderThreadsTest, ShowsReadersAllThatWasAnswered) {
  constexpr size_t kNotes = 60;
  std::atomic<bool> writing = true;
  std::atomic<size_t> answered = 1;
  std::thread writer([&] {
    for (size_t i = 0; i < kNotes; ++i) {
      EXPECT_THAT(Record(NoteIn({"Ana"}, absl::StrCat("note ", i))), IsOk());
      ++answered;
    }
    writing = false;
  });
  v1::AppendRequest trial = NoteIn({"Ana"}, "a trial");
  trial.set_validate_only(true);
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 2; ++reader) {
    readers.emplace_back([&] {
      for (size_t seen = 0; writing;) {
        const size_t at_least = std::max<size_t>(seen, answered);
        const auto at = cases_->LoadCommitted(*eventstore::Uuid::Parse(Id("Ana")));
        ASSERT_THAT(at, IsOk());
        seen = (*at)->record.entries().size();
        EXPECT_GE(seen, at_least);
        EXPECT_EQ((*at)->head.next(), seen);
        EXPECT_THAT(Record(trial), IsOk());
      }
    });
  }
  writer.join();
  for (std::thread& reader : readers) reader.join();

  EXPECT_EQ(log().size(), opened_size_ + kNotes);
}

}  // namespace
}  // namespace casejournal::services
