#include "services/answers/access/list_disclosures.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "projections/events/event_codec.h"
#include "projections/read_models/disclosures_projection.h"
#include "services/answers/disclosed.h"
#include "services/answers/disclosures/entry_gate.h"
#include "services/answers/disclosures/seen_disclosure.h"
#include "services/answers/paging.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

constexpr uint64_t kEntriesAtOnce = 256;
// Words that many recipients have, but none has all of them, could take long. A page then ends early.
constexpr size_t kStepsMax = 20'000;

// One page that is asked for.
struct Asked {
  std::string of;                           // the list (ListOf)
  uint32_t size = 0;                        // disclosures
  std::optional<eventstore::Position> end;  // everything from there on was on earlier pages; absent: the first page
};

// The disclosure in an entry, if it is one. Who may not see the entry as it is stored learns nothing of what was given.
absl::StatusOr<std::optional<v1::Disclosure>> DisclosureIn(const eventstore::RecordedEntry& entry, EntryGate& gate) {
  absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry.payload());
  if (!stored.ok()) return stored.status();
  v1::Disclosure disclosure;
  disclosure.set_position(entry.position);
  *disclosure.mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(entry.header.recorded_at_us);
  *disclosure.mutable_actor() = stored->admission().actor();
  if (stored->access_event().has_disclosure_made()) {
    disclosure.set_case_id(entry.header.stream.uuid.ToString());
    const absl::StatusOr<bool> opens = gate.Opens(entry);
    if (!opens.ok()) return opens.status();
    event::v1::DisclosureMade& made = *stored->mutable_access_event()->mutable_disclosure_made();
    *disclosure.mutable_of_case() = *opens ? std::move(made) : WithoutContent(made);
  } else if (stored->reader_event().has_entries_disclosed()) {
    *disclosure.mutable_of_range() = std::move(*stored->mutable_reader_event()->mutable_entries_disclosed());
  } else {
    return std::nullopt;
  }
  return disclosure;
}

absl::StatusOr<Asked> AskedIn(const Reader& reader, const v1::ListDisclosuresRequest& request) {
  Asked asked{.of = ListOf(reader, request),
              .size = request.page_size() == 0 ? kPageDefault : request.page_size(),
              .end = std::nullopt};
  if (asked.size > kPageMax) {
    return FieldError("pageSize", absl::StrCat(asked.size), kFieldOneTo,
                      {projections::NumberParameter("most", kPageMax)});
  }
  const absl::StatusOr<std::string> place = PlaceInToken(asked.of, request.page_token());
  if (!place.ok()) return place.status();
  eventstore::Position end = 0;
  if (place->empty()) return asked;
  if (!absl::SimpleAtoi(*place, &end)) return FieldError("pageToken", request.page_token(), kFieldPageToken);
  asked.end = end;
  return asked;
}

absl::StatusOr<v1::ListDisclosuresResponse> OfCase(const eventstore::EventLog& log, const Reader& reader,
                                                   const v1::ListDisclosuresRequest& request, const Asked& asked) {
  if (!eventstore::Uuid::Parse(request.case_id()).ok()) return FieldError("caseId", request.case_id(), kFieldUuid);
  if (absl::Status may = reader.MayIn(request.case_id(), Act::kReadDisclosures).status(); !may.ok()) return may;
  const eventstore::StreamId stream = eventstore::StreamId::Access(*eventstore::Uuid::Parse(request.case_id()));
  const absl::StatusOr<eventstore::StreamHead> head = log.Head(stream);
  if (!head.ok()) return head.status();
  uint64_t next = std::min(asked.end.value_or(head->next()), head->next());
  EntryGate gate(reader, log);
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
      if (response.disclosures_size() == static_cast<int>(asked.size)) {
        response.set_next_page_token(PlaceToken(asked.of, absl::StrCat(next)));
        return response;
      }
      absl::StatusOr<std::optional<v1::Disclosure>> disclosure = DisclosureIn(*entry, gate);
      if (!disclosure.ok()) return disclosure.status();
      if (disclosure->has_value()) *response.add_disclosures() = **std::move(disclosure);
    }
  }
  return response;
}

// The newest disclosures that have a row under each of some prefixes. An index of places, and nothing else.
class Newest {
 public:
  // `prefixes` is not empty. `models` must outlive it.
  Newest(const projections::ReadModelStore& models, std::vector<std::string> prefixes)
      : models_(models), prefixes_(std::move(prefixes)) {}

  // Return the last one before `end`. Nothing: there is none, or it took so many steps to find it that the page ends
  // at end().
  absl::StatusOr<std::optional<eventstore::Position>> Before(eventstore::Position end) {
    for (end_ = end; steps_ < kStepsMax; ++steps_) {
      // The last place that the rows under all prefixes could share.
      std::optional<eventstore::Position> last;
      bool shared = true;
      for (const std::string& prefix : prefixes_) {
        const absl::StatusOr<std::optional<eventstore::Position>> under = Under(prefix, last ? *last + 1 : end_);
        if (!under.ok() || !under->has_value()) {
          end_ = 0;
          return under;
        }
        shared = !last || **under == *last;
        last = **under;
        if (!shared) break;
      }
      end_ = *last + 1;
      if (shared) return last;
    }
    return std::nullopt;
  }

