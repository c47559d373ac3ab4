#include "projections/figures/case_figures.h"

#include <algorithm>
#include <vector>

#include "projections/docket/care_time.h"
#include "projections/docket/case_facts.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/standing.h"
#include "projections/figures/planning_steps.h"
#include "projections/state/plan_fold.h"

namespace casejournal::projections {
namespace {

uint32_t DaysIn(absl::CivilDay from, absl::CivilDay until, absl::CivilDay day) {
  const absl::CivilDay end = std::min(until, day);
  return end > from ? static_cast<uint32_t>(end - from) : 0;
}

void AddCare(const std::vector<CareEpisode>& episodes, absl::CivilDay day, v1::ChildFigures& figures) {
  for (const CareEpisode& episode : episodes) {
    uint32_t days = 0;
    for (const CareStretch& stretch : episode.stretches) {
      const uint32_t counted = DaysIn(stretch.from, stretch.until, day);
      days += counted;
      if (stretch.kind == rules::v1::CARE_KIND_TRIAL_HOME_VISIT)
        figures.set_days_on_trial_home_visits(figures.days_on_trial_home_visits() + counted);
      if (stretch.kind == rules::v1::CARE_KIND_RUNAWAY)
        figures.set_days_as_runaway(figures.days_as_runaway() + counted);
    }
    figures.set_days_in_care(figures.days_in_care() + days);
    if (episode.ended && *episode.ended <= day) continue;
    figures.set_in_care(true);
    figures.set_in_care_since(FormatDay(episode.began));
    figures.set_days_this_episode(days);
  }
}

// A move is another caregiver within the same episode of care.
void AddPlacements(const v1::CasePlan& plan, const std::vector<CareEpisode>& episodes, v1::ChildFigures& figures) {
  std::vector<const v1::Placement*> placements;
  for (const v1::Placement& placement : plan.placements()) {
    const bool is_care = placement.terms().type() != event::v1::PLACEMENT_TYPE_TRIAL_HOME_VISIT;
    if (placement.child_id() == figures.child_id() && is_care && !placement.began_on().empty())
      placements.push_back(&placement);
  }
  std::stable_sort(placements.begin(), placements.end(),
                   [](const v1::Placement* a, const v1::Placement* b) { return a->began_on() < b->began_on(); });
  figures.set_placements(static_cast<uint32_t>(placements.size()));
  uint32_t moves = 0;
  for (const CareEpisode& episode : episodes) {
    const std::string from = FormatDay(episode.began);
    const std::string until = episode.ended ? FormatDay(*episode.ended) : "";
    const v1::Placement* last = nullptr;
    for (const v1::Placement* placement : placements) {
      if (placement->began_on() < from || (!until.empty() && placement->began_on() >= until)) continue;
      if (last != nullptr && last->terms().with_whom() != placement->terms().with_whom()) ++moves;
      last = placement;
    }
  }
  figures.set_moves(moves);
}

bool IsNamedIn(const v1::Concern& concern, const std::string& child_id) {
  const auto& allegations = concern.terms().allegations();
  return std::any_of(allegations.begin(), allegations.end(),
                     [&](const event::v1::Allegation& each) { return each.child_id() == child_id; });
}

// The days on which an allegation about the child was found to be true.
std::vector<std::string> SubstantiatedOn(const v1::CasePlan& plan, const std::string& child_id) {
  std::vector<std::string> days;
  for (const v1::Assessment& assessment : plan.assessments()) {
    const auto& dispositions = assessment.terms().dispositions();
    const bool is_found =
        std::any_of(dispositions.begin(), dispositions.end(), [&](const event::v1::AllegationDisposition& each) {
          return each.child_id() == child_id && (each.disposition() == event::v1::DISPOSITION_SUBSTANTIATED ||
                                                 each.disposition() == event::v1::DISPOSITION_INDICATED);
        });
    if (is_found) days.push_back(assessment.completed_on());
  }
  return days;
}

void AddReports(const v1::CasePlan& plan, v1::ChildFigures& figures) {
  const std::string& child = figures.child_id();
  std::vector<std::string> reported;
  for (const v1::Concern& concern : plan.concerns()) {
    if (IsNamedIn(concern, child) && !concern.reported_on().empty()) reported.push_back(concern.reported_on());
  }
  std::sort(reported.begin(), reported.end());
  figures.set_reports(static_cast<uint32_t>(reported.size()));
  if (!reported.empty()) figures.set_last_report_on(reported.back());

  // A finding is about the latest report before it.
  const std::vector<std::string> found = SubstantiatedOn(plan, child);
  std::vector<std::string> returned;
  for (const v1::Removal& removal : plan.removals()) {
    if (removal.child_id() == child && removal.ended().reason() == event::v1::EXIT_REASON_REUNIFIED)
      returned.push_back(removal.ended_on());
  }
  uint32_t substantiated = 0;
  uint32_t again = 0;
  for (size_t i = 0; i < reported.size(); ++i) {
    const auto is_of_report = [&](const std::string& day) {
      return day >= reported[i] && (i + 1 == reported.size() || day < reported[i + 1]);
    };
    const auto is_before = [&](const std::string& day) { return !day.empty() && day < reported[i]; };
    if (std::any_of(found.begin(), found.end(), is_of_report)) ++substantiated;
    if (std::any_of(found.begin(), found.end(), is_before) ||
        std::any_of(returned.begin(), returned.end(), is_before)) {
      ++again;
    }
  }
  figures.set_substantiated_reports(substantiated);
  figures.set_reports_again(again);
}

void AddRemovals(const v1::CasePlan& plan, v1::ChildFigures& figures) {
  uint32_t removals = 0;
  uint32_t again = 0;
  for (const v1::Removal& removal : plan.removals()) {
    if (removal.child_id() != figures.child_id() || removal.removed_on().empty()) continue;
    ++removals;
    const bool left_before =
        std::any_of(plan.removals().begin(), plan.removals().end(), [&](const v1::Removal& earlier) {
          return earlier.child_id() == removal.child_id() && !earlier.ended_on().empty() &&
                 earlier.ended_on() <= removal.removed_on();
        });
    if (left_before) ++again;
  }
  figures.set_removals(removals);
  figures.set_removals_again(again);
}

void AddActivities(const v1::CasePlan& plan, v1::GetFiguresResponse& figures) {
  uint32_t open = 0;
  int64_t days = 0;
  int64_t planned = 0;
  for (const v1::Activity& activity : plan.activities()) {
    if (activity.completed_on().empty() && activity.stopped_on().empty()) ++open;
    const event::v1::ActivityTerms& terms = activity.terms();
    if (!activity.stopped_on().empty() || terms.begins_on().empty() || terms.due_on() < terms.begins_on()) continue;
    days += DaysBetween(terms.begins_on(), terms.due_on());
    ++planned;
  }
  figures.set_open_activities(open);
  if (planned > 0) figures.set_activity_days_average(static_cast<uint32_t>((days + planned / 2) / planned));
}

}  // namespace

v1::GetFiguresResponse FiguresOf(const std::string& case_id, const EntryList& entries, const Law& law,
                                 const FiguresAsked& asked) {
  const std::string day = FormatDay(asked.day);
  std::vector<Standing> standing = StandingEntries(entries, asked.known);
  std::erase_if(standing, [&](const Standing& each) { return each.effective_on() > day; });
  const v1::CasePlan plan = FoldPlan(case_id, standing);
  const CaseFacts facts(entries, asked.known, asked.day, asked.zone);
  const std::vector<CaseEpisode> case_episodes = CaseEpisodesOf(facts);

  v1::GetFiguresResponse figures;
  figures.set_on(day);
  const std::vector<v1::StepFigure> steps = StepsOf(plan);
  *figures.mutable_steps() = {steps.begin(), steps.end()};
  figures.set_step(StepNow(steps));
  for (const ChildOfCase& child : facts.children()) {
    v1::ChildFigures& of_child = *figures.add_children();
    of_child.set_child_id(child.id);
    of_child.set_child(child.name);
    const std::vector<CareEpisode> episodes =
        CareEpisodesOf(facts, child, case_episodes, law.choices(), law.business(), asked.day);
    AddCare(episodes, asked.day, of_child);
    AddPlacements(plan, episodes, of_child);
    AddReports(plan, of_child);
    AddRemovals(plan, of_child);
  }
  AddActivities(plan, figures);
  return figures;
}

}  // namespace casejournal::projections
