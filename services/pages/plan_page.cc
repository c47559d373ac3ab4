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
#include "services/pages/plan_sections.h"

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
    {"people", PeopleSection},     {"engagement", EngagementSection}, {"goals", GoalsSection},
    {"safety", SafetySection},     {"needs", NeedsSection},           {"care", CareSection},
    {"health", HealthSection},     {"conditions", ConditionsSection}, {"reviews", ReviewsSection},
    {"versions", VersionsSection}, {"court", CourtSection},           {"paper", PaperSection}};

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

std::string VersionPage(const v1::PlanVersion& version, const v1::PlanContent& content, const v1::CasePlan& record,
                        const PageStyle& style) {
  const PlanWords words(content.plan(), record, style.ids);
  const PlanView view{content.plan(), words, style};
  std::string kind = projections::EnumWords(content.kind());
  if (!absl::EndsWith(kind, "plan")) absl::StrAppend(&kind, " plan");
  kind[0] = absl::ascii_toupper(kind[0]);
  std::string page = absl::StrCat(kind, " ", content.label(), " for ", absl::StrJoin(content.children(), ", "), "\n");
  absl::StrAppend(&page, Labelled("Drawn up", version.drawn_up_on(), style),
                  Labelled("From", absl::StrCat("revision ", version.as_of_revision()), style),
                  Labelled("Digest", absl::BytesToHexString(version.digest()), style),
                  Labelled("Outcome sought", OutcomeWords(view), style));
  absl::StrAppend(&page, VersionLines({record, words, style}, version, 2));
  return absl::StrCat(page, PartsOf(view));
}

std::string Section(absl::string_view title, absl::string_view body) {
  return body.empty() ? std::string() : absl::StrCat("\n", title, "\n", body);
}

std::string TableBody(Table& table, const PageStyle& style) {
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
  const std::string wrapped = Paragraph(value, 2 + kLabelWidth, style.width);
  const std::string space(label.size() < kLabelWidth ? kLabelWidth - label.size() : 1, ' ');
  return absl::StrCat("  ", label, space, absl::StripLeadingAsciiWhitespace(wrapped));
}

}  // namespace casejournal::services
