#include "services/json_input/json_fault.h"

#include <random>
#include <tuple>

#include "casejournal/v1/case_service.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/support/any_event.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

// Returns the error text for `text`, which begins on line 12 of the file; empty if there is no fault.
std::string Said(const std::string& text) {
  v1::AppendRequest request;
  const auto fault = ReadJson(text, &request);
  return fault ? FaultText(*fault, text, "f", 12) : "";
}

TEST(JsonFault, ReadsCamelAndSnakeCase) {
  v1::AppendRequest request;

  EXPECT_FALSE(ReadJson(R"({"requestId": "a", "cases": [{"case_id": "b", "events":
      [{"effective_on": "2025-03-10", "caseClosed": {"reason": "CASE_CLOSE_REASON_FAMILY_MOVED"},
        "about": null, "claim": {"recordedAt": "2025-03-10T14:00:00Z"}}]}]})",
                        &request));

  EXPECT_EQ(request.cases(0).case_id(), "b");
  EXPECT_TRUE(request.cases(0).events(0).has_case_closed());
}

TEST(JsonFault, NamesThePlaceOfASyntaxError) {
  EXPECT_EQ(Said(R"({"requestId": "a" "cases": []})"), "f:12:19: unexpected string literal; expected ',' or '}'");
  EXPECT_EQ(Said(R"({"cases": [{}, {} {}]})"), "f:12:19: unexpected '{'; expected ',' or ']'");
  EXPECT_EQ(Said(R"({"validateOnly": yes})"),
            "f:12:18: not a JSON value; expected a value: {, [, a string in double quotes, a number, "
            "true, false, or null");
  EXPECT_EQ(Said(R"({"validateOnly" true})"), "f:12:17: unexpected true literal; expected ':' after the name");
  EXPECT_EQ(Said(R"({'cases': []})"), "f:12:2: not a JSON value; expected a name in double quotes");
  EXPECT_EQ(Said(R"({"cases": [],})"), "f:12:14: unexpected '}'; expected a name in double quotes");
  EXPECT_EQ(Said("{} {}"), "f:12:4: unexpected '{'; expected nothing after the value");
}

