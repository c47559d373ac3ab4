// The rows by which cases are found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/read_models/cases_projection.h"
#include "tests/support/event_text.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::CaseBuilder;
using casejournal::testing::CaseEvent;
using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::Id;
using casejournal::testing::NoteWritten;
using casejournal::testing::NumberGiven;
using casejournal::testing::Retracting;
using ::testing::ElementsAre;

using CaseRows = std::map<std::string, std::string>;

// One case; its rows are put after each event, as the worker does.
class CaseRowsTest : public ::testing::Test {
 protected:
  void Tell(const CaseEvent& event, absl::string_view recorded_at = "2025-06-01 09:00") {
    built_.Record(recorded_at, {event});
    CasesProjection().Apply(built_.record(), built_.entries().size() - 1,
                            [&](std::string key, std::string value) { rows_[std::move(key)] = std::move(value); });
  }
  void Tell(absl::string_view day, absl::string_view text) { Tell(EventFromText(day, text)); }
  // The value of the row, or "-" if there is no row.
  std::string Row(const std::string& prefix) const {
    const auto row = rows_.find(prefix + built_.case_id());
    return row == rows_.end() ? "-" : row->second;
  }
  v1::CaseSummary Summary() const {
    v1::CaseSummary summary;
    EXPECT_TRUE(summary.ParseFromString(rows_.at(CaseRowKey(built_.case_id()))));
    return summary;
  }
  static CaseEvent AssignedTo(absl::string_view day, absl::string_view subject, absl::string_view unit) {
    return EventFromText(day, absl::StrCat("case_assigned { staff { issuer: \"wren\" subject: \"", subject,
                                           "\" } part: ASSIGNMENT_PART_CASEWORKER unit: \"", unit, "\" }"));
  }

  CaseBuilder built_;
  CaseRows rows_;
};

TEST_F(CaseRowsTest, ASummarySaysWhatIsTrueNow) {
  Tell(CaseOpened("2025-01-01"));
  Tell(NumberGiven("2025-01-02", "JV1", ""));
  Tell(ChildJoined("2025-01-01", "Ana"));
  Tell(AssignedTo("2025-01-01", "dana", "north"));
  Tell(AssignedTo("2025-02-01", "lee", "south"), "2025-06-02 10:00");

  EXPECT_EQ(Summary().case_id(), built_.case_id());
  EXPECT_EQ(Summary().status(), v1::CASE_STATUS_OPEN);
  EXPECT_EQ(Summary().opened_on(), "2025-01-01");
  EXPECT_THAT(Summary().children(), ElementsAre("Ana"));
  ASSERT_EQ(Summary().numbers_size(), 1);
  ASSERT_EQ(Summary().assignments_size(), 1) << "only who is responsible now";
  EXPECT_EQ(Summary().assignments(0).staff().subject(), "lee");
  EXPECT_EQ(Summary().last_revision(), 4U);
  EXPECT_EQ(absl::FromUnixSeconds(Summary().last_recorded_at().seconds()),
            casejournal::testing::Local("2025-06-02 10:00"));
}

TEST_F(CaseRowsTest, ANoteOnlyMovesTheEndOfTheCase) {
  Tell(CaseOpened("2025-01-01"));
  const CaseRows before = rows_;
  Tell(NoteWritten("2025-01-05", "Called."));

  EXPECT_EQ(Summary().last_revision(), 1U);
  CaseRows after = rows_;
  after[CaseRowKey(built_.case_id())] = before.at(CaseRowKey(built_.case_id()));
  EXPECT_EQ(after, before);
}

TEST_F(CaseRowsTest, ANumberThatWasWithdrawnNoLongerLeadsToTheCase) {
  Tell(NumberGiven("2025-01-02", "JV1", ""));
  EXPECT_EQ(Row(NumberRowPrefix("JV1")), "1");
  EXPECT_EQ(Row(NumberRowPrefix("JV")), "-") << "a prefix of a number is another one";
  Tell(Correcting(0, NumberGiven("2025-01-02", "JV2", "")));
  EXPECT_EQ(Row(NumberRowPrefix("JV1")), "0");
  EXPECT_EQ(Row(NumberRowPrefix("JV2")), "1");
  Tell(Retracting(0));
  EXPECT_EQ(Row(NumberRowPrefix("JV2")), "0");
  EXPECT_EQ(rows_.count(NumberRowKey("JV1", built_.case_id())), 1U) << "rows are never deleted";
}

