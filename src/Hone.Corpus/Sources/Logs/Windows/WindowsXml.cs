using System.Globalization;
using System.Xml;
using Hone.Corpus.Sources.Logs.Formats;

namespace Hone.Corpus.Sources.Logs.Windows;

/// <summary>One Event element as wevtutil, Get-WinEvent's ToXml and the Event Viewer write it (schemas.microsoft.com/win/2004/08/events/event).</summary>
internal static class WindowsXml
{
    private static readonly XmlReaderSettings _settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true, CheckCharacters = false };

    /// <summary>Null with what is wrong.</summary>
    public static WindowsEvent? Parse(string xml, out string? problem)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), _settings);
            problem = "an Event without an EventID";
            return Read(reader) is { Id: >= 0 } happened ? happened : null;
        }
        catch (XmlException)
        {
            problem = "not XML";
            return null;
        }
    }

    private static WindowsEvent Read(XmlReader reader)
    {
        string computer = "", channel = "", provider = "", stamp = "";
        string? message = null;
        int id = -1;
        var data = new List<(string, string)>();
        bool inData = false;
        reader.Read();
        while (!reader.EOF)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                inData &= !(reader.NodeType == XmlNodeType.EndElement && reader.LocalName is "EventData" or "UserData");
                reader.Read();
                continue;
            }
            switch (reader.LocalName)
            {
                case "Provider" when !inData:
                    provider = reader.GetAttribute("Name") ?? "";
                    reader.Read();
                    break;
                case "TimeCreated" when !inData:
                    stamp = reader.GetAttribute("SystemTime") ?? "";
                    reader.Read();
                    break;
                case "EventID" when !inData:
                    id = int.TryParse(Content(reader), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
                    break;
                case "Channel" when !inData && channel.Length == 0:
                    channel = Content(reader);
                    break;
                case "Computer" when !inData:
                    computer = Content(reader);
                    break;
                case "Message" when !inData:
                    message = Content(reader);
                    break;
                case "EventData" or "UserData":
                    inData = !reader.IsEmptyElement;
                    reader.Read();
                    break;
                default:
                    ReadOther(reader, inData, data);
                    break;
            }
        }
        _ = LogClock.TryParse(stamp, out LogTime time);
        return new WindowsEvent { Id = id, Time = time, Order = stamp, Computer = computer, Channel = channel, Provider = provider, Message = message, Data = data };
    }

    /// <summary>Data elements carry their name as an attribute; in UserData the element is the name, in one that holds them.</summary>
    private static void ReadOther(XmlReader reader, bool inData, List<(string, string)> data)
    {
        string name = reader.LocalName == "Data" ? reader.GetAttribute("Name") ?? "Data" : reader.LocalName;
        if (!inData || (reader.Depth == 2 && reader.LocalName != "Data" && reader.LocalName != "Binary"))
        {
            reader.Read();
            return;
        }
        string value = Content(reader);
        if (value.Length > 0 && name != "Binary")
            data.Add((name, value));
    }

    /// <summary>All text in the element; goes on behind it.</summary>
    private static string Content(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return "";
        }
        int depth = reader.Depth;
        var text = new System.Text.StringBuilder();
        while (reader.Read() && reader.Depth > depth)
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
                text.Append(reader.Value);
        reader.Read();
        return text.ToString().Trim();
    }
}
