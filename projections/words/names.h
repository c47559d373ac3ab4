// The words that people use for what an id stands for.
#ifndef CASEJOURNAL_PROJECTIONS_WORDS_NAMES_H_
#define CASEJOURNAL_PROJECTIONS_WORDS_NAMES_H_

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/event_options.pb.h"
#include "casejournal/v1/case_plan.pb.h"

namespace casejournal::projections {

// Why no plan knows an id, as far as whoever made the plans knows.
enum class Absence {
  kNotInRecord,  // the plans are of the whole record: "something no longer in the record"
  kLeftOut,      // they are of a part of it: "something not in this exhibit"
};

// "Ana Lopez" for a participant, the statement of an objective shortened, "version 1.0 of the case
// plan" for a digest. Looks into the plans that it was given, the first first; they must outlive
// it.
class Names {
 public:
  Names(std::initializer_list<const v1::CasePlan*> plans, Absence absence = Absence::kNotInRecord)
      : plans_(plans), absence_(absence) {}

  // The words for `id`, or for the 32 bytes of a digest; empty where no plan knows it.
  std::string Find(absl::string_view id) const;

  // The words for `id`; where no plan knows it, words for something of that kind that is absent.
  // Never an id.
  std::string Of(absl::string_view id, event::v1::PartKind kind) const;
  // The words for a plan version.
  std::string OfVersion(absl::string_view digest) const;

  // The same names, with `plan` asked last.
  Names And(const v1::CasePlan& plan) const;

 private:
  std::vector<const v1::CasePlan*> plans_;
  Absence absence_;
};

// At most about 60 characters of `text`, cut between words, with "…" where it was cut.
std::string Shortened(absl::string_view text);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORDS_NAMES_H_
