using System.Globalization;
using Hone.Core.Statistics;
using Hone.Core.Tokens.Chat;

namespace Hone.Core.Tests.Tokens.Chat;

/// <summary>
/// Templates spoiled at random over conversations: they work or are refused, and nothing else. HONE_FUZZ gives the number of rounds;
/// HONE_FUZZ=1000000 takes minutes.
/// </summary>
public sealed class ChatTemplateFuzzTests
{
    private static readonly string[] Parts =
    [
        "{{", "}}", "{%", "%}", "{%-", "-%}", "{#", "#}", "{% endif %}", "{% else %}", "{% endfor %}", "{% break %}", "{% set x = messages %}", "(", ")", "[", "]", "{", "}", "not ", "-", "~", "**", "//", "%",
        "|", "|tojson", "|length", "|list", "|first", "|join(x)", "|map('upper')", "|sort", "|reverse", "|default(none)", "|int", "|string", ".", ".items()", ".x", "[::-1]", "[0]", "[-1:5:0]", " is defined",
        " is not none", " if ", " else ", " in ", "none", "true", "''", "'\\x'", "0", "99999999999", "1e308", "messages", "loop", "namespace()", "range(9)", "raise_exception", "*messages", "**tools", "\n", "\u00e9", "\ud83d\ude00", "\ud83d",
    ];

    [Fact]
    public void Template_Mutated_WorksOrIsAUserError()
    {
        int rounds = int.Parse(Environment.GetEnvironmentVariable("HONE_FUZZ") ?? "4000", CultureInfo.InvariantCulture);
        var random = new Xoshiro256(61);
        string[] sources = [.. TemplateFiles.Names.Select(TemplateFiles.Read)];
        var requests = TemplateFiles.Conversations.Select(pair => TemplateFiles.Request(pair.Key)).ToArray();
        int rendered = 0;
        int parsed = 0;
        for (int round = 0; round < rounds; round++)
        {
            string source = Mutate(sources, random);
            try
            {
                var template = ChatTemplate.Parse(source, "mutated").WithTokens(TemplateFiles.Tokens);
                parsed++;
                template.Render(requests[random.Next(requests.Length)]);
                rendered++;
            }
            catch (UserError error)
            {
                Assert.StartsWith("mutated", error.Message, StringComparison.Ordinal);
            }
            catch (Exception error)
            {
                Assert.Fail($"round {round}: {error}\n{source}");
            }
        }
        Assert.InRange(rendered, rounds / 20, rounds - 1);
        Assert.InRange(parsed, rendered, rounds - 1);
    }

    private static string Mutate(string[] sources, Xoshiro256 random)
    {
        string source = sources[random.Next(sources.Length)];
        for (int times = random.Next(1, 5); times > 0; times--)
        {
            int place = random.Next(source.Length + 1);
            int length = Math.Min(random.Next(1, 30), source.Length - place);
            string other = sources[random.Next(sources.Length)];
            int start = random.Next(other.Length);
            source = random.Next(5) switch
            {
                0 => source.Remove(place, length),
                1 => source.Insert(place, source.Substring(place, length)),
                2 => source.Insert(place, other.Substring(start, Math.Min(random.Next(1, 80), other.Length - start))),
                3 => source.Remove(place, length).Insert(place, Parts[random.Next(Parts.Length)]),
                _ => source.Insert(place, Parts[random.Next(Parts.Length)]),
            };
        }
        return source;
    }
}
