// What answers of a server record of what they give.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/v1/audit_service.pb.h"
#include "services/errors/error_reason.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::DetailFrom;
using casejournal::testing::IsOk;
using casejournal::testing::NoteWritten;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A server for development records what it gives only where all reads are recorded.
class DisclosuresTest : public casejournal::testing::ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    options().journal_all_reads = true;
    Start();
  }
  void TellStory() override {
    Record("ash", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "ana"), NoteWritten("2025-01-10", "private")});
    Record("ash", {casejournal::testing::NumberGiven("2025-01-10", "JV1", "ana")});
    for (int i = 0; i < 2; ++i) Tell("ash", "2025-01-10", casejournal::testing::kComplaint);
  }

  // The register of the case, with everything that is recorded.
  v1::GetRegisterRequest Register() const {
    auto request = casejournal::testing::MessageFromText<v1::GetRegisterRequest>("case_id: '$ash'");
    request.set_min_position(LastPosition());
    return request;
  }

  // The disclosures in the access stream of the case.
  std::vector<event::v1::DisclosureMade> Disclosed() {
    const auto batches = AskFor<v1::ReadEventsRequest>("access_stream { case_id: '$ash' }");
    EXPECT_THAT(batches, IsOk());
    std::vector<event::v1::DisclosureMade> disclosed;
    if (!batches.ok()) return disclosed;
    for (const v1::ReadEventsResponse& batch : *batches) {
      for (const v1::CaseEntry& entry : batch.entries())
        disclosed.push_back(entry.opened().stored().access_event().disclosure_made());
    }
    return disclosed;
  }
};

TEST_F(DisclosuresTest, AHistorySaysToWhomWhyAndWhat) {
  ASSERT_THAT(AskFor<v1::GetHistoryRequest>("case_id: '$ash' as_of { revision: 1 }"), IsOk());

  const std::vector<event::v1::DisclosureMade> disclosed = Disclosed();
  ASSERT_THAT(disclosed, SizeIs(1));
  const event::v1::DisclosureMade& made = disclosed[0];
  EXPECT_EQ(made.form(), event::v1::DISCLOSURE_FORM_HISTORY);
  EXPECT_EQ(made.method(), "GetHistory");
  EXPECT_EQ(made.recipient(), "Dana Reed");
  EXPECT_EQ(made.purpose(), "the agency's own use");
  EXPECT_EQ(made.recipient_class(), event::v1::RECIPIENT_CLASS_OWN_AGENCY);
  ASSERT_EQ(made.revisions_size(), 1);
  EXPECT_EQ(made.revisions(0).first(), 0);
  EXPECT_EQ(made.revisions(0).last(), 1);
  EXPECT_EQ(made.known_revision(), 1);
  EXPECT_EQ(made.head_revision(), 5);
  EXPECT_EQ(made.head_leaf().size(), 32);
  EXPECT_THAT(made.notice(), HasSubstr("CONFIDENTIAL"));
}

TEST_F(DisclosuresTest, EachCallIsRecordedForItself) {
  ASSERT_THAT(AskFor<v1::ReplayCaseRequest>("case_id: '$ash' from_revision: 1"), IsOk());
  ASSERT_THAT(AskFor<v1::ReplayCaseRequest>("case_id: '$ash' from_revision: 1"), IsOk());
  ASSERT_THAT(AskFor<v1::ReadEventsRequest>("case_stream { case_id: '$ash' } limit: 2"), IsOk());
  ASSERT_THAT(Ask(Register()), IsOk());

  const std::vector<event::v1::DisclosureMade> disclosed = Disclosed();
  ASSERT_THAT(disclosed, SizeIs(4));
  EXPECT_EQ(disclosed[0].method(), "ReplayCase");
  EXPECT_EQ(disclosed[0].revisions(0).first(), 1);
  EXPECT_EQ(disclosed[1].method(), "ReplayCase");
  EXPECT_EQ(disclosed[2].method(), "ReadEvents");
  EXPECT_EQ(disclosed[2].revisions(0).last(), 1);
  EXPECT_EQ(disclosed[3].form(), event::v1::DISCLOSURE_FORM_REGISTER);
}

TEST_F(DisclosuresTest, ARegisterIsDisclosedOnceForAllItsPages) {
  auto next = Register();
  next.set_page_size(1);
  const auto first = Ask(next);
  ASSERT_THAT(first, IsOk());
  ASSERT_NE(first->next_page_token(), "");
  next.set_page_token(first->next_page_token());
  ASSERT_THAT(Ask(next), IsOk());
  EXPECT_THAT(Disclosed(), SizeIs(1));

  // The page of another list would not be on the record.
  Record("birch", {CaseOpened("2025-01-10")});
  next.set_case_id(casejournal::testing::Id("birch"));
  EXPECT_THAT(Ask(next), casejournal::testing::NamesField("pageToken"));
}

TEST_F(DisclosuresTest, ListsAndProofsRecordNothing) {
  const uint64_t before = LogSize();

  EXPECT_THAT(AskFor<v1::ListCasesRequest>(""), IsOk());
  EXPECT_THAT(AskFor<v1::GetInclusionProofRequest>("position: 2"), IsOk());
  EXPECT_THAT(AskFor<v1::ReadLeavesRequest>("end_position: 2"), IsOk());
  EXPECT_THAT(AskFor<v1::ReadEventsRequest>("limit: 2"), IsOk());
  EXPECT_THAT(Disclosed(), IsEmpty());

  EXPECT_EQ(LogSize(), before);
}

TEST_F(DisclosuresTest, PlansAreRecordedWhereAllReadsAre) {
  ASSERT_THAT(AskFor<v1::GetCasePlanRequest>("case_id: '$ash'"), IsOk());

  ASSERT_THAT(Disclosed(), SizeIs(1));
  EXPECT_EQ(Disclosed()[0].form(), event::v1::DISCLOSURE_FORM_ANSWER);
  EXPECT_EQ(Disclosed()[0].method(), "GetCasePlan");
  EXPECT_THAT(AskFor<v1::GetCasePlanRequest>("case_id: 'ash'"), casejournal::testing::NamesField("caseId"));
}

// The disk has no room for a disclosure: what must be recorded is not given, and lists are.
TEST_F(DisclosuresTest, AFullDiskGivesNothingAway) {
  options().journal.log.disk_reserve_bytes = uint64_t{1} << 60;
  Start();

  for (const absl::Status& status :
       {AskFor<v1::GetHistoryRequest>("case_id: '$ash'").status(),
        AskFor<v1::ReplayCaseRequest>("case_id: '$ash'").status(), Ask(Register()).status(),
        AskFor<v1::ReadEventsRequest>("case_stream { case_id: '$ash' }").status(),
        AskFor<v1::ReadEventsRequest>("").status(), AskFor<v1::GetExhibitRequest>("case_id: '$ash'").status(),
        AskFor<v1::GetCasePlanRequest>("case_id: '$ash'").status()}) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("nothing was given")));
    EXPECT_EQ(DetailFrom<v1::ErrorInfo>(status).reason(), "DISCLOSURE_NOT_RECORDED");
  }
  EXPECT_THAT(AskFor<v1::ListCasesRequest>(""), IsOk());
  EXPECT_THAT(AskFor<v1::ReadEventsRequest>("limit: 2"), IsOk()) << "of the journal itself";
  options().journal_all_reads = false;
  Start();
  EXPECT_THAT(AskFor<v1::GetCasePlanRequest>("case_id: '$ash'"), IsOk());
}

}  // namespace
}  // namespace casejournal::services
