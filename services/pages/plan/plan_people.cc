#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

// "mother (legal) of Ana Lopez, Ben Lopez; partner of ..."
std::string RelationsOf(const PlanView& view, const std::string& id) {
  std::vector<std::pair<std::string, std::vector<std::string>>> relations;
  for (const v1::PersonRelation& relation : view.plan.relations()) {
    if (relation.from_id() != id) continue;
    const std::string ended = relation.ended_on().empty()
                                  ? ""
                                  : Joined({absl::StrCat("until ", relation.ended_on()),
                                            EnumWords(relation.how_ended()), relation.end_detail()},
                                           ": ");
    const std::string words = absl::StrCat(EnumWords(relation.relation()), " (",
                                           Joined({EnumWords(relation.kind()), DayWords("since", relation.since()),
                                                   DayWords("by", relation.basis()), ended},
                                                  ", "),
                                           ") of ");
    if (relations.empty() || relations.back().first != words) relations.push_back({words, {}});
    relations.back().second.push_back(view.words.Person(relation.to_id()));
  }
  for (const v1::Representative& part : view.plan.representatives()) {
    if (part.participant_id() != id) continue;
    const std::string words = absl::StrCat(
        EnumWords(part.role()), " (",
        Joined(
            {DayWords("since", part.since()), DayWords("not accepted on", part.rejected_on()), part.rejected_because()},
            ", "),
        ") for ");
    if (relations.empty() || relations.back().first != words) relations.push_back({words, {}});
    relations.back().second.push_back(view.words.Person(part.for_id()));
  }
  std::vector<std::string> lines;
  for (const auto& [words, whom] : relations) {
    lines.push_back(absl::StrCat(words, absl::StrJoin(whom, ", ")));
  }
  return absl::StrJoin(lines, "\n");
}

// Return what is known about people beyond their names and birth dates.
Blocks DetailLines(const PlanView& view) {
  Blocks lines;
  for (const v1::Participant& person : view.plan.participants()) {
    const event::v1::PersonDetails& details = person.details();
    const std::string words = Joined(
        {DayWords("also known as", absl::StrJoin(details.other_names(), ", ")), EnumWords(details.sex()),
         details.has_born_first_on()
             ? absl::StrCat("born between ", details.born_first_on(), " and ", details.born_on())
             : "",
         DayWords("speaks", CodesWords(details.languages())),
         details.has_interpreter_needed() ? absl::StrCat("interpreter needed: ", YesOrNo(details.interpreter_needed()))
                                          : "",
         DayWords("race and ethnicity:", CodesWords(details.race_and_ethnicity())),
         DayWords("culture and community:", absl::StrJoin(details.cultures(), ", ")),
         DayWords("tribe:", CodesWords(details.tribes())), DayWords("by", person.details_basis())},
        "; ");
    if (words.empty()) continue;
    lines.emplace_back(Line(absl::StrCat(view.words.Person(person.participant_id()), ": ", words)));
  }
  return lines;
}

// Return the contact details. A protected address is not shown: pages are printed and left on desks.
Blocks ContactLines(const PlanView& view) {
  Blocks lines;
  for (const v1::ContactDetail& detail : view.plan.contact_details()) {
    const std::string value = detail.confidential() ? "protected" : detail.value();
    lines.emplace_back(
        Line(absl::StrCat(view.words.Person(detail.participant_id()), ", ", EnumWords(detail.kind()), ": ",
                          Joined({value, detail.detail(), DayWords("since", detail.since())}, ", "))));
  }
  return lines;
}

Blocks SamePersonLines(const PlanView& view) {
  Blocks lines;
  for (const v1::SamePerson& same : view.plan.same_persons()) {
    lines.emplace_back(
        Line(absl::StrCat(view.words.Person(same.participant_id()), " is known elsewhere in the journal, recognised ",
                          same.since(), ": ", same.basis())));
  }
  return lines;
}

Blocks HouseholdLines(const PlanView& view) {
  Blocks lines;
  for (const v1::Household& household : view.plan.households()) {
    std::vector<std::string> members;
    for (const v1::HouseholdMember& member : household.members()) {
      const std::string days =
          Joined({Joined({DayWords("since", member.moved_in_on()), DayWords("until", member.moved_out_on())}, " "),
                  member.why_moved_out()},
                 ": ");
      members.push_back(absl::StrCat(view.words.Person(member.participant_id()), " (", days, ")"));
    }
    lines.emplace_back(
        Line(absl::StrCat(view.words.Marked(absl::StrCat("Household of ", household.name()), household.household_id()),
                          ": ", absl::StrJoin(members, ", "))));
  }
  return lines;
}

}  // namespace

Blocks PeopleSection(const PlanView& view) {
  Document::Table table = TableOf(view.style, {{.title = "Name", .wraps = true},
                                               {.title = "As"},
                                               {.title = "Born"},
                                               {.title = "Relation or part", .wraps = true},
                                               {.title = "In the case", .wraps = true}});
  for (const v1::Participant& person : view.plan.participants()) {
    table.Add({view.words.Marked(person.name(), person.participant_id()), EnumWords(person.capacity()),
               person.born_on(), RelationsOf(view, person.participant_id()),
               Joined({DayWords("since", person.joined_on()), DayWords("until", person.left_on()),
                       EnumWords(person.why_left()), person.left_detail()},
                      "\n")});
  }
  return Section(
      view.style, "People",
      Together({{table}, DetailLines(view), HouseholdLines(view), ContactLines(view), SamePersonLines(view)}));
}

}  // namespace casejournal::services
