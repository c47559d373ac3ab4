#include "services/answers/journal/describe_journal.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "projections/docket/docket_wordings.h"
#include "projections/events/code_lists.h"
#include "projections/events/contract_lists.h"
#include "projections/events/event_codec.h"
#include "projections/findings/finding_catalogue.h"
#include "projections/findings/finding_wordings.h"
#include "projections/law/law.h"
#include "projections/state/fold_versions.h"
#include "projections/state/plan_fold.h"
#include "services/admission/catalog/rule_catalogue.h"
#include "services/admission/catalog/violation_wordings.h"
#include "services/answers/field_wordings.h"

namespace casejournal::services {
namespace {

void SetVersions(const Journal& journal, v1::JournalVersions& versions) {
  versions.set_program(journal.program());
  versions.set_fold(projections::kFoldVersion);
  versions.set_fold_digest(absl::HexStringToBytes(projections::FoldVersions().back().digest));
  versions.set_schema(projections::kSchemaVersion);
  versions.set_rule_catalogue(kRuleCatalogueVersion);
  versions.set_finding_catalogue(projections::kFindingCatalogueVersion);
  versions.set_code_lists(projections::kCodeListsVersion);
}

void SetAdopted(const projections::AdoptedRules& adopted, v1::AdoptedRuleSet& described) {
  described.set_id(adopted.id());
  described.set_version(adopted.version());
  described.set_title(adopted.set ? adopted.set->title() : adopted.calendar->title());
  if (adopted.set) described.set_effective_from(adopted.set->effective_from());
  described.set_position(adopted.position);
  described.set_calendar(adopted.calendar.has_value());
}

// Keep only the items with this name. An empty name keeps all.
template <typename Items>
absl::Status KeepNamed(const std::string& name, const char* field, Items& items) {
  if (name.empty()) return absl::OkStatus();
  for (auto& item : items) {
    if (item.name() != name) continue;
    auto kept = std::move(item);
    items.Clear();
    *items.Add() = std::move(kept);
    return absl::OkStatus();
  }
  return absl::NotFoundError(absl::StrCat(field, ": the contract has nothing of this name"));
}

void AddWordings(absl::Span<const projections::WordingText> wordings, v1::GetCatalogResponse& response) {
  for (const projections::WordingText& wording : wordings) {
    v1::WordingText& described = *response.add_wordings();
    described.set_id(std::string(wording.id));
    described.set_text(std::string(wording.text));
  }
}

}  // namespace

v1::GetJournalResponse GetJournal(const Journal& journal, const v1::JournalLimits& limits) {
  v1::GetJournalResponse response;
  response.set_origin(journal.log().origin());
  response.set_time_zone(journal.zone_name());
  response.set_today(journal.Today());
  response.set_verifier_key(journal.log().verifier_key());
  response.set_size(journal.log().size());
  response.set_zone_rules_position(journal.foundations().zone_rules_at);
  *response.mutable_limits() = limits;
  SetVersions(journal, *response.mutable_versions());
  for (const auto& adopted : journal.rules().adopted()) SetAdopted(*adopted, *response.add_rule_sets());
  return response;
}

absl::StatusOr<v1::ListEventTypesResponse> ListEventTypes(const v1::ListEventTypesRequest& request) {
  v1::ListEventTypesResponse response = projections::ListedEventTypes();
  absl::Status kept = KeepNamed(request.name(), "name", *response.mutable_types());
  if (!kept.ok()) return kept;
  return response;
}

absl::StatusOr<v1::ListCodesResponse> ListCodes(const v1::ListCodesRequest& request) {
  v1::ListCodesResponse response = projections::ListedCodes();
  absl::Status kept = KeepNamed(request.list(), "list", *response.mutable_lists());
  if (!kept.ok()) return kept;
  return response;
}

v1::GetCatalogResponse GetCatalog() {
  v1::GetCatalogResponse response;
  for (const RuleText& rule : RuleCatalogue()) {
    v1::CatalogRule& described = *response.add_rules();
    described.set_id(std::string(rule.id));
    described.set_rejects(std::string(rule.refuses));
    described.set_remedy(std::string(rule.remedy));
    described.set_why(std::string(rule.why));
    described.set_overridable(rule.overridable);
  }
  for (const projections::FindingText& finding : projections::FindingCatalogue()) {
    v1::CatalogFinding& described = *response.add_findings();
    described.set_id(std::string(finding.id));
    described.set_shows(std::string(finding.shows));
    described.set_source(std::string(finding.source));
    described.set_needs_day(finding.needs_day);
    described.set_asks_for_work(finding.asks_for_work);
  }
  AddWordings(projections::DocketWordings(), response);
  AddWordings(projections::FindingWordings(), response);
  AddWordings(ViolationWordings(), response);
  AddWordings(FieldWordings(), response);
  std::sort(response.mutable_wordings()->begin(), response.mutable_wordings()->end(),
            [](const v1::WordingText& a, const v1::WordingText& b) { return a.id() < b.id(); });
  response.set_rule_catalogue_version(kRuleCatalogueVersion);
  response.set_finding_catalogue_version(projections::kFindingCatalogueVersion);
  return response;
}

v1::CallerDescribed DescribeCaller(const Reader& reader) {
  const Caller& caller = reader.caller();
  v1::CallerDescribed described;
  *described.mutable_staff() = caller.actor;
  described.set_method(caller.authentication.method());
  if (caller.expires_at != absl::InfiniteFuture()) {
    *described.mutable_expires_at() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(caller.expires_at));
  }
  std::set<event::v1::Role> roles;
  const Holder holder{.issuer = caller.actor.issuer(), .subject = caller.actor.subject()};
  const std::shared_ptr<const Roles> given = reader.sources().roles.now();
  for (const HeldRole& held : RolesThatCount(*given, holder, nullptr, reader.sources().today()))
    roles.insert(held.role);
  for (const event::v1::Role role : roles) described.add_roles(role);
  return described;
}

}  // namespace casejournal::services
