#include "services/grpc/status.h"

#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/errors/detail_in.h"
#include "services/errors/error_details.h"
#include "services/errors/error_size.h"

namespace casejournal::services {
namespace {

using ::testing::EndsWith;
using ::testing::Gt;
using ::testing::Le;

std::string ErrorTestId(size_t number) { return absl::StrFormat("00000000-0000-4000-8000-%012x", number); }

std::vector<std::string> ErrorTestIds(size_t count) {
  std::vector<std::string> ids;
  for (size_t i = 0; i < count; ++i) ids.push_back(ErrorTestId(i));
  return ids;
}

std::vector<v1::Violation> ManyViolations(size_t count, size_t ids_each, size_t text_bytes) {
  std::vector<v1::Violation> violations(count);
  for (size_t i = 0; i < count; ++i) {
    violations[i].set_event_index(static_cast<uint32_t>(i));
    violations[i].set_rule_id("retraction.has-dependents");
    violations[i].set_field(std::string(text_bytes, 'f'));
    violations[i].set_message(std::string(text_bytes, 'm'));
    violations[i].set_remedy(std::string(text_bytes, 'r'));
    const std::vector<std::string> ids = ErrorTestIds(ids_each);
    violations[i].mutable_ids()->Add(ids.begin(), ids.end());
  }
  return violations;
}

std::vector<v1::FieldError> ManyFields(size_t count, size_t text_bytes) {
  std::vector<v1::FieldError> fields(count);
  for (size_t i = 0; i < count; ++i) {
    fields[i].set_field(absl::StrCat("cases[0].events[", i, "].", std::string(text_bytes, 'x')));
    fields[i].set_given(std::string(text_bytes, '7'));
    fields[i].set_allowed(std::string(text_bytes, 'a'));
  }
  return fields;
}

// What HTTP/2 carries for an answer that failed: names and values of its trailers, before any compression.
size_t TrailerBytes(const grpc::Status& status) {
  size_t bytes = std::string(":status200content-typeapplication/grpcgrpc-status16grpc-message").size();
  for (const char byte : status.error_message()) bytes += byte >= ' ' && byte <= '~' && byte != '%' ? 1 : 3;
  if (!status.error_details().empty()) {
    bytes += std::string("grpc-status-details-bin").size() + absl::Base64Escape(status.error_details()).size();
  }
  return bytes + 6 * 32;  // as HTTP/2 counts a list of headers (RFC 9113, 6.5.2)
}

template <typename Detail>
Detail DetailOf(const grpc::Status& status) {
  v1::ErrorStatus error;
  EXPECT_TRUE(error.ParseFromString(status.error_details()));
  const std::optional<Detail> found = DetailIn<Detail>(error);
  EXPECT_TRUE(found.has_value());
  return found.value_or(Detail());
}

constexpr size_t kNginxBufferBytes = 3'900;

TEST(ErrorSize, TrailersFitThroughProxiesWhateverWasRefused) {
  for (const size_t count : {1, 2, 60, 1000}) {
    for (const size_t ids : {0, 3, 1903}) {
      for (const size_t text : {0, 200, 20'000}) {
        SCOPED_TRACE(absl::StrCat(count, " violations, ", ids, " ids, texts of ", text));
        const grpc::Status status = ToGrpc(RefusalError(ManyViolations(count, ids, text)));
        EXPECT_THAT(TrailerBytes(status), Le(kNginxBufferBytes));
        const auto refusal = DetailOf<v1::Refusal>(status);
        EXPECT_THAT(refusal.violations_size(), Gt(0));
        EXPECT_EQ(refusal.violations_size() + refusal.omitted(), count);
        EXPECT_EQ(refusal.violations(0).ids_size() + refusal.violations(0).ids_omitted(), ids);
        EXPECT_EQ(refusal.violations(0).rule_id(), "retraction.has-dependents");
      }
    }
  }
}

TEST(ErrorSize, TrailersFitThroughProxiesWhateverFieldsAreWrong) {
  for (const size_t count : {1, 40, 20'000}) {
    for (const size_t text : {0, 100, 20'000}) {
      SCOPED_TRACE(absl::StrCat(count, " fields, texts of ", text));
      const grpc::Status status = ToGrpc(BadRequestError(ManyFields(count, text)));
      EXPECT_THAT(TrailerBytes(status), Le(kNginxBufferBytes));
      const auto bad = DetailOf<v1::BadRequest>(status);
      EXPECT_THAT(bad.fields_size(), Gt(0));
      EXPECT_EQ(bad.fields_size() + bad.omitted(), count);
    }
  }
}

TEST(ErrorSize, TrailersFitThroughProxiesHoweverMuchWasTouched) {
  for (const size_t count : {1, 50, 1903}) {
    const grpc::Status status = ToGrpc(TouchedError(ErrorTestId(0), 3, 4711, ErrorTestIds(count)));
    EXPECT_THAT(TrailerBytes(status), Le(kNginxBufferBytes));
    const auto conflict = DetailOf<v1::RevisionConflict>(status);
    EXPECT_THAT(conflict.touched_ids_size(), Gt(0));
    EXPECT_EQ(conflict.touched_ids_size() + conflict.touched_omitted(), count);
    EXPECT_EQ(conflict.actual(), 4711u);
  }
}

TEST(ErrorSize, AMessageThatIsPercentEncodedIsCutBetweenCharacters) {
  std::string words;
  for (int i = 0; i < 1000; ++i) words += "é";
  const grpc::Status status = ToGrpc(absl::DataLossError(words));

  EXPECT_THAT(TrailerBytes(status), Le(kNginxBufferBytes));
  EXPECT_THAT(status.error_message(), EndsWith("é..."));
  EXPECT_EQ(status.error_message().size() % 2, 1u) << "é has two bytes, the mark three";
}

TEST(ErrorSize, WhatFitsIsLeftAsItIs) {
  const absl::Status refused = RefusalError(ManyViolations(3, 2, 100));

  v1::ErrorStatus cut = ToErrorStatus(refused);
  CutToFit(cut, kTrailerLimits);

  EXPECT_EQ(cut.SerializeAsString(), ToErrorStatus(refused).SerializeAsString());
}

TEST(ErrorSize, AMessageOfAStreamHasAllOfThem) {
  v1::ErrorStatus error = ToErrorStatus(TouchedError(ErrorTestId(0), 3, 4711, ErrorTestIds(1903)));

  CutToFit(error, kErrorMessageLimits);

  const v1::RevisionConflict conflict = DetailIn<v1::RevisionConflict>(error).value_or(v1::RevisionConflict());
  EXPECT_EQ(conflict.touched_ids_size(), 1903);
  EXPECT_EQ(conflict.touched_omitted(), 0u);
}

TEST(ErrorSize, AMessageOfAStreamKeepsToItsLimit) {
  v1::ErrorStatus error = ToErrorStatus(RefusalError(ManyViolations(1000, 1903, 1000)));

  CutToFit(error, kErrorMessageLimits);

  EXPECT_THAT(error.ByteSizeLong(), Le(kErrorMessageLimits.status_bytes));
  const v1::Refusal refusal = DetailIn<v1::Refusal>(error).value_or(v1::Refusal());
  EXPECT_EQ(refusal.violations_size() + refusal.omitted(), 1000u);
}

TEST(ErrorSize, ViolationsOfAnAnswerAreCountedWhereTheyAreTooMany) {
  std::vector<v1::Violation> violations = ManyViolations(1000, 1903, 10);

  const uint32_t removed = KeepWhatFits(size_t{3} << 20, violations);

  EXPECT_EQ(violations.size() + removed, 1000u);
  EXPECT_THAT(violations.size(), Gt(10u));
}

}  // namespace
}  // namespace casejournal::services
