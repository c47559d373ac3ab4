#include "projections/entries/dependents.h"

#include <algorithm>
#include <deque>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "projections/entries/references.h"
#include "projections/events/naming_fields.h"

namespace casejournal::projections {
namespace {

using eventstore::Revision;

// Cannot be confused with an id, which has 36 characters, or a digest, which has 32 bytes.
constexpr char kTheCase[] = "case";
std::string OfNumber(absl::string_view number) { return absl::StrCat("number ", number); }

bool Opens(const event::v1::CaseEvent& event) { return event.has_case_opened() || event.has_case_received(); }

std::vector<std::string> MadeKnownBy(const event::v1::CaseEvent& event) {
  std::vector<std::string> made;
  for (Introduction& introduction : IntroductionsIn(event)) made.push_back(std::move(introduction.id));
  if (event.has_case_number_given()) made.push_back(OfNumber(event.case_number_given().number()));
  if (Opens(event)) made.emplace_back(kTheCase);
  return made;
}

std::vector<std::string> NamedBy(const event::v1::CaseEvent& event) {
  std::vector<std::string> named;
  for (Reference& reference : ReferencesIn(event)) named.push_back(std::move(reference.id));
  VisitNamingFields(event, [&](const NamingValue& value) {
    if (value.options.court_number()) named.push_back(OfNumber(value.value));
  });
  if (!Opens(event)) named.emplace_back(kTheCase);
  return named;
}

// Which entries introduce what, and which entries name it.
class Web {
 public:
  explicit Web(absl::Span<const Standing> standing) {
    for (const Standing& each : standing) {
      made_[each.revision()] = MadeKnownBy(each.event());
      for (const std::string& thing : made_[each.revision()]) ++makers_[thing];
      for (std::string& thing : NamedBy(each.event())) names_[std::move(thing)].push_back(each.revision());
    }
    for (auto& [thing, revisions] : names_) std::sort(revisions.begin(), revisions.end());
  }

  bool Has(Revision revision) const { return made_.contains(revision); }

  // Remove the entry and everything that depends on it.
  void TakeAway(Revision revision) {
    absl::flat_hash_set<Revision> falling = {revision};
    std::deque<Revision> open = {revision};
    while (!open.empty()) {
      for (const std::string& thing : made_[open.front()]) {
        if (--makers_[thing] > 0) continue;  // another entry introduces it
        for (const Revision named : names_[thing]) {
          if (falling.insert(named).second) open.push_back(named);
        }
      }
      open.pop_front();
    }
  }

  // After TakeAway: the entries that name what was removed with the entry, in order.
  std::vector<Revision> RestingOn(Revision revision) {
    std::vector<Revision> resting;
    for (const std::string& thing : made_[revision]) {
      if (makers_[thing] > 0) continue;
      resting.insert(resting.end(), names_[thing].begin(), names_[thing].end());
    }
    std::sort(resting.begin(), resting.end());
    resting.erase(std::unique(resting.begin(), resting.end()), resting.end());
    return resting;
  }

 private:
  absl::flat_hash_map<Revision, std::vector<std::string>> made_;
  absl::flat_hash_map<std::string, int> makers_;
  absl::flat_hash_map<std::string, std::vector<Revision>> names_;
};

}  // namespace

std::vector<Revision> DependentsOf(absl::Span<const Standing> standing, Revision revision) {
  Web web(standing);
  std::vector<Revision> ordered;
  if (!web.Has(revision)) return ordered;
  web.TakeAway(revision);
  // Depth first, the latest first. An entry is done when all entries that depend on it are done. Without recursion: a
  // case can be long.
  struct Step {
    Revision revision;
    std::vector<Revision> resting;  // still to be visited, the next one at the end
  };
  absl::flat_hash_set<Revision> visited = {revision};
  std::vector<Step> path;
  path.push_back({revision, web.RestingOn(revision)});
  while (!path.empty()) {
    Step& step = path.back();
    if (step.resting.empty()) {
      ordered.push_back(step.revision);
      path.pop_back();
      continue;
    }
    const Revision next = step.resting.back();
    step.resting.pop_back();
    if (visited.insert(next).second) path.push_back({next, web.RestingOn(next)});
  }
  ordered.pop_back();  // the entry itself
  return ordered;
}

}  // namespace casejournal::projections
