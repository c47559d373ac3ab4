// How people name a child of a case, and a review of it.
#include "services/client/lookup/child_lookup.h"

#include <gmock/gmock.h>

#include "tests/support/event_text.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Id;
using casejournal::testing::MessageFromText;
using ::testing::HasSubstr;

class ChildLookupTest : public ::testing::Test {
 protected:
  ChildLookupTest()
      : plan_(MessageFromText<v1::CasePlan>(R"(
          participants { participant_id: "$ana" name: "Ana Lopez" capacity: CAPACITY_CHILD }
          participants { participant_id: "$ben" name: "Ben Lopez" capacity: CAPACITY_CHILD }
          participants { participant_id: "$rosa" name: "Rosa Lopez" capacity: CAPACITY_ADULT }
          numbers { number: "25-JV-1" child_id: "$ana" } numbers { number: "25-JV-2" child_id: "$ben" }
          numbers { number: "FAM-9" }
          meetings { meeting_id: "$m1" kind: MEETING_KIND_CASE_REVIEW held_on: "2025-04-01" review {} }
          meetings { meeting_id: "$m2" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW held_on: "2025-07-01" review {} }
          meetings { meeting_id: "$m3" kind: MEETING_KIND_CASE_REVIEW held_on: "2025-07-01" review {} }
          meetings { meeting_id: "$m4" kind: MEETING_KIND_CASE_CONFERENCE held_on: "2025-08-01" conference {} }
          meetings { meeting_id: "$m5" kind: MEETING_KIND_CASE_REVIEW called {} })")) {}

  ExitStatus Child(const std::string& named) {
    ::testing::internal::CaptureStderr();
    const ExitStatus exit = FindChild(plan_, named, &id_);
    complaint_ = ::testing::internal::GetCapturedStderr();
    return exit;
  }
  ExitStatus Review(const std::string& named) {
    ::testing::internal::CaptureStderr();
    const ExitStatus exit = FindReview(plan_, named, &id_);
    complaint_ = ::testing::internal::GetCapturedStderr();
    return exit;
  }

  v1::CasePlan plan_;
  std::string id_;
  std::string complaint_;
};

TEST_F(ChildLookupTest, AChildIsNamedByItsIdNameOrNumber) {
  for (const std::string& named : {Id("ana"), std::string("Ana Lopez"), std::string("ana"), std::string("25-jv-1 ")}) {
    EXPECT_EQ(Child(named), ExitStatus::kOk) << named;
    EXPECT_EQ(id_, Id("ana")) << named;
  }
  EXPECT_EQ(Child("25-JV-2"), ExitStatus::kOk);
  EXPECT_EQ(id_, Id("ben"));
  EXPECT_EQ(Child("Rosa"), ExitStatus::kNotFound) << "she is no child";
  EXPECT_EQ(Child("Lopez"), ExitStatus::kUsage);
}

TEST_F(ChildLookupTest, TheOnlyChildNeedsNoName) {
  EXPECT_EQ(Child(""), ExitStatus::kUsage);
  EXPECT_THAT(complaint_, HasSubstr("Ana Lopez, Ben Lopez"));
  EXPECT_EQ(Child("FAM-9"), ExitStatus::kUsage) << "a number of both";
  plan_.mutable_participants()->DeleteSubrange(1, 1);
  for (const char* named : {"", "FAM-9"}) {
    EXPECT_EQ(Child(named), ExitStatus::kOk);
    EXPECT_EQ(id_, Id("ana"));
  }
  plan_.clear_participants();
  EXPECT_EQ(Child(""), ExitStatus::kNotFound);
}

TEST_F(ChildLookupTest, AReviewIsNamedByItsDayOrTheFirstDigitsOfItsId) {
  for (const std::string& named : {std::string("2025-04-01"), Id("m1").substr(0, 12), Id("m1")}) {
    EXPECT_EQ(Review(named), ExitStatus::kOk) << named;
    EXPECT_EQ(id_, Id("m1")) << named;
  }
  EXPECT_EQ(Review("last"), ExitStatus::kOk);
  EXPECT_EQ(id_, "");
}

TEST_F(ChildLookupTest, WhatMayMeanSeveralReviewsOrNoneListsThem) {
  EXPECT_EQ(Review("2025-07-01"), ExitStatus::kUsage);
  EXPECT_THAT(complaint_, HasSubstr(Id("m2").substr(0, 8)));
  EXPECT_THAT(complaint_, HasSubstr(Id("m3").substr(0, 8)));
  EXPECT_EQ(Review("2025-08-01"), ExitStatus::kNotFound) << "a conference is no review";
  EXPECT_THAT(complaint_, HasSubstr("2025-04-01  case review"));
}

}  // namespace
}  // namespace casejournal::services
