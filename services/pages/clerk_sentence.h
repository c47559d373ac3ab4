// Sentences of answers as a clerk writes them. Pure.
#ifndef CASEJOURNAL_SERVICES_PAGES_CLERK_SENTENCE_H_
#define CASEJOURNAL_SERVICES_PAGES_CLERK_SENTENCE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/docket.pb.h"

namespace casejournal::services {

// Return the sentence of an event of this type (RegisterRow) for a page: "A motion was filed with the court …" for
// "Motion was filed with the court …"; "The court made an order for …" for "The court ordered other for …"; "journal
// entry" for an entry of the court; "r12" for an entry of the case. Any other sentence is returned as it is. The
// sentences of answers are frozen, and stay as they are in JSON and exhibits.
std::string ClerkSentence(absl::string_view type, absl::string_view sentence);

// Return a sentence that names an entry by a number, such as "Entry 186 (court decided) has no document", with the name
// in its place: "r186 (court decided) has no document".
std::string WithEntryName(absl::string_view sentence, uint64_t number, absl::string_view name);

// Return what a finding says, with the names of entries in place of their numbers.
std::string FindingSentence(const v1::Finding& finding);

// Return a caution about a date, with the names of entries in place of their positions in the journal. An entry that
// the date does not name is "the entry at position 878".
std::string CautionSentence(const v1::DocketItem& item, const v1::Caution& caution);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_CLERK_SENTENCE_H_
