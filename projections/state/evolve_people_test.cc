// Participants, relations, households, representatives, consents, contacts, and what was found out about people.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/plan_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Id;
using casejournal::testing::MovedIn;
using casejournal::testing::MovedOut;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EvolvePeopleTest : public casejournal::testing::PlanCase {
 protected:
  // The stays in the first household: "2025-01-01 to 2025-02-01", in the order of the plan.
  std::vector<std::string> Stays() const {
    std::vector<std::string> stays;
    for (const v1::HouseholdMember& each : plan().households(0).members())
      stays.push_back(each.moved_in_on() + " to " + each.moved_out_on());
    return stays;
  }
};

TEST_F(EvolvePeopleTest, WhoLeftBeforeJoiningIsKnownWithBothDays) {
  Tell("2025-03-01", R"(participant_left { participant_id: "$ana" why: LEAVE_REASON_MOVED_AWAY detail: "to kin" })");
  ASSERT_EQ(plan().participants_size(), 1);
  EXPECT_EQ(plan().participants(0).name(), "");
  EXPECT_EQ(plan().participants(0).left_on(), "2025-03-01");

  Tell("2025-01-01", R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" })");
  ASSERT_EQ(plan().participants_size(), 1);
  EXPECT_EQ(plan().participants(0).joined_on(), "2025-01-01");
  EXPECT_EQ(plan().participants(0).left_on(), "2025-03-01");
  EXPECT_EQ(plan().participants(0).left_detail(), "to kin");
}

TEST_F(EvolvePeopleTest, LearnedDetailsReplaceNameAndBirthDate) {
  Tell("2025-01-01", R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Anna"
                                             born_on: "2015-06-02" person_id: "$P1" })");
  Tell("2025-02-01", R"(person_details_learned { participant_id: "$ana"
      details { name: "Ana Lopez" other_names: "Anita" } basis: "birth certificate" })");

  EXPECT_EQ(plan().participants(0).name(), "Ana Lopez");
  EXPECT_EQ(plan().participants(0).born_on(), "") << "no longer known";
  EXPECT_EQ(plan().participants(0).details_basis(), "birth certificate");
  EXPECT_EQ(plan().participants(0).person_id(), Id("P1"));
  EXPECT_EQ(PlanOn("2025-01-31").participants(0).name(), "Anna");
}

TEST_F(EvolvePeopleTest, ARelationThatIsEstablishedAgainHasNotEnded) {
  const char established[] = R"(relation_established { from_id: "$maria" to_id: "$ana" relation: RELATION_GUARDIAN
                                                       kind: RELATION_KIND_LEGAL basis: "entry" })";
  Tell("2025-01-01", established);
  Tell("2025-02-01", R"(relation_ended { from_id: "$maria" to_id: "$ana" relation: RELATION_GUARDIAN
                                         how: RELATION_END_KIND_ENDED_BY_A_COURT detail: "entry 4" })");
  ASSERT_EQ(plan().relations_size(), 1);
  EXPECT_EQ(plan().relations(0).ended_on(), "2025-02-01");
  EXPECT_EQ(plan().relations(0).end_detail(), "entry 4");

  Tell("2025-03-01", established);
  ASSERT_EQ(plan().relations_size(), 1);
  EXPECT_EQ(plan().relations(0).since(), "2025-03-01");
  EXPECT_EQ(plan().relations(0).ended_on(), "");
  EXPECT_EQ(plan().relations(0).how_ended(), event::v1::RELATION_END_KIND_UNSPECIFIED);
  EXPECT_EQ(plan().relations(0).end_detail(), "");
}

TEST_F(EvolvePeopleTest, RelationsDifferByDirectionAndByWhatTheyAre) {
  for (const char* text :
       {R"(relation_established { from_id: "$a" to_id: "$b" relation: RELATION_SIBLING kind: RELATION_KIND_LEGAL })",
        R"(relation_established { from_id: "$b" to_id: "$a" relation: RELATION_SIBLING kind: RELATION_KIND_LEGAL })",
        R"(relation_established { from_id: "$a" to_id: "$b" relation: RELATION_KIN kind: RELATION_KIND_LEGAL })",
        R"(relation_established { from_id: "$a" to_id: "$b" relation: RELATION_KIN kind: RELATION_KIND_STEP })"}) {
    Tell("2025-01-01", text);
  }

  ASSERT_EQ(plan().relations_size(), 3);
  EXPECT_EQ(plan().relations(2).kind(), event::v1::RELATION_KIND_STEP);
}

