// The objectives, activities, and services of a review report.
#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/documents/court/review_report.h"
#include "services/pages/headings.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

constexpr size_t kWhoWidth = 22;
constexpr size_t kStateWidth = 24;

std::string DayBefore(const ReviewShown& shown) {
  return shown.review_before == nullptr ? "" : DayOfReview(*shown.review_before);
}

// Whether something that ended on these days, or did not end, still counted after the review before.
bool CountedAfter(const std::string& day_before, std::initializer_list<const std::string*> ends) {
  return std::all_of(ends.begin(), ends.end(),
                     [&](const std::string* end) { return end->empty() || *end > day_before; });
}

bool ActivityCounted(const v1::Activity& activity, const std::string& day_before) {
  return CountedAfter(day_before, {&activity.completed_on(), &activity.stopped_on()});
}

// "due 2023-09-30", "was due 2023-06-30: overdue"
std::string DueWords(const std::string& day, const std::string& due) {
  if (due.empty()) return "";
  return due < day ? absl::StrCat("was due ", due, ": overdue") : absl::StrCat("due ", due);
}

class ReviewedRows {
 public:
  ReviewedRows(const PlanView& plan, const ReviewShown& shown)
      : plan_(plan),
        day_before_(DayBefore(shown)),
        day_(DayOfReview(shown.review)),
        before_(shown.plan_before),
        table_(TableOf(plan.style, {{.title = "Goal, objective, activity", .wraps = true},
                                    {.title = "Who", .wraps = true, .width = kWhoWidth},
                                    {.title = "State", .wraps = true, .width = kStateWidth}})) {
    table_.outline = true;
  }

  void AddGoal(const v1::Goal& goal) {
    if (!CountedAfter(day_before_, {&goal.reached_on(), &goal.withdrawn_on()})) return;
    std::string area = EnumWords(goal.area());
    if (!area.empty()) area[0] = absl::ascii_toupper(static_cast<unsigned char>(area[0]));
    Document::Row& row =
        AddRow(0, absl::StrCat(area, ": ", goal.statement()), plan_.words.People(goal.for_ids(), "the family"),
               Joined({DayWords("set", goal.established_on()), DayWords("reached", goal.reached_on()),
                       DayWords("withdrawn", goal.withdrawn_on())},
                      "\n"));
    AddDetail(row, "withdrawn because", goal.withdrawn_reason());
    AddProgress(row, goal.progress(),
                BeforeIn(before_ == nullptr ? nullptr : &before_->goals(), goal.goal_id(), &v1::Goal::goal_id),
                /*says_none=*/false);
  }

  void AddObjective(const v1::Objective& objective) {
    if (!CountedAfter(day_before_, {&objective.met_on(), &objective.withdrawn_on()})) {
      ++objectives_left_out_;
      return;
    }
    const event::v1::ObjectiveTerms& terms = objective.terms();
    const bool ended = !objective.met_on().empty() || !objective.withdrawn_on().empty();
    Document::Row& row = AddRow(
        1, Joined({terms.number(), terms.statement()}, " "), plan_.words.People(terms.who_ids()),
        ended ? Joined({DayWords("met", objective.met_on()), DayWords("withdrawn", objective.withdrawn_on())}, "\n")
              : Joined({"open", DueWords(day_, terms.target_on())}, "\n"));
    AddDetail(row, "measure", terms.measure());
    AddDetail(row, "aim", terms.target());
    AddDetail(row, "shown by", objective.evidence());
    AddDetail(row, "withdrawn because", objective.withdrawn_reason());
    AddProgress(row, objective.progress(),
                BeforeIn(before_ == nullptr ? nullptr : &before_->objectives(), objective.objective_id(),
                         &v1::Objective::objective_id),
                /*says_none=*/!ended);
    for (const v1::Activity& activity : plan_.plan.activities()) {
      if (activity.objective_id() == objective.objective_id()) AddActivity(activity);
    }
  }

  void AddActivity(const v1::Activity& activity) {
    if (!ActivityCounted(activity, day_before_)) {
      ++activities_left_out_;
      return;
    }
    const event::v1::ActivityTerms& terms = activity.terms();
    Document::Row& row =
        AddRow(2, terms.what(),
               Joined({plan_.words.People(terms.responsible_ids()), StaffsWords(terms.responsible_staff())}, ", "),
               ActivityState(activity));
    row.bullet = true;
    AddDetail(row, "result", activity.result());
    AddDetail(row, "stopped because", Joined({EnumWords(activity.why_stopped()), activity.stopped_detail()}, ": "));
    AddProgress(row, activity.progress(),
                BeforeIn(before_ == nullptr ? nullptr : &before_->activities(), activity.activity_id(),
                         &v1::Activity::activity_id),
                /*says_none=*/false);
  }

  std::string ActivityState(const v1::Activity& activity) const {
    if (!activity.completed_on().empty()) return DayWords("done", activity.completed_on());
    if (!activity.stopped_on().empty()) return DayWords("stopped", activity.stopped_on());
    return Joined({"open", DueWords(day_, activity.terms().due_on())}, "\n");
  }

