// A case told event by event, and its docket by the shipped rule files: for tests of clocks.
#ifndef CASEJOURNAL_TESTS_SUPPORT_DOCKET_CASE_H_
#define CASEJOURNAL_TESTS_SUPPORT_DOCKET_CASE_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/text_format.h"
#include "projections/docket/docket.h"
#include "projections/entries/civil_day.h"
#include "projections/law/rule_file.h"
#include "tests/support/case_builder.h"
#include "tests/support/docket_wordings.h"
#include "tests/support/event_text.h"

namespace casejournal::testing {

// deploy/rules of the source tree that the tests run in.
inline std::filesystem::path RulesFolder() {
  std::filesystem::path at = std::filesystem::current_path();
  while (!std::filesystem::exists(at / "deploy" / "rules") && at.has_relative_path()) at = at.parent_path();
  return at / "deploy" / "rules";
}

inline projections::RuleFile ShippedFile(const std::string& name) {
  std::stringstream text;
  text << std::ifstream(RulesFolder() / name).rdbuf();
  return projections::ReadRuleFile(name, text.str());
}

// A version as if it had been adopted at a position.
inline projections::AdoptedRules Adopted(const projections::RuleFile& file, uint64_t position) {
  return {.position = position, .digest = file.name, .set = file.set, .calendar = file.calendar};
}

// The shipped rules and the options that a county chose: text of casejournal.rules.v1.Choices.
inline projections::RuleBook ShippedRules(absl::string_view choices = "") {
  projections::RuleBook book;
  uint64_t position = 2;
  for (const char* name : {"us-oh.calendar.textproto", "us-federal.rules.textproto", "us-oh.rules.textproto"}) {
    const projections::RuleFile file = ShippedFile(name);
    for (const projections::RuleFault& fault : file.faults) ADD_FAILURE() << projections::FaultText(fault);
    book.Add(Adopted(file, position++));
  }
  if (choices.empty()) return book;
  rules::v1::RuleSet county;
  county.set_id("county");
  county.set_version(1);
  county.set_effective_from("2000-01-01");
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(std::string(choices), county.mutable_choices()));
  book.Add({.position = position, .digest = "county", .set = county});
  return book;
}

// A case of a mother and Ana (born 2015-06-01), opened on 2020-01-01. Each event is recorded at noon of its day.
class DocketCase : public ::testing::Test {
 protected:
  DocketCase() {
    Tell("2020-01-01", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })");
    Tell("2020-01-01", R"(participant_joined { participant_id: "$mother" capacity: CAPACITY_ADULT name: "Maria" })");
    Tell("2020-01-01",
         R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" born_on: "2015-06-01" })");
    Tell("2020-01-01", R"(relation_established { from_id: "$mother" to_id: "$ana" relation: RELATION_MOTHER
                          kind: RELATION_KIND_LEGAL basis: "certificate" })");
  }

  void Tell(absl::string_view day, absl::string_view text) {
    built_.Record(absl::StrCat(day, " 12:00"), {EventFromText(day, text)});
  }
  // Record an event on another day than the day on which it happened.
  void TellLate(absl::string_view recorded_on, absl::string_view day, absl::string_view text) {
    built_.Record(absl::StrCat(recorded_on, " 12:00"), {EventFromText(day, text)});
  }
  // Record an event with the local time at which it happened.
  void TellAt(absl::string_view day, absl::string_view time, absl::string_view text) {
    CaseEvent event = EventFromText(day, text);
    event.set_effective_time(std::string(time));
    built_.Record(absl::StrCat(day, " 12:00"), {event});
  }

  // Set a county's choices, text of casejournal.rules.v1.Choices: `choose: "relative-care"`.
  void Choose(absl::string_view choices) { book_ = ShippedRules(choices); }

  projections::Docket DocketOn(absl::string_view day) const {
    const absl::CivilDay on = *projections::ParseDay(day);
    projections::Docket docket =
        projections::DocketOf(built_.entries(), *book_.LawOn(on), {.day = on, .zone = NewYork()});
    ExpectWordingsSay(docket);
    return docket;
  }
  // The items of a rule, in order.
  std::vector<v1::DocketItem> ItemsOf(absl::string_view rule, absl::string_view day) const {
    std::vector<v1::DocketItem> items;
    for (v1::DocketItem& item : DocketOn(day).items) {
      if (item.rule() == rule) items.push_back(std::move(item));
    }
    return items;
  }
  // What a rule says on a day, one line for each item: "2026-07-14 window open", or "2026-07-14 met 2026-07-10" if it
  // was met.
  std::string Says(absl::string_view rule, absl::string_view day) const {
    std::string says;
    for (const v1::DocketItem& item : ItemsOf(rule, day)) {
      const std::string state = v1::ClockState_Name(item.state()).substr(sizeof("CLOCK_STATE_") - 1);
      absl::StrAppend(&says, says.empty() ? "" : "\n", item.due(), " ", state);
      if (item.has_met_by() && item.state() != v1::CLOCK_STATE_EXCEPTED)
        absl::StrAppend(&says, " ", item.met_by().day());
    }
    return says;
  }
  // The day of a moment for Ana's only or last episode of care. Empty: there is none.
  std::string MomentOn(absl::string_view moment, absl::string_view day) const {
    std::string found;
    for (const v1::DocketMoment& each : DocketOn(day).moments) {
      if (each.moment() == moment) found = each.day();
    }
    return found;
  }

  CaseBuilder built_;
  projections::RuleBook book_ = ShippedRules();
};

// Events that most of these tests need.
inline constexpr char kRemoved[] =
    R"(child_removed { removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL from_household_id: "$home"
        circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" authority_kind: REMOVAL_AUTHORITY_EMERGENCY })";
inline constexpr char kPlaced[] =
    R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "the Millers" type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else" })";
inline constexpr char kComplaint[] =
    R"(complaint_filed { child_id: "$ana" court_number: "JV1" allegations: "neglect" by: "the agency" })";
inline constexpr char kAdjudicated[] =
    R"(court_finding_made { child_id: "$ana" kind: COURT_FINDING_KIND_ADJUDICATED_NEGLECTED })";

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_DOCKET_CASE_H_
