// How a log asks one witness, and what it makes of each answer.
#include "services/evidence/witness_client.h"

#include <gmock/gmock.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/proofs/note.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/witnesses/cosignature.h"
#include "eventstore/witnesses/witness_request.h"
#include "tests/support/loopback_server.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using eventstore::AddCheckpointRequest;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr absl::Duration kWitnessPatience = absl::Seconds(30);

// Answers each request with what `answer` returns: a status and a body.
class ScriptedWitness {
 public:
  using Answer = std::function<std::pair<int, std::string>(const AddCheckpointRequest&)>;

  explicit ScriptedWitness(Answer answer) : answer_(std::move(answer)) {}

  std::string url() const { return server_.Url("/log"); }
  std::vector<AddCheckpointRequest> asked() const {
    absl::MutexLock lock(&mutex_);
    return asked_;
  }

 private:
  void AnswerTo(int connection) {
    const std::optional<casejournal::testing::HttpRequestRead> read = casejournal::testing::ReadHttpRequest(connection);
    EXPECT_THAT(read ? read->head : "", StartsWith("POST /log/add-checkpoint HTTP/1.1\r\n"));
    if (!read) return;
    const absl::StatusOr<AddCheckpointRequest> request = eventstore::ParseAddCheckpoint(read->body);
    EXPECT_THAT(request, IsOk());
    if (!request.ok()) return;
    {
      absl::MutexLock lock(&mutex_);
      asked_.push_back(*request);
    }
    const auto [status, body] = answer_(*request);
    casejournal::testing::SendAll(connection, casejournal::testing::HttpAnswerWire(absl::StrCat(status, " x"), body));
  }

  const Answer answer_;
  mutable absl::Mutex mutex_;
  std::vector<AddCheckpointRequest> asked_ ABSL_GUARDED_BY(mutex_);
  const casejournal::testing::LoopbackServer server_{[this](int connection) { AnswerTo(connection); }};
};

// A log of 7 events, and a witness with a key.
class WitnessClientTest : public eventstore::TestLog {
 protected:
  void SetUp() override {
    TestLog::SetUp();
    Grow(7);
  }
  void Grow(int events) {
    for (int i = 0; i < events; ++i) ASSERT_THAT(Append(eventstore::StreamId::Journal(), {"event"}), IsOk());
  }

  WitnessClient Client(const ScriptedWitness& witness) const {
    return WitnessClient(*log_, {.name = "w1",
                                 .key = *eventstore::CosignatureVerifier::FromVerifierKey(key_.verifier_key()),
                                 .url = witness.url()});
  }
  // The answer of a witness that cosigns.
  std::pair<int, std::string> Cosign(const AddCheckpointRequest& request) const {
    const auto verifier = eventstore::NoteVerifier::FromVerifierKey(log_->verifier_key());
    return {200, key_.CosignatureLine(*eventstore::OpenNote(request.checkpoint_note, *verifier), 1'800'000'000)};
  }
  eventstore::SignedCheckpoint Newest() const { return *log_->Checkpoint(log_->size()); }

  // The status that a client gets from a witness that always answers the same.
  absl::Status Outcome(int status, const std::string& body) {
    const ScriptedWitness witness([&](const auto&) { return std::pair(status, body); });
    return Client(witness).Cosign(Newest(), kWitnessPatience).status();
  }

  const eventstore::CosignatureSigner key_ = *eventstore::CosignatureSigner::Generate("witness.example/w1");
};

TEST_F(WitnessClientTest, ACosignatureIsAddedToTheNote) {
  const ScriptedWitness witness([&](const auto& request) { return Cosign(request); });
  const eventstore::SignedCheckpoint checkpoint = Newest();

  const absl::StatusOr<std::string> note = Client(witness).Cosign(checkpoint, kWitnessPatience);

  ASSERT_THAT(note, IsOk());
  EXPECT_THAT(*note, StartsWith(checkpoint.note));
  EXPECT_THAT(note->substr(checkpoint.note.size()), HasSubstr("witness.example/w1"));
}

TEST_F(WitnessClientTest, TheFirstRequestClaimsNoEarlierCheckpoint) {
  const ScriptedWitness witness([&](const auto& request) { return Cosign(request); });
  const eventstore::SignedCheckpoint checkpoint = Newest();

  ASSERT_THAT(Client(witness).Cosign(checkpoint, kWitnessPatience), IsOk());

  ASSERT_THAT(witness.asked(), SizeIs(1));
  EXPECT_EQ(witness.asked()[0].old_size, 0);
  EXPECT_THAT(witness.asked()[0].proof, IsEmpty());
  EXPECT_EQ(witness.asked()[0].checkpoint_note, checkpoint.note);
}

TEST_F(WitnessClientTest, TheNextRequestProvesThatTheLogGrewFromTheLastOne) {
  const ScriptedWitness witness([&](const auto& request) { return Cosign(request); });
  WitnessClient client = Client(witness);
  const eventstore::SignedCheckpoint first = Newest();
  ASSERT_THAT(client.Cosign(first, kWitnessPatience), IsOk());
  Grow(5);
  const eventstore::SignedCheckpoint second = Newest();

  ASSERT_THAT(client.Cosign(second, kWitnessPatience), IsOk());

  ASSERT_THAT(witness.asked(), SizeIs(2));
  EXPECT_EQ(witness.asked()[1].old_size, first.size);
  EXPECT_THAT(eventstore::VerifyConsistency(first.size, second.size, witness.asked()[1].proof, first.root, second.root),
              IsOk());
}

TEST_F(WitnessClientTest, AWitnessAtAnotherSizeIsAskedAgainWithAProofFromThere) {
  const ScriptedWitness witness([&](const AddCheckpointRequest& request) {
    return request.old_size == 3 ? Cosign(request) : std::pair(409, eventstore::FormatTreeSize(3));
  });
  const eventstore::SignedCheckpoint checkpoint = Newest();

  ASSERT_THAT(Client(witness).Cosign(checkpoint, kWitnessPatience), IsOk());

  ASSERT_THAT(witness.asked(), SizeIs(2));
  EXPECT_EQ(witness.asked()[1].old_size, 3);
  EXPECT_EQ(witness.asked()[1].proof, *log_->ConsistencyProof(3, checkpoint.size));
}

TEST_F(WitnessClientTest, AWitnessThatNamesAnotherSizeEachTimeIsGivenUp) {
  uint64_t size = 1;
  const ScriptedWitness witness([&](const auto&) { return std::pair(409, eventstore::FormatTreeSize(size++)); });

  EXPECT_THAT(Client(witness).Cosign(Newest(), kWitnessPatience),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("w1")));

  EXPECT_THAT(witness.asked(), SizeIs(3));
}

// The log was restored to an older state, or is a copy.
TEST_F(WitnessClientTest, AWitnessThatKnowsMoreOfTheLogIsAnAlarm) {
  const absl::Status status = Outcome(409, eventstore::FormatTreeSize(8));

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss, AllOf(HasSubstr("w1"), HasSubstr("8"))));
}

