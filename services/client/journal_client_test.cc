#include "services/client/journal_client.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "services/console/exit_status.h"
#include "tests/support/case_builder.h"
#include "tests/support/fake_audit.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::FakeAuditServer;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NoteWritten;
using casejournal::testing::StatusIs;
using casejournal::testing::StoredOf;
using ::testing::HasSubstr;

// Parses flags in an environment without the variables that stand for them.
class ServerFlagsTest : public ::testing::Test {
 protected:
  ServerFlagsTest() {
    for (const char* name : kVariables) {
      const char* value = std::getenv(name);
      before_.emplace_back(value == nullptr ? std::nullopt : std::optional<std::string>(value));
      ::unsetenv(name);
    }
    ::setenv("XDG_STATE_HOME", "/var/dana", 1);
  }
  ~ServerFlagsTest() override {
    for (size_t i = 0; i < before_.size(); ++i)
      before_[i] ? ::setenv(kVariables[i], before_[i]->c_str(), 1) : ::unsetenv(kVariables[i]);
  }

  static ServerFlags Parsed(std::vector<std::string> arguments) {
    CLI::App app;
    ServerFlags flags;
    flags.Declare(app);
    std::reverse(arguments.begin(), arguments.end());  // CLI11 expects them in reverse order.
    app.parse(arguments);
    return flags;
  }

 private:
  static constexpr const char* kVariables[] = {"CASEJOURNAL_SERVER", "CASEJOURNAL_CHECKPOINTS", "XDG_STATE_HOME",
                                               "CASEJOURNAL_CA",     "CASEJOURNAL_TOKEN_FILE",  "CASEJOURNAL_CERT",
                                               "CASEJOURNAL_KEY",    "CASEJOURNAL_INSECURE_DEV"};
  std::vector<std::optional<std::string>> before_;
};

TEST_F(ServerFlagsTest, DefaultsNeedNoFlagsAgain) {
  const ServerFlags flags = Parsed({});
  EXPECT_EQ(flags.server, kServerDefault);
  EXPECT_EQ(flags.checkpoints, "/var/dana/casejournal");
  EXPECT_EQ(flags.Again(), "");
}

TEST_F(ServerFlagsTest, FlagsThatWereGivenAreSuggestedAgain) {
  EXPECT_EQ(Parsed({"--server", "[::1]:7464", "--checkpoints", "my state", "--timeout", "1.5"}).Again(),
            " --server '[::1]:7464' --checkpoints 'my state' --timeout 1.5");
  EXPECT_EQ(Parsed({"--server", kServerDefault}).Again(), "");
}

TEST_F(ServerFlagsTest, EnvironmentIsUsedAndNotSuggestedAgain) {
  ::setenv("CASEJOURNAL_SERVER", "journal.court.example:443", 1);
  ::setenv("CASEJOURNAL_CHECKPOINTS", "none", 1);
  const ServerFlags flags = Parsed({});
  EXPECT_EQ(flags.server, "journal.court.example:443");
  EXPECT_EQ(flags.checkpoints, "none");
  EXPECT_EQ(flags.Again(), "");
  EXPECT_EQ(Parsed({"--server", kServerDefault}).Again(), std::string(" --server ") + kServerDefault)
      << "the environment has another one";
}

TEST_F(ServerFlagsTest, FlagsOfTheConnectionAreSuggestedAgainAndNoSecret) {
  EXPECT_EQ(
      Parsed({"--ca", "my ca.pem", "--token-file", "grace.jwt", "--cert", "c.pem", "--key-file", "k.pem", "--purpose",
              "a hearing", "--authority", "an order"})
          .Again(),
      " --ca 'my ca.pem' --token-file grace.jwt --cert c.pem --key-file k.pem --purpose 'a hearing' --authority 'an "
      "order'");
  EXPECT_EQ(Parsed({"--insecure-dev"}).Again(), " --insecure-dev");
  ::setenv("CASEJOURNAL_CA", "ca.pem", 1);
  ::setenv("CASEJOURNAL_TOKEN_FILE", "grace.jwt", 1);
  ::setenv("CASEJOURNAL_INSECURE_DEV", "1", 1);
  const ServerFlags flags = Parsed({});
  EXPECT_EQ(flags.connection.ca, "ca.pem");
  EXPECT_EQ(flags.connection.token_file, "grace.jwt");
  EXPECT_TRUE(flags.connection.insecure_dev);
  EXPECT_EQ(flags.Again(), "");
}

TEST_F(ServerFlagsTest, PurposeAndAuthorityAreWords) {
  EXPECT_EQ(Parsed({"--purpose", "a hearing"}).connection.purpose, "a hearing");
  for (const std::string& words : {std::string(), std::string("\xff"), std::string(1025, 'x')}) {
    EXPECT_THROW(Parsed({"--purpose", words}), CLI::ParseError);
    EXPECT_THROW(Parsed({"--authority", words}), CLI::ParseError);
  }
}

