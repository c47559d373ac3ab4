// What a client gets that asks for a paper again, looks first, or asks for what cannot be given.
#include "services/answers/documents/get_document.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NamesField;
using casejournal::testing::NoteWritten;
using casejournal::testing::StatusIs;

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

}  // namespace
}  // namespace casejournal::services
