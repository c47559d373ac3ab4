#include "projections/entries/part_index.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace casejournal::projections {

using eventstore::Revision;

bool Part::Is(event::v1::PartKind wanted) const {
  const auto is_one_of = [this](std::initializer_list<event::v1::PartKind> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  };
  if (wanted == event::v1::PART_KIND_CHILD) {
    return kind == event::v1::PART_KIND_PARTICIPANT && is_child;
  }
  if (wanted == event::v1::PART_KIND_PROGRESS_SUBJECT) {
    return is_one_of({event::v1::PART_KIND_NEED, event::v1::PART_KIND_GOAL, event::v1::PART_KIND_OBJECTIVE,
                      event::v1::PART_KIND_ACTIVITY, event::v1::PART_KIND_CONDITION});
  }
  if (wanted == event::v1::PART_KIND_HINDERED) {
    return kind == event::v1::PART_KIND_PARTICIPANT || Is(event::v1::PART_KIND_PROGRESS_SUBJECT);
  }
  return kind == wanted;
}

const Part* PartIndex::Find(absl::string_view id) const {
  const Known* known = known_.Find(id);
  return known == nullptr ? nullptr : &known->part;
}

const Part* PartIndex::FindVersion(absl::string_view digest) const { return Find(digest); }

const PartIndex::Said* PartIndex::SaidBy(Revision revision) const {
  return revision < said_.size() ? said_[revision].get() : nullptr;
}

void PartIndex::Place(Revision revision, const event::v1::CaseEvent& content) {
  Withdraw(revision);
  auto said = std::make_shared<Said>();
  said->introduced = IntroductionsIn(content);
  for (const Introduction& introduction : said->introduced) {
    Known& known = known_.For(introduction.id);
    auto& by = known.introducers;
    const auto at = std::lower_bound(by.begin(), by.end(), revision);
    if (at == by.end() || *at != revision) by.insert(at, revision);
    known.part = {
        .kind = introduction.kind, .is_child = introduction.is_child, .introduced_by = by.front(), .standing = true};
  }
  if (said->introduced.empty()) return;
  while (said_.size() <= revision) said_.Append(nullptr);
  said_.Replace(revision, std::move(said));
}

void PartIndex::Withdraw(Revision revision) {
  const Said* said = SaidBy(revision);
  if (said == nullptr) return;
  for (const Introduction& introduction : said->introduced) {
    Known& known = known_.For(introduction.id);
    std::erase(known.introducers, revision);
    known.part.standing = !known.introducers.empty();
    if (known.part.standing) known.part.introduced_by = known.introducers.front();
  }
  said_.Replace(revision, nullptr);
}

}  // namespace casejournal::projections
