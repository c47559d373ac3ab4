#include "services/admission/proposal/interval_rules.h"

#include "absl/strings/str_cat.h"
#include "services/admission/catalog/violation.h"

namespace casejournal::services {
namespace {

bool BeginsBeforeEnd(const Interval& one, const Interval& other) {
  return other.ended_on.empty() || one.began_on < other.ended_on;
}

}  // namespace

bool Overlap(const Interval& a, const Interval& b) {
  if (a.began_on.empty() || b.began_on.empty()) return false;
  return BeginsBeforeEnd(a, b) && BeginsBeforeEnd(b, a);
}

void CheckEnds(const ProposedEvent& proposed, const Interval& interval, const std::string& what,
               const std::string& field, std::vector<v1::Violation>& violations) {
  if (!interval.began_on.empty() && proposed.day() < interval.began_on) {
    Refuse(Rule::kIntervalReversed,
           {.field = field,
            .ids = {interval.id},
            .message = absl::StrCat("The ", what, " began on ", interval.began_on, " and cannot have ended on ",
                                    proposed.day(), ".")},
           violations);
  } else if (!interval.ended_on.empty()) {
    Refuse(Rule::kIntervalNotOpen,
           {.field = field,
            .ids = {interval.id},
            .message = absl::StrCat("The end of this ", what, " is already recorded: ", interval.ended_on, "."),
            .remedy = "If the recorded end is wrong, correct the entry that ended it."},
           violations);
  }
}

void CheckOverlaps(const Interval& interval, const std::vector<Interval>& others, const std::string& what,
                   const std::string& field, std::vector<v1::Violation>& violations) {
  for (const Interval& other : others) {
    if (other.id == interval.id || !Overlap(interval, other)) continue;
    const std::string until = other.ended_on.empty() ? " and is still open" : absl::StrCat(" until ", other.ended_on);
    Refuse(Rule::kIntervalOverlaps,
           {.field = field,
            .ids = {interval.id, other.id},
            .message = absl::StrCat("Another ", what, " of this child began on ", other.began_on, until, ".")},
           violations);
  }
}

void CheckOrder(const std::string& begins_on, const std::string& ends_on, const std::string& field,
                std::vector<v1::Violation>& violations) {
  if (begins_on.empty() || ends_on.empty() || ends_on >= begins_on) return;
  Refuse(Rule::kIntervalReversed,
         {.field = field,
          .ids = {},
          .message = absl::StrCat("It would end on ", ends_on, " and begin on ", begins_on, ".")},
         violations);
}

}  // namespace casejournal::services
