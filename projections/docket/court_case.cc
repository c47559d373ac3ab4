#include "projections/docket/court_case.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/court_events.pb.h"
#include "projections/entries/civil_day.h"

namespace casejournal::projections {
namespace {

using event::v1::ComplaintFiled;
using event::v1::OrderEnded;
using event::v1::OrderMade;

bool SharesAny(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const std::string& each) { return std::find(b.begin(), b.end(), each) != b.end(); });
}

// Orders by which the court decides about a child, for the first time or again.
bool IsDisposition(event::v1::OrderKind kind) {
  switch (kind) {
    case event::v1::ORDER_KIND_PROTECTIVE_SUPERVISION:
    case event::v1::ORDER_KIND_TEMPORARY_CUSTODY:
    case event::v1::ORDER_KIND_LEGAL_CUSTODY:
    case event::v1::ORDER_KIND_PERMANENT_CUSTODY:
    case event::v1::ORDER_KIND_PLANNED_PERMANENT_LIVING_ARRANGEMENT:
      return true;
    default:
      return false;
  }
}

// Processes what begins court cases, in the order of effect.
class CourtCasesOfChild {
 public:
  CourtCasesOfChild(const CaseFacts& facts, absl::string_view child_id) : facts_(facts), child_id_(child_id) {
    for (const Fact* fact : facts.OfType("order_made")) {
      if (static_cast<const OrderMade&>(*fact->body).child_id() == child_id) orders_.push_back(fact);
    }
  }

  std::vector<CourtCase> In(const CaseEpisode& episode) {
    begun_.clear();
    for (const Mark& mark : MarksIn(episode)) Take(mark);
    std::vector<CourtCase> cases;
    for (size_t i = 0; i < begun_.size(); ++i) {
      CourtCase& court = cases.emplace_back();
      court.name = absl::StrCat("r", begun_[i].first_revision);
      court.episode = &episode;
      court.numbers = begun_[i].numbers;
      if (i > 0) court.began = begun_[i].began;
      if (i + 1 < begun_.size() && IsOver(begun_[i], begun_[i + 1].began)) court.ended = begun_[i + 1].began;
    }
    if (cases.empty()) cases.push_back({.name = episode.name(), .episode = &episode});
    return cases;
  }

 private:
  // What may begin a court case: a complaint, an order of shelter care, or a removal.
  struct Mark {
    const Fact* fact = nullptr;
    const Fact* exit = nullptr;  // of a removal
    bool is_complaint = false;
    bool is_removal = false;
  };

  struct Begun {
    absl::CivilDay began;
    uint64_t first_revision = 0;
    std::vector<std::string> numbers;
    std::optional<absl::CivilDay> complaint;  // the day of the last one
    std::vector<Mark> removals;
  };

