#include "services/pages/message_json.h"

#include "google/protobuf/util/json_util.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

std::string Json(const google::protobuf::Message& message, bool lines) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = lines;
  std::string json;
  // This fails only for an Any of an unknown type, and no such message is printed.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!lines) json += '\n';
  return PrintableJson(json);
}

}  // namespace

std::string JsonLine(const google::protobuf::Message& message) { return Json(message, false); }

std::string JsonText(const google::protobuf::Message& message) { return Json(message, true); }

}  // namespace casejournal::services
