#include "services/answers/access/who_may.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "tests/support/access_journal.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class WhoMayTest : public casejournal::testing::AccessJournal {
 protected:
  void SetUp() override {
    AccessJournal::SetUp();
    Tell("case", CaseOpened("2025-01-10"));
  }

  absl::StatusOr<v1::WhoMayResponse> Ask(const std::string& on = "", const std::string& subject = "u-admin",
                                         const std::string& name = "case") {
    v1::WhoMayRequest request;
    request.set_case_id(Id(name));
    request.set_on(on);
    return WhoMay(*journal_, As(subject), request);
  }

  // "u-1 as CASEWORKER, records, until 2025-01-12, by 5"
  std::vector<std::string> Who(const std::string& on = "") {
    const absl::StatusOr<v1::WhoMayResponse> response = Ask(on);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> lines;
    if (!response.ok()) return lines;
    for (const v1::MaySee& may : response->may_see()) {
      lines.push_back(absl::StrCat(
          may.who().subject(), " as ", event::v1::Role_Name(may.role()).substr(5), may.may_record() ? ", records" : "",
          may.until().empty() ? "" : absl::StrCat(", until ", may.until()), ", by ", may.by_position()));
    }
    return lines;
  }
};

TEST_F(WhoMayTest, ListsEachRightWithTheEntryThatGaveIt) {
  Give("u-court", event::v1::ROLE_COURT, "", "2025-12-31");
  Give("u-worker", event::v1::ROLE_CASEWORKER);
  Give("u-operator", event::v1::ROLE_OPERATOR);
  Give("u-north", event::v1::ROLE_SUPERVISOR, "north");
  Give("u-south", event::v1::ROLE_SUPERVISOR, "south");
  const uint64_t assigned =
      Tell("case", Assigned("2025-01-10", "u-worker", event::v1::ASSIGNMENT_PART_CASEWORKER, "north"));
  const uint64_t granted =
      Tell("case", Granted("2025-01-10", "grant", "u-counsel", event::v1::ROLE_COUNSEL, "2025-02-01"));
  const std::vector<v1::GivenRole>& given = journal_->roles().now()->all();

  EXPECT_THAT(Who(), ElementsAre(absl::StrCat("u-worker as CASEWORKER, records, by ", assigned),
                                 absl::StrCat("u-north as SUPERVISOR, records, by ", given[4].position()),
                                 absl::StrCat("u-court as COURT, until 2025-12-31, by ", given[1].position()),
                                 absl::StrCat("u-counsel as COUNSEL, until 2025-02-01, by ", granted)));
  EXPECT_EQ(Ask()->on(), "2025-01-10");
  EXPECT_EQ(Ask()->as_of_position(), journal_->log().size() - 1);
}

TEST_F(WhoMayTest, ShowsTheLabelsThatAGrantOpens) {
  event::v1::CaseEvent granted = Granted("2025-01-10", "grant", "u-counsel", event::v1::ROLE_COUNSEL);
  granted.mutable_access_granted()->add_opens(event::v1::LABEL_SEALED);
  granted.mutable_access_granted()->set_authority("the order of January 9");
  Tell("case", granted);
  const auto response = Ask();
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->may_see_size(), 1);
  EXPECT_THAT(response->may_see(0).labels(), ElementsAre(event::v1::LABEL_SEALED));
}

// The past is what was recorded by the end of that day: a grant that is dated back opens nothing earlier.
TEST_F(WhoMayTest, PastDayKnowsOnlyWhatWasRecordedByItsEnd) {
  Give("u-worker", event::v1::ROLE_CASEWORKER);
  Tell("case", Assigned("2025-01-10", "u-worker"));
  SetClock("2025-01-11 23:59:59.5");
  const std::string court = Give("u-court", event::v1::ROLE_COURT);
  SetClock("2025-01-12 00:00:01");
  Tell("case", Granted("2025-01-10", "grant", "u-reviewer", event::v1::ROLE_REVIEWER));
  SetClock("2025-01-13 09:00");
  End(court);
  Tell("case", AccessEnded("2025-01-10", "grant"));
  Tell("case", Assigned("2025-01-13", "u-other"));
  SetClock("2025-01-14 09:00");

  EXPECT_THAT(Who("2025-01-09"), IsEmpty());
  EXPECT_THAT(Who("2025-01-10"), ElementsAre(StartsWith("u-worker as CASEWORKER")));
  EXPECT_THAT(Who("2025-01-11"), ElementsAre(StartsWith("u-worker as CASEWORKER"), StartsWith("u-court as COURT")));
  EXPECT_THAT(Who("2025-01-12"), ElementsAre(StartsWith("u-worker as CASEWORKER"), StartsWith("u-court as COURT"),
                                             StartsWith("u-reviewer as REVIEWER")));
  EXPECT_THAT(Who("2025-01-13"), IsEmpty());
  EXPECT_THAT(Who(), IsEmpty());
  // It says up to which entry it looked: the role of the court, recorded in the last second of that day.
  EXPECT_EQ(Ask("2025-01-11")->as_of_position(), journal_->roles().now()->Find(court)->position());
}

TEST_F(WhoMayTest, LastDayCountsOnThatDayAndNotAfter) {
  Tell("case", Granted("2025-01-10", "grant", "u-reviewer", event::v1::ROLE_REVIEWER, "2025-01-12"));
  SetClock("2025-01-20 09:00");
  EXPECT_THAT(Who("2025-01-12"), ElementsAre(StartsWith("u-reviewer as REVIEWER")));
  EXPECT_THAT(Who("2025-01-13"), IsEmpty());
}

TEST_F(WhoMayTest, DismissalClosesAssignments) {
  const std::string role = Give("u-worker", event::v1::ROLE_CASEWORKER);
  Tell("case", Assigned("2025-01-10", "u-worker"));
  EXPECT_THAT(Who(), ElementsAre(StartsWith("u-worker")));
  End(role);
  EXPECT_THAT(Who(), IsEmpty());
}

// Nobody learns from the answer whether a case exists.
TEST_F(WhoMayTest, StrangerAndMissingCaseAreAnsweredAlike) {
  Give("u-worker", event::v1::ROLE_CASEWORKER);
  const auto forbidden = Ask("", "u-worker");
  const auto missing = Ask("", "u-worker", "no case");
  EXPECT_THAT(forbidden, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(missing, StatusIs(absl::StatusCode::kNotFound));
  const auto without_id = [](const absl::Status& status, const std::string& name) {
    std::string text(status.message());
    text.replace(text.find(Id(name)), Id(name).size(), "ID");
    return text;
  };
  EXPECT_EQ(without_id(forbidden.status(), "case"), without_id(missing.status(), "no case"));

  Tell("case", Assigned("2025-01-10", "u-worker"));
  EXPECT_THAT(Ask("", "u-worker"), IsOk());
}

TEST_F(WhoMayTest, ErrorNamesTheField) {
  EXPECT_THAT(Ask("2025-01-11"), StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("on: ")));
  EXPECT_THAT(Ask("yesterday"), StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("on: ")));
  v1::WhoMayRequest request;
  request.set_case_id("case");
  EXPECT_THAT(WhoMay(*journal_, As("u-admin"), request),
              StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("caseId: ")));
}

}  // namespace
}  // namespace casejournal::services
