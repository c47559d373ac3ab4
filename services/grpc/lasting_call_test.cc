// When a call takes a turn, writes, waits, and ends. The stream is played.
#include "services/grpc/lasting_call.h"

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;

// Does nothing by itself: the test says when a write is done.
class LastingCallTest : public ::testing::Test, public OutgoingStream {
 protected:
  void Write(const grpc::ByteBuffer&) override { Note("write"); }
  void Finish(const grpc::Status& status) override { Note("finish " + status.error_message()); }

  // What the next turns make. The last one is repeated.
  absl::StatusOr<Turn> TakeTurn() {
    Note("turn");
    absl::MutexLock lock(&mutex_);
    const absl::StatusOr<Turn> turn = turns_.front();
    if (turns_.size() > 1) turns_.erase(turns_.begin());
    return turn;
  }
  void Begin(std::vector<absl::StatusOr<Turn>> turns) {
    turns_ = std::move(turns);
    call_.Start();
  }
  // What happened after everything that is due.
  std::vector<std::string> Happened() {
    for (int i = 0; i < 10; ++i) {
      absl::Notification idle;
      threads_.Run([&] { idle.Notify(); });
      idle.WaitForNotification();
    }
    absl::MutexLock lock(&mutex_);
    return happened_;
  }
  void Note(std::string what) {
    absl::MutexLock lock(&mutex_);
    happened_.push_back(std::move(what));
  }

  const FailureReport report_ = [](const absl::Status&) {};
  absl::Mutex mutex_;
  std::vector<absl::StatusOr<Turn>> turns_;
  std::vector<std::string> happened_;
  TaskThreads threads_{1};
  LastingCall call_{*this, threads_, [this](grpc::ByteBuffer&) { return TakeTurn(); }, report_};
};

TEST_F(LastingCallTest, TheNextTurnComesWhenTheMessageWasWritten) {
  Begin({Turn::kMessage});
  EXPECT_THAT(Happened(), ElementsAre("turn", "write"));
  call_.Wake();
  EXPECT_THAT(Happened(), ElementsAre("turn", "write")) << "one write at a time, whatever comes";

  call_.OnWriteDone(true);

  EXPECT_THAT(Happened(), ElementsAre("turn", "write", "turn", "write"));
}

TEST_F(LastingCallTest, OneThatWaitsTakesNoTurnUntilItIsWoken) {
  Begin({Turn::kWait});
  EXPECT_THAT(Happened(), ElementsAre("turn"));

  call_.Wake();

  EXPECT_THAT(Happened(), ElementsAre("turn", "turn"));
}

TEST_F(LastingCallTest, AWakeDuringATurnIsNotLost) {
  turns_ = {Turn::kWait};
  absl::Notification in_turn;
  absl::Notification woken;
  bool first = true;
  LastingCall call(
      *this, threads_,
      [&](grpc::ByteBuffer&) {
        if (std::exchange(first, false)) {
          in_turn.Notify();
          woken.WaitForNotification();
        }
        return TakeTurn();
      },
      report_);
  call.Start();
  in_turn.WaitForNotification();
  call.Wake();
  woken.Notify();

  EXPECT_THAT(Happened(), ElementsAre("turn", "turn"));
}

TEST_F(LastingCallTest, UnfinishedWorkContinuesInAnotherTurn) {
  Begin({Turn::kMore, Turn::kMore, Turn::kWait});

  EXPECT_THAT(Happened(), ElementsAre("turn", "turn", "turn"));
}

TEST_F(LastingCallTest, AnErrorEndsIt) {
  Begin({Turn::kWait, absl::UnavailableError("the server is stopping")});
  EXPECT_THAT(Happened(), ElementsAre("turn"));
  call_.Wake();
  EXPECT_THAT(Happened(), ElementsAre("turn", "turn", "finish the server is stopping"));

  call_.Wake();
  call_.OnGone();

  EXPECT_THAT(Happened(), ElementsAre("turn", "turn", "finish the server is stopping")) << "nothing comes after";
}

TEST_F(LastingCallTest, OneWhoseClientIsGoneEndsWithoutATurn) {
  Begin({Turn::kWait});
  EXPECT_THAT(Happened(), ElementsAre("turn"));

  call_.OnGone();

  EXPECT_THAT(Happened(), ElementsAre("turn", "finish the client disconnected"));
}

TEST_F(LastingCallTest, OneWhoseWriteFailsEndsWithoutATurn) {
  Begin({Turn::kMessage});
  EXPECT_THAT(Happened(), ElementsAre("turn", "write"));

  call_.OnGone();
  EXPECT_THAT(Happened(), ElementsAre("turn", "write")) << "nothing is finished beside a write";
  call_.OnWriteDone(false);

  EXPECT_THAT(Happened(), ElementsAre("turn", "write", "finish the client disconnected"));
}

TEST_F(LastingCallTest, OneThatIsRejectedTakesNoTurn) {
  call_.Wake();
  call_.End(absl::ResourceExhaustedError("retry later"));

  EXPECT_THAT(Happened(), ElementsAre("finish retry later"));
}

}  // namespace
}  // namespace casejournal::services
