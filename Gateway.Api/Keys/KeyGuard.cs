using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Gateway.Api.Problems;
using Microsoft.AspNetCore.Authorization;
using ServiceDefaults.Connections;

namespace Gateway.Api.Keys;

/// <summary>
/// Requires a key, or the session of a page, if keys are configured, except for endpoints that allow anonymous callers
/// and the page's files.
/// </summary>
internal sealed partial class KeyGuard(
    KeyRing keys, Sessions sessions, FailedAttempts attempts, ILogger<KeyGuard> logger)
{
    private const string Header = "X-Api-Key";
    private static readonly object ClientItem = new();

    /// <summary>Returns the name of the caller's key; null without keys.</summary>
    public static string? ClientOf(HttpContext context) => context.Items[ClientItem] as string;

    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        var client = await FindAsync(context);
        if (client is null)
            return;
        if (KeyScopes.Of(context.Request) is { } scope && !client.Scopes.Contains(scope))
        {
            Log.LacksScope(logger, client.Name, scope);
            await Problem.Of(
                StatusCodes.Status403Forbidden,
                $"This key lacks the scope {scope}: use a key that has it, or have its scopes extended.")
                .ExecuteAsync(context);
            return;
        }

        context.Items[ClientItem] = client.Name;
        using var lease = client.Limiter.AttemptAcquire();
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        await RefuseAsync(
            context,
            lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1),
            "This key has reached its requests per minute: send fewer requests, with more links in each.");
    }

    /// <returns>The client; null if the response refuses the request.</returns>
    private async ValueTask<KeyClient?> FindAsync(HttpContext context)
    {
        if (KeyOf(context.Request) is { Length: > 0 } key)
            return await FindByKeyAsync(context, key);

        var token = SessionCookie.Read(context.Request);
        var name = token is null ? null : await sessions.FindAsync(token, context.RequestAborted);
        if (name is not null && keys.FindByName(name) is { } client)
            return client;
        Challenge(context);
        return null;
    }

    private async Task<KeyClient?> FindByKeyAsync(HttpContext context, string key)
    {
        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        var client = keys.Find(key);
        if (attempts.WaitOf(address, client) is { } wait)
        {
            await RefuseAsync(context, wait, "Too many wrong keys came from this address: check the key, and wait.");
            return null;
        }

        if (client is not null)
        {
            attempts.Succeed(address, client);
            return client;
        }

        Log.WrongKey(logger, address, attempts.Fail(address), FailedAttempts.Limit);
        Challenge(context);
        return null;
    }

    private static void Challenge(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    }

    private static Task RefuseAsync(HttpContext context, TimeSpan wait, string sentence)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problem.Of(StatusCodes.Status429TooManyRequests, sentence).ExecuteAsync(context);
    }

    private static string? KeyOf(HttpRequest request)
    {
        const string Bearer = "Bearer ";
        if (request.Headers.TryGetValue(Header, out var key))
            return key;
        return request.Headers.Authorization.ToString() is { } value
            && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? value[Bearer.Length..]
            : null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Wrong key from {Address}: {Count} of {Limit} in this minute")]
        public static partial void WrongKey(ILogger logger, IPAddress address, int count, int limit);

        [LoggerMessage(2, LogLevel.Warning, "The key {Client} lacks the scope {Scope}")]
        public static partial void LacksScope(ILogger logger, string client, KeyScope scope);
    }
}
