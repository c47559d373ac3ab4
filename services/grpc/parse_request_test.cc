// Bytes that a client sends as a request.
#include "services/grpc/parse_request.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "casejournal/v1/case_service.pb.h"
#include "services/grpc/status.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::EqualsMessage;
using casejournal::testing::FromGrpc;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NamesField;
using casejournal::testing::NoteWritten;

v1::AppendRequest NoteRequest() {
  v1::AppendRequest request;
  request.set_request_id(Id("request"));
  request.add_cases()->set_case_id(Id("case"));
  *request.mutable_cases(0)->add_events() = CaseOpened("2025-01-10");
  *request.mutable_cases(0)->add_events() = NoteWritten("2025-01-10", "visited");
  return request;
}

// The bytes in slices of this size.
grpc::ByteBuffer InSlices(const std::string& bytes, size_t size) {
  std::vector<grpc::Slice> slices;
  for (size_t at = 0; at < bytes.size(); at += size) slices.emplace_back(bytes.substr(at, size));
  return grpc::ByteBuffer(slices.data(), slices.size());
}

absl::Status Parse(const std::string& bytes, v1::AppendRequest& request) {
  return FromGrpc(ToGrpc(ParseMessage(InSlices(bytes, 1000), request)));
}

TEST(ParseRequestTest, AMessageIsReadAsItWasWritten) {
  const auto read = MakeMessage<v1::AppendRequest>();

  ASSERT_THAT(ParseMessage(SerializeMessage(NoteRequest()), *read), IsOk());

  EXPECT_THAT(*read, EqualsMessage(NoteRequest()));
}

TEST(ParseRequestTest, AMessageInManyPiecesIsTheSame) {
  const std::string bytes = NoteRequest().SerializeAsString();
  for (const size_t size : {size_t{1}, size_t{7}, bytes.size()}) {
    v1::AppendRequest read;
    ASSERT_THAT(ParseMessage(InSlices(bytes, size), read), IsOk()) << size;
    EXPECT_THAT(read, EqualsMessage(NoteRequest()));
  }
}

TEST(ParseRequestTest, NoBytesAreAnEmptyMessage) {
  v1::AppendRequest read;

  EXPECT_THAT(Parse("", read), IsOk());
  EXPECT_EQ(read.ByteSizeLong(), 0);
}

TEST(ParseRequestTest, TextThatIsNotUtf8IsNamed) {
  v1::AppendRequest read;
  std::string bytes = NoteRequest().SerializeAsString();
  bytes.replace(bytes.find("visited"), 1, "\xE9");

  EXPECT_THAT(Parse(bytes, read), NamesField("cases[0].events[1].caseNoteWritten.text"));
}

TEST(ParseRequestTest, OtherBytesAreNoRequest) {
  v1::AppendRequest read;
  const std::string bytes = NoteRequest().SerializeAsString();

  EXPECT_THAT(Parse("\xFF\xFF\xFF", read), NamesField("request"));
  EXPECT_THAT(Parse(bytes.substr(0, bytes.size() - 1), read), NamesField("request"));
}

TEST(ParseRequestTest, AMessageOutlivesWhatItWasReadFrom) {
  std::shared_ptr<v1::AppendRequest> read;
  {
    const grpc::ByteBuffer bytes = SerializeMessage(NoteRequest());
    read = MakeMessage<v1::AppendRequest>();
    ASSERT_THAT(ParseMessage(bytes, *read), IsOk());
  }
  EXPECT_EQ(read->cases(0).events(1).case_note_written().text(), "visited");
}

}  // namespace
}  // namespace casejournal::services
