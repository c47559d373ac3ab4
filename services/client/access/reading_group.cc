#include "services/client/access/reading_group.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"

namespace casejournal::services {
namespace {

using event::v1::DisclosureMade;
using RangesGiven = google::protobuf::RepeatedPtrField<event::v1::RevisionRange>;

constexpr int64_t kSecondsMax = 10;

// "0 to 4, 7"
std::string RangesText(const RangesGiven& ranges) {
  std::vector<std::string> texts;
  for (const event::v1::RevisionRange& range : ranges) {
    texts.push_back(range.first() == range.last() ? absl::StrCat(range.first())
                                                  : absl::StrCat(range.first(), " to ", range.last()));
  }
  return absl::StrJoin(texts, ", ");
}

// Whether each revision of `some` is one of `all`. Both ascend, and no two of their ranges touch.
bool AreAllIn(const RangesGiven& some, const RangesGiven& all) {
  return std::all_of(some.begin(), some.end(), [&](const event::v1::RevisionRange& range) {
    return std::any_of(all.begin(), all.end(), [&](const event::v1::RevisionRange& wide) {
      return wide.first() <= range.first() && range.last() <= wide.last();
    });
  });
}

// Whether it says no more than the other, of what was given and of what was not.
bool IsPartOf(const DisclosureMade& one, const DisclosureMade& other) {
  return AreAllIn(one.revisions(), other.revisions()) && AreAllIn(one.withheld(), other.withheld());
}

bool IsReading(const v1::Disclosure& disclosure) {
  if (!disclosure.has_of_case()) return false;
  switch (disclosure.of_case().form()) {
    case event::v1::DISCLOSURE_FORM_ENTRIES:
    case event::v1::DISCLOSURE_FORM_HISTORY:
    case event::v1::DISCLOSURE_FORM_REGISTER:
    case event::v1::DISCLOSURE_FORM_ANSWER:
      return true;
    default:
      return false;
  }
}

bool IsSameReading(const v1::Disclosure& newer, const v1::Disclosure& older) {
  const auto seconds = google::protobuf::util::TimeUtil::DurationToSeconds(newer.recorded_at() - older.recorded_at());
  const DisclosureMade& a = newer.of_case();
  const DisclosureMade& b = older.of_case();
  return IsReading(newer) && IsReading(older) && seconds <= kSecondsMax && newer.case_id() == older.case_id() &&
         newer.actor().issuer() == older.actor().issuer() && newer.actor().subject() == older.actor().subject() &&
         a.recipient() == b.recipient() && a.purpose() == b.purpose() && a.authority() == b.authority() &&
         a.recipient_class() == b.recipient_class() && a.under_role() == b.under_role() &&
         a.granted_at_position() == b.granted_at_position();
}

}  // namespace

bool ReadingGroup::Take(const v1::Disclosure& older) {
  if (!IsSameReading(all_.front(), older)) return false;
  const DisclosureMade& wide = widest().of_case();
  const bool is_wider = IsPartOf(wide, older.of_case());
  if (!is_wider && !IsPartOf(older.of_case(), wide)) return false;
  if (is_wider) widest_ = all_.size();
  all_.push_back(older);
  return true;
}

std::string ReadingGroup::GivenText() const {
  if (widest().has_of_range()) {
    return absl::StrCat("entries ", widest().of_range().first_position(), " to ", widest().of_range().last_position(),
                        " of the journal, at most");
  }
  std::vector<std::string> parts;
  for (auto each = all_.rbegin(); each != all_.rend(); ++each) {
    const std::string form = projections::EnumWords(each->of_case().form());
    if (std::find(parts.begin(), parts.end(), form) == parts.end()) parts.push_back(form);
  }
  const DisclosureMade& made = widest().of_case();
  if (!made.revisions().empty()) parts.push_back(absl::StrCat("revisions ", RangesText(made.revisions())));
  // Each disclosure of a case names the head of the case, except to those who may not know what was given.
  if (made.revisions().empty() && made.head_leaf().empty())
    return absl::StrCat(absl::StrJoin(parts, ", "), "; you may not see what was given");
  const std::string withheld = made.withheld().empty() ? "" : absl::StrCat("; withheld: ", RangesText(made.withheld()));
  return absl::StrCat(absl::StrJoin(parts, ", "), withheld);
}

std::string ReadingGroup::EntryText() const {
  const uint64_t last = all_.front().position();
  if (all_.size() == 1) return absl::StrCat(last);
  return absl::StrCat(all_.back().position(), " to ", last, ", ", all_.size(), " calls");
}

}  // namespace casejournal::services
