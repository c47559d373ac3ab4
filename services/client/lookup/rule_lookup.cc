#include "services/client/lookup/rule_lookup.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/rules/v1/rule_set.pb.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/client/call_failure.h"
#include "services/client/stream_reading.h"
#include "services/console/near_name.h"
#include "services/console/output.h"

namespace casejournal::services {
namespace {

// Parsers otherwise write to standard error.
class NoErrors final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, int, const std::string&) override {}
};

// The names of the rules in the entry that adopted a set; none if this program cannot read the set.
std::vector<std::string> RulesAdoptedIn(const v1::CaseEntry& entry) {
  const event::v1::RuleSetAdopted& adopted = entry.opened().stored().journal_event().rule_set_adopted();
  rules::v1::RuleSet set;
  google::protobuf::TextFormat::Parser parser;
  NoErrors errors;
  parser.RecordErrorsTo(&errors);
  parser.AllowUnknownField(true);
  if (!parser.ParseFromString(adopted.content(), &set)) return {};
  std::vector<std::string> names;
  for (const rules::v1::Rule& rule : set.rule()) names.push_back(absl::StrCat(adopted.id(), ".", rule.name()));
  return names;
}

// The names of all rules and rule sets that the journal has adopted, as far as the server sends them.
std::vector<std::string> AdoptedRules(JournalClient& client) {
  v1::GetJournalResponse journal;
  if (!client.described().GetJournal(client.OneAnswer().get(), {}, &journal).ok()) return {};
  std::vector<std::string> names;
  for (const v1::AdoptedRuleSet& set : journal.rule_sets()) {
    if (set.calendar()) continue;
    names.push_back(set.id());
    v1::ReadEventsRequest request;
    request.set_position(set.position());
    request.set_limit(1);
    const auto context = client.OneAnswer();
    ReadStream<v1::ReadEventsResponse>(*context, client.audit().ReadEvents(context.get(), request),
                                       [&](const v1::ReadEventsResponse& batch) {
                                         for (const v1::CaseEntry& entry : batch.entries()) {
                                           const std::vector<std::string> more = RulesAdoptedIn(entry);
                                           names.insert(names.end(), more.begin(), more.end());
                                         }
                                         return true;
                                       });
  }
  return names;
}

}  // namespace

std::string RuleMeant(absl::string_view named, const std::vector<std::string>& rules) {
  if (named.empty()) return "";
  const std::string tail = absl::StrCat(".", named);
  for (const std::string& rule : rules) {
    if (absl::EndsWithIgnoreCase(rule, tail)) return rule;
  }
  std::string nearest = NearestName(named, rules);
  if (!nearest.empty()) return nearest;
  // A name without its set: the set is added to compare it.
  for (const std::string& rule : rules) {
    const absl::string_view set = absl::string_view(rule).substr(0, rule.find('.'));
    nearest = NearestName(absl::StrCat(set, tail), {rule});
    if (!nearest.empty()) return nearest;
  }
  return "";
}

ExitStatus ReportRuleFailure(JournalClient& client, const grpc::Status& status, const std::string& rule) {
  const bool unknown = status.error_code() == grpc::NOT_FOUND && absl::StartsWith(status.error_message(), "rule:");
  if (!unknown) return ReportFailure(status, client.server());
  const std::string meant = RuleMeant(rule, AdoptedRules(client));
  Complain(absl::StrCat("the journal has adopted no rule and no rule set \"", rule, "\"",
                        meant.empty() ? "" : absl::StrCat("; did you mean ", meant, "?")));
  return ExitStatus::kNotFound;
}

}  // namespace casejournal::services
