#include "services/documents/court_document.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "projections/words/instant_words.h"
#include "services/pages/headings.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

std::string In(const CourtView& view, absl::string_view english) {
  return std::string(Heading(view.language, english));
}

std::string Names(const v1::CasePlan& plan) {
  std::vector<std::string> names;
  for (const v1::Participant& participant : plan.participants()) {
    if (participant.capacity() == event::v1::CAPACITY_CHILD) names.push_back(participant.name());
  }
  return absl::StrJoin(names, ", ");
}

std::string NumbersOf(const v1::CasePlan& plan) {
  std::vector<std::string> numbers;
  for (const v1::CaseNumber& number : plan.numbers()) numbers.push_back(number.number());
  return absl::StrJoin(numbers, ", ");
}

Document Begun(const CourtView& view, absl::string_view title) {
  Document document;
  document.language = view.language;
  document.title = In(view, title);
  document.caption = CaptionOf(view.plan, view.language);
  document.running_head = absl::StrCat(document.title, ", ", Joined({NumbersOf(view.plan), view.as_of}, ", "));
  document.digest = view.digest;
  document.digest_of = In(view, "the answer that this document was made from");
  return document;
}

void End(const CourtView& view, Document& document) {
  document.blocks.emplace_back(
      Document::Paragraph{.text = absl::StrCat(In(view, "As of"), ": ", view.as_of, "."), .apart = true});
}

// "r12", with a link to the row of that entry.
Document::Text Entry(uint64_t revision) {
  return std::vector<Document::Span>{EntryLink(absl::StrCat("r", revision), revision)};
}

}  // namespace

std::vector<Document::Text> CaptionOf(const v1::CasePlan& plan, const std::string& language) {
  std::vector<Document::Text> caption;
  const std::string names = Names(plan);
  if (!names.empty()) caption.emplace_back(absl::StrCat(Heading(language, "In the matter of"), " ", names));
  std::vector<std::string> numbers;
  for (const v1::CaseNumber& number : plan.numbers())
    numbers.push_back(absl::StrCat(number.system(), " ", number.number()));
  if (!numbers.empty()) caption.emplace_back(absl::StrJoin(numbers, "; "));
  if (!plan.agency().empty()) caption.emplace_back(plan.agency());
  return caption;
}

Document RegisterDocumentOf(const CourtView& view, const std::vector<v1::RegisterRow>& rows) {
  Document document = Begun(view, "Register of actions");
  Document::Table table;
  table.columns = {{.title = In(view, "Day")},
                   {.title = In(view, "Action"), .wraps = true},
                   {.title = In(view, "Numbers"), .wraps = true},
                   {.title = In(view, "Entry")}};
  size_t withdrawn = 0;
  for (const v1::RegisterRow& row : rows) {
    Document::Row& shown = table.Add(
        {row.day(), row.sentence(), absl::StrJoin(row.court_numbers(), ", "), absl::StrCat("r", row.revision())});
    shown.anchor = EntryAnchor(row.revision());
    if (row.has_corrected_by()) {
      Document::Text why = absl::StrCat(In(view, "In the words of the correction"), " ");
      why += Entry(row.corrected_by());
      shown.details.push_back({.text = std::move(why)});
    }
    if (row.has_withdrawn_by()) {
      ++withdrawn;
      shown.struck = true;
      Document::Text why = absl::StrCat(In(view, "Withdrawn by"), " ");
      why += Entry(row.withdrawn_by());
      shown.details.push_back({.text = std::move(why)});
    }
  }
  Document::Facts facts;
  if (!rows.empty()) facts.Add(In(view, "Period"), absl::StrCat(rows.front().day(), " – ", rows.back().day()));
  facts.Add(In(view, "Actions"), withdrawn == 0
                                     ? absl::StrCat(rows.size())
                                     : absl::StrCat(rows.size(), ", ", In(view, "withdrawn"), ": ", withdrawn));
  document.blocks.emplace_back(std::move(facts));
  if (!rows.empty()) document.blocks.emplace_back(std::move(table));
  End(view, document);
  return document;
}

Document DocketDocumentOf(const CourtView& view, const v1::GetDocketResponse& docket) {
  Document document = Begun(view, "Docket");
  Document::Table table;
  table.columns = {{.title = In(view, "Due")},
                   {.title = In(view, "What"), .wraps = true},
                   {.title = In(view, "Child"), .wraps = true},
                   {.title = In(view, "State")}};
  for (const v1::DocketItem& item : docket.items()) {
    Document::Row& row =
        table.Add({Joined({item.due(), item.due_time()}, " "), item.title(), item.child(), EnumWords(item.state())});
    const std::string source = absl::StrCat(item.rule(), ", ", item.citation());
    row.details.push_back({.text = source});
    if (item.unverified()) row.details.push_back({.text = In(view, "Counsel has not confirmed this rule yet.")});
    if (item.has_met_by()) row.details.push_back({.text = Joined({item.met_by().what(), item.met_by().day()}, ", ")});
    for (const v1::Caution& caution : item.cautions()) row.details.push_back({.text = caution.says()});
  }
  Document::Facts facts;
  facts.Add(In(view, "Day"), docket.on());
  facts.Add(In(view, "Dates"), absl::StrCat(docket.items_size()));
  std::vector<std::string> rules;
  for (const v1::RulesInForce& each : docket.rules())
    rules.push_back(absl::StrCat(each.id(), " v", each.version(),
                                 each.calendar() ? absl::StrCat(" (", In(view, "calendar"), ")") : ""));
  facts.Add(In(view, "Rules"), absl::StrJoin(rules, ", "));
  document.blocks.emplace_back(std::move(facts));
  if (!docket.items().empty()) document.blocks.emplace_back(std::move(table));
  End(view, document);
  return document;
}

Document DisclosuresDocumentOf(const CourtView& view, const std::vector<DisclosureEntry>& disclosures) {
  Document document = Begun(view, "Disclosures");
  Document::Table table;
  table.columns = {{.title = In(view, "Recorded")},
                   {.title = In(view, "Recipient"), .wraps = true},
                   {.title = In(view, "Purpose"), .wraps = true},
                   {.title = In(view, "Given"), .wraps = true}};
  for (const DisclosureEntry& each : disclosures) {
    std::vector<std::string> ranges;
    for (const event::v1::RevisionRange& range : each.made.revisions())
      ranges.push_back(range.first() == range.last() ? absl::StrCat("r", range.first())
                                                     : absl::StrCat("r", range.first(), "–r", range.last()));
    Document::Row& row =
        table.Add({projections::InstantWords(each.recorded_at_us, view.zone),
                   Joined({each.made.recipient(), EnumWords(each.made.recipient_class())}, ", "), each.made.purpose(),
                   Joined({EnumWords(each.made.form()), absl::StrJoin(ranges, ", ")}, ": ")});
    const auto detail = [&](absl::string_view label, const std::string& words) {
      if (!words.empty()) row.details.push_back({.text = absl::StrCat(In(view, label), ": ", words)});
    };
    detail("Authorization", each.made.authority());
    detail("Labels opened by it", EnumsWords<event::v1::Label>(each.made.with_labels()));
    detail("Given by", StaffWords(each.actor));
    detail("SHA-256 of what was given", absl::BytesToHexString(each.made.content_digest()));
  }
  Document::Facts facts;
  facts.Add(In(view, "Disclosures"), absl::StrCat(disclosures.size()));
  document.blocks.emplace_back(std::move(facts));
  if (!disclosures.empty()) document.blocks.emplace_back(std::move(table));
  End(view, document);
  return document;
}

}  // namespace casejournal::services
