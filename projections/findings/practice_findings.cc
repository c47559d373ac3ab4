// Services that do not begin, referrals without an answer, copies that nobody gave, conferences that nobody held, and
// activities that are too short.
#include <algorithm>
#include <iterator>

#include "absl/strings/escaping.h"
#include "projections/entries/civil_day.h"
#include "projections/findings/case_snapshot.h"
#include "projections/findings/plan_parties.h"
#include "projections/versions/plan_versions.h"

namespace casejournal::projections {
namespace {

// Enough activities for an average to say something.
constexpr int kActivitiesForAnAverage = 3;

bool IsUnderWay(const v1::Activity& activity) {
  return !activity.planned_on().empty() && activity.completed_on().empty() && activity.stopped_on().empty();
}

bool IsAccepted(const v1::Activity& activity) {
  return std::any_of(activity.referrals().begin(), activity.referrals().end(), [](const v1::Referral& referral) {
    return referral.answer() == event::v1::REFERRAL_ANSWER_ACCEPTED;
  });
}

bool IsCaregiver(const v1::CasePlan& plan, absl::string_view id) {
  return std::any_of(plan.placements().begin(), plan.placements().end(), [&](const v1::Placement& placement) {
    return placement.terms().caregiver_id() == id || placement.terms().second_caregiver_id() == id;
  });
}

// Whether the participant provides services. A caregiver is recorded in the same capacity.
bool IsServiceProvider(const v1::CasePlan& plan, absl::string_view id) {
  const bool provides =
      std::any_of(plan.participants().begin(), plan.participants().end(), [&](const v1::Participant& each) {
        return each.participant_id() == id && each.capacity() == event::v1::CAPACITY_PROVIDER && each.left_on().empty();
      });
  return provides && !IsCaregiver(plan, id);
}

std::vector<std::string> ProvidersOf(const v1::CasePlan& plan, const v1::Activity& activity) {
  std::vector<std::string> providers;
  for (const std::string& id : activity.terms().responsible_ids()) {
    if (IsServiceProvider(plan, id)) providers.push_back(id);
  }
  return providers;
}

bool IsUnanswered(const v1::Referral& referral) { return !referral.made_on().empty() && referral.on().empty(); }

// Whether the time for the answer has passed.
bool IsAnswerLate(const CaseSnapshot& snapshot, const v1::Referral& referral) {
  if (!IsUnanswered(referral)) return false;
  if (!referral.answer_by().empty()) return referral.answer_by() < snapshot.day;
  return DaysBetween(referral.made_on(), snapshot.day) > snapshot.Number(Threshold::kReferralAnswerDaysMax);
}

// Rule: families are linked to services. Once a provider has accepted, the others need not answer.
void FindUnansweredReferrals(const CaseSnapshot& snapshot, const v1::Activity& activity, Findings& findings) {
  if (IsAccepted(activity)) return;
  for (const v1::Referral& referral : activity.referrals()) {
    if (!IsAnswerLate(snapshot, referral)) continue;
    const bool has_day = !referral.answer_by().empty();
    const Parameter until = has_day ? DayParameter("answer_by", referral.answer_by())
                                    : NumberParameter("days", snapshot.Number(Threshold::kReferralAnswerDaysMax));
    findings.push_back(
        {FindingKind::kReferralNotAnswered,
         {activity.activity_id(), referral.provider_id()},
         Say(has_day ? kReferralNotAnsweredByDay : kReferralNotAnsweredInTime,
             {snapshot.Person("provider", referral.provider_id()), snapshot.Part("activity", activity.activity_id()),
              DayParameter("made_on", referral.made_on()), until}),
         absl::StrCat(referral.made_on(), " ", referral.answer_by())});
  }
}

// Whether a provider who is responsible for the activity agreed with it.
bool AgreesAsProvider(const v1::CasePlan& plan, const v1::Activity& activity,
                      const std::vector<std::string>& providers) {
  return std::any_of(plan.agreements().begin(), plan.agreements().end(), [&](const v1::PartAgreementOf& said) {
    return said.part_id() == activity.activity_id() && said.agreement() == event::v1::AGREEMENT_AGREES &&
           Holds(providers, said.participant_id());
  });
}

bool IsProgress(const v1::Progress& progress) {
  return progress.extent() != event::v1::PROGRESS_EXTENT_UNSPECIFIED &&
         progress.extent() != event::v1::PROGRESS_EXTENT_NONE;
}

// Whether progress was observed on the activity, or on an objective that it serves since it was planned.
bool HasProgress(const v1::CasePlan& plan, const v1::Activity& activity) {
  if (IsProgress(activity.progress())) return true;
  return std::any_of(plan.objectives().begin(), plan.objectives().end(), [&](const v1::Objective& objective) {
    const bool is_served = objective.objective_id() == activity.objective_id() ||
                           Holds(activity.terms().also_objective_ids(), objective.objective_id());
    return is_served && IsProgress(objective.progress()) && objective.progress().observed_on() >= activity.planned_on();
  });
}

// Rule: services begin quickly. An activity that is planned to begin later is counted from that day. What
// referral.not-answered or activity.overdue says is not said again.
void FindNotBegun(const CaseSnapshot& snapshot, const v1::Activity& activity, Findings& findings) {
  const std::vector<std::string> providers = ProvidersOf(snapshot.plan, activity);
  if (providers.empty() && activity.referrals().empty()) return;
  if (IsAccepted(activity) || AgreesAsProvider(snapshot.plan, activity, providers)) return;
  if (HasProgress(snapshot.plan, activity)) return;
  const bool is_said = (!activity.terms().due_on().empty() && activity.terms().due_on() < snapshot.day) ||
                       std::any_of(activity.referrals().begin(), activity.referrals().end(),
                                   [&](const v1::Referral& referral) { return IsAnswerLate(snapshot, referral); });
  if (is_said) return;
  const bool begins_later = activity.terms().begins_on() > activity.planned_on();
  const std::string& since = begins_later ? activity.terms().begins_on() : activity.planned_on();
  const int days = snapshot.Number(Threshold::kServiceBeginDaysMax);
  if (DaysBetween(since, snapshot.day) <= days) return;
  findings.push_back({FindingKind::kServiceNotBegun,
                      {activity.activity_id()},
                      Say(begins_later ? kServiceNotBegunOnItsDay : kServiceNotBegunSincePlanned,
                          {snapshot.Part("activity", activity.activity_id()), DayParameter("since", since),
                           NumberParameter("days", days)}),
                      since});
}

// Rule: activities take three to six months on average.
void FindShortActivities(const CaseSnapshot& snapshot, Findings& findings) {
  const int months = snapshot.Number(Threshold::kActivityAverageMonthsMin);
  int count = 0;
  int64_t days = 0;
  int64_t days_at_least = 0;
  for (const v1::Activity& activity : snapshot.plan.activities()) {
    const std::string& due_on = activity.terms().due_on();
    if (!IsUnderWay(activity) || due_on < activity.planned_on()) continue;
    ++count;
    days += DaysBetween(activity.planned_on(), due_on);
    days_at_least += DaysBetween(activity.planned_on(), MonthsAfter(activity.planned_on(), months));
  }
  if (count < kActivitiesForAnAverage || days >= days_at_least) return;
  const int64_t average = days / count;
  findings.push_back(
      {FindingKind::kPlanActivitiesShort,
       {"average"},
       Say(kPlanActivitiesShort, {NumberParameter("activities", count), CountParameter("days", average, "day", "days"),
                                  CountParameter("months", months, "month", "months")}),
       absl::StrCat(count, " ", average)});
}

bool HasCopy(const v1::CasePlan& plan, const v1::PlanVersion& version, absl::string_view id) {
  return std::any_of(plan.notices().begin(), plan.notices().end(), [&](const v1::Notice& notice) {
    const event::v1::NoticeSent& terms = notice.terms();
    if (terms.of() != event::v1::NOTICE_OF_COPY_OF_A_PLAN || !Holds(terms.to_ids(), id)) return false;
    return terms.has_digest() ? terms.digest() == version.digest() : notice.sent_on() >= version.drawn_up_on();
  });
}

// A version in force of which somebody needs a copy.
class CopiesOf {
 public:
  CopiesOf(const CaseSnapshot& snapshot, const v1::PlanVersion& version) : snapshot_(snapshot), version_(version) {}

