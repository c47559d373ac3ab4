#include "projections/read_models/store/made_up_to.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace casejournal::projections {

MadeUpTo MadeUpTo::With(const eventstore::PlacedHeader& last) {
  return {.position = last.position + 1,
          .leaf = eventstore::HexOf(eventstore::LeafHash(eventstore::EncodeHeader(last.header)))};
}

absl::StatusOr<bool> MadeUpTo::IsOf(const eventstore::EventLog& log) const {
  if (position == 0) return true;
  if (position > log.size()) return false;
  absl::StatusOr<std::vector<eventstore::PlacedHeader>> last = log.ReadHeaders(position - 1, 1);
  if (!last.ok()) return last.status();
  return With(last->front()).leaf == leaf;
}

std::string MadeUpTo::ToText() const { return absl::StrCat(position, " ", leaf); }

std::optional<MadeUpTo> MadeUpTo::FromText(absl::string_view text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(' ', 1));
  MadeUpTo made;
  if (!absl::SimpleAtoi(parts.first, &made.position)) return std::nullopt;
  made.leaf = parts.second;
  return made;
}

}  // namespace casejournal::projections
