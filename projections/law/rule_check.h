// Finds what is wrong with a rule set or a calendar. Internal to the folder; others use rule_file.h.
#ifndef CASEJOURNAL_PROJECTIONS_LAW_RULE_CHECK_H_
#define CASEJOURNAL_PROJECTIONS_LAW_RULE_CHECK_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/rules/v1/rule_set.pb.h"
#include "google/protobuf/text_format.h"
#include "projections/law/rule_file.h"

namespace casejournal::projections {

// A message of a file, and the places of its fields in the text. With a null tree, the places are not known.
class Written {
 public:
  Written(const google::protobuf::Message& message, const google::protobuf::TextFormat::ParseInfoTree* tree,
          std::vector<RuleFault>& faults)
      : message_(&message), tree_(tree), faults_(&faults) {}

  // The message in a field, with its place.
  Written In(absl::string_view field, int index = -1) const;
  // Add a fault at the place of a field, or at the beginning of the message if the field is not in the text.
  void Fault(absl::string_view field, std::string says, int index = -1) const;

 private:
  Written(const google::protobuf::Message& message, const google::protobuf::TextFormat::ParseInfoTree* tree,
          std::vector<RuleFault>& faults, int line, int column)
      : message_(&message), tree_(tree), faults_(&faults), line_(line), column_(column) {}

  const google::protobuf::Message* message_;
  const google::protobuf::TextFormat::ParseInfoTree* tree_;
  std::vector<RuleFault>* faults_;
  int line_ = 0;  // the place of the message itself
  int column_ = 0;
};

void CheckRuleSet(const rules::v1::RuleSet& set, const Written& at);
void CheckCalendar(const rules::v1::Calendar& calendar, const Written& at);

// Check a selector in clocks that begin with entries of type `began`. Empty: with several types, or none.
void CheckSelector(const rules::v1::Selector& selector, absl::string_view began, const Written& at);
// Check the field of an event that a rule names, if it names one. With `is_day`, the field must have a day.
void CheckFieldOf(const std::string& event, const std::string& path, absl::string_view field, bool is_day,
                  const Written& at);
// Check names of values of an enumeration of casejournal.event.v1.
void CheckEnumNames(const google::protobuf::RepeatedPtrField<std::string>& names, absl::string_view enumeration,
                    absl::string_view field, const Written& at);
void CheckOffset(const rules::v1::Offset& offset, const Written& at);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_LAW_RULE_CHECK_H_