TEST_F(WitnessClientTest, AWitnessThatKnowsAnotherHistoryIsAnAlarm) {
  EXPECT_THAT(Outcome(422, "another root"), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("w1")));
}

TEST_F(WitnessClientTest, AWitnessThatDoesNotKnowTheLogOrItsKeyPermitsNothing) {
  EXPECT_THAT(Outcome(403, ""), StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("w1")));
  EXPECT_THAT(Outcome(404, ""), StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("w1")));
}

TEST_F(WitnessClientTest, AnyOtherAnswerIsNone) {
  for (const auto& [status, body] : std::vector<std::pair<int, std::string>>{{200, ""},
                                                                             {200, "cosigned"},
                                                                             {409, ""},
                                                                             {409, "seven\n"},
                                                                             {409, "07\n"},
                                                                             {400, "malformed"},
                                                                             {500, ""},
                                                                             {503, "later"},
                                                                             {302, ""}}) {
    EXPECT_THAT(Outcome(status, body), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("w1"))) << status << body;
  }
}

TEST_F(WitnessClientTest, ACosignatureOfAnotherKeyOrAnotherCheckpointIsNone) {
  const auto another = *eventstore::CosignatureSigner::Generate("witness.example/w2");
  const auto verifier = *eventstore::NoteVerifier::FromVerifierKey(log_->verifier_key());
  const std::string text = *eventstore::OpenNote(Newest().note, verifier);
  Grow(1);

  EXPECT_THAT(Outcome(200, another.CosignatureLine(*eventstore::OpenNote(Newest().note, verifier), 1'800'000'000)),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Outcome(200, key_.CosignatureLine(text, 1'800'000'000)), StatusIs(absl::StatusCode::kUnavailable))
      << "it cosigned 7 events, not 8";
}

TEST_F(WitnessClientTest, AWitnessThatIsNotThereIsUnavailable) {
  std::string url;
  {
    const ScriptedWitness gone([&](const auto& request) { return Cosign(request); });
    url = gone.url();
  }
  WitnessClient client(
      *log_, {.name = "w1", .key = *eventstore::CosignatureVerifier::FromVerifierKey(key_.verifier_key()), .url = url});

  EXPECT_THAT(client.Cosign(Newest(), kWitnessPatience), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("w1")));
}

// The checkpoint of an earlier question, after a later one was cosigned.
TEST_F(WitnessClientTest, ASmallerCheckpointThanTheLastOneClaimsNothing) {
  const eventstore::SignedCheckpoint earlier = Newest();
  Grow(3);
  const ScriptedWitness witness([&](const auto& request) { return Cosign(request); });
  WitnessClient client = Client(witness);
  ASSERT_THAT(client.Cosign(Newest(), kWitnessPatience), IsOk());

  ASSERT_THAT(client.Cosign(earlier, kWitnessPatience), IsOk());

  EXPECT_EQ(witness.asked()[1].old_size, 0);
}

}  // namespace
}  // namespace casejournal::services
