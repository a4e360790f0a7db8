using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>A control or an enhancement of one.</summary>
internal sealed record OscalControl(string Id, JsonElement Json, string Group, OscalControl? Parent)
{
    /// <summary>"AC-2(1)".</summary>
    public string Label { get; } = Json.Items("props")
        .Where(prop => prop.Text("name") == "label" && prop.Text("class") is null or "sp800-53")
        .Select(prop => prop.Text("value")).FirstOrDefault() ?? Id.ToUpperInvariant();

    public string Title { get; } = MarkdownBuilder.OneLine(Json.Text("title") ?? "");

    public string Name => Title.Length > 0 ? $"{Label} {Title}" : Label;

    public bool IsWithdrawn => Json.Items("props").Any(prop => prop.Text("name") == "status" && prop.Text("value")?.Equals("withdrawn", StringComparison.OrdinalIgnoreCase) == true);

    public IEnumerable<string> Links(string relation) => Json.Items("links").Where(link => link.Text("rel") == relation)
        .Select(link => link.Text("href")).OfType<string>().Where(href => href[0] == '#').Select(href => href[1..]);
}

/// <summary>A catalogue with its controls in order and its parameters by id.</summary>
internal sealed partial class OscalCatalogue
{
    /// <summary>Groups in groups, controls in controls, parameters in parameters: catalogues use three levels.</summary>
    private const int MaxDepth = 16;

    /// <summary>Parameters put into one text; choices that name each other would otherwise multiply.</summary>
    private const int MaxInserts = 100;

    private readonly Dictionary<string, OscalControl> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _parameters = new(StringComparer.Ordinal);
    private readonly List<OscalControl> _controls = [];
    private readonly ILookup<string, OscalControl> _enhancements;
    private int _inserts;

    public OscalCatalogue(JsonElement root)
    {
        JsonElement metadata = root.Child("metadata") ?? default;
        Title = MarkdownBuilder.OneLine(metadata.Text("title") ?? "an OSCAL catalogue");
        LastModified = metadata.Text("last-modified");
        AddGroup(root, "", 0);
        _enhancements = _byId.Values.Where(control => control.Parent is not null).ToLookup(control => control.Parent?.Id ?? "", StringComparer.Ordinal);
    }

    public string Title { get; }

    public string? LastModified { get; }

    /// <summary>Those that are no enhancements.</summary>
    public IReadOnlyList<OscalControl> Controls => _controls;

    public IEnumerable<OscalControl> EnhancementsOf(OscalControl control) => _enhancements[control.Id];

    /// <summary>The name of what a link points to: a control, or the control whose part it is.</summary>
    public string? Name(string id)
    {
        if (_byId.TryGetValue(id, out OscalControl? control))
            return control.Name;
        int part = id.IndexOf('_', StringComparison.Ordinal);
        return part > 0 && _byId.TryGetValue(id[..part], out OscalControl? whole) ? whole.Name : null;
    }

    /// <summary>Prose with parameters in place of their marks, and links as their words.</summary>
    public string Resolve(string? prose)
    {
        _inserts = 0;
        return Resolve(prose, 0);
    }

    private string Resolve(string? prose, int depth) => prose is null ? ""
        : SpaceBeforeStop().Replace(MarkdownBuilder.OneLine(Prose.WithoutLinks(Insert().Replace(prose, m => depth < MaxDepth && ++_inserts < MaxInserts && _parameters.TryGetValue(m.Groups["id"].Value, out JsonElement parameter) ? Tell(parameter, depth + 1) : "[organization-defined value]"))), "$1");

    /// <summary>A value that is set, a choice, or what the organisation defines.</summary>
    private string Tell(JsonElement parameter, int depth)
    {
        if (parameter.Texts("values") is { Count: > 0 } values)
            return Prose.List(values);
        if (parameter.Child("select") is { } select && select.Texts("choice") is { Count: > 0 } choices)
            return $"[{(select.Text("how-many") == "one-or-more" ? "one or more of" : "one of")}: {string.Join("; ", choices.Select(choice => Resolve(choice, depth)))}]";
        string label = Resolve(parameter.Text("label"), depth);
        return label.Length == 0 ? "[organization-defined value]" : label.StartsWith("organization-defined", StringComparison.Ordinal) ? $"[{label}]" : $"[organization-defined {label}]";
    }

    private void AddGroup(JsonElement group, string title, int depth)
    {
        if (depth > MaxDepth)
            return;
        AddParameters(group);
        foreach (JsonElement control in group.Items("controls"))
            AddControl(control, title, null, depth);
        foreach (JsonElement inner in group.Items("groups"))
            AddGroup(inner, MarkdownBuilder.OneLine(inner.Text("title") ?? title), depth + 1);
    }

    private void AddControl(JsonElement json, string group, OscalControl? parent, int depth)
    {
        if (depth > MaxDepth || json.Text("id") is not { } id)
            return;
        var control = new OscalControl(id, json, group, parent);
        AddParameters(json);
        if (_byId.TryAdd(id, control) && parent is null)
            _controls.Add(control);
        foreach (JsonElement enhancement in json.Items("controls"))
            AddControl(enhancement, group, control, depth + 1);
    }

    private void AddParameters(JsonElement owner)
    {
        foreach (JsonElement parameter in owner.Items("params"))
        {
            if (parameter.Text("id") is { } id)
                _parameters.TryAdd(id, parameter);
            // Revision 5.1 renamed the parameters and kept the old ids beside the new.
            foreach (JsonElement prop in parameter.Items("props"))
                if (prop.Text("name") == "alt-identifier" && prop.Text("value") is { } other)
                    _parameters.TryAdd(other, parameter);
        }
    }

    [GeneratedRegex(@"\{\{\s*(?:insert:\s*param\s*,\s*)?(?<id>[A-Za-z0-9_.-]{1,200})\s*\}\}")]
    private static partial Regex Insert();

    [GeneratedRegex(@" +([;,.](?:\s|$))")]
    private static partial Regex SpaceBeforeStop();
}