  // Nothing that was not returned is at `end` or after it.
  eventstore::Position end() const { return end_; }

 private:
  // The last row under the prefix of a disclosure before `end`.
  absl::StatusOr<std::optional<eventstore::Position>> Under(const std::string& prefix, eventstore::Position end) const {
    std::optional<eventstore::Position> found;
    if (end == 0) return found;
    const absl::Status scanned = models_.Scan(projections::DisclosuresProjection::kName, prefix,
                                              absl::StrCat(prefix, projections::DisclosurePlace(end - 1)),
                                              [&](absl::string_view key, absl::string_view) {
                                                found = projections::PositionInDisclosureKey(key);
                                                return false;
                                              });
    if (!scanned.ok()) return scanned;
    return found;
  }

  const projections::ReadModelStore& models_;
  const std::vector<std::string> prefixes_;
  eventstore::Position end_ = 0;
  size_t steps_ = 0;
};

// The prefixes of the rows that each disclosure has which is asked for.
absl::StatusOr<std::vector<std::string>> PrefixesOf(const v1::ListDisclosuresRequest& request) {
  if (!request.by_subject().empty())
    return std::vector<std::string>{projections::GivenBySubjectPrefix(request.by_subject())};
  if (absl::Status fit = CheckDisclosureWords("to", request.to()); !fit.ok()) return fit;
  std::vector<std::string> prefixes;
  for (const std::string& word : projections::WordsOfRecipient(request.to()))
    prefixes.push_back(projections::GivenToWordPrefix(word));
  if (prefixes.empty()) return FieldError("to", request.to(), kFieldNameWithLetter);
  return prefixes;
}

absl::StatusOr<v1::ListDisclosuresResponse> OfJournal(const eventstore::EventLog& log,
                                                      const projections::Worker& worker, const Reader& reader,
                                                      const v1::ListDisclosuresRequest& request, const Asked& asked,
                                                      eventstore::Deadline deadline) {
  // Whoever may read those of some cases only asks about one of these.
  if (!reader.DecideIn(CaseAccess(), Act::kReadDisclosures).allowed) {
    return WithReason(
        absl::PermissionDeniedError("no role of the caller allows reading what was given of every case; name a case"),
        v1::NOT_PERMITTED);
  }
  absl::StatusOr<std::vector<std::string>> prefixes = PrefixesOf(request);
  if (!prefixes.ok()) return prefixes.status();
  const eventstore::Position size = log.size();
  eventstore::Position next = std::min(asked.end.value_or(size), size);
  // Everything that was given before this call is listed.
  const eventstore::Position last = next == 0 ? 0 : next - 1;
  if (absl::Status waited = WaitForModels(worker, &last, deadline).status(); !waited.ok()) return waited;
  Newest newest(worker.store(), *std::move(prefixes));
  EntryGate gate(reader, log);
  v1::ListDisclosuresResponse response;
  while (next > 0) {
    const absl::StatusOr<std::optional<eventstore::Position>> position = newest.Before(next);
    if (!position.ok()) return position.status();
    next = newest.end();
    if (!position->has_value()) break;
    if (response.disclosures_size() == static_cast<int>(asked.size)) break;
    const absl::StatusOr<std::vector<eventstore::RecordedEntry>> entry = log.ReadLog(**position, {.events_max = 1});
    if (!entry.ok()) return entry.status();
    if (entry->empty()) return worker.store().Damaged("a disclosure that the log does not have");
    absl::StatusOr<std::optional<v1::Disclosure>> disclosure = DisclosureIn(entry->front(), gate);
    if (!disclosure.ok()) return disclosure.status();
    if (disclosure->has_value()) *response.add_disclosures() = **std::move(disclosure);
    next = **position;
  }
  if (next > 0) response.set_next_page_token(PlaceToken(asked.of, absl::StrCat(next)));
  return response;
}

}  // namespace

absl::StatusOr<v1::ListDisclosuresResponse> ListDisclosures(const eventstore::EventLog& log,
                                                            const projections::Worker& worker, const Reader& reader,
                                                            const v1::ListDisclosuresRequest& request,
                                                            eventstore::Deadline deadline) {
  const int given =
      (request.case_id().empty() ? 0 : 1) + (request.to().empty() ? 0 : 1) + (request.by_subject().empty() ? 0 : 1);
  if (given != 1) return FieldError("caseId", "", kFieldCaseToOrBy);
  const absl::StatusOr<Asked> asked = AskedIn(reader, request);
  if (!asked.ok()) return asked.status();
  return request.case_id().empty() ? OfJournal(log, worker, reader, request, *asked, deadline)
                                   : OfCase(log, reader, request, *asked);
}

}  // namespace casejournal::services
