// The shape of single values, what an error repeats of them, and requests with damaged text.
#include "services/admission/shape/value_shape.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/logging.h"
#include "services/admission/shape/message_shape.h"
#include "services/admission/shape/time_shape.h"
#include "services/admission/shape/wire_text.h"
#include "tests/support/any_event.h"
#include "tests/support/case_builder.h"
#include "tests/support/event_text.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using testing::EventFromText;
using testing::Id;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What the check of a value at the path "x" finds: the fields, or what was given.
template <typename Check>
std::vector<v1::FieldError> ShapeErrorsOf(const Check& check) {
  ShapeErrors errors;
  const FieldPath root;
  check(FieldPath(root, "x"), errors);
  return errors.Take();
}
bool UuidHasShape(absl::string_view value) {
  return ShapeErrorsOf([&](const FieldPath& path, ShapeErrors& errors) { CheckUuid(value, path, errors); }).empty();
}
bool DayHasShape(absl::string_view value) {
  bool is_day = false;
  const auto errors =
      ShapeErrorsOf([&](const FieldPath& path, ShapeErrors& found) { is_day = CheckDay(value, path, found); });
  EXPECT_EQ(errors.empty(), is_day) << value;
  return is_day;
}
bool TimeHasShape(absl::string_view value) {
  return ShapeErrorsOf([&](const FieldPath& path, ShapeErrors& errors) { CheckTimeOfDay(value, path, errors); })
      .empty();
}
std::string InstantGiven(int64_t seconds, int32_t nanos) {
  google::protobuf::Timestamp instant;
  instant.set_seconds(seconds);
  instant.set_nanos(nanos);
  const auto errors =
      ShapeErrorsOf([&](const FieldPath& path, ShapeErrors& found) { CheckInstant(instant, path, found); });
  return errors.empty() ? "good" : errors[0].given();
}

TEST(ValueShapeTest, AnIdHas36CharactersInLowerCase) {
  EXPECT_TRUE(UuidHasShape(Id("Ana")));
  EXPECT_TRUE(UuidHasShape("00000000-0000-4000-8000-000000000000"));
  for (const char* wrong : {"00000000-0000-4000-8000-00000000000", "00000000-0000-4000-8000-0000000000000",
                            "00000000-0000-4000-8000-00000000000g", "00000000-0000-4000-8000-00000000000A",
                            "00000000_0000_4000_8000_000000000000", "000000000-000-4000-8000-000000000000", " ", "-"}) {
    EXPECT_FALSE(UuidHasShape(wrong)) << wrong;
  }
}

TEST(ValueShapeTest, ADayIsInTheCalendarFrom1900On) {
  for (const char* day : {"1900-01-01", "2000-02-29", "2024-02-29", "9999-12-31"}) EXPECT_TRUE(DayHasShape(day)) << day;
  for (const char* wrong : {"1899-12-31", "1900-02-29", "2100-02-29", "2025-00-01", "2025-01-00", "2025-04-31",
                            "2025-1-01", "10000-01-01", "2025-01-01T00:00", "20250101", " 2025-01-01"}) {
    EXPECT_FALSE(DayHasShape(wrong)) << wrong;
  }
}

TEST(ValueShapeTest, ATimeOfDayIsFrom0000To2359) {
  for (const char* time : {"00:00", "09:05", "19:59", "23:59"}) EXPECT_TRUE(TimeHasShape(time)) << time;
  for (const char* wrong : {"24:00", "23:60", "2:30", "02:3", "02.30", "0230", "02:30:00", "2a:30", "02:3b", "-1:30"}) {
    EXPECT_FALSE(TimeHasShape(wrong)) << wrong;
  }
}

TEST(ValueShapeTest, ADigestHas32Bytes) {
  for (const size_t size : {1, 31, 32, 33}) {
    const auto errors = ShapeErrorsOf(
        [&](const FieldPath& path, ShapeErrors& found) { CheckDigest(std::string(size, '\xff'), path, found); });
    EXPECT_EQ(errors.empty(), size == 32);
    if (errors.empty()) continue;
    EXPECT_EQ(errors[0].given(), absl::StrCat(size, " bytes"));
  }
}