TEST_F(EvolvePeopleTest, AnEndedRelationWithoutABeginningIsKept) {
  Tell("2025-02-01", R"(relation_ended { from_id: "$maria" to_id: "$ana" relation: RELATION_MOTHER
                                         how: RELATION_END_KIND_EXCLUDED })");

  ASSERT_EQ(plan().relations_size(), 1);
  EXPECT_EQ(plan().relations(0).since(), "");
  EXPECT_EQ(plan().relations(0).ended_on(), "2025-02-01");
}

TEST_F(EvolvePeopleTest, MovingOutEndsTheOpenStayAndNoOther) {
  Tell(MovedIn("2025-01-01", "home", "luis"));
  Tell(MovedOut("2025-02-01", "home", "luis"));
  Tell(MovedIn("2025-03-01", "home", "luis"));
  Tell(MovedOut("2025-04-01", "home", "luis"));

  EXPECT_THAT(Stays(), ElementsAre("2025-01-01 to 2025-02-01", "2025-03-01 to 2025-04-01"));
}

// Who suffers: a court that would see one person living in the household twice.
TEST_F(EvolvePeopleTest, TwoEndsWithoutABeginningAreOneUndatedStay) {
  Tell(MovedOut("2025-02-01", "home", "luis"));
  Tell(MovedOut("2025-03-01", "home", "luis"));
  EXPECT_THAT(Stays(), ElementsAre(" to 2025-03-01"));

  Tell(MovedOut("2025-03-01", "home", "maria"));
  EXPECT_THAT(Stays(), ElementsAre(" to 2025-03-01", " to 2025-03-01"));
}

TEST_F(EvolvePeopleTest, MovingInTwiceOnOneDayIsOneStay) {
  Tell(MovedIn("2025-01-01", "home", "luis"));
  Tell(MovedIn("2025-01-01", "home", "luis"));

  EXPECT_THAT(Stays(), ElementsAre("2025-01-01 to "));
}

TEST_F(EvolvePeopleTest, AHouseholdHasItsLatestName) {
  Tell(MovedIn("2025-01-01", "home", "luis"));
  casejournal::testing::CaseEvent renamed = MovedIn("2025-02-01", "home", "maria");
  renamed.mutable_household_member_moved_in()->set_household_name("Oak Street");
  Tell(renamed);

  ASSERT_EQ(plan().households_size(), 1);
  EXPECT_EQ(plan().households(0).name(), "Oak Street");
  EXPECT_EQ(plan().households(0).members_size(), 2);
}

TEST_F(EvolvePeopleTest, ARepresentativeIsOneForEachRoleAndPerson) {
  Tell("2025-01-01", R"(representative_appointed { participant_id: "$cole" role: REPRESENTATIVE_ROLE_COUNSEL
                                                   for_id: "$ana" })");
  Tell("2025-02-01", R"(representative_appointed { participant_id: "$cole" role: REPRESENTATIVE_ROLE_COUNSEL
                                                   for_id: "$ben" })");
  Tell("2025-03-01", R"(representative_appointed { participant_id: "$cole" role: REPRESENTATIVE_ROLE_COUNSEL
                                                   for_id: "$ana" order_id: "$order" })");

  ASSERT_EQ(plan().representatives_size(), 2);
  EXPECT_EQ(plan().representatives(0).since(), "2025-03-01");
  EXPECT_EQ(plan().representatives(0).order_id(), Id("order"));
}

