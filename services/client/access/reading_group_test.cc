#include "services/client/access/reading_group.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/event_text.h"

namespace casejournal::services {
namespace {

using casejournal::testing::MessageFromText;

// A disclosure of Dana's at this second, with this in `of_case`.
v1::Disclosure Given(uint64_t position, int64_t second, const std::string& of_case) {
  auto given = MessageFromText<v1::Disclosure>(absl::StrCat(
      "position: ", position, " case_id: 'c' actor { issuer: 'i' subject: 'u-7' } of_case { recipient: ",
      "'Dana Reed' purpose: 'a hearing' under_role: ROLE_CASEWORKER granted_at_position: 9 ", of_case, " }"));
  given.mutable_recorded_at()->set_seconds(second);
  return given;
}

constexpr char kHistory[] = "form: DISCLOSURE_FORM_HISTORY revisions { first: 0 last: 4 }";
constexpr char kEntries[] = "form: DISCLOSURE_FORM_ENTRIES revisions { first: 0 last: 4 }";

// Who suffers: a supervisor who asks why somebody read a case twice that was read once.
TEST(ReadingGroupTest, TheCallsOfOneCommandAreOneReading) {
  ReadingGroup group(Given(12, 101, kHistory));

  EXPECT_TRUE(group.Take(Given(11, 100, kEntries)));
  EXPECT_TRUE(group.Take(Given(10, 100, "form: DISCLOSURE_FORM_ENTRIES revisions { first: 3 last: 3 }")));

  EXPECT_EQ(group.GivenText(), "entries, history, revisions 0 to 4");
  EXPECT_EQ(group.EntryText(), "10 to 12, 3 calls");
}

TEST(ReadingGroupTest, TheWidestSaysWhatWasGiven) {
  ReadingGroup group(Given(12, 101, "form: DISCLOSURE_FORM_ENTRIES revisions { first: 3 last: 3 }"));

  ASSERT_TRUE(group.Take(
      Given(11, 100, "form: DISCLOSURE_FORM_REGISTER revisions { first: 0 last: 4 } withheld { first: 5 last: 5 }")));

  EXPECT_EQ(group.GivenText(), "register, entries, revisions 0 to 4; withheld: 5");
  EXPECT_EQ(group.widest().position(), 11);
}

// Who suffers: an auditor who takes what is withheld for nothing.
TEST(ReadingGroupTest, WhatIsWithheldIsSaidToBe) {
  EXPECT_EQ(ReadingGroup(Given(12, 101, "form: DISCLOSURE_FORM_EXHIBIT")).GivenText(),
            "exhibit; you may not see what was given");
  EXPECT_EQ(ReadingGroup(Given(12, 101, "form: DISCLOSURE_FORM_EXHIBIT head_leaf: 'leaf'")).GivenText(), "exhibit");
}

// Who suffers: a family whose record hides that somebody else read it, or read it again.
TEST(ReadingGroupTest, AnythingElseStandsForItself) {
  const v1::Disclosure newest = Given(12, 100, kHistory);
  v1::Disclosure other_case = Given(11, 100, kEntries);
  other_case.set_case_id("d");
  v1::Disclosure other_person = Given(11, 100, kEntries);
  other_person.mutable_actor()->set_subject("u-8");
  v1::Disclosure other_issuer = Given(11, 100, kEntries);
  other_issuer.mutable_actor()->set_issuer("j");
  v1::Disclosure other_purpose = Given(11, 100, kEntries);
  other_purpose.mutable_of_case()->set_purpose("curiosity");
  v1::Disclosure other_authority = Given(11, 100, kEntries);
  other_authority.mutable_of_case()->set_authority("a consent");
  v1::Disclosure other_right = Given(11, 100, kEntries);
  other_right.mutable_of_case()->set_granted_at_position(8);
  v1::Disclosure of_range = Given(11, 100, "");
  of_range.mutable_of_range()->set_last_position(4);
  for (const v1::Disclosure& other :
       {other_case, other_person, other_issuer, other_purpose, other_authority, other_right, of_range,
        Given(11, 89, kEntries), Given(11, 100, "form: DISCLOSURE_FORM_ENTRIES revisions { first: 4 last: 5 }"),
        Given(11, 100, "form: DISCLOSURE_FORM_EXHIBIT revisions { first: 0 last: 4 }"),
        Given(11, 100, "form: DISCLOSURE_FORM_DOCUMENT revisions { first: 0 last: 4 }")}) {
    ReadingGroup group(newest);
    EXPECT_FALSE(group.Take(other)) << other.ShortDebugString();
    EXPECT_EQ(group.EntryText(), "12");
  }
}

TEST(ReadingGroupTest, ARangeOfTheJournalIsAtMostWhatWasGiven) {
  v1::Disclosure range = Given(12, 100, "");
  range.mutable_of_range()->set_first_position(4);
  range.mutable_of_range()->set_last_position(99);

  EXPECT_EQ(ReadingGroup(range).GivenText(), "entries 4 to 99 of the journal, at most");
}

}  // namespace
}  // namespace casejournal::services
