#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/headings.h"
#include "services/pages/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

constexpr size_t kWhoWidth = 22;
constexpr size_t kWhenWidth = 18;
constexpr size_t kGaps = 4;
constexpr size_t kWhatWidthMin = 30;

// Return the width of the first column on a page of `width`, which is indented by 2. In a narrow terminal the table
// shrinks by itself.
size_t WhatWidth(size_t width) {
  constexpr size_t kOthers = 2 + kWhoWidth + kWhenWidth + kGaps;
  return width > kOthers + kWhatWidthMin ? width - kOthers : kWhatWidthMin;
}

// Rows of what, who, and when. The longer texts of a row follow below it over the whole width.
class GoalLines {
 public:
  explicit GoalLines(const PlanView& view)
      : view_(view),
        table_({{.title = "Goal, objective, activity", .wraps = true, .width_min = WhatWidth(view.style.width)},
                {.title = "Who", .wraps = true, .width_min = kWhoWidth},
                {.title = "When", .wraps = true, .width_min = kWhenWidth}}) {}

  void AddGoal(const v1::Goal& goal);
  void AddObjective(const v1::Objective& objective);
  void AddActivity(const v1::Activity& activity);

  const std::string& text() const { return text_; }

 private:
  void AddRow(std::vector<std::string> cells) {
    table_.AddRow(std::move(cells));
    absl::StrAppend(&text_, TableBody(table_, view_.style));
  }

  void AddDetail(size_t indent, absl::string_view label, absl::string_view words) {
    if (words.empty()) return;
    absl::StrAppend(&text_, Paragraph(absl::StrCat("- ", Heading(view_.style.language, label), ": ", words), indent,
                                      view_.style.width));
  }

  // Add the words of other parts, one line for each.
  template <typename Ids>
  void AddParts(size_t indent, absl::string_view label, const Ids& ids) {
    for (const std::string& id : ids) AddDetail(indent, label, view_.words.Part(id));
  }

  // Add the agreements and disagreements about a part.
  void AddAgreements(size_t indent, const std::string& part_id) {
    for (const v1::PartAgreementOf& said : view_.plan.agreements()) {
      if (said.part_id() != part_id) continue;
      const std::string who = said.has_staff() ? StaffWords(said.staff()) : view_.words.Person(said.participant_id());
      absl::StrAppend(&text_, Paragraph(absl::StrCat("- ", who, " ", EnumWords(said.agreement()), ": ",
                                                     Joined({said.on(), said.words()}, ", ")),
                                        indent, view_.style.width));
    }
  }

  const PlanView& view_;
  Table table_;
  std::string text_;
};

void GoalLines::AddGoal(const v1::Goal& goal) {
  std::string area = EnumWords(goal.area());
  if (!area.empty()) area[0] = absl::ascii_toupper(static_cast<unsigned char>(area[0]));
  AddRow({absl::StrCat(area, ": ", view_.words.Marked(goal.statement(), goal.goal_id())),
          view_.words.People(goal.for_ids(), "the family"),
          Joined({DayWords("set", goal.established_on()), DayWords("revised", goal.revised_on()),
                  DayWords("reached", goal.reached_on()), DayWords("withdrawn", goal.withdrawn_on())},
                 "\n")});
  AddDetail(4, "serves the outcome", EnumWords(goal.outcome()));
  AddDetail(4, "shown by", goal.evidence());
  AddDetail(4, "withdrawn because", goal.withdrawn_reason());
  if (!goal.followed_by_id().empty()) AddDetail(4, "followed by", view_.words.Part(goal.followed_by_id()));
  AddDetail(4, "progress", ProgressWords(view_.words, goal.progress()));
  AddAgreements(4, goal.goal_id());
}

void GoalLines::AddObjective(const v1::Objective& objective) {
  const event::v1::ObjectiveTerms& terms = objective.terms();
  const std::string number = terms.number().empty() ? "" : absl::StrCat(terms.number(), " ");
  AddRow({absl::StrCat("  ", number, view_.words.Marked(terms.statement(), objective.objective_id())),
          view_.words.People(terms.who_ids()),
          Joined({DayWords("revised", objective.revised_on()), DayWords("by", terms.target_on()),
                  DayWords("met", objective.met_on()), DayWords("withdrawn", objective.withdrawn_on())},
                 "\n")});
  AddDetail(6, "behavior", terms.behavior());
  AddDetail(6, "measure", terms.measure());
  AddDetail(6, "baseline", terms.baseline());
  AddDetail(6, "aim", terms.target());
  AddParts(6, "addresses the need", terms.need_ids());
  AddDetail(6, "is to change", absl::StrJoin(terms.contributors(), "; "));
  AddParts(6, "builds on", terms.strength_ids());
  AddDetail(6, "shown by", objective.evidence());
  AddDetail(6, "agreed by", view_.words.People(objective.agreed_by_ids()));
  AddDetail(6, "withdrawn because", objective.withdrawn_reason());
  AddDetail(6, "progress", ProgressWords(view_.words, objective.progress()));
  AddAgreements(6, objective.objective_id());
  for (const v1::Activity& activity : view_.plan.activities()) {
    if (activity.objective_id() == objective.objective_id()) AddActivity(activity);
  }
}

