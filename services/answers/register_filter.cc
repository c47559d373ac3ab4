#include "services/answers/register_filter.h"

#include <algorithm>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "projections/entries/civil_day.h"

namespace casejournal::services {

bool RegisterFilter::Holds(const projections::CaseRegister& of, const projections::RegisterLine& line) const {
  if (!day_from.empty() && line.day() < day_from) return false;
  if (!day_until.empty() && line.day() > day_until) return false;
  if (changed_since_us && line.changed_at_us < *changed_since_us) return false;
  if (child_id.empty()) return true;
  const std::vector<std::string> children = of.ChildrenOf(line);
  return children.empty() || std::find(children.begin(), children.end(), child_id) != children.end();
}

std::vector<const projections::RegisterLine*> LinesHeld(const projections::CaseRegister& of,
                                                        const RegisterFilter& filter) {
  std::vector<const projections::RegisterLine*> lines;
  for (const projections::RegisterLine& line : of.lines()) {
    if (filter.Holds(of, line)) lines.push_back(&line);
  }
  return lines;
}

absl::StatusOr<RegisterFilter> RegisterFilterOf(const Journal& journal, const std::string& day_from,
                                                const std::string& day_until, const std::string& changed_since,
                                                const v1::AsOf& as_of) {
  if (absl::Status days = CheckDays({{"dayFrom", day_from}, {"dayUntil", day_until}, {"changedSince", changed_since}});
      !days.ok())
    return days;
  if (!day_from.empty() && !day_until.empty() && day_from > day_until)
    return FieldError("dayFrom", day_from, kFieldNoLaterThan, {projections::DayParameter("day", day_until)});
  RegisterFilter filter{.day_from = day_from, .day_until = day_until};
  if (as_of.has_effective_on() && (day_until.empty() || as_of.effective_on() < day_until))
    filter.day_until = as_of.effective_on();
  if (!changed_since.empty()) {
    filter.changed_since_us =
        absl::ToUnixMicros(absl::FromCivil(*projections::ParseDay(changed_since), journal.zone()));
  }
  return filter;
}

}  // namespace casejournal::services
