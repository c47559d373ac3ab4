#include "services/pages/plan/overview_page.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "projections/events/event_words.h"
#include "services/pages/answered_text.h"
#include "services/pages/plan/comparison_page.h"
#include "services/pages/plan/plan_sections.h"
#include "services/pages/table.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

constexpr size_t kOverdueMax = 5;
constexpr size_t kNextMax = 5;
constexpr size_t kLabel = 16;
constexpr size_t kIndent = 2;

std::string Counted(size_t count, absl::string_view one, absl::string_view many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

std::string DaysAgo(int days) {
  constexpr int kDaysOfTwoYears = 730;
  const int away = std::abs(days);
  if (away < kDaysOfTwoYears) return Counted(static_cast<size_t>(away), "day", "days");
  return absl::StrCat(away / 365, ".", away % 365 * 10 / 365, " years");
}

// What is due for several children on one day is one row.
struct DueRow {
  const v1::WorkItem* item;
  std::vector<std::string> children;
};

class Overview {
 public:
  Overview(const OverviewAnswers& answers, const PageStyle& style)
      : answers_(answers),
        plan_(answers.plan.plan()),
        words_(plan_, style.ids),
        style_(style),
        view_{plan_, words_, style} {}

  std::string Take() {
    for (const std::string& line : Wrap(CaseTitle(view_), style_.width))
      Add(Toned(line, Tone::kStrong, style_.color), "\n");
    AddFacts();
    AddChildren();
    AddInForce();
    AddDue();
    AddFindings();
    AddClosing();
    return std::move(text_);
  }

 private:
  template <typename... Parts>
  void Add(const Parts&... parts) {
    absl::StrAppend(&text_, parts...);
  }

  void Heading(absl::string_view words) { Add("\n", Toned(words, Tone::kStrong, style_.color), "\n"); }

  void Line(absl::string_view words, size_t indent = kIndent, Tone tone = Tone::kPlain) {
    for (const std::string& line : Wrap(words, style_.width - std::min(style_.width, indent)))
      Add(std::string(indent, ' '), Toned(line, tone, style_.color), "\n");
  }

  void Fact(absl::string_view label, const std::string& words) {
    if (words.empty()) return;
    const std::string value = Paragraph(words, kIndent + kLabel, style_.width);
    Add(std::string(kIndent, ' '), Toned(label, Tone::kStrong, style_.color), std::string(kLabel - label.size(), ' '),
        absl::StripLeadingAsciiWhitespace(value));
  }

  std::vector<const v1::Participant*> Children() const {
    std::vector<const v1::Participant*> children;
    for (const v1::Participant& person : plan_.participants()) {
      if (person.capacity() == event::v1::CAPACITY_CHILD) children.push_back(&person);
    }
    return children;
  }

  void AddFacts() {
    Fact(answers_.is_today ? "Today" : "As of", answers_.day);
    AddStatus();
    std::vector<std::string> numbers;
    for (const v1::CaseNumber& number : plan_.numbers()) {
      numbers.push_back(absl::StrCat(
          number.number(), number.child_id().empty() ? "" : absl::StrCat(" (", words_.Person(number.child_id()), ")")));
    }
    Fact("Numbers", absl::StrJoin(numbers, ", "));
    std::vector<std::string> workers;
    for (const v1::Assignment& each : plan_.assignments()) {
      if (!each.until().empty()) continue;
      workers.push_back(
          absl::StrCat(StaffWords(each.staff()), " (", Joined({EnumWords(each.part()), each.unit()}, ", "), ")"));
    }
    Fact("Responsible", workers.empty() ? "no one" : absl::StrJoin(workers, "\n"));
    AddAccess();
  }

  // Who was given access that counts on the day.
  void AddAccess() {
    std::vector<std::string> holders;
    for (const v1::AccessGrant& each : plan_.access()) {
      const bool is_over = !each.until().empty() && each.until() < answers_.day;
      if (is_over || !each.ended_on().empty()) continue;
      holders.push_back(absl::StrCat(
          StaffWords(each.holder()), " (",
          Joined({EnumWords(each.role()), each.for_id().empty() ? "" : DayWords("for", words_.Person(each.for_id())),
                  DayWords("until", each.until())},
                 ", "),
          ")"));
    }
    Fact("Given access", absl::StrJoin(holders, "\n"));
  }

  void AddStatus() {
    if (plan_.status() == v1::CASE_STATUS_CLOSED) {
      Fact("Closed", Joined({plan_.closed_on(), EnumWords(plan_.closed().reason())}, ": "));
      std::vector<std::string> outcomes;
      for (const event::v1::ChildOutcome& each : plan_.closed().outcomes())
        outcomes.push_back(absl::StrCat(words_.Person(each.child_id()), ": ", EnumWords(each.outcome())));
      Fact("Outcome", absl::StrJoin(outcomes, "\n"));
      Fact("Was open", absl::StrCat(plan_.opened_on(), " to ", plan_.closed_on()));
    } else if (plan_.status() == v1::CASE_STATUS_OPEN) {
      Fact("Open since", Joined({plan_.opened_on(), DayWords("reopened", plan_.reopened_on()),
                                 plan_.episode() > 1 ? absl::StrCat("episode ", plan_.episode()) : ""},
                                ", "));
    } else if (plan_.status() == v1::CASE_STATUS_HANDED_OVER) {
      Fact("Handed over", Joined({plan_.handed_over().on(), plan_.handed_over().to_agency()}, ", to "));
    } else {
      Fact("Status", "not open");
    }
  }

  // Where the child is, and since when.
  std::pair<std::string, std::string> WhereIs(const std::string& child_id) const {
    const auto last_of = [&](const auto& items) {
      auto found = items.rend();
      for (auto it = items.rbegin(); it != items.rend(); ++it) {
        if (it->child_id() == child_id &&
            (found == items.rend() || (it->ended_on().empty() && !found->ended_on().empty())))
          found = it;
      }
      return found == items.rend() ? nullptr : &*found;
    };
    const auto* absence = last_of(plan_.absences());
    const auto* placement = last_of(plan_.placements());
    const auto* removal = last_of(plan_.removals());
    std::string placed;
    if (placement != nullptr && placement->ended_on().empty()) {
      placed = absl::StrCat("with ", placement->terms().with_whom(), " (", EnumWords(placement->terms().type()), ")");
    }
    if (absence != nullptr && absence->ended_on().empty()) {
      return {Joined({absl::StrCat("absent: ", EnumWords(absence->terms().kind())), DayWords("placed", placed)}, "; "),
              absence->began_on()};
    }
    if (!placed.empty()) return {placed, placement->began_on()};
    if (removal == nullptr) return {"not removed from home", ""};
    if (removal->ended_on().empty()) return {"in care; the record names no placement now", removal->removed_on()};
    return {Joined({absl::StrCat("left care: ", EnumWords(removal->ended().reason())),
                    DayWords("to", removal->ended().to_whom())},
                   ", "),
            removal->ended_on()};
  }

  void AddChildren() {
    Heading("Where the children are");
    Table table({{.title = "Child", .wraps = true},
                 {.title = "Born", .rank = 2},
                 {.title = "Where", .wraps = true, .width_min = 20},
                 {.title = "Since", .rank = 1}},
                /*drop_empty=*/true, style_.color);
    const std::vector<const v1::Participant*> children = Children();
    for (const v1::Participant* child : children) {
      const auto [where, since] = WhereIs(child->participant_id());
      table.AddRow({words_.Marked(child->name(), child->participant_id()), child->born_on(), where, since});
    }
    children.empty() ? Line("The record names no child.") : AddTable(table);
  }

  void AddTable(Table& table) {
    const std::string rows = table.Take(style_.width - std::min(style_.width, kIndent));
    for (absl::string_view line : absl::StrSplit(absl::StripTrailingAsciiWhitespace(rows), '\n'))
      Add(line.empty() ? "" : std::string(kIndent, ' '), line, "\n");
  }

  void AddInForce() {
    Heading("In force");
    if (answers_.plan.in_force().empty()) Line("No version of a plan is in force.");
    std::vector<std::string> shown;
    bool differs = false;
    for (const v1::InForce& each : answers_.plan.in_force()) {
      if (std::find(shown.begin(), shown.end(), each.digest()) != shown.end()) continue;
      shown.push_back(each.digest());
      std::vector<std::string> children;
      for (const v1::InForce& other : answers_.plan.in_force()) {
        if (other.digest() == each.digest()) children.push_back(words_.Person(other.child_id()));
      }
      std::string words = words_.Version(each.digest());
      words[0] = absl::ascii_toupper(static_cast<unsigned char>(words[0]));
      Line(absl::StrCat(words, ", for ", absl::StrJoin(children, ", "), ", since ", each.since(), " (", each.basis(),
                        ")"));
      const size_t parts = ChangedParts(each.working_differs());
      if (parts > 0) {
        differs = true;
        Line(absl::StrCat("The plan as it stands is different from what was approved: ",
                          Counted(parts, "part differs.", "parts differ.")),
             kIndent + 2, Tone::kOpen);
      } else {
        Line(each.compared() ? "The plan as it stands says the same."
                             : "It was not compared with the plan as it stands.",
             kIndent + 2);
      }
      if (each.corrected_since_size() > 0) {
        Line(absl::StrCat("Entries behind it were corrected since it was drawn up, by ",
                          EntryLinks(each.corrected_since()).Words(), "."),
             kIndent + 2, Tone::kOpen);
      }
    }
    if (differs)
      Line(absl::StrCat("What differs: casejournal diff ", answers_.case_words, " in-force"), kIndent, Tone::kDim);
  }

  static bool IsAlike(const v1::WorkItem& a, const v1::WorkItem& b) {
    return a.due().title() == b.due().title() && a.due().due() == b.due().due() && a.state() == b.state() &&
           a.due().kind() == b.due().kind();
  }

  std::vector<DueRow> RowsOf(const std::vector<v1::WorkState>& states) const {
    std::vector<DueRow> rows;
    for (const v1::WorkItem& item : answers_.work) {
      if (item.due().kind() == v1::WORK_KIND_FINDING) continue;  // counted below
      if (std::find(states.begin(), states.end(), item.state()) == states.end()) continue;
      auto same = std::find_if(rows.begin(), rows.end(), [&](const DueRow& row) { return IsAlike(*row.item, item); });
      if (same == rows.end()) same = rows.insert(rows.end(), {.item = &item, .children = {}});
      if (!item.due().child().empty()) same->children.push_back(item.due().child());
    }
    return rows;
  }

  // Each child's date counts.
  size_t CountOf(v1::WorkState state) const {
    size_t count = 0;
    for (const DueRow& row : RowsOf({state})) count += std::max<size_t>(row.children.size(), 1);
    return count;
  }

  static std::string StandsWords(const v1::WorkItem& item) {
    const int days = item.due().days_left();
    if (item.state() == v1::WORK_STATE_OVERDUE) return absl::StrCat("overdue, ", DaysAgo(days));
    if (item.state() == v1::WORK_STATE_WAITING) return "waiting";
    if (item.state() == v1::WORK_STATE_STOPPED) return "clock stopped";
    if (days == 0) return "today";
    return absl::StrCat(item.state() == v1::WORK_STATE_DUE ? "open now, " : "in ", DaysAgo(days),
                        item.state() == v1::WORK_STATE_DUE ? " left" : "");
  }

  static void AddRow(const DueRow& row, Table* table) {
    const v1::WorkItem& item = *row.item;
    const Tone tone = item.state() == v1::WORK_STATE_OVERDUE ? Tone::kBad
                      : item.state() == v1::WORK_STATE_DUE   ? Tone::kOpen
                                                             : Tone::kPlain;
    table->AddRow({Joined({item.due().due(), item.due().due_time()}, " "), item.due().title(),
                   absl::StrJoin(row.children, ", "), Cell(StandsWords(item), tone)});
  }

  void AddDue() {
    // The newest of what is overdue can still be done best.
    std::vector<DueRow> overdue = RowsOf({v1::WORK_STATE_OVERDUE});
    std::stable_sort(overdue.begin(), overdue.end(),
                     [](const DueRow& a, const DueRow& b) { return a.item->due().due() > b.item->due().due(); });
    std::vector<DueRow> next = RowsOf({v1::WORK_STATE_DUE, v1::WORK_STATE_LATER, v1::WORK_STATE_WAITING});
    Heading("Due");
    if (!answers_.no_dates.empty()) {
      Line(absl::StrCat("What is due is not known: ", answers_.no_dates));
    } else if (overdue.empty() && next.empty()) {
      AddOnlyDates();
      Line(answers_.only_dates.empty() ? "Nothing is due." : "The law asks for nothing now.");
    } else {
      AddOnlyDates();
      Line(absl::StrCat(CountOf(v1::WORK_STATE_OVERDUE), " overdue, ", CountOf(v1::WORK_STATE_DUE), " open now, ",
                        CountOf(v1::WORK_STATE_LATER), " later",
                        plan_.status() == v1::CASE_STATUS_CLOSED ? " (the case is closed)" : ""));
      Table table({{.title = "Due", .width_min = 10},
                   {.title = "What", .wraps = true, .width_min = 24},
                   {.title = "For", .wraps = true, .width_min = 12, .rank = 1},
                   {.title = "How it stands", .wraps = true}},
                  /*drop_empty=*/true, style_.color);
      for (size_t i = 0; i < std::min(overdue.size(), kOverdueMax); ++i) AddRow(overdue[i], &table);
      for (size_t i = 0; i < std::min(next.size(), kNextMax); ++i) AddRow(next[i], &table);
      AddTable(table);
      const size_t more =
          overdue.size() - std::min(overdue.size(), kOverdueMax) + next.size() - std::min(next.size(), kNextMax);
      if (more > 0)
        Line(absl::StrCat("and ", Counted(more, "row", "rows"), " more: casejournal docket ", answers_.case_words),
             kIndent, Tone::kDim);
    }
    AddNextMeeting();
  }

  void AddOnlyDates() {
    if (answers_.only_dates.empty()) return;
    Line(absl::StrCat("Only dates that the law asks for are here. What else is to be done is not known now: ",
                      answers_.only_dates),
         kIndent, Tone::kOpen);
  }

  void AddNextMeeting() {
    std::string day;
    std::string words;
    const auto consider = [&](const std::string& on, const std::string& what) {
      if (on < answers_.day || (!day.empty() && on > day)) return;
      words = on == day ? absl::StrCat(words, "; ", what) : what;
      day = on;
    };
    for (const v1::Hearing& hearing : plan_.hearings()) {
      if (!hearing.held_on().empty() || !hearing.vacated_on().empty() || hearing.set().held_on().empty()) continue;
      consider(
          hearing.set().held_on(),
          Joined({absl::StrCat(EnumWords(hearing.kind()), " hearing"), words_.Person(hearing.child_id())}, " for "));
    }
    for (const v1::Meeting& meeting : plan_.meetings()) {
      if (!meeting.held_on().empty() || meeting.called().held_on().empty()) continue;
      consider(meeting.called().held_on(), EnumWords(meeting.kind()));
    }
    Line(day.empty() ? "No hearing, review, or conference is set." : absl::StrCat("Next: ", day, ", ", words));
  }

  void AddFindings() {
    std::map<std::string, size_t> kinds;
    size_t open = 0;
    for (const v1::Finding& finding : answers_.findings.findings()) {
      if (finding.state() != v1::FINDING_STATE_OPEN) continue;
      ++open;
      ++kinds[finding.id()];
    }
    Heading("Open findings");
    if (open == 0) {
      Line("No finding is open.");
      return;
    }
    std::vector<std::string> words;
    for (const auto& [kind, count] : kinds) words.push_back(absl::StrCat(count, " ", kind));
    Line(absl::StrCat(open, ": ", absl::StrJoin(words, ", ")), kIndent, Tone::kOpen);
    Line(absl::StrCat("What they say: casejournal findings ", answers_.case_words, " --open"), kIndent, Tone::kDim);
  }

  void AddClosing() {
    Add("\n");
    Line(absl::StrCat("The whole plan: casejournal plan ", answers_.case_words, " --all"), 0, Tone::kDim);
    Line(AnsweredText(answers_.plan.answered(), style_.zone), 0, Tone::kDim);
  }

  const OverviewAnswers& answers_;
  const v1::CasePlan& plan_;
  const PlanWords words_;
  const PageStyle& style_;
  const PlanView view_;
  std::string text_;
};

}  // namespace

std::string OverviewPage(const OverviewAnswers& answers, const PageStyle& style) {
  return Overview(answers, style).Take();
}

}  // namespace casejournal::services
