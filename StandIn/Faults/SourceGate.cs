using System.Globalization;
using Microsoft.AspNetCore.Connections.Features;
using StandIn.Pages;
using StandIn.Requests;
using StandIn.Settings;

namespace StandIn.Faults;

/// <summary>
/// Counts, limits, delays, and sometimes fails every request of a source.
/// </summary>
internal sealed class SourceGate(
    CurrentSettings settings, RequestLog log, MinuteLimit limit, LatencyClock latency, TimeProvider time)
{
    // An HTML page where JSON is expected: what a captive portal or a consent page looks like to an extractor.
    private static readonly byte[] Garbage = "<!doctype html><title>\0�</title>{\"unfinished\": [1, 2"u8.ToArray();

    private const int SlowPieces = 20;

    /// <summary>Gives the page, or what settings and chance put in its place.</summary>
    public async Task ServeAsync(HttpContext http, SourceRoute route, Page page)
    {
        using var visit = log.Enter(route, page.Videos);
        if (await PassAsync(http, visit) is { } fault)
            await WriteAsync(http, visit, page, fault is Fault.SlowBody ? settings.Value.SlowBody : TimeSpan.Zero);
    }

    /// <summary>Waits out the latency and commits the fault.</summary>
    /// <returns>Null when the request was answered here, else the faults for its answer.</returns>
    public async Task<Fault?> PassAsync(HttpContext http, RequestLog.Visit visit)
    {
        var now = settings.Value;
        if (now.RequestsPerMinute is { } perMinute && visit.Route.IsMetadata && limit.Take(perMinute) is var wait
            && wait > TimeSpan.Zero)
        {
            log.Refuse();
            visit.End(isAnswered: false);
            await RefuseAsync(http, wait);
            return null;
        }

        var chance = Chance.Of(now, visit.Route, visit.Video, visit.Nth);
        if (chance.Latency > TimeSpan.Zero)
            await latency.WaitAsync(chance.Latency, http.RequestAborted);
        if (chance.Fault is Fault.None or Fault.SlowBody)
            return chance.Fault;

        visit.End(isAnswered: false);
        await CommitAsync(http, chance.Fault, now.RetryAfter);
        return null;
    }

    private static async Task CommitAsync(HttpContext http, Fault fault, TimeSpan retryAfter)
    {
        switch (fault)
        {
            case Fault.TooManyRequests:
                await RefuseAsync(http, retryAfter);
                break;
            case Fault.ServerError:
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            case Fault.Reset:
                Reset(http);
                break;
            case Fault.Garbage:
                http.Response.ContentType = "text/html";
                await http.Response.Body.WriteAsync(Garbage, http.RequestAborted);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault in place of an answer.");
        }
    }

    /// <summary>
    /// Ends the connection with a reset where the socket can be had, so that the peer sees an error and no early end.
    /// </summary>
    private static void Reset(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
            socket.LingerState = new(enable: true, seconds: 0);
        http.Abort();
    }

    private static async Task RefuseAsync(HttpContext http, TimeSpan wait)
    {
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        http.Response.ContentType = "text/plain";
        await http.Response.WriteAsync(
            "Too many requests: the stand-in is configured to refuse them.", http.RequestAborted);
    }

    private async Task WriteAsync(HttpContext http, RequestLog.Visit visit, Page page, TimeSpan over)
    {
        http.Response.StatusCode = page.Status;
        http.Response.ContentType = page.ContentType;
        http.Response.ContentLength = page.Body.Length;
        var left = page.Body;
        for (var step = Math.Max(1, left.Length / SlowPieces); over > TimeSpan.Zero
            && left.Length > step; left = left[step..])
        {
            await http.Response.Body.WriteAsync(left[..step], http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(over / SlowPieces, time, http.RequestAborted);
        }

        visit.End(isAnswered: page.Status < 400);
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(left, http.RequestAborted);
    }
}
