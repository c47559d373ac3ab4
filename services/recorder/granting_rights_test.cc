// Nobody gives access to themselves, or to what they may not see; and what a role allows counts for each entry.
#include "services/recorder/granting_rights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/notification.h"
#include "services/recorder/recorder.h"
#include "tests/support/access_journal.h"
#include "tests/support/event_text.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::EventFromText;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NoteWritten;
using casejournal::testing::On;
using event::v1::CaseEvent;
using event::v1::Label;
using event::v1::Role;

constexpr char kGrantDay[] = "2025-01-10";

// The case "ash" is the north unit's; u-worker works on it. u-both is an administrator who supervises the south unit.
class GrantingRightsTest : public casejournal::testing::AccessJournal {
 protected:
  void SetUp() override {
    AccessJournal::SetUp();
    for (const char* who : {"u-worker", "u-other"}) Give(who, event::v1::ROLE_CASEWORKER);
    Give("u-north", event::v1::ROLE_SUPERVISOR, "north");
    Give("u-both", event::v1::ROLE_SUPERVISOR, "south");
    Give("u-both", event::v1::ROLE_ADMINISTRATOR);
    Tell("ash", CaseOpened("2025-01-06"));
    Tell("ash", ChildJoined("2025-01-06", "child"));
    Tell("ash", Assigned("2025-01-06", "u-worker", event::v1::ASSIGNMENT_PART_CASEWORKER, "north"));
    recorder_ = std::make_unique<Recorder>(
        journal_->log(), *cases_, RecorderOptions{.access = &*sources_, .zone = journal_->zone(), .now_us = [this] {
                                                    return journal_->NowUs();
                                                  }});
  }

  // What rejects the events, as "rule field"; "" if they are recorded.
  std::string Append(const std::string& who, std::vector<CaseEvent> events, const std::string& name = "ash") {
    auto request = std::make_shared<v1::AppendRequest>();
    request->set_request_id(eventstore::Uuid::Random().ToString());
    request->set_validate_only(true);
    v1::CaseAppend& part = *request->add_cases();
    part.set_case_id(Id(name));
    part.mutable_expected()->set_any(true);
    for (CaseEvent& event : events) *part.add_events() = std::move(event);
    const bool emergency = part.events(0).access_granted().role() == event::v1::ROLE_EMERGENCY;
    absl::StatusOr<v1::AppendResponse> checked = v1::AppendResponse();
    if (!emergency) checked = Record(who, request);
    if (!checked.ok()) return std::string(checked.status().message());
    if (!checked->violations().empty()) {
      return absl::StrJoin(checked->violations(), ", ", [](std::string* out, const v1::Violation& each) {
        absl::StrAppend(out, each.rule_id(), " ", each.field());
      });
    }
    auto again = std::make_shared<v1::AppendRequest>(*request);
    again->set_validate_only(false);
    const absl::StatusOr<v1::AppendResponse> recorded = Record(who, again);
    return recorded.ok() ? "" : std::string(recorded.status().message());
  }

  static CaseEvent Grant(absl::string_view grant, const std::string& holder, Role role,
                         const std::vector<Label>& opens = {}, const std::string& until = "") {
    CaseEvent event = Granted(kGrantDay, grant, holder, role, until);
    for (const Label label : opens) event.mutable_access_granted()->add_opens(label);
    if (!opens.empty()) event.mutable_access_granted()->set_authority("an order");
    return event;
  }
  static CaseEvent Emergency(absl::string_view grant, const std::string& holder) {
    CaseEvent event = Granted(kGrantDay, grant, holder, event::v1::ROLE_EMERGENCY, kGrantDay);
    event.mutable_access_granted()->set_reason("a child is missing");
    return event;
  }
  static CaseEvent Correcting(eventstore::Revision revision, CaseEvent event) {
    event.mutable_corrects()->set_revision(revision);
    event.mutable_corrects()->set_reason("a typo");
    return event;
  }
  static CaseEvent Retracting(eventstore::Revision revision) {
    CaseEvent event = On(kGrantDay);
    event.mutable_entry_retracted()->set_revision(revision);
    event.mutable_entry_retracted()->set_reason(event::v1::RETRACTION_REASON_IN_ERROR);
    event.mutable_entry_retracted()->set_words("a mistake");
    return event;
  }
  static CaseEvent Claiming(CaseEvent event) {
    event.mutable_claim()->mutable_recorded_at()->set_seconds(1736430000);
    event.mutable_claim()->set_system("an old system");
    *event.mutable_claim()->mutable_recorded_by() = Person("u-ghost");
    return event;
  }
  static CaseEvent OnBehalfOf(const std::string& subject, CaseEvent event) {
    *event.mutable_on_behalf_of()->mutable_staff() = Person(subject);
    return event;
  }

