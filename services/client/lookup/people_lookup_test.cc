#include "services/client/lookup/people_lookup.h"

#include <gmock/gmock.h>

namespace casejournal::services {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class PeopleLookupTest : public ::testing::Test {
 protected:
  PeopleLookupTest() {
    Add("p1", "Shannon Pruitt", event::v1::CAPACITY_ADULT);
    Add("p2", "Theo Pruitt", event::v1::CAPACITY_CHILD);
    Add("p3", "Héctor Vega", event::v1::CAPACITY_ADULT);
  }

  void Add(const std::string& id, const std::string& name, event::v1::Capacity capacity) {
    v1::Participant& person = *plan_.add_participants();
    person.set_participant_id(id);
    person.set_name(name);
    person.set_capacity(capacity);
  }

  ExitStatus Find(const std::string& named, Among among = Among::kParticipants) {
    id_ = "unset";
    ::testing::internal::CaptureStderr();
    const ExitStatus exit = FindParticipant(plan_, named, among, &id_);
    said_ = ::testing::internal::GetCapturedStderr();
    return exit;
  }

  v1::CasePlan plan_;
  std::string id_;
  std::string said_;
};

TEST_F(PeopleLookupTest, PartOfANameFindsTheOneWhoHasIt) {
  EXPECT_EQ(Find("shannon"), ExitStatus::kOk);
  EXPECT_EQ(id_, "p1");
  EXPECT_EQ(Find("Hector"), ExitStatus::kOk);
  EXPECT_EQ(id_, "p3");
  EXPECT_EQ(Find("p2"), ExitStatus::kOk);
  EXPECT_EQ(id_, "p2");
}

TEST_F(PeopleLookupTest, SeveralAreListedWithTheirIds) {
  EXPECT_EQ(Find("Pruitt"), ExitStatus::kUsage);
  EXPECT_THAT(said_, AllOf(HasSubstr("p1  Shannon Pruitt, adult"), HasSubstr("p2  Theo Pruitt, child")));
  EXPECT_EQ(id_, "unset");
}

TEST_F(PeopleLookupTest, WholeNameComesBeforePartOfAnother) {
  Add("p4", "Theo Pruitt Senior", event::v1::CAPACITY_ADULT);
  EXPECT_EQ(Find("Theo Pruitt"), ExitStatus::kOk);
  EXPECT_EQ(id_, "p2");
}

TEST_F(PeopleLookupTest, AmongChildrenNoAdultIsMeant) {
  EXPECT_EQ(Find("pruitt", Among::kChildren), ExitStatus::kOk);
  EXPECT_EQ(id_, "p2");
  EXPECT_EQ(Find("shannon", Among::kChildren), ExitStatus::kNotFound);
  EXPECT_THAT(said_, HasSubstr("no child of this case"));
}

TEST_F(PeopleLookupTest, NobodyIsAnErrorThatSaysWhoMayBeMeant) {
  EXPECT_EQ(Find("Shanon Pruit"), ExitStatus::kNotFound);
  EXPECT_THAT(said_, HasSubstr("did you mean Shannon Pruitt?"));
}

}  // namespace
}  // namespace casejournal::services
