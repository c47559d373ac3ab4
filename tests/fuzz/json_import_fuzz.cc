// JSON that a person imports: requests to append.
#include <algorithm>

#include "absl/strings/match.h"
#include "casejournal/v1/case_service.pb.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/util/json_util.h"
#include "services/json_input/json_fault.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(json_import) {
  static const google::protobuf::LogSilencer silence;  // the library reports each damaged field
  v1::AppendRequest request;
  const auto fault = services::ReadJson(bytes, &request);
  if (fault) {
    Hold(fault->offset <= bytes.size() && !fault->found.empty(), "a fault has a place and says something");
    const std::string text = services::FaultText(*fault, bytes, "x.jsonl", 7);
    Hold(absl::StartsWith(text, "x.jsonl:") && absl::StrContains(text, fault->found), "a fault is told");
    return;
  }
  std::string json;
  Hold(google::protobuf::util::MessageToJsonString(request, &json).ok(), "what was read can be written");
  v1::AppendRequest again;
  Hold(!services::ReadJson(json, &again), "what was written can be read");
  Hold(again.SerializeAsString() == request.SerializeAsString(), "what was written is what was read");
}

}  // namespace casejournal::fuzz