TEST_F(ServerFlagsTest, AddressAndTimeAreChecked) {
  for (const char* server : {"", "local host", "localhost:99999", "http://localhost:80"})
    EXPECT_THROW(Parsed({"--server", server}), CLI::ParseError) << server;
  EXPECT_EQ(Parsed({"--server", "localhost"}).server, "localhost:7464") << "a missing port is added";
  for (const char* seconds : {"", "0", "-1", "soon", "inf"})
    EXPECT_THROW(Parsed({"--timeout", seconds}), CLI::ParseError) << seconds;
}

class JournalClientTest : public ::testing::Test {
 protected:
  JournalClientTest() { Grow(3); }

  void Grow(int count) {
    const auto stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(Id("case")));
    for (int i = 0; i < count; ++i) journal().Record(stream, {StoredOf(NoteWritten("2025-03-10", "a call"))});
  }

  casejournal::testing::MemoryJournal& journal() { return server_.journal; }

  JournalClient Client(const std::string& checkpoints) {
    ServerFlags flags;
    flags.server = server_.address();
    flags.checkpoints = checkpoints;
    flags.timeout_seconds = 60;
    flags.connection.insecure_dev = true;
    return JournalClient(flags);
  }

  // The exit code with which the first call ends the program; nullopt: it does not.
  std::optional<int> EndsProgram(JournalClient& client) {
    ::testing::internal::CaptureStderr();
    std::optional<int> code;
    try {
      (void)client.OneAnswer();
    } catch (const CLI::RuntimeError& error) {
      code = error.get_exit_code();
    }
    said_ = ::testing::internal::GetCapturedStderr();
    return code;
  }

  eventstore::TestDirectory directory_;
  FakeAuditServer server_;
  std::string said_;
};

TEST_F(JournalClientTest, PassesWhatTheServerAnswers) {
  JournalClient client = Client("none");
  ASSERT_THAT(client.Checkpoint(), IsOk());
  EXPECT_EQ(client.Checkpoint()->checkpoint().note(), journal().Note());
  v1::GetInclusionProofRequest inclusion;
  inclusion.set_position(1);
  ASSERT_THAT(client.InclusionProof(inclusion), IsOk());
  EXPECT_EQ(client.InclusionProof(inclusion)->proof().position(), 1U);
  v1::GetConsistencyProofRequest consistency;
  consistency.set_first_size(2);
  EXPECT_THAT(client.ConsistencyProof(consistency), IsOk());
  size_t events = 0;
  EXPECT_THAT(client.ReadEvents({},
                                [&](const v1::ReadEventsResponse& batch) {
                                  events += static_cast<size_t>(batch.entries_size());
                                  return true;
                                }),
              IsOk());
  EXPECT_EQ(events, 3U);
}

TEST_F(JournalClientTest, ReaderThatHasEnoughEndsTheCallWithoutAnError) {
  Grow(200);
  JournalClient client = Client("none");
  size_t batches = 0;
  EXPECT_THAT(client.ReadEvents({}, [&](const v1::ReadEventsResponse&) { return ++batches < 2; }), IsOk());
  EXPECT_EQ(batches, 2U);
}

TEST_F(JournalClientTest, FailedCallKeepsItsCodeAndSaysWhy) {
  JournalClient client = Client("none");
  journal().failure = absl::PermissionDeniedError("not for you");
  EXPECT_THAT(client.Checkpoint(), StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("not for you")));
  EXPECT_THAT(client.InclusionProof({}), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(client.ConsistencyProof({}), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(client.ReadEvents({}, [](const v1::ReadEventsResponse&) { return true; }),
              StatusIs(absl::StatusCode::kPermissionDenied));
  journal().failure = absl::UnavailableError("restarting");
  EXPECT_THAT(client.Checkpoint(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr(server_.address())));
}

TEST_F(JournalClientTest, JournalIsCheckedAgainstTheLastCheckpointOncePerProgram) {
  JournalClient client = Client(directory_.path());
  EXPECT_EQ(EndsProgram(client), std::nullopt);
  EXPECT_FALSE(std::filesystem::is_empty(directory_.path()));
  const size_t calls = journal().calls;
  EXPECT_EQ(EndsProgram(client), std::nullopt);
  EXPECT_EQ(journal().calls, calls);

  Grow(1);
  JournalClient later = Client(directory_.path());
  EXPECT_EQ(EndsProgram(later), std::nullopt);
  EXPECT_EQ(said_, "");
}

TEST_F(JournalClientTest, RewrittenJournalEndsTheProgramBeforeAnythingIsAsked) {
  JournalClient first = Client(directory_.path());
  EXPECT_EQ(EndsProgram(first), std::nullopt);
  journal().entries().resize(2);
  JournalClient second = Client(directory_.path());
  EXPECT_EQ(EndsProgram(second), static_cast<int>(ExitStatus::kDataLoss));
  EXPECT_THAT(said_, HasSubstr("casejournal: "));

  JournalClient unchecked = Client("none");
  EXPECT_EQ(EndsProgram(unchecked), std::nullopt);
}

TEST_F(JournalClientTest, CheckpointThatCannotBeStoredIsReportedAndTheAnswerIsShown) {
  JournalClient client = Client("/dev/null/state");
  EXPECT_EQ(EndsProgram(client), std::nullopt);
  EXPECT_THAT(said_, HasSubstr("/dev/null/state"));
}

}  // namespace
}  // namespace casejournal::services
