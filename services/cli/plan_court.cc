#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/cli/plan_sections.h"

namespace casejournal::services {

using projections::EnumWords;

std::string CourtSection(const PlanView& view) {
  Table orders({{.title = "Child"},
                {.title = "Order", .wraps = true},
                {.title = "When"},
                {.title = "Entry"}});
  for (const v1::Order& order : view.plan.orders()) {
    const event::v1::OrderMade& terms = order.terms();
    orders.AddRow(
        {view.words.Person(terms.child_id()),
         view.words.Marked(
             Joined({EnumWords(terms.kind()), DayWords("to", terms.to()), terms.words()}, "; "),
             order.order_id()),
         Joined({DayWords("made", order.made_on()), DayWords("from", terms.takes_effect_on()),
                 DayWords("ends", terms.ends_on()), DayWords("ended", order.ended_on())},
                "\n"),
         terms.entry_number()});
  }
  Table hearings({{.title = "Child"},
                  {.title = "Hearing", .wraps = true},
                  {.title = "Held"},
                  {.title = "Number"}});
  for (const v1::Hearing& hearing : view.plan.hearings()) {
    const event::v1::HearingHeld& terms = hearing.terms();
    hearings.AddRow({view.words.Person(terms.child_id()),
                     view.words.Marked(Joined({EnumWords(terms.kind()),
                                               DayWords("continued to", terms.continued_to())},
                                              ", "),
                                       hearing.hearing_id()),
                     hearing.held_on(), terms.court_number()});
  }
  return absl::StrCat(Section("Orders of the court", TableBody(orders, view.style)),
                      Section("Hearings", TableBody(hearings, view.style)));
}

}  // namespace casejournal::services
