// What an event says, field by field, for people.
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_ENTRY_TEXT_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_ENTRY_TEXT_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {

// One field that has a value.
struct FieldLine {
  std::string field;  // "terms, statement"
  std::string value;

  friend bool operator==(const FieldLine&, const FieldLine&) = default;
};

// Return a line for each field that has a value, at any depth, in the order of the contract. Of an event, the body is
// left out. Names follow from `words`, with the ids behind them; times are those of `zone`.
std::vector<FieldLine> FieldLines(const google::protobuf::Message& message, const PlanWords& words,
                                  absl::TimeZone zone);

// Return the lines as text: names in a column, values in paragraphs beside them, at most `width` wide.
std::string FieldLinesText(const std::vector<FieldLine>& lines, size_t width);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_ENTRY_TEXT_H_
