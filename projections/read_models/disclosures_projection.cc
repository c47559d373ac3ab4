#include "projections/read_models/disclosures_projection.h"

#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/words/person_name.h"

namespace casejournal::projections {
namespace {

constexpr absl::string_view kBeforePlace("\0", 1);
constexpr size_t kPlaceBytes = sizeof(eventstore::Position);

// Letters beyond ASCII count as letters, whatever they are.
bool IsOfWord(char byte) { return absl::ascii_isalnum(byte) || (static_cast<unsigned char>(byte) & 0x80U) != 0; }

std::string Folded(absl::string_view word) {
  bool ascii = true;
  for (const char byte : word) ascii = ascii && absl::ascii_isascii(byte);
  // Nothing is left of what has no letters.
  const std::string latin = ascii ? "" : absl::StrJoin(NameWords(word), "");
  return latin.empty() ? absl::AsciiStrToLower(word) : latin;
}

}  // namespace

std::set<std::string> WordsOfRecipient(absl::string_view recipient) {
  std::set<std::string> words;
  for (size_t begin = 0; begin < recipient.size();) {
    size_t end = begin;
    while (end < recipient.size() && IsOfWord(recipient[end])) ++end;
    if (end > begin) words.insert(Folded(recipient.substr(begin, end - begin)));
    begin = end + 1;
  }
  return words;
}

std::string GivenBySubjectPrefix(absl::string_view subject) { return absl::StrCat("s", subject, kBeforePlace); }

std::string GivenToWordPrefix(absl::string_view word) { return absl::StrCat("w", word, kBeforePlace); }

std::string DisclosurePlace(eventstore::Position position) {
  const eventstore::Position down = std::numeric_limits<eventstore::Position>::max() - position;
  std::string place;
  for (size_t byte = kPlaceBytes; byte > 0; --byte) place.push_back(static_cast<char>(down >> (8 * (byte - 1))));
  return place;
}

std::optional<eventstore::Position> PositionInDisclosureKey(absl::string_view key) {
  if (key.size() < kPlaceBytes) return std::nullopt;
  eventstore::Position down = 0;
  for (const char byte : key.substr(key.size() - kPlaceBytes)) down = down << 8 | static_cast<unsigned char>(byte);
  return std::numeric_limits<eventstore::Position>::max() - down;
}

void DisclosuresProjection::ApplyAccess(const event::v1::StoredEvent& stored, eventstore::Position position,
                                        PutRow put) const {
  const bool of_case = stored.access_event().has_disclosure_made();
  if (!of_case && !stored.reader_event().has_entries_disclosed()) return;
  const std::string& recipient = of_case ? stored.access_event().disclosure_made().recipient()
                                         : stored.reader_event().entries_disclosed().recipient();
  const std::string place = DisclosurePlace(position);
  const std::string& subject = stored.admission().actor().subject();
  if (!subject.empty()) put(absl::StrCat(GivenBySubjectPrefix(subject), place), "");
  for (const std::string& word : WordsOfRecipient(recipient)) put(absl::StrCat(GivenToWordPrefix(word), place), "");
}

}  // namespace casejournal::projections
