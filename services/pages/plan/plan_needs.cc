// Reports, assessments, and the needs and strengths of the family.
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

Blocks Concerns(const PlanView& view) {
  Document::Table table =
      TableOf(view.style, {{.title = "Reported"}, {.title = "Concern", .wraps = true}, {.title = "Urgency"}});
  for (const v1::Concern& concern : view.plan.concerns()) {
    std::vector<std::string> lines = {concern.terms().summary()};
    for (const event::v1::Allegation& allegation : concern.terms().allegations()) {
      lines.push_back(
          absl::StrCat(view.words.Person(allegation.child_id()), ": ", EnumWords(allegation.kind()),
                       allegation.has_by_id() ? absl::StrCat(", by ", view.words.Person(allegation.by_id())) : ""));
    }
    const event::v1::ReportScreened& screened = concern.screened();
    lines.push_back(Joined({DayWords("screened", concern.screened_on()), EnumWords(screened.decision()),
                            DayWords("to be answered by", screened.answer_by()), screened.reason()},
                           ", "));
    table.Add({concern.reported_on(), Joined(lines, "\n"), EnumWords(concern.terms().urgency())});
  }
  return Section(view.style, "Concerns", {table});
}

Blocks Assessments(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Assessment", .wraps = true},
                                               {.title = "When"},
                                               {.title = "Level"},
                                               {.title = "Took part", .wraps = true},
                                               {.title = "Found and decided", .wraps = true}});
  for (const v1::Assessment& assessment : view.plan.assessments()) {
    const event::v1::AssessmentCompleted& terms = assessment.terms();
    std::vector<std::string> lines;
    for (const event::v1::AllegationDisposition& allegation : terms.dispositions()) {
      lines.push_back(absl::StrCat(view.words.Person(allegation.child_id()), ": ", EnumWords(allegation.kind()), " ",
                                   EnumWords(allegation.disposition())));
    }
    lines.push_back(terms.decision());
    table.Add({view.words.Marked(Joined({EnumWords(terms.kind()), terms.form()}, ", "), assessment.assessment_id()),
               assessment.completed_on(), EnumWords(terms.level()), view.words.People(terms.took_part_ids()),
               Joined(lines, "\n")});
  }
  return Section(view.style, "Assessments", {table});
}

Blocks Needs(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Of", .wraps = true},
                                               {.title = "Need", .wraps = true},
                                               {.title = "Priority"},
                                               {.title = "Identified"},
                                               {.title = "Progress", .wraps = true}});
  for (const v1::Need& need : view.plan.needs()) {
    const event::v1::NeedIdentified& terms = need.terms();
    table.Add({view.words.Person(terms.of_id()),
               view.words.Marked(
                   Joined({terms.need(), DayWords("contributes:", absl::StrJoin(terms.contributors(), ", "))}, "\n"),
                   need.need_id()),
               EnumWords(terms.priority()), need.identified_on(), ProgressWords(view.words, need.progress())});
  }
  return Section(view.style, "Needs", {table});
}

Blocks Strengths(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Of", .wraps = true},
                                               {.title = "Strength or resource", .wraps = true},
                                               {.title = "Kind"},
                                               {.title = "Identified"}});
  for (const v1::Strength& strength : view.plan.strengths()) {
    table.Add({view.words.Person(strength.terms().of_id()),
               view.words.Marked(strength.terms().strength(), strength.strength_id()),
               EnumWords(strength.terms().kind()), strength.identified_on()});
  }
  return Section(view.style, "Strengths and resources", {table});
}

}  // namespace

Blocks NeedsSection(const PlanView& view) {
  return Together({Concerns(view), Assessments(view), Needs(view), Strengths(view)});
}

}  // namespace casejournal::services
