// Computes dockets of generated histories, one JSON object per line in, one out. test_docket_oracle.py compares them
// with its own answers.
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "projections/docket/care_time.h"
#include "projections/docket/court_case.h"
#include "projections/docket/docket.h"
#include "projections/entries/civil_day.h"
#include "tests/support/case_builder.h"

namespace casejournal::testing {
namespace {

using nlohmann::json;
using projections::ParseDay;

constexpr char kChild[] = "child";

rules::v1::Offset OffsetOf(const json& given) {
  rules::v1::Offset offset;
  offset.set_years(given.value("years", 0));
  offset.set_months(given.value("months", 0));
  offset.set_days(given.value("days", 0));
  offset.set_working_days(given.value("working_days", 0));
  offset.set_hours(given.value("hours", 0));
  return offset;
}

void Where(rules::v1::Selector& selector, const std::string& field, const std::string& value) {
  rules::v1::Where& where = *selector.add_where();
  where.set_field(field);
  where.add_any_of(value);
}

rules::v1::Selector SelectorOf(const json& given) {
  static const std::map<std::string, std::string> kEvents = {{"removed", "child_removed"},
                                                             {"exited", "care_episode_ended"},
                                                             {"placed", "placement_began"},
                                                             {"placement_ended", "placement_ended"},
                                                             {"absent", "absence_began"},
                                                             {"absence_ended", "absence_ended"},
                                                             {"complaint", "complaint_filed"},
                                                             {"adjudicated", "court_finding_made"},
                                                             {"order", "order_made"},
                                                             {"review", "review_held"},
                                                             {"hearing", "hearing_held"},
                                                             {"motion", "filed_with_court"},
                                                             {"exception", "filing_exception_documented"},
                                                             {"closed", "case_closed"}};
  rules::v1::Selector selector;
  selector.set_event_type(kEvents.at(given.at("what")));
  if (given.contains("kind")) Where(selector, given.at("what") == "placed" ? "type" : "kind", given.at("kind"));
  if (given.contains("type")) Where(selector, "type", given.at("type"));
  return selector;
}

void Starts(const json& given, const char* key, google::protobuf::RepeatedPtrField<rules::v1::Start>& starts) {
  for (const json& each : given.value(key, json::array())) {
    rules::v1::Start& start = *starts.Add();
    if (each.contains("entry")) *start.mutable_entry() = SelectorOf(each.at("entry"));
    if (each.contains("moment")) start.set_moment(absl::StrCat("probe.", each.at("moment").get<std::string>()));
    if (each.contains("began")) {
      rules::v1::Began began = rules::v1::BEGAN_UNSPECIFIED;
      rules::v1::Began_Parse(absl::StrCat("BEGAN_", each.at("began").get<std::string>()), &began);
      start.set_began(began);
    }
    if (each.contains("plus")) *start.mutable_plus() = OffsetOf(each.at("plus"));
  }
}

void Selectors(const json& given, const char* key, google::protobuf::RepeatedPtrField<rules::v1::Selector>& selectors) {
  for (const json& each : given.value(key, json::array())) *selectors.Add() = SelectorOf(each);
}

rules::v1::Per PerOf(const json& given) {
  if (given.at("per") == "COURT_CASE") return rules::v1::PER_COURT_CASE;
  return given.at("per") == "CHILD" ? rules::v1::PER_CHILD : rules::v1::PER_CARE_EPISODE;
}

template <typename Kinds>
void CareKinds(const json& given, const char* key, Kinds add) {
  for (const json& each : given.value(key, json::array())) {
    rules::v1::CareKind kind = rules::v1::CARE_KIND_UNSPECIFIED;
    rules::v1::CareKind_Parse(absl::StrCat("CARE_KIND_", each.get<std::string>()), &kind);
    add(kind);
  }
}

rules::v1::Rule RuleOf(const json& given) {
  rules::v1::Rule rule;
  rule.set_name(given.at("name"));
  rule.set_per(PerOf(given));
  Starts(given, "earliest_of", *rule.mutable_earliest_of());
  Starts(given, "latest_of", *rule.mutable_latest_of());
  Starts(given, "not_later_than", *rule.mutable_not_later_than());
  if (given.contains("each")) *rule.mutable_each() = SelectorOf(given.at("each"));
  if (given.contains("due")) *rule.mutable_due() = OffsetOf(given.at("due"));
  if (given.contains("count")) {
    const json& count = given.at("count");
    rule.mutable_count()->set_months(count.at("months"));
    rule.mutable_count()->set_of_latest_months(count.value("of_latest_months", 0));
    const std::string moment = count.value("from_moment", "");
    if (!moment.empty()) rule.mutable_count()->set_from_moment("probe." + moment);
    CareKinds(count, "leaves_out", [&](rules::v1::CareKind kind) { rule.mutable_count()->add_leaves_out(kind); });
  }
  if (given.contains("repeat")) {
    const json& repeat = given.at("repeat");
    if (repeat.contains("grid")) *rule.mutable_repeat()->mutable_grid() = OffsetOf(repeat.at("grid"));
    if (repeat.contains("rolling")) *rule.mutable_repeat()->mutable_rolling() = OffsetOf(repeat.at("rolling"));
    if (repeat.contains("calendar_month")) rule.mutable_repeat()->set_calendar_month(true);
  }
  rule.set_window_days(given.value("window_days", 0));
  Selectors(given, "met_by", *rule.mutable_met_by());
  Selectors(given, "restarted_by", *rule.mutable_restarted_by());
  Selectors(given, "ended_by", *rule.mutable_ended_by());
  rule.set_met_before(given.value("met_before", false));
  rule.set_late_is_missed(given.value("late_is_missed", false));
  rule.set_outlives(given.value("outlives", false));
  if (given.contains("extended_by") && !given.at("extended_by").is_null()) {
    *rule.mutable_extended_by()->mutable_entry() = SelectorOf(given.at("extended_by").at("entry"));
    *rule.mutable_extended_by()->mutable_by() = OffsetOf(given.at("extended_by").at("by"));
    rule.mutable_extended_by()->set_at_most(given.at("extended_by").at("at_most"));
  }
  if (given.contains("named_by") && !given.at("named_by").is_null()) {
    rules::v1::NamedDay& named = *rule.add_named_by();
    *named.mutable_entry() = SelectorOf(given.at("named_by").at("entry"));
    named.set_day("ends_on");
    *named.mutable_plus() = OffsetOf(given.at("named_by").at("plus"));
  }
  for (const json& each : given.value("exception", json::array())) {
    rules::v1::Exception& exception = *rule.add_exception();
    *exception.mutable_entry() = SelectorOf(each.at("entry"));
    if (each.value("until", false)) exception.set_until("until");
  }
  CareKinds(given, "stops_in", [&](rules::v1::CareKind kind) { rule.add_stops_in(kind); });
  const std::string roll = given.value("roll", "");
  if (roll == "PAST_SUNDAYS_AND_HOLIDAYS") rule.set_roll(rules::v1::ROLL_PAST_SUNDAYS_AND_HOLIDAYS);
  if (roll == "TO_A_WORKING_DAY") rule.set_roll(rules::v1::ROLL_TO_A_WORKING_DAY);
  return rule;
}

projections::AdoptedRules SetOf(const json& given) {
  rules::v1::RuleSet set;
  set.set_id("probe");
  set.set_version(1);
  set.set_effective_from("1990-01-01");
  set.set_calendar("probe");
  rules::v1::Choices& choices = *set.mutable_choices();
  const json& chosen = given.at("choices");
  choices.set_interruptions(chosen.value("interruptions", "") == "NEW_ENTRY" ? rules::v1::INTERRUPTIONS_NEW_ENTRY
                                                                             : rules::v1::INTERRUPTIONS_CLOCKS_STOP);
  choices.set_partial_months(chosen.value("partial_months", "") == "THIRTY_DAYS" ? rules::v1::PARTIAL_MONTHS_THIRTY_DAYS
                                                                                 : rules::v1::PARTIAL_MONTHS_CALENDAR);
  choices.add_outside_placement("PSYCHIATRIC_HOSPITAL");
  choices.add_outside_placement("JUVENILE_JUSTICE_FACILITY");
  choices.add_outside_absence("DETENTION");
  choices.add_runaway_absence("RUNAWAY");
  if (chosen.contains("trial_home_visit_months")) {
    choices.mutable_trial_home_visit_limit()->set_months(chosen.at("trial_home_visit_months"));
  }
  rules::v1::Selector& extended = *choices.mutable_trial_home_visit_extended_by();
  extended.set_event_type("order_made");
  extended.set_day("ends_on");
  Where(extended, "kind", "PLACEMENT_OR_VISITS");
  for (const json& each : given.value("moments", json::array())) {
    rules::v1::Moment& moment = *set.add_moment();
    moment.set_name(each.at("name"));
    moment.set_per(PerOf(each));
    Starts(each, "earliest_of", *moment.mutable_earliest_of());
    Starts(each, "latest_of", *moment.mutable_latest_of());
  }
  for (const json& each : given.at("rules")) *set.add_rule() = RuleOf(each);
  return {.set = std::move(set)};
}

projections::AdoptedRules CalendarOf(const json& given) {
  rules::v1::Calendar calendar;
  calendar.set_id("probe");
  calendar.set_version(1);
  calendar.add_weekend("SATURDAY");
  calendar.add_weekend("SUNDAY");
  for (const json& day : given.value("holidays", json::array())) {
    rules::v1::Holiday& holiday = *calendar.add_holiday();
    holiday.set_name("holiday");
    holiday.set_once(day);
  }
  for (const json& yearly : given.value("yearly", json::array())) {
    rules::v1::Holiday& holiday = *calendar.add_holiday();
    holiday.set_name("holiday");
    holiday.mutable_on()->set_month(yearly.at(0));
    holiday.mutable_on()->set_day(yearly.at(1));
    holiday.mutable_on()->set_moves_off_the_weekend(true);
  }
  return {.calendar = std::move(calendar)};
}

projections::AdoptedRules ClosuresOf(const json& given) {
  rules::v1::Calendar closures;
  closures.set_id("probe-clerk");
  closures.set_version(1);
  closures.set_adds_to("probe");
  for (const json& day : given.value("closed", json::array())) {
    rules::v1::Closure& closed = *closures.add_closed();
    closed.set_why("closed");
    closed.set_first_day(day);
  }
  return {.calendar = std::move(closures)};
}

std::string PartId(size_t index) { return Id(absl::StrCat("fact ", index)); }

CaseEvent EventOf(const json& fact, size_t index) {
  const std::string what = fact.at("what");
  CaseEvent event = On(fact.at("day").get<std::string>());
  if (fact.contains("time")) event.set_effective_time(fact.at("time"));
  const std::string child = Id(kChild);
  const std::string of = fact.contains("of") ? PartId(fact.at("of")) : "";
  const std::string kind = fact.value("kind", "");
  const std::string number = fact.value("number", "");
  if (what == "removed") {
    event.mutable_child_removed()->set_removal_id(PartId(index));
    event.mutable_child_removed()->set_child_id(child);
  } else if (what == "exited") {
    event.mutable_care_episode_ended()->set_removal_id(of);
    event.mutable_care_episode_ended()->set_child_id(child);
  } else if (what == "placed") {
    event::v1::PlacementType type = event::v1::PLACEMENT_TYPE_UNSPECIFIED;
    event::v1::PlacementType_Parse("PLACEMENT_TYPE_" + fact.at("type").get<std::string>(), &type);
    event.mutable_placement_began()->set_placement_id(PartId(index));
    event.mutable_placement_began()->set_child_id(child);
    event.mutable_placement_began()->set_type(type);
  } else if (what == "placement_ended") {
    event.mutable_placement_ended()->set_placement_id(of);
  } else if (what == "absent") {
    event::v1::AbsenceKind parsed = event::v1::ABSENCE_KIND_UNSPECIFIED;
    event::v1::AbsenceKind_Parse("ABSENCE_KIND_" + kind, &parsed);
    event.mutable_absence_began()->set_absence_id(PartId(index));
    event.mutable_absence_began()->set_child_id(child);
    event.mutable_absence_began()->set_kind(parsed);
  } else if (what == "absence_ended") {
    event.mutable_absence_ended()->set_absence_id(of);
  } else if (what == "complaint") {
    event.mutable_complaint_filed()->set_child_id(child);
    event.mutable_complaint_filed()->set_court_number(number);
  } else if (what == "adjudicated") {
    event.mutable_court_finding_made()->set_child_id(child);
    event.mutable_court_finding_made()->set_kind(event::v1::COURT_FINDING_KIND_ADJUDICATED_NEGLECTED);
  } else if (what == "order") {
    event::v1::OrderKind parsed = event::v1::ORDER_KIND_UNSPECIFIED;
    event::v1::OrderKind_Parse("ORDER_KIND_" + kind, &parsed);
    event.mutable_order_made()->set_order_id(PartId(index));
    event.mutable_order_made()->set_child_id(child);
    event.mutable_order_made()->set_kind(parsed);
    if (!number.empty()) event.mutable_order_made()->set_court_number(number);
    if (fact.contains("ends_on")) event.mutable_order_made()->set_ends_on(fact.at("ends_on"));
  } else if (what == "review") {
    event.mutable_review_held()->set_meeting_id(PartId(index));
    event.mutable_review_held()->set_kind(event::v1::MEETING_KIND_SEMI_ANNUAL_REVIEW);
  } else if (what == "hearing") {
    event.mutable_hearing_held()->set_hearing_id(PartId(index));
    event.mutable_hearing_held()->set_child_id(child);
    event.mutable_hearing_held()->set_kind(event::v1::HEARING_KIND_REVIEW);
    event.mutable_hearing_held()->set_court_number(number);
  } else if (what == "motion") {
    event.mutable_filed_with_court()->set_what(event::v1::FILING_KIND_MOTION);
    event.mutable_filed_with_court()->set_child_id(child);
    if (!number.empty()) event.mutable_filed_with_court()->add_court_numbers(number);
  } else if (what == "exception") {
    event.mutable_filing_exception_documented()->set_child_id(child);
    if (fact.contains("until")) event.mutable_filing_exception_documented()->set_until(fact.at("until"));
  } else if (what == "closed") {
    event.mutable_case_closed()->set_reason(event::v1::CASE_CLOSE_REASON_RISK_REDUCED);
  }
  return event;
}

json Answer(const json& given) {
  CaseBuilder built;
  std::vector<CaseEvent> events = {CaseOpened("2020-01-01"), ChildJoined("2020-01-01", kChild)};
  for (size_t i = 0; i < given.at("facts").size(); ++i) events.push_back(EventOf(given.at("facts")[i], i));
  built.Record("2049-01-01 12:00", std::move(events));
  projections::RuleBook book;
  book.Add(CalendarOf(given));
  book.Add(ClosuresOf(given));
  book.Add(SetOf(given));
  const absl::CivilDay day = *ParseDay(given.at("on").get<std::string>());
  const projections::Docket docket =
      projections::DocketOf(built.entries(), *book.LawOn(day), {.day = day, .zone = NewYork()});
  // Items are named after what their clocks belong to; the oracle numbers them.
  std::map<std::string, std::map<std::string, int>> number_by_name;
  const projections::CaseFacts facts(built.entries(), projections::KnownSet::All(), day, NewYork());
  const auto episodes = projections::CaseEpisodesOf(facts);
  const projections::ChildOfCase& child = facts.children().front();
  const std::shared_ptr<const projections::Law> law = book.LawOn(day);
  for (const auto& care : projections::CareEpisodesOf(facts, child, episodes, law->choices(), law->business(), day)) {
    number_by_name["CARE_EPISODE"][care.name] = static_cast<int>(care.number);
  }
  for (const auto& court : projections::CourtCasesOf(facts, child.id, episodes)) {
    number_by_name["COURT_CASE"][court.name] = static_cast<int>(court.number);
  }
  json items = json::array();
  for (const v1::DocketItem& item : docket.items) {
    // The name is ".../child/r7/2".
    const std::vector<std::string> place = absl::StrSplit(item.item(), '/');
    const json& rule = *std::find_if(given.at("rules").begin(), given.at("rules").end(), [&](const json& each) {
      return "probe." + each.at("name").get<std::string>() == item.rule();
    });
    items.push_back({{"rule", item.rule().substr(sizeof("probe.") - 1)},
                     {"care_episode", rule.contains("each") ? 0 : number_by_name[rule.at("per")][place.at(2)]},
                     {"began", item.began().day()},
                     {"number", item.number()},
                     {"due", item.due()},
                     {"due_time", item.due_time()},
                     {"window_opens", item.window_opens()},
                     {"state", v1::ClockState_Name(item.state()).substr(sizeof("CLOCK_STATE_") - 1)},
                     {"met_on", item.state() == v1::CLOCK_STATE_EXCEPTED ? "" : item.met_by().day()}});
  }
  const auto key = [](const json& item) {
    return std::make_tuple(item["rule"].get<std::string>(), item["care_episode"].get<int>(),
                           item["began"].get<std::string>(), item["due"].get<std::string>(), item["number"].get<int>());
  };
  std::stable_sort(items.begin(), items.end(), [&](const json& a, const json& b) { return key(a) < key(b); });
  json moments = json::array();
  for (const v1::DocketMoment& moment : docket.moments) {
    moments.push_back({{"moment", moment.moment().substr(sizeof("probe.") - 1)},
                       {"care_episode", moment.care_episode()},
                       {"day", moment.day()}});
  }
  std::sort(moments.begin(), moments.end());
  return {{"items", items}, {"moments", moments}};
}

}  // namespace
}  // namespace casejournal::testing

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::cout << casejournal::testing::Answer(nlohmann::json::parse(line)).dump() << std::endl;
  }
  return 0;
}
