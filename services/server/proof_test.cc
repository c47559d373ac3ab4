// Proofs of a journal that grows at the same time.
#include "eventstore/proofs/proof.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/audit_service.grpc.pb.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/note.h"
#include "services/server/server.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;

constexpr int kClients = 64;
constexpr int kAppendsEach = 12;

std::vector<eventstore::Hash> ReadHashes(const google::protobuf::RepeatedPtrField<std::string>& bytes) {
  std::vector<eventstore::Hash> hashes;
  for (const std::string& hash : bytes) hashes.push_back(*eventstore::HashFromBytes(hash));
  return hashes;
}

TEST(ProofsUnderLoadTest, HoldWhile64ClientsAppend) {
  const eventstore::TestDirectory directory;
  ServerOptions options;
  options.journal.log.directory = directory.path();
  options.journal.log.disk_reserve_bytes = 0;
  options.listen = "127.0.0.1:0";
  options.insecure_dev = true;
  options.development_actor.set_issuer("wren.example");
  options.development_actor.set_subject("u-1");
  ASSERT_THAT(
      Journal::Create(options.journal.log, {.origin = "wren.example/juvenile", .time_zone = "America/New_York"}),
      IsOk());
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(std::move(options));
  ASSERT_THAT(server, IsOk());
  const auto channel =
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", (*server)->port()), grpc::InsecureChannelCredentials());
  const auto key = eventstore::NoteVerifier::FromVerifierKey((*server)->journal().log().verifier_key());
  ASSERT_THAT(key, IsOk());

  std::atomic<int> recorded = 0;
  std::atomic<int> running = kClients;
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&] {
      const auto stub = v1::CaseService::NewStub(channel);
      const std::string case_id = eventstore::Uuid::Random().ToString();
      for (int i = 0; i < kAppendsEach; ++i) {
        v1::AppendRequest request;
        request.set_request_id(eventstore::Uuid::Random().ToString());
        v1::CaseAppend& part = *request.add_cases();
        part.set_case_id(case_id);
        i == 0 ? part.mutable_expected()->set_no_case(true)
               : part.mutable_expected()->set_exactly(static_cast<uint64_t>(i - 1));
        *part.add_events() = i == 0 ? casejournal::testing::CaseOpened("2025-01-10")
                                    : casejournal::testing::NoteWritten("2025-01-10", "visited");
        part.mutable_events(0)->set_late_reason("in a test");
        grpc::ClientContext context;
        v1::AppendResponse response;
        if (stub->Append(&context, request, &response).ok()) ++recorded;
      }
      --running;
    });
  }

  const auto audit = v1::AuditService::NewStub(channel);
  const auto open = [&](const eventlog::v1::Checkpoint& checkpoint) {
    const auto text = eventstore::OpenNote(checkpoint.note(), *key);
    EXPECT_THAT(text, IsOk());
    return *eventstore::ParseCheckpoint(*text);
  };
  eventstore::Checkpoint seen;
  int proofs = 0;
  for (uint64_t position = 0; running > 0 || proofs == 0;
       position = seen.size == 0 ? 0 : (position * 7 + 3) % seen.size, ++proofs) {
    grpc::ClientContext inclusion_context;
    v1::GetInclusionProofRequest request;
    request.set_position(position);
    v1::GetInclusionProofResponse inclusion;
    const grpc::Status status = audit->GetInclusionProof(&inclusion_context, request, &inclusion);
    ASSERT_TRUE(status.ok()) << status.error_message();
    const eventstore::Checkpoint now = open(inclusion.proof().checkpoint());
    EXPECT_THAT(
        eventstore::VerifyInclusion(position, now.size, *eventstore::HashFromBytes(inclusion.proof().leaf_hash()),
                                    ReadHashes(inclusion.proof().hashes()), now.root),
        IsOk());
    if (seen.size > 0) {
      grpc::ClientContext context;
      v1::GetConsistencyProofRequest since;
      since.set_first_size(seen.size);
      v1::GetConsistencyProofResponse consistency;
      ASSERT_TRUE(audit->GetConsistencyProof(&context, since, &consistency).ok());
      const eventstore::Checkpoint later = open(consistency.proof().checkpoint());
      EXPECT_THAT(eventstore::VerifyConsistency(seen.size, later.size, ReadHashes(consistency.proof().hashes()),
                                                seen.root, later.root),
                  IsOk());
      seen = later;
    } else {
      seen = now;
    }
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(recorded, kClients * kAppendsEach);
  EXPECT_GT(proofs, 0);
}

}  // namespace
}  // namespace casejournal::services
