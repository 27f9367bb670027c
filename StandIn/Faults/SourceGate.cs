using System.Globalization;
using Microsoft.AspNetCore.Connections.Features;
using StandIn.Pages;
using StandIn.Requests;
using StandIn.Settings;

namespace StandIn.Faults;

/// <summary>What every request of a source goes through: counted, limited, delayed, and sometimes answered wrongly.</summary>
internal sealed class SourceGate(CurrentSettings settings, RequestLog log, MinuteLimit limit, TimeProvider time)
{
    // An HTML page where JSON is expected: what a captive portal or a consent page looks like to an extractor.
    private static readonly byte[] Garbage = "<!doctype html><title>\0�</title>{\"unfinished\": [1, 2"u8.ToArray();

    private const int SlowPieces = 20;

    /// <summary>Gives the page, or what settings and chance put in its place.</summary>
    public async Task ServeAsync(HttpContext http, SourceRoute route, Page page)
    {
        var nth = log.Enter(route, page.Videos);
        try
        {
            if (await PassAsync(http, route, page.Videos.Count > 0 ? page.Videos[0] : "", nth) is not { } fault)
                return;
            await WriteAsync(http, page, fault is Fault.SlowBody ? settings.Value.SlowBody : TimeSpan.Zero);
            if (page.Status < 400)
                log.Answer(route, page.Videos);
        }
        finally
        {
            log.Leave();
        }
    }

    /// <summary>Waits out the latency and commits the fault.</summary>
    /// <returns>Null when the request was dealt with here, else how its answer is to be given.</returns>
    public async Task<Fault?> PassAsync(HttpContext http, SourceRoute route, string? video, int nth)
    {
        var now = settings.Value;
        if (now.RequestsPerMinute is { } perMinute && route.IsMetadata && limit.Take(perMinute) is var wait && wait > TimeSpan.Zero)
        {
            log.Refuse();
            return await RefuseAsync(http, wait);
        }

        var chance = Chance.Of(now, route, video, nth);
        if (chance.Latency > TimeSpan.Zero)
            await Task.Delay(chance.Latency, time, http.RequestAborted);

        switch (chance.Fault)
        {
            case Fault.TooManyRequests:
                return await RefuseAsync(http, now.RetryAfter);
            case Fault.ServerError:
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return null;
            case Fault.Reset:
                Reset(http);
                return null;
            case Fault.Garbage:
                http.Response.ContentType = "text/html";
                await http.Response.Body.WriteAsync(Garbage, http.RequestAborted);
                return null;
            default:
                return chance.Fault;
        }
    }

    /// <summary>Ends the connection with a reset where the socket can be had, so that the peer sees an error and no early end.</summary>
    public static void Reset(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
            socket.LingerState = new(enable: true, seconds: 0);
        http.Abort();
    }

    private static async Task<Fault?> RefuseAsync(HttpContext http, TimeSpan wait)
    {
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        http.Response.ContentType = "text/plain";
        await http.Response.WriteAsync("Too many requests: the stand-in was told to say so.", http.RequestAborted);
        return null;
    }

    private async Task WriteAsync(HttpContext http, Page page, TimeSpan over)
    {
        http.Response.StatusCode = page.Status;
        http.Response.ContentType = page.ContentType;
        http.Response.ContentLength = page.Body.Length;
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        if (over == TimeSpan.Zero)
        {
            await http.Response.Body.WriteAsync(page.Body, http.RequestAborted);
            return;
        }

        var step = Math.Max(1, page.Body.Length / SlowPieces);
        for (var from = 0; from < page.Body.Length; from += step)
        {
            await http.Response.Body.WriteAsync(page.Body.Slice(from, Math.Min(step, page.Body.Length - from)), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(over / SlowPieces, time, http.RequestAborted);
        }
    }
}
