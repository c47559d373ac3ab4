#include "services/recorder/repeat.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/tree/hash.h"
#include "projections/events/event_codec.h"

namespace casejournal::services {
namespace {

using eventstore::EventLog;
using eventstore::Position;
using eventstore::RecordedEntry;

// Where the first event of the request would be: right behind what it expected, or where the index of requests says.
absl::StatusOr<std::optional<RecordedEntry>> FirstEntryOf(const EventLog& log, const v1::AppendRequest& request,
                                                          const eventstore::StreamHead& head) {
  const v1::CaseAppend& first = request.cases(0);
  const eventstore::StreamId stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(first.case_id()));
  absl::StatusOr<std::vector<RecordedEntry>> page = std::vector<RecordedEntry>();
  if (first.expected().any() || first.expected().has_unchanged_since()) {
    absl::StatusOr<std::optional<Position>> position =
        log.FindRequest(stream, *eventstore::Uuid::Parse(request.request_id()));
    if (!position.ok()) return position.status();
    if (position->has_value()) page = log.ReadLog(**position, {.events_max = 1});
  } else {
    const eventstore::Revision next = first.expected().no_case() ? 0 : first.expected().exactly() + 1;
    if (head.next() > next) page = log.ReadStream(stream, next, {.events_max = 1});
  }
  if (!page.ok()) return page.status();
  if (page->empty() || page->front().header.request_id.ToString() != request.request_id()) return std::nullopt;
  return std::move(page->front());
}

// The answer, from the entries that the request made.
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

}  // namespace

std::string DigestOf(const v1::AppendRequest& request) {
  eventstore::Sha256 hash;
  std::string bytes;
  for (const v1::CaseAppend& part : request.cases()) {
    bytes.resize(part.ByteSizeLong());
    {
      google::protobuf::io::ArrayOutputStream stream(bytes.data(), static_cast<int>(bytes.size()));
      google::protobuf::io::CodedOutputStream out(&stream);
      out.SetSerializationDeterministic(true);
      part.SerializeWithCachedSizes(&out);
    }
    // Each case behind its length, so that no two requests run into the same bytes.
    hash.Update(absl::StrCat(bytes.size(), ":")).Update(bytes);
  }
  const eventstore::Hash digest = hash.Finish();
  return std::string(eventstore::AsBytes(digest));
}

absl::StatusOr<std::optional<v1::AppendResponse>> FindRepeat(const EventLog& log, const v1::AppendRequest& request,
                                                             const std::string& digest,
                                                             const eventstore::StreamHead& first_case) {
  absl::StatusOr<std::optional<RecordedEntry>> entry = FirstEntryOf(log, request, first_case);
  if (!entry.ok()) return entry.status();
  if (!entry->has_value()) return std::nullopt;
  absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent((*entry)->payload());
  if (!stored.ok()) return stored.status();
  if (stored->admission().request_digest() != digest) {
    return absl::AlreadyExistsError(absl::StrCat("request id ", request.request_id(), " was used for other content"));
  }
  absl::StatusOr<v1::AppendResponse> answer = AnswerFrom(log, request, (*entry)->position);
  if (!answer.ok()) return answer.status();
  return *std::move(answer);
}

}  // namespace casejournal::services
