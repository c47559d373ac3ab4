// Engagement: contacts, barriers, strategies that were tried, and searches.
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

// Return "3 contacts, 2025-01-15 to 2025-03-02", and what the last one was.
std::string Contacts(const v1::Engagement& engagement) {
  if (engagement.contacts() == 0) return "none";
  const std::string days = engagement.first_on() == engagement.last_on()
                               ? engagement.last_on()
                               : absl::StrCat(engagement.first_on(), " to ", engagement.last_on());
  const char* const alone = engagement.last_seen_alone() ? "the child was seen alone" : "the child was not seen alone";
  const std::string last = Joined({EnumWords(engagement.last_kind()), EnumWords(engagement.last_location()),
                                   engagement.has_last_seen_alone() ? alone : "", engagement.last_summary()},
                                  "; ");
  return absl::StrCat(engagement.contacts(), engagement.contacts() == 1 ? " contact, on " : " contacts, ", days,
                      "\nlast: ", last);
}

std::string NotReached(const v1::Engagement& engagement) {
  if (engagement.missed_on().empty()) return "";
  return Joined({absl::StrCat(engagement.missed_on(), ": ", EnumWords(engagement.missed_kind()), " ",
                              EnumWords(engagement.missed_result())),
                 engagement.missed_summary()},
                "; ");
}

std::string HinderedWords(const PlanView& view, const v1::Barrier& barrier) {
  std::vector<std::string> words;
  for (const std::string& id : barrier.hinders_ids()) words.push_back(view.words.Part(id));
  for (const int outcome : barrier.hinders_outcomes())
    words.push_back(EnumWords(static_cast<event::v1::PermanencyOutcome>(outcome)));
  return absl::StrJoin(words, ", ");
}

}  // namespace

Blocks EngagementSection(const PlanView& view) {
  Document::Table people = TableOf(view.style, {{.title = "Who", .wraps = true},
                                                {.title = "Contacts", .wraps = true},
                                                {.title = "Last missed or tried", .wraps = true}});
  for (const v1::Engagement& engagement : view.plan.engagements()) {
    people.Add({view.words.Person(engagement.participant_id()), Contacts(engagement), NotReached(engagement)});
  }
  Document::Table barriers = TableOf(view.style, {{.title = "Barrier", .wraps = true},
                                                  {.title = "Hinders", .wraps = true},
                                                  {.title = "Since"},
                                                  {.title = "Tried against it", .wraps = true}});
  for (const v1::Barrier& barrier : view.plan.barriers()) {
    std::vector<std::string> tried;
    for (const v1::Strategy& strategy : barrier.strategies()) {
      tried.push_back(absl::StrCat(
          strategy.tried_on(), ": ",
          Joined({strategy.strategy(), EnumWords(strategy.success()), DayWords("result:", strategy.result())}, "; ")));
    }
    tried.push_back(DayWords("to be tried:", barrier.intended_strategy()));
    barriers.Add({view.words.Marked(barrier.barrier(), barrier.barrier_id()), HinderedWords(view, barrier),
                  barrier.identified_on(), Joined(tried, "\n")});
  }
  Document::Table searches = TableOf(view.style, {{.title = "Looked for", .wraps = true},
                                                  {.title = "When"},
                                                  {.title = "How", .wraps = true},
                                                  {.title = "Result"}});
  for (const v1::Search& search : view.plan.searches()) {
    searches.Add({view.words.Person(search.terms().for_id()), search.made_on(), search.terms().means(),
                  EnumWords(search.terms().result())});
  }
  return Together({Section(view.style, "Engagement", {people}),
                   Section(view.style, "Barriers and strategies", {barriers}),
                   Section(view.style, "Searches", {searches})});
}

}  // namespace casejournal::services
