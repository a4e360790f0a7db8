namespace Hone.Core.Security;

/// <summary>FIRST's Traffic Light Protocol 2.0 (first.org/tlp): who may see a text. In the order of restriction.</summary>
public enum TrafficLight
{
    Clear,
    Green,
    Amber,
    AmberStrict,
    Red,
}

public static class TrafficLights
{
    /// <summary>"TLP:AMBER+STRICT", "amber"; TLP 1's WHITE is CLEAR. Null where it is no label.</summary>
    public static TrafficLight? Parse(string text)
    {
        string label = text.Trim().ToUpperInvariant();
        if (label.StartsWith("TLP", StringComparison.Ordinal))
            label = label[3..].TrimStart(':', '-', '_', ' ');
        return label switch
        {
            "CLEAR" or "WHITE" => TrafficLight.Clear,
            "GREEN" => TrafficLight.Green,
            "AMBER" => TrafficLight.Amber,
            "AMBER+STRICT" or "AMBER-STRICT" or "AMBER STRICT" => TrafficLight.AmberStrict,
            "RED" => TrafficLight.Red,
            _ => null,
        };
    }

    /// <summary>The label as the protocol spells it.</summary>
    public static string Label(this TrafficLight light) => light switch
    {
        TrafficLight.Clear => "TLP:CLEAR",
        TrafficLight.Green => "TLP:GREEN",
        TrafficLight.Amber => "TLP:AMBER",
        TrafficLight.AmberStrict => "TLP:AMBER+STRICT",
        _ => "TLP:RED",
    };
}
