#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/pages/headings.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

constexpr size_t kWhoWidth = 22;
constexpr size_t kWhenWidth = 18;

// Rows of what, who, and when. The longer texts of a row are its details.
class GoalRows {
 public:
  explicit GoalRows(const PlanView& view)
      : view_(view),
        table_(TableOf(view.style, {{.title = "Goal, objective, activity", .wraps = true},
                                    {.title = "Who", .wraps = true, .width = kWhoWidth},
                                    {.title = "When", .wraps = true, .width = kWhenWidth}})) {
    table_.outline = true;
  }

  void AddGoal(const v1::Goal& goal);
  void AddObjective(const v1::Objective& objective);
  void AddActivity(const v1::Activity& activity);

  const Document::Table& table() const { return table_; }

 private:
  Document::Row& AddRow(int level, const std::string& what, const std::string& who, const std::string& when) {
    Document::Row& row = table_.Add({what, who, when});
    row.level = level;
    row.name = what;
    return row;
  }

  // Add a detail of the last row.
  void AddDetail(Document::Text words) { table_.rows.back().details.emplace_back(Item(std::move(words))); }

  void AddDetail(absl::string_view label, absl::string_view words) {
    if (!words.empty()) AddDetail(absl::StrCat(Heading(view_.style.language, label), ": ", words));
  }

  // Add the words of other parts, one line for each.
  template <typename Ids>
  void AddParts(absl::string_view label, const Ids& ids) {
    for (const std::string& id : ids) AddDetail(label, view_.words.Part(id));
  }

  // Add the agreements and disagreements about a part.
  void AddAgreements(const std::string& part_id) {
    for (const v1::PartAgreementOf& said : view_.plan.agreements()) {
      if (said.part_id() != part_id) continue;
      const std::string who = said.has_staff() ? StaffWords(said.staff()) : view_.words.Person(said.participant_id());
      AddDetail(absl::StrCat(who, " ", EnumWords(said.agreement()), ": ", Joined({said.on(), said.words()}, ", ")));
    }
  }

  const PlanView& view_;
  Document::Table table_;
};

void GoalRows::AddGoal(const v1::Goal& goal) {
  std::string area = EnumWords(goal.area());
  if (!area.empty()) area[0] = absl::ascii_toupper(static_cast<unsigned char>(area[0]));
  AddRow(0, absl::StrCat(area, ": ", view_.words.Marked(goal.statement(), goal.goal_id())),
         view_.words.People(goal.for_ids(), "the family"),
         Joined({DayWords("set", goal.established_on()), DayWords("revised", goal.revised_on()),
                 DayWords("reached", goal.reached_on()), DayWords("withdrawn", goal.withdrawn_on())},
                "\n"));
  AddDetail("serves the outcome", EnumWords(goal.outcome()));
  AddDetail("shown by", goal.evidence());
  AddDetail("withdrawn because", goal.withdrawn_reason());
  if (!goal.followed_by_id().empty()) AddDetail("followed by", view_.words.Part(goal.followed_by_id()));
  AddDetail("progress", ProgressWords(view_.words, goal.progress()));
  AddAgreements(goal.goal_id());
}

void GoalRows::AddObjective(const v1::Objective& objective) {
  const event::v1::ObjectiveTerms& terms = objective.terms();
  const std::string number = terms.number().empty() ? "" : absl::StrCat(terms.number(), " ");
  AddRow(1, absl::StrCat(number, view_.words.Marked(terms.statement(), objective.objective_id())),
         view_.words.People(terms.who_ids()),
         Joined({DayWords("revised", objective.revised_on()), DayWords("by", terms.target_on()),
                 DayWords("met", objective.met_on()), DayWords("withdrawn", objective.withdrawn_on())},
                "\n"));
  AddDetail("behavior", terms.behavior());
  AddDetail("measure", terms.measure());
  AddDetail("baseline", terms.baseline());
  AddDetail("aim", terms.target());
  AddParts("addresses the need", terms.need_ids());
  AddDetail("is to change", absl::StrJoin(terms.contributors(), "; "));
  AddParts("builds on", terms.strength_ids());
  AddDetail("shown by", objective.evidence());
  AddDetail("agreed by", view_.words.People(objective.agreed_by_ids()));
  AddDetail("withdrawn because", objective.withdrawn_reason());
  AddDetail("progress", ProgressWords(view_.words, objective.progress()));
  AddAgreements(objective.objective_id());
  for (const v1::Activity& activity : view_.plan.activities()) {
    if (activity.objective_id() == objective.objective_id()) AddActivity(activity);
  }
}

