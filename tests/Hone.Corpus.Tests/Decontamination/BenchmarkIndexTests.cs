using System.IO.Compression;
using System.Text;
using Hone.Core;
using Hone.Core.Statistics;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Tests.Dedup;

namespace Hone.Corpus.Tests.Decontamination;

public sealed class BenchmarkIndexTests : IDisposable
{
    private const string Question = "Which registry key does the loader described by the vendor write in order to survive a restart of the infected host";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private BenchmarkIndex Load(string name, string content, BenchmarkSpec? spec = null) => BenchmarkIndex.Load([_folder.Write(name, content)], spec ?? new BenchmarkSpec());

    [Theory]
    [InlineData("quiz.csv", "question,a,b\n\"{0}\",\"one\",\"two, or \"\"three\"\"\"\n")]
    [InlineData("quiz.tsv", "question\ta\n\"stray quote\tb\n{0}\tone\n")]
    [InlineData("quiz.json", """[{{"q":"{0}","choices":["one","two"]}}]""")]
    [InlineData("quiz.json", """{{"name":"quiz","questions":[{{"deep":{{"q":"{0}"}}}}]}}""")]
    [InlineData("quiz.json", """{{"1":{{"q":"{0}"}},"2":{{"q":"other"}}}}""")]
    [InlineData("quiz.json", "{{\"q\":\"{0}\"}}\n{{\"q\":\"other\"}}\n")]
    [InlineData("quiz.jsonl", "{{\"q\":\"{0}\"}}\n\n{{\"q\":\"other\"}}")]
    public void Check_AnyFormat_FindsItsItem(string name, string format)
    {
        BenchmarkIndex index = Load(name, format.Replace("{0}", Question, StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal));

        ContaminationCheck check = index.Check($"A blog post.\n\n{Question.ToUpperInvariant()}? The answer is Run.");

        Assert.Equal(("quiz", 1, 1), (index.Benchmarks[0].Name, index.Benchmarks[0].Files, index.Benchmarks[0].Items));
        Assert.Contains(check.Matches, match => match is { Benchmark: "quiz", Rule: ContaminationRule.SharedWords } && match.Place.StartsWith(name + ":", StringComparison.Ordinal));
        Assert.Contains(check.Matches, match => match.Rule == ContaminationRule.Twin);
        Assert.True(index.Check("The loader writes a registry key in order to survive a restart of the host.").IsClean);
    }

    [Fact]
    public void Load_Folder_NamesBenchmarksByTheFirstFolderOrTheFile()
    {
        _folder.Write("exam/data/a.csv", Question);
        _folder.Write("exam/data/b.csv", "too short");
        _folder.Write("exam/LICENSE.txt", Question);
        _folder.Write("single.jsonl", "{\"q\":\"short\"}");
        using (var zip = new GZipStream(File.Create(_folder["packed.jsonl.gz"]), CompressionLevel.Fastest))
            zip.Write(Encoding.UTF8.GetBytes($"{{\"q\":\"{Question}\"}}"));

        BenchmarkIndex index = BenchmarkIndex.Load([_folder.Path], new BenchmarkSpec());

        Assert.Equal([("exam", 2, 1), ("packed", 1, 1), ("single", 1, 0)], index.Benchmarks.Select(benchmark => (benchmark.Name, benchmark.Files, benchmark.Items)));
    }

