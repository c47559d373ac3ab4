// What a client gets that asks for a paper again, looks first, or asks for what cannot be given.
#include "services/answers/documents/get_document.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::AdultJoined;
using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::ChildRemoved;
using casejournal::testing::GoalEstablished;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::MovedIn;
using casejournal::testing::NamesField;
using casejournal::testing::NoteWritten;
using casejournal::testing::NumberGiven;
using casejournal::testing::ObjectiveAdded;
using casejournal::testing::PlacementBegan;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

struct Paper {
  std::string file;
  v1::GetDocumentResponse first;
};

class GetDocumentTest : public casejournal::testing::ServerTest {
 protected:
  void TellStory() override {
    Record("ash", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "ana"), NoteWritten("2025-01-10", "visited")});
  }

  static v1::GetDocumentRequest Asking(v1::DocumentKind kind, const std::string& request_id = "") {
    v1::GetDocumentRequest request;
    request.set_case_id(Id("ash"));
    request.set_kind(kind);
    request.set_format(v1::DOCUMENT_FORMAT_HTML);
    request.set_request_id(request_id);
    return request;
  }

  absl::StatusOr<Paper> Get(const v1::GetDocumentRequest& request) {
    grpc::ClientContext context;
    const auto reader = own_->court->GetDocument(&context, request);
    Paper paper;
    v1::GetDocumentResponse next;
    while (reader->Read(&next)) {
      if (next.total_bytes() > 0) paper.first = next;
      paper.file += next.chunk();
    }
    const absl::Status status = casejournal::testing::FromGrpc(reader->Finish());
    if (!status.ok()) return status;
    return paper;
  }

  uint64_t Disclosures() const {
    const auto page = journal().log().ReadStream(eventstore::StreamId::Access(*eventstore::Uuid::Parse(Id("ash"))), 0,
                                                 {.events_max = 100});
    EXPECT_THAT(page, IsOk());
    return page.ok() ? page->size() : 0;
  }
};

TEST_F(GetDocumentTest, ARepeatedRequestGetsTheSameFileUnderOneDisclosure) {
  for (const v1::DocumentKind kind :
       {v1::DOCUMENT_KIND_WORKING_PLAN, v1::DOCUMENT_KIND_REGISTER, v1::DOCUMENT_KIND_DISCLOSURES}) {
    const uint64_t before = Disclosures();
    const std::string request_id = eventstore::Uuid::Random().ToString();
    const absl::StatusOr<Paper> once = Get(Asking(kind, request_id));
    const absl::StatusOr<Paper> again = Get(Asking(kind, request_id));

    ASSERT_THAT(once, IsOk());
    ASSERT_THAT(again, IsOk());
    EXPECT_EQ(once->file, again->file);
    EXPECT_EQ(once->file.size(), once->first.total_bytes());
    EXPECT_EQ(once->first.disclosure_revision(), before);
    EXPECT_EQ(again->first.disclosure_revision(), before);
    EXPECT_EQ(Disclosures(), before + 1);
  }
}

