// What a caregiver needs to know about a child's health and schooling (42 USC 675(1)(C)).
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/plan_sections.h"

namespace casejournal::services {

std::string HealthSection(const PlanView& view) {
  Table table(
      {{.title = "Child"}, {.title = "What", .wraps = true}, {.title = "Fact", .wraps = true}, {.title = "Since"}});
  for (const v1::HealthOrSchoolFact& fact : view.plan.health_and_school()) {
    table.AddRow({view.words.Person(fact.child_id()), Joined({projections::EnumWords(fact.kind()), fact.topic()}, ": "),
                  Joined({fact.fact(), fact.provider()}, "; "), fact.since()});
  }
  return Section(view.style, "Health and school", TableBody(table, view.style));
}

}  // namespace casejournal::services
