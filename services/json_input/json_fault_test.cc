#include "services/json_input/json_fault.h"

#include "casejournal/v1/case_service.pb.h"
#include "gtest/gtest.h"

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

}  // namespace
}  // namespace casejournal::services