TEST(ValueShapeTest, AnInstantIsInTheYears1To9999) {
  EXPECT_EQ(InstantGiven(-62135596800, 0), "good");
  EXPECT_EQ(InstantGiven(253402300799, 999'999'999), "good");
  EXPECT_EQ(InstantGiven(-62135596801, 0), "-62135596801 s");
  EXPECT_EQ(InstantGiven(253402300800, 0), "253402300800 s");
  EXPECT_EQ(InstantGiven(0, 1'000'000'000), "1000000000 ns");
  EXPECT_EQ(InstantGiven(0, -1), "-1 ns");
  EXPECT_EQ(InstantGiven(253402300800, -1), "253402300800 s") << "one error for one value";
}

TEST(ValueShapeTest, AnErrorRepeatsNumbersAndIdsAndNoWords) {
  for (const char* harmless : {"2025-02-30", "9:30", "42", "{a18f0c6e-1f65}", "2025/06/01", "1.2"})
    EXPECT_EQ(GivenUnlessWords(harmless), harmless);
  for (const char* words : {"", "Abe", "fade", "Ana", "room 4", "4th", "née", "2025-06-01 ", "7\n"})
    EXPECT_EQ(GivenUnlessWords(words), "") << words;
  EXPECT_EQ(GivenUnlessWords(std::string(40, '1')), std::string(40, '1'));
  EXPECT_EQ(GivenUnlessWords(std::string(41, '1')), std::string(40, '1'));
  EXPECT_EQ(GivenUnlessWords("1x" + std::string(100, '1')), "");
}

TEST(ValueShapeTest, AnnotationsAreAllChecked) {
  event::v1::FieldOptions options;
  const auto count = [&](absl::string_view value) {
    return ShapeErrorsOf(
               [&](const FieldPath& path, ShapeErrors& found) { CheckAnnotated(value, options, path, found); })
        .size();
  };
  EXPECT_EQ(count("anything"), 0U);
  options.set_day(true);
  EXPECT_EQ(count("2025-01-01"), 0U);
  EXPECT_EQ(count("12:30"), 1U);
  options.set_time_of_day(true);
  EXPECT_EQ(count("neither"), 2U);
  options.Clear();
  options.set_names(event::v1::PART_KIND_GOAL);
  EXPECT_EQ(count(Id("G")), 0U);
  EXPECT_EQ(count("G"), 1U);
  options.Clear();
  options.set_sha256(true);
  EXPECT_EQ(count(std::string(32, 'x')), 0U);
  EXPECT_EQ(count("x"), 1U);
}

TEST(ShapeErrorsTest, KeepsTheFirstErrorsUpToItsLimit) {
  ShapeErrors errors;
  const FieldPath root;
  EXPECT_TRUE(errors.empty());
  for (size_t i = 0; i < kShapeErrorsMax; ++i) {
    EXPECT_FALSE(errors.full());
    errors.Add(FieldPath(root, "x", i), "shape.value");
  }
  EXPECT_TRUE(errors.full());
  errors.Add(FieldPath(root, "last"), "shape.value");

  const std::vector<v1::FieldError> all = errors.Take();
  ASSERT_THAT(all, SizeIs(kShapeErrorsMax));
  EXPECT_EQ(all.front().field(), "x[0]");
  EXPECT_EQ(all.back().field(), absl::StrCat("x[", kShapeErrorsMax - 1, "]"));
}

// Each field of each type is checked by its annotations alone: what the contract requires is enough, and all is
// allowed.
TEST(MessageShapeTest, EveryTypeIsWellFormedWithWhatItRequiresAndWithAll) {
  std::mt19937_64 random(testing::TestSeed());
  for (const testing::Filled filled : {testing::Filled::kRequired, testing::Filled::kAll}) {
    for (const google::protobuf::FieldDescriptor* body : testing::BodyFields()) {
      testing::CaseEvent event = testing::AnyEvent(random, filled).OfType(*body, "2025-03-01");
      if (event.has_plan_version_drawn_up()) event.mutable_plan_version_drawn_up()->clear_text();
      ShapeErrors errors;
      const FieldPath root;
      CheckMessage(event, root, errors);
      for (const v1::FieldError& error : errors.Take())
        ADD_FAILURE() << error.field() << ": " << error.allowed() << " " << event.ShortDebugString();
    }
  }
}

TEST(MessageShapeTest, EachUnknownFieldIsNamedOnce) {
  testing::CaseEvent event = EventFromText("2025-03-01", R"(goal_reached { goal_id: "$G" evidence: "e" })");
  google::protobuf::UnknownFieldSet& unknown = *event.GetReflection()->MutableUnknownFields(&event);
  unknown.AddVarint(900, 1);
  unknown.AddVarint(800, 1);
  unknown.AddVarint(900, 2);
  ShapeErrors errors;
  const FieldPath root;
  CheckNoUnknownFields(event, root, errors);

  std::vector<std::string> given;
  for (const v1::FieldError& error : errors.Take()) given.push_back(error.given());
  EXPECT_THAT(given, ElementsAre("field 800", "field 900"));
}

TEST(TimeShapeTest, ATimeOfDayHasItsDayByName) {
  const auto day_of = [](const google::protobuf::Descriptor& type, const char* field) {
    const auto* day = DayFieldOf(*type.FindFieldByName(field));
    return day == nullptr ? std::string() : day->name();
  };
  EXPECT_EQ(day_of(*event::v1::CaseEvent::descriptor(), "effective_time"), "effective_on");
  EXPECT_EQ(day_of(*event::v1::HearingSet::descriptor(), "held_at"), "held_on");
  EXPECT_EQ(day_of(*event::v1::CaseEvent::descriptor(), "late_reason"), "");
}

TEST(TimeShapeTest, ATimeWithoutAGoodDayIsReportedElsewhere) {
  const auto errors_on = [](absl::string_view day, absl::string_view time) {
    testing::CaseEvent event = EventFromText(day, R"(goal_reached { goal_id: "$G" evidence: "e" })");
    event.set_effective_time(std::string(time));
    return ShapeErrorsOf([&](const FieldPath& path, ShapeErrors& errors) {
             CheckTimesExist(event, path, testing::NewYork(), errors);
           })
        .size();
  };
  EXPECT_EQ(errors_on("2025-03-09", "02:30"), 1U);
  EXPECT_EQ(errors_on("2025-03-10", "02:30"), 0U);
  EXPECT_EQ(errors_on("2025-02-30", "02:30"), 0U);
  EXPECT_EQ(errors_on("2025-03-09", "2:30"), 0U);
}

// A message that parses has no damaged text; one for which a field is named does not parse.
TEST(WireTextPropertyTest, AFieldIsNamedOnlyInAMessageThatDoesNotParse) {
  std::mt19937_64 random(testing::TestSeed());
  const auto below = [&](size_t limit) { return std::uniform_int_distribution<size_t>(0, limit - 1)(random); };
  const std::vector<const google::protobuf::FieldDescriptor*> bodies = testing::BodyFields();
  const google::protobuf::LogSilencer silence;  // the parser reports each damaged field
  size_t named = 0;
  for (int i = 0; i < 1000; ++i) {
    v1::AppendRequest request;
    request.set_request_id(Id("request"));
    *request.add_cases()->add_events() = testing::AnyEvent(random).OfType(*bodies[below(bodies.size())], "2025-03-01");
    std::string wire = request.SerializeAsString();
    for (size_t changes = below(3); changes > 0; --changes) wire[below(wire.size())] = static_cast<char>(below(256));
    const auto found = FindInvalidUtf8(wire, *v1::AppendRequest::descriptor());
    if (!found) continue;
    ++named;
    EXPECT_FALSE(v1::AppendRequest().ParseFromString(wire)) << found->field();
    EXPECT_NE(found->field(), "");
  }
  EXPECT_GT(named, 0U);
}

// Every code point has one form.
TEST(WireTextPropertyTest, EveryCodePointButSurrogatesIsUtf8AndSoIsNoPartOfIt) {
  const auto encoded = [](uint32_t point) {
    std::string bytes;
    if (point < 0x80) return std::string(1, static_cast<char>(point));
    if (point < 0x800) {
      bytes += static_cast<char>(0xC0 | point >> 6);
    } else if (point < 0x10000) {
      bytes += static_cast<char>(0xE0 | point >> 12);
      bytes += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    } else {
      bytes += static_cast<char>(0xF0 | point >> 18);
      bytes += static_cast<char>(0x80 | (point >> 12 & 0x3F));
      bytes += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    }
    bytes += static_cast<char>(0x80 | (point & 0x3F));
    return bytes;
  };
  for (uint32_t point = 0; point <= 0x110000; point += point < 0x11000 ? 1 : 251) {
    const std::string bytes = encoded(point);
    const bool is_character = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
    ASSERT_EQ(IsValidUtf8(bytes), is_character) << point;
    for (size_t length = 1; length < bytes.size(); ++length)
      ASSERT_FALSE(IsValidUtf8(bytes.substr(0, length))) << point;
  }
}

}  // namespace
}  // namespace casejournal::services
