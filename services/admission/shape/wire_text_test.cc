#include "services/admission/shape/wire_text.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_replace.h"
#include "casejournal/v1/case_service.pb.h"

namespace casejournal::services {
namespace {

constexpr char kMark[] = "MARK";

// The bytes of a request with `bytes` instead of a four-letter word in its second event.
std::string RequestWith(absl::string_view bytes) {
  v1::AppendRequest request;
  v1::CaseAppend& append = *request.add_cases();
  append.add_events()->mutable_goal_reached()->set_evidence("fine");
  event::v1::ObjectiveAdded& added = *append.add_events()->mutable_objective_added();
  added.mutable_terms()->set_statement(kMark);
  return absl::StrReplaceAll(request.SerializeAsString(), {{kMark, bytes}});
}

// With only "the request could not be parsed", a client does not find one wrong letter in one note.
TEST(WireTextTest, FieldThatIsNoUtf8IsNamed) {
  const std::string wire = RequestWith("\xFF\xFE\xFA\xFB");
  ASSERT_FALSE(v1::AppendRequest().ParseFromString(wire));

  const auto found = FindInvalidUtf8(wire, *v1::AppendRequest::descriptor());

  ASSERT_TRUE(found);
  EXPECT_EQ(found->field(), "cases[0].events[1].objectiveAdded.terms.statement");
  EXPECT_EQ(found->given(), "");
  EXPECT_EQ(found->allowed(), "text in UTF-8");
  EXPECT_EQ(found->wording().id(), "shape.utf8");
}

TEST(WireTextTest, BytesThatAreNoMessageAreNamedAsTheWhole) {
  const v1::FieldError error = NotAMessage(*v1::AppendRequest::descriptor());

  EXPECT_EQ(error.field(), "request");
  EXPECT_EQ(error.allowed(), "a serialized casejournal.v1.AppendRequest");
  EXPECT_EQ(error.wording().id(), "shape.message");
}

TEST(WireTextTest, NothingIsFoundInGoodText) {
  EXPECT_FALSE(FindInvalidUtf8(RequestWith("\xC3\xA4ok"), *v1::AppendRequest::descriptor()));
}

// Digests are bytes, not text.
TEST(WireTextTest, BytesMayHoldAnything) {
  v1::AppendRequest request;
  request.add_cases()->add_events()->mutable_plan_signed()->set_digest("\xFF\xFE\xFA\xFB");

  EXPECT_FALSE(FindInvalidUtf8(request.SerializeAsString(), *v1::AppendRequest::descriptor()));
}

// Any bytes are accepted. Bytes that are not a message name no field.
TEST(WireTextTest, EveryPrefixIsWithstood) {
  const std::string wire = RequestWith("\xFF\xFE\xFA\xFB");
  for (size_t length = 0; length < wire.size(); ++length) {
    const auto found = FindInvalidUtf8(wire.substr(0, length), *v1::AppendRequest::descriptor());
    EXPECT_FALSE(found) << length;
  }
  EXPECT_FALSE(FindInvalidUtf8("\x0B\x0B", *v1::AppendRequest::descriptor()));
}

TEST(WireTextTest, Utf8IsTheStandardsUtf8) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"));
  EXPECT_TRUE(IsValidUtf8("\xF4\x8F\xBF\xBF"));
  EXPECT_FALSE(IsValidUtf8("\x80"));
  EXPECT_FALSE(IsValidUtf8("\xC3"));
  EXPECT_FALSE(IsValidUtf8("\xC0\xAF"));
  EXPECT_FALSE(IsValidUtf8("\xE0\x80\xAF"));
  EXPECT_FALSE(IsValidUtf8("\xED\xA0\x80"));
  EXPECT_FALSE(IsValidUtf8("\xF0\x80\x80\xAF"));
  EXPECT_FALSE(IsValidUtf8("\xF4\x90\x80\x80"));
  EXPECT_FALSE(IsValidUtf8("\xF5\x80\x80\x80"));
}

}  // namespace
}  // namespace casejournal::services
