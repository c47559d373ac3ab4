#include "projections/docket/growing_docket.h"

#include <algorithm>
#include <utility>

#include "projections/docket/rule_items.h"

namespace casejournal::projections {

GrowingDocket::GrowingDocket(std::shared_ptr<const Law> law, absl::CivilDay day, absl::TimeZone zone)
    : law_(std::move(law)), day_(day), zone_(zone), rules_(law_->rules().size()) {}

bool GrowingDocket::Take(const EntryList& entries) {
  const size_t taken = entries_.size();
  // A case that was read again has other objects for the same entries.
  const bool goes_on = taken > 0 && entries.size() >= taken && &entries[taken - 1] == &entries_[taken - 1];
  entries_ = entries;
  EventTypes changed;
  for (size_t at = taken; goes_on && at < entries_.size(); ++at) {
    switch (facts_->Grow(entries_[at])) {
      case CaseFacts::Growth::kNothing:
        break;
      case CaseFacts::Growth::kItsType:
        changed.set(CaseFacts::TypeOf(entries_[at]));
        break;
      case CaseFacts::Growth::kMadeAgain:
        MakeAgain();
        return true;
    }
  }
  if (goes_on) return AskAgain(changed);
  MakeAgain();
  return true;
}

void GrowingDocket::MakeAgain() {
  case_.reset();  // refers to the facts
  facts_ = std::make_unique<CaseFacts>(entries_, KnownSet::All(), day_, zone_);
  AskAll(CaseNow());
}

Case GrowingDocket::CaseNow() {
  facts_->TakeAsked();
  Case now = CaseOn(*facts_, *law_, day_, zone_);
  case_asked_ = facts_->TakeAsked();
  return now;
}

void GrowingDocket::AskAll(Case now) {
  case_.emplace(std::move(now));
  for (size_t rule = 0; rule < rules_.size(); ++rule) Ask(rule);
}

bool GrowingDocket::AskAgain(const EventTypes& changed) {
  const auto concerned = [&changed](const EventTypes& asked) { return (asked & changed).any(); };
  if (concerned(case_asked_)) {
    Case now = CaseNow();
    if (!HaveTheSameScopes(now, *case_)) {
      AskAll(std::move(now));
      return true;
    }
  }
  std::erase_if(case_->moments, [&](const auto& known) { return concerned(known.second.asked); });
  bool asked = false;
  for (size_t rule = 0; rule < rules_.size(); ++rule) {
    if (!concerned(rules_[rule].asked)) continue;
    Ask(rule);
    asked = true;
  }
  return asked;
}

void GrowingDocket::Ask(size_t rule) {
  facts_->TakeAsked();
  std::vector<v1::DocketItem> items = ItemsOf(law_->rules()[rule], *case_, Derivations::kLeftOut);
  rules_[rule] = {std::move(items), facts_->TakeAsked()};
}

std::vector<v1::DocketItem> GrowingDocket::Items() const {
  std::vector<v1::DocketItem> items;
  for (const OfRule& rule : rules_) items.insert(items.end(), rule.items.begin(), rule.items.end());
  std::stable_sort(items.begin(), items.end(),
                   [](const v1::DocketItem& a, const v1::DocketItem& b) { return a.due() < b.due(); });
  return items;
}

}  // namespace casejournal::projections