void GoalLines::AddActivity(const v1::Activity& activity) {
  const event::v1::ActivityTerms& terms = activity.terms();
  std::vector<std::string> who = {view_.words.People(terms.responsible_ids())};
  for (const auto& staff : terms.responsible_staff()) who.push_back(StaffWords(staff));
  AddRow({absl::StrCat("    * ", view_.words.Marked(terms.what(), activity.activity_id())), Joined(who, ", "),
          Joined({DayWords("revised", activity.revised_on()), DayWords("from", terms.begins_on()),
                  DayWords("to", terms.due_on()), DayWords("done", activity.completed_on()),
                  DayWords("stopped", activity.stopped_on())},
                 "\n")});
  AddDetail(8, "service", CodeWords(terms.service()));
  AddDetail(8, "place", terms.place());
  AddParts(8, "also serves", terms.also_objective_ids());
  AddParts(8, "after", terms.after_ids());
  AddDetail(8, "for", view_.words.People(terms.for_ids()));
  AddDetail(8, "purpose", EnumWords(terms.purpose()));
  AddDetail(8, "appropriate because", terms.why_appropriate());
  AddDetail(8, "fits", terms.fit());
  AddDetail(8, "result", activity.result());
  AddDetail(8, "stopped because", Joined({EnumWords(activity.why_stopped()), activity.stopped_detail()}, ": "));
  AddDetail(8, "progress", ProgressWords(view_.words, activity.progress()));
  for (const v1::Referral& referral : activity.referrals()) {
    const std::string asked =
        Joined({DayWords("asked on", referral.made_on()), DayWords("for", view_.words.People(referral.for_ids())),
                DayWords("to answer by", referral.answer_by()), referral.asked_for()},
               ", ");
    const std::string answer = Joined(
        {EnumWords(referral.answer()), referral.on(), DayWords("until", referral.until()), referral.detail()}, ", ");
    absl::StrAppend(&text_, Paragraph(absl::StrCat("- referral to ", view_.words.Person(referral.provider_id()), ": ",
                                                   Joined({asked, answer.empty() ? "not answered" : answer}, ": ")),
                                      8, view_.style.width));
  }
  AddAgreements(8, activity.activity_id());
}

// Return the progress on items that were not in the plan on that day.
std::string StrayProgress(const PlanView& view) {
  std::string lines;
  for (const v1::StrayProgress& stray : view.plan.stray_progress()) {
    absl::StrAppend(&lines, Paragraph(view.words.Marked(ProgressWords(view.words, stray.progress()), stray.of_id()), 2,
                                      view.style.width));
  }
  return Section(view.style, "Progress on what was not in the plan by then", lines);
}

}  // namespace

std::string MilestonesSection(const PlanView& view) {
  std::string lines;
  for (const v1::Milestone& milestone : view.plan.milestones()) {
    const event::v1::MilestoneReached& terms = milestone.terms();
    absl::StrAppend(
        &lines, Paragraph(absl::StrCat("- ", milestone.reached_on(), ", ", view.words.Person(terms.child_id()), ": ",
                                       Joined({EnumWords(terms.milestone()),
                                               DayWords("with", view.words.People(terms.with_ids())), terms.words()},
                                              "; ")),
                          2, view.style.width));
  }
  return Section(view.style, "Steps toward a permanent home", lines);
}

std::string WishesSection(const PlanView& view) {
  std::string lines;
  for (const v1::Wish& wish : view.plan.wishes()) {
    const std::string about = view.words.People(wish.terms().about_ids());
    absl::StrAppend(&lines, Paragraph(absl::StrCat("- ", wish.said_on(), ", ", view.words.Person(wish.terms().by_id()),
                                                   about.empty() ? "" : absl::StrCat(", of ", about), ": “",
                                                   wish.terms().words(), "”"),
                                      2, view.style.width));
  }
  return Section(view.style, "In their own words", lines);
}

std::string OfferedSection(const PlanView& view, const google::protobuf::RepeatedPtrField<v1::Activity>& offered) {
  GoalLines lines(view);
  for (const v1::Activity& activity : offered) lines.AddActivity(activity);
  return Section(view.style, "Offered to prevent the removal", lines.text());
}

std::string GoalsSection(const PlanView& view) {
  GoalLines lines(view);
  std::set<std::string> goals;
  std::set<std::string> objectives;
  for (const v1::Goal& goal : view.plan.goals()) {
    goals.insert(goal.goal_id());
    lines.AddGoal(goal);
    for (const v1::Objective& objective : view.plan.objectives()) {
      if (objective.goal_id() == goal.goal_id()) lines.AddObjective(objective);
    }
  }
  // Also show items whose goal or objective is not in the plan, for example because it was retracted.
  for (const v1::Objective& objective : view.plan.objectives()) {
    objectives.insert(objective.objective_id());
    if (goals.count(objective.goal_id()) == 0) lines.AddObjective(objective);
  }
  for (const v1::Activity& activity : view.plan.activities()) {
    if (objectives.count(activity.objective_id()) == 0) lines.AddActivity(activity);
  }
  return absl::StrCat(WishesSection(view), Section(view.style, "Goals, objectives, activities", lines.text()),
                      StrayProgress(view), MilestonesSection(view));
}

}  // namespace casejournal::services
