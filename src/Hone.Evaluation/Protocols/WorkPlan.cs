using System.Security.Cryptography;
using System.Text;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Evaluation.Benchmarks;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Protocols;

/// <summary>Turns a spec into the list of work, in the order in which it is done and written.</summary>
internal static class WorkPlan
{
    public const string Domain = "domain";
    public const string General = "general";

    public static IReadOnlyList<WorkSet> Make(EvalSpec spec, Func<string, IEnumerable<Document>> read)
    {
        var sets = new List<WorkSet>();
        if (spec.DomainHeldout is { } domain)
            sets.Add(Documents(Domain, domain, spec, read));
        if (spec.GeneralHeldout is { } general)
            sets.Add(Documents(General, general, spec, read));
        foreach (var benchmark in BenchmarkList.All)
        {
            if (benchmark.PathIn(spec) is { } path)
                sets.Add(Questions(benchmark, path, spec));
        }
        return sets;
    }

    private static WorkSet Documents(string name, string path, EvalSpec spec, Func<string, IEnumerable<Document>> read)
    {
        var documents = DocumentSample.Take(read(path), spec.MaxDocuments, spec.MaxBytes, spec.Seed);
        if (documents.Count == 0)
            throw new UserError($"{path}: no documents in the file", "Curate more text, or hold out a larger share of it.");
        return new WorkSet
        {
            Name = name,
            HeadlineProtocol = BitsPerByte.Name,
            Items = Distinct(path, documents.Select(document => new WorkItem(
                new ItemKey(name, BitsPerByte.Name, document.Source, document.Id),
                document.ComputeHash(),
                (model, cancel) => BitsPerByte.Measure(model, name, document, cancel)))),
            Baselines = new Dictionary<string, double> { ["uniform_bytes"] = 8, ["byte_frequencies"] = BitsPerByte.OfByteFrequencies(documents) },
        };
    }

    private static WorkSet Questions(IBenchmark benchmark, string path, EvalSpec spec)
    {
        var questions = Chosen(benchmark.Read(path), spec);
        var items = ProtocolList.All.SelectMany(protocol => questions.Select(question => new WorkItem(
            new ItemKey(benchmark.Name, protocol.Name, question.Source, question.Id),
            Hash(protocol.Prompt(question), string.Join('\n', protocol.Continuations(question)), ChoiceItem.LetterOf(question.Gold).ToString()),
            (model, cancel) => MultipleChoice.Ask(model, benchmark.Name, protocol, question, cancel))));
        return new WorkSet { Name = benchmark.Name, HeadlineProtocol = benchmark.HeadlineProtocol, Items = Distinct(path, items) };
    }

    private static IEnumerable<ChoiceItem> Chosen(IReadOnlyList<ChoiceItem> all, EvalSpec spec)
    {
        if (spec.MaxQuestions == 0 || all.Count <= spec.MaxQuestions)
            return all;
        var kept = all.Select(item => item.Id).OrderBy(id => DocumentSample.Key(id, spec.Seed)).ThenBy(id => id, StringComparer.Ordinal)
            .Take(spec.MaxQuestions).ToHashSet(StringComparer.Ordinal);
        return [.. all.Where(item => kept.Contains(item.Id))];
    }

    private static WorkItem[] Distinct(string path, IEnumerable<WorkItem> items)
    {
        var list = items.ToArray();
        var twice = list.GroupBy(item => item.Key).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? list : throw new UserError($"{path}: the id '{twice.Key.Id}' of source '{twice.Key.Source}' occurs twice", "Give every document its own id.");
    }

    public static string Hash(params IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));
}
