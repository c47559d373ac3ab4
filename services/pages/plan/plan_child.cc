// What the record says of one child at a time: health and schooling, which a caregiver needs to know (42 USC
// 675(1)(C)); what prepares a youth for adult life; rights; support; earlier homes.
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/document.h"
#include "services/pages/headings.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

class ChildLines {
 public:
  explicit ChildLines(const PlanView& view) : view_(view) {}

  // Add "- Ana Lopez, since 2026-03-01: what". The words of `label` are a heading of the catalog.
  void Add(const std::string& child_id, absl::string_view label, absl::string_view since, absl::string_view words) {
    lines_.emplace_back(Item(absl::StrCat(
        Joined({view_.words.Person(child_id), std::string(Heading(view_.style.language, label)), std::string(since)},
               ", "),
        ": ", words)));
  }
  const Blocks& lines() const { return lines_; }

 private:
  const PlanView& view_;
  Blocks lines_;
};

std::string ServiceWords(const event::v1::IndependentLivingService& service) {
  return Joined({absl::StrCat(EnumWords(service.area()), ": ", service.what()), DayWords("by", service.by()),
                 DayWords("from", service.begins_on())},
                ", ");
}

void AddIndependentLiving(const PlanView& view, ChildLines& lines) {
  for (const v1::IndependentLiving& each : view.plan.independent_living()) {
    std::vector<std::string> words = {each.terms().description()};
    for (const auto& service : each.terms().services()) words.push_back(ServiceWords(service));
    lines.Add(each.child_id(), "preparation for adult life", each.planned_on(), Joined(words, "; "));
  }
}

void AddRights(const PlanView& view, ChildLines& lines) {
  for (const v1::RightsExplanation& each : view.plan.rights_explained()) {
    lines.Add(each.child_id(), "rights explained", each.explained_on(),
              Joined({each.terms().document(), absl::StrCat("signed: ", YesOrNo(each.terms().acknowledged())),
                      each.terms().detail()},
                     "; "));
  }
}

void AddEarlierHomes(const PlanView& view, ChildLines& lines) {
  for (const v1::EarlierPermanency& each : view.plan.earlier_permanency()) {
    lines.Add(
        each.child_id(), absl::StrCat("earlier ", EnumWords(each.kind())), "",
        Joined({EnumWords(each.answer()), each.on(),
                each.has_intercountry() ? absl::StrCat("from another country: ", YesOrNo(each.intercountry())) : ""},
               "; "));
  }
}

void AddParenthood(const PlanView& view, ChildLines& lines) {
  for (const v1::Parenthood& each : view.plan.parenthood()) {
    lines.Add(each.child_id(), "parenthood", each.since(),
              Joined({DayWords("pregnant:", EnumWords(each.terms().pregnant())),
                      DayWords("a parent:", EnumWords(each.terms().parent())),
                      DayWords("lives with the children:", EnumWords(each.terms().with_children()))},
                     "; "));
  }
}

void AddSupport(const PlanView& view, ChildLines& lines) {
  for (const v1::Assistance& each : view.plan.assistance()) {
    lines.Add(each.child_id(), "assistance", each.since(),
              Joined({EnumsWords<event::v1::AssistanceKind>(each.terms().receives().kinds()),
                      DayWords("none:", each.terms().none())},
                     "; "));
  }
  for (const v1::TitleIve& each : view.plan.title_ive()) {
    lines.Add(each.child_id(), "title IV-E foster care", each.since(),
              Joined({EnumWords(each.terms().determination()), each.terms().reason()}, "; "));
  }
}

void AddJustice(const PlanView& view, ChildLines& lines) {
  for (const v1::JusticeInvolvementOf& each : view.plan.justice_involvement())
    lines.Add(each.child_id(), "juvenile justice", each.since(), EnumWords(each.kind()));
}

std::string ConditionWords(const event::v1::HealthCondition& condition) {
  return absl::StrCat(EnumWords(condition.kind()), condition.past() ? " (in the past)" : "",
                      condition.diagnosis().empty() ? "" : absl::StrCat(" (", condition.diagnosis(), ")"));
}

void AddAssessments(const PlanView& view, Document::Table& table) {
  const std::string what(Heading(view.style.language, "health assessment"));
  for (const v1::HealthAssessment& each : view.plan.health_assessments()) {
    std::vector<std::string> words = {EnumWords(each.terms().result())};
    for (const auto& condition : each.terms().conditions()) words.push_back(ConditionWords(condition));
    words.push_back(each.terms().by());
    table.Add({view.words.Person(each.terms().child_id()), what, Joined(words, "; "), each.assessed_on()});
  }
}

void AddSchooling(const PlanView& view, Document::Table& table) {
  const std::string what(Heading(view.style.language, "schooling"));
  for (const v1::Schooling& each : view.plan.schooling()) {
    const event::v1::SchoolingRecorded& terms = each.terms();
    table.Add({view.words.Person(each.child_id()), what,
               Joined({EnumWords(terms.enrollment()), EnumWords(terms.level()), terms.school(),
                       EnumWords(terms.special_education())},
                      "; "),
               each.since()});
  }
}

}  // namespace

Blocks ChildrenSection(const PlanView& view) {
  ChildLines lines(view);
  AddIndependentLiving(view, lines);
  AddRights(view, lines);
  AddEarlierHomes(view, lines);
  AddParenthood(view, lines);
  AddJustice(view, lines);
  AddSupport(view, lines);
  return Section(view.style, "About each child", lines.lines());
}

Blocks HealthSection(const PlanView& view) {
  Document::Table table = TableOf(
      view.style,
      {{.title = "Child"}, {.title = "What", .wraps = true}, {.title = "Fact", .wraps = true}, {.title = "Since"}});
  for (const v1::HealthOrSchoolFact& fact : view.plan.health_and_school()) {
    table.Add({view.words.Person(fact.child_id()), Joined({EnumWords(fact.kind()), fact.topic()}, ": "),
               Joined({fact.fact(), fact.provider()}, "; "), fact.since()});
  }
  AddAssessments(view, table);
  AddSchooling(view, table);
  return Section(view.style, "Health and school", {table});
}

}  // namespace casejournal::services
