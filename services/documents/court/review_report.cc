#include "services/documents/court/review_report.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/responsible.h"
#include "projections/events/event_words.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/headings.h"

namespace casejournal::services {
namespace {

using event::v1::ReviewFindingMade;
using projections::EnumWords;

// What is due within half a year after a review comes before the next one.
constexpr int kMonthsShown = 6;

std::string Capitalized(std::string words) {
  if (!words.empty()) words[0] = absl::ascii_toupper(static_cast<unsigned char>(words[0]));
  return words;
}

// Makes the sections one by one. Where the law asks for something that the record does not have, it says so.
class ReviewReport {
 public:
  ReviewReport(const CourtView& view, const ReviewShown& shown)
      : view_(view),
        shown_(shown),
        style_{.zone = view.zone, .language = view.language},
        words_(shown.then.plan(), view.plan, /*ids=*/false),
        plan_{shown.then.plan(), words_, style_},
        day_(DayOfReview(shown.review)) {}

  Document Made() {
    const std::string kind = Capitalized(EnumWords(review().kind()));
    Document document = BeginDocument(view_, absl::StrCat(view_.In(absl::StrCat(kind, " report")), ", ", held_on()));
    document.blocks =
        Together({{Head()},
                  Section(style_, "Who took part", TookPart()),
                  Section(style_, "What the review found for each child", Findings()),
                  Section(style_, "Goals, objectives, activities",
                          OrNone(ReviewedObjectives(plan_, shown_), "No goal or objective is recorded.")),
                  Section(style_, "Services", OrNone(ReviewedServices(plan_, shown_), "No service is recorded.")),
                  Section(style_, "Where the children were", Placements()),
                  Visits(),
                  ConditionsSection(plan_),
                  BindingSection(plan_, shown_.then.in_force()),
                  Section(style_,
                          shown_.review_before == nullptr ? "What happened since the case was opened"
                                                          : "What changed since the review before",
                          Changes()),
                  Section(style_, "What was done with the review", Done()),
                  Section(style_, "What is due next", Next())});
    EndDocument(view_, document);
    return document;
  }

 private:
  const v1::Meeting& review() const { return shown_.review; }
  const std::string& held_on() const { return shown_.review.held_on(); }
  const v1::CasePlan& then() const { return shown_.then.plan(); }
  // The law asks more of a semi-annual review than of the review every ninety days.
  bool IsSemiAnnual() const { return review().kind() == event::v1::MEETING_KIND_SEMI_ANNUAL_REVIEW; }
  std::string NotRecorded() const { return view_.In("not recorded"); }
  std::string OrNotRecorded(std::string words) const { return words.empty() ? NotRecorded() : words; }

  static Blocks OrNone(Blocks blocks, const char* none) {
    if (blocks.empty()) blocks.emplace_back(Line(none));
    return blocks;
  }

  Document::Facts Head() const {
    Document::Facts facts;
    const event::v1::MeetingCalled& called = review().called();
    facts.Add(view_.In("Review"), Joined({EnumWords(review().kind()), DayWords("held", held_on())}, ", "));
    const int32_t notice = projections::DaysBetween(review().called_on(), held_on());
    facts.Add(view_.In("Called"),
              review().has_called()
                  ? Joined({review().called_on(), DayWords("for", called.held_on()), DayWords("at", called.held_at()),
                            called.place(), absl::StrCat(notice, notice == 1 ? " day before" : " days before")},
                           ", ")
                  : NotRecorded());
    if (review().review().has_hearing_id())
      facts.Add(view_.In("Replaced by a hearing"), words_.Part(review().review().hearing_id()));
    facts.Add(view_.In("Review before"),
              shown_.review_before == nullptr
                  ? "none is recorded; this is the first"
                  : Joined({EnumWords(shown_.review_before->kind()), DayWords("held", shown_.review_before->held_on())},
                           ", "));
    facts.Add(view_.In("Record"),
              absl::StrCat("the plan as it was on ", day_, ", from the entries up to ", view_.as_of));
    return facts;
  }

