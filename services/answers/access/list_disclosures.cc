#include "services/answers/access/list_disclosures.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_codec.h"
#include "services/answers/paging.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

// The entries whose headers one page looks at.
constexpr uint64_t kHeadersMax = 200'000;
constexpr uint64_t kHeadersAtOnce = 4'096;
constexpr uint64_t kEntriesAtOnce = 256;

// The disclosure in an entry, if it is one.
absl::StatusOr<std::optional<v1::Disclosure>> DisclosureIn(const eventstore::RecordedEntry& entry) {
  absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry.payload());
  if (!stored.ok()) return stored.status();
  v1::Disclosure disclosure;
  disclosure.set_position(entry.position);
  *disclosure.mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(entry.header.recorded_at_us);
  *disclosure.mutable_actor() = stored->admission().actor();
  if (stored->access_event().has_disclosure_made()) {
    disclosure.set_case_id(entry.header.stream.uuid.ToString());
    *disclosure.mutable_of_case() = std::move(*stored->mutable_access_event()->mutable_disclosure_made());
  } else if (stored->reader_event().has_entries_disclosed()) {
    *disclosure.mutable_of_range() = std::move(*stored->mutable_reader_event()->mutable_entries_disclosed());
  } else {
    return std::nullopt;
  }
  return disclosure;
}

// Where the page ends: everything from there on was on earlier pages. Absent in the token of the first page.
absl::StatusOr<std::optional<uint64_t>> EndIn(const v1::ListDisclosuresRequest& request) {
  if (request.page_token().empty()) return std::nullopt;
  uint64_t end = 0;
  if (!absl::SimpleAtoi(request.page_token(), &end))
    return FieldError("pageToken", request.page_token(), kFieldPageToken);
  return end;
}

absl::StatusOr<uint32_t> PageSizeIn(const v1::ListDisclosuresRequest& request) {
  const uint32_t size = request.page_size() == 0 ? kPageDefault : request.page_size();
  if (size > kPageMax)
    return FieldError("pageSize", absl::StrCat(size), kFieldOneTo, {projections::NumberParameter("most", kPageMax)});
  return size;
}

absl::StatusOr<v1::ListDisclosuresResponse> OfCase(const eventstore::EventLog& log, const Reader& reader,
                                                   const v1::ListDisclosuresRequest& request, uint32_t size,
                                                   std::optional<uint64_t> end) {
  if (!eventstore::Uuid::Parse(request.case_id()).ok()) return FieldError("caseId", request.case_id(), kFieldUuid);
  if (absl::Status may = reader.MayIn(request.case_id(), Act::kReadDisclosures).status(); !may.ok()) return may;
  const eventstore::StreamId stream = eventstore::StreamId::Access(*eventstore::Uuid::Parse(request.case_id()));
  const absl::StatusOr<eventstore::StreamHead> head = log.Head(stream);
  if (!head.ok()) return head.status();
  uint64_t next = std::min(end.value_or(head->next()), head->next());
  v1::ListDisclosuresResponse response;
  while (next > 0) {
    const uint64_t from = next > kEntriesAtOnce ? next - kEntriesAtOnce : 0;
    std::vector<eventstore::RecordedEntry> entries;
    while (from + entries.size() < next) {
      absl::StatusOr<std::vector<eventstore::RecordedEntry>> page =
          log.ReadStream(stream, from + entries.size(), {.events_max = next - from - entries.size()});
      if (!page.ok()) return page.status();
      if (page->empty()) return absl::DataLossError("an access stream ends before its head");
      std::move(page->begin(), page->end(), std::back_inserter(entries));
    }
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry, --next) {
      if (response.disclosures_size() == static_cast<int>(size)) {
        response.set_next_page_token(absl::StrCat(next));
        return response;
      }
      absl::StatusOr<std::optional<v1::Disclosure>> disclosure = DisclosureIn(*entry);
      if (!disclosure.ok()) return disclosure.status();
      if (disclosure->has_value()) *response.add_disclosures() = **std::move(disclosure);
    }
  }
  return response;
}

