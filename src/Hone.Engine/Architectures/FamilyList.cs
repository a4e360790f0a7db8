using Hone.Engine.Architectures.Families;

namespace Hone.Engine.Architectures;

/// <summary>All families this program runs.</summary>
internal static class FamilyList
{
    private static readonly IFamily[] All = [new Llama(), new Mistral(), new Qwen2(), new Qwen3(), new GptOss(), new SmolLm3(), new Granite()];

    public static IFamily? Find(string modelType) => All.FirstOrDefault(family => family.ModelType == modelType);

    public static string Names => string.Join(", ", All.Select(family => family.ModelType));
}
