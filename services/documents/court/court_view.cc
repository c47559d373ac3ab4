#include "services/documents/court/court_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/headings.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {
namespace {

using projections::EnumWords;

// Whether a number is one of the child, or of the whole case. Without a child: any.
bool IsOf(const v1::CaseNumber& number, absl::string_view child_id) {
  return child_id.empty() || number.child_id().empty() || number.child_id() == child_id;
}

std::string ChildrenNames(const v1::CasePlan& plan, absl::string_view child_id) {
  std::vector<std::string> names;
  for (const v1::Participant& participant : plan.participants()) {
    const bool shown = child_id.empty() || participant.participant_id() == child_id;
    if (shown && participant.capacity() == event::v1::CAPACITY_CHILD) names.push_back(participant.name());
  }
  return absl::StrJoin(names, ", ");
}

constexpr size_t kChildColumn = 2;

// "ORC 2151.412 (us-oh.case-plan-filed); filed with court, 2023-02-16; …"
std::string DueDetails(const CourtView& view, const v1::DocketItem& item) {
  std::vector<std::string> parts = {item.citation().empty()
                                        ? item.rule()
                                        : absl::StrCat(item.citation(), item.rule().empty() ? "" : " (", item.rule(),
                                                       item.rule().empty() ? "" : ")")};
  if (item.has_met_by()) parts.push_back(Joined({item.met_by().what(), item.met_by().day()}, ", "));
  for (const v1::Caution& caution : item.cautions()) parts.push_back(CautionSentence(item, caution));
  std::string words = Joined(parts, "; ");
  if (item.unverified() && !words.empty() && words.back() != '.') absl::StrAppend(&words, ".");
  return item.unverified() ? Joined({words, view.In("Counsel has not confirmed this rule yet.")}, " ") : words;
}

}  // namespace

std::string CourtView::In(absl::string_view english) const { return std::string(Heading(language, english)); }

std::string NumbersOf(const v1::CasePlan& plan, absl::string_view child_id) {
  std::vector<std::string> numbers;
  for (const v1::CaseNumber& number : plan.numbers()) {
    if (IsOf(number, child_id)) numbers.push_back(number.number());
  }
  return absl::StrJoin(numbers, ", ");
}

std::vector<Document::Text> CaptionOf(const v1::CasePlan& plan, const std::string& language,
                                      absl::string_view child_id) {
  std::vector<Document::Text> caption;
  const std::string names = ChildrenNames(plan, child_id);
  if (!names.empty()) caption.emplace_back(absl::StrCat(Heading(language, "In the matter of"), " ", names));
  // "Wren County Juvenile Court 23-JV-0117, 23-JV-0118; …": a court with several numbers is named once.
  std::vector<std::pair<std::string, std::vector<std::string>>> courts;
  for (const v1::CaseNumber& number : plan.numbers()) {
    if (!IsOf(number, child_id)) continue;
    const auto court =
        std::find_if(courts.begin(), courts.end(), [&](const auto& each) { return each.first == number.system(); });
    if (court == courts.end()) {
      courts.push_back({number.system(), {number.number()}});
    } else {
      court->second.push_back(number.number());
    }
  }
  std::vector<std::string> words;
  for (const auto& [court, numbers] : courts) words.push_back(absl::StrCat(court, " ", absl::StrJoin(numbers, ", ")));
  if (!words.empty()) caption.emplace_back(absl::StrJoin(words, "; "));
  if (!plan.agency().empty()) caption.emplace_back(plan.agency());
  return caption;
}

Document BeginDocument(const CourtView& view, std::string title) {
  Document document;
  document.language = view.language;
  document.title = std::move(title);
  document.caption = CaptionOf(view.plan, view.language, view.child_id);
  document.running_head =
      absl::StrCat(document.title, ", ", Joined({NumbersOf(view.plan, view.child_id), view.as_of}, ", "));
  document.digest = view.digest;
  document.digest_of = view.In("the answer that this document was made from");
  return document;
}

void EndDocument(const CourtView& view, Document& document) {
  document.blocks.emplace_back(Document::Paragraph{
      .text = absl::StrCat(view.In("Made from the entries up to"), " ", view.as_of, "."), .apart = true});
}

Document::Text EntryText(uint64_t revision) {
  return std::vector<Document::Span>{EntryLink(absl::StrCat("r", revision), revision)};
}

Document::Table DueTable(const CourtView& view, const std::vector<const v1::DocketItem*>& items) {
  Document::Table table;
  table.columns = {{.title = view.In("Due")},
                   {.title = view.In("What"), .wraps = true},
                   {.title = view.In("Child"), .wraps = true},
                   {.title = view.In("State")}};
  std::string last;      // what the last row says, without the child
  std::string children;  // of the last row
  for (const v1::DocketItem* item : items) {
    const std::string due = Joined({item->due(), item->due_time()}, " ");
    const std::string details = DueDetails(view, *item);
    const std::string says = absl::StrJoin({due, item->title(), EnumWords(item->state()), details}, "\n");
    const Document::Look look =
        item->state() == v1::CLOCK_STATE_MISSED ? Document::Look::kBold : Document::Look::kPlain;
    const auto cell = [&](const std::string& words) { return Document::Text(Document::Span{words, look}); };
    if (says == last && !item->child().empty() && !children.empty()) {
      absl::StrAppend(&children, ", ", item->child());
      table.rows.back().cells[kChildColumn] = cell(children);
      continue;
    }
    Document::Row& row =
        table.Add({cell(due), cell(item->title()), cell(item->child()), cell(EnumWords(item->state()))});
    if (!details.empty()) row.details.push_back({.text = details});
    last = says;
    children = item->child();
  }
  return table;
}

}  // namespace casejournal::services
