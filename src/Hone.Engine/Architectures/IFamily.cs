using System.Text.Json.Nodes;

namespace Hone.Engine.Architectures;

/// <summary>
/// A family of models: what its config.json calls the switches of <see cref="ModelShape"/>. A new family is one file in Families
/// and one line in <see cref="FamilyList"/>.
/// </summary>
internal interface IFamily
{
    /// <summary>model_type of config.json.</summary>
    string ModelType { get; }

    /// <summary>The class name other tools load the model by.</summary>
    string Architecture { get; }

    /// <summary>Reads the fields beyond the common ones.</summary>
    ModelShape Read(ConfigFields fields, ModelShape common);

    /// <summary>Writes the fields beyond the common ones.</summary>
    void Write(ModelShape shape, JsonObject config);
}
