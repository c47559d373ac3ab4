#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/headings.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

std::string Children(const PlanView& view) {
  std::vector<std::string> names;
  for (const v1::Participant& person : view.plan.participants()) {
    if (person.capacity() == event::v1::CAPACITY_CHILD) {
      names.push_back(view.words.Marked(person.name(), person.participant_id()));
    }
  }
  return names.empty() ? "a family" : absl::StrJoin(names, ", ");
}

// Return the outcome for each child.
std::string OutcomesAtClosing(const PlanView& view, const event::v1::CaseClosed& closed, absl::string_view separator) {
  std::vector<std::string> words;
  for (const event::v1::ChildOutcome& outcome : closed.outcomes()) {
    words.push_back(absl::StrCat(view.words.Person(outcome.child_id()), ": ", EnumWords(outcome.outcome())));
  }
  return absl::StrJoin(words, separator);
}

// Return why an episode was closed, and the outcome for each child.
std::string ClosingWords(const PlanView& view, const event::v1::CaseClosed& closed) {
  return Joined({EnumWords(closed.reason()), OutcomesAtClosing(view, closed, "; "), closed.summary()}, "; ");
}

std::string HandedOverWords(const PlanView& view, const v1::HandedOver& to) {
  const std::string where = to.to_agency().empty() ? view.words.Marked("joined to another case", to.joined_to_case_id())
                                                   : absl::StrCat("transferred to ", to.to_agency());
  return Joined({absl::StrCat(where, " ", to.on()), DayWords("journal", to.to_journal()),
                 to.last_revision() == 0 ? "" : absl::StrCat("up to revision ", to.last_revision()),
                 to.checkpoint().empty() ? "" : "with a checkpoint",
                 to.exhibit_digest().empty() ? "" : "with an exhibit", to.reason()},
                "; ");
}

// How a case stands that is not closed.
std::string StatusWords(const PlanView& view) {
  const v1::CasePlan& plan = view.plan;
  if (plan.status() == v1::CASE_STATUS_HANDED_OVER) {
    return Joined({HandedOverWords(view, plan.handed_over()), DayWords("had been open since", plan.opened_on())}, "; ");
  }
  if (plan.status() == v1::CASE_STATUS_OPEN) {
    return Joined(
        {DayWords("open since", plan.opened_on()), plan.episode() > 1 ? absl::StrCat("episode ", plan.episode()) : "",
         DayWords("reopened", plan.reopened_on()), plan.reopened_reason()},
        "; ");
  }
  return "not open";
}

std::string EarlierEpisodes(const PlanView& view) {
  std::vector<std::string> lines;
  for (const v1::Episode& episode : view.plan.earlier_episodes()) {
    lines.push_back(
        Joined({absl::StrCat("episode ", episode.number(), ": ", episode.opened_on(), " to ", episode.closed_on()),
                ClosingWords(view, episode.closed())},
               ", "));
  }
  return Joined(lines, "\n");
}

std::string ReceivedWords(const event::v1::CaseReceived& received) {
  return Joined({absl::StrCat("received from ", received.from_agency()), DayWords("journal", received.from_journal()),
                 received.has_last_revision() ? absl::StrCat("up to revision ", received.last_revision()) : "",
                 received.has_proof() ? "with a proof" : "", received.has_exhibit_digest() ? "with an exhibit" : "",
                 received.reason()},
                "; ");
}

std::string Links(const PlanView& view) {
  std::vector<std::string> lines;
  for (const v1::CaseLink& link : view.plan.links()) {
    lines.push_back(Joined({absl::StrCat(EnumWords(link.link()), " another case"),
                            link.child_id().empty() ? "" : absl::StrCat("for ", view.words.Person(link.child_id())),
                            DayWords("since", link.since()), link.reason()},
                           ", "));
  }
  for (const v1::JoinedCase& joined : view.plan.joined()) {
    const std::string other = view.words.Marked("another case", joined.other_case_id());
    lines.push_back(
        Joined({DayWords(absl::StrCat(other, " was joined to this one,"), joined.on()), joined.reason()}, ": "));
  }
  if (view.plan.has_received()) lines.push_back(ReceivedWords(view.plan.received()));
  return Joined(lines, "\n");
}

