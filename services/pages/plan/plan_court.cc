#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {

namespace {

using projections::EnumWords;

Blocks Complaints(const PlanView& view) {
  Document::Table table = TableOf(
      view.style, {{.title = "Child"}, {.title = "Complaint", .wraps = true}, {.title = "Filed"}, {.title = "Number"}});
  for (const v1::Complaint& complaint : view.plan.complaints()) {
    table.Add(
        {view.words.Person(complaint.child_id()),
         Joined({complaint.allegations(), CodesWords(complaint.allegation_codes()), DayWords("by", complaint.by())},
                "; "),
         complaint.filed_on(), complaint.court_number()});
  }
  return Section(view.style, "Complaints", {table});
}

Blocks Findings(const PlanView& view) {
  Document::Table table =
      TableOf(view.style, {{.title = "Child"}, {.title = "The court found", .wraps = true}, {.title = "When"}});
  for (const v1::CourtFinding& finding : view.plan.findings()) {
    table.Add({view.words.Person(finding.terms().child_id()),
               Joined({EnumWords(finding.terms().kind()), finding.terms().words()}, ": "), finding.made_on()});
  }
  return Section(view.style, "Findings of the court", {table});
}

std::string HearingWords(const PlanView& view, const v1::Hearing& hearing) {
  const event::v1::HearingHeld& terms = hearing.terms();
  return Joined(
      {EnumWords(hearing.kind()), terms.has_permanency_hearing_form() ? "in the form of a permanency hearing" : "",
       terms.has_before_id() ? absl::StrCat("before ", view.words.Person(terms.before_id())) : "",
       DayWords("present:", view.words.People(terms.present_ids())), DayWords("continued to", terms.continued_to())},
      "; ");
}

Blocks Hearings(const PlanView& view) {
  Document::Table table = TableOf(
      view.style, {{.title = "Child"}, {.title = "Hearing", .wraps = true}, {.title = "When"}, {.title = "Number"}});
  for (const v1::Hearing& hearing : view.plan.hearings()) {
    const bool held = !hearing.held_on().empty();
    const std::string set = Joined({hearing.set().held_on(), hearing.set().held_at()}, " ");
    table.Add(
        {view.words.Person(hearing.child_id()), view.words.Marked(HearingWords(view, hearing), hearing.hearing_id()),
         Joined({DayWords("held", hearing.held_on()), DayWords("set for", set), DayWords("set on", hearing.set_on()),
                 Joined({DayWords("vacated", hearing.vacated_on()), hearing.vacated_reason()}, "; ")},
                "\n"),
         held ? hearing.terms().court_number() : hearing.set().court_number()});
  }
  return Section(view.style, "Hearings", {table});
}

// Return motions and other filings, and why a motion was not filed.
Blocks Filings(const PlanView& view) {
  Document::Table table = TableOf(
      view.style,
      {{.title = "Child"}, {.title = "Paper", .wraps = true}, {.title = "Filed"}, {.title = "Numbers", .wraps = true}});
  for (const v1::CourtFiling& filing : view.plan.filings()) {
    const event::v1::FiledWithCourt& terms = filing.terms();
    table.Add({terms.has_child_id() ? view.words.Person(terms.child_id()) : "",
               Joined({EnumWords(terms.what()), EnumWords(terms.relief()), terms.detail()}, "; "), filing.filed_on(),
               absl::StrJoin(terms.court_numbers(), ", ")});
  }
  for (const v1::FilingException& exception : view.plan.filing_exceptions()) {
    const event::v1::FilingExceptionDocumented& terms = exception.terms();
    table.Add({view.words.Person(terms.child_id()),
               Joined({absl::StrCat("no motion for permanent custody: ", EnumWords(terms.kind())), terms.reasons(),
                       DayWords("until", terms.until())},
                      "; "),
               DayWords("documented", exception.documented_on()), ""});
  }
  return Section(view.style, "Motions and filings", {table});
}

Blocks RightsEnded(const PlanView& view) {
  Blocks lines;
  for (const v1::RightsEnded& ended : view.plan.rights_ended()) {
    const std::string how =
        Joined({EnumWords(ended.how()), ended.order_id().empty() ? "" : view.words.Part(ended.order_id())}, ", ");
    lines.emplace_back(Line(absl::StrCat("The rights of ", view.words.Person(ended.parent_id()), " to ",
                                         view.words.Person(ended.child_id()), " ended ", ended.on(), " (", how, ")")));
  }
  return Section(view.style, "Parental rights", lines);
}

}  // namespace

Blocks CourtSection(const PlanView& view) {
  Document::Table orders = TableOf(view.style, {{.title = "Child"},
                                                {.title = "Order", .wraps = true},
                                                {.title = "When", .wraps = true},
                                                {.title = "Entry"},
                                                {.title = "Number"}});
  for (const v1::Order& order : view.plan.orders()) {
    const event::v1::OrderMade& terms = order.terms();
    std::vector<std::string> ended;
    for (const std::string& id : terms.ends_order_ids()) ended.push_back(view.words.Part(id));
    orders.Add({view.words.Person(terms.child_id()),
                view.words.Marked(Joined({EnumWords(terms.kind()), DayWords("to", terms.to()), terms.words(),
                                          DayWords("ends", absl::StrJoin(ended, ", "))},
                                         "; "),
                                  order.order_id()),
                Joined({DayWords("made", order.made_on()), DayWords("from", terms.takes_effect_on()),
                        DayWords("ends", terms.ends_on()), DayWords("ended", order.ended_on()),
                        EnumWords(order.how_ended()), order.end_words()},
                       "\n"),
                Joined({terms.entry_number(), DayWords("ended:", order.end_entry_number())}, "\n"),
                terms.court_number()});
  }
  return Together({Complaints(view), Section(view.style, "Orders of the court", {orders}), Findings(view),
                   Hearings(view), Filings(view), RightsEnded(view)});
}

}  // namespace casejournal::services
