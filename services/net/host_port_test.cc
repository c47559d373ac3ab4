#include "services/net/host_port.h"

#include <gmock/gmock.h>

#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

TEST(HostPortTest, TakesAddressesAndNamesWithAPort) {
  for (const auto& [text, host, port] :
       {std::tuple("127.0.0.1:7464", "127.0.0.1", 7464), std::tuple("localhost:0", "localhost", 0),
        std::tuple("[::1]:65535", "[::1]", 65535),
        std::tuple("journal-1.court.example:443", "journal-1.court.example", 443)}) {
    const auto read = ParseHostPort(text);
    ASSERT_THAT(read, IsOk()) << text;
    EXPECT_EQ(read->host, host);
    EXPECT_EQ(read->port, port);
  }
}

// A library takes 99999 for 34463, and no port for 443: a server where nobody looks for it.
TEST(HostPortTest, RefusesWhatALibraryWouldGuess) {
  for (const char* text : {"127.0.0.1:99999", "127.0.0.1:65536", "127.0.0.1:", "127.0.0.1:+80", "127.0.0.1: 80",
                           "127.0.0.1:0x50", "127.0.0.1:-1", "127.0.0.1:000080"}) {
    EXPECT_THAT(ParseHostPort(text), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("port from 0 to 65535")))
        << text;
  }
  for (const char* text : {"", "127.0.0.1", "localhost", "[::1]"}) {
    EXPECT_THAT(ParseHostPort(text), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("has no port"))) << text;
  }
  for (const char* text : {":7464", "127.1:80", "2130706433:80", "256.0.0.1:80", "::1:80", "[::1:80", "[localhost]:80",
                           "unix:/tmp/x:80", "a b:80", ".example:80"}) {
    EXPECT_THAT(ParseHostPort(text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("does not begin with a host")))
        << text;
  }
}

TEST(HostPortTest, KnowsWhatOnlyThisMachineReaches) {
  for (const char* host : {"127.0.0.1", "127.8.9.10", "localhost", "[::1]", "[0:0:0:0:0:0:0:1]"})
    EXPECT_TRUE(IsLoopback(host)) << host;
  for (const char* host :
       {"0.0.0.0", "127.evil.example", "127.0.0.1.example", "[::]", "[2001:db8::1]", "localhost.example", ""}) {
    EXPECT_FALSE(IsLoopback(host)) << host;
  }
}

}  // namespace
}  // namespace casejournal::services
