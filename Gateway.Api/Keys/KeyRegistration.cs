using Microsoft.Extensions.Options;

namespace Gateway.Api.Keys;

internal static class KeyRegistration
{
    public static IHostApplicationBuilder AddKeys(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<KeyOptions>().BindConfiguration(KeyOptions.Section).ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<KeyOptions>, ClosedByDefault>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddSingleton<FailedAttempts>();
        builder.Services.AddSingleton<Sessions>();
        builder.Services.AddSingleton<KeyGuard>();
        return builder;
    }

    /// <summary>Requires a key if keys are configured.</summary>
    public static void UseKeys(this IApplicationBuilder app) => app.Use(next =>
    {
        // When the host starts, after its settings are checked.
        var services = app.ApplicationServices;
        if (services.GetRequiredService<KeyRing>().IsEmpty)
            return next;
        var guard = services.GetRequiredService<KeyGuard>();
        return context => guard.HandleAsync(context, next);
    });
}