TEST_F(EvolvePeopleTest, AnAddressReplacesTheOneOfItsKind) {
  Tell("2025-01-01", R"(contact_details_learned { participant_id: "$maria" kind: CONTACT_DETAIL_KIND_HOME_ADDRESS
                                                  value: "1 Elm Street" confidential: true })");
  Tell("2025-01-01", R"(contact_details_learned { participant_id: "$maria" kind: CONTACT_DETAIL_KIND_TELEPHONE
                                                  value: "555-0100" })");
  Tell("2025-02-01", R"(contact_details_learned { participant_id: "$maria" kind: CONTACT_DETAIL_KIND_HOME_ADDRESS
                                                  value: "2 Oak Street" })");

  ASSERT_EQ(plan().contact_details_size(), 2);
  EXPECT_EQ(plan().contact_details(0).value(), "2 Oak Street");
  EXPECT_FALSE(plan().contact_details(0).confidential());
  EXPECT_EQ(plan().contact_details(0).since(), "2025-02-01");
}

TEST_F(EvolvePeopleTest, AConsentThatWasRevokedBeforeItsRecordIsBoth) {
  Tell("2025-02-01", R"(consent_revoked { consent_id: "$C" means: "letter" })");
  Tell("2025-01-01", R"(consent_given { consent_id: "$C" by_id: "$maria" scope: "school records" to: "the school" })");

  ASSERT_EQ(plan().consents_size(), 1);
  EXPECT_EQ(plan().consents(0).given_on(), "2025-01-01");
  EXPECT_EQ(plan().consents(0).revoked_on(), "2025-02-01");
  EXPECT_EQ(plan().consents(0).revoked_means(), "letter");
  EXPECT_EQ(plan().consents(0).terms().scope(), "school records");
}

TEST_F(EvolvePeopleTest, ThatTwoArePersonsOneIsSaidOnceForEachPair) {
  for (const char* day : {"2025-01-01", "2025-02-01"})
    Tell(day, R"(same_person_recognised { participant_id: "$a" person_id: "$p1" other_person_id: "$p2" basis: "x" })");
  Tell("2025-03-01",
       R"(same_person_recognised { participant_id: "$a" person_id: "$p1" other_person_id: "$p3" basis: "y" })");

  ASSERT_EQ(plan().same_persons_size(), 2);
  EXPECT_EQ(plan().same_persons(0).since(), "2025-02-01");
}

TEST_F(EvolvePeopleTest, ContactsAreCountedForEachPersonAndMissedOnesAreNot) {
  Tell("2025-01-10", R"(contact_made { kind: CONTACT_KIND_CALL with_ids: "$maria" with_ids: "$luis"
                                       result: CONTACT_RESULT_TOOK_PLACE summary: "first" })");
  Tell("2025-02-10", R"(contact_made { kind: CONTACT_KIND_HOME_VISIT with_ids: "$maria"
                                       result: CONTACT_RESULT_MISSED summary: "not at home" })");
  Tell("2025-03-10", R"(contact_made { kind: CONTACT_KIND_MONTHLY_VISIT with_ids: "$maria"
                                       result: CONTACT_RESULT_TOOK_PLACE summary: "third" })");

  ASSERT_EQ(plan().engagements_size(), 2);
  const v1::Engagement& maria = plan().engagements(0);
  EXPECT_EQ(maria.participant_id(), Id("maria"));
  EXPECT_EQ(maria.contacts(), 2U);
  EXPECT_EQ(maria.first_on(), "2025-01-10");
  EXPECT_EQ(maria.last_on(), "2025-03-10");
  EXPECT_EQ(maria.last_kind(), event::v1::CONTACT_KIND_MONTHLY_VISIT);
  EXPECT_EQ(maria.last_summary(), "third");
  EXPECT_EQ(maria.missed_on(), "2025-02-10");
  EXPECT_EQ(maria.missed_result(), event::v1::CONTACT_RESULT_MISSED);
  EXPECT_EQ(plan().engagements(1).contacts(), 1U);
  EXPECT_EQ(plan().engagements(1).missed_on(), "");
}

// Whether a child was seen alone is a fact of one visit, and not of the next.
TEST_F(EvolvePeopleTest, SeenAloneIsOfTheLastContactOnly) {
  Tell("2025-01-10", R"(contact_made { kind: CONTACT_KIND_MONTHLY_VISIT with_ids: "$ana"
                                       result: CONTACT_RESULT_TOOK_PLACE child_seen_alone: true })");
  EXPECT_TRUE(plan().engagements(0).last_seen_alone());

  Tell("2025-02-10", R"(contact_made { kind: CONTACT_KIND_CALL with_ids: "$ana" result: CONTACT_RESULT_TOOK_PLACE })");
  EXPECT_FALSE(plan().engagements(0).has_last_seen_alone());
}

