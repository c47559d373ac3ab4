#include "services/paper/pdf_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::StartsWith;

constexpr char kDigest[] = "a3f5c2d4e6b8901234567890abcdefa3f5c2d4e6b8901234567890abcdef0012";

Document Register(int rows) {
  Document document;
  document.title = "Register of actions";
  document.running_head = "Register, 25JU-7";
  document.digest = kDigest;
  document.digest_of = "this answer";
  document.blocks.push_back(Document::Heading{.text = "Actions", .anchor = "actions"});
  Document::Table table;
  table.columns = {{.title = "Day"}, {.title = "Never said"}, {.title = "Action", .wraps = true}};
  for (int i = 0; i < rows; ++i) {
    Document::Row& row = table.Add({"2025-03-01", "", absl::StrCat("Motion ", i, " was filed")});
    row.anchor = EntryAnchor(static_cast<uint64_t>(i));
    row.struck = i % 5 == 1;
    row.details.push_back({.text = std::vector<Document::Span>{EntryLink("r0", 0), EntryLink("r9999", 9999)}});
  }
  document.blocks.push_back(std::move(table));
  return document;
}

// The pages of a file, and its catalog as text.
struct Opened {
  explicit Opened(std::string pdf) : bytes(std::move(pdf)) {
    file.processMemoryFile("test", bytes.data(), bytes.size());
    pages = QPDFPageDocumentHelper(file).getAllPages().size();
    catalog = file.getRoot().unparseResolved();
  }
  const std::string bytes;  // objects of the file are read when they are asked for
  QPDF file;
  size_t pages = 0;
  std::string catalog;
};

TEST(PdfLayoutTest, TheSameDocumentGivesTheSameBytes) {
  const auto once = PdfOf(Register(30), {});
  const auto again = PdfOf(Register(30), {});

  ASSERT_THAT(once, IsOk());
  EXPECT_THAT(*once, StartsWith("%PDF-1."));
  EXPECT_EQ(*once, *again);
  EXPECT_NE(*once, *PdfOf(Register(30), {.paper = PaperSize::kA4}));
  EXPECT_NE(*once, *PdfOf(Register(30), {.made_at_us = 1'700'000'000'000'000}));
}

TEST(PdfLayoutTest, AFileHasItsTitleItsLanguageTagsAndBookmarks) {
  Document document = Register(3);
  document.language = "es";
  const auto pdf = PdfOf(document, {});
  ASSERT_THAT(pdf, IsOk());

  Opened opened(*pdf);
  QPDFObjectHandle root = opened.file.getRoot();
  EXPECT_EQ(root.getKey("/Lang").getUTF8Value(), "es");
  EXPECT_TRUE(root.getKey("/MarkInfo").getKey("/Marked").getBoolValue());
  EXPECT_TRUE(root.getKey("/StructTreeRoot").isDictionary());
  EXPECT_EQ(root.getKey("/Outlines").getKey("/First").getKey("/Title").getUTF8Value(), "Register of actions");
  EXPECT_EQ(opened.file.getTrailer().getKey("/Info").getKey("/Title").getUTF8Value(), "Register of actions");
}

Document WithSections(int sections) {
  Document document;
  document.title = "Case plan";
  document.blocks.push_back(Document::Notice{.text = "Confidential"});
  for (int i = 0; i < sections; ++i) {
    document.blocks.push_back(Document::Heading{.level = i % 3 == 2 ? 3 : 2, .text = absl::StrCat("Section ", i)});
    for (int j = 0; j < 30; ++j) document.blocks.push_back(Document::Paragraph{.text = "What was agreed."});
  }
  return document;
}

// Return how many links a page has.
int LinksOf(Opened& opened, size_t page) {
  int links = 0;
  QPDFObjectHandle annotations = QPDFObjectHandle(opened.file.getAllPages()[page]).getKey("/Annots");
  for (QPDFObjectHandle each : annotations.aitems()) links += each.getKey("/Subtype").getName() == "/Link" ? 1 : 0;
  return links;
}

TEST(PdfLayoutTest, OnlyALongDocumentHasContentsWithALinkForEachSection) {
  Opened longer(*PdfOf(WithSections(12), {}));
  ASSERT_GT(longer.pages, 6u);
  EXPECT_EQ(LinksOf(longer, 0), 12);
  Opened shorter(*PdfOf(WithSections(6), {}));
  ASSERT_LE(shorter.pages, 6u);
  EXPECT_FALSE(QPDFObjectHandle(shorter.file.getAllPages()[0]).hasKey("/Annots"));
  // A long document with few sections has none either.
  Opened table(*PdfOf(Register(300), {}));
  ASSERT_GT(table.pages, 6u);
  EXPECT_EQ(*PdfOf(WithSections(12), {}), *PdfOf(WithSections(12), {}));
}

TEST(PdfLayoutTest, ALongTableGoesOnOnTheNextPages) {
  EXPECT_EQ(Opened(*PdfOf(Register(5), {})).pages, 1u);
  EXPECT_GT(Opened(*PdfOf(Register(100), {})).pages, 3u);
}

TEST(PdfLayoutTest, ARowThatIsLongerThanAPageIsNotLost) {
  Document document = Register(1);
  std::string account;
  for (int i = 0; i < 2'000; ++i) absl::StrAppend(&account, "She came to the visit number ", i, ". ");
  std::get<Document::Table>(document.blocks.back()).Add({"2025-03-02", "", account});
  document.blocks.push_back(Document::Notice{.text = account});

  const auto pdf = PdfOf(document, {});

  ASSERT_THAT(pdf, IsOk());
  EXPECT_GT(Opened(*pdf).pages, 10u);
}

TEST(PdfLayoutTest, AnyTextIsShown) {
  Document document = Register(1);
  document.title = std::string("a\x80\xff\0b", 5);
  document.blocks.push_back(Document::Paragraph{.text = std::string("\x1b[31m \xe2\x80\xae <b>& नेपाली 漢字", 30)});
  document.blocks.push_back(Document::Facts());
  document.blocks.push_back(Document::Table());

  EXPECT_THAT(PdfOf(document, {}), IsOk());
}

TEST(PdfLayoutTest, AFigureIsDrawnOrTheFileIsNotMade) {
  Document document = Register(1);
  document.blocks.push_back(Document::Figure{
      .svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 1000'><rect width='5' height='900'/></svg>",
      .words = "a bar"});
  EXPECT_THAT(PdfOf(document, {}), IsOk());

  std::get<Document::Figure>(document.blocks.back()).svg = "<svg";
  EXPECT_THAT(PdfOf(document, {}), StatusIs(absl::StatusCode::kInvalidArgument));
  std::get<Document::Figure>(document.blocks.back()).svg = "<svg xmlns='http://www.w3.org/2000/svg'/>";
  EXPECT_THAT(PdfOf(document, {}), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(PdfLayoutTest, TheHighestFigureHasItsHeadingOnItsPage) {
  Document document;
  document.title = "Timelines";
  for (int i = 0; i < 4; ++i) {
    document.blocks.push_back(Document::Heading{.text = absl::StrCat("Child ", i)});
    document.blocks.push_back(Document::Figure{
        .svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 1000'><rect width='5' height='900'/></svg>",
        .words = "a bar"});
  }
  EXPECT_EQ(Opened(*PdfOf(document, {})).pages, 5u);
}

TEST(PdfLayoutTest, ADocumentWithoutADigestHasNoCode) {
  Document document = Register(1);
  document.digest.clear();
  EXPECT_THAT(PdfOf(document, {}), IsOk());
}

}  // namespace
}  // namespace casejournal::services
