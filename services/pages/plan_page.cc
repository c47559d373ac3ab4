#include "services/pages/plan_page.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "projections/events/event_words.h"
#include "services/pages/answered_text.h"
#include "services/pages/headings.h"
#include "services/pages/plan_sections.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

bool Wanted(absl::string_view section, const PageStyle& style) {
  return style.only.empty() || std::count(style.only.begin(), style.only.end(), section) > 0;
}

struct NamedSection {
  const char* name;
  std::string (*text)(const PlanView& view);
};

constexpr NamedSection kParts[] = {
    {"people", PeopleSection},   {"engagement", EngagementSection}, {"goals", GoalsSection},
    {"safety", SafetySection},   {"needs", NeedsSection},           {"care", CareSection},
    {"health", HealthSection},   {"children", ChildrenSection},     {"conditions", ConditionsSection},
    {"reviews", ReviewsSection}, {"versions", VersionsSection},     {"court", CourtSection},
    {"paper", PaperSection}};

std::string PartsOf(const PlanView& view) {
  std::string parts;
  for (const NamedSection& part : kParts) {
    if (Wanted(part.name, view.style)) absl::StrAppend(&parts, part.text(view));
  }
  return parts;
}

std::string HeaderOf(const PlanView& view) { return Wanted("header", view.style) ? HeaderSection(view) : ""; }

std::string BindingOf(const PlanView& view, const v1::GetCasePlanResponse& response) {
  return Wanted("binds", view.style) ? BindingSection(view, response.in_force()) : "";
}

// A document as a plan, for the sections that plans and documents share.
v1::CasePlan PlanOf(const v1::PlanDocument& document) {
  v1::CasePlan plan;
  *plan.mutable_participants() = document.people();
  *plan.mutable_relations() = document.relations();
  *plan.mutable_representatives() = document.representatives();
  *plan.mutable_outcomes() = document.outcomes();
  *plan.mutable_placements() = document.placements();
  *plan.mutable_needs() = document.needs();
  *plan.mutable_strengths() = document.strengths();
  *plan.mutable_goals() = document.goals();
  *plan.mutable_objectives() = document.objectives();
  *plan.mutable_activities() = document.activities();
  *plan.mutable_visitations() = document.visits();
  *plan.mutable_health_and_school() = document.health_and_school();
  *plan.mutable_health_assessments() = document.health_assessments();
  *plan.mutable_schooling() = document.schooling();
  *plan.mutable_independent_living() = document.independent_living();
  *plan.mutable_rights_explained() = document.rights_explained();
  *plan.mutable_conditions() = document.conditions();
  *plan.mutable_threats() = document.threats();
  *plan.mutable_safety_plans() = document.safety_plans();
  *plan.mutable_filing_exceptions() = document.filing_exceptions();
  *plan.mutable_wishes() = document.wishes();
  *plan.mutable_milestones() = document.milestones();
  return plan;
}

PageStyle InLanguage(PageStyle style, const std::string& language) {
  if (!language.empty()) style.language = language;
  return style;
}

// What the sections of a document take.
struct DocumentView {
  DocumentView(const v1::PlanDocument& shown, const v1::CasePlan& record, const PageStyle& page_style)
      : document(shown),
        plan(PlanOf(shown)),
        words(plan, record, page_style.ids),
        style(InLanguage(page_style, shown.header().language())) {}

  PlanView AsPlan() const { return {plan, words, style}; }

  const v1::PlanDocument& document;
  const v1::CasePlan plan;
  const PlanWords words;
  const PageStyle style;
};

// "Case plan 1.0 for Ana Lopez, Ben Lopez"
std::string TitleOf(const v1::PlanHeader& header, const google::protobuf::RepeatedPtrField<v1::Participant>& people) {
  if (header.kind() == event::v1::PLAN_KIND_UNSPECIFIED) return "A plan whose heading is withheld";
  std::string kind = projections::EnumWords(header.kind());
  if (!absl::EndsWith(kind, "plan")) absl::StrAppend(&kind, " plan");
  kind[0] = absl::ascii_toupper(kind[0]);
  std::vector<std::string> names;
  for (const v1::PlanChild& child : header.children()) {
    const auto person = std::find_if(people.begin(), people.end(), [&](const v1::Participant& each) {
      return each.participant_id() == child.child_id();
    });
    names.push_back(person == people.end() || !child.name().empty() ? child.name() : person->name());
  }
  return absl::StrCat(kind, " ", header.label(), " for ", absl::StrJoin(names, ", "));
}