bool IsAskedFor(const v1::Disclosure& disclosure, const v1::ListDisclosuresRequest& request) {
  if (!request.by_subject().empty()) return disclosure.actor().subject() == request.by_subject();
  const std::string& recipient =
      disclosure.has_of_case() ? disclosure.of_case().recipient() : disclosure.of_range().recipient();
  return absl::StrContains(absl::AsciiStrToLower(recipient), absl::AsciiStrToLower(request.to()));
}

absl::StatusOr<std::vector<eventstore::PlacedHeader>> HeadersOf(const eventstore::EventLog& log, uint64_t from,
                                                                uint64_t end) {
  std::vector<eventstore::PlacedHeader> headers;
  while (from + headers.size() < end) {
    absl::StatusOr<std::vector<eventstore::PlacedHeader>> page =
        log.ReadHeaders(from + headers.size(), end - from - headers.size());
    if (!page.ok()) return page.status();
    if (page->empty()) return absl::DataLossError("the log ends before its size");
    std::move(page->begin(), page->end(), std::back_inserter(headers));
  }
  return headers;
}

absl::StatusOr<v1::ListDisclosuresResponse> OfJournal(const eventstore::EventLog& log, const Reader& reader,
                                                      const v1::ListDisclosuresRequest& request, uint32_t size,
                                                      std::optional<uint64_t> end) {
  // Whoever may read those of some cases only asks about one of these.
  if (!reader.DecideIn(CaseAccess(), Act::kReadDisclosures).allowed) {
    return WithReason(
        absl::PermissionDeniedError("no role of the caller allows reading what was given of every case; name a case"),
        v1::NOT_PERMITTED);
  }
  uint64_t next = std::min(end.value_or(log.size()), log.size());
  const uint64_t first = next > kHeadersMax ? next - kHeadersMax : 0;
  v1::ListDisclosuresResponse response;
  while (next > first) {
    const uint64_t from = next - first > kHeadersAtOnce ? next - kHeadersAtOnce : first;
    const absl::StatusOr<std::vector<eventstore::PlacedHeader>> headers = HeadersOf(log, from, next);
    if (!headers.ok()) return headers.status();
    for (auto header = headers->rbegin(); header != headers->rend(); ++header) {
      const eventstore::StreamKind kind = header->header.stream.kind;
      if (kind != eventstore::StreamKind::kAccess && kind != eventstore::StreamKind::kReader) continue;
      absl::StatusOr<std::vector<eventstore::RecordedEntry>> entry = log.ReadLog(header->position, {.events_max = 1});
      if (!entry.ok()) return entry.status();
      if (entry->empty()) return absl::DataLossError("the log ends before its size");
      absl::StatusOr<std::optional<v1::Disclosure>> disclosure = DisclosureIn(entry->front());
      if (!disclosure.ok()) return disclosure.status();
      if (!disclosure->has_value() || !IsAskedFor(**disclosure, request)) continue;
      if (response.disclosures_size() == static_cast<int>(size)) {
        response.set_next_page_token(absl::StrCat(header->position + 1));
        return response;
      }
      *response.add_disclosures() = **std::move(disclosure);
    }
    next = from;
  }
  if (next > 0) response.set_next_page_token(absl::StrCat(next));
  return response;
}

}  // namespace

absl::StatusOr<v1::ListDisclosuresResponse> ListDisclosures(const eventstore::EventLog& log, const Reader& reader,
                                                            const v1::ListDisclosuresRequest& request) {
  const int given =
      (request.case_id().empty() ? 0 : 1) + (request.to().empty() ? 0 : 1) + (request.by_subject().empty() ? 0 : 1);
  if (given != 1) return FieldError("caseId", "", kFieldCaseToOrBy);
  const absl::StatusOr<uint32_t> size = PageSizeIn(request);
  if (!size.ok()) return size.status();
  const absl::StatusOr<std::optional<uint64_t>> end = EndIn(request);
  if (!end.ok()) return end.status();
  return request.case_id().empty() ? OfJournal(log, reader, request, *size, *end)
                                   : OfCase(log, reader, request, *size, *end);
}

}  // namespace casejournal::services
