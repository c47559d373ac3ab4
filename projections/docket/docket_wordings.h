// What the steps of derivations and the cautions of a docket say.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_WORDINGS_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_WORDINGS_H_

#include "absl/types/span.h"
#include "projections/words/wording.h"

namespace casejournal::projections {

// Where a clock begins. `entry` is the type of an entry, with its words: "child removed".
inline constexpr WordingText kEntryStep = {"step.entry", "{entry} on {day}[, for {counted}]"};
inline constexpr WordingText kCareEndedStep = {"step.care-ended", "care ended on {day}"};
inline constexpr WordingText kBornStep = {"step.born", "born on {day}"};
inline constexpr WordingText kBornBetweenStep = {"step.born.between",
                                                 "born between {first} and {last}: the first of these days is used"};
inline constexpr WordingText kMomentStep = {"step.moment", "{moment}: {day}"};
inline constexpr WordingText kFirstCountedStep = {"step.first-counted", "the first day that counts: {day}"};

// A period that is added has a number for each unit that it has. A negative one after another is "less 90 days".
inline constexpr WordingText kAndStep = {"step.and",
                                         "and[ {years}][ {months}][ {days}][ {working_days}][ {hours}]: {day}"};
inline constexpr WordingText kPlusStep = {
    "step.plus", "plus[ {years}][ {months}][ {days}][ {working_days}][ {hours}] from {from}: {day}"};
inline constexpr WordingText kPlusHoursStep = {
    "step.plus-hours",
    "plus[ {years}][ {months}][ {days}][ {working_days}][ {hours}] from {from} {from_time}: {day} {time}"};
inline constexpr WordingText kPlusHoursSecondStep = {
    "step.plus-hours.second",
    "plus[ {years}][ {months}][ {days}][ {working_days}][ {hours}] from {from} {from_time}: {day} {time} "
    "(the second of two)"};
inline constexpr WordingText kPlusHoursAcrossStep = {
    "step.plus-hours.across",
    "plus[ {years}][ {months}][ {days}][ {working_days}][ {hours}] from {from} {from_time}, across a clock change: "
    "{day} {time}"};
inline constexpr WordingText kPlusHoursAcrossSecondStep = {
    "step.plus-hours.across-second",
    "plus[ {years}][ {months}][ {days}][ {working_days}][ {hours}] from {from} {from_time}, across a clock change: "
    "{day} {time} (the second of two)"};
inline constexpr WordingText kExtendedStep = {
    "step.extended", "extended by[ {years}][ {months}][ {days}][ {working_days}][ {hours}]: {entry} on {day}"};

// What else sets a date.
inline constexpr WordingText kNamedStep = {"step.named", "{entry} on {day} names {named}"};
inline constexpr WordingText kRestartedStep = {"step.restarted", "restarted on {day}"};
inline constexpr WordingText kLastDoneStep = {"step.last-done", "last done on {day}"};
inline constexpr WordingText kEndOfMonthStep = {"step.end-of-month", "the last day of the month: {day}"};
inline constexpr WordingText kAddedUpStep = {"step.added-up",
                                             "{months} months[ of the latest {latest}] have added up on {day}"};
inline constexpr WordingText kAddedUpOfThirtyStep = {
    "step.added-up.of-thirty", "{months} months of 30 days[ of the latest {latest}] have added up on {day}"};

// What moves a date. `care` is a kind of care; `weekday` is one, as rule files name it.
inline constexpr WordingText kNotCountedStep = {"step.not-counted",
                                                "{days} of {care} ({first} through {last}) do not count[: {day}]"};
inline constexpr WordingText kNoLaterStep = {"step.no-later", "no later than this: {day}"};
inline constexpr WordingText kSetAgainStep = {"step.set-again",
                                              "before it was set again on {again}, it was due on {day}"};
inline constexpr WordingText kRolledOffWeekdayStep = {"step.rolled.weekday", "{from} is a {weekday}: {day}"};
inline constexpr WordingText kRolledOffHolidayStep = {"step.rolled.holiday", "{from} is {holiday}: {day}"};
inline constexpr WordingText kRolledOffObservedHolidayStep = {"step.rolled.observed-holiday",
                                                              "{from} is {holiday} (observed): {day}"};
inline constexpr WordingText kRolledOffClosureStep = {
    "step.rolled.closed", "{from} is a day on which the clerk's office is closed ({why}): {day}"};
inline constexpr WordingText kClosuresStep = {"step.closures",
                                              "days on which the clerk's office is closed: {closures}"};
inline constexpr WordingText kNoClosuresStep = {"step.closures.none",
                                                "days on which the clerk's office is closed: none considered"};

inline constexpr WordingText kBirthRangeCaution = {
    "caution.birth-range",
    "The exact birth date is not known: it is between {first} and {last}. The date is computed from the first of these "
    "days, so that it is not too late."};
inline constexpr WordingText kTakenOverCaution = {"caution.taken-over",
                                                  "Taken over: first written down on {day}, as its claim says."};
inline constexpr WordingText kNoChildNamedCaution = {
    "caution.no-child-named",
    "Entry {position} names no child, and the children have their own court numbers, so it counts for every child."};

// All of them.
absl::Span<const WordingText> DocketWordings();

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_WORDINGS_H_
