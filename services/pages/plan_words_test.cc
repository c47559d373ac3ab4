#include "services/pages/plan_words.h"

#include <gmock/gmock.h>

namespace casejournal::services {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::CasePlan PlanWordsPlan(const std::string& id, const std::string& name) {
  v1::CasePlan plan;
  plan.add_participants()->set_participant_id(id);
  plan.mutable_participants(0)->set_name(name);
  return plan;
}

TEST(PlanWordsTest, PeopleAreNamed) {
  v1::CasePlan plan = PlanWordsPlan("ana", "Ana Lopez");
  plan.add_participants()->set_participant_id("ben");
  plan.mutable_participants(1)->set_name("Ben Lopez");
  const PlanWords words(plan, false);
  EXPECT_EQ(words.Person("ana"), "Ana Lopez");
  EXPECT_EQ(words.People(std::vector<std::string>{"ben", "ana"}), "Ben Lopez, Ana Lopez");
  EXPECT_EQ(words.People(std::vector<std::string>{}), "");
  EXPECT_EQ(words.People(std::vector<std::string>{}, "the family"), "the family");
}

TEST(PlanWordsTest, PersonWithoutANameIsNeverAnId) {
  const v1::CasePlan plan = PlanWordsPlan("ana", "Ana Lopez");
  EXPECT_THAT(PlanWords(plan, false).Person("5c000000-0000-4000-8000-000000000001"), Not(HasSubstr("5c000000")));
  EXPECT_EQ(PlanWords(plan, true).Person("ana"), "Ana Lopez [ana]");
}

TEST(PlanWordsTest, TextOfAVersionNamesFirstWhatItHasItself) {
  const v1::CasePlan text = PlanWordsPlan("ana", "Ana Lopez");
  v1::CasePlan record = PlanWordsPlan("ana", "Ana Miller");
  record.add_participants()->set_participant_id("ben");
  record.mutable_participants(1)->set_name("Ben Lopez");
  const PlanWords words(text, record, false);
  EXPECT_EQ(words.Person("ana"), "Ana Lopez");
  EXPECT_EQ(words.Person("ben"), "Ben Lopez");
}

TEST(PlanWordsTest, StaffAndCodesHaveWordsOrElseTheirKeys) {
  event::v1::Staff staff;
  staff.set_subject("s-17");
  EXPECT_EQ(StaffWords(staff), "s-17");
  staff.set_name("Dana Reed");
  EXPECT_EQ(StaffWords(staff), "Dana Reed");
  event::v1::Code code;
  code.set_code("spa");
  EXPECT_EQ(CodeWords(code), "spa");
  code.set_display("Spanish");
  EXPECT_EQ(CodeWords(code), "Spanish");
  google::protobuf::RepeatedPtrField<event::v1::Code> codes;
  EXPECT_EQ(CodesWords(codes), "");
  *codes.Add() = code;
  codes.Add()->set_code("eng");
  EXPECT_EQ(CodesWords(codes), "Spanish, eng");
}

TEST(PlanWordsTest, ProgressThatNobodyObservedHasNoWords) {
  v1::Progress progress;
  progress.set_account("She came three times.");
  EXPECT_EQ(ProgressWords(PlanWords(v1::CasePlan(), false), progress), "");
  progress.set_observed_on("2025-04-01");
  progress.set_extent(event::v1::PROGRESS_EXTENT_SOME);
  EXPECT_EQ(ProgressWords(PlanWords(v1::CasePlan(), false), progress), "2025-04-01: some. She came three times.");
  progress.clear_account();
  EXPECT_EQ(ProgressWords(PlanWords(v1::CasePlan(), false), progress), "2025-04-01: some");
}

TEST(PlanWordsTest, EmptyPartsLeaveNoSeparators) {
  EXPECT_EQ(Joined({}, ", "), "");
  EXPECT_EQ(Joined({"", "", ""}, ", "), "");
  EXPECT_EQ(Joined({"", "a", "", "b", ""}, ", "), "a, b");
  EXPECT_EQ(Joined({"a", "b"}, ""), "ab");
  EXPECT_EQ(DayWords("met", "2025-04-18"), "met 2025-04-18");
  EXPECT_EQ(DayWords("met", ""), "");
  EXPECT_STREQ(YesOrNo(true), "yes");
  EXPECT_STREQ(YesOrNo(false), "no");
}

}  // namespace
}  // namespace casejournal::services
