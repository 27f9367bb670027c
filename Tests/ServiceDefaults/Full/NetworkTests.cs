using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceDefaults;

namespace Tests.ServiceDefaults.Full;

/// <summary>Tests that the retries of the full build do not repeat requests that are not safe to repeat.</summary>
public sealed class NetworkTests
{
    [Theory]
    [InlineData("error")]
    [InlineData("busy")]
    [InlineData("broken")]
    public async Task A_request_that_arrived_at_a_service_of_ours_is_not_sent_again(string answer)
    {
        var arrived = 0;
        var service = WebApplication.CreateSlimBuilder();
        service.Logging.ClearProviders();
        service.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = service.Build();
        app.MapPost("/links", (HttpContext context) =>
        {
            Interlocked.Increment(ref arrived);
            context.Response.StatusCode = answer == "busy"
                ? StatusCodes.Status429TooManyRequests
                : StatusCodes.Status503ServiceUnavailable;
            if (answer == "broken")
                context.Abort();
        });
        await app.StartAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Services:extractor:http:0", app.Urls.Single())]);
        builder.AddServiceDefaults(servesPages: true);
        builder.Services.AddHttpClient();
        using var host = builder.Build();
        using var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

        try
        {
            using var response = await client.PostAsync("http://extractor/links", new StringContent("{}"));
            Assert.NotEqual("broken", answer);
        }
        catch (HttpRequestException)
        {
            Assert.Equal("broken", answer);
        }

        Assert.Equal(1, arrived);
    }
}
