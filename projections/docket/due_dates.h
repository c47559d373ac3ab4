// The dates that a clock sets: offsets, days that do not count, extensions, caps, rolls, and repetition. Internal to
// the folder.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_DUE_DATES_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_DUE_DATES_H_

#include <optional>
#include <vector>

#include "projections/docket/clock.h"

namespace casejournal::projections {

// Sets the dates of one clock. Lives for one question.
class DueDates {
 public:
  DueDates(const LawRule& rule, const Scope& scope, const Case& of, const Beginning& began);

  // The first or only date.
  DueDate First() const;
  // Date `k` (from 1) of a grid that began on `from`.
  DueDate OfGrid(absl::CivilDay from, int k) const;
  // The date after an act.
  DueDate After(const Picked& done) const;
  // The date after enough time has added up.
  DueDate OfCount(absl::CivilDay on, std::vector<Step> steps) const;
  // The last day of a month.
  DueDate OfMonth(absl::CivilMonth month) const;

  // Return whether the requested day does not count.
  bool StandsStill() const;

 private:
  // The day that a date is counted from, and the offset.
  struct Basis {
    absl::CivilDay day;
    std::string time;  // HH:MM, if hours are counted and it is recorded
    rules::v1::Offset offset;
    std::vector<Step> steps;
  };
  // A day that an entry named.
  struct Named {
    absl::CivilDay day;
    const Fact* fact = nullptr;
    const rules::v1::NamedDay* by = nullptr;
  };
  Basis FirstBasis() const;
  void Extend(const std::optional<Named>& named, Basis& basis) const;
  std::optional<Named> LatestNamed() const;
  Among AmongEntries() const;

  DueDate Make(Basis basis) const;
  void Move(absl::CivilDay from, DueDate& date) const;
  void Cap(DueDate& date) const;
  void Finish(DueDate& date) const;
  void SayWhetherItArosePast(DueDate& date) const;

  const rules::v1::Rule& rule_;
  const Scope& scope_;
  const Case& case_;
  const BusinessDays& business_;
  const Beginning& began_;
  std::vector<LeftOut> stops_;  // in order
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_DUE_DATES_H_
