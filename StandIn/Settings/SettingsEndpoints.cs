using Microsoft.AspNetCore.Http.HttpResults;

namespace StandIn.Settings;

/// <summary><c>GET</c> and <c>PUT /standin/settings</c>. What a PUT leaves out takes its default.</summary>
internal static class SettingsEndpoints
{
    public static void AddSettings(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(StandInOptions.Section).Get<StandInSettings>() ?? new();
        if (settings.WhyInvalid() is { } reason)
            throw new InvalidOperationException(
                $"The section {StandInOptions.Section} of the configuration can't be used: {reason}");
        builder.Services.AddSingleton(new CurrentSettings(settings));
    }

    public static void MapSettings(this WebApplication app)
    {
        app.MapGet("/standin/settings", (CurrentSettings current) => TypedResults.Ok(current.Value));
        app.MapPut("/standin/settings", Put);
    }

    private static Results<Ok<StandInSettings>, ProblemHttpResult> Put(
        StandInSettings settings, CurrentSettings current)
    {
        if (settings.WhyInvalid() is { } reason)
            return TypedResults.Problem(reason, statusCode: StatusCodes.Status400BadRequest);
        current.Value = settings;
        return TypedResults.Ok(settings);
    }
}
