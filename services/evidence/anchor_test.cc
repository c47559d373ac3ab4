// Witnesses that answer, that do not, and that know more of the log than it has.
#include "services/evidence/anchor.h"

#include <gmock/gmock.h>

#include <fstream>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/proofs/note.h"
#include "eventstore/witnesses/cosignature.h"
#include "eventstore/witnesses/witness_request.h"
#include "tests/support/loopback_server.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using eventstore::WitnessedTree;
using eventstore::WitnessStatus;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const eventstore::StreamId kAnchoredStream =
    eventstore::StreamId::Case(*eventstore::Uuid::Parse("0a000000-0000-4000-8000-0000000000d1"));

// A witness of one log, on a port of its own. It decides as C2SP tlog-witness says, and forgets when it is destroyed.
class WitnessServer {
 public:
  WitnessServer(absl::string_view name, const std::string& log_key, std::optional<WitnessedTree> last = std::nullopt)
      : key_(*eventstore::CosignatureSigner::Generate(name)),
        log_key_(*eventstore::NoteVerifier::FromVerifierKey(log_key)),
        last_(last) {}

  // Its line of a policy.
  std::string Line() const {
    return absl::StrCat("witness ", key_.name(), " ", key_.verifier_key(), " ", server_.Url("/"), "\n");
  }
  eventstore::CosignatureVerifier key() const {
    return *eventstore::CosignatureVerifier::FromVerifierKey(key_.verifier_key());
  }
  // How often it was asked.
  int asked() const {
    absl::MutexLock lock(&mutex_);
    return asked_;
  }
  // From now on it answers with an error of its own.
  void FallIll() {
    absl::MutexLock lock(&mutex_);
    ill_ = true;
  }

 private:
  std::string Answer(const std::string& body) {
    absl::MutexLock lock(&mutex_);
    ++asked_;
    if (ill_) return Http(500, "ill\n");
    const auto request = eventstore::ParseAddCheckpoint(body);
    if (!request.ok()) return Http(400, "malformed\n");
    const eventstore::WitnessDecision decision = eventstore::DecideAddCheckpoint(*request, log_key_, last_);
    if (decision.status == WitnessStatus::kStale) return Http(409, eventstore::FormatTreeSize(decision.last_size));
    if (decision.status != WitnessStatus::kCosigned) return Http(static_cast<int>(decision.status), decision.reason);
    last_ = decision.next;
    return Http(200, key_.CosignatureLine(decision.checkpoint_text, 1'800'000'000));
  }
  static std::string Http(int status, const std::string& body) {
    return casejournal::testing::HttpAnswerWire(absl::StrCat(status, " x"), body);
  }

  const eventstore::CosignatureSigner key_;
  const eventstore::NoteVerifier log_key_;
  mutable absl::Mutex mutex_;
  std::optional<WitnessedTree> last_ ABSL_GUARDED_BY(mutex_);
  int asked_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ill_ ABSL_GUARDED_BY(mutex_) = false;
  const casejournal::testing::LoopbackServer server_{[this](int connection) {
    const std::optional<casejournal::testing::HttpRequestRead> read = casejournal::testing::ReadHttpRequest(connection);
    if (read) casejournal::testing::SendAll(connection, Answer(read->body));
  }};
};

// A log of three events.
class AnchorTest : public eventstore::TestLog {
 protected:
  void SetUp() override {
    TestLog::SetUp();
    Grow(3);
  }
  void Grow(int events) {
    for (int i = 0; i < events; ++i) ASSERT_THAT(Append(kAnchoredStream, {"event"}), IsOk());
  }

  AnchorOptions Asking(const std::string& witnesses, const std::string& quorum) {
    AnchorOptions options;
    if (!witnesses.empty()) options.policy = *eventstore::WitnessPolicy::Parse(witnesses + quorum);
    options.timeout = absl::Seconds(30);
    options.cosigned_path = directory_.path() + "/cosigned";
    options.report = [this](const absl::Status& status) {
      absl::MutexLock lock(&mutex_);
      reported_.push_back(status);
    };
    options.on_forked = [this](const absl::Status& status) {
      absl::MutexLock lock(&mutex_);
      forked_.push_back(status);
    };
    return options;
  }
  // Another tree of that many entries.
  static WitnessedTree OtherHistory(uint64_t size) { return {.size = size, .root = eventstore::LeafHash("other")}; }

  absl::Mutex mutex_;
  std::vector<absl::Status> reported_ ABSL_GUARDED_BY(mutex_);
  std::vector<absl::Status> forked_ ABSL_GUARDED_BY(mutex_);
};

TEST_F(AnchorTest, AWitnessThatAnswersCosigns) {
  const WitnessServer court("court", log_->verifier_key());
  const AnchorOptions options = Asking(court.Line(), "quorum court\n");
  Anchor anchor(*log_, options);

  const auto witnessed = anchor.Witnessed(3);

  ASSERT_THAT(witnessed, IsOk());
  EXPECT_EQ(witnessed->size, 3);
  EXPECT_THAT(eventstore::FindCosignature(*eventstore::ParseNote(witnessed->note), court.key()), IsOk());
  EXPECT_EQ(*eventstore::ReadSmallFile(options.cosigned_path), witnessed->note);
  EXPECT_THAT(MeetWitnesses(*log_, options), IsOk());
}

TEST_F(AnchorTest, WhatIsCosignedIsNotAskedForAgain) {
  const WitnessServer court("court", log_->verifier_key());
  const AnchorOptions options = Asking(court.Line(), "quorum court\n");
  std::string note;
  {
    Anchor anchor(*log_, options);
    note = anchor.Witnessed(3)->note;
    EXPECT_EQ(anchor.Witnessed(2)->note, note);
  }

  Anchor next_process(*log_, options);

  EXPECT_EQ(next_process.Witnessed(3)->note, note);
  EXPECT_EQ(court.asked(), 1);
}

// A new process does not know what the witness cosigned last; the witness says it, and gets the proof from there.
TEST_F(AnchorTest, AWitnessIsShownThatTheLogGrew) {
  const WitnessServer court("court", log_->verifier_key());
  const AnchorOptions options = Asking(court.Line(), "quorum court\n");
  ASSERT_THAT(Anchor(*log_, options).Witnessed(3), IsOk());
  Grow(4);

  const auto witnessed = Anchor(*log_, options).Witnessed(7);

  ASSERT_THAT(witnessed, IsOk());
  EXPECT_EQ(witnessed->size, 7);
}

TEST_F(AnchorTest, TooFewAnswersAreNoCheckpointToHandOut) {
  WitnessServer court("court", log_->verifier_key());
  court.FallIll();
  Anchor anchor(*log_, Asking(court.Line(), "quorum court\n"));

  EXPECT_THAT(anchor.Witnessed(3), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("court")));
  const auto anchored = anchor.Covering(3);
  ASSERT_THAT(anchored, IsOk());

  EXPECT_FALSE(anchored->quorum_met);
  EXPECT_GE(anchored->checkpoint.size, 3);
  absl::MutexLock lock(&mutex_);
  EXPECT_THAT(reported_, SizeIs(1)) << "once, however often it is asked";
  EXPECT_THAT(forked_, IsEmpty());
}

TEST_F(AnchorTest, OneThatDoesNotAnswerDoesNotMatterWhereTheOthersAreEnough) {
  const WitnessServer court("court", log_->verifier_key());
  WitnessServer county("county", log_->verifier_key());
  county.FallIll();
  const AnchorOptions options = Asking(court.Line() + county.Line(), "group enough any court county\nquorum enough\n");
  Anchor anchor(*log_, options);

  const auto witnessed = anchor.Witnessed(3);

  ASSERT_THAT(witnessed, IsOk());
  EXPECT_THAT(eventstore::FindCosignature(*eventstore::ParseNote(witnessed->note), court.key()), IsOk());
  EXPECT_THAT(MeetWitnesses(*log_, options), IsOk());
  absl::MutexLock lock(&mutex_);
  ASSERT_THAT(reported_, SizeIs(1));
  EXPECT_THAT(std::string(reported_.front().message()), HasSubstr("county"));
}

// Who suffers: a court that relies on entries which a restored journal no longer has.
TEST_F(AnchorTest, AWitnessThatKnowsMoreStopsTheLog) {
  const WitnessServer court("court", log_->verifier_key(), OtherHistory(9));
  const AnchorOptions options = Asking(court.Line(), "quorum court\n");
  Anchor anchor(*log_, options);

  EXPECT_THAT(anchor.Witnessed(3), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("9")));

