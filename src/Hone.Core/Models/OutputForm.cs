using System.Text.Json;

namespace Hone.Core.Models;

/// <summary>A form an answer must have from its first to its last character.</summary>
public abstract record OutputForm
{
    private OutputForm()
    {
    }

    /// <summary>One of these texts.</summary>
    public sealed record Choice(IReadOnlyList<string> Texts) : OutputForm;

    /// <summary>A text that the whole expression matches.</summary>
    public sealed record Regex(string Expression) : OutputForm;

    /// <summary>A JSON value that the schema accepts.</summary>
    public sealed record JsonSchema(JsonElement Schema) : OutputForm;
}
