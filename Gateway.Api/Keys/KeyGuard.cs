using System.Globalization;
using System.Threading.RateLimiting;
using Gateway.Api.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Keys;

internal static class KeyGuard
{
    private const string Header = "X-Api-Key";
    private static readonly object ClientItem = new();

    public static IHostApplicationBuilder AddKeys(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<KeyOptions>().BindConfiguration(KeyOptions.Section).ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<KeyOptions>, ClosedByDefault>();
        builder.Services.AddSingleton<KeyRing>();
        return builder;
    }

    /// <summary>
    /// Requires a key if keys are configured, except for endpoints that allow anonymous callers and the page's files.
    /// </summary>
    public static void UseKeys(this IApplicationBuilder app) => app.Use(next =>
    {
        // When the host starts, after its settings are checked.
        var keys = app.ApplicationServices.GetRequiredService<KeyRing>();
        return keys.IsEmpty ? next : context => GuardAsync(context, next, keys);
    });

    private static async Task GuardAsync(HttpContext context, RequestDelegate next, KeyRing keys)
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        if (!keys.TryFind(KeyOf(context.Request), out var limiter, out var client))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        context.Items[ClientItem] = client;
        using var lease = limiter.AttemptAcquire();
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await Problem.Of(
            StatusCodes.Status429TooManyRequests,
            "This key has reached its requests per minute: send fewer requests, with more links in each.")
            .ExecuteAsync(context);
    }

    /// <summary>Returns the name of the caller's key; null without keys.</summary>
    public static string? ClientOf(HttpContext context) => context.Items[ClientItem] as string;

    public static string? KeyOf(HttpRequest request)
    {
        const string Bearer = "Bearer ";
        if (request.Headers.TryGetValue(Header, out var key))
            return key;
        return request.Headers.Authorization.ToString() is { } value
            && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? value[Bearer.Length..]
            : KeyCookie.Read(request);
    }
}
