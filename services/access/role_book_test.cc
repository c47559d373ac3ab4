#include "services/access/role_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

event::v1::JournalEvent RoleGivenTo(const std::string& role_id, const std::string& subject, event::v1::Role role) {
  event::v1::JournalEvent event;
  event::v1::RoleGiven& given = *event.mutable_role_given();
  given.set_role_id(role_id);
  given.mutable_holder()->set_issuer("wren.example");
  given.mutable_holder()->set_subject(subject);
  given.mutable_holder()->set_name("Somebody");
  given.set_role(role);
  given.set_reason("hired");
  return event;
}

event::v1::JournalEvent EndOf(const std::string& role_id) {
  event::v1::JournalEvent event;
  event.mutable_role_ended()->set_role_id(role_id);
  event.mutable_role_ended()->set_reason("left");
  return event;
}

std::vector<std::string> IdsOf(const std::vector<v1::GivenRole>& roles) {
  std::vector<std::string> ids;
  for (const v1::GivenRole& role : roles) ids.push_back(role.role_id());
  return ids;
}

class RolesTest : public ::testing::Test {
 protected:
  RolesTest() {
    roles_.Add(RoleGivenTo("a", "u-1", event::v1::ROLE_ADMINISTRATOR), 2, 1'000);
    roles_.Add(RoleGivenTo("b", "u-2", event::v1::ROLE_CASEWORKER), 5, 2'000);
    roles_.Add(RoleGivenTo("c", "u-2", event::v1::ROLE_AUDITOR), 6, 3'000);
    roles_.Add(EndOf("b"), 9, 4'000);
  }

  Roles roles_;
};

TEST_F(RolesTest, KeepsWhatWasGivenInOrder) {
  ASSERT_THAT(IdsOf(roles_.all()), ElementsAre("a", "b", "c"));
  EXPECT_EQ(roles_.all()[1].position(), 5U);
  EXPECT_EQ(roles_.all()[1].given_at().nanos(), 2'000'000);
  EXPECT_EQ(roles_.all()[1].reason(), "hired");
  EXPECT_EQ(roles_.all()[1].ended_at().nanos(), 4'000'000);
  EXPECT_EQ(roles_.all()[1].end_reason(), "left");
  EXPECT_FALSE(roles_.all()[2].has_ended_at());
}

TEST_F(RolesTest, HolderHasWhatWasNotEnded) {
  EXPECT_THAT(IdsOf(roles_.Of({"wren.example", "u-2"})), ElementsAre("c"));
  EXPECT_THAT(IdsOf(roles_.Of({"heron.example", "u-2"})), IsEmpty());
}

TEST_F(RolesTest, WhatWasGivenIsKeptWhole) {
  event::v1::JournalEvent event = RoleGivenTo("d", "u-4", event::v1::ROLE_SUPERVISOR);
  event.mutable_role_given()->set_unit("north annex");
  event.mutable_role_given()->set_until("2025-06-15");
  roles_.Add(event, 10, 5'000);
  const v1::GivenRole* given = roles_.Find("d");
  ASSERT_NE(given, nullptr);
  EXPECT_EQ(given->unit(), "north annex");
  EXPECT_EQ(given->until(), "2025-06-15");
  EXPECT_EQ(given->role(), event::v1::ROLE_SUPERVISOR);
  EXPECT_EQ(given->holder().name(), "Somebody");
}

// The first entry with an id counts: a second one neither repeats the role nor changes whose it is.
TEST_F(RolesTest, AnIdIsGivenOnce) {
  roles_.Add(RoleGivenTo("c", "u-9", event::v1::ROLE_ADMINISTRATOR), 10, 5'000);
  EXPECT_THAT(IdsOf(roles_.all()), ElementsAre("a", "b", "c"));
  EXPECT_EQ(roles_.Find("c")->holder().subject(), "u-2");
  EXPECT_THAT(IdsOf(roles_.Of({"wren.example", "u-9"})), IsEmpty());
}

TEST(NoRolesTest, EndOfARoleThatNobodyHasChangesNothing) {
  Roles roles;
  roles.Add(EndOf("a"), 2, 1'000);
  EXPECT_TRUE(roles.empty());
}

// The end of a role that was given, and the whole past, are as they were at that instant.
TEST_F(RolesTest, KnownAtIsWhatWasRecordedByThen) {
  EXPECT_THAT(IdsOf(roles_.KnownAt(999).all()), IsEmpty());
  EXPECT_THAT(IdsOf(roles_.KnownAt(2'000).all()), ElementsAre("a", "b"));
  const Roles before_end = roles_.KnownAt(3'999);
  EXPECT_THAT(IdsOf(before_end.Of({"wren.example", "u-2"})), ElementsAre("b", "c"));
  EXPECT_EQ(before_end.Find("b")->end_reason(), "");
  EXPECT_THAT(IdsOf(roles_.KnownAt(4'000).Of({"wren.example", "u-2"})), ElementsAre("c"));
}

TEST_F(RolesTest, OtherEntriesAndUnknownRolesChangeNothing) {
  event::v1::JournalEvent other;
  other.mutable_calls_refused()->set_calls(7);
  roles_.Add(other, 10, 5'000);
  roles_.Add(EndOf("z"), 11, 5'000);
  roles_.Add(EndOf("b"), 12, 6'000);
  EXPECT_THAT(IdsOf(roles_.all()), ElementsAre("a", "b", "c"));
  EXPECT_EQ(roles_.Find("b")->ended_at().nanos(), 4'000'000);
  EXPECT_EQ(roles_.Find("z"), nullptr);
}

TEST_F(RolesTest, AdministratorsWithoutALastDayAreCountedByPerson) {
  event::v1::JournalEvent until = RoleGivenTo("d", "u-3", event::v1::ROLE_ADMINISTRATOR);
  until.mutable_role_given()->set_until("2025-06-15");
  roles_.Add(until, 10, 5'000);
  roles_.Add(RoleGivenTo("e", "u-1", event::v1::ROLE_ADMINISTRATOR), 11, 6'000);

  EXPECT_EQ(roles_.LastingAdministrators(), 1U);
  EXPECT_EQ(roles_.LastingAdministrators("a"), 1U);
  roles_.Add(EndOf("e"), 12, 7'000);
  EXPECT_EQ(roles_.LastingAdministrators("a"), 0U);
}

TEST(RoleBookTest, SnapshotDoesNotChange) {
  RoleBook book;
  EXPECT_TRUE(book.now()->empty());
  book.Add(RoleGivenTo("a", "u-1", event::v1::ROLE_COURT), 2, 1'000);
  const std::shared_ptr<const Roles> before = book.now();
  EXPECT_EQ(book.changes(), 1U);

  book.Add(EndOf("a"), 3, 2'000);

  EXPECT_FALSE(before->Find("a")->has_ended_at());
  EXPECT_TRUE(book.now()->Find("a")->has_ended_at());
  EXPECT_EQ(book.changes(), 2U);
}

TEST(RoleBookTest, StartsWithWhatTheLogHas) {
  Roles roles;
  roles.Add(RoleGivenTo("a", "u-1", event::v1::ROLE_COURT), 2, 1'000);
  RoleBook book;
  book.Start(roles);
  EXPECT_THAT(IdsOf(book.now()->all()), ElementsAre("a"));
  EXPECT_EQ(book.changes(), 1U) << "what was decided before is decided again";
}

TEST(RoleBookTest, ARestoredJournalWaitsForTheConfirmationOfThisRestore) {
  RoleBook book;
  event::v1::JournalEvent restored;
  restored.mutable_restored()->set_backup(3);
  event::v1::JournalEvent confirmed;
  confirmed.mutable_rights_confirmed()->set_restored_at_position(7);

  book.Add(confirmed, 5, 900);
  EXPECT_FALSE(book.now()->unconfirmed_since().has_value());
  book.Add(restored, 7, 1'000);
  EXPECT_EQ(book.now()->unconfirmed_since(), 7U);
  book.Add(confirmed, 8, 1'100);
  EXPECT_FALSE(book.now()->unconfirmed_since().has_value());
  book.Add(restored, 20, 2'000);
  book.Add(confirmed, 21, 2'100);
  EXPECT_EQ(book.now()->unconfirmed_since(), 20U) << "the confirmation was of an earlier restore";
  EXPECT_FALSE(book.now()->KnownAt(999).unconfirmed_since().has_value());
  EXPECT_EQ(book.now()->KnownAt(1'050).unconfirmed_since(), 7U) << "it was confirmed later";
  EXPECT_FALSE(book.now()->KnownAt(1'100).unconfirmed_since().has_value());
}

// Who suffers: a child whose file is open to an administrator who was dismissed after the backup, and confirms himself.
TEST(RoleBookTest, OnlyTheAdministratorWhomARestoreNamedIsAdmittedUntilHeHasConfirmed) {
  Roles roles;
  roles.Add(RoleGivenTo("r-1", "u-ann", event::v1::ROLE_ADMINISTRATOR), 1, 100);
  roles.Add(RoleGivenTo("r-2", "u-bob", event::v1::ROLE_ADMINISTRATOR), 2, 200);
  const auto counted = [&](const char* subject) {
    return RolesThatCount(roles, {.issuer = "wren.example", .subject = subject}, nullptr, "2025-05-10").size();
  };
  event::v1::JournalEvent restored;
  restored.mutable_restored()->set_backup(1);
  restored.mutable_restored()->mutable_administrator()->set_issuer("wren.example");
  restored.mutable_restored()->mutable_administrator()->set_subject("u-ann");
  event::v1::JournalEvent confirmed;
  confirmed.mutable_rights_confirmed()->set_restored_at_position(3);

  roles.Add(restored, 3, 300);
  EXPECT_EQ(counted("u-ann"), 1U);
  EXPECT_EQ(counted("u-bob"), 0U);
  // Ann cannot be reached: who holds the signing key names another one (casejournal name-administrator).
  roles.Add(RoleGivenTo("r-3", "u-cy", event::v1::ROLE_ADMINISTRATOR), 4, 350);
  EXPECT_EQ(counted("u-cy"), 1U);
  EXPECT_EQ(counted("u-bob"), 0U);
  roles.Add(confirmed, 5, 400);
  EXPECT_EQ(counted("u-bob"), 1U);
}

TEST(RoleBookTest, CountsChangesOfRolesOnly) {
  RoleBook book;
  event::v1::JournalEvent other;
  other.mutable_calls_refused()->set_calls(7);
  book.Add(other, 1, 1'000);
  EXPECT_EQ(book.changes(), 0U);
}

}  // namespace
}  // namespace casejournal::services
