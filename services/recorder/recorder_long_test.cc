// Requests that take long, and those beside them.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include "eventstore/system/deadline.h"
#include "tests/support/matchers.h"
#include "tests/support/test_recorder.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NoteWritten;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

bool SaysWhenToRetry(const absl::Status& status) {
  return status.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value();
}

class LongRequestTest : public TestRecorder {
 protected:
  // An answer that comes later.
  struct Pending {
    absl::Notification answered;
    absl::StatusOr<v1::AppendResponse> answer;

    const absl::StatusOr<v1::AppendResponse>& Wait() const {
      answered.WaitForNotification();
      return answer;
    }
  };

  void Send(const v1::AppendRequest& request, Pending& pending, Patience patience = {}) {
    recorder().Record(
        Dana(), std::make_shared<const v1::AppendRequest>(request),
        [&pending](absl::StatusOr<v1::AppendResponse> outcome) {
          pending.answer = std::move(outcome);
          pending.answered.Notify();
        },
        std::move(patience));
  }

  // `count` notes in one request, effective on `day`.
  static v1::AppendRequest NotesIn(const std::string& name, int count, absl::string_view request,
                                   absl::string_view day = kToday) {
    v1::AppendRequest notes = NoteIn({name}, request);
    CaseEvent note = NoteWritten(day, "a note");
    if (day < kToday) note.set_late_reason("learned later");
    notes.mutable_cases(0)->clear_events();
    for (int i = 0; i < count; ++i) *notes.mutable_cases(0)->add_events() = note;
    return notes;
  }

  // A case that is so long that a late event is long work.
  void TellLongCase(const std::string& name) {
    OpenCases({name});
    ASSERT_THAT(Record(NotesIn(name, kLong, absl::StrCat("the notes of ", name))), IsOk());
  }

  static constexpr int kLong = 600;
  static constexpr char kBefore[] = "2025-01-08";
};

// Only the case that was used last is in memory, so that any other takes long.
class ColdCaseTest : public LongRequestTest {
 protected:
  ColdCaseTest() {
    case_memory_ = 1;
    limits_.waiting = 3;
  }

  // Both threads for long work are busy with cold cases until LetGo.
  void KeepLongThreadsBusy() {
    OpenCases({"busy 1", "busy 2", "Ana", "Ben", "Cleo", "Dov"});
    for (size_t i = 0; i < 2; ++i) {
      v1::AppendRequest trial = NoteIn({absl::StrCat("busy ", i + 1)}, "a trial");
      trial.set_validate_only(true);
      recorder().Record(Dana(), std::make_shared<const v1::AppendRequest>(trial),
                        [&busy = busy_[i]](const absl::StatusOr<v1::AppendResponse>& outcome) {
                          EXPECT_THAT(outcome, IsOk());
                          busy.begun.Notify();
                          busy.go.WaitForNotification();
                          busy.over.Notify();
                        });
      busy_[i].begun.WaitForNotification();
    }
    size_ = log().size();
  }
  void LetGo() {
    for (Busy& busy : busy_) busy.go.Notify();
    for (Busy& busy : busy_) busy.over.WaitForNotification();
  }

  struct Busy {
    absl::Notification begun;
    absl::Notification go;
    absl::Notification over;
  };
  Busy busy_[2];
  uint64_t size_ = 0;
};

TEST_F(ColdCaseTest, RequestsForOtherCasesAreAnsweredBesideLongOnes) {
  KeepLongThreadsBusy();
  Pending cold;
  Send(NoteIn({"Ana"}, "in a cold case"), cold);

  OpenCases({"Eve"});
  EXPECT_THAT(Record(NoteIn({"Eve"}, "in a case in use")), IsOk());
  EXPECT_FALSE(cold.answered.HasBeenNotified());

  LetGo();
  EXPECT_THAT(cold.Wait(), IsOk());
}