TEST_F(EvolvePeopleTest, ALateContactIsTheFirstAndNotTheLast) {
  Tell("2025-03-10", R"(contact_made { kind: CONTACT_KIND_CALL with_ids: "$ana" result: CONTACT_RESULT_TOOK_PLACE })");
  Tell("2025-01-10", R"(contact_made { kind: CONTACT_KIND_CALL with_ids: "$ana" result: CONTACT_RESULT_TOOK_PLACE })");

  EXPECT_EQ(plan().engagements(0).first_on(), "2025-01-10");
  EXPECT_EQ(plan().engagements(0).last_on(), "2025-03-10");
}

TEST_F(EvolvePeopleTest, AStrategyForAnUnknownBarrierWaitsForIt) {
  Tell("2025-01-10", R"(strategy_tried { barrier_id: "$B" strategy: "bus passes" result: "came" })");
  Tell("2025-02-10", R"(barrier_identified { barrier_id: "$B" barrier: "no car" hinders_ids: "$maria" })");

  ASSERT_EQ(plan().barriers_size(), 1);
  EXPECT_EQ(plan().barriers(0).barrier(), "no car");
  EXPECT_EQ(plan().barriers(0).identified_on(), "2025-02-10");
  ASSERT_EQ(plan().barriers(0).strategies_size(), 1);
  EXPECT_EQ(plan().barriers(0).strategies(0).revision(), 0U);
}

TEST_F(EvolvePeopleTest, AHealthFactReplacesTheOneOnItsTopic) {
  Tell("2025-01-10", R"(health_or_school_fact_learned { child_id: "$ana" kind: HEALTH_OR_SCHOOL_KIND_MEDICATION
                                                        topic: "asthma" fact: "inhaler" provider: "Wren Clinic" })");
  Tell("2025-02-10", R"(health_or_school_fact_learned { child_id: "$ana" kind: HEALTH_OR_SCHOOL_KIND_MEDICATION
                                                        topic: "asthma" fact: "none" })");
  Tell("2025-02-10", R"(health_or_school_fact_learned { child_id: "$ana" kind: HEALTH_OR_SCHOOL_KIND_MEDICATION
                                                        topic: "eczema" fact: "ointment" })");

  ASSERT_EQ(plan().health_and_school_size(), 2);
  EXPECT_EQ(plan().health_and_school(0).fact(), "none");
  EXPECT_EQ(plan().health_and_school(0).provider(), "");
  EXPECT_EQ(plan().health_and_school(0).since(), "2025-02-10");
}

TEST_F(EvolvePeopleTest, ReportsAndSearchesAreEachKeptWithTheirEntry) {
  Tell("2025-01-10", R"(search_made { for_id: "$luis" means: "registry" result: SEARCH_RESULT_NOT_FOUND })");
  Tell("2025-01-10", R"(search_made { for_id: "$luis" means: "registry" result: SEARCH_RESULT_NOT_FOUND })");
  Tell("2025-01-05", R"(concern_reported { allegations { kind: ALLEGATION_KIND_NEGLECT child_id: "$ana" }
                                           urgency: URGENCY_EMERGENCY summary: "alone" })");

  ASSERT_EQ(plan().searches_size(), 2);
  EXPECT_EQ(plan().searches(0).revision(), 0U);
  EXPECT_EQ(plan().searches(1).revision(), 1U);
  ASSERT_EQ(plan().concerns_size(), 1);
  EXPECT_EQ(plan().concerns(0).revision(), 2U);
  EXPECT_EQ(plan().concerns(0).reported_on(), "2025-01-05");
}

// The name of a reporter is in the record and not in the plan.
TEST_F(EvolvePeopleTest, WhoReportedIsNotInThePlan) {
  Tell("2025-01-05", R"(reporter_identified { concern_revision: 0 reporter: "Nora Quill" mandated: true })");

  EXPECT_THAT(plan().concerns(), IsEmpty());
  EXPECT_EQ(plan().DebugString().find("Nora"), std::string::npos);
}

}  // namespace
}  // namespace casejournal::projections
