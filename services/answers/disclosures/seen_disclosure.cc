#include "services/answers/disclosures/seen_disclosure.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace casejournal::services {
namespace {

using event::v1::AccessEvent;
using event::v1::DisclosureMade;
using event::v1::PlanAttested;

// The last revision of the case that the entry rests on. Nothing: this program does not know what it rests on.
std::optional<uint64_t> LastUnder(const AccessEvent& event) {
  if (event.has_disclosure_made()) {
    const DisclosureMade& made = event.disclosure_made();
    return std::max({made.head_revision(), made.known_revision(), made.plan().revision()});
  }
  if (event.has_plan_attested()) {
    const PlanAttested& attested = event.plan_attested();
    return std::max({attested.plan().revision(), attested.drawn_up_revision(), attested.journalized_revision()});
  }
  return std::nullopt;
}

projections::LabelSet LabelsNamed(const AccessEvent& event) {
  const DisclosureMade& made = event.disclosure_made();
  projections::LabelSet named = projections::LabelSet::Of(made.with_labels());
  for (const event::v1::EntryToday& entry : made.entries_today())
    named = named | projections::LabelSet::Of(entry.labels());
  return named;
}

}  // namespace

bool TellsNothingWithheld(const AccessEvent& event, projections::LabelSet sees, const projections::Sight* sight) {
  if (!sees.Covers(LabelsNamed(event))) return false;
  if (sight == nullptr) return true;
  const std::optional<uint64_t> last = LastUnder(event);
  for (uint64_t revision = 0; revision < sight->withheld.size() && (!last || revision <= *last); ++revision) {
    if (sight->Hides(revision)) return false;
  }
  return true;
}

DisclosureMade WithoutContent(const DisclosureMade& made) {
  DisclosureMade told;
  told.set_recipient(made.recipient());
  told.set_purpose(made.purpose());
  if (made.has_authority()) told.set_authority(made.authority());
  told.set_form(made.form());
  told.set_recipient_class(made.recipient_class());
  told.set_method(made.method());
  told.set_under_role(made.under_role());
  if (made.has_granted_at_position()) told.set_granted_at_position(made.granted_at_position());
  return told;
}

}  // namespace casejournal::services
