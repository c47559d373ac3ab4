// The headings of pages in the languages that a plan can be read in. Pure.
#ifndef CASEJOURNAL_SERVICES_PAGES_HEADINGS_H_
#define CASEJOURNAL_SERVICES_PAGES_HEADINGS_H_

#include "absl/strings/string_view.h"

namespace casejournal::services {

// The heading in the language of the BCP 47 tag ("en", "es"). The English one if the catalog does not have it, and for
// other languages. Valid as long as `english`.
absl::string_view Heading(absl::string_view language, absl::string_view english);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_HEADINGS_H_
