#include "eventstore/records/master_key_source.h"

#include <gmock/gmock.h>

namespace casejournal::eventstore {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Kind = MasterKeySource::Kind;

TEST(MasterKeySourceTest, ATextNamesOnePlaceAndIsWrittenAgain) {
  const struct {
    const char* text;
    MasterKeySource source;
  } kSources[] = {
      {"file:/etc/casejournal/master.key", {Kind::kFile, "/etc/casejournal/master.key"}},
      {"file:a file", {Kind::kFile, "a file"}},
      {"file:env:KEY", {Kind::kFile, "env:KEY"}},
      {"credential:master.key", {Kind::kCredential, "master.key"}},
      {"env:CASEJOURNAL_MASTER_KEY", {Kind::kEnvironment, "CASEJOURNAL_MASTER_KEY"}},
  };
  for (const auto& [text, source] : kSources) {
    const absl::StatusOr<MasterKeySource> parsed = ParseMasterKeySource(text);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, source) << text;
    EXPECT_TRUE(parsed->outside());
    EXPECT_EQ(TextOf(*parsed), text);
  }
  EXPECT_FALSE(MasterKeySource().outside());
}

TEST(MasterKeySourceTest, AnotherTextIsRefusedWithWhatIsAllowed) {
  for (const char* text : {"", "file:", "credential:", "credential:..", "credential:a/b", "credential:a b",
                           "env:", "env:1A", "env:A-B", "File:/a", "file", "/etc/master.key", " file:/a"}) {
    const absl::Status refused = ParseMasterKeySource(text).status();
    EXPECT_TRUE(absl::IsInvalidArgument(refused)) << text;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("file:PATH, credential:NAME (of systemd), or env:NAME"))
        << text;
  }
}

// Who suffers: an operator whose key stands in a log, because he gave the key in the place of its source.
TEST(MasterKeySourceTest, NoErrorRepeatsAKeyThatWasGivenInstead) {
  const std::string key(64, 'a');
  EXPECT_THAT(std::string(ParseMasterKeySource(key).status().message()), Not(HasSubstr("aaaa")));
}

}  // namespace
}  // namespace casejournal::eventstore
