using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Adapters;

/// <summary>An adapter directory merged into the model directory it belongs to, checked by its logits before anything is written.</summary>
public static class ModelMerge
{
    private const int MostText = 1 << 20;
    private const int MostTokens = 256;

    // What the models are compared on where no text is given: the kinds of text that this program's models see.
    private const string Sample = """
        The phishing mail asked the user to open the attached invoice and to enable its macros. The macro started PowerShell, which fetched a
        second stage from 203.0.113.7 and wrote it to C:\Users\Public\update.dll. CVE-2021-44228 allows remote code execution when a logged
        string holds ${jndi:ldap://...}. Jan 12 03:14:07 gate sshd[411]: Failed password for root from 198.51.100.23 port 50122 ssh2.
        To make the soup, cut the onions, cook them slowly in butter and add the stock after half an hour.
        """;

    /// <param name="format">What the merged model will be held in. Formats in blocks are for a later export: the directory is written in bf16 then.</param>
    /// <param name="text">A file with text to compare the models on; null: a sample of ours.</param>
    /// <exception cref="UserError">The two do not belong together, or the format is too coarse for what the adapter changes.</exception>
    public static MergeReport Merge(string model, string adapter, string to, WeightFormat format, string? text, IProgressReporter progress)
    {
        if (Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any())
            throw new UserError($"{to} is there already and not empty.", "Give another name.");
        using var start = ModelWeights.Open(model);
        using var lora = PeftAdapter.Read(adapter);
        using var device = new CpuDevice(activations: Activations.Exact);
        progress.Note($"merging {lora.Pairs.Count} branches of rank {lora.Config.Rank} into {model}");
        var merged = new AdapterMerge(device, start.Shape, start.Source, lora.Pairs, format);
        var report = MergeCheck.Compare(device, start.Shape, DecoderWeights.From(start.Shape, start.Source), Beside(lora), merged, [Rows(model, text, start.Shape.ContextLength)]);
        if (!report.IsFaithful)
            throw new UserError($"Not merged: in {format} {report}.", "Choose a finer --format (f32 loses nothing), or keep the adapter apart: hone runs it beside its base.");
        ModelDirectory.SaveLike(to, model, start.Shape, merged.Read, format == WeightFormat.F32 ? WeightType.F32 : WeightType.BF16);
        return report;
    }

    private static Adapter Beside(PeftAdapter lora)
        => new(lora.Pairs.ToDictionary(pair => pair.Module, pair => new LoraBranch(pair.A_RI, pair.B_OR, pair.Scale)));

    private static Batch Rows(string model, string? text, int contextLength)
    {
        var tokenizer = Tokenizer.Load(Path.Combine(model, "tokenizer.json"));
        var content = text is null ? Sample : System.Text.Encoding.UTF8.GetString(InputFile.ReadAll(text, MostText));
        var tokens = tokenizer.Encode(content).Take(Math.Min(MostTokens, contextLength)).ToArray();
        return tokens.Length > 0 ? new Batch(tokens, tokens.Length, new int[tokens.Length]) : throw new UserError($"{text} holds no text to compare the models on.");
    }
}