TEST_F(CaseRowsTest, WhoIsNoLongerResponsibleNoLongerHasTheCase) {
  Tell(AssignedTo("2025-01-01", "dana", "north"));
  EXPECT_EQ(Row(StaffRowPrefix("dana", "wren")), "1");
  EXPECT_EQ(Row(StaffRowPrefix("dana", "alder")), "-");
  EXPECT_EQ(Row(UnitRowPrefix("north")), "1");
  Tell(AssignedTo("2025-02-01", "lee", "south"));
  EXPECT_EQ(Row(StaffRowPrefix("dana", "wren")), "0");
  EXPECT_EQ(Row(UnitRowPrefix("north")), "0");
  EXPECT_EQ(Row(StaffRowPrefix("lee", "wren")), "1");
  Tell(Retracting(1));
  EXPECT_EQ(Row(StaffRowPrefix("dana", "wren")), "1");
  EXPECT_EQ(Row(StaffRowPrefix("lee", "wren")), "0");
}

// Who suffers: counsel who cannot find the case, and a family whose case somebody finds after their access ended.
TEST_F(CaseRowsTest, AGrantLeadsToTheCaseUntilItIsEnded) {
  const auto granted = [](absl::string_view grant, absl::string_view subject) {
    return absl::StrCat(R"(access_granted { grant_id: "$)", grant, R"(" holder { issuer: "wren" subject: ")", subject,
                        R"(" } role: ROLE_COUNSEL until: "2025-03-01" })");
  };
  Tell(CaseOpened("2025-01-01"));
  EXPECT_EQ(Row(GrantRowPrefix("ruth", "wren")), "-");
  Tell("2025-01-02", granted("one", "ruth"));
  Tell("2025-01-02", granted("two", "ruth"));
  Tell("2025-01-02", granted("three", "ines"));
  EXPECT_EQ(Row(GrantRowPrefix("ruth", "wren")), "1");
  EXPECT_EQ(Row(GrantRowPrefix("ruth", "alder")), "-");
  EXPECT_EQ(Row(StaffRowPrefix("ruth", "wren")), "-");

  Tell("2025-01-03", R"(access_ended { grant_id: "$one" })");
  EXPECT_EQ(Row(GrantRowPrefix("ruth", "wren")), "1") << "by the other grant";
  Tell("2025-01-03", R"(access_ended { grant_id: "$two" })");
  EXPECT_EQ(Row(GrantRowPrefix("ruth", "wren")), "0");
  EXPECT_EQ(Row(GrantRowPrefix("ines", "wren")), "1");

  Tell(Retracting(3));
  EXPECT_EQ(Row(GrantRowPrefix("ines", "wren")), "0") << "a grant that was withdrawn";
}

// Who suffers: everyone who must not see that a case has sealed entries, and everyone for whom it has none any longer.
TEST_F(CaseRowsTest, TheLabelsOfACaseAreThoseThatItsEntriesBearToday) {
  const auto labels = [&] { return LabelsInRow(Row(LabelsRowKey(""))); };
  Tell(CaseOpened("2025-01-01"));
  EXPECT_EQ(labels(), LabelSet());
  CaseEvent note = NoteWritten("2025-01-02", "Called the clinic.");
  note.add_labels(event::v1::LABEL_HEALTH);
  Tell(note);
  EXPECT_EQ(labels(), LabelSet({event::v1::LABEL_HEALTH}));
  Tell(NoteWritten("2025-01-03", "Called."));
  EXPECT_EQ(labels(), LabelSet({event::v1::LABEL_HEALTH}));

  Tell("2025-01-04", R"(entry_restricted { revision: 1 labels: LABEL_SEALED reason: "ordered" })");
  EXPECT_EQ(labels(), LabelSet({event::v1::LABEL_SEALED}));
  Tell(Retracting(3));
  EXPECT_EQ(labels(), LabelSet({event::v1::LABEL_HEALTH}));
}

TEST_F(CaseRowsTest, AUnitHasTheCaseWhileAnyPartOfItIsThere) {
  Tell("2025-01-01", R"(case_assigned { staff { subject: "grace" } part: ASSIGNMENT_PART_SUPERVISOR unit: "north" })");
  Tell(AssignedTo("2025-01-01", "dana", "north"));
  Tell(AssignedTo("2025-02-01", "lee", "south"));

  EXPECT_EQ(Row(UnitRowPrefix("north")), "1");
}

TEST_F(CaseRowsTest, DaysOfOpeningAndClosingFollowCorrectionsAndReopenings) {
  Tell(CaseOpened("2025-01-01"));
  EXPECT_EQ(Row(CaseDayRowPrefix(CaseDay::kOpened, "2025-01-01")), "1");
  Tell(Correcting(0, CaseOpened("2025-01-03")));
  EXPECT_EQ(Row(CaseDayRowPrefix(CaseDay::kOpened, "2025-01-01")), "0");
  EXPECT_EQ(Row(CaseDayRowPrefix(CaseDay::kOpened, "2025-01-03")), "1");
  Tell("2025-03-01", "case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED }");
  EXPECT_EQ(Row(CaseDayRowPrefix(CaseDay::kClosed, "2025-03-01")), "1");
  Tell("2025-04-01", "case_reopened { origin: CASE_ORIGIN_REPORT }");
  EXPECT_EQ(Row(CaseDayRowPrefix(CaseDay::kClosed, "2025-03-01")), "0");
}

