using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Tests.Cleaning;

public class BoilerplateTests
{
    [Theory]
    [InlineData("We use cookies to give you the best experience.\nThe loader decrypts its payload.", "The loader decrypts its payload.")]
    [InlineData("- [Skip to main content](#main)\nText", "Text")]
    [InlineData("Text\n\n* [Share on Facebook](https://x.example/s)\n* Tweet this", "Text\n\n")]
    [InlineData("Finding one.\n\nThis e-mail and any attachments are confidential.\nIf you got it by mistake, delete it.\n\nSignature", "Finding one.\n\n\nSignature")]
    [InlineData("**Click here to subscribe** to our feed!\nBody", "Body")]
    [InlineData("© 2024 Example. All rights reserved.\nText", "Text")]
    public void Remove_FramesOfPages_AreGone(string text, string expected) => Assert.Equal(expected, Boilerplate.Remove(text));

    [Theory]
    [InlineData("The malware steals cookies from browsers. Read more about it in the report.")]
    [InlineData("```\nunsubscribe\n```")]
    [InlineData("Set the Secure flag: the application uses cookies to keep the session, and an attacker who reads them over HTTP takes over the account. " +
        "Three more sentences follow here that explain how an attacker does so, in which network position he has to be, and which settings of the server and " +
        "of the framework keep him from it, so that this paragraph is far longer than the line that a banner shows to visitors when they come for the first time.")]
    [InlineData("1\n5\n9\n")]
    [InlineData("Privacy policy violations are reported to the officer.")]
    public void Remove_OwnText_Stays(string text) => Assert.Equal(text, Boilerplate.Remove(text));

    [Fact]
    public void Remove_PageNumbers_AreGoneWhereTheyCountPages()
    {
        string page = string.Join('\n', Enumerable.Repeat("The group sends documents with a macro that loads the second stage.", 6));

        Assert.Equal($"{page}\n{page}\n{page}\n", Boilerplate.Remove($"{page}\n- 7 -\n{page}\n8\n{page}\nPage 9 of 12"));
        Assert.Equal($"{page}\n1\n2\n3", Boilerplate.Remove($"{page}\n1\n2\n3"));
    }

    [Fact]
    public void Remove_TellsReasons()
    {
        var reasons = new List<string>();

        Boilerplate.Remove("Accept all cookies\nText\nBack to top", (reason, _) => reasons.Add(reason));

        Assert.Equal(["cookies", "navigation"], reasons);
    }

    [Fact]
    public void Steps_All_LeaveReadableText() =>
        Assert.Equal("It’s here.\n\nEnd", CleaningSteps.Apply("Itâ€™s here.\r\n\r\nShare this article\r\n\r\nEnd", new CleanSpec()));
}