 private:
  absl::StatusOr<v1::AppendResponse> Record(const std::string& who, std::shared_ptr<const v1::AppendRequest> request) {
    absl::StatusOr<v1::AppendResponse> answer;
    absl::Notification answered;
    recorder_->Record(As(who).caller(), std::move(request), [&](absl::StatusOr<v1::AppendResponse> outcome) {
      answer = std::move(outcome);
      answered.Notify();
    });
    answered.WaitForNotification();
    return answer;
  }

  std::unique_ptr<Recorder> recorder_;
};

constexpr char kOfHolder[] = "access.wrong-terms accessGranted.holder";

// Who suffers: everyone whose sealed record a supervisor opens for himself.
TEST_F(GrantingRightsTest, NobodyGrantsAccessToThemselves) {
  for (const char* who : {"u-north", "u-both"}) {
    EXPECT_EQ(Append(who, {Grant("own", who, event::v1::ROLE_COURT)}), kOfHolder) << who;
    EXPECT_EQ(Append(who, {Grant("own", who, event::v1::ROLE_REVIEWER, {event::v1::LABEL_SEALED})}), kOfHolder) << who;
    EXPECT_EQ(Append(who, {Grant("own", who, event::v1::ROLE_CASEWORKER)}), kOfHolder) << who;
  }
  EXPECT_EQ(Append("u-north", {Grant("other", "u-other", event::v1::ROLE_CASEWORKER)}), "");
}

TEST_F(GrantingRightsTest, AnEmergencyIsOnesOwn) {
  EXPECT_EQ(Append("u-other", {Emergency("tonight", "u-other")}), "");
  EXPECT_EQ(Append("u-both", {Emergency("of both", "u-both")}), "");
}

TEST_F(GrantingRightsTest, AGrantShowsNoMoreThanTheGranterSees) {
  EXPECT_EQ(Append("u-north", {Grant("court", "u-x", event::v1::ROLE_COURT)}), "access.wrong-terms accessGranted.role");
  EXPECT_EQ(Append("u-north", {Grant("sealed", "u-x", event::v1::ROLE_AUDITOR, {event::v1::LABEL_SEALED})}),
            "access.wrong-terms accessGranted.opens");
  EXPECT_EQ(Append("u-north", {Grant("part2", "u-x", event::v1::ROLE_AUDITOR, {event::v1::LABEL_PART2})}), "");
  // An administrator reads nothing, and decides.
  EXPECT_EQ(Append("u-admin", {Grant("by order", "u-y", event::v1::ROLE_COURT, {event::v1::LABEL_PART2})}), "");
}

TEST_F(GrantingRightsTest, NoCorrectionOrWithdrawalGivesMore) {
  ASSERT_EQ(Append("u-admin", {Grant("sealed", "u-north", event::v1::ROLE_AUDITOR, {}, "2025-02-01")}), "");  // 3
  ASSERT_EQ(Append("u-admin", {Grant("x", "u-x", event::v1::ROLE_AUDITOR, {event::v1::LABEL_SEALED}, kGrantDay)}),
            "");  // 4
  const auto more = Grant("sealed", "u-north", event::v1::ROLE_AUDITOR, {event::v1::LABEL_SEALED}, "2025-02-01");
  EXPECT_EQ(Append("u-north", {Correcting(3, more)}), kOfHolder);
  EXPECT_EQ(Append("u-north", {Correcting(3, Grant("sealed", "u-north", event::v1::ROLE_AUDITOR))}), kOfHolder);
  const auto longer = Grant("x", "u-x", event::v1::ROLE_AUDITOR, {event::v1::LABEL_SEALED}, "2025-02-01");
  EXPECT_EQ(Append("u-north", {Correcting(4, longer)}), "access.wrong-terms accessGranted.opens");
  EXPECT_EQ(Append("u-admin", {Correcting(4, longer)}), "");  // 5
  // Less is given without asking.
  EXPECT_EQ(Append("u-north", {AccessEnded(kGrantDay, "sealed")}), "");  // 6
  EXPECT_EQ(Append("u-north", {AccessEnded(kGrantDay, "x")}), "");       // 7
  EXPECT_EQ(Append("u-north", {Retracting(6)}), "access.wrong-terms entryRetracted.revision") << "one's own again";
  EXPECT_EQ(Append("u-north", {Retracting(7)}), "access.wrong-terms entryRetracted.revision") << "SEALED again";
  EXPECT_EQ(Append("u-admin", {Retracting(6), Retracting(7)}), "");
}