// Recorded days are days in UTC: late in the evening in New York is the next day.
TEST_F(CaseRowsTest, EachDayOnWhichSomethingWasRecordedHasARow) {
  Tell(CaseOpened("2025-01-01"), "2025-06-01 19:59");
  Tell(NoteWritten("2025-01-01", "x"), "2025-06-01 20:00");

  EXPECT_EQ(Row(CaseDayRowPrefix(CaseDay::kRecorded, "2025-06-01")), "1");
  EXPECT_EQ(Row(CaseDayRowPrefix(CaseDay::kRecorded, "2025-06-02")), "1");
  EXPECT_EQ(Row(CaseDayRowPrefix(CaseDay::kRecorded, "2025-06-03")), "-");
}

TEST_F(CaseRowsTest, APersonLeadsToTheCaseWhileTheyAreAParticipant) {
  CaseEvent joined = ChildJoined("2025-01-01", "Ana");
  joined.mutable_participant_joined()->set_person_id(Id("P1"));
  Tell(joined);
  EXPECT_EQ(Row(CaseOfPersonRowPrefix(Id("P1"))), "1");
  Tell("2025-02-01", R"(participant_left { participant_id: "$Ana" why: LEAVE_REASON_MOVED_AWAY })");
  EXPECT_EQ(Row(CaseOfPersonRowPrefix(Id("P1"))), "1") << "who left was in the case";
  Tell(Retracting(0));
  EXPECT_EQ(Row(CaseOfPersonRowPrefix(Id("P1"))), "0");
}

TEST(CaseRowKeysTest, AKeyOfADayGivesBackDayAndCase) {
  const std::string key = absl::StrCat(CaseDayRowPrefix(CaseDay::kClosed, "2025-03-01"), "a case");

  EXPECT_EQ(InCaseDayRowKey(key).day, "2025-03-01");
  EXPECT_EQ(InCaseDayRowKey(key).case_id, "a case");
  EXPECT_EQ(InCaseDayRowKey("x2025-03-01").case_id, "");
  EXPECT_EQ(InCaseDayRowKey("").day, "");
}

TEST(CaseRowKeysTest, PrefixesOfDifferentThingsNeverMeet) {
  const std::vector<std::string> prefixes = {CaseRowKey("a"),
                                             NumberRowPrefix("a"),
                                             NumberEverRowPrefix("a"),
                                             StaffSubjectPrefix("a"),
                                             UnitRowPrefix("a"),
                                             CaseOfPersonRowPrefix("a"),
                                             GrantRowPrefix("a", "b"),
                                             LabelsRowKey("a"),
                                             ContinuesRowPrefix("a"),
                                             ContinuedByRowPrefix("a"),
                                             CaseDayRowPrefix(CaseDay::kOpened, "a"),
                                             CaseDayRowPrefix(CaseDay::kClosed, "a"),
                                             CaseDayRowPrefix(CaseDay::kRecorded, "a")};
  for (size_t i = 0; i < prefixes.size(); ++i) {
    for (size_t j = 0; j < prefixes.size(); ++j) {
      EXPECT_EQ(absl::StartsWith(prefixes[i], prefixes[j]), i == j) << i << " " << j;
    }
  }
  EXPECT_TRUE(absl::StartsWith(StaffRowPrefix("a", "b"), StaffSubjectPrefix("a")));
  EXPECT_FALSE(absl::StartsWith(StaffRowPrefix("ab", "b"), StaffSubjectPrefix("a")));
}

// The register shows withdrawn and corrected entries, so a case stays under every number that its entries ever had.
TEST_F(CaseRowsTest, ANumberOnceGivenOrNamedStaysInTheIndexOfTheRegister) {
  Tell(ChildJoined("2025-01-01", "ana"));
  Tell("2025-02-01",
       R"(complaint_filed { child_id: "$ana" court_number: "JV1" allegations: "neglect" by: "the agency" })");
  EXPECT_EQ(Row(NumberEverRowPrefix("JV1")), "");
  EXPECT_EQ(Row(NumberRowPrefix("JV1")), "-") << "a number that is only named was not given";
  EXPECT_EQ(Row(NumberEverRowPrefix("JV")), "-") << "a prefix of a number is another one";
  Tell(Correcting(1, EventFromText("2025-02-01", R"(complaint_filed { child_id: "$ana" court_number: "JV2"
                                                    allegations: "neglect" by: "the agency" })")));
  Tell(NumberGiven("2025-02-02", "JV3", ""));
  Tell(Retracting(3));
  Tell(Retracting(1));

  for (const char* number : {"JV1", "JV2", "JV3"}) EXPECT_EQ(Row(NumberEverRowPrefix(number)), "") << number;
}

}  // namespace
}  // namespace casejournal::projections
