using System.Text;
using Hone.Core.Statistics;
using Hone.Evaluation.Logs;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.Logs;

public class ItemJournalTests
{
    private static readonly ItemRow Choice = new() { Set = "exam", Protocol = "cloze", Source = "s", Id = "\u00E9 1", Gold = 1, Chosen = null, LogLikelihoods = [-1.5, null], ChoiceBytes = [3, 4] };
    private static readonly ItemRow Text = new() { Set = "domain", Protocol = "bits-per-byte", Id = "d", Nats = 0.1 + 0.2, Bytes = 3, Tokens = 1 };

    [Fact]
    public void Reopened_SameWork_HasAllRowsExactly()
    {
        using var directory = new TemporaryDirectory();
        Write(directory.In("items.jsonl"), "work");

        using var journal = new ItemJournal(directory.In("items.jsonl"), "work");

        Assert.Equal(2, journal.Count);
        Assert.Equivalent(Choice, journal.Find(Choice.Key), strict: true);
        Assert.Equal(Text.Nats, journal.Find(Text.Key)?.Nats);
        Assert.Equal("b\u202Ec", journal.FindSample("a")?.Text);
        Assert.Null(journal.Find(new ItemKey("exam", "letter", "s", "\u00E9 1")));
    }

    [Fact]
    public void Reopened_OtherWork_BeginsAnew()
    {
        using var directory = new TemporaryDirectory();
        Write(directory.In("items.jsonl"), "work");

        using var journal = new ItemJournal(directory.In("items.jsonl"), "other work");

        Assert.Equal(0, journal.Count);
        Assert.Null(journal.FindSample("a"));
    }

    [Fact]
    public void Reopened_CutAnywhere_KeepsWholeLinesAndGoesOn()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.In("items.jsonl");
        Write(path, "work");
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);

            using (var journal = new ItemJournal(path, "work"))
            {
                journal.Add(Choice);
                journal.Add(Text);
                journal.Add(new SampleRow { Prompt = "a", Text = "b\u202Ec" });
            }

            using var again = new ItemJournal(path, "work");
            Assert.Equal(2, again.Count);
            Assert.NotNull(again.FindSample("a"));
        }
    }

    [Fact]
    public void Reopened_RandomBytesInside_NeverFailsAndNeverInventsRows()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.In("items.jsonl");
        Write(path, "work");
        var whole = File.ReadAllBytes(path);
        var random = new Xoshiro256(11);
        for (var round = 0; round < 400; round++)
        {
            var bytes = whole.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes);

            using var journal = new ItemJournal(path, "work");

            Assert.InRange(journal.Count, 0, 2);
        }
    }

    [Fact]
    public void Add_Always_IsOnDiskAtOnce()
    {
        using var directory = new TemporaryDirectory();
        using var journal = new ItemJournal(directory.In("items.jsonl"), "work");

        journal.Add(Text);

        using var reader = new StreamReader(new FileStream(directory.In("items.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.UTF8);
        Assert.EndsWith("}\n", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    private static void Write(string path, string fingerprint)
    {
        using var journal = new ItemJournal(path, fingerprint);
        journal.Add(Choice);
        journal.Add(Text);
        journal.Add(new SampleRow { Prompt = "a", Text = "b\u202Ec" });
    }
}
