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

TEST(HostPortTest, NameHasAtMost253Characters) {
  std::string name;
  while (name.size() < 253) name += name.size() % 10 == 9 ? "." : "a";
  EXPECT_THAT(ParseHostPort(name + ":80"), IsOk());
  EXPECT_THAT(ParseHostPort(name + "a:80"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(HostPortTest, EachPortIsRead) {
  for (const int port : {0, 1, 9, 80, 443, 7464, 9999, 10000, 65534, 65535}) {
    const auto read = ParseHostPort("journal.example:" + std::to_string(port));
    ASSERT_THAT(read, IsOk()) << port;
    EXPECT_EQ(read->port, port);
  }
}

TEST(HostPortTest, Ipv6AddressKeepsItsBrackets) {
  for (const char* host : {"[::]", "[::1]", "[2001:db8::1]", "[::ffff:127.0.0.1]", "[fe80::1]"}) {
    const auto read = ParseHostPort(std::string(host) + ":7464");
    ASSERT_THAT(read, IsOk()) << host;
    EXPECT_EQ(read->host, host);
  }
  for (const char* host : {"[]", "[:]", "[1.2.3.4]", "[::1%eth0]", "[::1", "::1]", "[[::1]]", "[2001:db8::1::2]"})
    EXPECT_THAT(ParseHostPort(std::string(host) + ":7464"), StatusIs(absl::StatusCode::kInvalidArgument)) << host;
}

TEST(HostPortTest, NothingIsReadBehindANul) {
  using namespace std::string_literals;
  for (const std::string& host : {"[::1\0]"s, "[::1\0.example]"s, "127.0.0.1\0"s, "127.0.0.1\0.example"s}) {
    EXPECT_FALSE(ParseHostPort(host + ":80").ok()) << host.size();
    EXPECT_FALSE(IsLoopback(host)) << host.size();
  }
}

TEST(HostPortTest, MissingPortIsAdded) {
  EXPECT_EQ(WithPort("127.0.0.1", kPortDefault), "127.0.0.1:7464");
  EXPECT_EQ(WithPort("journal.example", 80), "journal.example:80");
  EXPECT_EQ(WithPort("[::1]", 7464), "[::1]:7464");
  for (const char* text : {"127.0.0.1:1", "[::1]:1", "127.0.0.1:", "", ":80"}) EXPECT_EQ(WithPort(text, 7464), text);
}

// What was given is shown on a terminal: nothing in it is obeyed.
TEST(HostPortTest, WhatWasGivenIsShownEscaped) {
  const auto read = ParseHostPort("\x1b[2J:80");
  EXPECT_THAT(read, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("\\x1b[2J")));
  EXPECT_THAT(ParseHostPort(std::string("127.0.0.1\0:80", 13)), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseHostPort(std::string("127.0.0.1:8\0", 12)), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace casejournal::services
