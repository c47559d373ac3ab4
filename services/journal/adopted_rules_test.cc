// Rule files that a journal adopts, and those that it must not adopt.
#include "services/journal/adopted_rules.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/hash.h"
#include "services/journal/journal.h"
#include "tests/support/docket_case.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::ShippedFile;
using casejournal::testing::StatusIs;
using projections::RuleFile;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kCounty[] = R"(id: "county" version: 1 title: "Rules of the county" effective_from: "2020-01-01")";

RuleFile CountyRules(absl::string_view text = kCounty) {
  return projections::ReadRuleFile("county.rules.textproto", std::string(text));
}

class AdoptedRulesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    options_.log.directory = directory_.path();
    options_.log.disk_reserve_bytes = 0;
    ASSERT_THAT(Journal::Create(options_.log, {.origin = "wren.example/juvenile", .time_zone = "America/New_York"}),
                IsOk());
  }

  absl::StatusOr<std::unique_ptr<Journal>> OpenWith(std::vector<RuleFile> files) {
    JournalOptions options = options_;
    options.rules = std::move(files);
    return Journal::Open(std::move(options));
  }
  static std::vector<RuleFile> Shipped() {
    return {ShippedFile("us-oh.calendar.textproto"), ShippedFile("us-federal.rules.textproto"),
            ShippedFile("us-oh.rules.textproto")};
  }

  eventstore::TestDirectory directory_;
  JournalOptions options_;
};

TEST_F(AdoptedRulesTest, AJournalWithoutFilesHasNoRules) {
  const auto journal = OpenWith({});

  ASSERT_THAT(journal, IsOk());
  EXPECT_TRUE((*journal)->rules().empty());
  EXPECT_THAT((*journal)->rules().adopted(), IsEmpty());
}

TEST_F(AdoptedRulesTest, EachFileIsOneEntryWithItsExactText) {
  const std::vector<RuleFile> files = Shipped();
  const auto journal = OpenWith(files);

  ASSERT_THAT(journal, IsOk());
  ASSERT_EQ((*journal)->log().size(), 5);
  const auto adopted = (*journal)->rules().adopted();
  ASSERT_THAT(adopted, SizeIs(3));
  for (size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(adopted[i]->id(), files[i].id());
    EXPECT_EQ(adopted[i]->position, 2 + i);
    EXPECT_EQ(adopted[i]->digest,
              std::string(eventstore::AsBytes(eventstore::Sha256().Update(files[i].text).Finish())));
  }
}

TEST_F(AdoptedRulesTest, TheSameFilesAreAdoptedOnce) {
  for (int start = 0; start < 2; ++start) {
    const auto journal = OpenWith(Shipped());
    ASSERT_THAT(journal, IsOk());
    EXPECT_EQ((*journal)->log().size(), 5);
  }
}

TEST_F(AdoptedRulesTest, AnAdoptedSetStaysWithoutItsFile) {
  ASSERT_THAT(OpenWith({CountyRules()}), IsOk());

  const auto journal = OpenWith({});

  ASSERT_THAT(journal, IsOk());
  ASSERT_THAT((*journal)->rules().adopted(), SizeIs(1));
  EXPECT_EQ((*journal)->rules().Latest("county", false)->set->title(), "Rules of the county");
  EXPECT_EQ((*journal)->rules().Latest("county", true), nullptr) << "it is no calendar";
}

TEST_F(AdoptedRulesTest, AHigherVersionIsAdoptedBesideTheEarlierOne) {
  ASSERT_THAT(OpenWith({CountyRules()}), IsOk());

  const auto journal =
      OpenWith({CountyRules(R"(id: "county" version: 3 title: "New rules" effective_from: "2025-01-01")")});

  ASSERT_THAT(journal, IsOk());
  EXPECT_THAT((*journal)->rules().adopted(), SizeIs(2));
  EXPECT_EQ((*journal)->rules().Latest("county", false)->set->version(), 3);
}

TEST_F(AdoptedRulesTest, ALowerVersionIsRejectedAndNothingIsAdopted) {
  ASSERT_THAT(OpenWith({CountyRules(R"(id: "county" version: 2 title: "Rules" effective_from: "2020-01-01")")}),
              IsOk());
  std::vector<RuleFile> files = Shipped();
  files.push_back(CountyRules());

  EXPECT_THAT(OpenWith(files), StatusIs(absl::StatusCode::kInvalidArgument,
                                        AllOf(HasSubstr("county.rules.textproto"), HasSubstr("version 2"))));

  EXPECT_EQ((*OpenWith({}))->log().size(), 3);
}

TEST_F(AdoptedRulesTest, TheSameVersionWithOtherContentIsRejected) {
  ASSERT_THAT(OpenWith({CountyRules()}), IsOk());

  EXPECT_THAT(OpenWith({CountyRules(absl::StrCat(kCounty, " # a remark"))}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("version 1 of county")));
}

TEST_F(AdoptedRulesTest, FaultsOfAllFilesAreToldOneOnEachLine) {
  const auto rejected = OpenWith({CountyRules("id: "), projections::ReadRuleFile("another.rules.textproto", "x: 1")});

  ASSERT_THAT(rejected, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(rejected.status().message(), HasSubstr("county.rules.textproto"));
  EXPECT_THAT(rejected.status().message(), HasSubstr("\nanother.rules.textproto"));
  EXPECT_EQ((*OpenWith({}))->log().size(), 2);
}

TEST_F(AdoptedRulesTest, ASetThatNeedsAnotherOneIsRejectedWithoutIt) {
  const std::vector<RuleFile> shipped = Shipped();

  EXPECT_THAT(OpenWith({shipped[2]}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(OpenWith({shipped[0], shipped[1]}), IsOk());
  EXPECT_THAT(OpenWith({shipped[2]}), IsOk()) << "the others were adopted before";
}

TEST_F(AdoptedRulesTest, WhatWouldBeAdoptedIsKnownWithoutRecordingIt) {
  const auto adoptions = AdoptionsOf({CountyRules()}, {});

  ASSERT_THAT(adoptions, IsOk());
  ASSERT_THAT(*adoptions, SizeIs(1));
  EXPECT_EQ(adoptions->front().rule_set_adopted().id(), "county");
  EXPECT_EQ(adoptions->front().rule_set_adopted().content(), kCounty);
  EXPECT_EQ(adoptions->front().rule_set_adopted().effective_from(), "2020-01-01");
  EXPECT_THAT(*AdoptionsOf({}, {}), IsEmpty());
}

}  // namespace
}  // namespace casejournal::services
