#include "services/answers/log/read_events.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "services/answers/disclosures/entry_gate.h"
#include "services/answers/recorded_event.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

// Who may not follow the journal reads at most so many entries of its own stream at once.
constexpr uint64_t kOwnEntriesMax = 100;

// Reads one page from a place on.
using ReadPage = absl::FunctionRef<absl::StatusOr<size_t>(uint64_t from, const eventstore::ReadLimit& limit,
                                                          eventstore::TakeEntry take)>;

// What is done once, before the first message that opens an entry of a case.
using BeforeContent = absl::FunctionRef<absl::Status()>;

// Read and send pages until one is empty or `limit` events were sent.
absl::Status SendPages(uint64_t from, uint64_t limit, const EntryForm& form, EntryGate& gate,
                       Send<v1::ReadEventsResponse> send, ReadPage read, BeforeContent before_content) {
  uint64_t left = limit;
  bool recorded = false;
  v1::ReadEventsResponse batch;  // one for all pages, so that its memory is used again
  for (uint64_t next = from; left > 0;) {
    eventstore::ReadLimit page = kBatch;
    page.events_max = std::min<uint64_t>(page.events_max, left);
    EntryBatch entries(*batch.mutable_entries());
    absl::Status failed;
    bool content = false;
    const absl::StatusOr<size_t> count = read(next, page, [&](const eventstore::RecordedEntry& entry) {
      if (!failed.ok()) return;
      absl::StatusOr<bool> opens = gate.Opens(entry);
      if (!opens.ok()) {
        failed = opens.status();
      } else if (*opens) {
        content = content || entry.header.stream.kind == eventstore::StreamKind::kCase;
        failed = SetEntry(entry, form, entries.Next(), gate.SeenOf(entry));
      } else {
        SetWithheld(entry, entries.Next());
      }
    });
    entries.End();
    if (!count.ok()) return count.status();
    if (!failed.ok()) return failed;
    if (*count == 0) return absl::OkStatus();
    if (content && !std::exchange(recorded, true)) {
      if (absl::Status before = before_content(); !before.ok()) return before;
    }
    next += *count;
    left -= *count;
    if (!send(batch)) return absl::CancelledError("the client disconnected");
  }
  return absl::OkStatus();
}

// How many entries are read from `from` on, of those before `end`. 0: no limit.
uint64_t CountFrom(uint64_t from, uint64_t end, uint64_t limit) {
  const uint64_t rest = end > from ? end - from : 0;
  return limit == 0 ? rest : std::min(rest, limit);
}

// Whether the reader may see one of `count` entries of the case from `from` on.
bool SeesAny(const SeenCase& seen, uint64_t from, uint64_t count) {
  if (seen.sight == nullptr) return count > 0;
  for (uint64_t revision = from; revision < from + count; ++revision) {
    if (!seen.sight->Hides(revision)) return true;
  }
  return false;
}

absl::Status SendCase(const eventstore::EventLog& log, const Reader& reader, const DisclosureDesk& disclosures,
                      const v1::ReadEventsRequest& request, const EntryForm& form, EntryGate& gate,
                      Send<v1::ReadEventsResponse> send) {
  const std::string& case_id = request.case_stream().case_id();
  const absl::StatusOr<SeenCase> seen = ExistingCaseSeen(reader, Act::kReadRecord, case_id);
  if (!seen.ok()) return seen.status();
  const uint64_t from = request.case_stream().revision();
  // Up to the head that the disclosure names.
  const uint64_t count = CountFrom(from, seen->at->head.next(), request.limit());
  const eventstore::StreamId stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(case_id));
  bool recorded = false;
  const auto record = [&] {
    if (std::exchange(recorded, true)) return absl::OkStatus();
    return disclosures.Record(
        reader, case_id, *seen,
        {.form = event::v1::DISCLOSURE_FORM_ENTRIES, .method = "ReadEvents", .first = from, .last = from + count - 1});
  };
  // The notice leaves before the first message, which may have only entries that are withheld.
  if (SeesAny(*seen, from, count)) {
    if (absl::Status first = record(); !first.ok()) return first;
  }
  return SendPages(
      from, count, form, gate, send,
      [&](uint64_t next, const eventstore::ReadLimit& page, eventstore::TakeEntry take) {
        return log.ScanStream(stream, next, page, take);
      },
      record);
}

