// Finds a detail of an error by its type.
#ifndef CASEJOURNAL_SERVICES_ERRORS_DETAIL_IN_H_
#define CASEJOURNAL_SERVICES_ERRORS_DETAIL_IN_H_

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "casejournal/v1/errors.pb.h"

namespace casejournal::services {

// Return whether `type_url` names `Detail`, or the message of google.rpc that has the same name and the same bytes.
template <typename Detail>
bool IsDetail(absl::string_view type_url) {
  absl::ConsumePrefix(&type_url, "type.googleapis.com/");
  return type_url == Detail::descriptor()->full_name() ||
         type_url == absl::StrCat("google.rpc.", Detail::descriptor()->name());
}

// Return the first detail of this type.
template <typename Detail>
std::optional<Detail> DetailIn(const v1::ErrorStatus& error) {
  for (const google::protobuf::Any& packed : error.details()) {
    Detail detail;
    if (IsDetail<Detail>(packed.type_url()) && detail.ParseFromString(packed.value())) return detail;
  }
  return std::nullopt;
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ERRORS_DETAIL_IN_H_
