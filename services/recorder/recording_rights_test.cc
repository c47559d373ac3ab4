#include "services/recorder/recording_rights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/support/access_journal.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NoteWritten;
using casejournal::testing::On;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

event::v1::CaseEvent Retracts(eventstore::Revision revision) {
  event::v1::CaseEvent event = On("2025-01-08");
  event.mutable_entry_retracted()->set_revision(revision);
  return event;
}

v1::Violation Violated(const std::string& rule, const std::string& field) {
  v1::Violation violation;
  violation.set_rule_id(rule);
  violation.set_field(field);
  return violation;
}

std::vector<std::string> RulesOf(const std::vector<v1::Violation>& violations) {
  std::vector<std::string> rules;
  for (const v1::Violation& each : violations) rules.push_back(each.rule_id());
  return rules;
}

class RecordingRightsTest : public casejournal::testing::AccessJournal {
 protected:
  void SetUp() override {
    AccessJournal::SetUp();
    Tell("ash", CaseOpened("2025-01-06"));                                                            // 0
    Tell("ash", Assigned("2025-01-06", "u-worker", event::v1::ASSIGNMENT_PART_CASEWORKER, "north"));  // 1
    Tell("ash", Granted("2025-01-06", "of the reviewer", "u-reviewer", event::v1::ROLE_REVIEWER));    // 2
    Tell("ash", Retracts(2));                                                                         // 3
    for (const char* who : {"u-worker", "u-other"}) Give(who, event::v1::ROLE_CASEWORKER);
    Give("u-north", event::v1::ROLE_SUPERVISOR, "north");
    Give("u-auditor", event::v1::ROLE_AUDITOR);
  }

  projections::CaseRecord Record(const std::string& name) {
    return (*cases_->LoadCommitted(*eventstore::Uuid::Parse(Id(name))))->record;
  }
  bool MayRecord(const std::string& who, event::v1::CaseEvent event, const std::string& name = "ash") {
    return MayRecordAll(who, {std::move(event)}, name);
  }
  bool MayRecordAll(const std::string& who, std::vector<event::v1::CaseEvent> events, const std::string& name) {
    v1::CaseAppend part;
    part.set_case_id(Id(name));
    for (event::v1::CaseEvent& event : events) *part.add_events() = std::move(event);
    return RightToRecord(As(who), CaseAt(Record(name), {}), part).allowed;
  }
};

TEST_F(RecordingRightsTest, WhoIsAssignedRecords) {
  EXPECT_TRUE(MayRecord("u-worker", NoteWritten("2025-01-09", "a call")));
  EXPECT_TRUE(MayRecord("u-north", NoteWritten("2025-01-09", "a call")));
  for (const char* who : {"u-other", "u-auditor", "u-admin", "u-reviewer", "nobody"})
    EXPECT_FALSE(MayRecord(who, NoteWritten("2025-01-09", "a call"))) << who;
}

TEST_F(RecordingRightsTest, OnlyWhoAssignsSaysWhoMaySee) {
  for (const auto& event :
       {Assigned("2025-01-09", "u-other"), Granted("2025-01-09", "another", "u-other", event::v1::ROLE_CASEWORKER),
        AccessEnded("2025-01-09", "of the reviewer")}) {
    EXPECT_FALSE(MayRecord("u-worker", event)) << event.ShortDebugString();
    EXPECT_FALSE(MayRecord("u-other", event)) << event.ShortDebugString();
    EXPECT_TRUE(MayRecord("u-north", event)) << event.ShortDebugString();
    EXPECT_TRUE(MayRecord("u-admin", event)) << event.ShortDebugString();
  }
}

TEST_F(RecordingRightsTest, WhatUndoesAGrantOrItsEndIsSuchAnEntry) {
  event::v1::CaseEvent corrects = Assigned("2025-01-09", "u-other");
  corrects.mutable_corrects()->set_revision(1);
  event::v1::CaseEvent relabels = On("2025-01-09");
  relabels.mutable_entry_restricted()->set_revision(2);
  // The last one withdraws the withdrawal of the grant, so the grant would count again.
  for (const auto& event : {Retracts(1), Retracts(2), corrects, relabels, Retracts(3)}) {
    EXPECT_FALSE(MayRecord("u-worker", event)) << event.ShortDebugString();
    EXPECT_TRUE(MayRecord("u-north", event)) << event.ShortDebugString();
  }
}

