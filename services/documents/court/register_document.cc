#include "services/documents/court/register_document.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "projections/words/instant_words.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

// "on 2023-01-09", "from 2023-01-09 to 2024-05-07", "from 2023-01-09", "to 2024-05-07"
std::string PeriodWords(const CourtView& view, const std::string& from, const std::string& until) {
  if (from == until) return from.empty() ? "" : absl::StrCat(view.In("on"), " ", from);
  return Joined({from.empty() ? "" : absl::StrCat(view.In("from"), " ", from),
                 until.empty() ? "" : absl::StrCat(view.In("to"), " ", until)},
                " ");
}

}  // namespace

std::string RegisterTotals(const CourtView& view, const std::vector<v1::RegisterRow>& rows) {
  if (rows.empty()) return view.In("No actions");
  const auto withdrawn =
      std::count_if(rows.begin(), rows.end(), [](const v1::RegisterRow& row) { return row.has_withdrawn_by(); });
  std::string words = absl::StrCat(rows.size(), " ", view.In(rows.size() == 1 ? "action" : "actions"), " ",
                                   PeriodWords(view, rows.front().day(), rows.back().day()));
  if (withdrawn > 0) absl::StrAppend(&words, "; ", withdrawn, " ", view.In("withdrawn"));
  return words;
}

Document::Table RegisterTable(const CourtView& view, const RegisterShown& shown) {
  Document::Table table;
  table.columns = {{.title = view.In("Day")},
                   {.title = view.In("Action"), .wraps = true},
                   {.title = view.In("Numbers"), .wraps = true},
                   {.title = view.In("Entry")}};
  for (const v1::RegisterRow& row : shown.rows) {
    Document::Row& added = table.Add({row.day(), ClerkSentence(row.type(), row.sentence()),
                                      absl::StrJoin(row.court_numbers(), ", "), absl::StrCat("r", row.revision())});
    added.anchor = EntryAnchor(row.revision());
    if (row.has_corrected_by()) {
      Document::Text why = absl::StrCat(view.In("In the words of the correction"), " ");
      why += EntryText(row.corrected_by());
      added.details.push_back({.text = std::move(why)});
    }
    if (row.has_withdrawn_by()) {
      added.struck = true;
      Document::Text why = absl::StrCat(view.In("Withdrawn by"), " ");
      why += EntryText(row.withdrawn_by());
      const auto reason = shown.why_withdrawn.find(row.withdrawn_by());
      if (reason != shown.why_withdrawn.end()) why += absl::StrCat(": ", reason->second);
      added.details.push_back({.text = std::move(why)});
    }
  }
  return table;
}

Document RegisterDocumentOf(const CourtView& view, const RegisterShown& shown) {
  Document document = BeginDocument(view, view.In("Register of actions"));
  Document::Facts facts;
  facts.Add(view.In("Period"), shown.day_from.empty() && shown.day_until.empty()
                                   ? view.In("the whole register")
                                   : PeriodWords(view, shown.day_from, shown.day_until));
  if (!shown.changed_since.empty()) {
    facts.Add(view.In("Changes since"), absl::StrCat(shown.changed_since, ". ",
                                                     view.In("Only actions that an entry recorded on this day or later "
                                                             "made, corrected, or withdrew.")));
  }
  facts.Add(view.In("Actions"), RegisterTotals(view, shown.rows));
  document.blocks.emplace_back(std::move(facts));
  if (!shown.rows.empty()) document.blocks.emplace_back(RegisterTable(view, shown));
  EndDocument(view, document);
  return document;
}

Document DocketDocumentOf(const CourtView& view, const v1::GetDocketResponse& docket) {
  Document document = BeginDocument(view, view.In("Docket"));
  std::vector<const v1::DocketItem*> items;
  for (const v1::DocketItem& item : docket.items()) items.push_back(&item);
  Document::Facts facts;
  facts.Add(view.In("Day"), docket.on());
  facts.Add(view.In("Dates"), absl::StrCat(docket.items_size()));
  std::vector<std::string> rules;
  for (const v1::RulesInForce& each : docket.rules())
    rules.push_back(absl::StrCat(each.id(), " v", each.version(),
                                 each.calendar() ? absl::StrCat(" (", view.In("calendar"), ")") : ""));
  facts.Add(view.In("Rules"), absl::StrJoin(rules, ", "));
  document.blocks.emplace_back(std::move(facts));
  if (!items.empty()) document.blocks.emplace_back(DueTable(view, items));
  EndDocument(view, document);
  return document;
}

Document DisclosuresDocumentOf(const CourtView& view, const std::vector<DisclosureEntry>& disclosures) {
  Document document = BeginDocument(view, view.In("Disclosures"));
  Document::Table table;
  table.columns = {{.title = view.In("Recorded")},
                   {.title = view.In("Recipient"), .wraps = true},
                   {.title = view.In("Purpose"), .wraps = true},
                   {.title = view.In("Given"), .wraps = true}};
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
      if (!words.empty()) row.details.push_back({.text = absl::StrCat(view.In(label), ": ", words)});
    };
    // Each disclosure names the head of the case, except to those who may not know what was given.
    if (each.made.head_leaf().empty())
      row.details.push_back({.text = absl::StrCat(view.In("What was given rests on entries that are withheld"), ".")});
    detail("Authorization", each.made.authority());
    detail("Labels opened by it", EnumsWords<event::v1::Label>(each.made.with_labels()));
    detail("Given by", StaffWords(each.actor));
    detail("SHA-256 of what was given", absl::BytesToHexString(each.made.content_digest()));
  }
  Document::Facts facts;
  facts.Add(view.In("Disclosures"), absl::StrCat(disclosures.size()));
  document.blocks.emplace_back(std::move(facts));
  if (!disclosures.empty()) document.blocks.emplace_back(std::move(table));
  EndDocument(view, document);
  return document;
}

}  // namespace casejournal::services