  const v1::PlanVersion& version() const { return version_; }
  const std::string& since() const { return since_; }
  const std::vector<std::string>& lacking() const { return lacking_; }

  // The version binds for the child since `since`.
  void AddChild(const std::string& child_id, const std::string& since) {
    if (since_.empty() || since < since_) since_ = since;
    AddParties(child_id, since);
    AddCaregivers(child_id, since);
  }

  // The providers of the activities that were open when the version was drawn up, and still are.
  void AddProviders() {
    for (const v1::Activity& activity : snapshot_.plan.activities()) {
      if (!IsUnderWay(activity) || activity.planned_on() > version_.drawn_up_on()) continue;
      for (const std::string& id : ProvidersOf(snapshot_.plan, activity)) Need(id, since_);
    }
  }

 private:
  void Need(const std::string& id, const std::string& since) {
    if (DaysBetween(since, snapshot_.day) <= snapshot_.Number(Threshold::kPlanCopyDaysMax)) return;
    if (!Holds(lacking_, id) && !HasCopy(snapshot_.plan, version_, id)) lacking_.push_back(id);
  }

  // Those who were parties when it was drawn up, and still are.
  void AddParties(const std::string& child_id, const std::string& since) {
    const std::vector<std::string> now = PartiesOn(snapshot_, {child_id}, snapshot_.day);
    for (const std::string& party : PartiesOn(snapshot_, {child_id}, version_.drawn_up_on())) {
      if (Holds(now, party)) Need(party, since);
    }
  }

