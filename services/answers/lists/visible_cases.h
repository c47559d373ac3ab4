// Which cases a list may show to its reader, and which of them are not as their rows in the read models are.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LISTS_VISIBLE_CASES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LISTS_VISIBLE_CASES_H_

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "projections/read_models/worker.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// A case that the reader may see.
struct VisibleCase {
  // What the reader sees of it, if entries are withheld; then its rows say too much. Null: its rows say what the reader
  // sees.
  std::shared_ptr<const CaseAt> seen;
};

// What a list says of a case that the reader may see.
struct ListedAs {
  // Null: what its rows say.
  std::shared_ptr<const v1::CaseSummary> summary;
};

// For one answer. Rows can be older than the log, and a label or the end of a right counts at once, so a case is loaded
// instead of read from its rows if it has entries that the rows do not have. Not for concurrent use.
class VisibleCases {
 public:
  // All of these must outlive it. Make it before reading rows, and after waiting for them.
  VisibleCases(const Reader& reader, const Journal& journal, const projections::Worker& worker);

  // Whether every row can be shown as it is.
  bool AreAll() const { return all_; }

  // The only cases in which the reader can have a role: those that are assigned to them or their unit, or that granted
  // them access. Nothing: any case.
  absl::StatusOr<std::optional<std::set<std::string>>> Limits() const;

  // Nothing: the reader may not see the case, or there is none. `position` is that of the last entry in the rows that
  // would be shown, if they are of another store.
  absl::StatusOr<std::optional<VisibleCase>> Find(const std::string& case_id, eventstore::Position position = 0);

  // The same for a list of summaries: what `summarize` makes of the case as the reader sees it, if entries are
  // withheld. It is kept for later lists of such readers, until the case, the day, or the law changes.
  absl::StatusOr<std::optional<ListedAs>> FindListed(const std::string& case_id, const ListedOn& on,
                                                     absl::FunctionRef<v1::CaseSummary(const CaseAt& seen)> summarize,
                                                     eventstore::Position position = 0);

 private:
  // What rows say about whether and how the reader sees a case.
  struct InRows {
    enum class Says { kHidden, kAsRows, kOtherwise } says = Says::kHidden;
    // Otherwise, if the rows say which labels the reader sees: these, and the head of the case.
    std::optional<projections::LabelSet> sees = {};
    eventstore::Revision head = 0;
  };
  absl::StatusOr<InRows> LookInRows(const std::string& case_id);
  absl::StatusOr<std::optional<VisibleCase>> Look(const std::string& case_id);
  absl::StatusOr<std::optional<VisibleCase>> Load(const std::string& case_id);
  absl::StatusOr<bool> AreRowsOf(const v1::CaseSummary& summary) const;
  absl::Status AddCases(const std::string& prefix, std::set<std::string>& case_ids) const;
  Holder holder() const;

  const Reader& reader_;
  const Journal& journal_;
  const projections::Worker& worker_;
  bool all_ = false;
  uint64_t size_ = 0;  // of the log, when this was made
  bool rows_are_current_ = false;
  mutable std::optional<std::set<std::string>> granted_;
  absl::flat_hash_map<std::string, std::optional<VisibleCase>> known_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_VISIBLE_CASES_H_
