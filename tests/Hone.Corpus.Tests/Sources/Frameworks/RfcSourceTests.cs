using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Frameworks;

public sealed class RfcSourceTests : IDisposable
{
    // The shape of a paged RFC: head, running heads and feet, a paragraph broken by a page, a figure, lists, a hanging term.
    private const string Text = """



        Network Working Group                                        A. Nobody
        Request for Comments: 9999                                    Example
        Obsoletes: 8888, 7777                                      March 2031
        Updates: 1234
        Category: Standards Track


                         A Protocol for Passing
                              Small Stones

        Status of This Memo

           This memo is nobody's.

        Abstract

           Stones are passed from hand to hand, slowly, with a client-
           server method that this document describes in few words.

        Table of Contents

           1. Introduction ..................................................2




        Nobody                      Standards Track                     [Page 1]
        @F
        RFC 9999                     Small Stones                     March 2031


        1.  Introduction

           Passing stones is old.  It was first described by people who had
           many stones and little time, and it has been refined since then

        Nobody                      Standards Track                     [Page 2]
        @F
        RFC 9999                     Small Stones                     March 2031

           by others who had fewer stones.

        1.1.  A Heading That Is So Long That It Does Not Fit on One Line
              and Goes On

           o  The first stone is grey, and it is heavier than all the stones
              that follow it.
           o  The second is not.

           1. Take it.

           stone_type
              Says of what kind the stone is that is passed along.

              struct {
                  uint8 weight;

                  opaque colour<1..2^8-1>;
              } Stone;

           +--------+--------+
           | weight | colour |
           +--------+--------+

        Appendix A.  More

           More stones (there are many more of them than anybody has ever
           (12) counted in one place).

        Acknowledgements

           Thanks to A. Body.

        Authors' Addresses

           A. Nobody
           EMail: nobody@example.org
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private SourceItem[] Items => _folder.ReadText("rfc", "rfc9999.txt", Text.Replace("@F", "\f", StringComparison.Ordinal));

    [Fact]
    public void Read_Head_TellsWhatTheDocumentIs()
    {
        SourceItem head = Items[0];

        Assert.Equal("""
            # RFC 9999 A Protocol for Passing Small Stones

            RFC 9999 is a document of the IETF on the standards track, published in 2031-03. It obsoletes RFC 8888 and RFC 7777. It updates RFC 1234.

            Stones are passed from hand to hand, slowly, with a client-server method that this document describes in few words.
            """, head.Document.Text);
        Assert.Equal(("rfc9999", "2031-03-01", "https://www.rfc-editor.org/rfc/rfc9999"), (head.Document.Id, head.Document.Date, head.Document.Url));
    }

    [Fact]
    public void Read_Sections_HaveNoPagesAndKeepTheirLayout()
    {
        Assert.Equal(["rfc9999", "rfc9999#1", "rfc9999#A"], Items.Select(i => i.Document.Id));
        Assert.Equal("""
            # RFC 9999 A Protocol for Passing Small Stones

            ## 1. Introduction

            Passing stones is old. It was first described by people who had many stones and little time, and it has been refined since then by others who had fewer stones.

            ### 1.1. A Heading That Is So Long That It Does Not Fit on One Line and Goes On

            - The first stone is grey, and it is heavier than all the stones that follow it.
            - The second is not.

            1. Take it.

            stone_type: Says of what kind the stone is that is passed along.

            ```
               struct {
                   uint8 weight;

                   opaque colour<1..2^8-1>;
               } Stone;

            +--------+--------+
            | weight | colour |
            +--------+--------+
            ```
            """, Items[1].Document.Text);
        Assert.EndsWith("## A. More\n\nMore stones (there are many more of them than anybody has ever (12) counted in one place).", Items[2].Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Folder_TakesRfcsAlone()
    {
        _folder.Write("rfc1.txt", Text);
        _folder.Write("README.txt", "no RFC");

        Assert.Equal(3, _folder.Read("rfc").Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just\ntext\n")]
    [InlineData("Request for Comments: 1\n")]
    public void Read_WhatIsNoRfc_IsBroken(string text) => Assert.Contains("not an RFC", _folder.Problem("rfc", "a.txt", text), StringComparison.Ordinal);
}
