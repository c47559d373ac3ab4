#include "services/answers/lists/get_register.h"

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "eventstore/system/deadline.h"
#include "projections/entries/civil_day.h"
#include "projections/register/register_rows.h"
#include "services/answers/case_numbers.h"
#include "services/answers/paging.h"
#include "services/answers/register_filter.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

using projections::CaseRegister;
using projections::RegisterLine;

// The order of the register, which a page token names. Refers to what it was made from.
using Place = std::tuple<absl::string_view, absl::string_view, uint64_t>;

std::string TokenOf(const v1::RegisterRow& row) {
  return absl::StrCat(row.day(), "/", row.case_id(), "/", row.revision());
}

absl::StatusOr<Place> PlaceInToken(absl::string_view token) {
  const std::vector<absl::string_view> fields = absl::StrSplit(token, '/');
  uint64_t revision = 0;
  const bool place = fields.size() == 3 && projections::ParseDay(fields[0]).ok() &&
                     eventstore::Uuid::Parse(fields[1]).ok() && absl::SimpleAtoi(fields[2], &revision);
  if (!place) return FieldError("pageToken", token, kFieldPageToken);
  return Place(fields[0], fields[1], revision);
}

// A line, with the register of its case.
struct LineOfCase {
  const CaseRegister* of;
  const RegisterLine* line;

  Place place() const { return {line->day(), of->case_id(), line->original->revision}; }
  bool IsUnder(const std::string& court_number) const {
    const std::vector<std::string> numbers = of->NumbersOf(*line);
    return std::find(numbers.begin(), numbers.end(), court_number) != numbers.end();
  }
};

// What the rows are made from: the entries that were known then, up to a position.
struct Known {
  projections::KnownSet entries;
  eventstore::Position as_of_position;
};

// The number of entries that were known. Later entries of a case have later positions, and were recorded later.
size_t EntriesKnown(const projections::EntryList& entries, const Known& known) {
  size_t count = entries.size();
  while (count > 0 && (entries[count - 1].position > known.as_of_position || !known.entries.Holds(entries[count - 1])))
    --count;
  return count;
}

// The registers of cases, each with the entries up to one position.
using Registers = std::vector<std::unique_ptr<const CaseRegister>>;

// A case of the list, as its reader sees it, and how many of its entries were known.
struct CaseShown {
  std::string case_id;
  SeenCase seen;
  size_t known = 0;
};

absl::Status AddRegister(const Reader& reader, const std::string& case_id, const v1::AsOf& as_of, const Known& known,
                         Registers& registers, std::vector<CaseShown>& shown) {
  absl::StatusOr<SeenCase> seen = ExistingCaseSeen(reader, Act::kReadRecord, case_id);
  if (!seen.ok()) return seen.status();
  const projections::CaseRecord& record = seen->at->record;
  if (absl::Status known_yet = CheckRevisionKnown(as_of, record.entries()); !known_yet.ok()) return known_yet;
  const size_t count = EntriesKnown(record.entries(), known);
  registers.push_back(std::make_unique<CaseRegister>(record, count));
  shown.push_back({.case_id = case_id, .seen = *std::move(seen), .known = count});
  return absl::OkStatus();
}

bool HasNumber(const CaseRegister& of_case, const std::string& number) {
  const auto& numbers = of_case.plan().numbers();
  return std::any_of(numbers.begin(), numbers.end(), [&](const auto& each) { return each.number() == number; });
}

absl::StatusOr<Registers> AskedFor(const Reader& reader, const projections::ReadModelStore& models,
                                   const v1::GetRegisterRequest& request, const Known& known,
                                   std::vector<CaseShown>& shown) {
  Registers registers;
  switch (request.of_case()) {
    case v1::GetRegisterRequest::kCaseId: {
      absl::Status added = AddRegister(reader, request.case_id(), request.as_of(), known, registers, shown);
      if (!added.ok()) return added;
      return registers;
    }
    case v1::GetRegisterRequest::kCourtNumber: {
      const std::string& number = request.court_number();
      absl::StatusOr<std::vector<std::string>> named = CasesEverWithNumber(models, number);
      if (!named.ok()) return named.status();
      for (const std::string& case_id : *named) {
        const absl::Status added = AddRegister(reader, case_id, {}, known, registers, shown);
        if (!added.ok() && !absl::IsNotFound(added)) return added;
      }
      if (std::none_of(registers.begin(), registers.end(), [&](const auto& each) { return HasNumber(*each, number); }))
        return absl::NotFoundError(absl::StrCat("no case has the number ", number));
      return registers;
    }
    case v1::GetRegisterRequest::OF_NOT_SET:
      break;
  }
  return FieldError("of", "", kFieldCaseOrNumber);
}

