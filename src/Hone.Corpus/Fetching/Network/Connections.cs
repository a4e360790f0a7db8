using System.Net;
using System.Net.Sockets;

namespace Hone.Corpus.Fetching.Network;

/// <summary>
/// The only place where this program opens a connection. The address that was looked up and judged is the one that is connected
/// to, so a name cannot change its mind in between. A proxy set in the environment (HTTPS_PROXY) is taken as the person's wish.
/// </summary>
internal static class Connections
{
    public static SocketsHttpHandler Create(Predicate<string> mayBePrivate) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        MaxResponseHeadersLength = 64,
        ConnectCallback = (context, cancel) => ConnectAsync(context, mayBePrivate, cancel),
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, Predicate<string> mayBePrivate, CancellationToken cancel)
    {
        DnsEndPoint peer = context.DnsEndPoint;
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(peer.Host, cancel);
        bool isProxy = !string.Equals(peer.Host, context.InitialRequestMessage.RequestUri?.Host, StringComparison.OrdinalIgnoreCase);
        if (!isProxy && !mayBePrivate(peer.Host) && addresses.FirstOrDefault(PrivateAddresses.Contains) is { } inside)
            throw new FetchFailure($"{peer.Host} leads to {inside}, which is no public address", $"behind a portal, sign in first; if it is your own server: --allow-host {peer.Host} or --mirror");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, peer.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
