// A journal with roles, and cases that say who may see them; its clock stands where the test sets it. For tests only.
#ifndef CASEJOURNAL_TESTS_SUPPORT_ACCESS_JOURNAL_H_
#define CASEJOURNAL_TESTS_SUPPORT_ACCESS_JOURNAL_H_

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/events/event_codec.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"
#include "services/recorder/journal_recorder.h"
#include "services/recorder/role_recorder.h"
#include "tests/support/case_builder.h"
#include "tests/support/test_log.h"

namespace casejournal::testing {

// Ruth (u-admin) is the administrator. It is nine in the morning of 2025-01-10 in New York.
class AccessJournal : public ::testing::Test {
 protected:
  void SetUp() override {
    SetClock("2025-01-10 09:00");
    services::JournalOptions options;
    options.log.directory = directory_.path();
    options.log.disk_reserve_bytes = 0;
    options.log.now_us = [this] { return now_us_; };
    options.log.steady_us = options.log.now_us;
    options.rules = rules_;
    ASSERT_TRUE(services::Journal::Create(options.log, {.origin = "wren.example/juvenile",
                                                        .time_zone = "America/New_York",
                                                        .administrator = Person("u-admin", "Ruth Adams")})
                    .ok());
    absl::StatusOr<std::unique_ptr<services::Journal>> journal = services::Journal::Open(options);
    ASSERT_TRUE(journal.ok()) << journal.status();
    journal_ = *std::move(journal);
    cases_ = std::make_unique<services::CaseCache>(journal_->log(), size_t{1} << 24);
    views_ = std::make_unique<services::CaseViews>(size_t{1} << 24);
    sources_.emplace(services::ReaderSources{.cases = *cases_,
                                             .views = *views_,
                                             .roles = journal_->roles(),
                                             .today = [this] { return journal_->Today(); },
                                             .labels_in = {}});
    roles_ = std::make_unique<services::RoleRecorder>(journal_->log(), journal_->roles());
  }

  void SetClock(absl::string_view local_time) { now_us_ = absl::ToUnixMicros(Local(local_time)); }

  static event::v1::Staff Person(const std::string& subject, const std::string& name = "Somebody") {
    event::v1::Staff staff;
    staff.set_issuer("wren.example");
    staff.set_subject(subject);
    staff.set_name(name);
    return staff;
  }

  services::Reader As(const std::string& subject) const {
    services::Caller caller;
    caller.actor = Person(subject);
    caller.client = "a test";
    caller.authentication.set_method(event::v1::AUTHENTICATION_METHOD_BEARER_TOKEN);
    return services::Reader(*sources_, caller);
  }

  // Give a role, and return its id.
  std::string Give(const std::string& subject, event::v1::Role role, const std::string& unit = "",
                   const std::string& until = "") {
    event::v1::RoleGiven given;
    *given.mutable_holder() = Person(subject);
    given.set_role(role);
    if (!unit.empty()) given.set_unit(unit);
    if (!until.empty()) given.set_until(until);
    const absl::StatusOr<v1::GivenRole> role_given = roles_->Give(
        given, {.request_id = eventstore::Uuid::Random(), .digest = "any", .caller = As("u-admin").caller()});
    EXPECT_TRUE(role_given.ok()) << role_given.status();
    return role_given.ok() ? role_given->role_id() : "";
  }

  void End(const std::string& role_id) {
    const absl::StatusOr<v1::GivenRole> ended = roles_->End(
        role_id, "left", {.request_id = eventstore::Uuid::Random(), .digest = "any", .caller = As("u-admin").caller()});
    EXPECT_TRUE(ended.ok()) << ended.status();
  }

  // Record an event in the case with this name, and return its position.
  uint64_t Tell(const std::string& name, event::v1::CaseEvent event) {
    const auto stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(Id(name)));
    const absl::StatusOr<eventstore::StreamHead> head = journal_->log().Head(stream);
    event::v1::StoredEvent stored;
    *stored.mutable_case_event() = std::move(event);
    stored.mutable_admission()->set_schema_version(projections::kSchemaVersion);
    eventstore::LogAppend append{.request_id = eventstore::Uuid::Random(), .streams = {}};
    append.streams.push_back(
        {.stream = stream, .head = *head, .events = {{.payload = projections::EncodeStoredEvent(stored)}}});
    const absl::StatusOr<eventstore::Appended> appended = services::AppendAndWait(journal_->log(), std::move(append));
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended.ok() ? appended->first_position : 0;
  }

  static event::v1::CaseEvent Assigned(absl::string_view day, const std::string& subject,
                                       event::v1::AssignmentPart part = event::v1::ASSIGNMENT_PART_CASEWORKER,
                                       const std::string& unit = "") {
    event::v1::CaseEvent event = On(day);
    *event.mutable_case_assigned()->mutable_staff() = Person(subject);
    event.mutable_case_assigned()->set_part(part);
    if (!unit.empty()) event.mutable_case_assigned()->set_unit(unit);
    return event;
  }

  static event::v1::CaseEvent Granted(absl::string_view day, absl::string_view grant, const std::string& subject,
                                      event::v1::Role role, const std::string& until = "") {
    event::v1::CaseEvent event = On(day);
    event::v1::AccessGranted& granted = *event.mutable_access_granted();
    granted.set_grant_id(Id(grant));
    *granted.mutable_holder() = Person(subject);
    granted.set_role(role);
    if (!until.empty()) granted.set_until(until);
    return event;
  }

  static event::v1::CaseEvent AccessEnded(absl::string_view day, absl::string_view grant) {
    event::v1::CaseEvent event = On(day);
    event.mutable_access_ended()->set_grant_id(Id(grant));
    return event;
  }

  // Set before SetUp: the journal adopts them.
  std::vector<projections::RuleFile> rules_;
  eventstore::TestDirectory directory_;
  int64_t now_us_ = 0;
  std::unique_ptr<services::Journal> journal_;
  std::unique_ptr<services::CaseCache> cases_;
  std::unique_ptr<services::CaseViews> views_;
  std::optional<services::ReaderSources> sources_;
  std::unique_ptr<services::RoleRecorder> roles_;
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_ACCESS_JOURNAL_H_