std::string Numbers(const PlanView& view) {
  std::string lines;
  for (const v1::CaseNumber& number : view.plan.numbers()) {
    std::string words = absl::StrCat(number.number(), " (", number.system());
    if (!number.child_id().empty()) {
      absl::StrAppend(&words, ", for ", view.words.Person(number.child_id()));
    }
    absl::StrAppend(&words, ", since ", number.since());
    absl::StrAppend(&lines, lines.empty() ? "" : "\n", words, ")");
  }
  return lines;
}

// Return the staff who are responsible now (`now`), or who were responsible before.
std::string Responsible(const v1::CasePlan& plan, bool now) {
  std::vector<std::string> lines;
  for (const v1::Assignment& assignment : plan.assignments()) {
    if (assignment.until().empty() != now) continue;
    lines.push_back(absl::StrCat(StaffWords(assignment.staff()), " (",
                                 Joined({EnumWords(assignment.part()), DayWords("unit", assignment.unit()),
                                         DayWords("since", assignment.since()), DayWords("until", assignment.until())},
                                        ", "),
                                 ")"));
  }
  return Joined(lines, "\n");
}

// Return who was given access to the case, besides those who are responsible for it.
std::string Access(const PlanView& view) {
  std::vector<std::string> lines;
  for (const v1::AccessGrant& grant : view.plan.access()) {
    std::vector<std::string> opens;
    for (const int label : grant.opens()) opens.push_back(EnumWords(static_cast<event::v1::Label>(label)));
    lines.push_back(absl::StrCat(
        view.words.Marked(StaffWords(grant.holder()), grant.grant_id()), " (",
        Joined(
            {EnumWords(grant.role()), grant.for_id().empty() ? "" : DayWords("for", view.words.Person(grant.for_id())),
             DayWords("since", grant.since()), DayWords("until", grant.until()),
             DayWords("including", absl::StrJoin(opens, " and ")), grant.authority(), grant.reason(),
             Joined({DayWords("ended", grant.ended_on()), grant.end_reason()}, ": ")},
            ", "),
        ")"));
  }
  return Joined(lines, "\n");
}

}  // namespace

std::string OutcomeWords(const PlanView& view) {
  std::string lines;
  for (const v1::OutcomeSought& outcome : view.plan.outcomes()) {
    const std::string words =
        Joined({EnumWords(outcome.outcome()), DayWords("with", view.words.People(outcome.with_ids())),
                DayWords("by", outcome.target_on()), absl::StrCat(EnumWords(outcome.track()), " track"),
                DayWords("sought since", outcome.since()), outcome.reason(),
                DayWords("steps:", absl::StrJoin(outcome.steps(), "; "))},
               ", ");
    absl::StrAppend(&lines, lines.empty() ? "" : "\n", view.words.Person(outcome.child_id()), ": ", words);
  }
  return lines;
}

std::string CaseTitle(const PlanView& view) {
  return absl::StrCat(Heading(view.style.language, "Case of"), " ", Children(view));
}

Blocks HeaderSection(const PlanView& view) {
  const v1::CasePlan& plan = view.plan;
  Document::Facts facts;
  const auto add = [&](absl::string_view label, const std::string& words) {
    facts.Add(Heading(view.style.language, label), words);
  };
  if (view.style.ids) add("Case id", plan.case_id());
  if (plan.status() == v1::CASE_STATUS_CLOSED) {
    add("Closed", Joined({plan.closed_on(), EnumWords(plan.closed().reason())}, ": "));
    add("Outcome", OutcomesAtClosing(view, plan.closed(), "\n"));
    add("In words", plan.closed().summary());
    add("Was open", absl::StrCat(plan.opened_on(), " to ", plan.closed_on()));
  } else {
    add("Status", StatusWords(view));
  }
  add("Agency", Joined({plan.agency(), EnumWords(plan.kind()), DayWords("on", EnumWords(plan.origin()))}, ", "));
  add("Earlier", EarlierEpisodes(view));
  add("Other cases", Links(view));
  add("Numbers", Numbers(view));
  add("Responsible", Responsible(plan, /*now=*/true));
  add("Before", Responsible(plan, /*now=*/false));
  add("Given access", Access(view));
  add("Outcome sought", OutcomeWords(view));
  return {facts};
}

}  // namespace casejournal::services