void GoalRows::AddActivity(const v1::Activity& activity) {
  const event::v1::ActivityTerms& terms = activity.terms();
  std::vector<std::string> who = {view_.words.People(terms.responsible_ids())};
  for (const auto& staff : terms.responsible_staff()) who.push_back(StaffWords(staff));
  AddRow(2, view_.words.Marked(terms.what(), activity.activity_id()), Joined(who, ", "),
         Joined({DayWords("revised", activity.revised_on()), DayWords("from", terms.begins_on()),
                 DayWords("to", terms.due_on()), DayWords("done", activity.completed_on()),
                 DayWords("stopped", activity.stopped_on())},
                "\n"))
      .bullet = true;
  AddDetail("service", CodeWords(terms.service()));
  AddDetail("place", terms.place());
  AddParts("also serves", terms.also_objective_ids());
  AddParts("after", terms.after_ids());
  AddDetail("for", view_.words.People(terms.for_ids()));
  AddDetail("purpose", EnumWords(terms.purpose()));
  AddDetail("appropriate because", terms.why_appropriate());
  AddDetail("fits", terms.fit());
  AddDetail("result", activity.result());
  AddDetail("stopped because", Joined({EnumWords(activity.why_stopped()), activity.stopped_detail()}, ": "));
  AddDetail("progress", ProgressWords(view_.words, activity.progress()));
  for (const v1::Referral& referral : activity.referrals()) {
    const std::string asked =
        Joined({DayWords("asked on", referral.made_on()), DayWords("for", view_.words.People(referral.for_ids())),
                DayWords("to answer by", referral.answer_by()), referral.asked_for()},
               ", ");
    const std::string answer = Joined(
        {EnumWords(referral.answer()), referral.on(), DayWords("until", referral.until()), referral.detail()}, ", ");
    AddDetail(absl::StrCat("referral to ", view_.words.Person(referral.provider_id()), ": ",
                           Joined({asked, answer.empty() ? "not answered" : answer}, ": ")));
  }
  AddAgreements(activity.activity_id());
}

// Return the progress on items that were not in the plan on that day.
Blocks StrayProgress(const PlanView& view) {
  Blocks lines;
  for (const v1::StrayProgress& stray : view.plan.stray_progress()) {
    lines.emplace_back(Line(view.words.Marked(ProgressWords(view.words, stray.progress()), stray.of_id())));
  }
  return Section(view.style, "Progress on what was not in the plan by then", lines);
}

}  // namespace

Blocks MilestonesSection(const PlanView& view) {
  Blocks lines;
  for (const v1::Milestone& milestone : view.plan.milestones()) {
    const event::v1::MilestoneReached& terms = milestone.terms();
    lines.emplace_back(Item(absl::StrCat(
        milestone.reached_on(), ", ", view.words.Person(terms.child_id()), ": ",
        Joined({EnumWords(terms.milestone()), DayWords("with", view.words.People(terms.with_ids())), terms.words()},
               "; "))));
  }
  return Section(view.style, "Steps toward a permanent home", lines);
}

Blocks WishesSection(const PlanView& view) {
  Blocks lines;
  for (const v1::Wish& wish : view.plan.wishes()) {
    const std::string about = view.words.People(wish.terms().about_ids());
    lines.emplace_back(
        Item(absl::StrCat(wish.said_on(), ", ", view.words.Person(wish.terms().by_id()),
                          about.empty() ? "" : absl::StrCat(", of ", about), ": “", wish.terms().words(), "”")));
  }
  return Section(view.style, "In their own words", lines);
}

Blocks OfferedSection(const PlanView& view, const google::protobuf::RepeatedPtrField<v1::Activity>& offered) {
  GoalRows rows(view);
  for (const v1::Activity& activity : offered) rows.AddActivity(activity);
  return Section(view.style, "Offered to prevent the removal", {rows.table()});
}

Blocks GoalsSection(const PlanView& view) {
  GoalRows rows(view);
  std::set<std::string> goals;
  std::set<std::string> objectives;
  for (const v1::Goal& goal : view.plan.goals()) {
    goals.insert(goal.goal_id());
    rows.AddGoal(goal);
    for (const v1::Objective& objective : view.plan.objectives()) {
      if (objective.goal_id() == goal.goal_id()) rows.AddObjective(objective);
    }
  }
  // Also show items whose goal or objective is not in the plan, for example because it was retracted.
  for (const v1::Objective& objective : view.plan.objectives()) {
    objectives.insert(objective.objective_id());
    if (goals.count(objective.goal_id()) == 0) rows.AddObjective(objective);
  }
  for (const v1::Activity& activity : view.plan.activities()) {
    if (objectives.count(activity.objective_id()) == 0) rows.AddActivity(activity);
  }
  return Together({WishesSection(view), Section(view.style, "Goals, objectives, activities", {rows.table()}),
                   StrayProgress(view), MilestonesSection(view)});
}

}  // namespace casejournal::services