  // What a participant is in the case: "mother", "guardian ad litem".
  std::string PartOf(const std::string& id) const {
    std::set<std::string> parts;
    for (const v1::Representative& each : then().representatives()) {
      if (each.participant_id() == id) parts.insert(EnumWords(each.role()));
    }
    const auto is_child = [&](const std::string& other) {
      return std::any_of(then().participants().begin(), then().participants().end(), [&](const auto& each) {
        return each.participant_id() == other && each.capacity() == event::v1::CAPACITY_CHILD;
      });
    };
    for (const v1::PersonRelation& each : then().relations()) {
      if (each.from_id() != id || !is_child(each.to_id()) || !each.ended_on().empty()) continue;
      parts.insert(absl::StrCat(EnumWords(each.relation()), " of ", words_.Person(each.to_id())));
    }
    if (!parts.empty()) return absl::StrJoin(parts, ", ");
    for (const v1::Participant& each : then().participants()) {
      if (each.participant_id() == id) return EnumWords(each.capacity());
    }
    return "";
  }

  Blocks TookPart() const {
    const event::v1::ReviewHeld& held = review().review();
    Document::Table panel = TableOf(style_, {{.title = "Panel", .wraps = true},
                                             {.title = "Seat", .wraps = true},
                                             {.title = "Responsible for the plan or its services", .wraps = true}});
    int independent = 0;
    for (const event::v1::PanelMember& member : held.panel()) {
      const bool is_assigned = projections::IsResponsible(then().assignments(), member.staff(), review().held_on());
      if (!member.responsible_for_plan() && !is_assigned) ++independent;
      panel.Add({StaffWords(member.staff()), EnumWords(member.seat()),
                 !member.responsible_for_plan() && is_assigned
                     ? std::string("recorded as not responsible, although the case was assigned to this member")
                     : std::string(YesOrNo(member.responsible_for_plan()))});
    }
    Document::Table people = TableOf(style_, {{.title = "Invited or present", .wraps = true},
                                              {.title = "Relation or part", .wraps = true},
                                              {.title = "Presence", .wraps = true}});
    std::set<std::string> named;
    const auto add = [&](const std::string& id, const std::string& presence) {
      if (named.insert(id).second) people.Add({words_.Person(id), PartOf(id), presence});
    };
    for (const std::string& id : held.present_ids()) add(id, view_.In("present"));
    for (const event::v1::Absence& absence : held.absences())
      add(absence.participant_id(), absl::StrCat(view_.In("absent"), ": ", OrNotRecorded(absence.reason())));
    for (const std::string& id : review().called().invitee_ids()) add(id, view_.In("invited; presence not recorded"));
    Blocks blocks;
    blocks.emplace_back(std::move(panel));
    if (independent > 0) {
      blocks.emplace_back(
          Line(absl::StrCat(independent, " of ", held.panel_size(), independent == 1 ? " members is" : " members are",
                            " not responsible for the plan or its services.")));
    } else if (IsSemiAnnual()) {
      blocks.emplace_back(Line(
          "No member of the panel counts as not responsible for the plan or its services. A semi-annual review of a "
          "court case needs one (42 USC 675(6))."));
    }
    blocks.emplace_back(std::move(people));
    if (named.empty()) blocks.emplace_back(Line("No one is recorded as invited or present."));
    const std::string staff = StaffsWords(review().called().invited_staff());
    if (!staff.empty()) blocks.emplace_back(Line(absl::StrCat("Staff invited: ", staff, ".")));
    return blocks;
  }

  Document::Facts FindingFacts(const v1::ReviewFinding& finding) const {
    const ReviewFindingMade& terms = finding.terms();
    const auto yes_or_no = [](bool has, bool value) { return has ? std::string(YesOrNo(value)) : std::string(); };
    Document::Facts facts;
    const auto add = [&](absl::string_view label, const std::string& words) {
      facts.Add(view_.In(label), IsSemiAnnual() ? OrNotRecorded(words) : words);
    };
    add("Plan properly and adequately followed", EnumWords(terms.plan_followed()));
    add("Progress", terms.progress());
    add("Safety of the place", terms.safety_of_place());
    add("Services appropriate", terms.services());
    add("Risk since the review before", EnumWords(terms.risk()));
    add("Return home is safe now", yes_or_no(terms.has_return_is_safe(), terms.return_is_safe()));
    add("Concurrent plan needed", yes_or_no(terms.has_concurrent_plan_needed(), terms.concurrent_plan_needed()));
    add("Barriers", terms.barriers());
    add("Outcome sought", EnumWords(terms.outcome()));
    add("Target day", terms.target_on());
    if (finding.on() != held_on()) facts.Add(view_.In("Found"), finding.on());
    return facts;
  }

