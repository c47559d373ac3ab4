#include "services/journal/name_administrator.h"

#include <gmock/gmock.h>

#include <string>

#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/events/event_codec.h"
#include "services/recorder/journal_recorder.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

event::v1::Staff StaffNamed(const std::string& subject) {
  event::v1::Staff staff;
  staff.set_issuer("wren.example");
  staff.set_subject(subject);
  staff.set_name("Ruth Adams");
  return staff;
}

class NameAdministratorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    options_.log.directory = directory_.path();
    options_.log.disk_reserve_bytes = 0;
  }

  void Create(const event::v1::Staff& administrator) {
    ASSERT_THAT(Journal::Create(options_.log, {.origin = "wren.example/juvenile",
                                               .time_zone = "America/New_York",
                                               .administrator = administrator}),
                IsOk());
  }

  eventstore::TestDirectory directory_;
  JournalOptions options_;
};

TEST_F(NameAdministratorTest, FirstAdministratorIsNamedWithTheJournal) {
  Create(StaffNamed("u-1"));
  const auto journal = Journal::Open(options_);
  ASSERT_THAT(journal, IsOk());

  const std::shared_ptr<const Roles> roles = (*journal)->roles().now();
  ASSERT_EQ(roles->all().size(), 1U);
  EXPECT_EQ(roles->all()[0].role(), event::v1::ROLE_ADMINISTRATOR);
  EXPECT_EQ(roles->all()[0].holder().subject(), "u-1");
  EXPECT_EQ(roles->all()[0].position(), 2U);
  const auto entry = (*journal)->log().ReadLog(2, {.events_max = 1});
  ASSERT_THAT(entry, IsOk());
  const auto stored = projections::DecodeStoredEvent(entry->front().payload());
  ASSERT_THAT(stored, IsOk());
  EXPECT_EQ(stored->admission().authentication().method(), event::v1::AUTHENTICATION_METHOD_SIGNING_KEY);
  // In one request with the opening: a journal is never made without the administrator that was asked for.
  const auto first = (*journal)->log().ReadLog(0, {.events_max = 1});
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(entry->front().header.recorded_at_us, first->front().header.recorded_at_us);
}

TEST_F(NameAdministratorTest, JournalWithoutOneGetsOneAndKeepsIt) {
  Create({});
  const auto named =
      NameAdministrator(options_, {.holder = StaffNamed("u-2"), .reason = "made before there were roles"});
  ASSERT_THAT(named, IsOk());
  EXPECT_EQ(named->holder().subject(), "u-2");
  EXPECT_EQ(named->reason(), "made before there were roles");

  const auto journal = Journal::Open(options_);
  ASSERT_THAT(journal, IsOk());
  const auto roles = (*journal)->roles().now();
  ASSERT_EQ(roles->all().size(), 1U);
  EXPECT_EQ(roles->all()[0].role_id(), named->role_id());
  EXPECT_EQ(roles->all()[0].position(), named->position());
}

TEST_F(NameAdministratorTest, JournalWithOneRejectsAnotherUnlessThatIsMeant) {
  Create(StaffNamed("u-1"));
  EXPECT_THAT(NameAdministrator(options_, {.holder = StaffNamed("u-2"), .reason = "more"}),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("has 1 administrator")));
  const auto size = [&] { return (*Journal::Open(options_))->roles().now()->all().size(); };
  EXPECT_EQ(size(), 1U);

  EXPECT_THAT(NameAdministrator(
                  options_, {.holder = StaffNamed("u-2"), .reason = "the first left", .although_there_is_one = true}),
              IsOk());
  EXPECT_EQ(size(), 2U);
}

TEST_F(NameAdministratorTest, JournalWhoseAdministratorHasALastDayGetsOne) {
  Create({});
  event::v1::JournalEvent given;
  given.mutable_role_given()->set_role_id(eventstore::Uuid::Random().ToString());
  *given.mutable_role_given()->mutable_holder() = StaffNamed("u-1");
  given.mutable_role_given()->set_role(event::v1::ROLE_ADMINISTRATOR);
  given.mutable_role_given()->set_until("2199-12-31");
  ASSERT_THAT(AppendToJournalStream((*Journal::Open(options_))->log(), {JournalEntry(given)}), IsOk());

  EXPECT_THAT(NameAdministrator(options_, {.holder = StaffNamed("u-2"), .reason = "for the time after"}), IsOk());
}

TEST_F(NameAdministratorTest, DirectoryInUseIsRejected) {
  Create({});
  const auto journal = Journal::Open(options_);
  ASSERT_THAT(journal, IsOk());
  EXPECT_THAT(NameAdministrator(options_, {.holder = StaffNamed("u-2"), .reason = "now"}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("")));
}

}  // namespace
}  // namespace casejournal::services
