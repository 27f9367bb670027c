using Jobs.Running;
using Jobs.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Adapters.Webhooks;

public static class WebhookRegistration
{
    /// <summary>Adds the options and the job kind, for processes that accept or send webhooks.</summary>
    public static IHostApplicationBuilder AddWebhooks(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<WebhookOptions>()
            .BindConfiguration(WebhookOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton(WebhookJobs.Kind);
        return builder;
    }

    /// <summary>Adds the handler, for processes that send webhooks.</summary>
    public static IHostApplicationBuilder AddWebhookHandler(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<WebhookConnection>();
        builder.Services.AddHttpClient(WebhookHandler.ClientName)
            .ConfigureHttpClient((services, client) =>
                client.Timeout = services.GetRequiredService<IOptions<WebhookOptions>>().Value.Timeout)

            // A proxy would resolve the name itself, and a redirect would lead elsewhere, both unchecked.
            .ConfigurePrimaryHttpMessageHandler(services => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ConnectCallback = services.GetRequiredService<WebhookConnection>().ConnectAsync,
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            })
            .RemoveAllLoggers();
        builder.Services.AddSingleton<IJobHandler, WebhookHandler>();
        return builder;
    }
}