  Blocks Findings() const {
    Blocks blocks;
    for (const v1::Participant& child : then().participants()) {
      if (child.capacity() != event::v1::CAPACITY_CHILD) continue;
      const auto finding = std::find_if(review().findings().begin(), review().findings().end(),
                                        [&](const auto& each) { return each.child_id() == child.participant_id(); });
      const bool is_found = finding != review().findings().end();
      // A child that had left the case by then is only in the report if the review is about it.
      if (!is_found && !child.left_on().empty() && child.left_on() <= held_on()) continue;
      const std::string number = ChildNumbers(child.participant_id());
      blocks.emplace_back(Document::Heading{.level = 3, .text = Joined({child.name(), number}, ", ")});
      if (is_found) {
        blocks.emplace_back(FindingFacts(*finding));
      } else {
        blocks.emplace_back(Line("No finding of this review is recorded for this child."));
      }
    }
    return blocks;
  }

  std::string ChildNumbers(const std::string& child_id) const {
    std::vector<std::string> numbers;
    for (const v1::CaseNumber& number : then().numbers()) {
      if (number.child_id() == child_id) numbers.push_back(number.number());
    }
    return absl::StrJoin(numbers, ", ");
  }

  // Whether something lasted on a day after the review before, up to the day of the review.
  bool LastedSince(const std::string& began_on, const std::string& ended_on) const {
    const std::string before = shown_.review_before == nullptr ? "" : DayOfReview(*shown_.review_before);
    return began_on <= day_ && (ended_on.empty() || ended_on > before);
  }

  // Whether a child lived away from home on that day.
  bool IsAnyPlaced() const {
    return std::any_of(then().placements().begin(), then().placements().end(),
                       [](const v1::Placement& each) { return each.ended_on().empty(); });
  }

  Blocks Placements() const {
    Document::Table table = TableOf(style_, {{.title = "Child", .wraps = true},
                                             {.title = "Where", .wraps = true},
                                             {.title = "When"},
                                             {.title = "Why", .wraps = true}});
    const auto days = [](const std::string& from, const std::string& until) {
      return Joined({DayWords("since", from), DayWords("until", until)}, "\n");
    };
    std::set<std::string> placed;
    for (const v1::Placement& placement : then().placements()) {
      if (!LastedSince(placement.began_on(), placement.ended_on())) continue;
      const event::v1::PlacementBegan& terms = placement.terms();
      if (placement.ended_on().empty()) placed.insert(placement.child_id());
      table.Add({words_.Person(placement.child_id()), Joined({terms.with_whom(), EnumWords(terms.type())}, ", "),
                 days(placement.began_on(), placement.ended_on()),
                 Joined({terms.reason(), DayWords("ended:", placement.end_reason())}, "\n")});
    }
    for (const v1::PlacementAbsence& absence : then().absences()) {
      if (!LastedSince(absence.began_on(), absence.ended_on())) continue;
      table.Add({words_.Person(absence.child_id()),
                 absl::StrCat(view_.In("absent from the placement"), ": ", EnumWords(absence.terms().kind())),
                 days(absence.began_on(), absence.ended_on()),
                 Joined({EnumWords(absence.how_ended()), absence.end_detail()}, ": ")});
    }
    Blocks blocks;
    blocks.emplace_back(std::move(table));
    for (const v1::Participant& child : then().participants()) {
      if (child.capacity() != event::v1::CAPACITY_CHILD || placed.count(child.participant_id()) > 0) continue;
      if (!child.left_on().empty() && child.left_on() <= held_on()) continue;
      blocks.emplace_back(Line(absl::StrCat(child.name(), " was in no placement on ", day_, ".")));
    }
    return blocks;
  }

  Blocks Visits() const {
    if (then().visitations().empty() && !IsAnyPlaced()) return {};
    Document::Table table = TableOf(style_, {{.title = "Child", .wraps = true},
                                             {.title = "Visits with", .wraps = true},
                                             {.title = "How", .wraps = true},
                                             {.title = "Since"}});
    for (const v1::Visitation& visits : then().visitations()) {
      const event::v1::VisitationArranged& terms = visits.terms();
      table.Add(
          {words_.Person(terms.child_id()), words_.People(terms.with_ids()),
           Joined({terms.frequency(), terms.duration(), terms.place(), EnumWords(terms.supervision()), terms.changes()},
                  "; "),
           visits.arranged_on()});
    }
    Blocks blocks;
    if (table.rows.empty())
      blocks.emplace_back(Line("No arrangement of visits is recorded, apart from activities of the plan."));
    blocks.emplace_back(std::move(table));
    return Section(style_, "Visits", std::move(blocks));
  }

