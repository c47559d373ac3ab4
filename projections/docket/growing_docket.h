// The docket of a case on one day, continued as the case grows: only what a new entry can change is computed again.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_GROWING_DOCKET_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_GROWING_DOCKET_H_

#include <memory>
#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "casejournal/v1/docket.pb.h"
#include "projections/docket/case_facts.h"
#include "projections/docket/scope.h"
#include "projections/entries/entry_list.h"
#include "projections/law/law.h"

namespace casejournal::projections {

// A rule is asked again when an entry has a type that the rule asked for before. Corrections, retractions, and entries
// about who the children are make all of it again. Not safe for concurrent use.
class GrowingDocket {
 public:
  GrowingDocket(std::shared_ptr<const Law> law, absl::CivilDay day, absl::TimeZone zone);

  // Take all entries of the case. What was computed is continued if `entries` grew from the list that was taken before.
  // Return whether a rule was asked.
  bool Take(const EntryList& entries);

  // How many entries were taken.
  size_t size() const { return entries_.size(); }

  // The items of DocketOf for the entries, law, and day, in its order, without how they were derived: steps, excluded,
  // rolls, note, days_left, and the wordings of cautions.
  std::vector<v1::DocketItem> Items() const;

 private:
  void MakeAgain();
  Case CaseNow();
  void AskAll(Case now);
  bool AskAgain(const EventTypes& changed);
  void Ask(size_t rule);

  struct OfRule {
    std::vector<v1::DocketItem> items;
    EventTypes asked;
  };

  const std::shared_ptr<const Law> law_;
  const absl::CivilDay day_;
  const absl::TimeZone zone_;
  EntryList entries_;
  std::unique_ptr<CaseFacts> facts_;  // null: nothing was taken
  std::optional<Case> case_;
  EventTypes case_asked_;  // what case_ depends on, besides the children
  std::vector<OfRule> rules_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_GROWING_DOCKET_H_
