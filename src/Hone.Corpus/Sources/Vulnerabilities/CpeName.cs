namespace Hone.Corpus.Sources.Vulnerabilities;

/// <summary>
/// A CPE 2.3 formatted string (NIST IR 7695), "cpe:2.3:a:acme:big_widget:1.0:sp1:*:*:*:wordpress:*:*", as words. "*" (any) and
/// "-" (none) are empty.
/// </summary>
internal readonly record struct CpeName(string Part, string Vendor, string Product, string Version, string Update, string TargetSoftware)
{
    private const string Prefix = "cpe:2.3:";

    public static CpeName? Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var fields = new List<string>(11);
        int start = Prefix.Length;
        for (int i = start; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '\\')
                i++;
            else if (i == text.Length || text[i] == ':')
            {
                fields.Add(text[start..i]);
                start = i + 1;
            }
        }
        return fields.Count >= 5 && fields[2].Length > 0
            ? new CpeName(fields[0], Words(fields[1]), Words(fields[2]), Words(fields[3]), Words(fields[4]), fields.Count > 8 ? Words(fields[8]) : "")
            : null;
    }

    /// <summary>"acme big widget for wordpress".</summary>
    public string Name
    {
        get
        {
            string name = Vendor.Length == 0 || Product.StartsWith(Vendor, StringComparison.OrdinalIgnoreCase) ? Product : $"{Vendor} {Product}";
            return TargetSoftware.Length > 0 && !name.Contains(TargetSoftware, StringComparison.OrdinalIgnoreCase) ? $"{name} for {TargetSoftware}" : name;
        }
    }

    public string Release => Update.Length == 0 ? Version : Version.Length == 0 ? Update : $"{Version} {Update}";

    private static string Words(string field) => field is "*" or "-" ? "" : field.Replace("\\", "", StringComparison.Ordinal).Replace('_', ' ');
}
