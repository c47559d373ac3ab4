#include "services/answers/cases/replay_case.h"

#include <utility>
#include <vector>

#include "projections/history/history.h"
#include "services/answers/disclosures/entry_gate.h"
#include "services/answers/recorded_event.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {

absl::Status ReplayCase(const Journal& journal, const Reader& reader, const DisclosureDesk& disclosures,
                        const v1::ReplayCaseRequest& request, Send<v1::ReplayCaseResponse> send, GivenUp given_up) {
  const absl::StatusOr<SeenCase> seen = ExistingCaseSeen(reader, Act::kReadRecord, request.case_id());
  if (!seen.ok()) return seen.status();
  const projections::EntryList& entries = seen->at->record.entries();
  const eventstore::StreamId stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(request.case_id()));
  projections::History history(request.case_id(), entries, projections::KnownSet::All(), journal.zone());
  if (request.from_revision() < entries.size()) {
    absl::Status recorded = disclosures.Record(reader, request.case_id(), *seen,
                                               {.form = event::v1::DISCLOSURE_FORM_ENTRIES,
                                                .method = "ReplayCase",
                                                .first = request.from_revision(),
                                                .last = entries.size() - 1});
    if (!recorded.ok()) return recorded;
  }
  std::vector<eventstore::RecordedEntry> page;
  size_t in_page = 0;
  for (eventstore::Revision revision = 0; revision < entries.size(); ++revision) {
    if (given_up()) return absl::CancelledError("nobody waits for the replay any more");
    // The history passes over what is withheld.
    std::vector<v1::HistoryRow> rows;
    if (!entries[revision].is_withheld()) rows = history.Next();
    if (revision < request.from_revision()) continue;
    if (in_page == page.size()) {
      absl::StatusOr<std::vector<eventstore::RecordedEntry>> next = journal.log().ReadStream(stream, revision, kBatch);
      if (!next.ok()) return next.status();
      page = *std::move(next);
      in_page = 0;
    }
    const eventstore::RecordedEntry& entry = page[in_page++];
    v1::ReplayCaseResponse step;
    if (seen->sight != nullptr && seen->sight->Hides(revision)) {
      SetWithheld(entry, *step.mutable_entry());
    } else {
      absl::StatusOr<projections::Said> said = SentenceFor(entry, history.state());
      if (!said.ok()) return said.status();
      if (absl::Status set = SetEntry(entry, {}, *step.mutable_entry()); !set.ok()) return set;
      SetSentence(*std::move(said), *step.mutable_entry()->mutable_opened());
      for (v1::HistoryRow& row : rows) *step.add_changes() = std::move(*row.mutable_change());
    }
    if (request.with_plan()) *step.mutable_plan() = history.plan();
    if (!send(step)) return absl::CancelledError("the client disconnected");
  }
  return absl::OkStatus();
}

}  // namespace casejournal::services
