// The request of every method, and the field that is named when its bytes are none. The first byte is the method.
#include <algorithm>
#include <memory>
#include <vector>

#include "casejournal/v1/access_service.pb.h"
#include "casejournal/v1/audit_service.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/court_service.pb.h"
#include "casejournal/v1/journal_service.pb.h"
#include "casejournal/v1/operator_service.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/stubs/logging.h"
#include "projections/events/event_codec.h"
#include "services/admission/shape/wire_text.h"
#include "services/errors/error_details.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {
namespace {

// An empty request of each method, in the order of the contract.
std::vector<google::protobuf::Message*> Requests() {
  const std::vector<const google::protobuf::FileDescriptor*> files = {
      v1::WhoMayRequest::descriptor()->file(),     v1::GetCheckpointRequest::descriptor()->file(),
      v1::AppendRequest::descriptor()->file(),     v1::GetExhibitRequest::descriptor()->file(),
      v1::GetJournalRequest::descriptor()->file(), v1::BackupRequest::descriptor()->file()};
  std::vector<google::protobuf::Message*> requests;
  for (const google::protobuf::FileDescriptor* file : files) {
    Hold(file->service_count() > 0, "a file of the contract has a service");
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const google::protobuf::Descriptor* type = file->service(s)->method(m)->input_type();
        requests.push_back(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
      }
    }
  }
  return requests;
}

}  // namespace

FUZZ_TARGET(request) {
  static const google::protobuf::LogSilencer silence;  // the library reports each damaged field
  static const auto* const requests = new std::vector<google::protobuf::Message*>(Requests());
  Input input(bytes);
  google::protobuf::Message& request = *(*requests)[input.Byte() % requests->size()];
  const absl::string_view wire = input.Rest();
  const auto wrong = services::FindInvalidUtf8(wire, *request.GetDescriptor());
  if (request.ParseFromArray(wire.data(), static_cast<int>(wire.size()))) {
    Hold(!wrong, "a request has only texts that are UTF-8");
    (void)projections::RefuseUnknown(request);
    return;
  }
  const v1::FieldError error = wrong ? *wrong : services::NotAMessage(*request.GetDescriptor());
  Hold(!error.field().empty() && !error.allowed().empty(), "an error names a field, and what is allowed");
  Hold(services::IsValidUtf8(error.field()), "an error can be sent");
  Hold(absl::IsInvalidArgument(services::BadRequestError({error})), "bytes that are no request are the caller's fault");
}

}  // namespace casejournal::fuzz