TEST_F(GrantingRightsTest, AnAdministratorLetsThemselvesInByNoAssignment) {
  EXPECT_EQ(Append("u-north", {Assigned(kGrantDay, "u-north", event::v1::ASSIGNMENT_PART_SUPERVISOR, "north")}), "");
  EXPECT_EQ(Append("u-both", {Assigned(kGrantDay, "u-both")}), "access.wrong-terms caseAssigned.staff");
  EXPECT_EQ(Append("u-both", {Assigned(kGrantDay, "u-other", event::v1::ASSIGNMENT_PART_SUPERVISOR, "south")}),
            "access.wrong-terms caseAssigned.staff")
      << "they supervise the south unit";
  EXPECT_EQ(Append("u-both", {Assigned(kGrantDay, "u-other")}), "");
}

TEST_F(GrantingRightsTest, WhoOpensACaseAssignsThemselvesAndGrantsThemselvesNothing) {
  EXPECT_EQ(
      Append("u-north",
             {CaseOpened(kGrantDay), Assigned(kGrantDay, "u-north"), Grant("own", "u-north", event::v1::ROLE_COURT)},
             "new"),
      kOfHolder);
  EXPECT_EQ(
      Append("u-north",
             {CaseOpened(kGrantDay), Assigned(kGrantDay, "u-north"), Grant("court", "u-x", event::v1::ROLE_COURT)},
             "new"),
      "access.wrong-terms accessGranted.role");
  EXPECT_EQ(Append("u-other", {CaseOpened(kGrantDay), Assigned(kGrantDay, "u-other")}, "new"), "");
}

TEST_F(GrantingRightsTest, OnBehalfOfWhoeverMayRecordInThisCase) {
  constexpr char kNotPermitted[] = "behalf.not-permitted onBehalfOf.staff";
  for (const char* who : {"u-other", "u-both", "u-admin", "u-ghost"})
    EXPECT_EQ(Append("u-worker", {OnBehalfOf(who, NoteWritten(kGrantDay, "a call"))}), kNotPermitted) << who;
  EXPECT_EQ(Append("u-worker", {OnBehalfOf("u-north", NoteWritten(kGrantDay, "a call"))}), "");
  EXPECT_EQ(Append("u-worker", {Claiming(OnBehalfOf("u-ghost", NoteWritten(kGrantDay, "a call")))}), kNotPermitted);
  EXPECT_EQ(Append("u-north", {Claiming(OnBehalfOf("u-ghost", NoteWritten(kGrantDay, "a call")))}), "");
  EXPECT_EQ(Append("u-north", {OnBehalfOf("u-ghost", NoteWritten(kGrantDay, "a call"))}), kNotPermitted);
  // Whoever is assigned by the same request works on the case.
  EXPECT_EQ(Append("u-other",
                   {OnBehalfOf("u-north", CaseOpened(kGrantDay)), Assigned(kGrantDay, "u-other"),
                    OnBehalfOf("u-other", NoteWritten(kGrantDay, "a call"))},
                   "new"),
            "");
}

TEST_F(GrantingRightsTest, OnlyASupervisorOfTheCaseSetsARuleAside) {
  CaseEvent note = NoteWritten(kGrantDay, "a call");
  note.add_overrides()->set_rule_id("case.close-blocked");
  note.mutable_overrides(0)->set_reason("because");
  EXPECT_EQ(Append("u-worker", {note}), "override.not-allowed overrides[0].ruleId");
  EXPECT_EQ(Append("u-north", {note}), "");
  EXPECT_EQ(Append("u-other", {CaseOpened(kGrantDay), Assigned(kGrantDay, "u-other"), note}, "new"),
            "override.not-allowed overrides[0].ruleId");
  EXPECT_EQ(Append("u-north",
                   {CaseOpened(kGrantDay),
                    Assigned(kGrantDay, "u-other", event::v1::ASSIGNMENT_PART_CASEWORKER, "north"), note},
                   "new"),
            "");
}

// A supervisor of another unit who works on the case as a caseworker is none in it.
TEST_F(GrantingRightsTest, ASupervisorElsewhereIsNoSupervisorHere) {
  Give("u-south", event::v1::ROLE_SUPERVISOR, "south");
  ASSERT_EQ(Append("u-north", {Grant("helps", "u-south", event::v1::ROLE_CASEWORKER)}), "");
  CaseEvent note = NoteWritten(kGrantDay, "a call");
  EXPECT_EQ(Append("u-south", {note}), "");
  note.add_overrides()->set_rule_id("case.close-blocked");
  note.mutable_overrides(0)->set_reason("because");
  EXPECT_EQ(Append("u-south", {note}), "override.not-allowed overrides[0].ruleId");
}

TEST_F(GrantingRightsTest, AServerForDevelopmentAsksNobody) {
  sources_->development = true;
  CaseEvent note = OnBehalfOf("u-ghost", NoteWritten(kGrantDay, "a call"));
  note.add_overrides()->set_rule_id("case.close-blocked");
  note.mutable_overrides(0)->set_reason("because");
  EXPECT_EQ(Append("u-x", {note, Grant("own", "u-x", event::v1::ROLE_COURT)}), "");
}

}  // namespace
}  // namespace casejournal::services