    [Theory]
    [InlineData("bad.json", "{\"a\": ", "bad.json:1")]
    [InlineData("bad.jsonl", "{}\n{\"a\"\n", "bad.jsonl:2")]
    [InlineData("empty.json", "[]", "no text of 8 words")]
    [InlineData("bad.parquet", "PAR1", "not a benchmark file")]
    public void Load_WhatIsNoBenchmark_IsUserError(string name, string content, string expected) =>
        Assert.Contains(expected, Assert.Throws<UserError>(() => Load(name, content)).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_FolderWithoutFiles_IsUserError() =>
        Assert.Contains("no .csv", Assert.Throws<UserError>(() => BenchmarkIndex.Load([_folder.Path], new BenchmarkSpec())).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_Answers_DoNotCountUnlessTheyAreLong()
    {
        BenchmarkIndex index = Load("q.csv", $"{Question},a program that encrypts files and asks for money,no\n");

        Assert.True(index.Check("Ransomware is\n\na program that encrypts files and asks for money").IsClean);
    }

    [Fact]
    public void Check_VectorsAndNumbers_DoNotCount()
    {
        BenchmarkIndex index = Load("q.csv", $"{Question} CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H,CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\n");

        Assert.Equal(1, index.Benchmarks[0].Items);
        Assert.True(index.Check("Its vector is\n\nCVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H").IsClean);
    }

    [Fact]
    public void Check_InstructionsOfEveryRow_DoNotCountAndHideNothing()
    {
        const string Prompt = "Analyze the following description of a vulnerability and map it to the appropriate weakness, then give the identifier in the last line of the response: ";
        string[] descriptions = [.. PlantedDuplicates.Make(31, 60).Where(planted => planted.Kind == EditKind.None).Select(planted => planted.Text.ReplaceLineEndings(" "))];
        BenchmarkIndex index = Load("q.tsv", string.Join('\n', descriptions.Select(text => $"{Prompt}{text}\tCWE-79")));

        Assert.True(index.Check(Prompt + "Something else altogether is described in this place, and nobody has asked about it.").IsClean);
        Assert.All(descriptions, text => Assert.Contains(index.Check(text).Matches, match => match.Rule == ContaminationRule.Twin));
    }

    [Fact]
    public void Check_OtherIdInTheSameWords_IsATwin()
    {
        BenchmarkIndex index = Load("q.csv", "A flaw like CVE-2020-11111 in the parser of Acme lets attackers read files\n");

        ContaminationCheck check = index.Check("# CVE-2021-22222\n\nA flaw like CVE-2019-123456 in the parser of Acme lets attackers read files");

        Assert.Equal(1, Assert.Single(check.Matches, match => match.Rule == ContaminationRule.Twin).Similarity);
    }

    [Fact]
    public void Check_TwinInOneLineOrParagraph_IsFound()
    {
        BenchmarkIndex index = Load("q.csv", "The service stores tokens without encryption and so lets local users act as others\n");
        string filler = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"filler{i}"));

        ContaminationCheck line = index.Check($"{filler}\n- first item\n- The service keeps tokens without encryption and so lets local users act as others\n- last item\n{filler}");
        ContaminationCheck paragraph = index.Check($"{filler}\n\nThe service stores tokens without encryption\nand so lets local users act\n\n{filler}");

        Assert.InRange(Assert.Single(line.Matches).Similarity, 0.5, 0.99);
        Assert.InRange(Assert.Single(paragraph.Matches).Similarity, 0.5, 0.99);
    }

    [Fact]
    public void Check_BelowTheBar_IsTheNearestSurvivor()
    {
        BenchmarkIndex index = Load("q.csv", "The service stores tokens without encryption and so lets local users act as others\n");

        ContaminationCheck check = index.Check("The service stores tokens without encryption and so lets local people read files");

        Assert.True(check.IsClean);
        Assert.InRange(check.Nearest!.Similarity, 0.35, 0.4999);
    }

    [Fact]
    public void Check_AllowedWords_AreNoContamination()
    {
        const string Licence = "Permission is hereby granted free of charge to any person obtaining a copy of this software";
        var spec = new BenchmarkSpec { Allowed = [Licence] };
        string item = $"{string.Join(' ', Enumerable.Range(0, 60).Select(i => $"code{i}"))} {Licence}";

        Assert.False(Load("q.csv", item).Check(Licence).IsClean);
        Assert.True(Load("q.csv", item, spec).Check(Licence).IsClean);
    }

    [Fact]
    public void Check_PlantedTwins_AreThoseOfBruteForce()
    {
        PlantedText[] planted = PlantedDuplicates.Make(32, 450);
        string[] items = [.. planted.Where((_, i) => i % 3 == 0).Select(text => text.Text.ReplaceLineEndings(" "))], documents = [.. planted.Where((_, i) => i % 3 != 0).Select(text => text.Text.ReplaceLineEndings(" "))];
        BenchmarkIndex index = Load("q.tsv", string.Join('\n', items));
        HashSet<string>[] shingles = [.. items.Select(item => PlantedDuplicates.Shingles(item, 5))], runs = [.. items.Select(item => PlantedDuplicates.Shingles(item, 13))];

        Assert.InRange(index.Benchmarks[0].Items, items.Length - 20, items.Length);
        Parallel.ForEach(documents, document =>
        {
            HashSet<string> own = PlantedDuplicates.Shingles(document, 5), long13 = PlantedDuplicates.Shingles(document, 13);
            double closest = shingles.Max(item => item.Count(own.Contains) is > 0 and var shared ? shared / (double)(own.Count + item.Count - shared) : 0);

            ContaminationCheck check = index.Check(document);

            Assert.Equal(closest >= 0.5 ? closest : 0, check.Matches.Where(match => match.Rule == ContaminationRule.Twin).Select(match => match.Similarity).DefaultIfEmpty(0).Max());
            Assert.Equal(runs.Any(item => item.Overlaps(long13)), check.Matches.Any(match => match.Rule == ContaminationRule.SharedWords));
            if (check.IsClean)
                Assert.Equal(closest >= 0.35 ? closest : 0, check.Nearest?.Similarity ?? 0);
        });
    }

