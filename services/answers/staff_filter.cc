#include "services/answers/staff_filter.h"

#include "absl/strings/str_cat.h"
#include "projections/read_models/cases_projection.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

using projections::CasesProjection;

constexpr size_t kIssuersNamedMax = 5;

// The issuers of a subject, in order. One look-up for each, however many cases they have.
absl::StatusOr<std::set<std::string>> IssuersOf(const projections::ReadModelStore& models, const std::string& subject) {
  std::set<std::string> issuers;
  const std::string prefix = projections::StaffSubjectPrefix(subject);
  std::string from = prefix;
  while (issuers.size() <= kIssuersNamedMax) {
    bool found = false;
    absl::Status scanned =
        models.Scan(CasesProjection::kName, prefix, from, [&](absl::string_view key, absl::string_view) {
          const absl::string_view rest = key.substr(prefix.size());
          const std::string issuer(rest.substr(0, rest.find('\0')));
          from = absl::StrCat(prefix, issuer, "\1");  // after all rows of this issuer
          found = issuers.insert(issuer).second;
          return false;
        });
    if (!scanned.ok()) return scanned;
    if (!found) break;
  }
  return issuers;
}

}  // namespace

absl::Status ResolveIssuer(const std::string& subject, const std::set<std::string>& known, std::string* issuer) {
  if (subject.empty() && !issuer->empty())
    return FieldError("staffSubject", "", "the subject of a credential from staffIssuer");
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
  return FieldError("staffIssuer", "",
                    absl::StrCat("one of the issuers of this subject: ", named,
                                 known.size() > kIssuersNamedMax ? ", and others" : ""));
}

absl::Status ResolveIssuer(const projections::ReadModelStore& models, const std::string& subject, std::string* issuer) {
  std::set<std::string> known;
  if (!subject.empty() && issuer->empty()) {
    absl::StatusOr<std::set<std::string>> issuers = IssuersOf(models, subject);
    if (!issuers.ok()) return issuers.status();
    known = *std::move(issuers);
  }
  return ResolveIssuer(subject, known, issuer);
}

}  // namespace casejournal::services
