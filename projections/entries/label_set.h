// A set of confidentiality labels.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_LABEL_SET_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_LABEL_SET_H_

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "casejournal/event/v1/label.pb.h"

namespace casejournal::projections {

// Bit n-1 represents the label of number n, as in a record's header. A value.
class LabelSet {
 public:
  constexpr LabelSet() = default;
  constexpr LabelSet(std::initializer_list<event::v1::Label> labels) {
    for (const event::v1::Label label : labels) Add(label);
  }
  template <typename Labels>
  static LabelSet Of(const Labels& labels) {
    LabelSet set;
    for (const auto label : labels) set.Add(static_cast<event::v1::Label>(label));
    return set;
  }
  static constexpr LabelSet FromBits(uint16_t bits) {
    LabelSet set;
    set.bits_ = bits;
    return set;
  }
  // All labels of the contract.
  static constexpr LabelSet All() { return FromBits((1U << event::v1::Label_MAX) - 1); }

  // LABEL_UNSPECIFIED is in no set.
  constexpr void Add(event::v1::Label label) {
    if (label > 0 && label <= 16) bits_ = static_cast<uint16_t>(bits_ | 1U << (label - 1));
  }
  constexpr bool Has(event::v1::Label label) const {
    return label > 0 && label <= 16 && (bits_ >> (label - 1) & 1U) != 0;
  }
  constexpr bool Covers(LabelSet other) const { return (other.bits_ & ~bits_) == 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr uint16_t bits() const { return bits_; }
  // In ascending order.
  std::vector<event::v1::Label> Labels() const {
    std::vector<event::v1::Label> labels;
    for (int number = 1; number <= 16; ++number) {
      if (Has(static_cast<event::v1::Label>(number))) labels.push_back(static_cast<event::v1::Label>(number));
    }
    return labels;
  }

  friend constexpr LabelSet operator|(LabelSet a, LabelSet b) { return FromBits(a.bits_ | b.bits_); }
  friend constexpr LabelSet operator&(LabelSet a, LabelSet b) { return FromBits(a.bits_ & b.bits_); }
  constexpr bool operator==(const LabelSet&) const = default;

 private:
  uint16_t bits_ = 0;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_LABEL_SET_H_
