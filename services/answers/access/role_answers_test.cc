#include "services/answers/access/role_answers.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/support/access_journal.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::EqualsMessage;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class RoleAnswersTest : public casejournal::testing::AccessJournal {
 protected:
  static v1::GiveRoleRequest Giving(const std::string& subject, event::v1::Role role) {
    v1::GiveRoleRequest request;
    request.set_request_id(Id(subject + "'s role"));
    *request.mutable_holder() = Person(subject, "Dana Reed");
    request.set_role(role);
    request.set_reason("hired");
    return request;
  }

  static v1::EndRoleRequest Ending(const std::string& role_id) {
    v1::EndRoleRequest request;
    request.set_request_id(Id("end of " + role_id));
    request.set_role_id(role_id);
    request.set_reason("left");
    return request;
  }

  absl::StatusOr<v1::GiveRoleResponse> GiveAs(const std::string& subject, const v1::GiveRoleRequest& request) {
    return GiveRole(*journal_, *roles_, As(subject), request);
  }

  std::vector<std::string> Listed(bool with_ended = false, const std::string& subject = "") {
    v1::ListRolesRequest request;
    request.set_with_ended(with_ended);
    request.set_subject(subject);
    const absl::StatusOr<v1::ListRolesResponse> response = ListRoles(*journal_, As("u-admin"), request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> roles;
    if (!response.ok()) return roles;
    for (const v1::GivenRole& role : response->roles())
      roles.push_back(absl::StrCat(role.holder().subject(), " ", event::v1::Role_Name(role.role())));
    return roles;
  }
};

TEST_F(RoleAnswersTest, RoleCountsAtOnceAndIsAnEntryWithItsMaker) {
  EXPECT_FALSE(As("u-1").May(Act::kCheckLog).ok());

  const auto given = GiveAs("u-admin", Giving("u-1", event::v1::ROLE_AUDITOR));

  ASSERT_THAT(given, IsOk());
  EXPECT_TRUE(As("u-1").May(Act::kCheckLog).ok());
  EXPECT_EQ(given->role().holder().name(), "Dana Reed");
  EXPECT_EQ(given->role().reason(), "hired");
  const auto entry = journal_->log().ReadLog(given->role().position(), {.events_max = 1});
  ASSERT_THAT(entry, IsOk());
  const auto stored = projections::DecodeStoredEvent(entry->front().payload());
  ASSERT_THAT(stored, IsOk());
  EXPECT_EQ(stored->journal_event().role_given().role_id(), given->role().role_id());
  EXPECT_EQ(stored->admission().actor().subject(), "u-admin");
  EXPECT_EQ(stored->admission().authentication().method(), event::v1::AUTHENTICATION_METHOD_BEARER_TOKEN);
  EXPECT_EQ(stored->admission().client(), "a test");
}

TEST_F(RoleAnswersTest, RetryRecordsNothingMore) {
  const auto first = GiveAs("u-admin", Giving("u-1", event::v1::ROLE_COURT));
  ASSERT_THAT(first, IsOk());
  const uint64_t size = journal_->log().size();
  const auto second = GiveAs("u-admin", Giving("u-1", event::v1::ROLE_COURT));
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(*second, EqualsMessage(*first));
  EXPECT_EQ(journal_->log().size(), size);

  v1::GiveRoleRequest other = Giving("u-1", event::v1::ROLE_AUDITOR);
  EXPECT_THAT(GiveAs("u-admin", other), StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("another request")));
  v1::EndRoleRequest end = Ending(first->role().role_id());
  end.set_request_id(other.request_id());
  EXPECT_THAT(EndRole(*roles_, As("u-admin"), end), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(journal_->log().size(), size);
}

