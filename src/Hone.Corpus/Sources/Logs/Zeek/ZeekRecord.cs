using Hone.Corpus.Sources.Logs.Json;

namespace Hone.Corpus.Sources.Logs.Zeek;

/// <summary>A line of a Zeek log: the fields that are set, under the names that the tab-separated logs use.</summary>
internal sealed class ZeekRecord(string path, IReadOnlyList<(string Name, string Value)> fields)
{
    /// <summary>Which log: "conn", "dns", ...</summary>
    public string Path => path;

    public IReadOnlyList<(string Name, string Value)> Fields => fields;

    public string? this[string name]
    {
        get
        {
            foreach ((string known, string value) in fields)
                if (known == name)
                    return value;
            return null;
        }
    }

    /// <summary>Null where the object is none of Zeek's. Shippers write id.orig_h, id_orig_h or an object "id".</summary>
    public static ZeekRecord? From(JsonFields json, string fileName)
    {
        string? path = json.First("_path", "@stream", "event.dataset");
        bool connection = json.Has("uid") && json.First("id.orig_h", "id_orig_h") is not null;
        if (!json.Has("ts") && path is null || (path is null && !connection && !IsLog(fileName)))
            return null;
        (string, string)[] fields = [.. json.All.Where(field => !field.Name.StartsWith('_') && !field.Name.StartsWith('@')).Select(field => (Name(field.Name), field.Value is "true" ? "T" : field.Value is "false" ? "F" : field.Value))];
        return new ZeekRecord(path is null ? Stem(fileName) : path[(path.LastIndexOf('.') + 1)..], fields);
    }

    /// <summary>"conn.log.gz", "conn.20240301.log", "conn_20240301.json" are all conn.</summary>
    public static string Stem(string fileName)
    {
        string file = fileName[(fileName.LastIndexOf('/') + 1)..];
        int dot = file.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? file[..dot] : file;
    }

    private static bool IsLog(string fileName) => Stem(fileName) is "conn" or "dns" or "http" or "ssl" or "files" or "notice" or "weird" or "x509" or "ssh" or "kerberos" or "dce_rpc" or "smb_files" or "smb_mapping" or "ntlm" or "dhcp" or "rdp" or "ftp" or "smtp" or "software" or "intel" or "tunnel" or "pe";

    private static string Name(string name) => name.StartsWith("id_", StringComparison.Ordinal) ? $"id.{name[3..]}" : name;
}