TEST(JsonFault, SaysThatTheTextEnds) {
  EXPECT_EQ(Said(R"({"cases": [)"),
            "f:12:12: the text ends here; expected a value: {, [, a string in double quotes, a "
            "number, true, false, or null");
  EXPECT_EQ(Said(R"({"requestId")"), "f:12:13: the text ends here; expected ':' after the name");
  EXPECT_EQ(Said(R"({"requestId": "a)"), "f:12:17: invalid string: missing closing quote");
}

// A column is the one that an editor shows, whatever is before it.
TEST(JsonFault, CountsColumnsInCodePointsAndLinesFromTheFirst) {
  EXPECT_EQ(Said("{\"requestId\": \"äöü“”\",\n \"cases\": 5}"), "f:13:11: a number; expected a list in [ ]");
  EXPECT_EQ(Said(R"({"requestId": "Müller🙂", 5: 1})"),
            "f:12:26: unexpected number literal; expected a name in double quotes");
}

TEST(JsonFault, NamesTheByteThatIsNoUtf8) {
  EXPECT_EQ(Said("{\n\"requestId\": \"M\xFCller\"}"),
            "f:13:16: the byte 0xFC, which is not UTF-8; expected UTF-8 text");
}

TEST(JsonFault, SuggestsTheNearestField) {
  EXPECT_EQ(Said(R"({"cases": [{"events": [{"effectivOn": "2025-03-10"}]}]})"),
            "f:12:25: unknown field \"effectivOn\"; expected effectiveOn");
  EXPECT_EQ(Said(R"({"events": []})"), "f:12:2: unknown field \"events\"; expected requestId, cases, validateOnly");
  EXPECT_EQ(Said(R"({"cases": [{"events": [{"goalAbandonedForever": {}}]}]})"),
            "f:12:25: unknown field \"goalAbandonedForever\"; expected a field of CaseEvent");
}

TEST(JsonFault, SuggestsTheNameOfAnEnum) {
  EXPECT_EQ(Said(R"({"cases": [{"events": [{"participantJoined": {"capacity": "CHILD"}}]}]})"),
            "f:12:59: unknown value \"CHILD\"; expected CAPACITY_CHILD");
  EXPECT_EQ(Said(R"({"cases": [{"events": [{"goalEstablished": {"area": "money"}}]}]})"),
            "f:12:53: unknown value \"money\"; expected GOAL_AREA_SAFETY, GOAL_AREA_PERMANENCE, "
            "GOAL_AREA_WELL_BEING");
}

TEST(JsonFault, SaysWhichKindOfValueBelongsThere) {
  EXPECT_EQ(Said(R"([])"), "f:12:1: a list; expected an object in { }: AppendRequest");
  EXPECT_EQ(Said(R"({"requestId": 7})"), "f:12:15: a number; expected a string in double quotes");
  EXPECT_EQ(Said(R"({"validateOnly": "yes"})"), "f:12:18: a string; expected true or false");
  EXPECT_EQ(Said(R"({"cases": [{"expected": {"exactly": -1}}]})"),
            "f:12:37: -1; expected a whole number from 0 to 18446744073709551615");
  EXPECT_EQ(Said(R"({"cases": [{"expected": {"exactly": 1.5}}]})"),
            "f:12:37: 1.5; expected a whole number from 0 to 18446744073709551615");
  EXPECT_EQ(Said(R"({"cases": [{"events": [{"claim": {"recordedAt": "today"}}]}]})"),
            "f:12:49: a string; expected a timestamp such as \"2025-03-10T14:00:00Z\"");
  EXPECT_EQ(Said(R"({"cases": [{"events": [{"claim": {"recordedAt": "2025-03-10"}}]}]})"),
            "f:12:49: \"2025-03-10\"; expected a timestamp such as \"2025-03-10T14:00:00Z\"");
  EXPECT_EQ(Said(R"({"cases": [{"events": [{"planSigned": {"digest": "%%"}}]}]})"),
            "f:12:50: a string that is not base64; expected bytes in base64");
  EXPECT_EQ(Said(R"({"cases": [{"events": [null]}]})"), "f:12:24: null; expected an object in { }: CaseEvent");
}

// The protobuf library would silently keep one of the two.
TEST(JsonFault, RefusesWhatIsGivenTwice) {
  EXPECT_EQ(Said(R"({"requestId": "a", "request_id": "b"})"),
            "f:12:20: duplicate field \"requestId\"; expected each field once");
  EXPECT_EQ(Said(R"({"cases": [{"events": [{"goalReached": {}, "goalWithdrawn": {}}]}]})"),
            "f:12:44: \"goalWithdrawn\" in addition to another body; expected one body in a CaseEvent");
}

TEST(JsonFault, PlaceCountsLinesAndCodePointsFromOne) {
  const std::string text = "a\näö\n\nx";
  for (const auto& [offset, line, column] :
       {std::tuple(0, 1, 1), std::tuple(1, 1, 2), std::tuple(2, 2, 1), std::tuple(4, 2, 2), std::tuple(6, 2, 3),
        std::tuple(7, 3, 1), std::tuple(8, 4, 1), std::tuple(9, 4, 2), std::tuple(99, 4, 2)}) {
    const TextPlace place = PlaceOf(text, static_cast<size_t>(offset));
    EXPECT_EQ(place.line, static_cast<size_t>(line)) << offset;
    EXPECT_EQ(place.column, static_cast<size_t>(column)) << offset;
  }
}

TEST(JsonFault, TextOfAFaultWithoutAnExpectationEndsThere) {
  EXPECT_EQ(FaultText({3, "something", ""}, "abcdef", "plans.jsonl", 1), "plans.jsonl:1:4: something");
  EXPECT_EQ(FaultText({3, "something", "else"}, "abcdef", "plans.jsonl", 1),
            "plans.jsonl:1:4: something; expected else");
}

TEST(JsonFault, NumbersHaveTheirLimits) {
  const auto exactly = [](const std::string& number) {
    return Said("{\"cases\": [{\"expected\": {\"exactly\": " + number + "}}]}");
  };
  for (const char* number : {"0", "18446744073709551615", "\"18446744073709551615\"", "\"7\""})
    EXPECT_EQ(exactly(number), "") << number;
  for (const char* number : {"18446744073709551616", "\"-1\"", "\"\"", "\" 7\"", "\"seven\"", "true", "[]", "{}"})
    EXPECT_NE(exactly(number), "") << number;
}

// What a person wrote is not repeated in a message that goes to a log.
TEST(JsonFault, WordsOfAPersonAreNotRepeated) {
  for (const char* text : {R"({"cases": [{"expected": {"exactly": "Ana Lopez"}}]})",
                           R"({"cases": [{"events": [{"claim": {"recordedAt": "Ana Lopez"}}]}]})",
                           R"({"cases": [{"events": [{"planSigned": {"digest": "Ana Lopez"}}]}]})",
                           R"({"cases": "Ana Lopez"})", R"({"validateOnly": "Ana Lopez"})"}) {
    EXPECT_NE(Said(text), "") << text;
    EXPECT_EQ(Said(text).find("Ana"), std::string::npos) << Said(text);
  }
}

// The protobuf library reads the same texts as bytes, so that each fault has a place and an expectation.
TEST(JsonFault, ADigestInHexadecimalIsToldWithItsBase64) {
  v1::AppendRequest request;
  const std::string text =
      absl::StrCat("{\"cases\":[{\"events\":[{\"planSigned\":{\"digest\":\"", std::string(62, '0'), "ff\"}}]}]}");
  const auto fault = ReadJson(text, &request);
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(FaultText(*fault, text, "f", 1),
            "f:1:46: a digest in hexadecimal; expected it in base64: \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAP8=\"");
}

TEST(JsonFault, BytesAreBase64InItsOneForm) {
  const auto digest = [](const std::string& text) {
    return Said("{\"cases\": [{\"events\": [{\"planSigned\": {\"digest\": \"" + text + "\"}}]}]}");
  };
  for (const char* text : {"", "QQ==", "QQ", "QUI=", "QUI", "QUJD", "+/8=", "+/8", "-_8=", "-_8"})
    EXPECT_EQ(digest(text), "") << text;
  for (const char* text : {"Q", "QR", "QR==", "QUJ", "QQ ==", " QQ==", "QUJD\\n", "+_8=", "QU=I", "Zoë", "=", "===="})
    EXPECT_NE(digest(text).find("f:12:50: a string that is not base64"), std::string::npos) << text << digest(text);
}

TEST(JsonFault, NullIsAsIfTheFieldWereAbsent) {
  EXPECT_EQ(Said(R"({"requestId": null, "cases": null, "validateOnly": null})"), "");
  EXPECT_EQ(Said(R"({"cases": [{"events": [{"goalReached": null, "goalWithdrawn": {}}]}]})"), "");
}

// Any request that the protobuf library writes is read as it was.
TEST(JsonFault, AnyRequestIsReadAsItWasWritten) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  casejournal::testing::AnyEvent any(random);
  for (const auto* body : casejournal::testing::BodyFields()) {
    v1::AppendRequest request;
    request.set_request_id("r");
    *request.add_cases()->add_events() = any.OfType(*body, "2025-03-10");
    std::string json;
    ASSERT_TRUE(google::protobuf::util::MessageToJsonString(request, &json).ok());
    v1::AppendRequest read;
    const auto fault = ReadJson(json, &read);
    ASSERT_FALSE(fault.has_value()) << body->name() << ": " << FaultText(*fault, json, "f", 1);
    EXPECT_EQ(read.SerializeAsString(), request.SerializeAsString()) << body->name();
  }
}

