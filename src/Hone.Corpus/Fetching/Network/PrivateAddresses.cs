using System.Net;
using System.Net.Sockets;

namespace Hone.Corpus.Fetching.Network;

/// <summary>
/// Addresses that no public server has (RFC 6890 and its registry): a public name that leads to one is a trick or a captive portal.
/// </summary>
internal static class PrivateAddresses
{
    private static readonly IPNetwork[] Ranges = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "::/127", "100::/64", "2001:db8::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    }.Select(range => IPNetwork.Parse(range))];

    private static readonly byte[] Nat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

    public static bool Contains(IPAddress address)
    {
        if (Inner(address) is { } inner)
            return Contains(inner);
        foreach (IPNetwork range in Ranges)
            if (range.BaseAddress.AddressFamily == address.AddressFamily && range.Contains(address))
                return true;
        return false;
    }

    /// <summary>An IPv4 address in the clothes of IPv6: mapped, or behind NAT64 or 6to4.</summary>
    private static IPAddress? Inner(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return null;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        byte[] b = address.GetAddressBytes();
        if (b.AsSpan(0, 12).SequenceEqual(Nat64))
            return new IPAddress(b.AsSpan(12));
        return b is [0x20, 0x02, ..] ? new IPAddress(b.AsSpan(2, 4)) : null;
    }
}
