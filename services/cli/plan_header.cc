#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/cli/plan_sections.h"

namespace casejournal::services {
namespace {

std::string Children(const PlanView& view) {
  std::vector<std::string> names;
  for (const v1::Participant& person : view.plan.participants()) {
    if (person.capacity() == event::v1::CAPACITY_CHILD) {
      names.push_back(view.words.Marked(person.name(), person.participant_id()));
    }
  }
  return names.empty() ? "a family" : absl::StrJoin(names, ", ");
}

std::string StatusWords(const v1::CasePlan& plan) {
  if (plan.status() == v1::CASE_STATUS_CLOSED) {
    return Joined(
        {DayWords("closed", plan.closed_on()), projections::EnumWords(plan.closed().reason()),
         DayWords("had been open since", plan.opened_on())},
        "; ");
  }
  if (plan.status() == v1::CASE_STATUS_HANDED_OVER) {
    const v1::HandedOver& to = plan.handed_over();
    return absl::StrCat(to.to_agency().empty() ? "joined to another case" : absl::StrCat("transferred to ", to.to_agency()),
                        " ", to.on(), "; had been open since ", plan.opened_on());
  }
  if (plan.status() == v1::CASE_STATUS_OPEN) {
    return Joined({DayWords("open since", plan.opened_on()), DayWords("reopened", plan.reopened_on())}, "; ");
  }
  return "not open";
}

std::string EarlierEpisodes(const v1::CasePlan& plan) {
  std::vector<std::string> lines;
  for (const v1::Episode& episode : plan.earlier_episodes()) {
    lines.push_back(Joined({absl::StrCat("episode ", episode.number(), ": ", episode.opened_on(), " to ", episode.closed_on()),
                            projections::EnumWords(episode.closed().reason())},
                           ", "));
  }
  return Joined(lines, "\n");
}

std::string Links(const PlanView& view) {
  std::vector<std::string> lines;
  for (const v1::CaseLink& link : view.plan.links()) {
    lines.push_back(Joined({absl::StrCat(projections::EnumWords(link.link()), " another case"),
                            link.child_id().empty() ? "" : absl::StrCat("for ", view.words.Person(link.child_id())),
                            DayWords("since", link.since()), link.reason()},
                           ", "));
  }
  for (const v1::JoinedCase& joined : view.plan.joined()) {
    lines.push_back(Joined({DayWords("another case was joined to this one,", joined.on()), joined.reason()}, ": "));
  }
  if (view.plan.has_received()) lines.push_back(absl::StrCat("received from ", view.plan.received().from_agency()));
  return Joined(lines, "\n");
}

std::string Numbers(const PlanView& view) {
  std::string lines;
  for (const v1::CaseNumber& number : view.plan.numbers()) {
    std::string words = absl::StrCat(number.number(), " (", number.system());
    if (!number.child_id().empty()) {
      absl::StrAppend(&words, ", for ", view.words.Person(number.child_id()));
    }
    absl::StrAppend(&lines, lines.empty() ? "" : "\n", words, ")");
  }
  return lines;
}

std::string Responsible(const v1::CasePlan& plan) {
  std::string lines;
  for (const v1::Assignment& assignment : plan.assignments()) {
    if (!assignment.until().empty()) continue;
    const std::string words =
        Joined({projections::EnumWords(assignment.part()), DayWords("unit", assignment.unit()),
                DayWords("since", assignment.since())},
               ", ");
    absl::StrAppend(&lines, lines.empty() ? "" : "\n", StaffWords(assignment.staff()), " (", words,
                    ")");
  }
  return lines;
}

std::string Outcomes(const PlanView& view) {
  std::string lines;
  for (const v1::OutcomeSought& outcome : view.plan.outcomes()) {
    const std::string words =
        Joined({projections::EnumWords(outcome.outcome()), DayWords("by", outcome.target_on()),
                absl::StrCat(projections::EnumWords(outcome.track()), " track"),
                DayWords("sought since", outcome.since())},
               ", ");
    absl::StrAppend(&lines, lines.empty() ? "" : "\n", view.words.Person(outcome.child_id()), ": ",
                    words);
  }
  return lines;
}

}  // namespace

std::string HeaderSection(const PlanView& view) {
  const v1::CasePlan& plan = view.plan;
  const PageStyle& style = view.style;
  std::string page = Paragraph(absl::StrCat("Case of ", Children(view)), 0, style.width);
  if (style.ids) absl::StrAppend(&page, Labelled("Case id", plan.case_id(), style));
  absl::StrAppend(&page, Labelled("Status", StatusWords(plan), style),
                  Labelled("Agency",
                           Joined({plan.agency(), projections::EnumWords(plan.kind()),
                                   DayWords("on", projections::EnumWords(plan.origin()))},
                                  ", "),
                           style),
                  Labelled("Earlier", EarlierEpisodes(plan), style), Labelled("Other cases", Links(view), style),
                  Labelled("Numbers", Numbers(view), style),
                  Labelled("Responsible", Responsible(plan), style),
                  Labelled("Outcome sought", Outcomes(view), style));
  return page;
}

}  // namespace casejournal::services
