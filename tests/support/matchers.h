// Matchers for statuses and messages, which this version of Abseil and GoogleTest does not have.
#ifndef CASEJOURNAL_TESTS_SUPPORT_MATCHERS_H_
#define CASEJOURNAL_TESTS_SUPPORT_MATCHERS_H_

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"

namespace casejournal::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return arg.ok();
}

MATCHER_P(IsOkAndHolds, value_matcher, "is OK and holds a matching value") {
  if (!arg.ok()) {
    *result_listener << StatusOf(arg).ToString();
    return false;
  }
  return ::testing::ExplainMatchResult(value_matcher, *arg, result_listener);
}

MATCHER_P(StatusIs, code, "has status code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

MATCHER_P2(StatusIs, code, message_matcher, "has a status code and a matching message") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code &&
         ::testing::ExplainMatchResult(message_matcher, std::string(StatusOf(arg).message()), result_listener);
}

// Compares with a message of the same type.
MATCHER_P(EqualsMessage, expected, "equals " + expected.ShortDebugString()) {
  google::protobuf::util::MessageDifferencer differencer;
  std::string report;
  differencer.ReportDifferencesToString(&report);
  const bool equal = differencer.Compare(expected, arg);
  *result_listener << report;
  return equal;
}

// Compares with a message written as text.
MATCHER_P(EqualsProto, text, "equals " + std::string(text)) {
  std::unique_ptr<google::protobuf::Message> expected(arg.New());
  if (!google::protobuf::TextFormat::ParseFromString(text, expected.get())) {
    *result_listener << "the expected text does not parse";
    return false;
  }
  google::protobuf::util::MessageDifferencer differencer;
  std::string report;
  differencer.ReportDifferencesToString(&report);
  const bool equal = differencer.Compare(*expected, arg);
  *result_listener << report;
  return equal;
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_MATCHERS_H_