// Reading what was disclosed records nothing.
absl::Status SendAccess(const eventstore::EventLog& log, const Reader& reader, const v1::ReadEventsRequest& request,
                        const EntryForm& form, EntryGate& gate, Send<v1::ReadEventsResponse> send) {
  const std::string& case_id = request.access_stream().case_id();
  if (!eventstore::Uuid::Parse(case_id).ok()) return FieldError("caseId", case_id, kFieldUuid);
  const absl::StatusOr<Decision> may = reader.MayIn(case_id, Act::kReadDisclosures);
  if (!may.ok()) return may.status();
  const eventstore::StreamId stream = eventstore::StreamId::Access(*eventstore::Uuid::Parse(case_id));
  const uint64_t limit = request.limit() == 0 ? std::numeric_limits<uint64_t>::max() : request.limit();
  return SendPages(
      request.access_stream().revision(), limit, form, gate, send,
      [&](uint64_t next, const eventstore::ReadLimit& page, eventstore::TakeEntry take) {
        return log.ScanStream(stream, next, page, take);
      },
      [] { return absl::OkStatus(); });
}

// Whether all these entries are of streams of one kind, or none is. Not known of more than kOwnEntriesMax: false.
absl::StatusOr<bool> AllAre(eventstore::StreamKind kind, bool are, const eventstore::EventLog& log, uint64_t from,
                            uint64_t count) {
  if (count > kOwnEntriesMax) return false;
  const absl::StatusOr<std::vector<eventstore::PlacedHeader>> headers = log.ReadHeaders(from, count);
  if (!headers.ok()) return headers.status();
  return std::all_of(headers->begin(), headers->end(),
                     [&](const eventstore::PlacedHeader& each) { return (each.header.stream.kind == kind) == are; });
}

absl::Status SendJournal(const eventstore::EventLog& log, const Reader& reader, const DisclosureDesk& disclosures,
                         const v1::ReadEventsRequest& request, const EntryForm& form, EntryGate& gate,
                         Send<v1::ReadEventsResponse> send) {
  // Up to what is committed now, so that a read of the whole journal ends even if it grows.
  const uint64_t from = request.position();
  const uint64_t count = CountFrom(from, log.size(), request.limit());
  const absl::StatusOr<Decision> follow = reader.May(Act::kFollow);
  if (!follow.ok()) {
    if (absl::Status may = reader.May(Act::kDescribe).status(); !may.ok()) return may;
    const absl::StatusOr<bool> own = AllAre(eventstore::StreamKind::kJournal, true, log, from, count);
    if (!own.ok()) return own.status();
    if (!*own) return follow.status();
  }
  const absl::StatusOr<bool> of_no_case = AllAre(eventstore::StreamKind::kCase, false, log, from, count);
  if (!of_no_case.ok()) return of_no_case.status();
  if (follow.ok() && !*of_no_case) disclosures.TellRange(*follow);
  return SendPages(
      from, count, form, gate, send,
      [&](uint64_t next, const eventstore::ReadLimit& page, eventstore::TakeEntry take) {
        return log.ScanLog(next, page, take);
      },
      [&] {
        return disclosures.RecordRange(reader.caller(), follow.ok() ? *follow : Decision(), "ReadEvents", from,
                                       from + count - 1);
      });
}

}  // namespace

absl::Status ReadEvents(const eventstore::EventLog& log, const Reader& reader, const DisclosureDesk& disclosures,
                        const v1::ReadEventsRequest& request, Send<v1::ReadEventsResponse> send) {
  std::optional<SentenceWriter> writer;
  if (request.with_sentences()) writer.emplace(log);
  const EntryForm form{.sentences = writer ? &*writer : nullptr, .exact_bytes_only = request.exact_bytes_only()};
  EntryGate gate(reader, log);
  switch (request.start_case()) {
    case v1::ReadEventsRequest::kCaseStream:
      return SendCase(log, reader, disclosures, request, form, gate, send);
    case v1::ReadEventsRequest::kAccessStream:
      return SendAccess(log, reader, request, form, gate, send);
    default:
      return SendJournal(log, reader, disclosures, request, form, gate, send);
  }
}

}  // namespace casejournal::services