  // One copy is enough for a home.
  void AddCaregivers(const std::string& child_id, const std::string& since) {
    for (const v1::Placement& placement : snapshot_.plan.placements()) {
      const event::v1::PlacementBegan& terms = placement.terms();
      if (placement.child_id() != child_id || terms.caregiver_id().empty()) continue;
      if (!OpenOn(placement.began_on(), placement.ended_on(), snapshot_.day)) continue;
      if (HasCopy(snapshot_.plan, version_, terms.second_caregiver_id())) continue;
      Need(terms.caregiver_id(), std::max(since, placement.began_on()));
    }
  }

  const CaseSnapshot& snapshot_;
  const v1::PlanVersion& version_;
  std::string since_;
  std::vector<std::string> lacking_;
};

// Rule: whoever carries out the plan has a copy of it. A version that another one replaced needs none. The parties need
// not agree to a supplemental plan (ORC 2151.412(J)), and a safety plan is agreed on the spot.
void FindCopiesNotGiven(const CaseSnapshot& snapshot, Findings& findings) {
  const auto children = ChildrenOf(snapshot.plan);
  std::vector<CopiesOf> versions;
  for (const v1::InForce& binds : VersionsInForce(snapshot.plan)) {
    const v1::PlanVersion* version = FindVersion(snapshot.plan, binds.digest());
    const bool in_case = std::any_of(children.begin(), children.end(), [&](const v1::Participant* child) {
      return child->participant_id() == binds.child_id();
    });
    if (version == nullptr || !in_case || version->drawn_up_on() < snapshot.plan.reopened_on()) continue;
    if (version->kind() != event::v1::PLAN_KIND_CASE && version->kind() != event::v1::PLAN_KIND_REUNIFICATION) continue;
    auto copies = std::find_if(versions.begin(), versions.end(),
                               [&](const CopiesOf& each) { return &each.version() == version; });
    if (copies == versions.end()) {
      versions.emplace_back(snapshot, *version);
      copies = std::prev(versions.end());
    }
    copies->AddChild(binds.child_id(), binds.since());
  }
  for (CopiesOf& copies : versions) {
    if (copies.version().kind() == event::v1::PLAN_KIND_CASE) copies.AddProviders();
    if (copies.lacking().empty()) continue;
    const std::string digest = absl::BytesToHexString(copies.version().digest());
    findings.push_back(
        {FindingKind::kPlanCopyNotGiven,
         {digest},
         Say(kPlanCopyNotGiven, {snapshot.Version("version", copies.version().digest()),
                                 DayParameter("since", copies.since()), snapshot.People("people", copies.lacking())}),
         absl::StrJoin(copies.lacking(), ",")});
  }
}

// The last case conference of the current episode. One that was called counts as held on its day: whether it was is
// asked by the work list. Empty: there was none.
std::string LastConference(const v1::CasePlan& plan, absl::string_view opened_on) {
  std::string last;
  for (const v1::Meeting& meeting : plan.meetings()) {
    if (meeting.kind() != event::v1::MEETING_KIND_CASE_CONFERENCE) continue;
    const std::string& day = meeting.held_on().empty() ? meeting.called().held_on() : meeting.held_on();
    if (day >= opened_on) last = std::max(last, day);
  }
  return last;
}

void FindNoConference(const CaseSnapshot& snapshot, Findings& findings) {
  const std::string opened_on = std::max(snapshot.plan.opened_on(), snapshot.plan.reopened_on());
  if (opened_on.empty()) return;
  const std::string last = LastConference(snapshot.plan, opened_on);
  const std::string& since = last.empty() ? opened_on : last;
  const int months = snapshot.Number(Threshold::kConferenceMonthsMax);
  if (MonthsAfter(since, months) >= snapshot.day) return;
  findings.push_back({FindingKind::kConferenceNone,
                      {"since"},
                      Say(last.empty() ? kConferenceNoneSinceOpened : kConferenceNoneSinceTheLast,
                          {DayParameter("since", since), CountParameter("months", months, "month", "months")}),
                      since});
}

}  // namespace

void FindPractice(const CaseSnapshot& snapshot, Findings& findings) {
  for (const v1::Activity& activity : snapshot.plan.activities()) {
    if (!IsUnderWay(activity)) continue;
    FindUnansweredReferrals(snapshot, activity, findings);
    FindNotBegun(snapshot, activity, findings);
  }
  FindShortActivities(snapshot, findings);
  FindCopiesNotGiven(snapshot, findings);
  FindNoConference(snapshot, findings);
}

}  // namespace casejournal::projections
