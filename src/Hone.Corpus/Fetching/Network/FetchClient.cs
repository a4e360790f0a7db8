using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Hone.Core.Runs;
using Polly;
using Polly.Retry;

namespace Hone.Corpus.Fetching.Network;

/// <summary>
/// Asks one source's servers: at their pace, again with growing pauses where that may help (or when the server says, Retry-After),
/// and through redirects only as far as the rules go.
/// </summary>
internal sealed class FetchClient : IDisposable
{
    private const int MostRedirects = 5;

    private readonly HttpClient _http;
    private readonly HostRules _rules;
    private readonly FetchLimits _limits;
    private readonly TimeProvider _time;
    private readonly RateLimit _limit;
    private readonly RateLimiter _limiter;
    private readonly string? _key;
    private readonly ResiliencePipeline _retrying;

    public FetchClient(FetchSource source, HostRules rules, FetchLimits limits, IProgressReporter progress, TimeProvider time)
    {
        (_rules, _limits, _time, _limit) = (rules, limits, time, source.Limit);
        _key = _limit.KeyVariable is { } variable && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } key ? key : null;
        _limiter = new RateLimiter(_key is null ? _limit.Requests : _limit.RequestsWithKey, TimeSpan.FromSeconds(_limit.Seconds), time);
        _http = new HttpClient(Connections.Create(rules.MayBePrivate)) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("hone/1 (public security data)");
        _retrying = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<FetchFailure>(failure => failure.Transient),
            MaxRetryAttempts = limits.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = limits.FirstPause,
            MaxDelay = limits.LongestPause,
            DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as FetchFailure)?.RetryAfter),
            OnRetry = arguments =>
            {
                progress.Note($"{arguments.Outcome.Exception?.Message}; again in {Math.Ceiling(arguments.RetryDelay.TotalSeconds):0} s");
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    public TimeSpan Stall => _limits.Stall;

    /// <summary>Sends and reads, as often as the rules allow; both are called anew each time, so that a download goes on where it is.</summary>
    public async Task<T> GetAsync<T>(Uri address, Action<HttpRequestHeaders> prepare, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancel) =>
        await _retrying.ExecuteAsync(async token =>
        {
            try
            {
                using HttpResponseMessage response = await SendAsync(address, prepare, token);
                return await read(response, token);
            }
            catch (Exception e) when (Explain(address, e, token) is { } failure)
            {
                throw failure;
            }
        }, cancel);

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri address, Action<HttpRequestHeaders> prepare, CancellationToken cancel)
    {
        Uri target = _rules.Target(address);
        var seen = new HashSet<Uri>();
        while (true)
        {
            if (seen.Count > MostRedirects || !seen.Add(target))
                throw new FetchFailure($"{address}: redirects in a circle or more than {MostRedirects} times");
            await _limiter.WaitAsync(cancel);
            HttpResponseMessage response = await SendOnceAsync(target, seen.Count == 1, prepare, cancel);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
                return Judge(address, response);
            using (response)
                target = _rules.Follow(target, response.Headers.Location);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Uri target, bool withKey, Action<HttpRequestHeaders> prepare, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.AcceptEncoding.ParseAdd("identity");
        prepare(request.Headers);
        // A key is for the one who gave it, and goes along no redirect.
        if (withKey && _key is not null && _limit.KeyHeader is { } header)
            request.Headers.Add(header, _key);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(_limits.Stall);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
    }

    private HttpResponseMessage Judge(Uri address, HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.NotModified or HttpStatusCode.RequestedRangeNotSatisfiable)
            return response;
        using (response)
        {
            TimeSpan? after = RetryAfter(response);
            int status = (int)response.StatusCode;
            if (after > _limits.LongestRetryAfter)
                throw new FetchFailure($"{address}: the server asks to come back in {after.Value.TotalMinutes:0} minutes (status {status})", "give the same command again then; what is there is kept");
            bool later = status is 408 or 429 or 500 or 502 or 503 or 504 || (status == 403 && (after is not null || _limit.ForbiddenMeansLater));
            throw new FetchFailure($"{address}: the server answers {status} {response.ReasonPhrase}", Hint(status)) { Transient = later, RetryAfter = after, Missing = status is 404 or 410 };
        }
    }

    private static string? Hint(int status) => status switch
    {
        404 or 410 => "the publisher may have moved it: see 'hone fetch --list' for its page",
        401 or 403 or 407 => "a proxy or the publisher refuses: see --mirror, and HTTPS_PROXY in the environment",
        _ => null,
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>What went wrong on the way, in words; null where it is somebody else's matter.</summary>
    private static FetchFailure? Explain(Uri address, Exception e, CancellationToken cancel) => e switch
    {
        FetchFailure => null,
        OperationCanceledException when cancel.IsCancellationRequested => null,
        OperationCanceledException => new FetchFailure($"{address}: no answer for too long", null, e) { Transient = true },
        HttpRequestException { InnerException: FetchFailure inner } => new FetchFailure(inner.Message, inner.Hint, e),
        HttpRequestException { InnerException: AuthenticationException } => new FetchFailure($"{address}: the server's certificate is not to be trusted: {e.InnerException?.Message}", "a proxy that opens TLS needs its certificate in the system's store, or --mirror", e),
        HttpRequestException or HttpIOException => new FetchFailure($"{address}: {e.Message}", "is there a connection? behind a proxy set HTTPS_PROXY, or use --mirror", e) { Transient = true },
        _ => null,
    };
}
