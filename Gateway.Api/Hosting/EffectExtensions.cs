using Microsoft.AspNetCore.Http.Timeouts;

namespace Gateway.Api.Hosting;

/// <summary>Keeps the answers of requests that have an effect: without it, a client repeats the request.</summary>
internal static class EffectExtensions
{
    /// <summary>
    /// Ends the time limit of a request just before its effect. Each step from here on has a limit of its own.
    /// </summary>
    /// <exception cref="OperationCanceledException">The time limit has passed, or the caller has left.</exception>
    public static void BeginEffect(this HttpContext context)
    {
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        context.RequestAborted.ThrowIfCancellationRequested();
    }

    /// <summary>Calls <see cref="BeginEffect"/> for requests that are not safe, once their parameters are read.</summary>
    public static RouteGroupBuilder WithEffects(this RouteGroupBuilder group) => group.AddEndpointFilter(
        (context, next) =>
        {
            var method = context.HttpContext.Request.Method;
            if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
                context.HttpContext.BeginEffect();
            return next(context);
        });
}
