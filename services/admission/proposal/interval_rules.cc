#include "services/admission/proposal/interval_rules.h"

#include <utility>

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

void CheckEnds(const ProposedEvent& proposed, const Interval& interval, const EndSentences& sentences,
               const std::string& field, std::vector<v1::Violation>& violations) {
  if (!interval.began_on.empty() && proposed.day() < interval.began_on) {
    Refuse(Rule::kIntervalReversed,
           {.field = field,
            .ids = {interval.id},
            .message = SentenceOf(sentences.reversed, {DayParameter("began_on", interval.began_on),
                                                       DayParameter("ended_on", proposed.day())})},
           violations);
  } else if (!interval.ended_on.empty()) {
    Refuse(Rule::kIntervalNotOpen,
           {.field = field,
            .ids = {interval.id},
            .message = SentenceOf(sentences.not_open, {DayParameter("ended_on", interval.ended_on)}),
            .remedy = SentenceOf("interval.not-open.remedy.recorded")},
           violations);
  }
}

void CheckOverlaps(const Interval& interval, const std::vector<Interval>& others, const OverlapSentences& sentences,
                   const std::string& field, std::vector<v1::Violation>& violations) {
  for (const Interval& other : others) {
    if (other.id == interval.id || !Overlap(interval, other)) continue;
    projections::Said message = other.ended_on.empty()
                                    ? SentenceOf(sentences.open, {DayParameter("began_on", other.began_on)})
                                    : SentenceOf(sentences.ended, {DayParameter("began_on", other.began_on),
                                                                   DayParameter("ended_on", other.ended_on)});
    Refuse(Rule::kIntervalOverlaps, {.field = field, .ids = {interval.id, other.id}, .message = std::move(message)},
           violations);
  }
}

void CheckOrder(const std::string& begins_on, const std::string& ends_on, const std::string& field,
                std::vector<v1::Violation>& violations) {
  if (begins_on.empty() || ends_on.empty() || ends_on >= begins_on) return;
  Refuse(Rule::kIntervalReversed,
         {.field = field,
          .ids = {},
          .message = SentenceOf("interval.reversed.days",
                                {DayParameter("ends_on", ends_on), DayParameter("begins_on", begins_on)})},
         violations);
}

}  // namespace casejournal::services