std::string ChildrenWords(const v1::PlanHeader& header) {
  std::vector<std::string> lines;
  for (const v1::PlanChild& child : header.children()) {
    lines.push_back(
        Joined({child.name(), DayWords("born", child.born_on()), absl::StrJoin(child.numbers(), ", ")}, "; "));
  }
  return absl::StrJoin(lines, "\n");
}

std::string Replaced(const DocumentView& view) {
  const v1::PlanHeader& header = view.document.header();
  if (header.supersedes().empty()) return "";
  const std::string version =
      header.supersedes_label().empty() ? view.words.Version(header.supersedes()) : header.supersedes_label();
  return absl::StrCat(version, " (", absl::BytesToHexString(header.supersedes()), ")");
}

std::string Participation(const DocumentView& view, bool took_part) {
  std::vector<std::string> words;
  for (const v1::PlanParticipation& each : view.document.participation()) {
    if (each.took_part() != took_part) continue;
    words.push_back(Joined({view.words.Person(each.participant_id()), each.why_not()}, ": "));
  }
  return absl::StrJoin(words, took_part ? ", " : "; ");
}

// The lines under the title.
std::string HeadingLines(const DocumentView& view) {
  const v1::PlanHeader& header = view.document.header();
  const PageStyle& style = view.style;
  return absl::StrCat(Labelled("Replaces", Replaced(view), style),
                      Labelled("Agency",
                               Joined({header.agency(), projections::EnumWords(header.case_kind()),
                                       header.episode() > 1 ? absl::StrCat("episode ", header.episode()) : ""},
                                      ", "),
                               style),
                      Labelled("Children", ChildrenWords(header), style),
                      Labelled("Outcome sought", OutcomeWords(view.AsPlan()), style),
                      Labelled("Took part", Participation(view, true), style),
                      Labelled("Took no part", Participation(view, false), style));
}

std::string OpenPartLines(const DocumentView& view) {
  std::string lines;
  for (const event::v1::OpenPart& part : view.document.open_parts()) {
    absl::StrAppend(
        &lines,
        Paragraph(Joined({absl::StrCat("- ", part.part()), part.steps(), DayWords("until", part.until())}, "; "), 2,
                  view.style.width));
  }
  return lines;
}

std::string DocumentSections(const DocumentView& view) {
  const PlanView plan = view.AsPlan();
  return absl::StrCat(PartsOf(plan), Wanted("goals", view.style) ? OfferedSection(plan, view.document.offered()) : "",
                      Section(view.style, "Left open", OpenPartLines(view)));
}

std::string WithheldWords(int withheld, const PageStyle& style) {
  if (withheld == 0) return "";
  return absl::StrCat(
      "\n", Paragraph(absl::StrCat(withheld, withheld == 1 ? " part of this text is" : " parts of this text are",
                                   " withheld from you. The digest covers all parts."),
                      0, style.width));
}

std::string Rests(const v1::GetCasePlanResponse& response, const PageStyle& style) {
  return absl::StrCat("\n", Paragraph(AnsweredText(response.answered(), style.zone), 0, style.width));
}

}  // namespace

const std::vector<std::string>& SectionNames() {
  static const auto* const names = [] {
    auto* all = new std::vector<std::string>{"header", "binds"};
    for (const NamedSection& part : kParts) all->push_back(part.name);
    return all;
  }();
  return *names;
}

std::string PlanPage(const v1::CasePlan& plan, const PageStyle& style) {
  const PlanWords words(plan, style.ids);
  const PlanView view{plan, words, style};
  return absl::StrCat(HeaderOf(view), PartsOf(view));
}

std::string PlanPage(const v1::GetCasePlanResponse& response, const PageStyle& style) {
  const PlanWords words(response.plan(), style.ids);
  const PlanView view{response.plan(), words, style};
  return absl::StrCat(HeaderOf(view), BindingOf(view, response), PartsOf(view), Rests(response, style));
}

