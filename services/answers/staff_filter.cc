#include "services/answers/staff_filter.h"

#include "absl/strings/str_cat.h"
#include "projections/read_models/cases_projection.h"
#include "projections/read_models/due_rows.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

constexpr size_t kIssuersNamedMax = 5;

// Add the issuers that follow `prefix` in the keys of `family`, in order, up to one more than an error names. One
// look-up for each, however many rows they have.
absl::Status AddIssuers(const projections::ReadModelStore& store, const std::string& family, const std::string& prefix,
                        std::set<std::string>& all) {
  std::set<std::string> issuers;
  std::string from = prefix;
  while (issuers.size() <= kIssuersNamedMax) {
    bool found = false;
    absl::Status scanned = store.Scan(family, prefix, from, [&](absl::string_view key, absl::string_view) {
      const absl::string_view rest = key.substr(prefix.size());
      const std::string issuer(rest.substr(0, rest.find('\0')));
      from = absl::StrCat(prefix, issuer, "\1");  // after all rows of this issuer
      found = issuers.insert(issuer).second;
      return false;
    });
    if (!scanned.ok()) return scanned;
    if (!found) break;
  }
  all.merge(issuers);
  return absl::OkStatus();
}

}  // namespace

absl::Status ResolveIssuer(const std::string& subject, const std::set<std::string>& known, std::string* issuer) {
  if (subject.empty() && !issuer->empty()) return FieldError("staffSubject", "", kFieldSubjectOfIssuer);
  if (!issuer->empty() || known.empty()) return absl::OkStatus();
  if (known.size() == 1) {
    *issuer = *known.begin();
    return absl::OkStatus();
  }
  std::string named;
  size_t count = 0;
  for (const std::string& one : known) {
    if (count++ == kIssuersNamedMax) break;
    absl::StrAppend(&named, count > 1 ? ", " : "", one);
  }
  return FieldError("staffIssuer", "", known.size() > kIssuersNamedMax ? kFieldIssuersAndOthers : kFieldIssuers,
                    {projections::TextParameter("issuers", named)});
}

absl::Status ResolveIssuer(const projections::ReadModelStore& models, const std::string& subject, std::string* issuer,
                           const projections::ReadModelStore* work) {
  std::set<std::string> known;
  if (!subject.empty() && issuer->empty()) {
    absl::Status added =
        AddIssuers(models, projections::CasesProjection::kName, projections::StaffSubjectPrefix(subject), known);
    if (added.ok() && work != nullptr)
      added = AddIssuers(*work, projections::kDueFamily, projections::DueSubjectPrefix(subject), known);
    if (!added.ok()) return added;
  }
  return ResolveIssuer(subject, known, issuer);
}

}  // namespace casejournal::services