  Blocks Changes() const {
    Document::Table table = TableOf(style_, {{.title = "Day"}, {.title = "What", .wraps = true}, {.title = "Entry"}});
    for (const v1::RegisterRow& change : shown_.changes)
      table.Add({change.day(), ClerkSentence(change.type(), change.sentence()), absl::StrCat("r", change.revision())});
    if (table.rows.empty()) return {Line("Nothing is recorded that changed the plan, the placements, or the orders.")};
    return {table};
  }

  Blocks Done() const {
    Blocks lines;
    const auto add = [&](std::string words) { lines.emplace_back(Item(Capitalized(std::move(words)))); };
    for (const v1::Submission& submission : review().submissions()) add(SubmissionWords(submission));
    for (const v1::AgencyDecisionOf& decision : review().agency_decisions()) add(AgencyDecisionWords(decision));
    if (review().submissions().empty() && review().agency_decisions().empty())
      add("the submission for approval is not recorded");
    if (review().agency_decisions().empty()) add("a decision of the agency is not recorded");
    for (const v1::Filing& filing : review().filings()) add(FilingWords(filing));
    if (review().filings().empty() && IsSemiAnnual()) add("a filing of the summary with the court is not recorded");
    for (const v1::Decision& decision : review().decisions())
      add(absl::StrCat("the court decided: ", DecisionWords(plan_, decision)));
    return lines;
  }

  // Hearings and meetings that were set for later, and the days by which the outcomes are to be reached.
  Blocks SetForLater() const {
    std::vector<std::vector<Document::Text>> rows;
    for (const v1::Hearing& hearing : then().hearings()) {
      if (!hearing.held_on().empty() || !hearing.vacated_on().empty() || hearing.set().held_on() <= day_) continue;
      rows.push_back({Joined({hearing.set().held_on(), hearing.set().held_at()}, " "),
                      absl::StrCat(EnumWords(hearing.kind()), " hearing"), words_.Person(hearing.child_id())});
    }
    for (const v1::Meeting& meeting : then().meetings()) {
      if (!meeting.held_on().empty() || meeting.called().held_on() <= day_) continue;
      rows.push_back({Joined({meeting.called().held_on(), meeting.called().held_at()}, " "), EnumWords(meeting.kind()),
                      std::string()});
    }
    if (rows.empty()) return {};
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a[0].Words() < b[0].Words(); });
    Document::Table table =
        TableOf(style_, {{.title = "Set for"}, {.title = "What", .wraps = true}, {.title = "Child", .wraps = true}});
    for (std::vector<Document::Text>& row : rows) table.Add(std::move(row));
    return {table};
  }

  Blocks Next() const {
    Blocks blocks = SetForLater();
    if (shown_.docket == nullptr) {
      blocks.emplace_back(
          Line("What the law asks for is not computed: this journal has adopted no rules for this day."));
      return blocks;
    }
    const auto until = projections::ParseDay(day_);
    const std::string last =
        until.ok() ? projections::FormatDay(projections::AddMonths(*until, kMonthsShown)) : std::string();
    std::vector<const v1::DocketItem*> items;
    for (const v1::DocketItem& item : shown_.docket->items()) {
      const bool waits = item.state() == v1::CLOCK_STATE_OPEN || item.state() == v1::CLOCK_STATE_WINDOW_OPEN ||
                         item.state() == v1::CLOCK_STATE_TOLLED;
      if (waits && item.due() <= last) items.push_back(&item);
    }
    if (items.empty()) {
      blocks.emplace_back(Line(absl::StrCat("By the rules of this journal, nothing is due until ", last, ".")));
    } else {
      blocks.emplace_back(Line(absl::StrCat("By the rules of this journal, on ", day_, ", until ", last, ":")));
      blocks.emplace_back(DueTable(view_, items));
    }
    return blocks;
  }

  const CourtView& view_;
  const ReviewShown& shown_;
  const PageStyle style_;
  const PlanWords words_;
  const PlanView plan_;
  const std::string day_;
};

}  // namespace

std::string DayOfReview(const v1::Meeting& review) {
  std::string day = review.held_on();
  for (const v1::ReviewFinding& finding : review.findings()) day = std::max(day, finding.on());
  return day;
}

Document ReviewReportOf(const CourtView& view, const ReviewShown& shown) { return ReviewReport(view, shown).Made(); }

}  // namespace casejournal::services
