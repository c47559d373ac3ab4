#include "projections/read_models/read_forward.h"

#include <vector>

#include "absl/strings/str_cat.h"

namespace casejournal::projections {

absl::StatusOr<CaseRecord> ReadForward(const eventstore::EventLog& log, const eventstore::Uuid& case_id,
                                       CaseRecord record, eventstore::Revision last) {
  if (last >= kCaseEntriesMax) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the case has ", last + 1, " entries; the limit is ", kCaseEntriesMax));
  }
  std::vector<Entry> entries;
  const eventstore::Revision first = record.entries().size();
  while (first + entries.size() <= last) {
    absl::StatusOr<std::vector<eventstore::RecordedEntry>> page =
        log.ReadStream(eventstore::StreamId::Case(case_id), first + entries.size(), {});
    if (!page.ok()) return page.status();
    if (page->empty()) return absl::DataLossError(absl::StrCat("case ", case_id.ToString(), " ends before its head"));
    for (const eventstore::RecordedEntry& recorded : *page) {
      if (recorded.header.revision > last) break;
      absl::StatusOr<Entry> entry = ToEntry(recorded);
      if (!entry.ok()) {
        return absl::Status(entry.status().code(),
                            absl::StrCat("position ", recorded.position, ": ", entry.status().message()));
      }
      entries.push_back(*std::move(entry));
    }
  }
  record.Evolve(std::move(entries));
  return record;
}

}  // namespace casejournal::projections
