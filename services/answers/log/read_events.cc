#include "services/answers/log/read_events.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "services/answers/recorded_event.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

// Reads one page from a place on.
using ReadPage = absl::FunctionRef<absl::StatusOr<size_t>(uint64_t from, const eventstore::ReadLimit& limit,
                                                          eventstore::TakeEntry take)>;

// Read and send pages until one is empty or `limit` events were sent. 0: no limit.
absl::Status SendPages(uint64_t from, uint64_t limit, const EntryForm& form, Send<v1::ReadEventsResponse> send,
                       ReadPage read) {
  uint64_t left = limit == 0 ? std::numeric_limits<uint64_t>::max() : limit;
  v1::ReadEventsResponse batch;  // one for all pages, so that its memory is used again
  for (uint64_t next = from; left > 0;) {
    eventstore::ReadLimit page = kBatch;
    page.events_max = std::min<uint64_t>(page.events_max, left);
    EntryBatch entries(*batch.mutable_entries());
    absl::Status wording;
    const absl::StatusOr<size_t> count = read(next, page, [&](const eventstore::RecordedEntry& entry) {
      wording.Update(SetEntry(entry, form, entries.Next()));
    });
    entries.End();
    if (!count.ok()) return count.status();
    if (!wording.ok()) return wording;
    if (*count == 0) return absl::OkStatus();
    next += *count;
    left -= *count;
    if (!send(batch)) return absl::CancelledError("the client disconnected");
  }
  return absl::OkStatus();
}

absl::Status SendStream(const eventstore::EventLog& log, eventstore::StreamKind kind, const v1::CaseRevision& from,
                        uint64_t limit, const EntryForm& form, Send<v1::ReadEventsResponse> send) {
  const absl::StatusOr<eventstore::Uuid> id = ExistingCaseId(log, from.case_id());
  if (!id.ok()) return id.status();
  const eventstore::StreamId stream{.kind = kind, .uuid = *id};
  return SendPages(from.revision(), limit, form, send,
                   [&](uint64_t next, const eventstore::ReadLimit& page, eventstore::TakeEntry take) {
                     return log.ScanStream(stream, next, page, take);
                   });
}

}  // namespace

absl::Status ReadEvents(const eventstore::EventLog& log, const v1::ReadEventsRequest& request,
                        Send<v1::ReadEventsResponse> send) {
  std::optional<SentenceWriter> writer;
  if (request.with_sentences()) writer.emplace(log);
  const EntryForm form{.sentences = writer ? &*writer : nullptr, .exact_bytes_only = request.exact_bytes_only()};
  if (request.has_case_stream()) {
    return SendStream(log, eventstore::StreamKind::kCase, request.case_stream(), request.limit(), form, send);
  }
  if (request.has_access_stream()) {
    return SendStream(log, eventstore::StreamKind::kAccess, request.access_stream(), request.limit(), form, send);
  }
  // Up to what is committed now, so that a read of the whole journal ends even if it grows.
  const uint64_t size = log.size();
  const uint64_t rest = size > request.position() ? size - request.position() : 0;
  if (rest == 0) return absl::OkStatus();
  const uint64_t limit = request.limit() == 0 ? rest : std::min(rest, request.limit());
  return SendPages(request.position(), limit, form, send,
                   [&](uint64_t next, const eventstore::ReadLimit& page, eventstore::TakeEntry take) {
                     return log.ScanLog(next, page, take);
                   });
}

}  // namespace casejournal::services
