// The law on a day: the adopted rule sets and calendars that apply, and the choices that they make together.
#ifndef CASEJOURNAL_PROJECTIONS_LAW_LAW_H_
#define CASEJOURNAL_PROJECTIONS_LAW_LAW_H_

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "casejournal/rules/v1/rule_set.pb.h"
#include "casejournal/v1/docket.pb.h"
#include "eventstore/records/stream_id.h"
#include "projections/entries/known_set.h"
#include "projections/law/law_days.h"

namespace casejournal::projections {

// An adopted version of a rule set or of a calendar.
struct AdoptedRules {
  eventstore::Position position = 0;
  int64_t recorded_at_us = 0;
  std::string digest;
  // Exactly one of the two is set.
  std::optional<rules::v1::RuleSet> set;
  std::optional<rules::v1::Calendar> calendar;

  const std::string& id() const { return set ? set->id() : calendar->id(); }
  uint32_t version() const { return set ? set->version() : calendar->version(); }
};

// One rule or moment of the law on a day.
template <typename Text>
struct InSet {
  const Text* text = nullptr;
  const rules::v1::RuleSet* set = nullptr;
  const BusinessDays* business = nullptr;
  std::string name;  // "us-oh.sar"
};
using LawRule = InSet<rules::v1::Rule>;
using LawMoment = InSet<rules::v1::Moment>;

// Immutable; safe for concurrent use.
class Law {
 public:
  // The law that consists of these versions, in the order of adoption, with at most one of each id.
  explicit Law(std::vector<std::shared_ptr<const AdoptedRules>> versions);
  Law(const Law&) = delete;
  Law& operator=(const Law&) = delete;

  bool empty() const { return rules_.empty(); }
  const std::vector<LawRule>& rules() const { return rules_; }
  const std::vector<LawMoment>& moments() const { return moments_; }
  // The moment with this name, or null.
  const LawMoment* MomentNamed(const std::string& name) const;
  const rules::v1::Choices& choices() const { return choices_; }
  // The numbers that the sets give for findings, by name (thresholds.h).
  const std::map<std::string, uint32_t>& thresholds() const { return thresholds_; }
  bool Chose(const std::string& option) const { return option.empty() || chosen_.contains(option); }
  const BusinessDays& business() const { return plain_; }
  // The rule sets and calendars to name in an answer.
  const std::vector<v1::RulesInForce>& in_force() const { return in_force_; }
  // A digest of the whole law: two laws with the same digest are the same.
  const std::string& digest() const { return digest_; }

 private:
  void Choose(const rules::v1::Choices& choices);

  std::vector<std::shared_ptr<const AdoptedRules>> versions_;
  std::map<std::string, BusinessDays> calendars_;
  BusinessDays plain_;
  std::vector<LawRule> rules_;
  std::vector<LawMoment> moments_;
  std::map<std::string, size_t> moment_by_name_;
  rules::v1::Choices choices_;
  std::set<std::string> chosen_;
  std::map<std::string, uint32_t> thresholds_;
  std::vector<v1::RulesInForce> in_force_;
  std::string digest_;
};

// All versions that a journal adopted, in the order of adoption. A value.
class RuleBook {
 public:
  void Add(AdoptedRules adopted);
  bool empty() const { return adopted_.empty(); }
  const std::vector<std::shared_ptr<const AdoptedRules>>& adopted() const { return adopted_; }
  // The version that was adopted last under an id, or null.
  const AdoptedRules* Latest(absl::string_view id, bool calendar) const;

  // The law on `day`, from the versions that were adopted up to `position` and before `before`.
  std::shared_ptr<const Law> LawOn(absl::CivilDay day, std::optional<eventstore::Position> position = std::nullopt,
                                   std::optional<absl::Time> before = std::nullopt) const;
  // The law on `day` as it was understood on that day, for comparison. Of versions with the same first day, and of
  // calendars, it uses the one that had been adopted by the end of the day, or else the first. For a day before the
  // journal adopted anything, it uses the first rules.
  std::shared_ptr<const Law> LawAsAdopted(absl::CivilDay day, absl::TimeZone zone,
                                          std::optional<eventstore::Position> position = std::nullopt,
                                          std::optional<absl::Time> before = std::nullopt) const;

 private:
  struct Asked {
    absl::CivilDay day;
    std::optional<eventstore::Position> position = std::nullopt;
    std::optional<absl::Time> before = std::nullopt;
    std::optional<absl::Time> adopted_by = std::nullopt;
  };
  std::shared_ptr<const Law> LawOf(const Asked& asked) const;

  std::vector<std::shared_ptr<const AdoptedRules>> adopted_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_LAW_LAW_H_