TEST_F(ColdCaseTest, ARequestThatNoOneWaitsForIsNotBegun) {
  KeepLongThreadsBusy();
  std::atomic<bool> gone = false;
  Pending pending;
  Send(NoteIn({"Ana"}, "a note"), pending, {.gave_up = [&gone] { return gone.load(); }});
  gone = true;
  LetGo();

  EXPECT_THAT(pending.Wait(), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(log().size(), size_);
}

TEST_F(ColdCaseTest, RequestsForOneCaseKeepTheirOrderThoughTheFirstIsLong) {
  KeepLongThreadsBusy();
  std::vector<v1::AppendRequest> requests;
  std::vector<std::string> ids;
  std::vector<Pending> pending(3);
  for (size_t i = 0; i < 3; ++i) {
    requests.push_back(NoteIn({"Ana"}, absl::StrCat("note ", i)));
    ids.push_back(requests[i].request_id());
    Send(requests[i], pending[i]);
  }
  LetGo();

  for (const Pending& each : pending) EXPECT_THAT(each.Wait(), IsOk());
  EXPECT_EQ(RequestsIn("Ana"), ids);
}

TEST_F(ColdCaseTest, MoreLongRequestsThanTheLimitAreRejected) {
  KeepLongThreadsBusy();
  std::vector<Pending> pending(3);
  Send(NoteIn({"Ana"}, "one"), pending[0]);
  Send(NoteIn({"Ben"}, "two"), pending[1]);
  Send(NoteIn({"Cleo"}, "three"), pending[2]);

  const auto fourth = Record(NoteIn({"Dov"}, "four"));
  EXPECT_THAT(fourth, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(std::string(fourth.status().message()), HasSubstr("limit: 3 requests"));
  EXPECT_TRUE(SaysWhenToRetry(fourth.status()));
  EXPECT_THAT(Record(NoteIn({"Ana"}, "behind the first")), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(log().size(), size_);

  LetGo();
  for (const Pending& each : pending) EXPECT_THAT(each.Wait(), IsOk());
  EXPECT_THAT(Record(NoteIn({"Dov"}, "four")), IsOk());
}

TEST_F(LongRequestTest, ARequestWhoseDeadlineIsOverIsNotBegun) {
  OpenCases({"Ana"});
  const uint64_t size = log().size();

  EXPECT_THAT(Record(NoteIn({"Ana"}, "a note"), {.deadline = eventstore::Deadline::Passed()}),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(log().size(), size);
}

TEST_F(LongRequestTest, ARequestEndsSoonAfterItsCallerGaveUp) {
  constexpr int kAsked = 10;
  TellLongCase("Ana");
  const uint64_t size = log().size();

  for (const bool validate_only : {true, false}) {
    v1::AppendRequest late = NotesIn("Ana", 100, "late notes", kBefore);
    late.set_validate_only(validate_only);
    std::atomic<int> asked = 0;
    EXPECT_THAT(Record(late, {.gave_up = [&asked] { return ++asked >= kAsked; }}),
                StatusIs(absl::StatusCode::kCancelled));
    EXPECT_EQ(asked, kAsked) << "it is asked after each event, and not again";
    EXPECT_EQ(log().size(), size);
  }
  EXPECT_THAT(Record(NotesIn("Ana", 100, "late notes", kBefore)), IsOk());
}

// Several take turns with the threads that there are.
TEST_F(LongRequestTest, LongRequestsAreAllAnswered) {
  const std::vector<std::string> names = {"Ana", "Ben", "Cleo", "Dov"};
  for (const std::string& name : names) TellLongCase(name);
  const uint64_t size = log().size();
  std::vector<Pending> pending(names.size());
  for (size_t i = 0; i < names.size(); ++i)
    Send(NotesIn(names[i], 60, absl::StrCat("late in ", names[i]), kBefore), pending[i]);

  for (const Pending& each : pending) EXPECT_THAT(each.Wait(), IsOk());
  EXPECT_EQ(log().size(), size + 60 * names.size());
}

class LimitTest : public LongRequestTest {
 protected:
  LimitTest() {
    limits_.work = 1000;
    limits_.case_entries = kLong + 4;
  }
};

TEST_F(LimitTest, ARequestThatFoldsTooMuchAgainIsRejected) {
  TellLongCase("Ana");
  const uint64_t size = log().size();
  v1::AppendRequest two = NotesIn("Ana", 2, "two late notes", kBefore);

  for (const bool validate_only : {true, false}) {
    two.set_validate_only(validate_only);
    const auto answer = Record(two);
    EXPECT_THAT(answer, StatusIs(absl::StatusCode::kResourceExhausted));
    EXPECT_THAT(std::string(answer.status().message()), HasSubstr("1204 entries would be folded again, and 1000 is"));
    EXPECT_FALSE(SaysWhenToRetry(answer.status())) << "the same request would be rejected again";
  }
  EXPECT_EQ(log().size(), size);
  EXPECT_THAT(Record(NotesIn("Ana", 1, "one late note", kBefore)), IsOk());
  EXPECT_THAT(Record(NotesIn("Ana", 1, "another late note", kBefore)), IsOk());
}

TEST_F(LimitTest, AFullCaseRefusesWhateverIsAdded) {
  TellLongCase("Ana");
  ASSERT_THAT(Record(NotesIn("Ana", 3, "the last notes")), IsOk());
  const uint64_t size = log().size();
  v1::AppendRequest more = NoteIn({"Ana"}, "one more");

  for (const bool validate_only : {true, false}) {
    more.set_validate_only(validate_only);
    const auto answer = Record(more);
    EXPECT_THAT(answer, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(std::string(answer.status().message()), HasSubstr("has 604 entries, and can have at most 604"));
  }
  EXPECT_EQ(log().size(), size);
  EXPECT_THAT(Record(NotesIn("Ana", 3, "the last notes")), IsOk()) << "a repeat gets its answer again";
}

}  // namespace
}  // namespace casejournal::services
