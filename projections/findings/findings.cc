#include "projections/findings/findings.h"

#include <algorithm>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "projections/entries/standing.h"
#include "projections/findings/case_snapshot.h"
#include "projections/findings/finding_catalogue.h"
#include "projections/state/plan_fold.h"

namespace casejournal::projections {
namespace {

// The name of a finding: "activity.over-six-months/5c…".
std::string NameOf(const Found& found) {
  std::string name(TextOf(found.kind).id);
  for (const std::string& subject : found.subjects) absl::StrAppend(&name, "/", subject);
  return name;
}

using Topics = std::vector<void (*)(const CaseSnapshot& snapshot, Findings& findings)>;

const Topics& AllTopics() {
  static const auto* const all =
      new Topics{FindPeople,   FindReports,  FindAssessment, FindGoals, FindSafety,  FindCare,  FindYouths,
                 FindVersions, FindPractice, FindReviews,    FindCourt, FindEntries, FindOrder, FindAccess};
  return *all;
}

// The findings of the first `count` entries that are known.
Findings FindAll(const std::string& case_id, const EntryList& entries, const FindingsAsked& asked, size_t count,
                 const Topics& topics) {
  std::vector<Standing> standing = StandingEntries(entries, asked.known, count);
  if (asked.effective_on) {
    std::erase_if(standing, [&](const Standing& each) { return each.effective_on() > *asked.effective_on; });
  }
  const bool has_plan = asked.plan != nullptr && count == entries.size();
  const v1::CasePlan folded = has_plan ? v1::CasePlan() : FoldPlan(case_id, standing);
  const v1::CasePlan& plan = has_plan ? *asked.plan : folded;
  const Names names({&plan});
  const CaseSnapshot snapshot{
      .plan = plan, .standing = standing, .names = names, .day = asked.day, .zone = asked.zone, .law = asked.law};
  Findings findings;
  for (const auto& find : topics) find(snapshot, findings);
  // Findings that ask for work are not shown for a case in which no more work is done.
  if (plan.status() != v1::CASE_STATUS_OPEN) {
    std::erase_if(findings, [](const Found& found) { return TextOf(found.kind).asks_for_work; });
  }
  std::stable_sort(findings.begin(), findings.end(), [](const Found& a, const Found& b) { return a.kind < b.kind; });
  return findings;
}

// The latest standing answer for each finding, by its name. A correction is not a later answer: it changes the words of
// an answer to what was seen then.
std::map<std::string, Standing> AnswersIn(const EntryList& entries, const FindingsAsked& asked) {
  std::map<std::string, Standing> answers;
  std::vector<Standing> standing = StandingEntries(entries, asked.known);
  std::sort(standing.begin(), standing.end(),
            [](const Standing& a, const Standing& b) { return a.revision() < b.revision(); });
  for (const Standing& each : standing) {
    if (asked.effective_on && each.effective_on() > *asked.effective_on) continue;
    if (each.event().has_finding_answered()) answers[each.event().finding_answered().finding()] = each;
  }
  return answers;
}

// The findings, with the values behind them, that an answer was given to: those known before it.
class SeenByAnswers {
 public:
  SeenByAnswers(const std::string& case_id, const EntryList& entries, const FindingsAsked& asked, const Topics& topics)
      : case_id_(case_id), entries_(entries), asked_(asked), topics_(topics) {}

  bool Saw(eventstore::Revision answer, const std::string& name, const std::string& rests_on) {
    const auto [seen, is_new] = by_answer_.try_emplace(answer);
    if (is_new) {
      for (Found& found : FindAll(case_id_, entries_, asked_, answer, topics_)) {
        seen->second.emplace(NameOf(found), std::move(found.rests_on));
      }
    }
    const auto found = seen->second.find(name);
    return found != seen->second.end() && found->second == rests_on;
  }

 private:
  const std::string& case_id_;
  const EntryList& entries_;
  const FindingsAsked& asked_;
  const Topics& topics_;
  std::map<eventstore::Revision, absl::flat_hash_map<std::string, std::string>> by_answer_;
};

std::vector<v1::Finding> FindingsOn(const Topics& topics, const std::string& case_id, const EntryList& entries,
                                    const FindingsAsked& asked) {
  const std::map<std::string, Standing> answers = AnswersIn(entries, asked);
  SeenByAnswers seen(case_id, entries, asked, topics);
  std::vector<v1::Finding> findings;
  for (Found& found : FindAll(case_id, entries, asked, entries.size(), topics)) {
    v1::Finding& finding = findings.emplace_back();
    finding.set_finding(NameOf(found));
    finding.set_id(std::string(TextOf(found.kind).id));
    finding.mutable_subject_ids()->Add(found.subjects.begin(), found.subjects.end());
    finding.set_says(std::move(found.says.says));
    *finding.mutable_wording() = std::move(found.says.wording);
    finding.set_source(std::string(TextOf(found.kind).source));
    finding.set_state(v1::FINDING_STATE_OPEN);
    const auto answer = answers.find(finding.finding());
    if (answer == answers.end()) continue;
    const Standing& given = answer->second;
    if (!seen.Saw(given.revision(), finding.finding(), found.rests_on)) {
      finding.set_lapsed_answer(given.revision());
      continue;
    }
    finding.set_state(v1::FINDING_STATE_ANSWERED);
    finding.set_answered_by(given.revision());
    finding.set_explanation(given.event().finding_answered().explanation());
  }
  return findings;
}

}  // namespace

std::vector<v1::Finding> FindingsOf(const std::string& case_id, const EntryList& entries, const FindingsAsked& asked) {
  return FindingsOn(AllTopics(), case_id, entries, asked);
}

std::vector<v1::Finding> DaysOutOfOrder(const std::string& case_id, const EntryList& entries,
                                        const FindingsAsked& asked) {
  static const auto* const topics = new Topics{FindOrder};
  return FindingsOn(*topics, case_id, entries, asked);
}

}  // namespace casejournal::projections