TEST_F(RoleAnswersTest, EndedRoleCountsNoLonger) {
  const auto given = GiveAs("u-admin", Giving("u-1", event::v1::ROLE_AUDITOR));
  ASSERT_THAT(given, IsOk());
  const auto ended = EndRole(*roles_, As("u-admin"), Ending(given->role().role_id()));
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->role().end_reason(), "left");
  EXPECT_FALSE(As("u-1").May(Act::kCheckLog).ok());
  EXPECT_THAT(EndRole(*roles_, As("u-admin"), Ending(given->role().role_id())), IsOk());  // a retry

  v1::EndRoleRequest again = Ending(given->role().role_id());
  again.set_request_id(Id("again"));
  EXPECT_THAT(EndRole(*roles_, As("u-admin"), again), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(EndRole(*roles_, As("u-admin"), Ending(Id("no role"))), StatusIs(absl::StatusCode::kNotFound));
}

// A backup has a role, the role is ended, and the journal is restored: the role is there again.
TEST_F(RoleAnswersTest, WhoeverHadARightIsRefusedAfterARestoreUntilItIsConfirmed) {
  const auto given = GiveAs("u-admin", Giving("u-1", event::v1::ROLE_AUDITOR));
  ASSERT_THAT(given, IsOk());
  v1::ConfirmRightsRequest confirm;
  confirm.set_request_id(Id("confirm"));
  confirm.set_reason("compared with the list of the agency");
  EXPECT_THAT(ConfirmRights(*roles_, As("u-admin"), confirm), StatusIs(absl::StatusCode::kFailedPrecondition));
  event::v1::JournalEvent restored;
  restored.mutable_restored()->set_backup(1);
  journal_->roles().Add(restored, 77, 1);

  EXPECT_THAT(As("u-1").May(Act::kCheckLog),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("restored from a backup")));
  EXPECT_FALSE(As("u-1").May(Act::kReadPlan).ok()) << "also what a grant in a case could allow";
  EXPECT_TRUE(As("u-admin").May(Act::kManageRoles).ok());
  EXPECT_THAT(ConfirmRights(*roles_, As("u-1"), confirm), StatusIs(absl::StatusCode::kPermissionDenied));

  const auto confirmed = ConfirmRights(*roles_, As("u-admin"), confirm);
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_TRUE(As("u-1").May(Act::kCheckLog).ok());
  const auto entry = journal_->log().ReadLog(confirmed->position(), {.events_max = 1});
  ASSERT_THAT(entry, IsOk());
  const auto stored = projections::DecodeStoredEvent(entry->front().payload());
  ASSERT_THAT(stored, IsOk());
  EXPECT_EQ(stored->journal_event().rights_confirmed().restored_at_position(), 77);
  EXPECT_EQ(stored->journal_event().rights_confirmed().reason(), "compared with the list of the agency");
  EXPECT_EQ(stored->admission().actor().subject(), "u-admin");
  EXPECT_THAT(ConfirmRights(*roles_, As("u-admin"), confirm), IsOkAndHolds(EqualsMessage(*confirmed)));  // a retry
  confirm.set_request_id(Id("again"));
  EXPECT_THAT(ConfirmRights(*roles_, As("u-admin"), confirm), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(RoleAnswersTest, OnlyAnAdministratorGivesAndEnds) {
  ASSERT_THAT(GiveAs("u-admin", Giving("u-1", event::v1::ROLE_AUDITOR)), IsOk());
  for (const std::string subject : {"u-1", "u-2"}) {
    EXPECT_THAT(GiveAs(subject, Giving("u-3", event::v1::ROLE_COURT)), StatusIs(absl::StatusCode::kPermissionDenied));
    EXPECT_THAT(EndRole(*roles_, As(subject), Ending(journal_->roles().now()->all()[0].role_id())),
                StatusIs(absl::StatusCode::kPermissionDenied));
  }
  EXPECT_THAT(ListRoles(*journal_, As("u-1"), {}), IsOk());
  EXPECT_THAT(ListRoles(*journal_, As("u-2"), {}), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(RoleAnswersTest, LastAdministratorStays) {
  const std::string first = journal_->roles().now()->all()[0].role_id();
  EXPECT_THAT(EndRole(*roles_, As("u-admin"), Ending(first)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("last administrator")));
  EXPECT_TRUE(As("u-admin").May(Act::kManageRoles).ok());

  // On the day after the last one of the other, nobody could give roles.
  v1::GiveRoleRequest for_a_while = Giving("u-2", event::v1::ROLE_ADMINISTRATOR);
  for_a_while.set_until("2025-01-11");
  for_a_while.set_request_id(Id("for a while"));
  ASSERT_THAT(GiveAs("u-admin", for_a_while), IsOk());
  EXPECT_THAT(EndRole(*roles_, As("u-admin"), Ending(first)), StatusIs(absl::StatusCode::kFailedPrecondition));

  ASSERT_THAT(GiveAs("u-admin", Giving("u-1", event::v1::ROLE_ADMINISTRATOR)), IsOk());
  EXPECT_THAT(EndRole(*roles_, As("u-admin"), Ending(first)), IsOk());
  EXPECT_FALSE(As("u-admin").May(Act::kManageRoles).ok());
}

TEST_F(RoleAnswersTest, ErrorNamesTheField) {
  const auto rejected = [&](const std::string& field, auto change) {
    v1::GiveRoleRequest request = Giving("u-1", event::v1::ROLE_SUPERVISOR);
    change(request);
    EXPECT_THAT(GiveAs("u-admin", request),
                StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(absl::StrCat(field, ": "))));
  };
  const uint64_t size = journal_->log().size();
  rejected("requestId", [](v1::GiveRoleRequest& r) { r.set_request_id("x"); });
  rejected("holder.issuer", [](v1::GiveRoleRequest& r) { r.mutable_holder()->clear_issuer(); });
  rejected("holder.subject", [](v1::GiveRoleRequest& r) { r.mutable_holder()->set_subject(std::string("a\0b", 3)); });
  rejected("holder.name", [](v1::GiveRoleRequest& r) { r.mutable_holder()->clear_name(); });
  rejected("role", [](v1::GiveRoleRequest& r) { r.clear_role(); });
  rejected("role", [](v1::GiveRoleRequest& r) { r.set_role(event::v1::ROLE_REVIEWER); });
  rejected("role", [](v1::GiveRoleRequest& r) { r.set_role(static_cast<event::v1::Role>(99)); });
  rejected("unit", [](v1::GiveRoleRequest& r) {
    r.set_role(event::v1::ROLE_COURT);
    r.set_unit("north");
  });
  rejected("until", [](v1::GiveRoleRequest& r) { r.set_until("2025-02-30"); });
  rejected("until", [](v1::GiveRoleRequest& r) { r.set_until("2025-01-09"); });
  rejected("reason", [](v1::GiveRoleRequest& r) { r.set_reason(std::string(5'000, 'x')); });
  EXPECT_EQ(journal_->log().size(), size);
  v1::GiveRoleRequest last_day = Giving("u-1", event::v1::ROLE_SUPERVISOR);
  last_day.set_until("2025-01-10");
  EXPECT_THAT(GiveAs("u-admin", last_day), IsOk());
}

TEST_F(RoleAnswersTest, ListHasWhatCountsAndOnRequestWhatEnded) {
  ASSERT_THAT(GiveAs("u-admin", Giving("u-1", event::v1::ROLE_COURT)), IsOk());
  const std::string ended = Give("u-2", event::v1::ROLE_AUDITOR);
  End(ended);
  Give("u-3", event::v1::ROLE_PIPELINE, "", "2025-01-10");
  EXPECT_THAT(Listed(), ::testing::ElementsAre("u-admin ROLE_ADMINISTRATOR", "u-1 ROLE_COURT", "u-3 ROLE_PIPELINE"));

  SetClock("2025-01-11 00:01");

  EXPECT_THAT(Listed(), ::testing::ElementsAre("u-admin ROLE_ADMINISTRATOR", "u-1 ROLE_COURT"));
  EXPECT_THAT(Listed(true), ::testing::SizeIs(4));
  EXPECT_THAT(Listed(true, "u-2"), ::testing::ElementsAre("u-2 ROLE_AUDITOR"));
}

}  // namespace
}  // namespace casejournal::services
