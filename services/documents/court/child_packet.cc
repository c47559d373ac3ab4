#include "services/documents/court/child_packet.h"

#include <algorithm>
#include <set>
#include <variant>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/entries/civil_day.h"
#include "projections/events/event_words.h"
#include "services/documents/court/child_plan.h"
#include "services/documents/timeline.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/headings.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

class ChildPacket {
 public:
  ChildPacket(const CourtView& view, const ChildShown& shown)
      : view_(view),
        shown_(shown),
        child_plan_(PlanOfChild(shown.answer.plan(), view.child_id)),
        siblings_(IdsOfSiblings(shown.answer.plan(), view.child_id)),
        style_{.zone = view.zone, .language = view.language},
        words_(child_plan_, shown.answer.plan(), /*ids=*/false),
        plan_{child_plan_, words_, style_},
        name_(words_.Person(view.child_id)) {
    for (const v1::InForce& each : shown.answer.in_force()) {
      if (each.child_id() == view.child_id) *in_force_.Add() = each;
    }
    if (shown.docket == nullptr) return;
    for (const v1::DocketItem& item : shown.docket->items()) {
      if (item.child_id().empty() || item.child_id() == view.child_id) *due_.Add() = item;
    }
  }

  Document Made() {
    Document document = BeginDocument(view_, absl::StrCat(view_.In("Court packet of"), " ", name_));
    document.blocks = Together({{Summary()},
                                NoRemovals(),
                                CareSection(plan_),
                                NoVisits(),
                                Binding(),
                                Section(style_, "Timeline", Timeline()),
                                GoalsSection(plan_),
                                ConditionsSection(plan_),
                                SafetySection(plan_),
                                CourtSection(plan_),
                                ReviewsSection(plan_),
                                HealthSection(plan_),
                                PeopleSection(plan_),
                                Section(style_, "What the law asks for", Due()),
                                Section(style_, "Open points of the record", Findings()),
                                Section(style_, "Register of actions", Actions())});
    WithoutChildColumns(document.blocks);
    EndDocument(view_, document);
    return document;
  }

 private:
  Document::Facts Summary() const {
    Document::Facts facts;
    const auto add = [&](absl::string_view label, std::string words) {
      facts.Add(view_.In(label), words.empty() ? view_.In("not recorded") : words);
    };
    add("Day", shown_.day);
    add("Born", BornWords());
    add("Case", CaseWords());
    add("In care", CareWords());
    add("Placed with", PlacementWords());
    add("Orders in effect", OrdersWords());
    add("Outcome sought", OutcomesWords());
    add("Plan in force", BindingWords());
    add("Next hearing", NextHearing());
    add("Next review", NextMeeting());
    add("Represented by", RepresentativesWords());
    return facts;
  }

  std::string BornWords() const {
    for (const v1::Participant& person : child_plan_.participants()) {
      if (person.participant_id() != view_.child_id || person.born_on().empty()) continue;
      const auto born = projections::ParseDay(person.born_on());
      const auto day = projections::ParseDay(shown_.day);
      if (!born.ok() || !day.ok()) return person.born_on();
      const int years = projections::FullYears(*born, *day);
      return absl::StrCat(person.born_on(), " (", years, years == 1 ? " year)" : " years)");
    }
    return "";
  }

  std::string CaseWords() const {
    return Joined({DayWords("open since", child_plan_.opened_on()), DayWords("closed", child_plan_.closed_on())}, ", ");
  }

  std::string CareWords() const {
    std::string last;
    for (const v1::Removal& removal : child_plan_.removals()) {
      if (removal.ended_on().empty()) {
        const int32_t days = projections::DaysBetween(removal.removed_on(), shown_.day);
        return absl::StrCat("since ", removal.removed_on(), ", ", days, days == 1 ? " day" : " days");
      }
      last = absl::StrCat("no; from ", removal.removed_on(), " to ", removal.ended_on(), ", then ",
                          EnumWords(removal.ended().reason()));
    }
    return last.empty() ? "no; no removal is recorded" : last;
  }

