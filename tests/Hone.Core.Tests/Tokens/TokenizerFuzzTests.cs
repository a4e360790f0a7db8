using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hone.Core.Statistics;
using Hone.Core.Tokens;

namespace Hone.Core.Tests.Tokens;

/// <summary>
/// Damaged tokenizer.json files of every kind: each loads and encodes, or is a UserError; none takes memory out of proportion, none hangs.
/// A few thousand by default; HONE_FUZZ names another number.
/// </summary>
public sealed class TokenizerFuzzTests
{
    /// <summary>The file has 10 KB; tables for sparse ids, which are allowed up to 65,536 and some, are the largest part.</summary>
    private const long MostBytes = 16 << 20;

    private const string Text = "The abba é '1234' ▁x\r\n  <s>  日本 ﬁ</s>zq…«";

    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable("HONE_FUZZ") ?? "3000", CultureInfo.InvariantCulture);

    [Fact]
    public void Load_MutatedFilesOfEachKind_WorkOrAreUserErrors()
    {
        byte[][] files = [.. Pipelines().Select(json => Encoding.UTF8.GetBytes(json.ToJsonString()))];
        var random = new Xoshiro256(21);
        int loaded = 0;
        var worst = (Bytes: 0L, Time: TimeSpan.Zero);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] mutated = Mutation.Mutate(files[round % files.Length], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            loaded += TryUse(mutated) ? 1 : 0;
            worst = (Math.Max(worst.Bytes, GC.GetAllocatedBytesForCurrentThread() - before), clock.Elapsed > worst.Time ? clock.Elapsed : worst.Time);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{Rounds} files, {loaded} loaded, at most {worst.Bytes:N0} bytes and {worst.Time.TotalMilliseconds:N0} ms");

        Assert.InRange(worst.Bytes, 0, MostBytes);
        Assert.InRange(loaded, Rounds / 50, Rounds - 1);
    }

    private static bool TryUse(byte[] json)
    {
        try
        {
            var tokenizer = Tokenizer.Parse(json, "mutated.json");
            int[] ids = tokenizer.Encode(Text, allowSpecial: true, addTemplate: true);
            tokenizer.Decode(ids);
            tokenizer.EncodeWithOffsets(Text);
            tokenizer.EncodeBytes([0xE2, 0x82, 0xFF, 0x20, 0xC3]);
            return true;
        }
        catch (UserError error)
        {
            // Growth without end is found when a text grows; all else names the file.
            Assert.True(error.Message.Contains("mutated.json", StringComparison.Ordinal) || error.Message.Contains("normaliser", StringComparison.Ordinal), error.Message);
            return false;
        }
    }

    /// <summary>Small files, so that most mutations hit something other than a merge.</summary>
    private static IEnumerable<JsonObject> Pipelines()
    {
        string folder = RepositoryFiles.Find("tests/Hone.Core.Tests/Tokens/cases/hf")!;
        foreach (string kind in (string[])["gpt2-lowercase", "qwen2", "llama3-ignoring", "o200k", "sp-bpe-added", "sp-bpe-punctuation", "sp-bpe-gemma", "unigram-bytes", "unigram-nfkc"])
        {
            var json = JsonNode.Parse(File.ReadLines(Path.Combine(folder, kind + ".jsonl")).First())!.AsObject();
            var model = json["model"]!.AsObject();
            var parts = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, model["vocab"]!.GetValue<string>())))!;
            Shrink(model, parts);
            yield return json;
        }
    }

    private static void Shrink(JsonObject model, JsonNode parts)
    {
        if (parts["vocab"] is JsonArray scores)
        {
            model["vocab"] = new JsonArray([.. scores.Take(300).Select(entry => entry!.DeepClone())]);
            return;
        }
        var entries = parts["vocab"]!.AsObject().Take(320).ToList();
        model["vocab"] = new JsonObject(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
        var names = entries.Select(entry => entry.Key).ToHashSet();
        var merges = parts["merges"]!.AsArray().Where(merge => Pair(merge!) is [var left, var right] && names.Contains(left) && names.Contains(right) && names.Contains(left + right));
        model["merges"] = new JsonArray([.. merges.Select(merge => merge!.DeepClone())]);
    }

    private static string[] Pair(JsonNode merge) => merge is JsonArray pair ? [.. pair.Select(part => part!.GetValue<string>())] : merge.GetValue<string>().Split(' ');
}
