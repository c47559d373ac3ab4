#include "projections/law/rule_file.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "projections/law/rule_check.h"

namespace casejournal::projections {
namespace {

using google::protobuf::TextFormat;

// Collects the errors of the parser, whose lines and columns count from 0.
class Complaints : public google::protobuf::io::ErrorCollector {
 public:
  explicit Complaints(std::vector<RuleFault>& faults) : faults_(faults) {}
  void AddError(int line, google::protobuf::io::ColumnNumber column, const std::string& message) override {
    faults_.push_back({"", line + 1, column + 1, message});
  }

 private:
  std::vector<RuleFault>& faults_;
};

template <typename Message, typename Check>
void ParseFile(RuleFile& file, std::optional<Message>& into, Check check) {
  TextFormat::Parser parser;
  TextFormat::ParseInfoTree tree;
  Complaints complaints(file.faults);
  parser.RecordErrorsTo(&complaints);
  parser.WriteLocationsTo(&tree);
  parser.SetRecursionLimit(32);
  Message message;
  if (!parser.ParseFromString(file.text, &message)) {
    if (file.faults.empty()) file.faults.push_back({"", 0, 0, "the file cannot be read"});
    return;
  }
  into = std::move(message);
  check(*into, Written(*into, &tree, file.faults));
}

// The moments of all files by their full names.
using Moments = std::map<std::string, const rules::v1::Moment*>;

template <typename Starts, typename Visit>
void ForMoments(const Starts& starts, Visit visit) {
  for (const rules::v1::Start& start : starts) {
    if (start.beginning_case() == rules::v1::Start::kMoment) visit(start.moment());
  }
}

// Whether a moment begins from itself, directly or indirectly.
bool ComesBack(const Moments& moments, const std::string& name, std::set<std::string>& way,
               std::set<std::string>& done) {
  const auto found = moments.find(name);
  if (found == moments.end() || done.contains(name)) return false;
  if (!way.insert(name).second) return true;
  bool back = false;
  const auto visit = [&](const std::string& next) { back = back || ComesBack(moments, next, way, done); };
  ForMoments(found->second->earliest_of(), visit);
  ForMoments(found->second->latest_of(), visit);
  way.erase(name);
  if (!back) done.insert(name);
  return back;
}

// The first line that is not UTF-8, from 1. 0: all of it is UTF-8.
int FirstLineThatIsNoText(absl::string_view text) {
  int line = 1;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    UChar32 character = 0;
    U8_NEXT(text.data(), at, size, character);
    if (character < 0 || character == 0) return line;
    if (character == '\n') ++line;
  }
  return 0;
}

int LineOf(const RuleFile& file, absl::string_view text) {
  const size_t at = file.text.find(std::string(text));
  return at == std::string::npos
             ? 0
             : 1 + static_cast<int>(
                       std::count(file.text.begin(), file.text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

// Each list of closures must add to an existing calendar and be the only list for it.
void CheckClosureLists(const std::vector<RuleFile>& files, const std::set<std::string>& calendars,
                       std::vector<RuleFault>& faults) {
  std::map<std::string, std::string> list_by_calendar;
  for (const RuleFile& file : files) {
    if (!file.calendar || file.calendar->adds_to().empty()) continue;
    const std::string& calendar = file.calendar->adds_to();
    const auto fault = [&](std::string says) {
      faults.push_back({file.name, LineOf(file, "adds_to:"), 1, std::move(says)});
    };
    if (!calendars.contains(calendar)) fault(absl::StrCat("adds_to ", calendar, ": no file contains this calendar"));
    const auto [other, is_first] = list_by_calendar.emplace(calendar, file.id());
    if (!is_first)
      fault(absl::StrCat("adds_to ", calendar, ": ", other->second,
                         " already adds to it; a journal keeps one list for each calendar"));
  }
}

}  // namespace

RuleFile ReadRuleFile(absl::string_view name, absl::string_view text) {
  RuleFile file{.name = std::string(name), .text = std::string(text)};
  if (text.size() > kRuleFileBytesMax) {
    file.faults.push_back(
        {"", 0, 0, absl::StrCat("the file has ", text.size(), " bytes; the limit is ", kRuleFileBytesMax)});
  } else if (const int line = FirstLineThatIsNoText(text); line != 0) {
    file.faults.push_back({"", line, 1, "the line is not UTF-8 text"});
  } else if (absl::EndsWith(name, kRulesSuffix)) {
    ParseFile(file, file.set, CheckRuleSet);
  } else if (absl::EndsWith(name, kCalendarSuffix)) {
    ParseFile(file, file.calendar, CheckCalendar);
  } else {
    file.faults.push_back({"", 0, 0,
                           absl::StrCat("the name of a rule file must end in ", kRulesSuffix,
                                        ", and that of a calendar in ", kCalendarSuffix)});
  }
  for (RuleFault& fault : file.faults) fault.file = file.name;
  std::stable_sort(file.faults.begin(), file.faults.end(),
                   [](const RuleFault& a, const RuleFault& b) { return a.line < b.line; });
  return file;
}

std::vector<RuleFault> CheckTogether(const std::vector<RuleFile>& files) {
  std::vector<RuleFault> faults;
  std::set<std::string> ids;
  std::set<std::string> calendars;
  Moments moments;
  for (const RuleFile& file : files) {
    if (!file.set && !file.calendar) continue;
    const std::string name = absl::StrCat(file.calendar ? "calendar " : "rules ", file.id());
    if (!ids.insert(name).second)
      faults.push_back({file.name, LineOf(file, "id:"), 1, absl::StrCat(name, ": another file has the same id")});
    if (file.calendar && file.calendar->adds_to().empty()) calendars.insert(file.id());
    if (!file.set) continue;
    for (const rules::v1::Moment& moment : file.set->moment()) {
      moments[absl::StrCat(file.id(), ".", moment.name())] = &moment;
    }
  }
  CheckClosureLists(files, calendars, faults);
  for (const RuleFile& file : files) {
    if (!file.set) continue;
    if (!file.set->calendar().empty() && !calendars.contains(file.set->calendar())) {
      faults.push_back({file.name, LineOf(file, "calendar:"), 1,
                        absl::StrCat("calendar ", file.set->calendar(), ": no file contains it")});
    }
    std::set<std::string> said;
    const auto visit = [&](const std::string& name) {
      if (moments.contains(name) || !said.insert(name).second) return;
      faults.push_back({file.name, LineOf(file, absl::StrCat("\"", name, "\"")), 1,
                        absl::StrCat("moment ", name, ": no file contains it")});
    };
    for (const rules::v1::Moment& moment : file.set->moment()) {
      ForMoments(moment.earliest_of(), visit);
      ForMoments(moment.latest_of(), visit);
      std::set<std::string> way;
      std::set<std::string> done;
      if (!ComesBack(moments, absl::StrCat(file.id(), ".", moment.name()), way, done)) continue;
      faults.push_back({file.name, LineOf(file, absl::StrCat("\"", moment.name(), "\"")), 1,
                        absl::StrCat("moment ", moment.name(), " depends on itself through other moments")});
    }
    for (const rules::v1::Rule& rule : file.set->rule()) {
      ForMoments(rule.earliest_of(), visit);
      ForMoments(rule.latest_of(), visit);
      ForMoments(rule.not_later_than(), visit);
      if (!rule.count().from_moment().empty()) visit(rule.count().from_moment());
    }
  }
  return faults;
}

std::string FaultText(const RuleFault& fault) {
  if (fault.line == 0) return absl::StrCat(fault.file, ": ", fault.says);
  return absl::StrCat(fault.file, ":", fault.line, ":", fault.column, ": ", fault.says);
}

}  // namespace casejournal::projections
