#include "services/recorder/repeat.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/hash.h"
#include "projections/events/event_codec.h"

namespace casejournal::services {
namespace {

using eventstore::EventLog;
using eventstore::Position;
using eventstore::RecordedEntry;

// Build the answer from the entries that the request recorded.
absl::StatusOr<v1::AppendResponse> AnswerFrom(const EventLog& log, const v1::AppendRequest& request, Position first) {
  v1::AppendResponse response;
  response.set_request_id(request.request_id());
  response.set_first_position(first);
  response.set_repeated_answer(true);
  Position position = first;
  for (const v1::CaseAppend& part : request.cases()) {
    v1::CaseAppended* appended = response.add_cases();
    appended->set_case_id(part.case_id());
    appended->set_events(static_cast<uint32_t>(part.events_size()));
    for (int i = 0; i < part.events_size(); ++i, ++position) {
      absl::StatusOr<std::vector<RecordedEntry>> page = log.ReadLog(position, {.events_max = 1});
      if (!page.ok()) return page.status();
      if (page->empty()) return absl::DataLossError(absl::StrCat("position ", position, " is missing"));
      const RecordedEntry& entry = page->front();
      if (i == 0) appended->set_first_revision(entry.header.revision);
      *response.mutable_recorded_at() =
          google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(entry.header.recorded_at_us);
      if (!part.events(i).has_plan_version_drawn_up()) continue;
      absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry.payload());
      if (!stored.ok()) return stored.status();
      appended->add_plan_version_digests(stored->case_event().plan_version_drawn_up().digest());
    }
  }
  return response;
}

void SerializeInOneWay(const google::protobuf::Message& message, std::string& bytes) {
  bytes.resize(message.ByteSizeLong());
  google::protobuf::io::ArrayOutputStream stream(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&out);
}

// The digest in entries of earlier programs, which also covers the expectations.
std::string DigestWithExpectations(const v1::AppendRequest& request) {
  eventstore::Sha256 hash;
  std::string bytes;
  for (const v1::CaseAppend& part : request.cases()) {
    SerializeInOneWay(part, bytes);
    hash.Update(absl::StrCat(bytes.size(), ":")).Update(bytes);
  }
  const eventstore::Hash digest = hash.Finish();
  return std::string(eventstore::AsBytes(digest));
}

}  // namespace

std::string DigestOf(const v1::AppendRequest& request) {
  eventstore::Sha256 hash;
  std::string bytes;
  for (const v1::CaseAppend& part : request.cases()) {
    // Each case and event follows its length or number, so that no two requests give the same bytes.
    hash.Update(absl::StrCat("case ", part.case_id().size(), ":", part.case_id(), " ", part.events_size(), "\n"));
    for (const event::v1::CaseEvent& event : part.events()) {
      SerializeInOneWay(event, bytes);
      hash.Update(absl::StrCat(bytes.size(), ":")).Update(bytes);
    }
  }
  const eventstore::Hash digest = hash.Finish();
  return std::string(eventstore::AsBytes(digest));
}

absl::Status UsedForOtherContent(const std::string& request_id, Position first) {
  return absl::AlreadyExistsError(
      absl::StrCat("request id ", request_id, " was used for other content at position ", first));
}

absl::StatusOr<v1::AppendResponse> AnswerAgain(const EventLog& log, const v1::AppendRequest& request,
                                               const std::string& digest, Position first) {
  const absl::StatusOr<std::vector<RecordedEntry>> page = log.ReadLog(first, {.events_max = 1});
  if (!page.ok()) return page.status();
  if (page->empty()) return absl::DataLossError(absl::StrCat("position ", first, " is missing"));
  const absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(page->front().payload());
  if (!stored.ok()) return stored.status();
  const std::string& recorded = stored->admission().request_digest();
  if (recorded != digest && recorded != DigestWithExpectations(request)) {
    return UsedForOtherContent(request.request_id(), first);
  }
  return AnswerFrom(log, request, first);
}

}  // namespace casejournal::services
