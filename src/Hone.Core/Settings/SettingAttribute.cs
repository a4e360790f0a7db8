namespace Hone.Core.Settings;

/// <summary>
/// Describes one property of a spec record: recipes, the JSON schema, <c>--help</c> and the reference pages are made from it.
/// The property's initialiser is its default; a <c>required</c> property has none.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string description) : Attribute
{
    /// <summary>One sentence for the person who writes the recipe, with the unit.</summary>
    public string Description { get; } = description;

    public double Min { get; init; } = double.NegativeInfinity;
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>The text names a file or directory (each item of a list does) that must be there before any work starts.</summary>
    public bool MustExist { get; init; }
}