TEST_F(RecordingRightsTest, AnEntryThatDoesNotExistIsNobodysGrant) {
  EXPECT_TRUE(MayRecord("u-worker", Retracts(4)));
  EXPECT_TRUE(MayRecord("u-worker", Retracts(~uint64_t{0})));
}

TEST_F(RecordingRightsTest, WhoTakesEmergencyAccessGivesItToThemselvesAlone) {
  const auto taken = [](const std::string& by) {
    return Granted("2025-01-10", "tonight", by, event::v1::ROLE_EMERGENCY, "2025-01-11");
  };
  EXPECT_TRUE(MayRecord("u-other", taken("u-other")));
  EXPECT_FALSE(MayRecord("u-other", taken("u-auditor")));
  EXPECT_FALSE(MayRecord("u-auditor", taken("u-auditor")));
  EXPECT_FALSE(MayRecordAll("u-other", {taken("u-other"), NoteWritten("2025-01-10", "a call")}, "ash"));
}

TEST_F(RecordingRightsTest, WhoOpensACaseAssignsItAndGrantsNothing) {
  const auto opens = CaseOpened("2025-01-09");
  const auto assigns = Assigned("2025-01-09", "u-other");
  EXPECT_TRUE(MayRecordAll("u-other", {opens, assigns}, "new"));
  EXPECT_TRUE(MayRecordAll("u-north", {opens, assigns}, "new"));
  EXPECT_FALSE(MayRecordAll("u-admin", {opens}, "new"));
  EXPECT_FALSE(MayRecordAll("u-auditor", {opens}, "new"));
  const auto grants = Granted("2025-01-09", "more", "u-other", event::v1::ROLE_CASEWORKER);
  EXPECT_FALSE(MayRecordAll("u-other", {opens, assigns, grants}, "new"));
  EXPECT_TRUE(MayRecordAll("u-north", {opens, assigns, grants}, "new"));
}

TEST_F(RecordingRightsTest, SomeRoleMustAllowSomeAppend) {
  for (const char* who : {"u-worker", "u-other", "u-north", "u-admin"}) EXPECT_THAT(MayAppend(As(who)), IsOk()) << who;
}

TEST(ToldOfTest, AViolationIsToldIfItCanBeSeen) {
  const v1::Violation seen = Violated("ref.unknown", "goalId");
  EXPECT_THAT(RulesOf(ToldOf({seen}, {seen}, false)), ElementsAre("ref.unknown"));
  EXPECT_THAT(RulesOf(ToldOf({}, {seen}, false)), ElementsAre("ref.unknown"));
  EXPECT_THAT(ToldOf({}, {}, false), IsEmpty());
}

TEST(ToldOfTest, OfOthersOnlyThatThereIsSomething) {
  const v1::Violation seen = Violated("ref.unknown", "goalId");
  const v1::Violation hidden = Violated("interval.overlaps", "childId");
  EXPECT_THAT(RulesOf(ToldOf({hidden, hidden, seen}, {seen}, false)), ElementsAre("ref.unknown", "access.withheld"));
  EXPECT_THAT(RulesOf(ToldOf({hidden}, {}, false)), ElementsAre("access.withheld"));
  EXPECT_THAT(RulesOf(ToldOf({}, {}, true)), ElementsAre("access.withheld"));
  EXPECT_THAT(ToldOf({hidden}, {}, false), SizeIs(1));
}

TEST(NamesWithheldTest, AnEntryThatIsCorrectedOrWithdrawnIsNamed) {
  projections::Sight sight;
  sight.withheld = {false, true};
  EXPECT_FALSE(NamesWithheld(Retracts(0), sight));
  EXPECT_TRUE(NamesWithheld(Retracts(1), sight));
  EXPECT_FALSE(NamesWithheld(Retracts(2), sight));
  event::v1::CaseEvent corrects = NoteWritten("2025-01-09", "a call");
  corrects.mutable_corrects()->set_revision(1);
  EXPECT_TRUE(NamesWithheld(corrects, sight));
}

}  // namespace
}  // namespace casejournal::services