  std::string PlacementWords() const {
    std::vector<std::string> lines;
    for (const v1::Placement& placement : child_plan_.placements()) {
      if (!placement.ended_on().empty()) continue;
      lines.push_back(Joined(
          {placement.terms().with_whom(), EnumWords(placement.terms().type()), DayWords("since", placement.began_on())},
          ", "));
    }
    for (const v1::PlacementAbsence& absence : child_plan_.absences()) {
      if (absence.ended_on().empty())
        lines.push_back(absl::StrCat("absent since ", absence.began_on(), ": ", EnumWords(absence.terms().kind())));
    }
    return lines.empty() ? "in no placement" : absl::StrJoin(lines, "\n");
  }

  std::string OrdersWords() const {
    std::vector<std::string> lines;
    for (const v1::Order& order : child_plan_.orders()) {
      const std::string& ends_on = order.terms().ends_on();
      if (!order.ended_on().empty() || (!ends_on.empty() && ends_on < shown_.day)) continue;
      const bool other = order.terms().kind() == event::v1::ORDER_KIND_OTHER && !order.terms().words().empty();
      const std::string what = other ? order.terms().words() : EnumWords(order.terms().kind());
      lines.push_back(Joined({Joined({what, DayWords("to", order.terms().to())}, " "), DayWords("of", order.made_on()),
                              DayWords("until", ends_on), DayWords("entry", order.terms().entry_number())},
                             ", "));
    }
    return lines.empty() ? "none" : absl::StrJoin(lines, "\n");
  }

  std::string OutcomesWords() const {
    std::vector<std::string> lines;
    for (const v1::OutcomeSought& outcome : child_plan_.outcomes()) {
      lines.push_back(Joined({absl::StrCat(EnumWords(outcome.track()), ": ", EnumWords(outcome.outcome())),
                              DayWords("by", outcome.target_on())},
                             ", "));
    }
    return absl::StrJoin(lines, "\n");
  }

  std::string BindingWords() const {
    std::vector<std::string> lines;
    for (const v1::InForce& binds : in_force_)
      lines.push_back(Joined({words_.Version(binds.digest()), DayWords("since", binds.since())}, ", "));
    return lines.empty() ? "none" : absl::StrJoin(lines, "\n");
  }

  std::string NextHearing() const {
    std::string next;
    std::string words;
    for (const v1::Hearing& hearing : child_plan_.hearings()) {
      const std::string& day = hearing.set().held_on();
      if (!hearing.held_on().empty() || !hearing.vacated_on().empty() || day < shown_.day) continue;
      if (!next.empty() && day >= next) continue;
      next = day;
      words = Joined({Joined({day, hearing.set().held_at()}, " "), EnumWords(hearing.kind())}, ", ");
    }
    return words.empty() ? "none is set" : words;
  }

  std::string NextMeeting() const {
    std::string next;
    std::string words;
    for (const v1::Meeting& meeting : child_plan_.meetings()) {
      const std::string& day = meeting.called().held_on();
      if (!meeting.held_on().empty() || day < shown_.day || (!next.empty() && day >= next)) continue;
      next = day;
      words = Joined({Joined({day, meeting.called().held_at()}, " "), EnumWords(meeting.kind())}, ", ");
    }
    return words.empty() ? "none is called" : words;
  }

  std::string RepresentativesWords() const {
    std::vector<std::string> lines;
    for (const v1::Representative& each : child_plan_.representatives()) {
      if (each.for_id() == view_.child_id && each.rejected_on().empty())
        lines.push_back(absl::StrCat(words_.Person(each.participant_id()), " (", EnumWords(each.role()), ")"));
    }
    return absl::StrJoin(lines, "\n");
  }

  Blocks Timeline() const {
    TimelineView drawn{child_plan_, due_};
    drawn.name = NumbersOf(shown_.answer.plan(), view_.child_id);
    drawn.on = shown_.day;
    drawn.child_ids = {view_.child_id};
    drawn.language = view_.language;
    if (shown_.answer.answered().has_revision()) drawn.revision = shown_.answer.answered().revision();
    return TimelineBlocks(drawn);
  }

  // What a court asks first is said although nothing is recorded.
  Blocks NoRemovals() const {
    if (!child_plan_.removals().empty()) return {};
    return Section(style_, "Removals", {Line("No removal of this child is recorded.")});
  }
  Blocks NoVisits() const {
    if (!child_plan_.visitations().empty()) return {};
    return Section(style_, "Visits",
                   {Line("No arrangement of visits is recorded, apart from activities of the plan.")});
  }