    [Fact]
    public void Without_StockPhrases_CountNoLongerButTwinsDo()
    {
        const string Phrase = "The exploit has been disclosed to the public and may be used by anybody";
        string[] descriptions = [.. Enumerable.Range(0, 8).Select(i => string.Join(' ', Enumerable.Range(0, 30).Select(word => $"w{i}x{word}")))];
        var spec = new BenchmarkSpec { StockPhraseDocuments = 5 };
        BenchmarkIndex index = Load("q.csv", string.Join('\n', descriptions.Select(text => $"{text} {Phrase}")), spec);
        string[] documents = [.. Enumerable.Range(0, 40).Select(i => $"document {i} on something. {Phrase}. {Phrase}!"), descriptions[3]];
        StockPhrases stock = index.CountPhrases();
        Parallel.ForEach(documents, stock.Count);

        BenchmarkIndex without = index.Without(stock);

        Assert.All(documents, document => Assert.False(index.Check(document).IsClean));
        Assert.Equal([.. Enumerable.Repeat(true, 40), false], documents.Select(document => without.Check(document).IsClean));
        Assert.Contains(stock.Phrases, phrase => phrase.Phrase == "the exploit has been disclosed to the public and may be used by" && phrase.Documents == 40);
    }

    [Fact]
    public void Check_HostileTexts_AreTakenAsTheyAre()
    {
        BenchmarkIndex index = Load("q.jsonl", "{\"q\":\"攻撃者は脆弱性を悪用して任意のコードを実行する可能性があります\"}\n{\"q\":\"" + string.Concat(Enumerable.Repeat("word ", 100_000)) + "\"}");

        Assert.False(index.Check(string.Concat(Enumerable.Repeat("word ", 1_000_000))).IsClean);
        Assert.False(index.Check("「攻撃者は脆弱性を悪用して任意のコードを実行する可能性があります」").IsClean);
        Assert.True(index.Check("").IsClean);
        Assert.True(index.Check("--- !!! ???").IsClean);
        Assert.True(index.Check("\n\n\n\n").IsClean);
    }

    [Fact]
    public void Report_AnyOrderOfDocuments_IsTheSame()
    {
        BenchmarkIndex index = Load("q.csv", Question + "\n" + "The service stores tokens without encryption and so lets local users act as others\n");
        string[] documents = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? $"{Question} {i}" : i % 3 == 1 ? $"The service stores tokens without encryption and so lets local people read {i}" : $"nothing {i}")];
        int[] order = [.. Enumerable.Range(0, documents.Length)];
        ContaminationReport first = Report(order);
        new Xoshiro256(2).Shuffle<int>(order);
        ContaminationReport second = Report(order);

        BenchmarkReport told = Assert.Single(first.Benchmarks);
        Assert.Equal(20, told.Removed);
        Assert.Equal(20, told.ByRule[ContaminationRule.SharedWords]);
        Assert.Equal(10, told.Examples.Count);
        Assert.Equal(10, told.Survivors.Count);
        Assert.Equal(told.Examples, second.Benchmarks[0].Examples);
        Assert.Equal(told.Survivors, second.Benchmarks[0].Survivors);
        Assert.Equal(20, Assert.Single(first.CommonPhrases).Documents);

        ContaminationReport Report(int[] order)
        {
            var report = new ContaminationReport();
            Parallel.ForEach(order, i => report.Add($"d{i:00}", index.Check(documents[i])));
            return report;
        }
    }

    [Fact]
    public void Decontaminator_IdsAndWords_AreBothFound()
    {
        var ids = BenchmarkIds.Load(_folder.Write("ids.json", """{"rcm":["CVE-2024-0001"]}"""));
        var decontaminator = new Decontaminator(ids, Load("q.csv", Question));
        var document = new Core.Documents.Document { Id = "a", Source = "s", Text = $"about cve-2024-0001\n\n- {Question}\n- other" };

        ContaminationCheck check = decontaminator.Check(document, "");

        Assert.Equal([("rcm", ContaminationRule.Id), ("q", ContaminationRule.SharedWords), ("q", ContaminationRule.Twin)], check.Matches.Select(match => (match.Benchmark, match.Rule)));
        Assert.Equal("rcm", Assert.Single(decontaminator.Check(document with { Text = "plain" }, "CVE-2024-0001").Matches).Benchmark);
        Assert.Equal("intro\n\n- other", decontaminator.WithoutItems($"intro\n\n- {Question}\n- see CVE-2024-0001\n- other"));
    }
}
