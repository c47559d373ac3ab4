// What a program learns about the journal, over a real connection.
#include "services/answers/journal/describe_journal.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "casejournal/v1/journal_service.grpc.pb.h"
#include "projections/findings/finding_catalogue.h"
#include "projections/state/fold_versions.h"
#include "projections/words/wording.h"
#include "services/admission/catalog/rule_catalogue.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::SizeIs;

class DescribeJournalTest : public casejournal::testing::ServerWithRulesTest {
 protected:
  void SetUp() override {
    ServerWithRulesTest::SetUp();
    stub_ = v1::JournalService::NewStub(own_->channel);
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::JournalService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                                 Response*),
                                const Request& request) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + patience_));
    Response response;
    const absl::Status status = casejournal::testing::FromGrpc(((*stub_).*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  std::unique_ptr<v1::JournalService::Stub> stub_;
};

TEST_F(DescribeJournalTest, TheJournalSaysWhatItIs) {
  const auto described = Call(&v1::JournalService::Stub::GetJournal, v1::GetJournalRequest());

  ASSERT_THAT(described, IsOk());
  EXPECT_EQ(described->origin(), "wren.example/juvenile");
  EXPECT_EQ(described->time_zone(), "America/New_York");
  EXPECT_EQ(described->today(), "2025-01-10");
  EXPECT_EQ(described->verifier_key(), journal().log().verifier_key());
  EXPECT_EQ(described->size(), LogSize());
  EXPECT_EQ(described->versions().program(), "casejournal test");
  EXPECT_EQ(described->versions().rule_catalogue(), kRuleCatalogueVersion);
  EXPECT_EQ(absl::BytesToHexString(described->versions().fold_digest()), projections::FoldVersions().back().digest);
}

TEST_F(DescribeJournalTest, TodayIsTheDayInTheJournalsZone) {
  own_->now_us += absl::ToInt64Microseconds(absl::Hours(14));  // 23:00 in New York, and another day in UTC

  EXPECT_EQ(Call(&v1::JournalService::Stub::GetJournal, v1::GetJournalRequest())->today(), "2025-01-10");
}

TEST_F(DescribeJournalTest, ItNamesTheRulesThatItAdopted) {
  const auto described = Call(&v1::JournalService::Stub::GetJournal, v1::GetJournalRequest());

  ASSERT_THAT(described, IsOk());
  ASSERT_THAT(described->rule_sets(), SizeIs(3));
  EXPECT_EQ(described->rule_sets(0).id(), "us-oh");
  EXPECT_TRUE(described->rule_sets(0).calendar());
  EXPECT_EQ(described->rule_sets(1).id(), "us-federal");
  EXPECT_FALSE(described->rule_sets(1).calendar());
  EXPECT_NE(described->rule_sets(1).effective_from(), "");
  EXPECT_GT(described->rule_sets(1).position(), described->rule_sets(0).position());
}

// A client that keeps to the limits is not rejected for its size, and one that goes beyond is.
TEST_F(DescribeJournalTest, LimitsAreThoseThatAreKept) {
  const auto described = Call(&v1::JournalService::Stub::GetJournal, v1::GetJournalRequest());
  ASSERT_THAT(described, IsOk());
  std::vector<casejournal::testing::CaseEvent> events = {casejournal::testing::CaseOpened("2025-01-10")};
  for (uint32_t i = 1; i < described->limits().request_events(); ++i)
    events.push_back(casejournal::testing::NoteWritten("2025-01-10", "a call"));

  EXPECT_THAT(Ask(Appending("ash", events)), IsOk());
  events.front() = events.back();
  events.push_back(events.back());
  EXPECT_THAT(Ask(Appending("ash", events)), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(described->limits().case_entries(), 100'000u);
  EXPECT_EQ(described->limits().subscribers(), 4096u);
}

TEST_F(DescribeJournalTest, OneTypeOrOneListIsAskedForByName) {
  v1::ListEventTypesRequest type;
  type.set_name("GoalEstablished");
  const auto types = Call(&v1::JournalService::Stub::ListEventTypes, type);
  ASSERT_THAT(types, IsOk());
  ASSERT_THAT(types->types(), SizeIs(1));
  EXPECT_EQ(types->types(0).name(), "GoalEstablished");

  v1::ListCodesRequest list;
  list.set_list("Label");
  const auto codes = Call(&v1::JournalService::Stub::ListCodes, list);
  ASSERT_THAT(codes, IsOk());
  ASSERT_THAT(codes->lists(), SizeIs(1));
  EXPECT_EQ(codes->lists(0).codes(0).name(), "LABEL_REPORTER_IDENTITY");
  EXPECT_EQ(codes->lists(0).codes(0).words(), "reporter identity");

  type.set_name("GoalReachedTwice");
  list.set_list("Goal");
  EXPECT_THAT(Call(&v1::JournalService::Stub::ListEventTypes, type), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Call(&v1::JournalService::Stub::ListCodes, list), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(DescribeJournalTest, EachRuleAndFindingHasItsText) {
  const auto catalog = Call(&v1::JournalService::Stub::GetCatalog, v1::GetCatalogRequest());

  ASSERT_THAT(catalog, IsOk());
  EXPECT_EQ(static_cast<size_t>(catalog->rules_size()), RuleCatalogue().size());
  EXPECT_EQ(static_cast<size_t>(catalog->findings_size()), projections::FindingCatalogue().size());
  for (const v1::CatalogRule& rule : catalog->rules()) {
    EXPECT_TRUE(!rule.id().empty() && !rule.rejects().empty() && !rule.remedy().empty()) << rule.ShortDebugString();
  }
  for (const v1::CatalogFinding& finding : catalog->findings()) {
    EXPECT_TRUE(!finding.id().empty() && !finding.shows().empty() && !finding.source().empty()) << finding.id();
  }
  EXPECT_EQ(catalog->finding_catalogue_version(), projections::kFindingCatalogueVersion);
}

TEST_F(DescribeJournalTest, EachSentenceIsInTheCatalogOnce) {
  const auto catalog = Call(&v1::JournalService::Stub::GetCatalog, v1::GetCatalogRequest());

  ASSERT_THAT(catalog, IsOk());
  std::string before;
  for (const v1::WordingText& wording : catalog->wordings()) {
    EXPECT_LT(before, wording.id());
    EXPECT_THAT(projections::CheckWordingText({wording.id(), wording.text()}), IsOk());
    before = wording.id();
  }
  const auto has = [&](absl::string_view beginning) {
    return std::any_of(catalog->wordings().begin(), catalog->wordings().end(),
                       [&](const v1::WordingText& wording) { return absl::StartsWith(wording.id(), beginning); });
  };
  for (const v1::CatalogRule& rule : catalog->rules()) EXPECT_TRUE(has(rule.id())) << rule.id();
  for (const v1::CatalogFinding& finding : catalog->findings()) EXPECT_TRUE(has(finding.id())) << finding.id();
  EXPECT_TRUE(has("step."));
  EXPECT_TRUE(has("caution."));
  EXPECT_TRUE(has("shape."));
  EXPECT_TRUE(has("field."));
}

}  // namespace
}  // namespace casejournal::services