std::string InForcePage(const v1::GetCasePlanResponse& response, const PageStyle& style) {
  const PlanWords words(response.plan(), style.ids);
  const PlanView view{response.plan(), words, style};
  return absl::StrCat(HeaderOf(view), BindingOf(view, response), Wanted("versions", style) ? VersionsSection(view) : "",
                      Rests(response, style));
}

std::string VersionPage(const v1::PlanVersion& version, const v1::PlanDocument& document, int withheld,
                        const v1::CasePlan& record, const PageStyle& style) {
  const DocumentView view(document, record, style);
  std::string page = absl::StrCat(TitleOf(document.header(), document.people()), "\n");
  absl::StrAppend(&page, Labelled("Drawn up", version.drawn_up_on(), view.style),
                  Labelled("From", absl::StrCat("revision ", version.as_of_revision()), view.style),
                  Labelled("Digest", absl::BytesToHexString(version.digest()), view.style), HeadingLines(view));
  v1::PlanVersion done = version;
  // The text has its own.
  done.clear_open_parts();
  done.clear_took_part_ids();
  done.clear_absent();
  done.clear_language();
  absl::StrAppend(&page, VersionLines({record, view.words, view.style}, done, 2), DocumentSections(view));
  return absl::StrCat(page, WithheldWords(withheld, view.style));
}

std::string PreviewPage(const v1::PreviewPlanResponse& preview, const v1::CasePlan& record, const PageStyle& style) {
  const DocumentView view(preview.document(), record, style);
  return absl::StrCat(TitleOf(preview.document().header(), preview.document().people()), "\n",
                      Labelled("Preview", "not drawn up; nothing was recorded", view.style),
                      Labelled("From", absl::StrCat("revision ", preview.as_of_revision()), view.style),
                      Labelled("Digest", absl::BytesToHexString(preview.digest()), view.style), HeadingLines(view),
                      DocumentSections(view), "\n",
                      Paragraph(AnsweredText(preview.answered(), style.zone), 0, style.width));
}

std::string ComparisonPage(const v1::ComparePlansResponse& comparison, const PageStyle& style) {
  std::string page;
  for (const v1::Change& change : comparison.changes()) {
    const std::string words = change.before().empty() ? absl::StrCat("+ ", change.path(), ": ", change.after())
                              : change.after().empty()
                                  ? absl::StrCat("- ", change.path(), ": ", change.before())
                                  : absl::StrCat("* ", change.path(), ": ", change.before(), " -> ", change.after());
    absl::StrAppend(&page, Paragraph(words, 0, style.width));
  }
  if (page.empty()) page = "Both say the same.\n";
  return absl::StrCat(page, "\n", Paragraph(AnsweredText(comparison.answered(), style.zone), 0, style.width));
}

std::string Section(const PageStyle& style, absl::string_view title, absl::string_view body) {
  return body.empty() ? std::string() : absl::StrCat("\n", Heading(style.language, title), "\n", body);
}

std::string TableBody(Table& table, const PageStyle& style) {
  table.Retitle([&](absl::string_view title) { return std::string(Heading(style.language, title)); });
  std::string body;
  const std::string lines = table.Take(style.width - std::min<size_t>(style.width, 2));
  for (absl::string_view line : absl::StrSplit(lines, '\n', absl::SkipEmpty())) {
    absl::StrAppend(&body, "  ", line, "\n");
  }
  return body;
}

std::string Labelled(absl::string_view label, absl::string_view value, const PageStyle& style) {
  constexpr size_t kLabelWidth = 16;
  if (value.empty()) return "";
  const absl::string_view heading = Heading(style.language, label);
  const std::string wrapped = Paragraph(value, 2 + kLabelWidth, style.width);
  const size_t width = CountCodePoints(heading);
  const std::string space(width < kLabelWidth ? kLabelWidth - width : 1, ' ');
  return absl::StrCat("  ", heading, space, absl::StripLeadingAsciiWhitespace(wrapped));
}

}  // namespace casejournal::services
