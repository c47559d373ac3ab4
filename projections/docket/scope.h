// What a rule is applied to: a child in the case, a stay in care, or the case; and the days named by the law that it
// can begin from.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_SCOPE_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_SCOPE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "casejournal/rules/v1/rule_set.pb.h"
#include "projections/docket/care_time.h"
#include "projections/docket/case_facts.h"
#include "projections/docket/court_case.h"
#include "projections/docket/docket_sentences.h"
#include "projections/docket/selectors.h"
#include "projections/law/law.h"

namespace casejournal::projections {

// A child of the case with its care and court cases.
struct ChildTime {
  ChildOfCase child;
  std::vector<CareEpisode> care;
  std::vector<CourtCase> court;
};

struct Beginning;

// The case on a day, as all rules see it. Refers to the facts.
struct Case {
  const CaseFacts& facts;
  const Law& law;
  absl::CivilDay day;
  absl::TimeZone zone;  // the journal's time zone, for hours
  std::vector<CaseEpisode> episodes;
  std::vector<ChildTime> children;

  // Moments that were already computed, and the types of event that they depend on. A moment that is being computed
  // begins from itself, through others, and therefore does not exist.
  using MomentKey =
      std::tuple<const LawMoment*, const ChildTime*, const CaseEpisode*, const CareEpisode*, const CourtCase*>;
  struct KnownMoment {
    std::shared_ptr<const Beginning> day;
    EventTypes asked = EventTypes().set();
  };
  mutable std::map<MomentKey, KnownMoment> moments = {};
};

// One application of a rule.
struct Scope {
  const ChildTime* child = nullptr;      // null: the whole case
  const CaseEpisode* episode = nullptr;  // the episode of the case
  const CareEpisode* care = nullptr;     // with PER_CARE_EPISODE
  const CourtCase* court = nullptr;      // with PER_COURT_CASE
  std::optional<absl::CivilDay> ended;   // the first day on which nothing is due anymore
  DayRange range;                        // the days of the entries that belong to it

  std::string child_id() const { return child == nullptr ? "" : child->child.id; }
  // The name for its items (docs/DOCKET.md, "Names").
  std::string name() const { return care != nullptr ? care->name : court != nullptr ? court->name : episode->name(); }
  // The entries that belong to it.
  Among entries() const { return {.child_id = child_id(), .range = range, .court = court}; }
};

// The scopes, ordered by child, then by episode.
std::vector<Scope> ScopesFor(rules::v1::Per per, const Case& of);

// One step of a derivation.
struct Step {
  Unsaid says;
  absl::CivilDay day;
  const Fact* fact = nullptr;
};

// A day to begin from, and how it was derived.
struct Beginning {
  absl::CivilDay day;
  std::string time;            // HH:MM; empty if it is not recorded
  const Fact* fact = nullptr;  // null: it is not the day of an entry
  std::string what;            // "child removed"
  std::vector<Step> steps;
  std::optional<absl::CivilDay> before = {};  // the day of the entry that `fact` replaced (Selector.last_with)
  std::vector<Unsaid> cautions = {};          // cautions for readers, without names
};

// Finds the earliest of some starts, or the latest of others once all exist.
class Beginnings {
 public:
  explicit Beginnings(const Case& of) : case_(of) {}

  std::optional<Beginning> Of(const google::protobuf::RepeatedPtrField<rules::v1::Start>& earliest_of,
                              const google::protobuf::RepeatedPtrField<rules::v1::Start>& latest_of, const Scope& scope,
                              const BusinessDays& business) const;
  // The day of a moment; it can be in the future.
  std::optional<Beginning> OfMoment(const LawMoment& moment, const Scope& scope) const;

 private:
  std::optional<Beginning> From(const rules::v1::Start& start, const Scope& scope, const BusinessDays& business) const;
  std::optional<Beginning> OfBegan(rules::v1::Began began, const Scope& scope) const;
  static Beginning Birth(const BirthDate& born);
  std::optional<Beginning> OfMomentNamed(const std::string& name, const Scope& scope) const;

  const Case& case_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_SCOPE_H_