  std::vector<Mark> MarksIn(const CaseEpisode& episode) const {
    std::vector<Mark> marks;
    const auto add = [&](Mark mark) {
      if (episode.range().Holds(mark.fact->day)) marks.push_back(mark);
    };
    for (const Fact* fact : facts_.OfType("complaint_filed")) {
      if (static_cast<const ComplaintFiled&>(*fact->body).child_id() == child_id_)
        add({.fact = fact, .is_complaint = true});
    }
    for (const Fact* fact : orders_) {
      if (static_cast<const OrderMade&>(*fact->body).kind() == event::v1::ORDER_KIND_SHELTER_CARE) add({.fact = fact});
    }
    for (const RemovalSpan& span : RemovalsOf(facts_, child_id_))
      add({.fact = span.removal, .exit = span.exit, .is_removal = true});
    std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.fact->order < b.fact->order; });
    return marks;
  }

  void Take(const Mark& mark) {
    if (begun_.empty() || IsOver(begun_.back(), mark.fact->day)) {
      // The number of the earlier court case may be used again until a complaint gives another.
      std::vector<std::string> numbers = begun_.empty() ? std::vector<std::string>() : begun_.back().numbers;
      begun_.push_back({.began = mark.fact->day, .first_revision = mark.fact->revision, .numbers = std::move(numbers)});
    } else if (IsAnother(mark, begun_.back())) {
      BeginBeside(mark);
    }
    Join(mark, begun_.back());
  }

  // Return whether the mark is a complaint under another number than those of the court case.
  static bool IsAnother(const Mark& mark, const Begun& court) {
    return mark.is_complaint && court.complaint && !mark.fact->numbers.empty() &&
           !SharesAny(mark.fact->numbers, court.numbers);
  }

  // A second complaint while an earlier court case is open: the care that led to it, if any, begins the court case.
  // Both have that removal, and only the earlier one may be named after it.
  void BeginBeside(const Mark& complaint) {
    const Mark* removal = LedTo(complaint, begun_.back());
    Begun next{.began = complaint.fact->day, .first_revision = complaint.fact->revision};
    if (removal != nullptr) {
      next.began = removal->fact->day;
      next.removals.push_back(*removal);
    }
    begun_.push_back(std::move(next));
  }

  // The removal that still stands and that the court has not decided, if it came after the complaint of the earlier
  // court case.
  const Mark* LedTo(const Mark& complaint, const Begun& earlier) const {
    if (earlier.removals.empty()) return nullptr;
    const Mark& last = earlier.removals.back();
    if (last.fact->day <= *earlier.complaint || (last.exit != nullptr && last.exit->day <= complaint.fact->day))
      return nullptr;
    const bool disposed = std::any_of(orders_.begin(), orders_.end(), [&](const Fact* order) {
      return order->day >= last.fact->day && order->order < complaint.fact->order &&
             IsDisposition(static_cast<const OrderMade&>(*order->body).kind());
    });
    return disposed ? nullptr : &last;
  }

  static void Join(const Mark& mark, Begun& court) {
    court.first_revision = std::min(court.first_revision, static_cast<uint64_t>(mark.fact->revision));
    if (mark.is_removal) court.removals.push_back(mark);
    if (!mark.is_complaint) return;
    if (!court.complaint) court.numbers.clear();
    court.complaint = mark.fact->day;
    for (const std::string& number : mark.fact->numbers) {
      if (!SharesAny({number}, court.numbers)) court.numbers.push_back(number);
    }
  }

  // Return whether the child has come home from its care by that day, and no protective supervision is in force.
  // Otherwise the end of the court case is unknown.
  bool IsOver(const Begun& court, absl::CivilDay day) const {
    if (court.removals.empty()) return false;
    const Mark& last = court.removals.back();
    if (last.exit == nullptr || last.exit->day > day) return false;
    return std::none_of(orders_.begin(), orders_.end(),
                        [&](const Fact* order) { return order->day >= court.began && IsSupervision(*order, day); });
  }

  // Return whether the order puts the child under protective supervision and is in force on that day.
  bool IsSupervision(const Fact& order, absl::CivilDay day) const {
    const auto& made = static_cast<const OrderMade&>(*order.body);
    if (made.kind() != event::v1::ORDER_KIND_PROTECTIVE_SUPERVISION || order.day > day) return false;
    if (const absl::StatusOr<absl::CivilDay> ends = ParseDay(made.ends_on()); ends.ok() && *ends < day) return false;
    for (const Fact* later : orders_) {
      const auto& other = static_cast<const OrderMade&>(*later->body);
      if (later->order <= order.order || later->day > day) continue;
      if (other.kind() == event::v1::ORDER_KIND_TERMINATION_OF_AN_EARLIER_ORDER || IsDisposition(other.kind()))
        return false;
      if (SharesAny({made.order_id()}, {other.ends_order_ids().begin(), other.ends_order_ids().end()})) return false;
    }
    for (const Fact* fact : facts_.OfType("order_ended")) {
      const auto& ended = static_cast<const OrderEnded&>(*fact->body);
      if (ended.order_id() == made.order_id() && ended.how() != event::v1::ORDER_END_KIND_STAYED && fact->day <= day)
        return false;
    }
    return true;
  }

  const CaseFacts& facts_;
  const absl::string_view child_id_;
  std::vector<const Fact*> orders_;  // about the child
  std::vector<Begun> begun_;         // in the current episode
};

}  // namespace

bool CourtCase::Holds(const Fact& fact, absl::CivilDay day, bool any_earlier) const {
  const bool mine = SharesAny(fact.numbers, numbers);
  const bool of_another = SharesAny(fact.numbers, other_numbers);
  if (mine != of_another) return mine;
  return HoldsDay(day) || (any_earlier && began && day < *began);
}

std::vector<CourtCase> CourtCasesOf(const CaseFacts& facts, absl::string_view child_id,
                                    const std::vector<CaseEpisode>& episodes) {
  std::vector<CourtCase> cases;
  CourtCasesOfChild child(facts, child_id);
  for (const CaseEpisode& episode : episodes) {
    for (CourtCase& court : child.In(episode)) cases.push_back(std::move(court));
  }
  for (size_t i = 0; i < cases.size(); ++i) {
    cases[i].number = static_cast<uint32_t>(i + 1);
    for (size_t other = 0; other < cases.size(); ++other) {
      if (other == i) continue;
      cases[i].other_numbers.insert(cases[i].other_numbers.end(), cases[other].numbers.begin(),
                                    cases[other].numbers.end());
    }
  }
  return cases;
}

}  // namespace casejournal::projections