TEST_F(GetDocumentTest, AFileThatTheRecordNoLongerGivesIsNotGivenAgain) {
  const std::string request_id = eventstore::Uuid::Random().ToString();
  ASSERT_THAT(Get(Asking(v1::DOCUMENT_KIND_WORKING_PLAN, request_id)), IsOk());
  Record("ash", {ChildJoined("2025-01-10", "ben")});

  EXPECT_THAT(Get(Asking(v1::DOCUMENT_KIND_WORKING_PLAN, request_id)), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(Disclosures(), 1u);
}

TEST_F(GetDocumentTest, ARequestIdIsForOneRequest) {
  const std::string request_id = eventstore::Uuid::Random().ToString();
  ASSERT_THAT(Get(Asking(v1::DOCUMENT_KIND_REGISTER, request_id)), IsOk());

  EXPECT_THAT(Get(Asking(v1::DOCUMENT_KIND_DISCLOSURES, request_id)), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(GetDocumentTest, APreviewTellsTheSizeAndRecordsNothing) {
  v1::GetDocumentRequest request = Asking(v1::DOCUMENT_KIND_REGISTER);
  request.set_preview(true);
  const absl::StatusOr<Paper> preview = Get(request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(preview->file, "");
  EXPECT_FALSE(preview->first.has_disclosure_revision());
  EXPECT_EQ(Disclosures(), 0u);

  const absl::StatusOr<Paper> given = Get(Asking(v1::DOCUMENT_KIND_REGISTER));
  ASSERT_THAT(given, IsOk());
  EXPECT_EQ(given->first.total_bytes(), preview->first.total_bytes());
  EXPECT_EQ(given->first.digest(), preview->first.digest());
}

TEST_F(GetDocumentTest, AWrongFieldIsNamedAndNothingIsRecorded) {
  EXPECT_THAT(Get(Asking(v1::DOCUMENT_KIND_UNSPECIFIED)), NamesField("kind"));
  EXPECT_THAT(Get(Asking(v1::DOCUMENT_KIND_PLAN_VERSION)), NamesField("digest"));
  v1::GetDocumentRequest request = Asking(v1::DOCUMENT_KIND_REGISTER);
  request.set_on("2025-01-10");
  EXPECT_THAT(Get(request), NamesField("on"));
  request = Asking(v1::DOCUMENT_KIND_REGISTER);
  request.set_language("so");
  EXPECT_THAT(Get(request), NamesField("language"));
  request = Asking(v1::DOCUMENT_KIND_DISCLOSURES);
  request.mutable_as_of()->set_revision(0);
  EXPECT_THAT(Get(request), NamesField("asOf"));
  request = Asking(v1::DOCUMENT_KIND_REGISTER);
  request.add_with_labels(event::v1::LABEL_PART2);
  EXPECT_THAT(Get(request), NamesField("authority"));
  EXPECT_EQ(Disclosures(), 0u);
}

TEST_F(GetDocumentTest, AFieldGoesWithItsKindsOnly) {
  v1::GetDocumentRequest request = Asking(v1::DOCUMENT_KIND_CHILD_PACKET);
  EXPECT_THAT(Get(request), NamesField("childId"));
  for (const v1::DocumentKind kind :
       {v1::DOCUMENT_KIND_WORKING_PLAN, v1::DOCUMENT_KIND_DISCLOSURES, v1::DOCUMENT_KIND_REVIEW_REPORT}) {
    request = Asking(kind);
    request.set_child_id(Id("ana"));
    EXPECT_THAT(Get(request), NamesField("childId")) << kind;
  }
  for (const v1::DocumentKind kind : {v1::DOCUMENT_KIND_WORKING_PLAN, v1::DOCUMENT_KIND_REGISTER}) {
    request = Asking(kind);
    request.set_meeting_id(Id("review"));
    EXPECT_THAT(Get(request), NamesField("meetingId")) << kind;
  }
  request = Asking(v1::DOCUMENT_KIND_WORKING_PLAN);
  request.set_day_from("2025-01-10");
  EXPECT_THAT(Get(request), NamesField("dayFrom"));
  request = Asking(v1::DOCUMENT_KIND_DOCKET);
  request.set_day_until("2025-01-10");
  EXPECT_THAT(Get(request), NamesField("dayUntil"));
  request = Asking(v1::DOCUMENT_KIND_DISCLOSURES);
  request.set_changed_since("2025-01-10");
  EXPECT_THAT(Get(request), NamesField("changedSince"));
  request = Asking(v1::DOCUMENT_KIND_REGISTER);
  request.set_changed_since("yesterday");
  EXPECT_THAT(Get(request), NamesField("changedSince"));
  request.set_changed_since("");
  request.set_day_from("2025-02-01");
  request.set_day_until("2025-01-01");
  EXPECT_THAT(Get(request), NamesField("dayFrom"));
  EXPECT_EQ(Disclosures(), 0u);
}

TEST_F(GetDocumentTest, AChildOrAReviewThatTheCaseDoesNotHaveIsNotFound) {
  for (const v1::DocumentKind kind : {v1::DOCUMENT_KIND_CHILD_PACKET, v1::DOCUMENT_KIND_REGISTER}) {
    v1::GetDocumentRequest request = Asking(kind);
    request.set_child_id(Id("nobody"));
    EXPECT_THAT(Get(request), StatusIs(absl::StatusCode::kNotFound)) << kind;
  }
  EXPECT_THAT(Get(Asking(v1::DOCUMENT_KIND_REVIEW_REPORT)), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(Disclosures(), 0u);
}

// Two children, each with a number and a placement, and two reviews.
class GetCourtDocumentTest : public GetDocumentTest {
 protected:
  void TellStory() override {
    Record("ash", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "ana"), ChildJoined("2025-01-10", "ben"),
                   AdultJoined("2025-01-10", "rosa"), NumberGiven("2025-01-10", "JV-A", "ana"),
                   NumberGiven("2025-01-10", "JV-B", "ben"), MovedIn("2025-01-10", "home", "ana"), Removed("ana"),
                   Removed("ben"), Placed("ana", "aunt"), Placed("ben", "uncle"),
                   GoalEstablished("2025-01-10", "goal", "Both are safe")});
    Review("review-1", "2025-04-10", "a first step");
    Record("ash", {ObjectiveAdded("2025-05-10", "objective", "goal", "a home")});
    Review("review-2", "2025-07-10", "a second step");
    Tell("ash", "2025-08-01",
         absl::StrCat("placement_ended { placement_id: '", Id("home-of-ana"), "' reason: 'too late for the report' }"));
  }

  static casejournal::testing::CaseEvent Removed(const std::string& child) {
    casejournal::testing::CaseEvent removed = ChildRemoved("2025-01-10", child);
    removed.mutable_child_removed()->set_from_household_id(Id("home"));
    return removed;
  }
  static casejournal::testing::CaseEvent Placed(const std::string& child, const std::string& with_whom) {
    casejournal::testing::CaseEvent placed =
        PlacementBegan("2025-01-10", absl::StrCat("home-of-", child), child, with_whom);
    placed.mutable_placement_began()->set_reason("kin was near");
    return placed;
  }

  void Review(const std::string& meeting, const std::string& day, const std::string& progress) {
    Tell(
        "ash", day,
        absl::StrCat("review_held { meeting_id: '", Id(meeting),
                     "' kind: MEETING_KIND_SEMI_ANNUAL_REVIEW present_ids: '$rosa' panel { seat: "
                     "PANEL_SEAT_INDEPENDENT_MEMBER staff { issuer: 'wren.example' subject: 'u-9' name: 'Joan' } } }"));
    Tell("ash", day,
         absl::StrCat("review_finding_made { meeting_id: '", Id(meeting),
                      "' child_id: '$ana' plan_followed: PLAN_FOLLOWED_YES outcome: "
                      "PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY progress: '",
                      progress, "' }"));
  }

  std::string File(const v1::GetDocumentRequest& request) {
    const absl::StatusOr<Paper> paper = Get(request);
    EXPECT_THAT(paper, IsOk());
    return paper.ok() ? paper->file : "";
  }
};

TEST_F(GetCourtDocumentTest, AReportIsOfTheLastReviewUnlessAnotherIsNamed) {
  v1::GetDocumentRequest request = Asking(v1::DOCUMENT_KIND_REVIEW_REPORT);
  const std::string last = File(request);
  EXPECT_THAT(last, HasSubstr("a second step"));
  EXPECT_THAT(last, HasSubstr("2025-04-10"));
  EXPECT_THAT(last, HasSubstr("What changed since the review before"));
  EXPECT_THAT(last, HasSubstr("a home"));
  request.set_meeting_id(Id("review-1"));
  const std::string first = File(request);
  EXPECT_THAT(first, HasSubstr("a first step"));
  EXPECT_THAT(first, HasSubstr("this is the first"));
  EXPECT_THAT(first, Not(HasSubstr("a home"))) << "it was added after this review";
  request.set_meeting_id(Id("goal"));
  EXPECT_THAT(Get(request), StatusIs(absl::StatusCode::kNotFound));
}

// Who suffers: a court that compares the digest of a report that was filed months ago.
TEST_F(GetCourtDocumentTest, AReportRestsOnTheEntriesOfItsReviewAndChangesOnlyWithThem) {
  const v1::GetDocumentRequest request = Asking(v1::DOCUMENT_KIND_REVIEW_REPORT);
  const std::string before = File(request);
  EXPECT_THAT(before, Not(HasSubstr("too late for the report")));
  Record("ash", {NoteWritten("2025-08-02", "a call"), GoalEstablished("2025-08-02", "late-goal", "another goal")});
  EXPECT_EQ(File(request), before);

  Tell("ash", "2025-08-03",
       absl::StrCat("agency_decided { meeting_id: '", Id("review-2"),
                    "' decision: AGENCY_DECISION_APPROVED decided_by { issuer: 'wren.example' subject: 'u-9' name: "
                    "'Joan' } submitted_on: '2025-07-11' }"));
  const std::string after = File(request);
  EXPECT_THAT(after, HasSubstr("Approved by Joan"));
  EXPECT_THAT(after, Not(HasSubstr("another goal"))) << "it was set after the day of the review";
}

TEST_F(GetCourtDocumentTest, ARegisterAndAPacketOfAChildHaveNoRowOfASibling) {
  for (const v1::DocumentKind kind : {v1::DOCUMENT_KIND_CHILD_PACKET, v1::DOCUMENT_KIND_REGISTER}) {
    v1::GetDocumentRequest request = Asking(kind);
    request.set_child_id(Id("ana"));
    const std::string file = File(request);
    EXPECT_THAT(file, HasSubstr("JV-A")) << kind;
    EXPECT_THAT(file, Not(HasSubstr("JV-B"))) << kind;
    EXPECT_THAT(file, Not(HasSubstr("uncle"))) << kind;
    EXPECT_THAT(file, Not(HasSubstr("ben was removed"))) << kind;
  }
}

TEST_F(GetCourtDocumentTest, ARegisterOfDaysHasOnlyTheirActions) {
  v1::GetDocumentRequest request = Asking(v1::DOCUMENT_KIND_REGISTER);
  EXPECT_THAT(File(request), HasSubstr("4 actions on "));
  request.set_day_from("2025-01-11");
  EXPECT_THAT(File(request), HasSubstr("No actions"));
  request.set_day_from("");
  request.set_changed_since("2025-01-11");
  EXPECT_THAT(File(request), HasSubstr("No actions"));
}

TEST_F(GetCourtDocumentTest, TheSameRequestHasTheSameFileAndDigestInEachKind) {
  for (const v1::DocumentKind kind : {v1::DOCUMENT_KIND_CHILD_PACKET, v1::DOCUMENT_KIND_REVIEW_REPORT}) {
    v1::GetDocumentRequest request = Asking(kind, eventstore::Uuid::Random().ToString());
    if (kind == v1::DOCUMENT_KIND_CHILD_PACKET) request.set_child_id(Id("ana"));
    const absl::StatusOr<Paper> once = Get(request);
    const absl::StatusOr<Paper> again = Get(request);
    ASSERT_THAT(once, IsOk());
    ASSERT_THAT(again, IsOk());
    EXPECT_EQ(once->file, again->file);
    request.set_format(v1::DOCUMENT_FORMAT_PDF_A4);
    request.set_language("es");
    request.set_request_id("");
    const absl::StatusOr<Paper> pdf = Get(request);
    ASSERT_THAT(pdf, IsOk());
    EXPECT_EQ(pdf->first.digest(), once->first.digest());
    EXPECT_NE(pdf->file, once->file);
  }
}

}  // namespace
}  // namespace casejournal::services
