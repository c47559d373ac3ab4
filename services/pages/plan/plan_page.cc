#include "services/pages/plan/plan_page.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "services/pages/answered_text.h"
#include "services/pages/headings.h"
#include "services/pages/plan/plan_sections.h"
#include "services/pages/table.h"
#include "services/pages/text_layout.h"

namespace casejournal::services {
namespace {

bool Wanted(absl::string_view section, const PageStyle& style) {
  return style.only.empty() || std::count(style.only.begin(), style.only.end(), section) > 0;
}

struct NamedSection {
  const char* name;
  Blocks (*blocks)(const PlanView& view);
};

constexpr NamedSection kParts[] = {
    {"people", PeopleSection},   {"engagement", EngagementSection}, {"goals", GoalsSection},
    {"safety", SafetySection},   {"needs", NeedsSection},           {"care", CareSection},
    {"health", HealthSection},   {"children", ChildrenSection},     {"conditions", ConditionsSection},
    {"reviews", ReviewsSection}, {"versions", VersionsSection},     {"court", CourtSection},
    {"paper", PaperSection}};

Blocks PartsOf(const PlanView& view) {
  Blocks parts;
  for (const NamedSection& part : kParts) {
    if (Wanted(part.name, view.style)) Append(parts, part.blocks(view));
  }
  return parts;
}

Blocks HeaderOf(const PlanView& view) { return Wanted("header", view.style) ? HeaderSection(view) : Blocks(); }

Blocks BindingOf(const PlanView& view, const v1::GetCasePlanResponse& response) {
  return Wanted("binds", view.style) ? BindingSection(view, response.in_force()) : Blocks();
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
std::string TitleOf(const v1::PlanHeader& header, const google::protobuf::RepeatedPtrField<v1::Participant>& people,
                    absl::string_view language) {
  if (header.kind() == event::v1::PLAN_KIND_UNSPECIFIED)
    return std::string(Heading(language, "A plan whose heading is withheld"));
  std::string kind = projections::EnumWords(header.kind());
  if (!absl::EndsWith(kind, "plan")) absl::StrAppend(&kind, " plan");
  kind = std::string(Heading(language, kind));
  kind[0] = absl::ascii_toupper(kind[0]);
  std::vector<std::string> names;
  for (const v1::PlanChild& child : header.children()) {
    const auto person = std::find_if(people.begin(), people.end(), [&](const v1::Participant& each) {
      return each.participant_id() == child.child_id();
    });
    names.push_back(person == people.end() || !child.name().empty() ? child.name() : person->name());
  }
  return absl::StrCat(kind, " ", header.label(), " ", Heading(language, "for"), " ", absl::StrJoin(names, ", "));
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

// "revision 12", with a link to the entry.
Document::Text RevisionWords(uint64_t revision) { return EntryLink(absl::StrCat("revision ", revision), revision); }

// What a text says under its title.
class TextFacts {
 public:
  explicit TextFacts(const DocumentView& view) : view_(view) {}

  void Add(absl::string_view label, const Document::Text& words) {
    facts_.Add(Heading(view_.style.language, label), words);
  }

  void AddHeading() {
    const v1::PlanHeader& header = view_.document.header();
    Add("Replaces", Replaced(view_));
    Add("Agency", Joined({header.agency(), projections::EnumWords(header.case_kind()),
                          header.episode() > 1 ? absl::StrCat("episode ", header.episode()) : ""},
                         ", "));
    Add("Children", ChildrenWords(header));
    Add("Outcome sought", OutcomeWords(view_.AsPlan()));
    Add("Took part", Participation(view_, true));
    Add("Took no part", Participation(view_, false));
  }

  const Document::Facts& facts() const { return facts_; }

 private:
  const DocumentView& view_;
  Document::Facts facts_;
};

Blocks OpenParts(const DocumentView& view) {
  Blocks lines;
  for (const event::v1::OpenPart& part : view.document.open_parts())
    lines.emplace_back(Item(Joined({part.part(), part.steps(), DayWords("until", part.until())}, "; ")));
  return lines;
}

Blocks DocumentSections(const DocumentView& view) {
  const PlanView plan = view.AsPlan();
  return Together({PartsOf(plan),
                   Wanted("goals", view.style) ? OfferedSection(plan, view.document.offered()) : Blocks(),
                   Section(view.style, "Left open", OpenParts(view))});
}

// A document about the text, without blocks.
Document DocumentOf(const DocumentView& view, const std::string& digest) {
  Document document;
  document.language = view.style.language;
  document.title = TitleOf(view.document.header(), view.document.people(), view.style.language);
  document.running_head = document.title;
  document.digest = absl::BytesToHexString(digest);
  document.digest_of = std::string(Heading(view.style.language, "the text of this plan"));
  return document;
}

Document::Paragraph Apart(Document::Text words) { return {.text = std::move(words), .apart = true}; }

Blocks Withheld(int withheld) {
  if (withheld == 0) return {};
  return {Apart(absl::StrCat(withheld, withheld == 1 ? " part of this text is" : " parts of this text are",
                             " withheld from you. The digest covers all parts."))};
}

Document::Paragraph Rests(const v1::AnsweredAsOf& answered, const PageStyle& style) {
  return Apart(AnsweredWords(answered, style.zone));
}

// A document about the case, with a header.
Document DocumentOf(const PlanView& view) {
  Document document;
  document.language = view.style.language;
  document.title = CaseTitle(view);
  document.running_head = document.title;
  document.blocks = HeaderOf(view);
  return document;
}

// The same, of an answer.
Document DocumentOf(const PlanView& view, const v1::GetCasePlanResponse& response) {
  Document document = DocumentOf(view);
  if (response.answered().has_revision())
    absl::StrAppend(&document.running_head, ", ", Heading(view.style.language, "as of revision"), " ",
                    response.answered().revision());
  if (response.has_attestation()) {
    document.digest = absl::BytesToHexString(response.attestation().plan_digest());
    document.digest_of = absl::StrCat("the plan as of revision ", response.attestation().revision());
  }
  Append(document.blocks, BindingOf(view, response));
  return document;
}

std::string TitleText(const Document& document, const PageStyle& style) {
  std::string text;
  for (const std::string& line : Wrap(document.title, style.width))
    absl::StrAppend(&text, Toned(line, Tone::kStrong, style.color), "\n");
  return text;
}

// The title of a case belongs to its header.
std::string CasePage(const Document& document, const PageStyle& style) {
  return absl::StrCat(Wanted("header", style) ? TitleText(document, style) : "",
                      TextOf(document.blocks, style.width, style.color));
}

std::string TextPage(const Document& document, const PageStyle& style) {
  return absl::StrCat(TitleText(document, style), TextOf(document.blocks, style.width, style.color));
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

Document PlanDocumentOf(const v1::CasePlan& plan, const PageStyle& style) {
  const PlanWords words(plan, style.ids);
  const PlanView view{plan, words, style};
  Document document = DocumentOf(view);
  Append(document.blocks, PartsOf(view));
  return document;
}

Document PlanDocumentOf(const v1::GetCasePlanResponse& response, const PageStyle& style) {
  const PlanWords words(response.plan(), style.ids);
  const PlanView view{response.plan(), words, style};
  Document document = DocumentOf(view, response);
  Append(document.blocks, Together({PartsOf(view), {Rests(response.answered(), style)}}));
  return document;
}

Document InForceDocumentOf(const v1::GetCasePlanResponse& response, const PageStyle& style) {
  const PlanWords words(response.plan(), style.ids);
  const PlanView view{response.plan(), words, style};
  Document document = DocumentOf(view, response);
  if (Wanted("versions", style)) Append(document.blocks, VersionsSection(view));
  document.blocks.emplace_back(Rests(response.answered(), style));
  return document;
}

Document VersionDocumentOf(const v1::PlanVersion& version, const v1::PlanDocument& text, int withheld,
                           const v1::CasePlan& record, const PageStyle& style) {
  const DocumentView view(text, record, style);
  TextFacts facts(view);
  facts.Add("Drawn up", version.drawn_up_on());
  // The entry that drew it up may not be known, only its text.
  if (!version.drawn_up_on().empty()) facts.Add("From", RevisionWords(version.as_of_revision()));
  facts.Add("Digest", absl::BytesToHexString(version.digest()));
  facts.AddHeading();
  v1::PlanVersion done = version;
  // The text has its own.
  done.clear_open_parts();
  done.clear_took_part_ids();
  done.clear_absent();
  done.clear_language();
  Document document = DocumentOf(view, version.digest());
  document.blocks = Together({{facts.facts()},
                              VersionLines({record, view.words, view.style}, done, 1),
                              DocumentSections(view),
                              Withheld(withheld)});
  return document;
}

Document PreviewDocumentOf(const v1::PreviewPlanResponse& preview, const v1::CasePlan& record, const PageStyle& style) {
  const DocumentView view(preview.document(), record, style);
  TextFacts facts(view);
  facts.Add("Preview", "not drawn up; nothing was recorded");
  facts.Add("From", RevisionWords(preview.as_of_revision()));
  facts.Add("Digest", absl::BytesToHexString(preview.digest()));
  facts.AddHeading();
  Document document = DocumentOf(view, preview.digest());
  absl::StrAppend(&document.running_head, ", ", Heading(view.style.language, "not drawn up"));
  document.blocks = Together({{facts.facts()}, DocumentSections(view), {Rests(preview.answered(), style)}});
  return document;
}

std::string PlanPage(const v1::CasePlan& plan, const PageStyle& style) {
  return CasePage(PlanDocumentOf(plan, style), style);
}

std::string PlanPage(const v1::GetCasePlanResponse& response, const PageStyle& style) {
  return CasePage(PlanDocumentOf(response, style), style);
}

std::string InForcePage(const v1::GetCasePlanResponse& response, const PageStyle& style) {
  return CasePage(InForceDocumentOf(response, style), style);
}

std::string VersionPage(const v1::PlanVersion& version, const v1::PlanDocument& text, int withheld,
                        const v1::CasePlan& record, const PageStyle& style) {
  return TextPage(VersionDocumentOf(version, text, withheld, record, style), style);
}

std::string PreviewPage(const v1::PreviewPlanResponse& preview, const v1::CasePlan& record, const PageStyle& style) {
  return TextPage(PreviewDocumentOf(preview, record, style), style);
}

Blocks Section(const PageStyle& style, absl::string_view title, Blocks body) {
  Blocks section;
  section.emplace_back(Document::Heading{.text = std::string(Heading(style.language, title))});
  for (Document::Block& block : body) {
    const auto* table = std::get_if<Document::Table>(&block);
    if (table == nullptr || !table->rows.empty()) section.push_back(std::move(block));
  }
  return section.size() == 1 ? Blocks() : section;
}

Document::Table TableOf(const PageStyle& style, std::vector<Document::Column> columns) {
  for (Document::Column& column : columns) column.title = std::string(Heading(style.language, column.title));
  return {.columns = std::move(columns)};
}

Document::Paragraph Line(Document::Text text, int indent) { return {.text = std::move(text), .indent = indent}; }

Document::Paragraph Item(Document::Text text, int indent) {
  return {.text = std::move(text), .indent = indent, .bullet = true};
}

Document::Text EntryLinks(const google::protobuf::RepeatedField<uint64_t>& revisions) {
  Document::Text links;
  for (const uint64_t revision : revisions) {
    if (!links.empty()) links += ", ";
    links += EntryLink(absl::StrCat("r", revision), revision);
  }
  return links;
}

Blocks Together(std::vector<Blocks> parts) {
  Blocks blocks;
  for (Blocks& part : parts) Append(blocks, std::move(part));
  return blocks;
}

}  // namespace casejournal::services
