// What a backup repository says of its content, as texts. The first byte says whether the last line, the digest of all
// others, is in the input or is added here.
#include <algorithm>

#include "eventstore/backup/generation.h"
#include "eventstore/backup/restored_mark.h"
#include "eventstore/backup/text_lines.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(backup_text) {
  Input input(bytes);
  const bool add_digest = (input.Byte() & 1) != 0;
  std::string text(input.Rest());
  const auto list = eventstore::ParseSegmentList(text);
  if (list.ok()) Hold(eventstore::FormatSegmentList(*list) == text, "a list of segments has one spelling");
  if (add_digest) text = eventstore::WithDigest(std::move(text));
  const auto generation = eventstore::ParseGeneration(text);
  if (generation.ok()) Hold(eventstore::FormatGeneration(*generation) == text, "a generation has one spelling");
  const auto keys = eventstore::ParseKeySet(text);
  if (keys.ok()) Hold(eventstore::FormatKeySet(*keys) == text, "a set of keys has one spelling");
  const auto mark = eventstore::ParseRestoredMark(text);
  if (mark.ok()) Hold(eventstore::FormatRestoredMark(*mark) == text, "a mark has one spelling");
}

}  // namespace casejournal::fuzz
