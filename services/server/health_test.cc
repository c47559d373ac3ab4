// What the health service says of the parts that work by themselves.
#include "services/server/health.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>

#include <filesystem>
#include <string>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::ServerTest;

constexpr absl::Duration kHealthPatience = absl::Seconds(30);

class HealthTest : public ServerTest {
 protected:
  // Ask without the messages of the health service, which Debian does not install.
  std::string HealthOf(const std::string& name) {
    const std::string asked = "\x0a" + std::string(1, static_cast<char>(name.size())) + name;
    const grpc::Slice slice(asked);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    grpc::ClientContext context;
    grpc::Status status;
    absl::Notification done;
    grpc::GenericStub(own_->channel)
        .UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &response,
                   [&](const grpc::Status& answered) {
                     status = answered;
                     done.Notify();
                   });
    done.WaitForNotification();
    if (!status.ok()) return "unknown";
    grpc::Slice answer;
    EXPECT_TRUE(response.DumpToSingleSlice(&answer).ok());
    return answer.size() == 2 && answer.begin()[1] == 1 ? "serving" : "not serving";
  }
  bool Becomes(const std::string& name, const std::string& state) {
    const absl::Time end = absl::Now() + kHealthPatience;
    while (HealthOf(name) != state && absl::Now() < end) absl::SleepFor(absl::Milliseconds(20));
    return HealthOf(name) == state;
  }
  void ExpectOthersServe(const std::string& but) {
    for (const char* name : {v1::CaseService::service_full_name(), v1::AuditService::service_full_name(),
                             v1::CourtService::service_full_name(), kReadModelsHealth, kDueListHealth}) {
      EXPECT_EQ(HealthOf(name), name == but ? "not serving" : "serving") << name;
    }
  }
};

TEST_F(HealthTest, EverythingServesAndACopyThatNobodyAskedForIsUnknown) {
  ExpectOthersServe("");

  EXPECT_EQ(HealthOf(kCheckpointCopyHealth), "unknown");
}

// Who suffers: a court whose proof is refused because of a disk that it does not need, and an operator who is not told
// of that disk.
TEST_F(HealthTest, ACopyThatCannotBeWrittenShowsAndTakesNoProofAway) {
  const eventstore::TestDirectory elsewhere;
  options().journal.log.checkpoint_copy = elsewhere.path() + "/disk/copy";
  Start();
  EXPECT_TRUE(Becomes(kCheckpointCopyHealth, "not serving"));
  EXPECT_THAT(Ask(v1::GetInclusionProofRequest()), IsOk());
  ExpectOthersServe("");

  std::filesystem::create_directory(elsewhere.path() + "/disk");
  EXPECT_TRUE(Becomes(kCheckpointCopyHealth, "serving"));
  own_->server.reset();  // before the other directory
}

// Who suffers: a county that does not learn for months that its lists end with an entry that this program cannot read.
TEST_F(HealthTest, ReadModelsThatStoppedShow) {
  own_->server.reset();
  {
    auto log = eventstore::EventLog::Open(options().journal.log);
    ASSERT_THAT(log, IsOk());
    const eventstore::StreamId stream = eventstore::StreamId::Case(eventstore::RandomUuid());
    eventstore::LogAppend request{.request_id = eventstore::RandomUuid()};
    eventstore::StreamAppend part{.stream = stream, .head = *(*log)->Head(stream)};
    part.events.push_back({.payload = "an entry of a later program"});
    request.streams.push_back(std::move(part));
    ASSERT_THAT(eventstore::AppendAndWait(**log, std::move(request)), IsOk());
  }
  Start();

  EXPECT_TRUE(Becomes(kReadModelsHealth, "not serving"));
  ExpectOthersServe(kReadModelsHealth);
}

}  // namespace
}  // namespace casejournal::services
