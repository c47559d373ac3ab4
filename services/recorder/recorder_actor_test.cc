// Who did it is who called: no request says otherwise, and nobody approves what they drew up.
#include <gmock/gmock.h>

#include "projections/events/event_codec.h"
#include "tests/support/event_text.h"
#include "tests/support/matchers.h"
#include "tests/support/test_recorder.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::EqualsMessage;
using casejournal::testing::EventFromText;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using event::v1::CaseEvent;

event::v1::Staff StaffAt(const std::string& subject) {
  event::v1::Staff staff;
  staff.set_issuer("https://id.wren.example");
  staff.set_subject(subject);
  staff.set_name("the name of " + subject);
  return staff;
}

class RecorderActorTest : public TestRecorder {
 protected:
  void SetUp() override {
    TestRecorder::SetUp();
    ASSERT_THAT(Append(By("cw-1"), -1, {CaseOpened(kToday), ChildJoined(kToday, "child")}), IsOk());
  }

  static Caller By(const std::string& subject,
                   event::v1::AuthenticationMethod method = event::v1::AUTHENTICATION_METHOD_BEARER_TOKEN) {
    Caller caller{.actor = StaffAt(subject), .client = "a client"};
    caller.authentication.set_method(method);
    caller.authentication.set_credential_id("jti of " + subject);
    return caller;
  }

  absl::StatusOr<v1::AppendResponse> Append(const Caller& caller, int last, const std::vector<CaseEvent>& events) {
    auto request = std::make_shared<v1::AppendRequest>();
    request->set_request_id(Id(absl::StrCat("request ", ++requests_)));
    v1::CaseAppend& part = *request->add_cases();
    part.set_case_id(Id("Ana"));
    if (last < 0) {
      part.mutable_expected()->set_no_case(true);
    } else {
      part.mutable_expected()->set_exactly(static_cast<uint64_t>(last));
    }
    for (const CaseEvent& event : events) *part.add_events() = event;
    absl::StatusOr<v1::AppendResponse> answer;
    absl::Notification answered;
    recorder().Record(caller, request, [&](absl::StatusOr<v1::AppendResponse> outcome) {
      answer = std::move(outcome);
      answered.Notify();
    });
    answered.WaitForNotification();
    return answer;
  }

  event::v1::StoredEvent StoredAt(eventstore::Revision revision) const {
    const auto stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(Id("Ana")));
    const auto entries = log().ReadStream(stream, revision, {});
    EXPECT_THAT(entries, IsOk());
    const auto stored = projections::DecodeStoredEvent(entries->front().payload());
    EXPECT_THAT(stored, IsOk());
    return *stored;
  }

  static CaseEvent Version() {
    return EventFromText(kToday, R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0"
                                    children_ids: "$child" as_of_revision: 1 })");
  }
  static CaseEvent Approved(const std::string& digest, const std::string& by) {
    CaseEvent event = EventFromText(kToday, "agency_decided { decision: AGENCY_DECISION_APPROVED }");
    event.mutable_agency_decided()->set_digest(digest);
    *event.mutable_agency_decided()->mutable_decided_by() = StaffAt(by);
    *event.mutable_agency_decided()->mutable_submitted_by() = StaffAt("cw-9");
    return event;
  }

 private:
  int requests_ = 0;
};

// Who suffers: whoever is named in the record for what somebody else did.
TEST_F(RecorderActorTest, TheActorIsWhoCalledWhateverTheEventSays) {
  CaseEvent note = casejournal::testing::NoteWritten(kToday, "Called.");
  *note.mutable_on_behalf_of()->mutable_staff() = StaffAt("su-1");
  *note.mutable_claim()->mutable_recorded_by() = StaffAt("cw-2");
  note.mutable_claim()->mutable_recorded_at()->set_seconds(1735725600);
  note.mutable_claim()->set_system("a client's own");
  ASSERT_THAT(Append(By("cw-1"), 1, {note}), IsOk());

  const event::v1::StoredEvent stored = StoredAt(2);
  EXPECT_THAT(stored.admission().actor(), EqualsMessage(StaffAt("cw-1")));
  EXPECT_EQ(stored.admission().authentication().method(), event::v1::AUTHENTICATION_METHOD_BEARER_TOKEN);
  EXPECT_EQ(stored.admission().authentication().credential_id(), "jti of cw-1");
  EXPECT_THAT(stored.case_event(), EqualsMessage(note));
}

// An admission that a client sends along is a field that no event has.
TEST_F(RecorderActorTest, AnAdmissionThatAClientSendsIsRejected) {
  event::v1::StoredEvent forged;
  *forged.mutable_case_event() = casejournal::testing::NoteWritten(kToday, "Called.");
  *forged.mutable_admission()->mutable_actor() = StaffAt("su-1");
  CaseEvent note;
  ASSERT_TRUE(note.ParseFromString(forged.case_event().SerializeAsString()));
  note.GetReflection()->MutableUnknownFields(&note)->AddLengthDelimited(1000, forged.admission().SerializeAsString());
  EXPECT_THAT(Append(By("cw-1"), 1, {note}), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(RecorderActorTest, NobodyApprovesWhatTheyDrewUp) {
  const auto drawn = Append(By("cw-1"), 1, {Version()});
  ASSERT_THAT(drawn, IsOk());
  const std::string digest = drawn->cases(0).plan_version_digests(0);

  EXPECT_THAT(Append(By("su-1"), 2, {Approved(digest, "cw-1")}), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Append(By("cw-1"), 2, {Approved(digest, "su-1")}), StatusIs(absl::StatusCode::kFailedPrecondition))
      << "recorded as if it were the caseworker's own decision";
  EXPECT_THAT(Append(By("su-1"), 2, {Approved(digest, "su-1")}), IsOk());
}

TEST_F(RecorderActorTest, WhereNobodyIsIdentifiedTheNamesInTheEventsCount) {
  const auto method = event::v1::AUTHENTICATION_METHOD_DEVELOPMENT;
  const auto drawn = Append(By("dev", method), 1, {Version()});
  ASSERT_THAT(drawn, IsOk());
  EXPECT_THAT(Append(By("dev", method), 2, {Approved(drawn->cases(0).plan_version_digests(0), "su-1")}), IsOk());
}

}  // namespace
}  // namespace casejournal::services
