#include "services/client/reading/entry_labels.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "projections/events/event_words.h"
#include "services/client/entry_number.h"
#include "services/client/event_table.h"

namespace casejournal::services {
namespace {

std::set<event::v1::Label> LabelSet(const google::protobuf::RepeatedField<int>& labels) {
  std::set<event::v1::Label> set;
  for (const int label : labels) set.insert(static_cast<event::v1::Label>(label));
  return set;
}

}  // namespace

std::string NameOfLabel(event::v1::Label label) {
  return absl::StrReplaceAll(projections::EnumWords(label), {{" ", "-"}});
}

const std::map<std::string, event::v1::Label>& LabelsByName() {
  static const auto* const labels = [] {
    auto* const all = new std::map<std::string, event::v1::Label>;
    const google::protobuf::EnumDescriptor& type = *event::v1::Label_descriptor();
    for (int i = 0; i < type.value_count(); ++i) {
      const auto label = static_cast<event::v1::Label>(type.value(i)->number());
      if (label != event::v1::LABEL_UNSPECIFIED) (*all)[NameOfLabel(label)] = label;
    }
    return all;
  }();
  return *labels;
}

void EntryLabels::Note(const v1::CaseEntry& entry) {
  const eventlog::v1::RecordedEvent& recorded = entry.opened().recorded();
  const event::v1::StoredEvent stored = EventIn(entry);
  const event::v1::CaseEvent& event = stored.case_event();
  if (!event.labels().empty()) recorded_[{recorded.stream_id(), recorded.revision()}] = LabelSet(event.labels());
  if (!event.has_entry_restricted()) return;
  const Key of{recorded.stream_id(), event.entry_restricted().revision()};
  const auto first = recorded_.find(of);
  Replaced& replaced = replaced_[of];
  replaced.first = first == recorded_.end() ? Labels() : first->second;
  replaced.now = LabelSet(event.entry_restricted().labels());
  replaced.by = recorded.revision();
}

bool EntryLabels::Has(const v1::CaseEntry& entry, event::v1::Label label) const {
  const eventlog::v1::RecordedEvent& recorded = entry.opened().recorded();
  const Key key{recorded.stream_id(), recorded.revision()};
  const auto first = recorded_.find(key);
  if (first != recorded_.end() && first->second.contains(label)) return true;
  const auto replaced = replaced_.find(key);
  return replaced != replaced_.end() && replaced->second.now.contains(label);
}

std::string EntryLabels::Summary() const {
  std::map<Key, Labels> all = recorded_;
  for (const auto& [key, replaced] : replaced_) all[key].insert(replaced.now.begin(), replaced.now.end());
  std::map<event::v1::Label, size_t> count;
  for (const auto& [key, labels] : all) {
    for (const event::v1::Label label : labels) ++count[label];
  }
  std::vector<std::string> words;
  for (const auto& [label, entries] : count)
    words.push_back(absl::StrCat(NameOfLabel(label), " (", entries, entries == 1 ? " entry)" : " entries)"));
  return words.empty() ? "No entry has a label." : absl::StrCat("There are ", absl::StrJoin(words, ", "), ".");
}

std::string EntryLabels::ChangedWords(event::v1::Label label) const {
  std::string lines;
  for (const auto& [key, replaced] : replaced_) {
    const bool has = replaced.now.contains(label);
    if (has == replaced.first.contains(label)) continue;
    absl::StrAppend(&lines, EntryName(key.second), has ? " has the label " : " no longer has the label ",
                    NameOfLabel(label), " since ", EntryName(replaced.by), ".\n");
  }
  return lines.empty() ? lines : absl::StrCat("\n", lines);
}

}  // namespace casejournal::services