// Whatever happens to a text: it is read, or there is a fault at a place in it.
TEST(JsonFault, DamagedTextHasAFaultInIt) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  const std::string whole = R"({"requestId": "äb\"c", "cases": [{"caseId": "d", "expected": {"exactly": 12},
    "events": [{"effectiveOn": "2025-03-10", "goalReached": {"goalId": "e"}, "claim": {"recordedAt":
    "2025-03-10T14:00:00Z"}}]}], "validateOnly": true})";
  ASSERT_EQ(Said(whole), "");
  for (int round = 0; round < 2000; ++round) {
    std::string text = whole;
    for (size_t changes = 1 + random() % 3; changes > 0; --changes) {
      const size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text.erase(at, 1 + random() % 3);
          break;
        case 1:
          text[at] = static_cast<char>(random());
          break;
        default:
          text.insert(at, 1, absl::string_view("{}[]\",:0n")[random() % 9]);
      }
    }
    v1::AppendRequest request;
    const auto fault = ReadJson(text, &request);
    if (!fault) continue;
    EXPECT_LE(fault->offset, text.size());
    EXPECT_NE(fault->found, "");
  }
  for (size_t size = 0; size < whole.size(); ++size) EXPECT_NE(Said(whole.substr(0, size)), "") << size;
}

TEST(JsonFault, DeepTextIsRejectedAndNotFollowed) {
  EXPECT_NE(Said(std::string(100'000, '[')), "");
  EXPECT_NE(Said(std::string(100'000, '[') + std::string(100'000, ']')), "");
  EXPECT_NE(Said("{\"requestId\": " + std::string(100'000, '[') + std::string(100'000, ']') + "}"), "");
}

}  // namespace
}  // namespace casejournal::services