  Blocks Taken() {
    Blocks blocks;
    if (!table_.rows.empty()) blocks.emplace_back(std::move(table_));
    if (objectives_left_out_ + activities_left_out_ > 0) {
      blocks.emplace_back(Line(
          absl::StrCat("Left out, because they had ended by the review before: ",
                       Joined({objectives_left_out_ == 0 ? "" : Number(objectives_left_out_, "objective", "objectives"),
                               activities_left_out_ == 0 ? "" : Number(activities_left_out_, "activity", "activities")},
                              ", "),
                       ".")));
    }
    return blocks;
  }

 private:
  static std::string Number(size_t count, absl::string_view one, absl::string_view many) {
    return absl::StrCat(count, " ", count == 1 ? one : many);
  }

  // The progress of the same part at the review before. Null: it had none.
  template <typename Item, typename Id>
  static const v1::Progress* BeforeIn(const google::protobuf::RepeatedPtrField<Item>* items, const std::string& id,
                                      const Id& id_of) {
    if (items == nullptr) return nullptr;
    for (const Item& item : *items) {
      if ((item.*id_of)() == id && !item.progress().observed_on().empty()) return &item.progress();
    }
    return nullptr;
  }

  Document::Row& AddRow(int level, const std::string& what, const std::string& who, const std::string& state) {
    Document::Row& row = table_.Add({what, who, state});
    row.level = level;
    row.name = what;
    return row;
  }

  void AddDetail(Document::Row& row, absl::string_view label, const std::string& words) const {
    if (words.empty()) return;
    row.details.emplace_back(Item(absl::StrCat(Heading(plan_.style.language, label), ": ", words)));
  }

  void AddProgress(Document::Row& row, const v1::Progress& now, const v1::Progress* before, bool says_none) const {
    const bool is_new = !now.observed_on().empty() && (before == nullptr || now.observed_on() > before->observed_on());
    if (is_new) {
      AddDetail(row, "progress", ProgressWords(plan_.words, now));
    } else if (before != nullptr) {
      AddDetail(row, "progress", "none was recorded since the review before");
    } else if (says_none) {
      AddDetail(row, "progress", "none is recorded");
    }
    if (before != nullptr) AddDetail(row, "progress at the review before", ProgressWords(plan_.words, *before));
  }

  const PlanView& plan_;
  const std::string day_before_;
  const std::string day_;
  const v1::CasePlan* before_;
  Document::Table table_;
  size_t objectives_left_out_ = 0;
  size_t activities_left_out_ = 0;
};

std::string ReferralWords(const PlanView& plan, const v1::Referral& referral) {
  const std::string answer = Joined(
      {EnumWords(referral.answer()), referral.on(), DayWords("until", referral.until()), referral.detail()}, ", ");
  return absl::StrCat(Joined({absl::StrCat("referral to ", plan.words.Person(referral.provider_id())),
                              DayWords("asked on", referral.made_on())},
                             ", "),
                      ": ", answer.empty() ? "not answered" : answer);
}

}  // namespace

Blocks ReviewedObjectives(const PlanView& plan, const ReviewShown& shown) {
  ReviewedRows rows(plan, shown);
  std::set<std::string> goals;
  std::set<std::string> objectives;
  for (const v1::Goal& goal : plan.plan.goals()) {
    goals.insert(goal.goal_id());
    rows.AddGoal(goal);
    for (const v1::Objective& objective : plan.plan.objectives()) {
      if (objective.goal_id() == goal.goal_id()) rows.AddObjective(objective);
    }
  }
  // Items whose goal or objective is not in the plan, for example because it was withdrawn from the record.
  for (const v1::Objective& objective : plan.plan.objectives()) {
    objectives.insert(objective.objective_id());
    if (goals.count(objective.goal_id()) == 0) rows.AddObjective(objective);
  }
  for (const v1::Activity& activity : plan.plan.activities()) {
    if (objectives.count(activity.objective_id()) == 0) rows.AddActivity(activity);
  }
  return rows.Taken();
}

Blocks ReviewedServices(const PlanView& plan, const ReviewShown& shown) {
  const ReviewedRows states(plan, shown);
  const std::string day_before = DayBefore(shown);
  Document::Table table = TableOf(plan.style, {{.title = "Service", .wraps = true},
                                               {.title = "For", .wraps = true},
                                               {.title = "Provider", .wraps = true},
                                               {.title = "State", .wraps = true}});
  for (const v1::Activity& activity : plan.plan.activities()) {
    const event::v1::ActivityTerms& terms = activity.terms();
    const std::string service = CodeWords(terms.service());
    if ((service.empty() && activity.referrals().empty()) || !ActivityCounted(activity, day_before)) continue;
    std::vector<std::string> providers;
    for (const v1::Referral& referral : activity.referrals())
      providers.push_back(plan.words.Person(referral.provider_id()));
    if (providers.empty())
      providers = {plan.words.People(terms.responsible_ids()), StaffsWords(terms.responsible_staff())};
    Document::Row& row = table.Add({service.empty() ? terms.what() : service, plan.words.People(terms.for_ids()),
                                    Joined(providers, ", "), states.ActivityState(activity)});
    for (const v1::Referral& referral : activity.referrals())
      row.details.emplace_back(Item(ReferralWords(plan, referral), 0));
  }
  if (table.rows.empty()) return {};
  return {table};
}

}  // namespace casejournal::services