  EXPECT_THAT(MeetWitnesses(*log_, options), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("court")));
  absl::MutexLock lock(&mutex_);
  ASSERT_FALSE(forked_.empty());
  EXPECT_TRUE(absl::IsDataLoss(forked_.front()));
}

TEST_F(AnchorTest, AWitnessOfAnotherHistoryStopsTheLogWhateverTheOthersSay) {
  const WitnessServer court("court", log_->verifier_key());
  const WitnessServer county("county", log_->verifier_key(), OtherHistory(2));
  Anchor anchor(*log_, Asking(court.Line() + county.Line(), "group enough any court county\nquorum enough\n"));

  EXPECT_THAT(anchor.Witnessed(3), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("county")));

  absl::MutexLock lock(&mutex_);
  EXPECT_FALSE(forked_.empty());
}

TEST_F(AnchorTest, AWitnessThatDoesNotKnowTheLogCosignsNothing) {
  const auto stranger = eventstore::NoteSigner::Generate("journal.test/other");
  const WitnessServer court("court", stranger->verifier_key());
  Anchor anchor(*log_, Asking(court.Line(), "quorum court\n"));

  EXPECT_THAT(anchor.Witnessed(3), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("court")));

  absl::MutexLock lock(&mutex_);
  ASSERT_THAT(reported_, SizeIs(1));
  EXPECT_EQ(reported_.front().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(AnchorTest, WithoutWitnessesTheLogsOwnSignatureIsAll) {
  Anchor anchor(*log_, Asking("", ""));

  EXPECT_FALSE(anchor.asks_witnesses());
  EXPECT_THAT(anchor.Witnessed(3), StatusIs(absl::StatusCode::kFailedPrecondition));
  const auto anchored = anchor.Covering(3);

  ASSERT_THAT(anchored, IsOk());
  EXPECT_TRUE(anchored->quorum_met);
  EXPECT_EQ(anchored->time_stamp, "");
  EXPECT_THAT(anchor.Covering(4), StatusIs(absl::StatusCode::kOutOfRange));
}

// The file is of whoever can write it: only a note of this log, of no more than it has, counts.
TEST_F(AnchorTest, AKeptNoteOfAnotherLogIsNotServed) {
  const WitnessServer court("court", log_->verifier_key());
  const AnchorOptions options = Asking(court.Line(), "quorum court\n");
  std::ofstream(options.cosigned_path) << "not a note\n";

  const auto witnessed = Anchor(*log_, options).Witnessed(1);

  ASSERT_THAT(witnessed, IsOk());
  EXPECT_EQ(court.asked(), 1);
}

}  // namespace
}  // namespace casejournal::services