std::vector<LineOfCase> LinesOf(const Registers& registers, const RegisterFilter& filter) {
  std::vector<LineOfCase> lines;
  for (const auto& each : registers) {
    for (const RegisterLine* line : LinesHeld(*each, filter)) lines.push_back({each.get(), line});
  }
  std::sort(lines.begin(), lines.end(), [](const LineOfCase& a, const LineOfCase& b) { return a.place() < b.place(); });
  return lines;
}

// What a list gives of each case. Cases in which the reader saw nothing under the number say nothing either.
std::vector<CaseGiven> WhatIsGiven(const std::vector<CaseShown>& shown, const std::vector<LineOfCase>& lines,
                                   const v1::GetRegisterRequest& request) {
  std::vector<CaseGiven> cases;
  for (const CaseShown& each : shown) {
    const auto says = [&](const LineOfCase& line) {
      return line.of->case_id() == each.case_id &&
             (request.of_case() == v1::GetRegisterRequest::kCaseId || line.IsUnder(request.court_number()));
    };
    if (each.known == 0 || std::none_of(lines.begin(), lines.end(), says)) continue;
    cases.push_back(
        {.case_id = each.case_id,
         .seen = &each.seen,
         .given = {.form = event::v1::DISCLOSURE_FORM_REGISTER, .method = "GetRegister", .last = each.known - 1}});
  }
  return cases;
}

// What was known then, and since when a row is new, are questions about one case.
absl::Status CheckTime(const v1::GetRegisterRequest& request) {
  if (request.of_case() == v1::GetRegisterRequest::kCourtNumber) {
    if (request.has_as_of()) return FieldError("asOf", "", kFieldNoTimeOfNumber);
    if (!request.changed_since().empty())
      return FieldError("changedSince", request.changed_since(), kFieldNoTimeOfNumber);
  }
  if (request.as_of().basis() == v1::BASIS_CLAIMED)
    return FieldError("asOf.basis", "CLAIMED", kFieldRecordedForRegister);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::GetRegisterResponse> GetRegister(const Journal& journal, const Reader& reader,
                                                    const DisclosureDesk& disclosures,
                                                    const projections::Worker& worker, ListCursors& cursors,
                                                    const v1::GetRegisterRequest& request,
                                                    eventstore::Deadline deadline) {
  if (absl::Status time = CheckTime(request); !time.ok()) return time;
  absl::StatusOr<RegisterFilter> filter = RegisterFilterIn(journal, request);
  if (!filter.ok()) return filter.status();
  absl::StatusOr<projections::KnownSet> known = ClosedKnownSet(journal, request.as_of());
  if (!known.ok()) return known.status();
  absl::StatusOr<Page> asked = BeginPage(worker, request, deadline);
  if (!asked.ok()) return asked.status();

  const std::string of = ListOf(reader, request);
  ListPage list;
  if (request.page_token().empty()) {
    list.state = std::make_shared<const ListState>(
        ListState{.rows = nullptr, .as_of_position = asked->as_of_position, .day = "", .of = of});
  } else {
    absl::StatusOr<ListPage> resumed = ResumeList(cursors, request.page_token(), of);
    if (!resumed.ok()) return resumed.status();
    list = *std::move(resumed);
  }
  std::vector<CaseShown> shown;
  absl::StatusOr<Registers> registers = AskedFor(
      reader, worker.store(), request, {.entries = *known, .as_of_position = list.state->as_of_position}, shown);
  if (!registers.ok()) return registers.status();
  const std::vector<LineOfCase> lines = LinesOf(*registers, *filter);
  // The first page is recorded, with what the others give. Each says the notice.
  const std::vector<CaseGiven> given = WhatIsGiven(shown, lines, request);
  if (request.page_token().empty()) {
    if (absl::Status recorded = disclosures.RecordEach(reader, given); !recorded.ok()) return recorded;
  } else {
    disclosures.TellAgain(given);
  }
  auto next = lines.begin();
  if (!list.after.empty()) {
    absl::StatusOr<Place> after = PlaceInToken(list.after);
    if (!after.ok()) return after.status();
    next = std::find_if(lines.begin(), lines.end(), [&](const LineOfCase& each) { return each.place() > *after; });
  }
  v1::GetRegisterResponse page;
  page.set_as_of_position(list.state->as_of_position);
  const bool by_number = request.of_case() == v1::GetRegisterRequest::kCourtNumber;
  for (; next != lines.end(); ++next) {
    if (by_number && !next->IsUnder(request.court_number())) continue;
    if (page.rows_size() == static_cast<int>(asked->size)) {
      page.set_next_page_token(NextPageToken(cursors, list, TokenOf(page.rows(page.rows_size() - 1))));
      break;
    }
    *page.add_rows() = next->of->RowOf(*next->line);
  }
  return page;
}

}  // namespace casejournal::services