  // What is in force, with the digest of each version.
  Blocks Binding() const {
    Blocks blocks = BindingSection(plan_, in_force_);
    for (Document::Block& block : blocks) {
      auto* table = std::get_if<Document::Table>(&block);
      if (table == nullptr) continue;
      for (size_t i = 0; i < table->rows.size() && i < static_cast<size_t>(in_force_.size()); ++i) {
        const std::string digest = absl::BytesToHexString(in_force_[static_cast<int>(i)].digest());
        table->rows[i].details.push_back({.text = absl::StrCat(view_.In("Digest"), ": ", digest)});
      }
    }
    // What was done with these versions.
    for (const v1::PlanVersion& version : child_plan_.versions()) {
      const bool binds = std::any_of(in_force_.begin(), in_force_.end(),
                                     [&](const v1::InForce& each) { return each.digest() == version.digest(); });
      if (!binds) continue;
      blocks.emplace_back(
          Line(Joined({words_.Version(version.digest()), DayWords("drawn up", version.drawn_up_on())}, ", ")));
      Append(blocks, VersionLines(plan_, version, 2));
    }
    return blocks;
  }

  Blocks Due() const {
    if (shown_.docket == nullptr) return {Line("This is not computed: the journal has adopted no rules for this day.")};
    std::vector<const v1::DocketItem*> items;
    for (const v1::DocketItem& item : due_) items.push_back(&item);
    if (items.empty()) return {Line("By the rules of this journal, nothing was, is, or will be due.")};
    return {DueTable(view_, items)};
  }

  bool IsAboutSiblings(const v1::Finding& finding) const {
    return std::any_of(finding.subject_ids().begin(), finding.subject_ids().end(), [&](const std::string& id) {
      return siblings_.count(id) + shown_.entries_of_siblings.count(id) > 0;
    });
  }

  Blocks Findings() const {
    Document::Table table =
        TableOf(style_, {{.title = "What is missing or late", .wraps = true}, {.title = "Source", .wraps = true}});
    for (const v1::Finding& finding : shown_.findings.findings()) {
      if (finding.state() != v1::FINDING_STATE_OPEN || IsAboutSiblings(finding)) continue;
      table.Add({FindingSentence(finding), finding.source()});
    }
    if (table.rows.empty()) return {Line("None.")};
    return {table};
  }

  Blocks Actions() const {
    Blocks blocks;
    blocks.emplace_back(Line(absl::StrCat(RegisterTotals(view_, shown_.actions.rows), ".")));
    if (!shown_.actions.rows.empty()) blocks.emplace_back(RegisterTable(view_, shown_.actions));
    return blocks;
  }

  // In a packet of one child, a column that names this child in each row says nothing.
  void WithoutChildColumns(Blocks& blocks) const {
    for (Document::Block& block : blocks) {
      auto* table = std::get_if<Document::Table>(&block);
      if (table == nullptr || table->outline) continue;
      for (size_t column = table->columns.size(); column-- > 0;) {
        const std::string& title = table->columns[column].title;
        if (title == view_.In("Child") || title == view_.In("For")) WithoutColumn(*table, column);
      }
    }
  }

  void WithoutColumn(Document::Table& table, size_t column) const {
    const bool says_more = std::any_of(table.rows.begin(), table.rows.end(), [&](const Document::Row& row) {
      const std::string words = row.cells[column].Words();
      return !words.empty() && words != name_;
    });
    if (says_more) return;
    const auto at = static_cast<std::ptrdiff_t>(column);
    table.columns.erase(table.columns.begin() + at);
    for (Document::Row& row : table.rows) row.cells.erase(row.cells.begin() + at);
  }

  const CourtView& view_;
  const ChildShown& shown_;
  const v1::CasePlan child_plan_;
  const std::set<std::string> siblings_;
  const PageStyle style_;
  const PlanWords words_;
  const PlanView plan_;
  const std::string name_;
  google::protobuf::RepeatedPtrField<v1::InForce> in_force_;
  google::protobuf::RepeatedPtrField<v1::DocketItem> due_;
};

}  // namespace

Document ChildPacketOf(const CourtView& view, const ChildShown& shown) { return ChildPacket(view, shown).Made(); }

}  // namespace casejournal::services
