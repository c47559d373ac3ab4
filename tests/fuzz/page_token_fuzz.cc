// Page tokens of lists: what a client sends back.
#include <algorithm>

#include "services/answers/page_token.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(page_token) {
  constexpr absl::string_view kList = "of this list";
  const auto place = services::PlaceIn(kList, bytes);
  if (place) {
    Hold(!place->empty() && services::TokenOf(kList, *place) == bytes, "a token has one spelling");
    Hold(!services::PlaceIn("of that list", bytes), "a token is for one list");
  }
  if (!bytes.empty()) {
    const auto read = services::PlaceIn(kList, services::TokenOf(kList, bytes));
    Hold(read && *read == bytes, "a place can be read back");
  }
}

}  // namespace casejournal::fuzz
